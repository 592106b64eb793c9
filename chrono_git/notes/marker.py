"""The comment that says which section is ours, up to which commit, and whether it is as we wrote it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import quote, unquote

_MARKER = re.compile(r"<!-- chrono-notes: (\S+) up to (\S+) (\S+) -->")
EDITED = "edited"


class Marker(NamedTuple):
    """Who a section is of: its name, the commit up to which it was written, a hash of its text.

    `state` is `digest` of the section as we wrote it, or `edited` where it holds words of
    somebody else.
    """

    name: str
    tip: str
    state: str = EDITED

    def __str__(self) -> str:
        """The comment, in ASCII; no name can end it, and none holds `--`, which XML forbids there."""
        name = quote(self.name.encode("utf-8", "surrogateescape"), safe="/@+:^").replace("--", "-%2D")
        return f"<!-- chrono-notes: {name} up to {quote(self.tip, safe='')} {self.state} -->"


def read_marker(line: str) -> Marker | None:
    """Return what a line says that is such a comment, else None."""
    found = _MARKER.fullmatch(line.strip(" \t"))
    return found and Marker(unquote(found[1], errors="surrogateescape"), unquote(found[2]), found[3])


def digest(lines: Sequence[str]) -> str:
    """Return the hash of a section's lines, without their ends: git may change those on checkout."""
    return sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()[:16]
