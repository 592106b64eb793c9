"""Release notes put into a changelog of the work tree."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from chrono_git.app.notes import Asked, build_notes
from chrono_git.app.writer import Writer, written_by
from chrono_git.errors import ChronoError, RepositoryError
from chrono_git.notes import Notes, Release
from chrono_git.notes.changelog import Section, prepend
from chrono_git.repo.location import Location, locate
from chrono_git.repo.replacing import Opened

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

    def since(tip: str, end: str) -> str | None:
        """What came after `tip`; None where that is no commit of the history of `end`."""
        if location.git().try_run("merge-base", "--is-ancestor", tip, end)[0]:
            return None
        return write(build_notes(start, Asked(f"{tip}..{end}", paths=asked.paths), use_cache=use_cache))

    for _ in range(_ATTEMPTS):
        with Opened(location.root or "", place) as file:
            data, told = _with_all(file.content, notes, write, since, place)
            if data == file.content or file.replace(data, f"{location.git_dir}/chrono-git"):
                return told
    raise ChronoError("it is changed all the time", hint="try again", path=place)


def _with_all(
    data: bytes | None,
    notes: Notes,
    write: Writer,
    since: Callable[[str, str], str | None],
    place: str,
) -> tuple[bytes, tuple[Prepended, ...]]:
    """The changelog with every release, the oldest put in first."""
    told: list[Prepended] = []
    for number, release in reversed(list(enumerate(notes.releases))):
        section = _section(release, write(Notes((release,), notes.forge)), notes.releases[:number])
        changed = prepend(data, section, lambda tip, end=release.tip: since(tip, end), place)  # type: ignore[misc]
        data = changed.data
        told.append(Prepended(release.name, changed.outcome))
    return data or b"", tuple(reversed(told))


def _section(release: Release, text: str, newer: Sequence[Release]) -> Section:
    names = tuple(one.name for one in newer if one.tag is not None)
    return Section(release.name, release.tip, text, release.tag is not None, names)


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
