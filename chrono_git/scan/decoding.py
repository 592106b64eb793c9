"""Bytes of a file → its text, or why it has none."""

from __future__ import annotations

UTF16 = (b"\xff\xfe", b"\xfe\xff")


def decode(data: bytes) -> tuple[str | None, str]:
    """The text with its line ends as newlines, None for what is none; and what has to be said of it."""
    if data.startswith(UTF16):
        try:
            return data.decode("utf-16").replace("\r\n", "\n"), ""
        except UnicodeDecodeError:
            return None, "neither text nor UTF-16: not looked at"
    if b"\0" in data:
        return None, "it holds NUL bytes: not looked at"
    text = data.decode("utf-8-sig", "replace").replace("\r\n", "\n")
    return text, "not valid UTF-8: what could not be read was passed over" if _is_bad(data) else ""


def _is_bad(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False
