"""Brace expansion as a shell does it: a word → the names that it stands for, or why that cannot be said.

Source of the rules: the Bash manual, section 3.5.1.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

MOST, _DEEPEST, _LONGEST = 256, 8, 8192
_SEQUENCE = re.compile(r"(?:-?\d{1,6}\.\.-?\d{1,6}|[A-Za-z]\.\.[A-Za-z])")
# A part of a word: fixed text, or what stands between a brace's commas.
Part = str | list[list["Part"]]


class BracesError(Exception):
    """A word that is not expanded; its text says why."""


def expand(pieces: Sequence[tuple[str, bool]]) -> list[str]:
    """The names that a word stands for, in order; `pieces` are its parts with whether they were quoted.

    Raises BracesError for more than MOST names, for braces that are not closed, and for
    what a shell would leave as it is (`{component}`): nobody means such a file.
    """
    if sum(len(text) for text, _ in pieces) > _LONGEST:
        raise BracesError("too long a word")
    letters = [(letter, quoted) for text, quoted in pieces for letter in text]
    if not any(letter in "{}" and not quoted for letter, quoted in letters):
        return ["".join(letter for letter, _ in letters)]
    reader = _Reader(letters)
    parts = reader.sequence(0)
    if reader.at < len(letters):
        raise BracesError("a brace is not opened")
    if _count(parts) > MOST:
        raise BracesError(f"it stands for more than {MOST} names")
    return _names(parts)


class _Reader:
    def __init__(self, letters: Sequence[tuple[str, bool]]) -> None:
        self.letters = letters
        self.at = 0

    def sequence(self, depth: int) -> list[Part]:
        if depth > _DEEPEST:
            raise BracesError("its braces are nested too deeply")
        parts: list[Part] = []
        fixed: list[str] = []
        while self.at < len(self.letters):
            letter, quoted = self.letters[self.at]
            if not quoted and (letter == "}" or (letter == "," and depth)):
                break
            self.at += 1
            if letter == "{" and not quoted:
                parts += ["".join(fixed), self.choices(depth)]
                fixed = []
            else:
                fixed.append(letter)
        return [*parts, "".join(fixed)]

    def choices(self, depth: int) -> list[list[Part]]:
        found = [self.sequence(depth + 1)]
        while self.at < len(self.letters) and self.letters[self.at] == (",", False):
            self.at += 1
            found.append(self.sequence(depth + 1))
        if self.at >= len(self.letters):
            raise BracesError("a brace is not closed")
        self.at += 1
        if len(found) > 1:
            return found
        (only,) = found
        text = only[0] if len(only) == 1 and isinstance(only[0], str) else ""
        if not _SEQUENCE.fullmatch(text):
            raise BracesError("a placeholder: there is nothing to choose between its braces")
        return [[name] for name in _range(*text.split(".."))]


def _range(first: str, last: str) -> list[str]:
    if first.isalpha():
        low, high = ord(first), ord(last)
        return [chr(code) for code in range(low, high + (1 if high >= low else -1), 1 if high >= low else -1)]
    low, high = int(first), int(last)
    step = 1 if high >= low else -1
    if abs(high - low) >= MOST:
        raise BracesError(f"it stands for more than {MOST} names")
    padded = any(re.match(r"-?0\d", one) for one in (first, last))
    width = max(len(first), len(last)) if padded else 0
    return [f"{number:0{width}d}" if padded else str(number) for number in range(low, high + step, step)]


def _count(parts: Sequence[Part]) -> int:
    total = 1
    for part in parts:
        if not isinstance(part, str):
            total *= sum(map(_count, part))
    return total


def _names(parts: Sequence[Part]) -> list[str]:
    names = [""]
    for part in parts:
        ends = [part] if isinstance(part, str) else [name for choice in part for name in _names(choice)]
        names = [begin + end for begin in names for end in ends]
    return names
