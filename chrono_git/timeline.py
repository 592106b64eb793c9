"""Progress over time: what each commit did to the items of the guides, as frozen dataclasses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from chrono_git.model import Agreement, Observed, Problem, Status

# born: the item was written down; gone: it was taken out of its guide. claimed, unclaimed: somebody's
# word for it came, or was taken back (a tick, a trailer). done, regressed: its status became `done`, or
# no longer is. changed: any other change of what is observed of it.
EventKind = Literal["born", "gone", "claimed", "unclaimed", "done", "regressed", "changed"]


@dataclass(frozen=True, slots=True)
class State:
    """How one item was judged at one commit; `claimed` says that somebody's word was there for it."""

    status: Status
    observed: Observed
    agreement: Agreement | None
    claimed: bool


@dataclass(frozen=True, slots=True)
class Event:
    """What one commit did to one item.

    `text` is the item's words, `line` its line in the guide `path` at that commit (the one before
    where it is gone). `before` is None for what is born, `after` for what is gone; `detail` is the
    sentence of the evidence that decided, "" where there is none.
    """

    kind: EventKind
    guide: str
    item: str
    text: str
    path: str
    line: int
    before: State | None
    after: State | None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many items of a guide there were after a commit, by what is known of them.

    `done` are all with that status; of these `proven` could be seen, `attested` are somebody's word.
    """

    guide: str
    items: int
    done: int
    proven: int
    attested: int
    partial: int
    open: int
    unknown: int
    skipped: int
    phantom: int
    ticked: int

    @property
    def counted(self) -> int:
        """How many items count: all but those that are skipped."""
        return self.items - self.skipped


@dataclass(frozen=True, slots=True)
class Moment:
    """A commit that changed progress, and how far the guides were after it.

    `time` is the committer's, in seconds since the epoch. `mainline` says that it is on the chain
    of first parents: only those make a line over time. `tallies` are of all guides there were.
    """

    commit: str
    time: int
    author: str
    subject: str
    mainline: bool
    events: tuple[Event, ...]
    tallies: tuple[Tally, ...]


@dataclass(frozen=True, slots=True)
class Timeline:
    """The moments of a history, oldest first.

    `revision` is the commit it ends with, `commits` how many were judged, `titles` the (id, title)
    of every guide that there was, by the id's first mention.
    """

    revision: str
    branch: str | None
    commits: int
    titles: tuple[tuple[str, str], ...]
    moments: tuple[Moment, ...]
    problems: tuple[Problem, ...] = ()

    def of_item(self, item: str) -> Iterator[tuple[Moment, Event]]:
        """What happened to one item (its full id), oldest first."""
        for moment in self.moments:
            for event in moment.events:
                if event.item == item:
                    yield moment, event
