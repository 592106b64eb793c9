"""What was seen of a repository for one guide: gathered once, then only read by the rules.

Facts are large and each is made once, so they are compared by identity.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from chrono_git.facts.index import Index
from chrono_git.facts.options import Option
from chrono_git.intent import Intent
from chrono_git.model import Change, Claim, Entry, Finding, Item, Learnt


@dataclass(frozen=True, slots=True, eq=False)
class Text:
    """The text of one file of the snapshot: all of its lines."""

    path: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Fresh:
    """What a file gained since a base: its new lines with their numbers (1-based), and their stems.

    `words` holds the stems of the new lines and of the path's own name.
    """

    path: str
    lines: tuple[tuple[int, str], ...]
    words: frozenset[str]


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """What happened since one base commit.

    `since` is the difference between the base's tree and the snapshot, `born` what the
    base commit itself changed (empty for a root commit and at a shallow boundary);
    `fresh` holds the contents of `since`; `fresh_born` those of `born`, as they are now.
    `committed` is False for an item that is in no commit yet: its base is HEAD. `first`
    says that the history begins with the base: what was before cannot be known.
    """

    base: str | None
    since: Mapping[str, Change]
    born: Mapping[str, Change] = field(default_factory=dict)
    fresh: Mapping[str, Fresh] = field(default_factory=dict)
    fresh_born: Mapping[str, Fresh] = field(default_factory=dict)
    committed: bool = True
    first: bool = False


@dataclass(frozen=True, slots=True)
class Departed:
    """A path that once was there: the commit that took it away, and where its content went (or "")."""

    commit: str
    moved_to: str = ""


CODE = "the code"


@dataclass(frozen=True, slots=True)
class Verification:
    """How an item's verification went when it was run, at the time `when` (seconds since the epoch).

    `said` is what ran, or what went wrong, `tail` the last lines of the output of what failed.
    `changed` is the first path of those that it is about that changed since, `CODE` where it is
    about all of them, "" where the result holds.
    """

    passed: bool
    when: int
    said: str
    tail: tuple[str, ...] = ()
    changed: str = ""


How = Literal["exact", "relative", "elsewhere", "similar", "pattern", "departed", "missing"]


@dataclass(frozen=True, slots=True)
class Located:
    """What became of one mention: the `paths` of the snapshot that it means, and how they were found.

    `written` is the path as the guide has it, made relative to the root where that is
    known. A folder counts as one path, with its slash.
    """

    written: str
    how: How
    paths: tuple[str, ...] = ()

    @property
    def found(self) -> bool:
        """Whether the snapshot has it."""
        return bool(self.paths)


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """All that the rules may look at for one guide.

    `tree` is the snapshot; `tails` finds its paths by their last component, `index` by
    their spelling, `folders` is every directory in it; `texts` are the contents that
    were read (the report's problems say what could not be). `windows` are keyed by
    base, `bases` gives each item's. `last_commit` says who touched a path last since
    the oldest base. `others` holds how far other guides are: (done, of how many), by
    id; `shared` by how many items of the guide a path is named; `siblings` are the
    items of the same section; `makers` the first step that names a path; `late` the items
    that were ticked when they were written; `topic` the stems of the guide's own name.
    `left` are the stubs and debugging aids that files hold, `before` those that they held
    at a base; `scaffolds` the functions that an item's step shows as stubs. `options` is what
    code lets people set since a base, where an item asks for it; `learnt` the guide's key learnings.
    `verified` says how the verification of items went, by id.
    """

    guide_path: str
    guide_id: str
    tree: Mapping[str, Entry]
    folders: frozenset[str]
    tails: Mapping[str, tuple[str, ...]]
    index: Index
    texts: Mapping[str, Text]
    windows: Mapping[str | None, Window]
    bases: Mapping[str, str | None]
    intents: Mapping[str, Intent]
    guide_paths: frozenset[str] = frozenset()
    last_commit: Mapping[str, str] = field(default_factory=dict)
    departed: Mapping[str, Departed] = field(default_factory=dict)
    claims: Mapping[str, tuple[Claim, ...]] = field(default_factory=dict)
    others: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    shared: Mapping[str, int] = field(default_factory=dict)
    siblings: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    makers: Mapping[str, str] = field(default_factory=dict)
    late: frozenset[str] = frozenset()
    topic: tuple[str, ...] = ()
    left: Mapping[str, tuple[Finding, ...]] = field(default_factory=dict)
    before: Mapping[tuple[str | None, str], tuple[Finding, ...]] = field(default_factory=dict)
    scaffolds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    options: Mapping[str | None, tuple[Option, ...]] = field(default_factory=dict)
    learnt: tuple[Learnt, ...] = ()
    shallow: bool = False
    verified: Mapping[str, Verification] = field(default_factory=dict)
    # What `locate` found, kept by it: the one thing in here that is not gathered.
    places: dict[tuple[str, bool, tuple[str, ...]], Located | None] = field(
        default_factory=dict, compare=False
    )

    def window(self, item: Item) -> Window:
        """What happened since the item was written down."""
        return self.windows[self.bases.get(item.id)]

    def blind(self, item: Item) -> str:
        """Why nothing can be said of what did not change since the item was written; empty where it can."""
        if self.shallow and self.window(item).first:
            return "the history of this clone is too short to see it change"
        return (
            "it was ticked when it was written down, so that its work came before"
            if item.id in self.late
            else ""
        )

    def intent(self, item: Item) -> Intent:
        """What the item asks for."""
        return self.intents[item.id]
