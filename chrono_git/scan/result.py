"""What a scan of one file gives: findings, what could excuse them, and allowances."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chrono_git.model import Finding


@dataclass(frozen=True, slots=True)
class Excuse:
    """What elsewhere in the repository would excuse a finding.

    `overridden`: a class that derives from `owner` and defines `name`.
    `defined`: a definition of the function `name`, so that calling it is no debugging (`owner` is "").
    """

    kind: Literal["overridden", "defined"]
    owner: str
    name: str


@dataclass(frozen=True, slots=True)
class Suspect:
    """A finding, and what may still excuse it once the rest of the repository is known."""

    finding: Finding
    excuse: Excuse | None = None

    @property
    def order(self) -> tuple[int, int, str]:
        """Sorts suspects as they stand in their file."""
        return self.finding.line, self.finding.column, self.finding.rule


@dataclass(frozen=True, slots=True)
class Allowance:
    """One `chrono-git: allow(rule, ...) reason` in a comment.

    `line` is where it stands, `first` to `last` the lines it is for: its own, and where
    nothing but a comment stands there, those down to the next line of code.
    """

    line: int
    first: int
    last: int
    rules: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Scan:
    """All that one file gives; `note` says what could not be done with it ("" where all was).

    `prints` says that it has print-like calls of any kind, where these were looked for.
    """

    suspects: tuple[Suspect, ...] = ()
    allowances: tuple[Allowance, ...] = ()
    note: str = ""
    prints: bool = False
