"""Release notes: from a range of commits to what it finished, broke and taught, and who did it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from chrono_git.app.configured import config_at
from chrono_git.app.finishers import with_finishers
from chrono_git.app.heads import guide_title
from chrono_git.app.learnings import Reading, lessons, read_history
from chrono_git.app.reading import reading_with
from chrono_git.app.report import report_at
from chrono_git.app.scope import path_from
from chrono_git.app.spans import Span, all_spans, one_span
from chrono_git.cache import CacheLike, open_cache
from chrono_git.config import Config
from chrono_git.errors import RepositoryError
from chrono_git.model import GuideReport, ItemReport, Report
from chrono_git.notes import Contributor, GuideNotes, Notes, Release, Taught
from chrono_git.notes.compare import compare, guide_notes
from chrono_git.notes.forge import Forge, forge_of
from chrono_git.repo.authored import Authored
from chrono_git.repo.authors import mailmapped
from chrono_git.repo.location import Location, locate

_MOST_REPORTS = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be told: a `span` (`A..B` or a tag; None for what is unreleased), or `everything` by tag.

    `name` is what the unreleased will be called. `tags` and `paths` come before the configuration's;
    paths are relative to where it starts, those of the configuration to the top.
    """

    span: str | None = None
    everything: bool = False
    name: str | None = None
    tags: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


def build_notes(start: str, asked: Asked, *, use_cache: bool = True) -> Notes:
    """The release notes of the repository that `start`, a directory, lies in.

    Raises RepositoryError in a shallow clone, which would give a short list and not say so, and
    for a range that is none; ChronoError for a path that leads out of the repository.
    """
    location = locate(start)
    _refuse(location)
    config = config_at(location.git(), location.head or "")
    paths = _paths(location, start, asked.paths, config.notes_paths)
    globs = asked.tags or config.tags
    git = location.git()
    if asked.everything:
        spans = all_spans(git, globs, paths, asked.name)
    else:
        spans = (one_span(git, asked.span, globs, paths, asked.name),)
    return _Teller(location, config, paths, use_cache=use_cache).notes(spans)


def _refuse(location: Location) -> None:
    if location.shallow:
        raise RepositoryError(
            "this clone is shallow: its release notes would be a short list that looks like a whole one",
            hint="fetch the whole history: `git fetch --unshallow`, `fetch-depth: 0`, `GIT_DEPTH: 0`",
        )
    if location.head is None:
        raise RepositoryError("there is no commit yet", hint="commit something first")


def _paths(
    location: Location, start: str, asked: Sequence[str], configured: Sequence[str]
) -> tuple[str, ...]:
    """The files and folders whose commits count, from the top; none for all."""
    root = location.root or os.path.realpath(start)
    folder = os.path.relpath(os.path.realpath(start), root) if asked else "."
    found = tuple(path_from(root, folder, name) for name in asked or configured)
    return () if "." in found else found


class _Teller:
    """Tells one span after the other, and asks each question of the repository once."""

    def __init__(self, location: Location, config: Config, paths: Sequence[str], *, use_cache: bool) -> None:
        self.location = location
        self.git = location.git()
        self.config = config
        self.paths = tuple(paths)
        self.use_cache = use_cache
        self.store: CacheLike = open_cache(location.common_dir if use_cache else None)
        self._reports: dict[str, Report] = {}

    def notes(self, spans: Sequence[Span]) -> Notes:
        # The oldest first: what is known of a history serves those that hold it.
        releases = [self.release(span) for span in reversed(spans)]
        problems = self._report(spans[0].tip).problems
        return Notes(tuple(reversed(releases)), self._forge(), tuple(dict.fromkeys(problems)))

    def release(self, span: Span) -> Release:
        now = self._report(span.tip)
        then = self._report(span.base) if span.base else None
        oids = [one.oid for one in reversed(span.commits)]
        guides = compare(then.guides if then else (), now.guides, oids, self._is_meant)
        guides = with_finishers(self.git, span, guides, now.guides)
        reading = reading_with(
            self.location, self.config, tuple(one.guide.id for one in now.guides), span.tip
        )
        taught, withdrawn = self._lessons(span, reading)
        guides, rest = _with_learnings(guides, now.guides, taught)
        return Release(
            span.name,
            span.tag,
            span.since,
            span.first,
            span.tip,
            span.time,
            sum(len(one.parents) < 2 for one in span.commits),
            guides,
            rest,
            withdrawn,
            self._contributors(span.commits),
        )

    def _report(self, commit: str) -> Report:
        if commit not in self._reports:
            # Each serves the release that ends there and those that come after it; all would not fit.
            for old in list(self._reports)[: -_MOST_REPORTS + 1]:
                del self._reports[old]
            self._reports[commit] = report_at(self.location, commit, use_cache=self.use_cache)
        return self._reports[commit]

    def _is_meant(self, one: ItemReport) -> bool:
        places = (seen.path for seen in one.evidence if seen.path)
        return not self.paths or any(_is_below(place, self.paths) for place in places)

    def _lessons(self, span: Span, reading: Reading) -> tuple[tuple[Taught, ...], tuple[Taught, ...]]:
        only = {one.oid for one in span.commits}
        said = read_history(self.git, span.tip, reading, store=self.store)
        if not any(oid in only for oid, _ in said):
            return (), ()
        found = lessons(self.git, said, reading.default, only=only)
        return tuple(one.taught for one in found.standing), tuple(one.taught for one in found.withdrawn)

    def _contributors(self, commits: Sequence[Authored]) -> tuple[Contributor, ...]:
        people = mailmapped(self.git, [name for one in commits for name in one.co_authors])
        known: dict[str, str] = {}
        wrote: dict[str, int] = {}
        helped: dict[str, int] = {}
        for one in commits:
            if len(one.parents) > 1:
                continue
            author = _identity(one.author, known)
            wrote[author] = wrote.get(author, 0) + 1
            for other in dict.fromkeys(_identity(people[name], known) for name in one.co_authors):
                if other != author:
                    helped[other] = helped.get(other, 0) + 1
        found = [
            Contributor(*_parted(person), wrote.get(person, 0), helped.get(person, 0))
            for person in {**wrote, **helped}
        ]
        return tuple(sorted(found, key=lambda one: (-one.commits, -one.co_authored, one.name.casefold())))

    def _forge(self) -> Forge | None:
        # Unlike a look at the configuration, it knows of `insteadOf`: git-ls-remote(1).
        status, output, _ = self.git.try_run("ls-remote", "--get-url", "origin")
        url = output.decode("utf-8", "replace").strip() if status == 0 else ""
        return forge_of(url, self.config.forge) if url and url != "origin" else None


def _with_learnings(
    guides: Sequence[GuideNotes], known: Sequence[GuideReport], taught: Sequence[Taught]
) -> tuple[tuple[GuideNotes, ...], tuple[Taught, ...]]:
    """The guides with what was learnt at each, and the learnings of none."""
    by_guide: dict[str, list[Taught]] = {}
    for one in taught:
        if one.guide is not None:
            by_guide.setdefault(one.guide, []).append(one)
    told: Mapping[str, GuideNotes] = {one.id: one for one in guides}
    found = []
    for guide in known:
        notes = told.get(guide.guide.id)
        lessons = tuple(by_guide.pop(guide.guide.id, ()))
        if notes is None and lessons:
            notes = guide_notes(guide, guide)
        if notes is not None:
            found.append(replace(notes, title=guide_title(guide.guide), learnings=lessons))
    # Guides that are gone, or were never there.
    found += [GuideNotes(name, "", "", 0, 0, 0, learnings=tuple(rest)) for name, rest in by_guide.items()]
    return tuple(found), tuple(one for one in taught if one.guide is None)


def _identity(person: str, known: dict[str, str]) -> str:
    """Who that is, as first seen: who has the same e-mail address or, as in git-shortlog(1), the same name.

    Forges write an address of their own for somebody who presses a button there.
    """
    name, mail = (part.casefold() for part in _parted(person))
    keys = [f"<{mail}", name] if mail and name else [f"<{mail}" if mail else name]
    found = next((known[key] for key in keys if key in known), person)
    for key in keys:
        known.setdefault(key, found)
    return found


def _parted(person: str) -> tuple[str, str]:
    name, _, mail = person.rpartition("<")
    return name.strip(), mail.removesuffix(">").strip()


def _is_below(path: str, places: Sequence[str]) -> bool:
    return any(path == place or path.startswith(f"{place}/") for place in places)
