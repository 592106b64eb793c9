"""Bytes of the log → its lines, blocks and sections, and back with lines put in between."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from chrono_git.blocks import Blocks, Line, read_blocks, split_lines
from chrono_git.errors import ChronoError
from chrono_git.markdown import ascii_only

_OTHER_ENCODINGS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)")
_TITLE_LIMIT = 500  # no title that anybody looks for is longer


class Section(NamedTuple):
    """A heading and what stands below it, down to the next heading of its level or a higher one.

    Line indices: `at` is the heading, `body` the line behind it, `own` ends before the
    first heading inside, `end` before the next section. `title` is as written, `plain`
    without links. `parent` is the index of the section that holds it, or -1.
    """

    at: int
    body: int
    own: int
    end: int
    level: int
    title: str
    plain: str
    parent: int


@dataclass(frozen=True, slots=True)
class Insertion:
    """Lines to put behind the line `after` (-1: at the start); of several there, the lower `rank` first.

    With `apart` a blank line is kept before them, with `closed` one behind them.
    """

    after: int
    rank: int
    lines: tuple[str, ...]
    apart: bool = False
    closed: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """A log as it was read; `comments` are the indices of lines that are one comment each.

    What is not UTF-8 is held as Latin-1, which gives the same bytes back.
    """

    bom: bytes
    encoding: str
    blocks: Blocks
    sections: Sequence[Section]
    comments: Sequence[int]

    @property
    def lines(self) -> Sequence[Line]:
        """The lines in order."""
        return self.blocks.lines

    def write(self, text: str) -> str:
        """Return text of ours as this file can hold it."""
        return text if self.encoding == "utf-8" else ascii_only(text)


def read(data: bytes, path: str) -> Document:
    """Read a log of any size in one pass. ChronoError for UTF-16, UTF-32 and binary data."""
    refuse_binary(data, path)
    bom = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    encoding = "utf-8"
    try:
        text = data[len(bom) :].decode(encoding)
    except UnicodeDecodeError:
        encoding = "latin-1"
        text = data[len(bom) :].decode(encoding)
    blocks = read_blocks(split_lines(text))
    comments = [n for n, line in enumerate(blocks.lines) if line.kind == "comment"]
    return Document(bom, encoding, blocks, _outline(blocks.lines), comments)


def refuse_binary(data: bytes, path: str) -> None:
    """Raise ChronoError where the bytes are no text in an encoding that extends ASCII."""
    if data.startswith(_OTHER_ENCODINGS) or b"\0" in data:
        raise ChronoError(
            "this log is UTF-16 or not text; headings such as `## Tickets` are looked for in UTF-8",
            hint="Save the log as UTF-8. Where a heading cannot be found for certain, a line"
            " `<!-- chrono: learnings ID -->` says where the learnings of a guide go.",
            path=path,
        )


def refuse_conflict(document: Document, path: str) -> None:
    """Raise ChronoError where the file holds the marks of an unfinished merge."""
    begins = [n for n, line in enumerate(document.lines) if line.text.startswith("<<<<<<< ")]
    begins = [n for n in begins if document.lines[n].kind != "block"]
    if begins and any(line.text.startswith(">>>>>>> ") for line in document.lines[begins[0] :]):
        raise ChronoError(
            "this log holds the marks of an unfinished merge (`<<<<<<<`)",
            hint="Resolve the conflict first; keep both sides, repeated entries are removed afterwards.",
            path=path,
            line=begins[0] + 1,
        )


def insert(document: Document, insertions: Iterable[Insertion]) -> bytes:
    """Return the file with the lines put in; every byte that was there is still there, in order.

    New lines end as the line before them does; a last line without an end stays without.
    """
    places: dict[int, list[Insertion]] = {}
    for insertion in sorted(insertions, key=lambda each: (each.after, each.rank)):
        places.setdefault(insertion.after, []).append(insertion)
    out: list[str] = []
    done = 0
    for after, here in places.items():
        out.extend(line.text + line.end for line in document.lines[done : after + 1])
        out.append(_between(document.lines, after, here))
        done = after + 1
    out.extend(line.text + line.end for line in document.lines[done:])
    return document.bom + "".join(out).encode(document.encoding)


def _between(lines: Sequence[Line], after: int, insertions: Sequence[Insertion]) -> str:
    added: list[str] = []
    for insertion in insertions:
        before = added[-1] if added else lines[after].text if after >= 0 else ""
        if insertion.apart and before.strip(" \t"):
            added.append("")
        added.extend(insertion.lines)
    if after + 1 < len(lines) and (_goes_on(lines[after + 1]) or insertions[-1].closed):
        added += [""] * (lines[after + 1].kind != "blank")
    if after >= 0 and not lines[after].end:
        end = (lines[after - 1].end if after else "") or "\n"
        return "".join(end + line for line in added)
    end = lines[after].end if after >= 0 else "\n"
    return "".join(line + end for line in added)


def _goes_on(line: Line) -> bool:
    """Whether a line would be taken for more words of the list item put before it."""
    return line.kind in ("text", "code", "block") or (
        line.kind == "heading" and line.text.lstrip()[:1] != "#"
    )


def _outline(lines: Sequence[Line]) -> list[Section]:
    sections: list[Section] = []
    open_: list[int] = []

    def close(level: int, end: int) -> None:
        while open_ and sections[open_[-1]].level >= level:
            at = open_.pop()
            sections[at] = sections[at]._replace(end=end)

    for n, line in enumerate(lines):
        if line.kind != "heading":
            continue
        if sections and sections[-1].own < 0:
            sections[-1] = sections[-1]._replace(own=n)
        close(line.level, n)
        body = n + 1
        while body < len(lines) and lines[body].kind == "underline":
            body += 1
        parent = open_[-1] if open_ else -1
        plain = _LINK.sub(r"\1", line.content[:_TITLE_LIMIT])
        open_.append(len(sections))
        sections.append(Section(n, body, -1, -1, line.level, line.content, plain, parent))
    close(0, len(lines))
    if sections:
        sections[-1] = sections[-1]._replace(own=len(lines))
    return sections
