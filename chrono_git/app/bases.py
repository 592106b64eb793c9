"""When each item of a guide was written down: the first commit of the guide's lineage that has it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from chrono_git.guide.text import lines
from chrono_git.intent.terms import terms_of
from chrono_git.model import Guide, Item

_MARK = re.compile(r"^[\s>]*(?:[-*+]|\d+[.)]|#{1,6})\s+(?:\[[^\]]\]\*?\s+)?")
_NUMBER = re.compile(r"^(?:\*\*)?(?:Step\s+)?(T?\d+(?:\.\d+)*[a-z]?|[A-Z](?:\.\d+)+)\b", re.I)
_BETWEEN = "*:.) \t–—-"


@dataclass(frozen=True, slots=True)
class Bases:
    """The base of a guide and of each of its items, by id; None for what is in no commit yet."""

    guide: str | None
    items: Mapping[str, str | None]
    time: int | None = None


@dataclass(frozen=True, slots=True)
class _Lines:
    """One version of a guide, as the lines that items can be told by."""

    plain: frozenset[str]
    bare: frozenset[str] = frozenset()
    numbered: Mapping[str, list[str]] = field(default_factory=dict)


def find_bases(guide: Guide, text: str, versions: Sequence[tuple[str, int, str | None]]) -> Bases:
    """Find the base of each item.

    `text` is the guide's own text; `versions` are (commit, time, text) of its lineage,
    oldest first, with None for a text that this clone does not have: every item counts as
    being in it. An item is the same as long as its line is (but for its box, and for its
    number where no other item reads so), or has the same number and half of the words.
    """
    rows = lines(text)
    counts = Counter(map(_bare, map(_plain, rows)))
    histories = [(commit, None if old is None else _lines(old)) for commit, _, old in versions]
    found: dict[str, str | None] = {}
    for item in guide.items:
        line = _plain(rows[item.line - 1]) if item.line <= len(rows) else item.text
        alone = counts[_bare(line)] == 1
        found[item.id] = next(
            (commit for commit, old in histories if old is None or _has(old, line, item, alone)), None
        )
    first = versions[0] if versions else (None, None, "")
    return Bases(first[0], found, first[1])


def _plain(line: str) -> str:
    return " ".join(_MARK.sub("", line).split())


def _bare(line: str) -> str:
    """The line without its number: items are renumbered when another one comes before them."""
    match = _NUMBER.match(line)
    return line[match.end() :].lstrip(_BETWEEN) if match else line


def _lines(text: str) -> _Lines:
    plain = [line for line in map(_plain, lines(text)) if line]
    numbered: dict[str, list[str]] = {}
    for line in plain:
        match = _NUMBER.match(line)
        if match:
            numbered.setdefault(match.group(1), []).append(line)
    return _Lines(frozenset(plain), frozenset(map(_bare, plain)) - {""}, numbered)


def _has(old: _Lines, line: str, item: Item, alone: bool) -> bool:
    if line in old.plain or (alone and _bare(line) in old.bare):
        return True
    if item.number is None:
        return False
    words = set(terms_of(line))
    return any(
        2 * len(words & set(terms_of(other))) >= len(words) for other in old.numbered.get(item.number, ())
    )
