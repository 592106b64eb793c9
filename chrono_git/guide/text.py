"""Bytes of a guide to text, and text to lines, the way CommonMark counts lines."""

from __future__ import annotations

import codecs
import re

_LINE_END = re.compile(r"\r\n|\n|\r")
_LEADING_BLANKS = re.compile(r"^[^\S\n\t ]*[ \t]*[^\S\n]+", re.MULTILINE)
_NOT_A_TAB = re.compile(r"[^\t]")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def is_utf16(data: bytes) -> bool:
    """Whether the bytes begin with the mark of UTF-16."""
    return data.startswith(_UTF16)


def decode(data: bytes | str) -> tuple[str, str | None]:
    """Return the text without a byte order mark, and what was wrong with its encoding.

    UTF-8 and, with a byte order mark, UTF-16 are read as they are; anything else as
    Latin-1, which never fails and keeps the lines and the ASCII part of the guide.
    """
    if isinstance(data, str):
        return data.removeprefix("\ufeff"), None
    if is_utf16(data):
        try:
            return data.decode("utf-16"), None
        except UnicodeDecodeError:
            return data.decode("utf-16", "replace"), "not valid UTF-16; unreadable characters were replaced"
    try:
        return data.decode("utf-8-sig"), None
    except UnicodeDecodeError:
        return data.decode("latin-1"), "not valid UTF-8; read as Latin-1"


def unix(text: str) -> str:
    """Return the text with LF line ends and plain blanks at the start of its lines.

    Lines keep their numbers and every line its length. A no-break or ideographic blank
    before a list marker would hide the item from CommonMark, though it looks like indentation.
    """
    return _LEADING_BLANKS.sub(lambda m: _NOT_A_TAB.sub(" ", m[0]), _LINE_END.sub("\n", text))


def lines(text: str) -> list[str]:
    """Split as CommonMark 0.31 section 2.1 does: at LF, CR LF and CR, at nothing else."""
    return _LINE_END.split(text)
