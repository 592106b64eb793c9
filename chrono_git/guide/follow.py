"""Ticks the same boxes in another version of a guide: lines are followed through what was edited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from chrono_git.errors import GuideError
from chrono_git.guide.tick import tick

_NEAR = 0.6  # of two lines' words, from which on one may be the other edited
_MOST = 2500  # pairs of lines that are compared word by word


def tick_all(text: bytes, lines: Iterable[int]) -> bytes:
    """The text with the empty boxes on these lines (1-based) ticked; raises GuideError as `tick` does."""
    for line in lines:
        text = tick(text, line)
    return text


def tick_alike(original: bytes, lines: Iterable[int], other: bytes) -> bytes:
    """Another version of `original`, with those boxes ticked that are its `lines` there.

    A line that was edited in the other version is ticked if most of its words are still there
    and nothing else that took its place is as near; one that is gone, or whose box holds
    something else, is left.
    """
    wanted = list(lines)
    if other == original:
        return tick_all(other, wanted)
    places = _followed(_lines(original), _lines(other))
    for line in wanted:
        place = places.get(line)
        if place is not None:
            try:
                other = tick(other, place)
            except GuideError:
                continue
    return other


def _lines(text: bytes) -> list[bytes]:
    # As `tick` counts them. A box that is ticked here and not there is still the same line.
    plain = text.removeprefix(b"\xef\xbb\xbf").replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return [line.replace(b"[x]", b"[ ]").replace(b"[X]", b"[ ]") for line in plain.split(b"\n")]


def _followed(old: list[bytes], new: list[bytes]) -> dict[int, int]:
    """The line of the new text for each of the old, both 1-based, as far as there is one."""
    # Equal heads and tails are the rule, and a comparison of all lines takes quadratic time.
    head = 0
    while head < min(len(old), len(new)) and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < min(len(old), len(new)) - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    found = {line: line for line in range(1, head + 1)}
    shift = len(new) - len(old)
    found |= {line: line + shift for line in range(len(old) - tail + 1, len(old) + 1)}
    # Lines that stand everywhere, such as blank ones, lead nowhere and take long: "autojunk".
    old, new = old[head : len(old) - tail], new[head : len(new) - tail]
    for kind, first, last, at, end in SequenceMatcher(None, old, new).get_opcodes():
        if kind == "equal":
            found |= {head + 1 + first + step: head + 1 + at + step for step in range(last - first)}
        elif kind == "replace":
            found |= {
                head + 1 + first + one: head + 1 + at + other
                for one, other in _edited(old[first:last], new[at:end])
            }
    return found


def _edited(old: list[bytes], new: list[bytes]) -> Iterator[tuple[int, int]]:
    """Which lines with a box became which: each is the other's nearest, and near."""
    before, after = _boxes(old), _boxes(new)
    if len(before) * len(after) > _MOST:
        return
    alike = {
        (one, other): SequenceMatcher(None, words, others).ratio()
        for one, words in before.items()
        for other, others in after.items()
    }
    for (one, other), likeness in alike.items():
        rivals = [alike[one, each] for each in after if each != other]
        rivals += [alike[each, other] for each in before if each != one]
        if likeness >= _NEAR and likeness > max(rivals, default=0):
            yield one, other


def _boxes(lines: list[bytes]) -> dict[int, list[bytes]]:
    """The words behind the box of each line that has one; of a very long line only the first."""
    return {
        number: line.partition(b"[ ]")[2].split(None, 50)[:50]
        for number, line in enumerate(lines)
        if b"[ ]" in line
    }
