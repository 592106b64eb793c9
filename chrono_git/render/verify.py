"""What `verify` shows before it asks, and what it says afterwards: text and JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from chrono_git.render.escape import json_safe, lines, one_line, visible
from chrono_git.render.layout import NARROWEST, Look, prose, wrap

Outcome = Literal["passed", "failed", "missing", "not-run"]
# Letters that are printable to Unicode, and that nobody sees.
_UNSEEN = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]")
_TRAILING = re.compile(r" +\Z")
_SHOWN_LINES = 12


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """One block as it would be run: `line` is that of its first line in the guide (1-based)."""

    shell: str
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class ShownItem:
    """An item with all that `verify` would run for it; `scripts` are files of the repository that it runs.

    `trusted` says that somebody agreed to exactly this; `problem` why it cannot be run ("" where it can).
    """

    id: str
    text: str
    path: str
    line: int
    blocks: tuple[ShownBlock, ...]
    scripts: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    trusted: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True)
class CommandResult:
    """One command: `state` is passed, failed, timeout or not-run; `expected` are what its comments say,
    each with met, missed or unjudged; `line` is that in the guide."""

    text: str
    line: int
    state: str
    status: int | None
    seconds: float
    expected: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ItemResult:
    """How one item went; `reason` is what went wrong, or why it was not run.

    `output` are the last lines of what failed; `recorded` says that the result counts as
    evidence from now on, for as long as the `depends` (paths; `*` for all but Markdown) stay as they are;
    else `note` says why it does not.
    """

    shown: ShownItem
    outcome: Outcome
    reason: str = ""
    commands: tuple[CommandResult, ...] = ()
    output: tuple[str, ...] = ()
    recorded: bool = False
    depends: tuple[str, ...] = ()
    note: str = ""


def exact(text: str) -> list[str]:
    """The lines of a block, byte for byte as far as anybody can see: what cannot be seen is escaped."""
    return [_exact_line(line) for line in text.rstrip("\n").split("\n")]


def _exact_line(line: str) -> str:
    shown = "".join(
        letter if letter.isprintable() and not _UNSEEN.match(letter) else visible(letter) for letter in line
    )
    return _TRAILING.sub(lambda found: "\\x20" * len(found[0]), shown)


def shown_text(
    items: Sequence[ShownItem], *, width: int = 100, color: bool = False, unicode: bool = True
) -> str:
    """Returns the commands of these items, exactly as they would be run; commands are never cut."""
    look = Look(max(width, NARROWEST), color, unicode)
    return "\n".join(line for item in items for line in _shown(look, item)) + "\n"


def _shown(look: Look, item: ShownItem) -> Iterator[str]:
    yield look.paint(one_line(item.id), "bold", "cyan")
    yield from ("  " + look.paint(line, "bold") for line in wrap(one_line(prose(item.text)), look.width - 2))
    for block in item.blocks:
        yield "  " + look.paint(f"{one_line(item.path)}:{block.line}, run by {block.shell}", "dim")
        yield from (f"    {look.paint(line, 'cyan')}" if line else "" for line in exact(block.text))
    if item.scripts:
        yield "  " + look.paint("Files of this repository that it runs", "dim")
        yield from (f"    {_exact_line(path)}" for path in item.scripts)
    for path in item.missing:
        yield f"  {_exact_line(path)} does not exist"
    if item.problem:
        yield from (f"  {line}" for line in wrap(one_line(item.problem), look.width - 2))


def results_text(
    results: Sequence[ItemResult], *, width: int = 100, color: bool = False, unicode: bool = True
) -> str:
    """Returns how the items went, with the last lines of the output of those that failed."""
    look = Look(max(width, NARROWEST), color, unicode)
    rows = [line for result in results for line in _result(look, result)]
    return "\n".join([*rows, summary(results)]) + "\n"


def summary(results: Sequence[ItemResult]) -> str:
    """Returns in a line how many items were verified, failed, and were not run."""
    counts = {"passed": 0, "failed": 0, "missing": 0, "not-run": 0}
    for result in results:
        counts[result.outcome] += 1
    failed = counts["failed"] + counts["missing"]
    total = f"{len(results)} item{'' if len(results) == 1 else 's'}"
    return f"{total}: {counts['passed']} verified, {failed} failed, {counts['not-run']} not run"


def _result(look: Look, result: ItemResult) -> Iterator[str]:
    passed = result.outcome == "passed"
    mark = look.mark("done" if passed else "unknown" if result.outcome == "not-run" else "phantom")
    seconds = sum(one.seconds for one in result.commands)
    ran = sum(one.state == "passed" for one in result.commands)
    said = f"verified: {ran} command{'' if ran == 1 else 's'} in {seconds:.1f} s" if passed else result.reason
    yield f"{mark} {look.paint(one_line(result.shown.id), 'bold')}"
    yield from (f"   {line}" for line in wrap(one_line(said), look.width - 3))
    for one in result.commands:
        for comment, verdict in one.expected:
            if verdict != "met":
                word = "not as expected" if verdict == "missed" else "for you to judge"
                where = f"{one_line(result.shown.path)}:{one.line}"
                yield from (
                    f"   {line}" for line in wrap(f"{where}: {word}: {one_line(comment)}", look.width - 3)
                )
    shown = [line for one in result.output[-_SHOWN_LINES:] for line in lines(one)]
    yield from (f"   {look.sign('│', '|')} {line}".rstrip() for line in shown)
    if result.note:
        yield "   " + look.paint(f"this is no evidence: {result.note}", "dim")


def verify_json(results: Sequence[ItemResult], *, revision: str | None, branch: str | None) -> str:
    """Returns the results as a `chrono-git/verify/1` document."""
    document = {
        "schema": "chrono-git/verify/1",
        "repository": {"revision": revision, "branch": branch},
        "items": [_document(result) for result in results],
    }
    return json_safe(json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def _document(result: ItemResult) -> dict[str, object]:
    shown = result.shown
    return {
        "id": shown.id,
        "text": shown.text,
        "path": shown.path,
        "line": shown.line,
        "outcome": result.outcome,
        "reason": result.reason,
        "trusted": shown.trusted,
        "blocks": [{"shell": block.shell, "text": block.text, "line": block.line} for block in shown.blocks],
        "scripts": shown.scripts,
        "missing": shown.missing,
        "commands": [
            {
                "text": one.text,
                "line": one.line,
                "state": one.state,
                "status": one.status,
                "seconds": round(one.seconds, 3),
                "expected": [{"text": said, "result": verdict} for said, verdict in one.expected],
            }
            for one in result.commands
        ],
        "output": result.output,
        "recorded": result.recorded,
        "depends": result.depends,
        "note": result.note,
    }
