"""Release notes put into a changelog of the work tree."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from chrono_git.app.notes import Asked, build_notes
from chrono_git.app.writer import Writer, written_by
from chrono_git.errors import ChronoError, RepositoryError
from chrono_git.notes import Notes
from chrono_git.notes.changelog import Section, prepend
from chrono_git.repo.location import Location, locate
from chrono_git.repo.replacing import Opened
from chrono_git.repo.stream import Git
from chrono_git.repo.tags import find_tags

_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Prepended:
    """What became of one release in the changelog: written, updated, kept or unchanged (see `prepend`)."""

    name: str
    outcome: str


def prepend_notes(
    start: str, asked: Asked, path: str, template: str | None = None, *, use_cache: bool = True
) -> tuple[Prepended, ...]:
    """Puts the release notes that are asked for into the changelog at `path`, relative to `start`.

    A section that is there already is not written again; what people wrote stays. The file
    appears whole or not at all. Raises ChronoError where it cannot be written.
    """
    location = locate(start)
    place = _place(location, start, path)
    write = written_by(start, template)
    notes = build_notes(start, asked, use_cache=use_cache)

    def tell(span: str) -> str:
        return write(build_notes(start, Asked(span, paths=asked.paths), use_cache=use_cache))

    history = _History(location.git(), tell)
    sections = [_section(notes, number, write, history) for number in range(len(notes.releases))]
    for _ in range(_ATTEMPTS):
        with Opened(location.root or "", place) as file:
            data, told = _with_all(file.content, sections, history, place)
            if data == file.content or file.replace(data, f"{location.git_dir}/chrono-git"):
                return told
    raise ChronoError("it is changed all the time", hint="try again", path=place)


@dataclass(frozen=True, slots=True)
class _History:
    """What is asked of the history while the changelog is read; `tell` gives the notes of a range."""

    git: Git
    tell: Callable[[str], str]

    def holds(self, end: str, commit: str) -> bool:
        """Whether a commit is in the history of another one; not where it is gone."""
        asked = ("merge-base", "--is-ancestor", "--end-of-options", commit, end)
        return self.git.try_run(*asked)[0] == 0

    def since(self, tip: str, end: str) -> str | None:
        """What came after `tip`; None where that is no commit of the history of `end`."""
        return self.tell(f"{tip}..{end}") if self.holds(end, tip) else None

    def is_after(self, commit: str, tip: str) -> bool:
        """Whether a commit came after `tip`."""
        return commit != tip and self.holds(commit, tip)


def _with_all(
    data: bytes | None, sections: Sequence[Section], history: _History, place: str
) -> tuple[bytes, tuple[Prepended, ...]]:
    """The changelog with every section, the oldest put in first."""
    told: list[Prepended] = []
    for one in reversed(sections):
        changed = prepend(
            data,
            one,
            lambda tip, end=one.tip: history.since(tip, end),  # type: ignore[misc]
            place,
            lambda commit, tip=one.tip: history.is_after(commit, tip),  # type: ignore[misc]
        )
        data = changed.data
        told.append(Prepended(one.name, changed.outcome))
    return data or b"", tuple(reversed(told))


def _section(notes: Notes, number: int, write: Writer, history: _History) -> Section:
    release = notes.releases[number]
    newer = tuple(one.name for one in notes.releases[:number] if one.tag is not None)
    others: tuple[str, ...] = ()
    if len(notes.releases) == 1 and release.tag is not None:
        tags = find_tags(history.git, holding=release.tip)
        others = tuple(tag.name for tag in tags if tag.commit != release.tip)
    text = write(Notes((release,), notes.forge))
    return Section(release.name, release.tip, text, release.tag is not None, newer, others)


def _place(location: Location, start: str, path: str) -> str:
    """The changelog's path from the top of the work tree."""
    if location.root is None:
        raise RepositoryError("there is no work tree here", hint="run it in a clone that has one")
    place = os.path.relpath(Path(os.path.realpath(start), path), location.root)
    if place.startswith(".."):
        raise ChronoError(
            f"{path} leads out of the repository", hint="`-o FILE` writes the notes into any file."
        )
    return place
