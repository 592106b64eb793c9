"""An item while it is being read: still without an id."""

from __future__ import annotations

from dataclasses import dataclass, field

from chrono_git.model import CodeBlock, Kind, Note


@dataclass(slots=True, eq=False)
class Draft:
    """What is known of one item so far; `named` says that it calls itself a step, `end` is its last line."""

    kind: Kind
    section: tuple[str, ...]
    line: int
    end: int
    text: str
    number: str | None = None
    named: bool = False
    optional: bool = False
    box: str | None = None
    tags: tuple[str, ...] = ()
    skip: str | None = None
    parent: Draft | None = None
    notes: list[Note] = field(default_factory=list)
    blocks: list[CodeBlock] = field(default_factory=list)
    overrides: list[tuple[str, str]] = field(default_factory=list)
    local: str = ""
