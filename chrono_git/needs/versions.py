"""Version numbers in a guide's prose: what is wanted, and whether what was found will do.

How prose is read: `1.90+`, `>= 1.90`, `1.90 or later`, and a bare `1.90` mean 1.90 or newer, as a
guide names the version that its author had; `16.x`, `= 16` and `exactly 16` mean any 16, `^1.2`
and `~1.2` what npm means by them (semver, "Caret Ranges", "Tilde Ranges"), `3.10-3.12` both ends included.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Version = tuple[int, ...]
Sign = Literal[">=", ">", "<=", "<", "="]

_NUMBER = r"\d{1,9}(?:\.\d{1,9}){0,4}"
# Not a size, a count, a port or a part of a word.
_END = r"(?![\w:/%]|\.\d|[ -]?(?:[KMGT]i?B|[KMGT]|cores?|bits?|%)\b)"
_WANTED = re.compile(
    r"[\s*_`'\"(\[:,@–—-]{0,8}"
    r"(?:\b(?:version|ver|release|at least|minimum|min|exactly|>=)\b\.?[\s:`*]{0,4}){0,3}"
    r"(?P<sign>>=|≥|<=|≤|==|~>|[><=^~])?[\s`]{0,2}v?"
    rf"(?P<number>{_NUMBER})(?P<any>\.[xX*](?:\.[xX*])?)?(?P<plus>\+?){_END}",
    re.IGNORECASE,
)
_EXACTLY = re.compile(r"\bexactly\b", re.IGNORECASE)
_NEWER = re.compile(
    r"[\s`)*]{0,4}(?:or|and)\s{1,4}(?:later|newer|higher|above|greater|up|more)\b", re.IGNORECASE
)
_OLDER = re.compile(r"[\s`)*]{0,4}or\s{1,4}(?:lower|older|earlier|below|less)\b", re.IGNORECASE)
_BELOW = re.compile(
    rf"[\s`)*]{{0,4}}(?:,|and\b|&&)?\s{{0,4}}(?P<sign><=|≤|<)\s{{0,2}}v?(?P<number>{_NUMBER})(?P<any>\.[xX*])?{_END}",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    rf"\s{{0,2}}(?:-|–|to|until|\.\.)\s{{0,2}}v?(?P<number>{_NUMBER})(?P<any>\.[xX*])?{_END}", re.IGNORECASE
)
_SIGNS: dict[str, Sign] = {
    "≥": ">=",
    "≤": "<=",
    "==": "=",
    ">=": ">=",
    "<=": "<=",
    "<": "<",
    ">": ">",
    "=": "=",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What versions will do: all `bounds` hold; `text` is how to say it ("1.90 or newer")."""

    text: str
    bounds: tuple[tuple[Sign, Version], ...]

    def meets(self, found: Version) -> bool:
        """Whether a version will do."""
        return all(_holds(found, sign, bound) for sign, bound in self.bounds)


def version_of(text: str) -> Version:
    """The numbers of a dotted version, as far as they go."""
    return tuple(int(part) for part in text.split("."))


def wanted_at(text: str, start: int) -> tuple[Wanted, int] | None:
    """What is wanted by the words of `text` right at `start`, and where they end; None for none."""
    found = _WANTED.match(text, start)
    if found is None:
        return None
    version, end = version_of(found["number"]), found.end()
    sign = found["sign"] or ""
    if found["any"] or _EXACTLY.search(found[0]):
        return Wanted(f"{found['number']}.x" if found["any"] else found["number"], (("=", version),)), end
    if sign in ("^", "~", "~>"):
        return Wanted(f"{sign}{found['number']}", _caret(sign, version)), end
    if older := _OLDER.match(text, end):
        return Wanted(f"{found['number']} or older", (("<=", version),)), older.end()
    if sign in ("<", "<=", "≤", "=", "=="):
        return Wanted(f"{_SIGNS[sign]} {found['number']}", ((_SIGNS[sign], version),)), end
    low: Sign = ">" if sign == ">" else ">="
    if not found["plus"] and (until := _UNTIL.match(text, end)):
        high = version_of(until["number"])
        if high > version:
            return Wanted(
                f"{found['number']} to {until['number']}", ((low, version), ("<=", high))
            ), until.end()
    said = f"newer than {found['number']}" if sign == ">" else f"{found['number']} or newer"
    bounds: tuple[tuple[Sign, Version], ...] = ((low, version),)
    if newer := _NEWER.match(text, end):
        return Wanted(said, bounds), newer.end()
    if below := _BELOW.match(text, end):
        upper = _SIGNS[below["sign"]]
        said = f"{said}, {upper} {below['number']}"
        return Wanted(said, (*bounds, (upper, version_of(below["number"])))), below.end()
    return Wanted(said, bounds), end


def _caret(sign: str, version: Version) -> tuple[tuple[Sign, Version], ...]:
    if sign == "^":
        kept = next((at for at, part in enumerate(version) if part), len(version) - 1) + 1
    elif sign == "~":
        kept = min(len(version), 2)
    else:  # Ruby's: the last number given may grow
        kept = max(len(version) - 1, 1)
    return (">=", version), ("=", version[:kept])


def _holds(found: Version, sign: Sign, bound: Version) -> bool:
    size = max(len(found), len(bound))
    padded = found + (0,) * (size - len(found))
    full = bound + (0,) * (size - len(bound))
    head = padded[: len(bound)]  # `<= 3.12` and `> 3.12` mean all of 3.12
    if sign == ">=":
        return padded >= full
    if sign == "<":
        return padded < full
    if sign == "=":
        return head == bound
    return head <= bound if sign == "<=" else head > bound
