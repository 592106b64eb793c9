"""The lines around a fixed string, which tell whether it is worth a parser's time; lean, for hooks."""

from __future__ import annotations

# What belongs together stands so near: a message and the call before it, a comment and its next line.
_LINES_BEFORE, _LINES_AFTER = 4, 2
_FARTHEST = 600  # bytes
# Who has so many is looked at without a look at each.
MOST = 500


def around(content: bytes, at: int) -> bytes:
    """What stands around a place, whole lines where they are not too long, with LF as line ends."""
    start, end = bounds(content, at)
    return content[start:end].replace(b"\r\n", b"\n")


def bounds(content: bytes, at: int) -> tuple[int, int]:
    """Where what stands around a place begins and ends."""
    first, last = max(0, at - _FARTHEST), min(len(content), at + _FARTHEST)
    start = end = at
    for _ in range(_LINES_BEFORE):
        start = content.rfind(b"\n", first, start)
        if start < 0:
            start = first
            break
    for _ in range(_LINES_AFTER):
        end = content.find(b"\n", end + 1, last)
        if end < 0:
            end = last
            break
    return start, end
