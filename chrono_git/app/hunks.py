"""Looks through the patches of a change for what is worth a scan, in worker processes."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from chrono_git.app.news import plain
from chrono_git.app.scanning import Scanner
from chrono_git.app.sieve import is_worth_it
from chrono_git.app.words import may_print_debug
from chrono_git.repo.patches import CONTEXT
from chrono_git.repo.ranges import Lines, Sides, patches, sides
from chrono_git.repo.workers import Died, cores, each

_MOST_PATHS = 400  # in one go
_SECONDS = 120.0
_LONGEST_LINE = 400

# Path, the added lines, whether something may be found near them, removed lines that may have held some.
Answer = tuple[str, Lines, bool, list[str]]


@dataclass(frozen=True, slots=True)
class Hunks:
    """What a patch says of a file.

    `lines` are those that were added, `worth` says that something may be found in or near
    them; `gone` are removed lines that may have held something, with single blanks, None for
    any line.
    """

    lines: Lines
    worth: bool
    gone: frozenset[str] | None


# What could not be looked through counts as if all of it had been written anew.
UNKNOWN = Hunks(((1, sys.maxsize),), worth=True, gone=None)


def look_through(
    scanner: Scanner, old: str, new: str | None, paths: Sequence[str]
) -> Mapping[str, Hunks | None]:
    """The hunks of those paths whose patch may hold something; None where it could not be read.

    Without `new`, the index is compared with `old`.
    """
    size = max(1, min(_MOST_PATHS, ceil(len(paths) / (2 * cores()))))
    chunks = [list(paths[at : at + size]) for at in range(0, len(paths), size)]
    found: dict[str, Hunks | None] = {}
    left = dict.fromkeys(paths)
    for chunk, answer in each(_Work(scanner, old, new), chunks, seconds=_SECONDS):
        for path in chunk:
            del left[path]
        if isinstance(answer, Died):
            found |= dict.fromkeys(chunk)
            continue
        found |= {path: Hunks(lines, worth, frozenset(gone)) for path, lines, worth, gone in answer}
        if scanner.is_late():
            return found | left
    return found


class _Work:
    """Reads the patches of some paths."""

    def __init__(self, scanner: Scanner, old: str, new: str | None) -> None:
        self._words = scanner.words
        self._prints = scanner.prints
        self._git = scanner.location.git()
        self._old = old
        self._new = new

    def begin(self, items: Sequence[list[str]]) -> None:
        """Needs nothing beforehand."""

    def __call__(self, item: list[str]) -> list[Answer]:
        """The answers for those paths that have something to tell."""
        return list(self._answers(item))

    def _answers(self, paths: Sequence[str]) -> Iterator[Answer]:
        for path, patch in patches(self._git, self._old, self._new, paths, context=CONTEXT):
            if b"\0" in patch:
                yield path, sides(patch).lines, True, []  # perhaps UTF-16, in which nothing is found so
            elif self._holds(patch):
                told = sides(patch)
                worth, gone = self._is_worth_it(path, told), self._gone(told.removed)
                if worth or gone:
                    yield path, told.lines, worth, gone

    def _is_worth_it(self, path: str, told: Sides) -> bool:
        from chrono_git.scan.language import language_of
        from chrono_git.scan.literals import ALLOW

        language = language_of(path, b"")
        if language is None:
            return self._holds(told.new)  # its first line would tell
        if self._prints and may_print_debug(told.added):
            return True
        if ALLOW.encode() in told.removed:
            return True  # what it allowed may stand far below
        return is_worth_it(self._words, language, told.new)

    def _holds(self, text: bytes) -> bool:
        return self._words.strings.in_(text) or (self._prints and may_print_debug(text))

    def _gone(self, removed: bytes) -> list[str]:
        if not self._holds(removed):
            return []
        lines = removed.decode("utf-8", "replace").split("\n")
        return sorted({plain(line)[:_LONGEST_LINE] for line in lines})
