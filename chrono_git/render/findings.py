"""The findings of a check for people: where, which rule, in which function, and what to do."""

from __future__ import annotations

from collections.abc import Iterator

from chrono_git.model import CheckReport, Finding
from chrono_git.render import checked
from chrono_git.render.escape import one_line
from chrono_git.render.layout import NARROWEST, Look, cells, wrap

_STYLES = {"block": "alarm", "warn": "yellow"}
_ROOM_FOR_CODE = 24


def check_text(report: CheckReport, *, width: int = 100, color: bool = False, unicode: bool = True) -> str:
    """Returns the findings by file, and how much was checked; lines fit `width` cells (36 at least).

    Only a place that is wider than that stays whole, so that it can be clicked on and copied.
    """
    look = Look(max(width, NARROWEST), color, unicode)
    written = [
        line for place, one in enumerate(report.findings) for line in _finding(look, report, place, one)
    ]
    style = "alarm" if any(one.severity == "block" for one in report.findings) else "bold"
    closing = [look.paint(line, style) for line in wrap(checked.summary(report), look.width)]
    return "\n".join([*written, *([""] if written else []), *closing]) + "\n"


def _finding(look: Look, report: CheckReport, place: int, one: Finding) -> Iterator[str]:
    before = report.findings[place - 1] if place else None
    after = report.findings[place + 1] if place + 1 < len(report.findings) else None
    if before is not None and before.path != one.path:
        yield ""
    yield from _head(look, one)
    # What to do is said once for neighbours that want the same.
    if after is None or (after.path, after.rule, checked.advice(after)) != (
        one.path,
        one.rule,
        checked.advice(one),
    ):
        for line in wrap(one_line(checked.advice(one)), look.width - 4):
            yield "    " + look.code(line, "dim")


def _head(look: Look, one: Finding) -> Iterator[str]:
    """Yields the line of a finding, or two where the terminal is narrow."""
    where = f"{one_line(one.path)}:{one.line}:{one.column}"
    rule = f"{one.severity} {one_line(one.rule)}"
    of = f"({one_line(one.item)})" if one.item else ""
    told = "  ".join(part for part in (one_line(one.symbol), of) if part)
    code = one_line(one.excerpt)
    line, used = look.paint(where, "bold"), cells(where)
    for plain, style in ((rule, _STYLES[one.severity]), (told, "cyan"), (code, "")):
        if not plain:
            continue
        room = look.width - used - 2
        if cells(plain) > room and (plain is not code or room < _ROOM_FOR_CODE):
            yield line
            line, used, room = "  ", 2, look.width - 4
        shown = look.fit(plain, room)
        line += "  " + look.paint(shown, style)
        used += 2 + cells(shown)
    yield line
