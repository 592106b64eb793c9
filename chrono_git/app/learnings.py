"""What the commits of a range teach: learnings, each with its author and guide."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from chrono_git.journal import Entry, normal
from chrono_git.repo.authors import authors
from chrono_git.repo.messages import interesting, text
from chrono_git.repo.stream import Git
from chrono_git.trailers import Message, parse_message, reverted, with_guide


def learnings(
    git: Git, tip: str, since: str | None, guides: Collection[str], default: str | None
) -> tuple[Entry, ...]:
    """The learnings of the commits of `tip` that are not in `since` (ids; None for all), oldest first.

    `guides` are the ids of the known guides, `default` that of learnings without one. What a
    reverted commit taught is taken back with it, and what two commits teach counts once.
    """
    found = [
        (oid, parse_message(text(raw), guides))
        for oid, raw in interesting(git, [tip], [since] if since else [])
    ]
    found.reverse()
    return _taught(git, found, default)


def learnings_of(
    git: Git, commits: Collection[str], guides: Collection[str], default: str | None
) -> tuple[Entry, ...]:
    """The learnings of these commits alone; a commit that is not here teaches nothing."""
    # git changes the encoding of messages, as it does for `learnings`: equal words have equal keys.
    options = ("--no-decorate", "--no-notes", "--no-walk=unsorted", "--ignore-missing", "--stdin", "-z")
    asked = "".join(f"{commit}\n" for commit in commits).encode()
    fields = git.run("log", *options, "--format=%H%x00%B", input=asked).split(b"\0") if commits else []
    found = [
        (oid.decode(), parse_message(text(raw), guides))
        for oid, raw in zip(fields[::2], fields[1::2], strict=False)
    ]
    return _taught(git, found, default)


def _taught(git: Git, found: Sequence[tuple[str, Message]], default: str | None) -> tuple[Entry, ...]:
    """What messages teach, oldest first."""
    gone = reverted(found)
    teaching = {oid: message for oid, message in found if message.learnings and oid not in gone}
    who = authors(git, teaching)
    entries = [
        Entry(one.text, one.guide, who[oid].name, who[oid].time, who[oid].zone)
        for oid, message in teaching.items()
        for one in with_guide(message, default).learnings
    ]
    return distinct(entries)


def distinct(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries without those whose words came before under the same guide: a squash has another author."""
    seen: dict[tuple[str | None, str], Entry] = {}
    for one in entries:
        seen.setdefault((one.guide, normal(one.text)), one)
    return tuple(seen.values())
