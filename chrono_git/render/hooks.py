"""The hooks of a repository, as text and as a JSON document (`chrono_git/schemas/hooks-1.json`)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from chrono_git.render.escape import json_safe, one_line

NAME_CELLS = 18


@dataclass(frozen=True, slots=True)
class HookState:
    """One hook: `through` is what makes git run it ("" where nothing does).

    That is `file` (the hook of the folder), `configuration`, or the name of the tool that runs
    it. `problems` say why it would not run as it is meant to, `notes` what else there is to know.
    """

    event: str
    through: str = ""
    path: str | None = None
    stub_version: int | None = None
    made_by: str | None = None
    python: str | None = None
    script: str | None = None
    chained: str | None = None
    runs: bool = False
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class HookLines:
    """What a person is to write for another tool: the text, and into which files it belongs."""

    files: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True)
class HooksState:
    """All hooks of a repository, in the order of githooks(5), with what was changed just now.

    `folder` is where git looks for hooks and `scope` where it was told so; `manager` is the tool
    that the folder belongs to, "" where none. `lines` are to be written by a person.
    """

    git: str
    folder: str
    scope: str
    manager: str
    hooks: tuple[HookState, ...]
    changes: Mapping[str, str]
    notes: tuple[str, ...] = ()
    lines: tuple[HookLines, ...] = ()

    @property
    def is_well(self) -> bool:
        """Whether every hook would run."""
        return all(hook.runs and not hook.problems for hook in self.hooks)


def hooks_json(state: HooksState) -> str:
    """Returns the state as a `chrono-git/hooks/1` document."""
    hooks = ",\n".join(json.dumps(asdict(hook), ensure_ascii=False) for hook in state.hooks)
    head = {
        "schema": "chrono-git/hooks/1", "git": state.git, "folder": state.folder,
        "scope": state.scope or None, "manager": state.manager or None, "ok": state.is_well,
        "changes": dict(state.changes), "notes": state.notes, "lines": [asdict(one) for one in state.lines],
    }  # fmt: skip
    return json_safe(f'{json.dumps(head, ensure_ascii=False)[:-1]},\n"hooks": [\n{hooks}\n]}}\n')


def changes_text(state: HooksState) -> str:
    """Returns what was changed, and what a person is to write."""
    said = [_row(event, what) for event, what in state.changes.items()]
    return "".join(f"{line}\n" for line in (*said, *_lines(state.lines)))


def status_text(state: HooksState) -> str:
    """Returns every hook with what it is, what is chained, and whether it would run."""
    told = f", which core.hooksPath says ({state.scope})" if state.scope else ""
    owner = f"; it belongs to {state.manager}" if state.manager else ""
    lines = [f"git {state.git} looks for hooks in {one_line(state.folder)}{told}{owner}"]
    lines += (line for hook in state.hooks for line in _hook(hook))
    started = dict.fromkeys((hook.python, hook.script) for hook in state.hooks if hook.python)
    lines += (one_line(f"starts {python} with {script}") for python, script in started)
    return "".join(f"{line}\n" for line in lines)


def _hook(hook: HookState) -> Iterator[str]:
    verdict = "runs" if hook.runs else "DOES NOT RUN" if hook.through else "not installed"
    way = {"": "", "file": "", "configuration": " from git's configuration"}
    made = f" (stub {hook.stub_version} of chrono-git {hook.made_by})" if hook.made_by else ""
    yield _row(hook.event, f"{verdict}{way.get(hook.through, f' through {hook.through}')}{made}")
    yield from (_row("", f"problem: {problem}") for problem in hook.problems)
    yield from (_row("", note) for note in hook.notes)


def _lines(lines: Sequence[HookLines]) -> Iterator[str]:
    for one in lines:
        yield f"in {', '.join(one.files)}:"
        yield ""
        yield from (f"    {line}".rstrip() for line in one.text.splitlines())
        yield ""


def _row(name: str, text: str) -> str:
    return f"{name:<{NAME_CELLS}} {one_line(text)}"
