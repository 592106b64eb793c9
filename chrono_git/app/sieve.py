"""A look at the lines around fixed strings, which tells whether a file is worth a parser's time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chrono_git.app.words import Words, is_utf16

if TYPE_CHECKING:
    from chrono_git.scan.language import Language

# What belongs together stands so near: a message and the call before it, a comment and its next line.
_LINES_BEFORE, _LINES_AFTER = 4, 2
_FARTHEST = 600  # bytes
# Whoever has so many is looked at without a look at each.
_MOST = 500


def is_worth_it(words: Words, language: Language, content: bytes) -> bool:
    """Whether a file, or a part of one, can hold anything that the scanner would tell of."""
    if is_utf16(content):
        return True
    for number, at in enumerate(words.strings.places(content)):
        if number == _MOST or not language.parser or _matters(language, content, at):
            return True
    return False


def _matters(language: Language, content: bytes, at: int) -> bool:
    from chrono_git.scan.admitted import admitting
    from chrono_git.scan.literals import ALLOW

    text = _around(content, at).decode("utf-8", "replace")
    if any(marker.text.search(text) for marker in language.markers if marker.rule != "debug-print"):
        return True
    return ALLOW in text or next(admitting(text), None) is not None


def _around(content: bytes, at: int) -> bytes:
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
    return content[start:end].replace(b"\r\n", b"\n")
