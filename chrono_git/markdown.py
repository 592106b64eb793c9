"""Somebody's text → one line of Markdown that stays inside its list item and can still be read."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator

_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # C0 (ESC among them), DEL, C1
    "\u202a-\u202e\u2066-\u2069"  # bidi embeddings, overrides and isolates
    "\ud800-\udfff"  # surrogate escapes: bytes that were no UTF-8
    "\ufeff"  # a byte order mark inside the text
    "\U000e0000-\U000e007f]"  # tag characters: text that no person can see
)
_BLANKS = re.compile("[ \t\n\r\f\v\x1c-\x1f\x85\u2028\u2029]+")
_TICKS = re.compile("`+")
_TAG = re.compile(r"<(?=[A-Za-z/!?])")
_AUTOLINK = re.compile(r"<https?://[^\s<>`]*>")
# What would open another block where an item's text begins (CommonMark 0.31, sections 4 and 5).
_OPENS_BLOCK = re.compile(
    r"(?:[-+*](?=\s|$)|#{1,6}(?=\s|$)|>|~{3}|`{3,}(?=[^`]*$)"
    r"|(?:[-_*=+]\s?)+$"
    r"|\[[^\]\s]?\](?=\s|$)|\[[^\]]{1,999}\]:)"
)
_CLOSES_HEADING = re.compile(r"(?:^|[ \t])#+$")
_NUMBER = re.compile(r"(\d{1,9})([.)](?:\s|$))")


def one_line(text: str) -> str:
    r"""Return `text` as one line of Markdown.

    Emphasis, code spans and links keep working. Line ends become blanks; control, bidi
    and invisible characters become visible (`\x1b`); tags and comments are escaped, and
    so is what would begin another block at the start of an item.
    """
    flat = _UNPRINTABLE.sub(lambda found: _visible(found[0]), _BLANKS.sub(" ", text).strip(" "))
    flat = "".join(_in_code(piece) if code else _outside(piece) for piece, code in pieces(flat))
    flat = _NUMBER.sub(r"\1\\\2", flat, count=1) if _NUMBER.match(flat) else flat
    return "\\" + flat if _OPENS_BLOCK.match(flat) else flat


def title_line(text: str) -> str:
    """Return `text` as one line of Markdown that can be all of a heading, or its end."""
    flat = one_line(text)
    return f"{flat[:-1]}\\#" if _CLOSES_HEADING.search(flat) else flat


def ascii_only(text: str) -> str:
    """Return the text with numeric references (`&#233;`) for what is not ASCII."""
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")


def pieces(text: str) -> Iterator[tuple[str, bool]]:
    """Yields one line in order as (piece, whether it is a code span): from a run of backticks to its like."""
    runs = [found.span() for found in _TICKS.finditer(text)]
    starts: defaultdict[int, list[int]] = defaultdict(list)
    for start, end in runs:
        starts[end - start].append(start)
    written = 0
    for start, end in runs:
        if start < written:
            continue
        opening = start + _backslashes(text, start) % 2
        length = end - opening
        same = starts.get(length, [])
        closing = bisect_right(same, start)
        if length and closing < len(same):
            yield text[written:opening], False
            written = same[closing] + length
            yield text[opening:written], True
    yield text[written:], False


def _visible(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def _in_code(piece: str) -> str:
    return piece.replace("<!--", "&lt;!--")


def _outside(piece: str) -> str:
    return _TAG.sub(lambda found: _less(piece, found.start()), piece)


def _less(piece: str, at: int) -> str:
    if piece.startswith("<!", at):  # a reader that looks for comments knows no backslashes
        return "&lt;"
    if _AUTOLINK.match(piece, at) or _backslashes(piece, at) % 2:
        return "<"
    return "\\<"


def _backslashes(text: str, end: int) -> int:
    start = end
    while start and text[start - 1] == "\\":
        start -= 1
    return end - start
