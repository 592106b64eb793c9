"""What was seen of a repository for one guide: gathered once, then only read by the rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from chrono_git.intent import Intent
from chrono_git.model import Change, Claim, Entry, Item, Unreadable


@dataclass(frozen=True, slots=True)
class Text:
    """The text of one file of the snapshot: all of its lines."""

    path: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fresh:
    """What a file gained since a base: its new lines with their numbers (1-based), and their stems.

    `words` holds the stems of the new lines and of the path's own name.
    """

    path: str
    lines: tuple[tuple[int, str], ...]
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class Window:
    """What happened since one base commit.

    `since` is the difference between the base's tree and the snapshot, `born` what the
    base commit itself changed (empty for a root commit and at a shallow boundary);
    `fresh` holds the contents of `since`; `fresh_born` those of `born`, as they are now.
    `committed` is False for an item that is in no commit yet: its base is HEAD.
    """

    base: str | None
    since: Mapping[str, Change]
    born: Mapping[str, Change] = field(default_factory=dict)
    fresh: Mapping[str, Fresh] = field(default_factory=dict)
    fresh_born: Mapping[str, Fresh] = field(default_factory=dict)
    committed: bool = True


@dataclass(frozen=True, slots=True)
class Departed:
    """A path that once was there: the commit that took it away, and where its content went (or "")."""

    commit: str
    moved_to: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the rules may look at for one guide.

    `tree` is the snapshot; `tails` finds its paths by their last component, `folders`
    is every directory in it; `texts` are the contents that were read, `unread` those
    that could not be, with the reason. `windows` are keyed by base, `bases` gives each
    item's. `last_commit` says who touched a path last since the oldest base.
    `others` holds how far other guides are: (done, of how many), by id; `shared` by how
    many items of the guide a path is named.
    """

    guide_path: str
    guide_id: str
    tree: Mapping[str, Entry]
    folders: frozenset[str]
    tails: Mapping[str, tuple[str, ...]]
    texts: Mapping[str, Text]
    unread: Mapping[str, Unreadable]
    windows: Mapping[str | None, Window]
    bases: Mapping[str, str | None]
    intents: Mapping[str, Intent]
    guide_paths: frozenset[str] = frozenset()
    last_commit: Mapping[str, str] = field(default_factory=dict)
    departed: Mapping[str, Departed] = field(default_factory=dict)
    claims: Mapping[str, tuple[Claim, ...]] = field(default_factory=dict)
    others: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    shared: Mapping[str, int] = field(default_factory=dict)
    shallow: bool = False

    def window(self, item: Item) -> Window:
        """What happened since the item was written down."""
        return self.windows[self.bases.get(item.id)]

    def intent(self, item: Item) -> Intent:
        """What the item asks for."""
        return self.intents[item.id]
