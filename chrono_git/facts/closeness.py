"""How well the lines that files gained speak of an item: the share of its own words that stand together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from chrono_git.facts import Fresh
from chrono_git.intent.terms import words_of, written_as

# Words belong together that stand within this many lines for each word; docs/accuracy.md has the figures.
REACH = 2
# The shares of an item's own words that one file must have; calibrated in docs/accuracy.md.
ENOUGH = 0.6
_STRONG = 0.8
ENOUGH_CJK = 0.45


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
        return self.share >= (ENOUGH_CJK if 2 * cjk > len(self.hits) else ENOUGH)

    @property
    def strong(self) -> bool:
        """Whether it is hardly a coincidence: enough to doubt that an item is still to be done."""
        return self.share >= _STRONG

    @property
    def share(self) -> float:
        """The share of the terms that were found, 0 to 1."""
        return len(self.hits) / self.total

    def spelled(self, text: str) -> Match:
        """The match with the words as the text has them, to be shown to people."""
        written = written_as(text)
        return replace(self, hits=tuple(written.get(hit, hit) for hit in self.hits))

    def __str__(self) -> str:
        more = " …" if len(self.hits) > 4 else ""
        hits = ", ".join(self.hits[:4]) + more
        return f"{self.path} gained lines with {hits} ({len(self.hits)} of {self.total} words)"


def anywhere_in(terms: tuple[str, ...], files: Iterable[Fresh]) -> Match | None:
    """The best match over whole files, wherever in them the words stand."""
    counted = _ranked(terms, files)
    if not counted:
        return None
    one = counted[0][1]
    return _match(terms, one, frozenset(term for term in terms if term in one.words))


def together_in(terms: tuple[str, ...], files: Iterable[Fresh]) -> Match | None:
    """The best match where the words stand together: in the path's own name and some lines in a row."""
    best: tuple[int, Fresh, frozenset[str]] | None = None
    for most, one in _ranked(terms, files):
        if best is not None and most <= best[0]:
            break
        found = _together(terms, one)
        if found and (best is None or len(found) > best[0]):
            best = (len(found), one, found)
    return _match(terms, best[1], best[2]) if best else None


def _ranked(terms: tuple[str, ...], files: Iterable[Fresh]) -> list[tuple[int, Fresh]]:
    """The files that have any of the words, those with most first; equal ones stay in their order."""
    counted = [(sum(term in one.words for term in terms), one) for one in files]
    return sorted((pair for pair in counted if pair[0]), key=lambda pair: -pair[0])


def forget() -> None:
    """Lets go of what was worked out for files: a report is made, and the next one reads others."""
    for known in (_rows, _numbered, _words_of_line):
        known.cache_clear()


@lru_cache(maxsize=4096)
def _rows(one: Fresh) -> Mapping[str, list[int]]:
    """The numbers of the new lines that have each word."""
    rows: dict[str, list[int]] = {}
    for number, text in one.lines:
        for word in _words_of_line(text):
            rows.setdefault(word, []).append(number)
    return rows


@lru_cache(maxsize=1 << 16)
def _words_of_line(text: str) -> frozenset[str]:
    """The stems of a line, which is new for many bases at once."""
    return words_of(text)


def lines_with(word: str, one: Fresh) -> Iterable[tuple[int, str]]:
    """The new lines that have a word (a stem), all of them for the empty one."""
    if not word:
        return one.lines
    numbers = _rows(one).get(word)
    return [(number, _numbered(one)[number]) for number in numbers] if numbers else ()


@lru_cache(maxsize=4096)
def _numbered(one: Fresh) -> Mapping[int, str]:
    return dict(one.lines)


def _together(terms: tuple[str, ...], one: Fresh) -> frozenset[str]:
    wanted = frozenset(terms)
    named = words_of(one.path) & wanted
    rows = _rows(one)
    places = sorted((number, word) for word in wanted - named for number in rows.get(word, ()))
    best: frozenset[str] = named
    near: Counter[str] = Counter()
    first = 0
    for number, word in places:
        near[word] += 1
        while number - places[first][0] > REACH * len(terms):
            left = places[first][1]
            near[left] -= 1
            if not near[left]:
                del near[left]
            first += 1
        if len(near) + len(named) > len(best):
            best = named | frozenset(near)
    return best


def _match(terms: tuple[str, ...], one: Fresh, found: frozenset[str]) -> Match:
    rows = _rows(one)
    counts = Counter(number for word in found for number in rows.get(word, ()))
    line = min(counts, key=lambda number: (-counts[number], number), default=None)
    return Match(one.path, tuple(term for term in terms if term in found), len(terms), line)
