"""What the log is given: learnings with their keys, and what is known of their guides."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

KEY_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Entry:
    """One learning of one commit.

    `text` is unfolded and may hold any characters; `guide` is the guide's id, or None;
    `author` is `Name <email>`; `time` is the author date in seconds since the epoch and
    `zone` its offset (`+0100`). `assumed` says that nobody named the guide: a branch's name or
    the configuration gave it, and elsewhere they give another one, or none.
    """

    text: str
    guide: str | None
    author: str
    time: int
    zone: str = "+0000"
    assumed: bool = field(default=False, compare=False)

    @property
    def key(self) -> str:
        """What tells this learning from others: hex digits of SHA-256 over author, author date and text.

        The date is the moment, whatever the zone, and runs of blanks count as one. Commit
        ids do not enter, so amend, rebase and cherry-pick keep the key (DESIGN section 5).
        """
        parts = "\0".join((normal(self.author), str(self.time), normal(self.text)))
        return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()[:KEY_DIGITS]


@dataclass(frozen=True, slots=True)
class GuideHead:
    """What is known of a guide when its section of the log is made.

    `started` and `completed` are ISO dates (`2026-11-23`) or None, `status` the words for
    the log; what is empty is left out of the section.
    """

    id: str
    title: str = ""
    started: str | None = None
    completed: str | None = None
    status: str = ""
    deliverables: tuple[str, ...] = ()


def normal(text: str) -> str:
    """Return the text with runs of blanks and line ends of every kind as one blank."""
    return " ".join(text.split())
