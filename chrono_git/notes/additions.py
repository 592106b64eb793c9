"""What is new in a section → edits that add it to the section as people left it, and change nothing else."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from chrono_git.blocks import Blocks, Line
from chrono_git.notes.changelog_file import Changelog, Edit
from chrono_git.notes.changelog_parts import Part, solid_end
from chrono_git.notes.titles import plain

_DEEPEST = 50  # lists in lists that are matched with each other


class _Spot(NamedTuple):
    """A heading inside a section (`at`, -1 for the section's own), and what is below it.

    `path` are the headings down to it; `own` ends before the next heading, `end` before the
    next that is no deeper.
    """

    path: tuple[str, ...]
    level: int
    at: int
    body: int
    own: int
    end: int


class _Lists(NamedTuple):
    """The list items of some lines: their words, and the items that each holds (-1: those of no item)."""

    lines: Sequence[Line]
    last: Mapping[int, int]
    words: Mapping[int, str]
    held: Mapping[int, list[int]]

    def of(self, start: int, end: int) -> Sequence[int]:
        """The outermost items between two lines."""
        outermost = self.held.get(-1, [])
        return outermost[bisect_left(outermost, start) : bisect_left(outermost, end)]


def additions(log: Changelog, part: Part, new: Blocks) -> list[Edit]:
    """Return the edits that put what `new` has and the section lacks into the section.

    `new` begins with a heading, whose text does not matter. A list item goes to the end of the
    list under the same headings, or, where an item with its words is there, what it holds goes
    to the end of that one. Headings that are not there come at the end of what they belong to,
    with all that is below them. An item whose very words are somewhere in the section is not
    added; nor is prose under headings that are there.
    """
    here = _lists(log.lines, log.last, part.body, part.end)
    there = _lists(new.lines, new.last, 1, len(new.lines))
    fresh = _fresh(there, set(here.words.values()))
    merging = _Merging(here, there, fresh)
    spots: dict[tuple[str, ...], _Spot] = {}
    for spot in _spots(log.lines, part.body, part.end, part.level):
        spots.setdefault(spot.path, spot)
    edits: list[Edit] = []
    covered = 0
    for spot in _spots(new.lines, 1, len(new.lines), part.level):
        if 0 <= spot.at < covered:
            continue
        place = spots.get(spot.path)
        if place is None:
            covered = spot.end
            lines = merging.block(spot)
            above = spots[spot.path[:-1]]
            at = max(solid_end(log.lines, above.body, above.end), above.body)
            rank = (1, -len(spot.path))
            edits += [Edit(at, at, lines, apart=True, closed=True, rank=rank)] if lines else []
        else:
            at = max(solid_end(log.lines, place.body, place.own), place.body)
            held = here.of(place.body, place.own)
            edits += merging.items(held, there.of(spot.body, spot.own), _Place(at))
    return edits


class _Place(NamedTuple):
    """Where items go if no others are there: a line, their column, and how deep in the lists."""

    at: int
    indent: int = 0
    depth: int = 0


class _Merging(NamedTuple):
    """Two sets of lists, and which items of the second (`there`) are to be added to the first."""

    here: _Lists
    there: _Lists
    fresh: set[int]

    def items(self, held: Sequence[int], new: Sequence[int], place: _Place) -> Iterator[Edit]:
        """Add those of the items `new` that are fresh behind the items `held`, or at `place` without any."""
        known = {self.here.words[n]: n for n in reversed(held)}
        lines: list[str] = []
        for item in new:
            same = known.get(self.there.words[item])
            inner = self.there.held.get(item, ())
            if item not in self.fresh:
                continue
            if same is None or not inner or place.depth == _DEEPEST:
                lines += self.written(item, held, place.indent)
                continue
            below = _Place(self.here.last[same] + 1, self.here.lines[same].column, place.depth + 1)
            yield from self.items(self.here.held.get(same, ()), inner, below)
        if lines:
            at = self.here.last[held[-1]] + 1 if held else place.at
            apart = not held and not place.depth
            yield Edit(at, at, tuple(lines), apart=apart, rank=(0, -place.depth))

    def written(self, item: int, held: Sequence[int], indent: int) -> list[str]:
        """The lines of an item, indented and marked as the last of those it comes behind."""
        lines = self.kept(item, self.there.last[item] + 1)
        own = self.there.lines[item]
        out = len(own.text) - len(own.text.lstrip(" "))
        lines = [line[out:] if not line[:out].strip(" ") else line.lstrip(" ") for line in lines]
        blanks = " " * indent
        if held:
            like = self.here.lines[held[-1]]
            blanks = like.text[: len(like.text) - len(like.text.lstrip(" \t"))]
            if like.mark in "-+*" and own.mark in "-+*":
                lines[0] = like.mark + lines[0][1:]
        return [blanks + line if line else line for line in lines]

    def block(self, spot: _Spot) -> tuple[str, ...]:
        """A heading and what is below it, or nothing where all that it lists is there already."""
        items = [n for n in self.there.words if spot.at < n < spot.end]
        if items and not self.fresh.intersection(items):
            return ()
        lines = self.kept(spot.at, spot.end)
        while lines and not lines[-1].strip(" \t"):
            del lines[-1]
        return tuple(lines)

    def kept(self, start: int, end: int) -> list[str]:
        """Lines without the items that are not fresh."""
        lines = []
        at = start
        while at < end:
            if at in self.there.words and at not in self.fresh:
                at = self.there.last[at]
            else:
                lines.append(self.there.lines[at].text)
            at += 1
        return lines


def _lists(lines: Sequence[Line], last: Mapping[int, int], start: int, end: int) -> _Lists:
    words: dict[int, str] = {}
    held: dict[int, list[int]] = {}
    for n in range(start, end):
        if lines[n].kind == "item":
            held.setdefault(lines[n].parent, []).append(n)
            words[n] = _words(lines, n, last[n])
    return _Lists(lines, last, words, held)


def _words(lines: Sequence[Line], item: int, last: int) -> str:
    """What an item says itself, however it is wrapped."""
    found = lines[item].content.split()
    for line in lines[item + 1 : last + 1]:
        if line.kind == "item":
            break
        found += line.text.split()
    return " ".join(found)


def _fresh(there: _Lists, known: set[str]) -> set[int]:
    """The items that nobody has seen, and those that hold one."""
    fresh: set[int] = set()
    for item in reversed(list(there.words)):
        inner = there.held.get(item)
        if fresh.intersection(inner) if inner else there.words[item] not in known:
            fresh.add(item)
    return fresh


def _spots(lines: Sequence[Line], start: int, end: int, level: int) -> list[_Spot]:
    spots = [_Spot((), level, -1, start, end, end)]
    open_ = [0]
    for n in range(start, end):
        if lines[n].kind != "heading":
            continue
        spots[-1] = spots[-1]._replace(own=n)
        while len(open_) > 1 and spots[open_[-1]].level >= lines[n].level:
            at = open_.pop()
            spots[at] = spots[at]._replace(end=n)
        path = (*spots[open_[-1]].path, plain(lines[n].content).casefold())
        body = n + 1
        while body < end and lines[body].kind == "underline":
            body += 1
        open_.append(len(spots))
        spots.append(_Spot(path, lines[n].level, n, body, end, end))
    return spots
