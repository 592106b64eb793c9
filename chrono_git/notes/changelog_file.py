"""Bytes of a changelog → its lines and sections, and back with some lines put in or replaced."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from chrono_git.blocks import Line, read_blocks, split_lines
from chrono_git.errors import ChronoError
from chrono_git.notes.changelog_parts import (
    Part,
    above_anchor,
    find_parts,
    solid_end,
    without_definitions,
)

_NOTHING = "<!-- -->"
_OTHER_ENCODINGS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


@dataclass(frozen=True, slots=True)
class Changelog:
    """A changelog as it was read. `level` is that of its sections; `last` as `Blocks` has it."""

    path: str
    bom: bytes
    lines: Sequence[Line]
    last: Mapping[int, int]
    level: int
    parts: Sequence[Part]

    @property
    def top(self) -> int:
        """Where a section goes that is to be the first: above the others, with their anchors."""
        return above_anchor(self.lines, 0, self.parts[0].at) if self.parts else self.foot

    @property
    def foot(self) -> int:
        """Where a section goes that is to be the last: above the link definitions at the end."""
        end = solid_end(self.lines, 0, len(self.lines))
        return without_definitions(self.lines, 0, end)


@dataclass(frozen=True, slots=True)
class Edit:
    """Lines for those from `start` to `stop`; of several at one place, the lower `rank` first.

    With `apart` a blank line is kept before them, with `closed` one behind them.
    """

    start: int
    stop: int
    lines: tuple[str, ...]
    apart: bool = False
    closed: bool = False
    rank: tuple[int, int] = (0, 0)


def read(data: bytes, path: str) -> Changelog:
    """Read a changelog of any size. ChronoError where it is not UTF-8, or holds an unfinished merge."""
    bom = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    blocks = read_blocks(split_lines(_decoded(data[len(bom) :], path)))
    _refuse_conflict(blocks.lines, path)
    level, parts = find_parts(blocks.lines)
    return Changelog(path, bom, blocks.lines, blocks.last, level, parts)


def rewritten(log: Changelog, edits: Iterable[Edit]) -> bytes:
    """Return the file with the edits made; all other bytes stay, in order.

    New lines end as the line before them does; a last line without an end stays without.
    """
    lines = log.lines
    out: list[tuple[str, str]] = []
    done = 0
    for edit in sorted(edits, key=lambda each: (each.start, each.stop, each.rank)):
        out.extend((line.text, line.end) for line in lines[done : edit.start])
        new = list(edit.lines)
        if edit.apart and out and out[-1][0].strip(" \t"):
            new.insert(0, "")
        if _would_be_held(lines, edit):
            new += ["", _NOTHING]
        following = lines[edit.stop] if edit.stop < len(lines) else None
        if following and following.kind != "blank" and (edit.closed or _goes_on(edit, following)):
            new.append("")
        if edit.start == edit.stop:
            _refuse_open(log, edit.start)
        end = _line_end(lines, edit.start)
        out.extend((text, end) for text in new)
        done = edit.stop
    out.extend((line.text, line.end) for line in lines[done:])
    out = [(text, end or _line_end(lines, len(lines))) for text, end in out]
    if lines and not lines[-1].end:
        out[-1] = (out[-1][0], "")
    return log.bom + "".join(text + end for text, end in out).encode()


def _decoded(data: bytes, path: str) -> str:
    hint = "Save the changelog as UTF-8; then write the notes again."
    if data.startswith(_OTHER_ENCODINGS) or b"\0" in data:
        raise ChronoError("this changelog is UTF-16 or not text; UTF-8 was expected", hint=hint, path=path)
    try:
        return data.decode()
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        raise ChronoError("this changelog is not UTF-8", hint=hint, path=path, line=line) from None


def _refuse_conflict(lines: Sequence[Line], path: str) -> None:
    begins = [n for n, line in enumerate(lines) if line.text.startswith("<<<<<<< ")]
    begins = [n for n in begins if lines[n].kind not in ("block", "code")]
    if begins and any(line.text.startswith(">>>>>>> ") for line in lines[begins[0] :]):
        raise ChronoError(
            "this changelog holds the marks of an unfinished merge (`<<<<<<<`)",
            hint="Resolve the conflict first; of two `chrono-notes` comments in one section keep one.",
            path=path,
            line=begins[0] + 1,
        )


def _refuse_open(log: Changelog, at: int) -> None:
    """Raise ChronoError where lines put in would be part of a fence or comment that nothing closes."""
    if not at or log.lines[at - 1].open != 0:
        return
    begin = at - 1
    while begin and log.lines[begin - 1].open == 0:
        begin -= 1
    raise ChronoError(
        "a code fence, comment or HTML block is never closed; what comes below it would not be seen",
        hint="Close it where it ends, and write the notes again.",
        path=log.path,
        line=begin + 1,
    )


def _goes_on(edit: Edit, line: Line) -> bool:
    """Whether a line would be taken for more words of what is put in before it."""
    if edit.start < edit.stop:
        return False
    setext = line.kind == "heading" and line.text.lstrip(" \t")[:1] != "#"
    return setext or line.kind in ("text", "code", "block")


def _would_be_held(lines: Sequence[Line], edit: Edit) -> bool:
    """Whether the next line is so indented that a list at the end of an edit would take it in."""
    below = edit.stop
    while below < len(lines) and lines[below].kind == "blank":
        below += 1
    if below == len(lines) or lines[below].indent < 2 or lines[below].parent >= 0:
        return False
    new = read_blocks([(text, "\n") for text in edit.lines]).lines
    last = new[solid_end(new, 0, len(new)) - 1]
    return last.kind == "item" or last.parent >= 0


def _line_end(lines: Sequence[Line], at: int) -> str:
    """The end of a line that is put in at an index: as the one before it, else as the first."""
    near = [lines[n].end for n in (at - 1, at - 2, 0) if 0 <= n < len(lines)]
    return next((end for end in near if end), "\n")
