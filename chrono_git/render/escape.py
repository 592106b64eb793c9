"""Makes text of guides and commits harmless for the place where it is shown."""

from __future__ import annotations

import re

_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # C0 (ESC among them), DEL, C1
    "\u2028\u2029"  # line and paragraph separators
    "\u202a-\u202e\u2066-\u2069"  # bidi embeddings, overrides and isolates
    "\ud800-\udfff"  # surrogate escapes: bytes that were no UTF-8
    "\U000e0000-\U000e007f]"  # tag characters: text that no person can see
)
_BLANKS = re.compile(r"[ \t\n\r\f\v]+")


def visible(character: str) -> str:
    r"""Returns one character as an escape people can read: `\x1b`, `\u202e`, `\xff` for the byte 0xFF."""
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def one_line(text: str) -> str:
    """Returns `text` on one line for a terminal: blanks and line ends collapsed, the rest made visible."""
    return _UNPRINTABLE.sub(lambda found: visible(found[0]), _BLANKS.sub(" ", text).strip(" "))


def lines(text: str) -> list[str]:
    """Returns the lines of a block for a terminal: indentation kept, tabs widened, the rest made visible."""
    return [
        _UNPRINTABLE.sub(lambda found: visible(found[0]), line.expandtabs(4).rstrip())
        for line in text.replace("\r\n", "\n").strip("\n").split("\n")
    ]


def json_safe(document: str) -> str:
    r"""Returns a JSON document that any reader takes and that no terminal obeys.

    Control and bidi characters become JSON escapes, which stand for the same text.
    Surrogate escapes cannot be written as UTF-8 and are refused by strict readers even
    as `\udcff`; they become the four characters `\xff`, which is not reversible.
    """
    return _UNPRINTABLE.sub(lambda found: _json_escape(found[0]), document)


def _json_escape(character: str) -> str:
    code = ord(character)
    if character == "\n":  # only between values: inside strings json has escaped it already
        return character
    if 0xD800 <= code <= 0xDFFF:
        return "\\" + visible(character)
    if code < 0x10000:
        return f"\\u{code:04x}"
    code -= 0x10000
    return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
