"""Ticks the same boxes in another version of a guide: lines are followed through what was edited."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from chrono_git.errors import GuideError
from chrono_git.guide.tick import tick


def tick_all(text: bytes, lines: Iterable[int]) -> bytes:
    """The text with the empty boxes on these lines (1-based) ticked; raises GuideError as `tick` does."""
    for line in lines:
        text = tick(text, line)
    return text


def tick_alike(original: bytes, lines: Iterable[int], other: bytes) -> bytes:
    """Another version of `original`, with those boxes ticked that are its `lines` there.

    A line that was edited in the other version is ticked if the lines around it tell which
    it is and its box is empty; one that is gone, or whose box holds something else, is left.
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
    middle = difflib.SequenceMatcher(
        None, old[head : len(old) - tail], new[head : len(new) - tail], autojunk=False
    )
    for kind, first, last, at, end in middle.get_opcodes():
        if kind == "equal" or (kind == "replace" and last - first == end - at):
            found |= {head + 1 + first + step: head + 1 + at + step for step in range(last - first)}
    return found
