"""The key learnings that guides end with, as learnings of the commits that wrote them."""

from __future__ import annotations

from collections.abc import Iterable

from chrono_git.app.learnings import Lesson, Lessons
from chrono_git.journal import Entry, missing, normal
from chrono_git.model import Guide, Learnt
from chrono_git.notes import Taught
from chrono_git.repo.authors import authors
from chrono_git.repo.blame import writers
from chrono_git.repo.stream import Git

Place = tuple[Guide, Learnt]


def places_of(guides: Iterable[Guide], said: Lessons) -> tuple[Place, ...]:
    """The key learnings that are filled in, without those that a commit message teaches or taught, too."""
    known = {(one.entry.guide, normal(one.entry.text)) for one in (*said.standing, *said.withdrawn)}
    found: dict[tuple[str, str], Place] = {}
    for guide in guides:
        for one in guide.learnt:
            words = guide.id, normal(one.text)
            if one.filled and words not in known:
                found.setdefault(words, (guide, one))
    return tuple(found.values())


def lacking(git: Git, places: Iterable[Place], log: bytes) -> tuple[Lesson, ...]:
    """Those that the log does not have, with who wrote the line, and when; uncommitted ones wait.

    Without one that it lacks, git is not asked. Raises ChronoError for a log that is no text.
    """
    by_words = {(guide.id, one.text): (guide, one) for guide, one in places}
    nobody = [Entry(text, guide, "", 0) for guide, text in by_words]
    wanted = [by_words[one.guide or "", one.text] for one in missing(log, nobody)]
    if not wanted:
        return ()
    by_path: dict[str, list[int]] = {}
    for guide, one in wanted:
        by_path.setdefault(guide.path, []).append(one.line)
    origins = {path: writers(git, path, lines) for path, lines in by_path.items()}
    who = authors(git, {commit for lines in origins.values() for commit in lines.values()})
    found = []
    for guide, one in wanted:
        commit = origins[guide.path].get(one.line)
        if commit is not None:
            author = who[commit]
            entry = Entry(one.text, guide.id, author.name, author.time, author.zone)
            told = (entry.key, one.text, guide.id, commit, author.shown, author.time, author.zone)
            found.append(Lesson(Taught(*told), entry))
    return tuple(found)
