"""A look at the lines around fixed strings, which tells whether a file is worth a parser's time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from chrono_git.app.window import MOST, around
from chrono_git.app.words import Words, is_utf16

if TYPE_CHECKING:
    from chrono_git.scan.language import Language


def is_worth_it(words: Words, language: Language, content: bytes) -> bool:
    """Whether a file, or a part of one, can hold anything that the scanner would tell of."""
    if is_utf16(content):
        return True
    for number, at in enumerate(words.strings.places(content)):
        if number == MOST or not language.parser or _matters(language, content, at):
            return True
    return False


def _matters(language: Language, content: bytes, at: int) -> bool:
    from chrono_git.scan.admitted import admitting
    from chrono_git.scan.literals import ALLOW

    text = around(content, at).decode("utf-8", "replace")
    if any(marker.text.search(text) for marker in language.markers if marker.rule != "debug-print"):
        return True
    return ALLOW in text or next(admitting(text), None) is not None
