"""What is installed for each hook, and whether it would run."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from chrono_git.errors import ChronoError
from chrono_git.render.hooks import HookState
from chrono_git.repo import hookconfig, hookfiles, managers
from chrono_git.repo.hookconfig import ConfiguredHook
from chrono_git.repo.hookfiles import Found, look
from chrono_git.repo.hookplace import CONFIGURED_SINCE, HookPlace
from chrono_git.repo.hookprobe import Fault, fallback, find_fault
from chrono_git.repo.stubs import VERSION

Faults = dict[tuple[str, str], Fault | None]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the hooks of a repository share: where git looks, what it is told, and which git it is.

    `root` is the work tree ("" where there is none), `package` the folder of `chrono_git`,
    `release` the version of this one ("" where it is not installed).
    """

    place: HookPlace
    configured: Mapping[str, ConfiguredHook]
    version: tuple[int, ...]
    common_dir: str
    root: str
    package: str
    release: str


def states(around: Surroundings, events: Sequence[str]) -> tuple[HookState, ...]:
    """Returns the state of each of these hooks; every interpreter that they name is tried once."""
    faults: Faults = {}
    return tuple(_state(around, event, faults) for event in events)


def _state(around: Surroundings, event: str, faults: Faults) -> HookState:
    try:
        ours = [*_configured(around, event), *_files(around, event)]
        # What git runs is told first.
        ours.sort(key=lambda one: bool(one.problems))
        if not ours:
            return next(_through_tools(around, event), HookState(event))
    except ChronoError as error:
        return HookState(event, problems=(str(error),))
    first, *others = ours
    if twice := [one.path for one in others if not one.problems]:
        said = f"it runs twice, from {twice[0]} too; `chrono-git hooks install` puts that right"
        first = replace(first, problems=(*first.problems, said))
    return _tried(first, faults)


def _configured(around: Surroundings, event: str) -> Iterator[HookState]:
    hook = around.configured.get(event)
    if hook is None:
        return
    path = hookconfig.stub_path(around.common_dir, event)
    problems = []
    if around.version < CONFIGURED_SINCE:
        said = ".".join(map(str, around.version))
        problems.append(f"git {said} knows no hooks of the configuration, 2.54 is the first that does")
    if not hook.enabled:
        problems.append("it is turned off in git's configuration")
    if event not in hook.events or shlex.quote(path) not in hook.command:
        problems.append("the configuration has been changed, or the repository been moved")
    yield _described(around, event, "configuration", look(path), *problems)


def _files(around: Surroundings, event: str) -> Iterator[HookState]:
    folder = around.place.path
    hook, legacy, old = (look(f"{folder}/{event}{end}") for end in ("", ".legacy", ".old"))
    if hook.stub:
        yield _described(around, event, "file", hook)
    if legacy.stub:
        if hook.is_foreign and hook.runs and managers.runs_legacy(hook.content or b""):
            yield _described(around, event, managers.tool_of(hook.content or b""), legacy)
        else:
            yield _described(around, event, "file", legacy, f"no hook runs {event}.legacy")
    if old.stub:
        yield _described(
            around, event, "file", old, f"lefthook, which renames to {event}.old, does not run it"
        )
    if around.place.usual != folder and (usual := look(f"{around.place.usual}/{event}")).stub:
        told = f"core.hooksPath ({around.place.scope}) has git look in {folder} instead"
        yield _described(around, event, "file", usual, told)


def _described(around: Surroundings, event: str, through: str, found: Found, *problems: str) -> HookState:
    stub = found.stub
    if stub is None:
        return HookState(event, through, found.path, problems=(*problems, f"{found.path} is gone"))
    said = [*problems]
    if not found.runs:
        may = Path(found.path).stat().st_mode & 0o111
        said.append(f"its file {'lies where nothing may be executed' if may else 'is not executable'}")
    if stub.event != event:
        said.append(f"it is the hook of {stub.event}")
    chained = Path(found.path).with_name(f"{event}.chained")
    return HookState(
        event,
        through,
        found.path,
        stub.version,
        stub.made_by,
        stub.python,
        stub.script,
        str(chained) if os.path.lexists(chained) else None,
        problems=tuple(said),
        notes=tuple(_notes(around, found, chained)),
    )


def _notes(around: Surroundings, found: Found, chained: Path) -> Iterator[str]:
    stub = found.stub
    assert stub is not None
    if os.path.lexists(chained):
        runs = os.access(chained, os.X_OK)
        yield f"{chained.name} runs first" if runs else f"{chained.name} is not executable and does not run"
    if hookfiles.is_edited(found, around.package):
        yield "it was changed by hand"
    elif stub.version != VERSION or stub.made_by != (around.release or stub.made_by):
        yield "another version made it; `chrono-git hooks install` brings it up to date"


def _through_tools(around: Surroundings, event: str) -> Iterator[HookState]:
    hook = look(f"{around.place.path}/{event}")
    tool = managers.in_charge(around.place, (event,)) or managers.tool_of(hook.content or b"")
    if not around.root or not hook.runs or tool not in managers.MANAGERS:
        return
    if told := managers.runs_ours(tool, around.place, around.root, event):
        # The frameworks install what they run; the others find it on the PATH.
        is_there = tool in ("pre-commit", "prek") or fallback()
        problems = () if is_there else ("chrono-git-hook is not on the PATH",)
        yield HookState(event, tool, told, runs=not problems, problems=problems)


def _tried(state: HookState, faults: Faults) -> HookState:
    if state.python is None or state.script is None:
        return state
    key = (state.python, state.script)
    if key not in faults:
        faults[key] = find_fault(*key)
    fault, instead = faults[key], fallback()
    if fault and fault.is_noticed and instead:
        state = replace(state, notes=(*state.notes, f"{fault.reason}; {instead} on the PATH stands in"))
    elif fault:
        state = replace(state, problems=(*state.problems, fault.reason))
    return replace(state, runs=not state.problems)
