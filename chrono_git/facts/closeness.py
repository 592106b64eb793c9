"""How well the lines that files gained speak of an item: the share of its own words that stand together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from chrono_git.facts import Fresh
from chrono_git.intent.terms import words_of

# Words belong together that stand within this many lines for each word; docs/accuracy.md has the figures.
_REACH = 2
# The shares of an item's own words that one file must have; calibrated in docs/accuracy.md.
_ENOUGH = 0.6
_STRONG = 0.8
_ENOUGH_CJK = 0.45
_words = lru_cache(maxsize=1 << 17)(words_of)


@dataclass(frozen=True, slots=True)
class Match:
    """The file that speaks most of some terms: which of them it has, of how many, and where most stand."""

    path: str
    hits: tuple[str, ...]
    total: int
    line: int | None

    @property
    def enough(self) -> bool:
        """Whether the match is good enough to be taken for the item's work.

        Pairs of Chinese or Japanese letters tell more than a stem does: fewer are enough.
        """
        cjk = sum(term[0] >= "\u3040" for term in self.hits)
        return self.share >= (_ENOUGH_CJK if 2 * cjk > len(self.hits) else _ENOUGH)

    @property
    def strong(self) -> bool:
        """Whether it is hardly a coincidence: enough to doubt that an item is still to be done."""
        return self.share >= _STRONG

    @property
    def share(self) -> float:
        """The share of the terms that were found, 0 to 1."""
        return len(self.hits) / self.total

    def __str__(self) -> str:
        more = " …" if len(self.hits) > 4 else ""
        hits = ", ".join(self.hits[:4]) + more
        return f"{self.path} gained lines with {hits} ({len(self.hits)} of {self.total} words)"


def anywhere_in(terms: tuple[str, ...], files: Iterable[Fresh]) -> Match | None:
    """The best match over whole files, wherever in them the words stand."""
    best: tuple[int, Fresh] | None = None
    for one in files:
        count = sum(term in one.words for term in terms)
        if count and (best is None or count > best[0]):
            best = (count, one)
    if best is None:
        return None
    return _match(terms, best[1], frozenset(term for term in terms if term in best[1].words))


def together_in(terms: tuple[str, ...], files: Iterable[Fresh]) -> Match | None:
    """The best match where the words stand together: in the path's own name and some lines in a row."""
    best: tuple[int, Fresh, frozenset[str]] | None = None
    for one in files:
        most = sum(term in one.words for term in terms)
        if most <= (best[0] if best else 0):
            continue
        found = _together(terms, one)
        if len(found) > (best[0] if best else 0):
            best = (len(found), one, found)
    return _match(terms, best[1], best[2]) if best else None


def _together(terms: tuple[str, ...], one: Fresh) -> frozenset[str]:
    wanted = frozenset(terms)
    named = words_of(one.path) & wanted
    rows = [(number, words) for number, text in one.lines if (words := _words(text) & wanted)]
    best, near, first = named, set(named), 0
    inside = Counter(named)
    for number, words in rows:
        inside.update(words)
        near |= words
        while number - rows[first][0] > _REACH * len(terms):
            inside.subtract(rows[first][1])
            near -= {word for word in rows[first][1] if not inside[word]}
            first += 1
        if len(near) > len(best):
            best = frozenset(near)
    return best


def _match(terms: tuple[str, ...], one: Fresh, found: frozenset[str]) -> Match:
    rows = ((len(_words(text) & found), -number) for number, text in one.lines[:5000])
    count, line = max(rows, default=(0, 0))
    return Match(
        one.path, tuple(term for term in terms if term in found), len(terms), -line if count else None
    )
