"""The learnings of a history beside IMPLEMENTATION_LOG.md: shown, written, checked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from chrono_git.app.edits import apply, log_edit
from chrono_git.app.learnings import Lesson, Lessons, Reading, lessons, read_history
from chrono_git.app.reading import reading_and_guides, reading_at
from chrono_git.app.transfer import lacking as transferred
from chrono_git.app.transfer import places_of
from chrono_git.cache import open_cache
from chrono_git.config import Config
from chrono_git.errors import ChronoError, GuideError, RepositoryError
from chrono_git.journal import Entry, GuideHead, count_entries, has_repeats, missing, repair, withdrawable
from chrono_git.model import Guide
from chrono_git.notes import Taught
from chrono_git.repo.fold import Edit, told
from chrono_git.repo.increments import Store
from chrono_git.repo.location import Location, locate
from chrono_git.repo.ranges import commits_between
from chrono_git.repo.replacing import Opened

Heads = Callable[[], Mapping[str, GuideHead]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which learnings are to be shown; what is None or empty does not choose.

    `guide` is an id, `step` an item as the trailer names it, `author` and `text` are parts of
    what is looked for, in any case; `span` is a range of commits (`A..B`).
    """

    guide: str | None = None
    step: str | None = None
    author: str | None = None
    text: str | None = None
    span: str | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """What the log at `path` lacks of `checked` learnings, has too often (`repeats`), or has though it
    was taken back (`withdrawn`); `problem` says why it could not be looked at, or written."""

    path: str
    checked: int
    missing: tuple[Taught, ...] = ()
    repeats: int = 0
    withdrawn: tuple[Taught, ...] = ()
    problem: str = ""
    edit: Edit | None = None


def show_learnings(start: str, wanted: Wanted, *, use_cache: bool = True) -> tuple[Taught, ...]:
    """The learnings of the repository that `start`, a directory, lies in, oldest first.

    Raises ChronoError where it cannot be read, and for a range that is none.
    """
    location = locate(start)
    if location.head is None:
        return ()
    git = location.git()
    store = open_cache(location.common_dir if use_cache else None)
    tip, only = location.head, None
    if wanted.span:
        tip, only = commits_between(git, wanted.span)
    at = None if tip == location.head and location.root else tip
    config, reading = reading_at(git, location, at)
    found = lessons(git, read_history(git, tip, reading, store=store), reading.default, only=only)
    chosen = [one for one in found.standing if _is_wanted(one.taught, wanted)]
    lacking = {one.key for one in _missing(location, config, [one.entry for one in chosen])}
    return tuple(replace(one.taught, logged=one.entry.key not in lacking) for one in chosen)


def check_log(start: str, guides: Sequence[str] = (), *, use_cache: bool = True) -> Gap:
    """What the log of the work tree lacks; see `write_log`. Nothing is written.

    Raises RepositoryError in a shallow clone: it does not have the commits that teach.
    """
    location = locate(start)
    refuse_shallow(location)
    return _gap_here(location, start, guides, use_cache=use_cache)


def refuse_shallow(location: Location) -> None:
    """Raises RepositoryError in a shallow clone, where a log that lacks entries would look complete."""
    if location.shallow:
        raise RepositoryError(
            "this clone is shallow: which learnings the log should have cannot be told",
            hint="fetch the whole history: `git fetch --unshallow`, `fetch-depth: 0`, `GIT_DEPTH: 0`",
        )


def write_log(start: str, guides: Sequence[str] = (), *, write: bool = True, use_cache: bool = True) -> Gap:
    """Adds to the log of the work tree what it lacks, and takes away repeated and reverted entries.

    `guides` are ids; without any, all are meant, and learnings of no guide too. Raises ChronoError
    where the history cannot be read; what cannot be written is in the result.
    """
    location = locate(start)
    found = _gap_here(location, start, guides, use_cache=use_cache)
    if found.edit is None:
        return found
    return replace(found, problem=apply(location, found.edit, write=write))


def _gap_here(location: Location, start: str, guides: Sequence[str], *, use_cache: bool) -> Gap:
    if location.root is None:
        raise RepositoryError("there is no work tree here", hint="run it in a clone that has one")
    config, reading, guided = reading_and_guides(location.git(), location, None)
    asked = {_known(name, reading.guides) for name in guides} or None

    def heads() -> Mapping[str, GuideHead]:
        # To judge all guides takes longer than all else, and a log that lacks nothing needs it not.
        from chrono_git.app.heads import known_heads
        from chrono_git.app.report import build_report

        return known_heads(location.git(), build_report(start, use_cache=use_cache))

    store = open_cache(location.common_dir if use_cache else None)
    return find_gap(location, config, reading, heads, asked=asked, store=store, guides=guided)


def find_gap(
    location: Location,
    config: Config,
    reading: Reading,
    heads: Heads,
    *,
    asked: Collection[str] | None = None,
    store: Store | None = None,
    guides: Sequence[Guide] = (),
) -> Gap:
    """What the log of the work tree lacks of the learnings of HEAD's history, with the edit that mends it.

    The key learnings that `guides` end with count as well, once they are committed.
    `heads` gives what is known of the guides, if it is needed; of guides that are not `asked` for
    nothing is told.
    """
    if location.head is None:
        return Gap(config.log, 0)
    git = location.git()
    found = lessons(git, read_history(git, location.head, reading, store=store), reading.default)
    if asked is not None:
        found = Lessons(_of(found.standing, asked), _of(found.withdrawn, asked))
    ended = places_of((one for one in guides if asked is None or one.id in asked), found)
    checked = len(found.standing) + len(ended)
    try:
        with Opened(location.root or "", config.log) as log:
            text = log.content or b""
        found = replace(found, standing=(*found.standing, *transferred(git, ended, text)))
        entries = [one.entry for one in found.standing]
        lacking = {one.key for one in missing(text, entries)}
        left = {one.key for one in withdrawable(text, [one.entry for one in found.withdrawn])}
        repeats = _repeats(text, config.log)
    except ChronoError as error:
        every = tuple(one.taught for one in found.standing)
        return Gap(config.log, checked, every, problem=told(error) if every else "")
    new = tuple(one for one in found.standing if one.entry.key in lacking)
    gone = tuple(one for one in found.withdrawn if one.entry.key in left)
    edit = None
    if new or gone or repeats:
        known_heads = heads() if new else {}
        edit = log_edit(config.log, [one.entry for one in new], known_heads, [one.entry for one in gone])
    return Gap(
        config.log,
        checked,
        tuple(one.taught for one in new),
        repeats,
        tuple(one.taught for one in gone),
        edit=edit,
    )


def _of(found: Sequence[Lesson], asked: Collection[str]) -> tuple[Lesson, ...]:
    return tuple(one for one in found if one.taught.guide in asked)


def _repeats(text: bytes, path: str) -> int:
    return count_entries(text) - count_entries(repair(text, path=path)) if has_repeats(text) else 0


def _missing(location: Location, config: Config, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries that the log lacks; where it cannot be read, whoever writes it is told why."""
    if location.root is None:
        return tuple(entries)
    try:
        with Opened(location.root, config.log) as log:
            return missing(log.content or b"", entries)
    except ChronoError:
        return tuple(entries)


def _known(name: str, ids: Collection[str]) -> str:
    for known in ids:
        if known.casefold() == name.casefold():
            return known
    raise GuideError(f"no guide {name}", hint=f"known guides: {', '.join(ids)}" if ids else "")


def _is_wanted(one: Taught, wanted: Wanted) -> bool:
    said = [one.author, *one.co_authors]
    return (
        (wanted.guide is None or (one.guide or "General").casefold() == wanted.guide.casefold())
        and (wanted.step is None or _is_of_step(one, wanted.step))
        and (wanted.author is None or any(wanted.author.casefold() in who.casefold() for who in said))
        and (wanted.text is None or wanted.text.casefold() in one.text.casefold())
    )


def _is_of_step(one: Taught, step: str) -> bool:
    guide, _, number = step.rpartition("/")
    return number in one.steps and (not guide or guide.casefold() == (one.guide or "").casefold())
