"""The words of release notes, as frozen dataclasses."""

from __future__ import annotations

from dataclasses import dataclass

from chrono_git.model import Kind, Problem, Status
from chrono_git.notes.forge import Forge


@dataclass(frozen=True, slots=True)
class Taught:
    """One learning of one commit.

    `key` is that of its entry in the log. `author` and `co_authors` are `Name <email>` as the
    mailmap has them; `time` is the author date in seconds since the epoch, `zone` its offset.
    `subject` is that of the commit, or of the squashed one that said it; `kind` its type after
    Conventional Commits 1.0.0 (`feat`); `steps` are the items that were claimed beside it, as
    written. `logged` says whether the log has it, None where that was not looked up.
    """

    key: str
    text: str
    guide: str | None
    commit: str
    author: str
    time: int
    zone: str = "+0000"
    co_authors: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    kind: str | None = None
    subject: str = ""
    logged: bool | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """One item that became done in a range, or no longer is.

    `text` is Markdown source, `phase` the headings above it; `commit` finished or broke it, where
    that is known, `path` is where that was seen. `status` is what it is now, `before` what it was,
    None where it was not there.
    """

    id: str
    kind: Kind
    text: str
    phase: tuple[str, ...]
    status: Status
    before: Status | None = None
    commit: str | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class GuideNotes:
    """What a range did to one guide: `done` of `counted` items are done now, `before` were.

    `counted` leaves out the skipped ones. A guide that only taught has no `finished` items.
    """

    id: str
    title: str
    path: str
    before: int
    done: int
    counted: int
    finished: tuple[Done, ...] = ()
    regressed: tuple[Done, ...] = ()
    learnings: tuple[Taught, ...] = ()


@dataclass(frozen=True, slots=True)
class Contributor:
    """Somebody who wrote `commits` of a range, or is named as co-author of `co_authored` others."""

    name: str
    email: str
    commits: int
    co_authored: int = 0


@dataclass(frozen=True, slots=True)
class Release:
    """One range of commits, under the name that it is told by.

    `name` is a tag, `Unreleased`, or the range as it was asked for; `tag` is None where it ends
    at none. `since` is what it begins after, as named, None for the first commit; `first` that
    one's commit id and `tip` the last of the range. `time` is when the tip was committed or the
    tag made, in seconds since the epoch. `learnings` are those of no guide, `withdrawn` those
    of earlier ranges that were reverted in this one.
    """

    name: str
    tag: str | None
    since: str | None
    first: str | None
    tip: str
    time: int
    commits: int
    guides: tuple[GuideNotes, ...] = ()
    learnings: tuple[Taught, ...] = ()
    withdrawn: tuple[Taught, ...] = ()
    contributors: tuple[Contributor, ...] = ()


@dataclass(frozen=True, slots=True)
class Notes:
    """Releases, the newest first, and the forge that they can be linked to, if any.

    `problems` are those of the guides as they are at the tip of the newest.
    """

    releases: tuple[Release, ...]
    forge: Forge | None = None
    problems: tuple[Problem, ...] = ()
