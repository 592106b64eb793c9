"""What release notes and the log say, in whichever format: plain values, counts, names and dates."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from chrono_git.notes.forge import Forge
from chrono_git.notes.release import Done, GuideNotes, Notes, Release, Taught

T = TypeVar("T")
Object = dict[str, object]

SCHEMA = "chrono-git/notes/1"
NO_RELEASE = "There is no release, and no commit to tell of."
NOTHING = "Nothing was finished, and no learning was written down"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ZONE = re.compile(r"[+-](\d\d)([0-5]\d)", re.ASCII)
_OID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
# What the forges write behind the subject of a merged request.
_PULL = re.compile(r"\((?:pull request )?#(\d{1,9})\)\s*$", re.ASCII)
_MERGE_REQUEST = re.compile(r"\(!(\d{1,9})\)\s*$", re.ASCII)


def document(notes: Notes) -> Object:
    """Returns the notes as plain values, named as in `schemas/notes-1.json`."""
    forge = notes.forge
    return {
        "schema": SCHEMA,
        "forge": {"kind": forge.kind, "url": forge.url} if forge else None,
        "releases": [_release(release, forge) for release in notes.releases],
        "problems": [{"path": one.path, "line": one.line, "message": one.message} for one in notes.problems],
    }


def _release(release: Release, forge: Forge | None) -> Object:
    return {
        "name": release.name,
        "tag": release.tag,
        "since": release.since,
        "first": release.first,
        "tip": release.tip,
        "time": release.time,
        "date": day(release.time) or None,
        "commits": release.commits,
        "url": forge.tree(release.tag or release.tip) if forge else None,
        "compare_url": compare_url(release, forge),
        "totals": totals(release),
        "guides": [_guide(guide, forge) for guide in release.guides],
        "learnings": [taught(one, forge) for one in release.learnings],
        "withdrawn": [taught(one, forge) for one in release.withdrawn],
        "contributors": [
            {
                "name": one.name, "email": one.email, "commits": one.commits,
                "co_authored": one.co_authored,
            }
            for one in release.contributors
        ],
    }  # fmt: skip


def _guide(guide: GuideNotes, forge: Forge | None) -> Object:
    return {
        "id": guide.id,
        "title": guide.title,
        "path": guide.path,
        "before": guide.before,
        "done": guide.done,
        "counted": guide.counted,
        "finished": [_done(one, forge) for one in guide.finished],
        "regressed": [_done(one, forge) for one in guide.regressed],
        "learnings": [taught(one, forge) for one in guide.learnings],
    }


def _done(one: Done, forge: Forge | None) -> Object:
    return {
        "id": one.id,
        "kind": one.kind,
        "text": one.text,
        "phase": one.phase,
        "status": one.status,
        "before": one.before,
        "commit": one.commit,
        "commit_url": commit_url(one.commit, forge),
        "path": one.path,
    }


def taught(one: Taught, forge: Forge | None = None) -> Object:
    """Returns one learning as plain values; the pages are None without a forge."""
    pull = pull_of(one.subject, forge)
    return {
        **learning(one),
        "commit_url": commit_url(one.commit, forge),
        "pull": pull,
        "pull_url": forge.pull(pull) if forge and pull else None,
    }


def learning(one: Taught) -> Object:
    """Returns what is known of one learning without a forge, as plain values."""
    return {
        "key": one.key,
        "text": one.text,
        "guide": one.guide,
        "commit": one.commit,
        "author": person(one.author),
        "co_authors": tuple(map(person, one.co_authors)),
        "time": one.time,
        "zone": one.zone,
        "date": day(one.time, one.zone) or None,
        "steps": one.steps,
        "kind": one.kind,
        "subject": one.subject,
        "logged": one.logged,
    }


def person(author: str) -> Mapping[str, str]:
    """Returns the name and the address of `Name <email>`, each empty where there is none."""
    called, bracket, email = author.rpartition("<")
    if not bracket:
        return {"name": author.strip(), "email": ""}
    return {"name": called.strip(), "email": email.strip().removesuffix(">").strip()}


def totals(release: Release) -> Mapping[str, int]:
    """Returns how much there is to tell, keyed as in the JSON schema; people are counted, not commits."""
    guides = release.guides
    return {
        "done": sum(len(guide.finished) for guide in guides),
        "regressed": sum(len(guide.regressed) for guide in guides),
        "learnings": sum(len(guide.learnings) for guide in guides) + len(release.learnings),
        "withdrawn": len(release.withdrawn),
        "people": len(release.contributors),
    }


def commit_url(oid: str | None, forge: Forge | None) -> str | None:
    """Returns the page of a commit, where there is a forge."""
    return forge.commit(oid) if forge and oid else None


def compare_url(release: Release, forge: Forge | None) -> str | None:
    """Returns the page of all that a release changed, where there is one.

    It begins at a commit id: what the release is told to begin after may be no tag (`HEAD~5`).
    """
    if forge is None or release.first is None:
        return None
    return forge.compare(release.first, release.tag or release.tip)


def pull_of(subject: str, forge: Forge | None) -> int | None:
    """Returns the number of the request that a commit came by, as the forge has written it."""
    if forge is None or forge.kind == "sourcehut":
        return None
    pattern = _MERGE_REQUEST if forge.kind == "gitlab" else _PULL
    found = pattern.search(subject[-40:])
    return int(found[1]) if found else None


def many(count: int, one: str, more: str = "") -> str:
    """Returns `1 commit` or `2 commits`, and nothing for none; `more` is a plural without just an s."""
    return f"{count} {one if count == 1 else more or one + 's'}" if count else ""


def short(revision: str) -> str:
    """Returns a commit id as people quote it; a name stays as it is."""
    return revision[:7] if _OID.fullmatch(revision) else revision


def day(time: int, zone: str = "+0000") -> str:
    """Returns the date of seconds since the epoch, as `2026-11-25`; nothing where no calendar has it."""
    found = _ZONE.fullmatch(zone)
    offset = timedelta(hours=int(found[1]), minutes=int(found[2])) if found else timedelta()
    try:
        local = _EPOCH + timedelta(seconds=time)
        return (local - offset if zone.startswith("-") else local + offset).date().isoformat()
    except OverflowError:
        return ""


def steps(claimed: Sequence[str]) -> str:
    """Returns `step 2` or `steps 2 and 3`, and nothing for none; the numbers as they are given."""
    return f"step{'' if len(claimed) == 1 else 's'} {listed(claimed)}" if claimed else ""


def people(author: str, co_authors: Sequence[str]) -> str:
    """Returns who wrote something, each once, of names as they are shown: `Ada with Bob and Cyd`."""
    others = [one for one in dict.fromkeys(co_authors) if one != author]
    return f"{author} with {listed(others)}" if others else author


def listed(words: Sequence[str]) -> str:
    """Returns `a`, `a and b`, or `a, b and c`."""
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def brackets(facts: Iterable[str | None]) -> str:
    """Returns ` (a, b)` of the facts that are there, to be written behind something; nothing for none."""
    told = ", ".join(filter(None, facts))
    return f" ({told})" if told else ""


def by_phase(items: Sequence[T], phases: Iterable[Sequence[str]]) -> list[tuple[str, list[T]]]:
    """Returns the items under the headings that tell their phases apart: mostly the last one.

    `phases` are the headings above each item, outermost first.
    """
    found: dict[tuple[str, ...], list[T]] = {}
    for one, phase in zip(items, phases, strict=True):
        found.setdefault(tuple(phase), []).append(one)
    ends = Counter(phase[-1:] for phase in found)
    # What stands under no heading comes first, or it would seem to belong to the phase above it.
    return [
        (" › ".join(phase if ends[phase[-1:]] > 1 else phase[-1:]), found[phase])
        for phase in sorted(found, key=bool)
    ]
