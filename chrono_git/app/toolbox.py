"""The tools that guides ask for: each is asked once, and judged as often as it is wanted."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from chrono_git.app.verdict import BEST_FIRST, Verdict
from chrono_git.needs.need import Need, Program, Tool
from chrono_git.needs.tools import by_program
from chrono_git.render.doctor import State
from chrono_git.repo.location import Location
from chrono_git.repo.tools import Asked, ask_tools

_UNTRUSTED = "it lies in the repository, or where a relative entry of the PATH leads"


class Toolbox:
    """What the tools of some needs say of themselves; those that the repository may have made are not run."""

    def __init__(self, location: Location, needs: Iterable[Need], environment: Mapping[str, str]) -> None:
        self._root = location.root
        wanted = (need.ask.either for need in needs if isinstance(need.ask, Tool))
        keys = dict.fromkeys(key for either in wanted for program in either for key in _keys(program))
        self._asked = ask_tools(tuple(keys), _owned(location), environment)

    def judge(self, ask: Tool, up: Sequence[int]) -> Verdict:
        """The best that is to be said of one of the programs; at the ports `up` its service may answer."""
        what = " or ".join(_named(program) for program in ask.either)
        seen = (self._program(program) for program in ask.either)
        state, found = min(seen, key=lambda one: BEST_FIRST.index(one[0]))
        if state == "missing" and up and not any(self._chosen(program) for program in ask.either):
            found = f"its client is not on the PATH, but something answers at port {up[0]} of this machine"
            if any(program.wanted for program in ask.either):
                return Verdict("person", "tool", what, f"{found}; which version?", "see for yourself")
            return Verdict("fine", "tool", what, found)
        name = ask.either[0].names[0]
        remedy = "" if state == "fine" else f"install {what}, and see that `{name}` is on the PATH"
        return Verdict(state, "tool", what, found, remedy)

    def _chosen(self, program: Program) -> tuple[str, Asked] | None:
        """The first of a tool's programs that works, else the first that there is, and what it said."""
        known = ((f"{key[0]} {key[1]}".strip(), self._asked[key]) for key in _keys(program))
        there = [(name, one) for name, one in known if one.path]
        return next((one for one in there if one[1].works), there[0] if there else None)

    def _program(self, program: Program) -> tuple[State, str]:
        passed = [path for key in _keys(program) for path in self._asked[key].passed]
        unrun = f"{self._shown(passed[0])} was not run: {_UNTRUSTED}" if passed else ""
        chosen = self._chosen(program)
        if chosen is None:
            return ("unjudged", unrun) if passed else ("missing", f"`{program.names[0]}` is not on the PATH")
        name, seen = chosen
        beside = f"; {unrun}" if unrun else ""
        if seen.version is not None:
            number = ".".join(map(str, seen.version))
            good = program.wanted is None or program.wanted.meets(seen.version)
            return ("fine" if good else "missing"), f"{name} {number} at {seen.path}{beside}"
        # Of a tool that nobody knows, it is not known whether it takes `--version`.
        known = program.subcommand or by_program(program.names[0])
        if seen.works is False and known:
            return "missing", f"{seen.path}: {seen.trouble}{beside}"
        if program.wanted is None and seen.works is not None:
            return "fine", f"{seen.path}{beside}"
        return "unjudged", f"{seen.path}: {seen.trouble}{beside}"

    def _shown(self, path: str) -> str:
        inside = self._root and path.startswith(f"{self._root}/")
        return os.path.relpath(path, self._root) if inside else path


def _keys(program: Program) -> tuple[tuple[str, str], ...]:
    """What is asked for a tool, in order: `docker compose`, then the `docker-compose` of old."""
    if not program.subcommand:
        return tuple((name, "") for name in program.names)
    name = program.names[0]
    return (name, program.subcommand), (f"{name}-{program.subcommand}", "")


def _named(program: Program) -> str:
    return f"{program.title} {program.wanted.text}" if program.wanted else program.title


def _owned(location: Location) -> tuple[str, ...]:
    """The folders that a repository may have put programs into: its work trees and its git directories."""
    folders = [location.root, location.git_dir, location.common_dir]
    if location.common_dir.endswith("/.git"):
        folders.append(location.common_dir.removesuffix("/.git"))
    return tuple(dict.fromkeys(str(Path(folder).resolve()) for folder in folders if folder))
