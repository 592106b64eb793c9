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
_TICKED = re.compile(r"^[\s>]*(?:[-*+]|\d+[.)])\s+\[[xX]\]")
_BETWEEN = "*:.) \t–—-"


@dataclass(frozen=True, slots=True)
class Bases:
    """The base of a guide and of each of its items, by id; None for what is in no commit yet.

    `late` are the items that were ticked already when they were written down: their work
    came before, so that they are judged from the guide's base.
    """

    guide: str | None
    items: Mapping[str, str | None]
    time: int | None = None
    late: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Lines:
    """One version of a guide, as the lines that items can be told by."""

    plain: frozenset[str]
    bare: Mapping[str, str] = field(default_factory=dict)
    numbered: Mapping[str, list[str]] = field(default_factory=dict)
    ticked: frozenset[str] = frozenset()


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
    late: set[str] = set()
    first = versions[0] if versions else (None, None, "")
    for item in guide.items:
        line = _plain(rows[item.line - 1]) if item.line <= len(rows) else item.text
        alone = counts[_bare(line)] == 1
        found[item.id] = None
        for commit, old in histories:
            was = line if old is None else _find(old, line, item, alone)
            if was is None:
                continue
            found[item.id] = commit
            if old is not None and was in old.ticked:
                late.add(item.id)
                found[item.id] = first[0]
            break
    return Bases(first[0], found, first[1], frozenset(late))


def _plain(line: str) -> str:
    return " ".join(_MARK.sub("", line).split())


def _bare(line: str) -> str:
    """The line without its number: items are renumbered when another one comes before them."""
    match = _NUMBER.match(line)
    return line[match.end() :].lstrip(_BETWEEN) if match else line


def _lines(text: str) -> _Lines:
    numbered: dict[str, list[str]] = {}
    bare: dict[str, str] = {}
    ticked: set[str] = set()
    for row in lines(text):
        line = _plain(row)
        if not line:
            continue
        match = _NUMBER.match(line)
        if match:
            numbered.setdefault(match.group(1), []).append(line)
        bare.setdefault(_bare(line), line)
        if _TICKED.match(row):
            ticked.add(line)
    plain = frozenset(map(_plain, lines(text))) - {""}
    bare.pop("", None)
    return _Lines(plain, bare, numbered, frozenset(ticked))


def _find(old: _Lines, line: str, item: Item, alone: bool) -> str | None:
    """The line of an old version that is the same item's, None where it has none."""
    if line in old.plain:
        return line
    if alone and _bare(line) in old.bare:
        return old.bare[_bare(line)]
    if item.number is None:
        return None
    words = set(terms_of(line))
    # People add remarks to an item when they tick it: what keeps all words is the same.
    for other in old.numbered.get(item.number, ()):
        before = set(terms_of(other))
        if 2 * len(words & before) >= len(words) or (before and before <= words):
            return other
    return None
