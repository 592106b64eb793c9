"""Tick one box: bytes to bytes, one byte changed."""

from __future__ import annotations

import re

from chrono_git.errors import GuideError
from chrono_git.guide.text import is_utf16

# Blanks include the no-break and the ideographic one, which the reader takes as indentation.
_BOX = re.compile(
    rb"(?:[\s>]|\xc2\xa0|\xe3\x80\x80)*(?:(?:(?:[-*+]|\d+[.)])(?:\s|\xc2\xa0)+)+|#{1,6}\s+)\[([^\]])\]"
)
_LINE_END = re.compile(rb"\r\n|\n|\r")


def tick(text: bytes, line: int) -> bytes:
    """Return the text with the empty box on a line (1-based) ticked; every other byte stays.

    A ticked box gives back the same bytes. Raises GuideError where the line has no
    empty box, and for UTF-16, where one byte is not one character.
    """
    if is_utf16(text):
        raise GuideError(
            "this guide is UTF-16; boxes are ticked in UTF-8 only", hint="Save the guide as UTF-8.", line=line
        )
    start = _start(text, line)
    found = _BOX.match(text, start) if start is not None else None
    end = _LINE_END.search(text, start or 0)
    if not found or (end and found.end() > end.start()):
        raise GuideError("expected a checkbox on this line", hint="Read the guide again.", line=line)
    mark = found[1]
    if mark in (b"x", b"X"):
        return text
    if mark != b" ":
        raise GuideError(
            f"the box holds {mark.decode('latin-1')!r}, and only an empty one is ticked",
            hint="Empty the box first.",
            line=line,
        )
    return text[: found.start(1)] + b"x" + text[found.end(1) :]


def _start(text: bytes, line: int) -> int | None:
    """Return where a line starts, behind the byte order mark; None where there is no such line."""
    position = 3 if text.startswith(b"\xef\xbb\xbf") else 0
    for _ in range(line - 1):
        found = _LINE_END.search(text, position)
        if not found:
            return None
        position = found.end()
    return position if line >= 1 else None
