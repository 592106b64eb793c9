"""Many fixed strings at once: those that share a part are searched by that part first.

Hooks run it under `python -SE`: it imports nothing that is slow to load.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

# How often letters are met in code, from the most usual to the least; roughly as 1/n (Zipf's law).
_USUAL = (
    b" etaionrslcdpumhgfb_.yv,\"()w=:kxqjz'ITESACN0R1>DPOLFM/U2-;BHG{}[]V<K3YW#45X6+798JQZ!$&*|%@`?~^\\\t\n"
)
_CHANCES = {letter: 0.15 / (place + 1.6) for place, letter in enumerate(_USUAL)}
# What a hit costs that is none, compared with the search of a kilobyte; measured.
_HIT = 1e6
_LONGEST = 10


def common_parts(literals: Collection[bytes], shortest: int) -> tuple[bytes, ...]:
    """A few strings, at least one of which is in whatever holds one of the literals.

    They are parts of several literals, of at least `shortest` bytes; literals that share
    none stand for themselves. The fewer, the quicker is a search, and the more it finds
    that holds no literal: parts that are seldom met in code are preferred.
    """
    left = set(literals)
    holders: dict[bytes, set[bytes]] = {}
    for literal in left:
        for part in _parts(literal, shortest):
            holders.setdefault(part, set()).add(literal)
    # A part that stands for fewer literals than it costs is none.
    prices = {part: price for part, all_ in holders.items() if len(all_) > (price := _price(part))}
    found: list[bytes] = []
    while prices:
        best = max(prices, key=lambda part: (len(holders[part]) / prices[part], part))
        found.append(best)
        for literal in tuple(holders[best]):
            left.remove(literal)
            for part in _parts(literal, shortest):
                holders[part].discard(literal)
                if len(holders[part]) <= prices.get(part, -1):
                    del prices[part]
    return (*found, *sorted(left))


def _parts(literal: bytes, shortest: int) -> Iterator[bytes]:
    for start in range(len(literal)):
        for end in range(start + shortest, min(len(literal), start + _LONGEST) + 1):
            yield literal[start:end]


def _price(part: bytes) -> float:
    from math import prod

    return 1 + _HIT * prod(_CHANCES.get(letter, 0.0005) for letter in part)


def shortest(literals: Collection[bytes]) -> tuple[bytes, ...]:
    """The literals but for those that hold another of them."""
    return tuple(sorted(one for one in literals if not any(two != one and two in one for two in literals)))


class Strings:
    """Looks for any of the literals in bytes, in about a third of the time that one search each takes."""

    def __init__(self, literals: Collection[bytes], parts: Collection[bytes]) -> None:
        """`parts` are the literals' `common_parts`."""
        left = set(literals)
        self._parts = []
        for part in parts:
            holders = {literal for literal in left if part in literal}
            left -= holders
            places = tuple((literal, literal.index(part)) for literal in sorted(holders))
            self._parts.append((part, places))

    def in_(self, data: bytes) -> bool:
        """Whether any of them is there."""
        return next(self.places(data), -1) >= 0

    def places(self, data: bytes) -> Iterator[int]:
        """Where they begin, in no order, and those places twice where two begin."""
        for part, holders in self._parts:
            at = data.find(part)
            while at >= 0:
                for literal, offset in holders:
                    if at >= offset and data.startswith(literal, at - offset):
                        yield at - offset
                at = data.find(part, at + 1)
