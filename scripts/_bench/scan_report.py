"""Markdown tables, and the verdicts of those who read the findings."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

VERDICTS = ("right", "wrong", "arguable")
UNREAD = "unread"
SCHEMA = "chrono-git/bench-scan/1"


@dataclass(frozen=True)
class Found:
    """One finding in some repository; `commit` is "" where its HEAD was scanned."""

    repo: str
    path: str
    line: int
    rule: str
    symbol: str
    excerpt: str
    commit: str = ""
    verdict: str = UNREAD

    def data(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)


class Verdicts:
    """A file of repository, path, content and verdict; the content is the marker's line, see `content`."""

    def __init__(self, path: Path) -> None:
        self._known: dict[tuple[str, str, str], str] = {}
        if not path.exists():
            return
        with path.open(encoding="utf-8", newline="") as stream:
            # Content may hold quotes, so none are special.
            for number, row in enumerate(csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
                if not row or row[0].startswith("#"):
                    continue
                if len(row) < 4 or row[3] not in VERDICTS:
                    expected = f"repository, path, content and one of {', '.join(VERDICTS)}"
                    raise SystemExit(f"{path}:{number}: expected {expected}, between tabs")
                self._known[row[0], row[1], row[2]] = row[3]

    def of(self, found: Found) -> str:
        """The verdict, or "unread"."""
        return self._known.get((found.repo, found.path, content(found.excerpt)), UNREAD)


def content(excerpt: str) -> str:
    """An excerpt as it stands in the file of verdicts."""
    return " ".join(excerpt.split())


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; all but the first column are numbers."""
    lines = [f"| {' | '.join(header)} |", "|---|" + "---:|" * (len(header) - 1)]
    lines += [f"| {' | '.join(map(str, row))} |" for row in rows]
    return "\n".join(lines)


def listing(found: Iterable[Found]) -> str:
    """One row for each finding."""
    lines = ["| repository | where | rule | symbol | line | verdict |", "|---|---|---|---|---|---|"]
    for one in found:
        where = f"{one.commit[:12]}:{one.path}:{one.line}" if one.commit else f"{one.path}:{one.line}"
        cells = (one.repo, code(where), one.rule, code(one.symbol), code(content(one.excerpt)), one.verdict)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def code(text: str) -> str:
    """Text as code in a cell of a table."""
    if not text:
        return ""
    fence = "``" if "`" in text else "`"
    pad = " " if fence == "``" else ""
    shown = "".join(letter if letter.isprintable() else "\ufffd" for letter in text)
    if len(shown) > 140:
        shown = shown[:139] + "…"
    return f"{fence}{pad}{shown}{pad}{fence}".replace("|", "\\|")


def percent(part: int, whole: int) -> str:
    """A share to one place, rounded down so that 100.0 is all of them."""
    return f"{part * 1000 // whole / 10:.1f}" if whole else "–"


def rate(number: int, lines: int) -> str:
    """Findings per 100,000 lines."""
    return f"{number * 100_000 / lines:.2f}" if lines else "–"
