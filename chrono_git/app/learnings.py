"""What the commits of a history teach: learnings, each with who, when, and of which guide."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from chrono_git.journal import Entry, normal
from chrono_git.notes import Taught
from chrono_git.repo.authors import Author, authors, mailmapped
from chrono_git.repo.increments import Store
from chrono_git.repo.messages import interesting, text
from chrono_git.repo.said import brought_in, teaching_messages
from chrono_git.repo.stream import Git
from chrono_git.trailers import Learning, Message, parse_message, reverted, with_guide
from chrono_git.trailers.headings import heading_offsets, may_teach

Said = Sequence[tuple[str, Message]]


@dataclass(frozen=True, slots=True)
class Reading:
    """How messages are read: the ids of the known guides, the guide of learnings without one, and the
    headings below which learnings stand (`[learnings] headings`)."""

    guides: Collection[str] = ()
    default: str | None = None
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lesson:
    """A learning as it is told, and as the log has it, with the author as written in the commit."""

    taught: Taught
    entry: Entry


@dataclass(frozen=True, slots=True)
class Lessons:
    """What a history teaches, oldest first: `standing` counts, `withdrawn` was reverted, and nobody else
    says it."""

    standing: tuple[Lesson, ...] = ()
    withdrawn: tuple[Lesson, ...] = ()


def learnings(git: Git, tip: str, since: str | None, reading: Reading) -> tuple[Entry, ...]:
    """The learnings of the commits of `tip` that are not in `since` (ids; None for all), oldest first.

    What a reverted commit taught is taken back with it, and what two commits teach counts once.
    """

    def headings(block: bytes, end: int, mark: bytes) -> Iterable[int]:
        del mark
        return heading_offsets(block, end, reading.headings)

    also = headings if reading.headings else None
    found = _parsed(interesting(git, [tip], [since] if since else [], also=also), reading)
    found.reverse()
    return _entries(git, found, reading.default)


def learnings_of(git: Git, commits: Collection[str], reading: Reading) -> tuple[Entry, ...]:
    """The learnings of these commits alone; a commit that is not here teaches nothing."""
    # git changes the encoding of messages, as it does for `learnings`: equal words have equal keys.
    options = ("--no-decorate", "--no-notes", "--no-walk=unsorted", "--ignore-missing", "--stdin", "-z")
    asked = "".join(f"{commit}\n" for commit in commits).encode()
    fields = git.run("log", *options, "--format=%H%x00%B", input=asked).split(b"\0") if commits else []
    pairs = ((oid.decode(), raw) for oid, raw in zip(fields[::2], fields[1::2], strict=False))
    return _entries(git, _parsed(pairs, reading), reading.default)


def read_history(git: Git, tip: str, reading: Reading, *, store: Store | None = None) -> Said:
    """The messages of the history of `tip` (a full id) that teach something or take it back, oldest first."""
    messages = teaching_messages(git, tip, reading.headings, store=store)
    if not any(_may_teach(said, reading.headings) for _, said in messages):
        return []  # then there is nothing to take back, and reverts are many
    found = [(oid, parse_message(said, reading.guides, reading.headings)) for oid, said in messages]
    return [(oid, message) for oid, message in found if message.learnings or message.reverts]


def lessons(git: Git, said: Said, default: str | None, *, only: Collection[str] | None = None) -> Lessons:
    """What messages, oldest first, leave standing of what they teach, and what they took back.

    Each learning counts once, for the first commit that says it and was not reverted. With `only`
    those of these commits alone are told, but for what an earlier commit said already, and of
    what was taken back only what others said and these commits reverted.
    """
    gone = reverted(said, lambda merge, mainline: brought_in(git, merge, mainline))
    stands = _first_words(((oid, message) for oid, message in said if oid not in gone), default)
    fallen = _first_words(((oid, message) for oid, message in said if oid in gone), default)
    fallen = {words: found for words, found in fallen.items() if words not in stands}
    if only is not None:
        before = [(oid, message) for oid, message in said if oid not in only]
        long_gone = reverted(before, lambda merge, mainline: brought_in(git, merge, mainline))
        stands = {words: found for words, found in stands.items() if found[0] in only}
        fallen = {
            words: (oid, one)
            for words, (oid, one) in fallen.items()
            if oid not in only and oid not in long_gone
        }
    told = _told(git, [*stands.values(), *fallen.values()])
    standing, withdrawn = told[: len(stands)], told[len(stands) :]
    # Picked again with another guide in its message, it is the same entry still.
    held = {one.entry.key for one in standing}
    return Lessons(standing, tuple(one for one in withdrawn if one.entry.key not in held))


def _parsed(found: Iterable[tuple[str, bytes]], reading: Reading) -> list[tuple[str, Message]]:
    return [(oid, parse_message(text(raw), reading.guides, reading.headings)) for oid, raw in found]


def _may_teach(said: str, headings: Sequence[str]) -> bool:
    return "chrono-learning" in said.lower() or (
        bool(headings) and may_teach(said.encode("utf-8", "replace"), headings)
    )


def _entries(git: Git, found: Said, default: str | None) -> tuple[Entry, ...]:
    """What messages, oldest first, teach."""
    gone = reverted(found, lambda merge, mainline: brought_in(git, merge, mainline))
    stands = _first_words(((oid, message) for oid, message in found if oid not in gone), default)
    who = authors(git, dict.fromkeys(oid for oid, _ in stands.values()))
    return tuple(_entry(one, who[oid]) for oid, one in stands.values())


def _first_words(
    said: Iterable[tuple[str, Message]], default: str | None
) -> dict[tuple[str | None, str], tuple[str, Learning]]:
    """By guide and words, the first commit that teaches it, and the learning: a squash has another author."""
    found: dict[tuple[str | None, str], tuple[str, Learning]] = {}
    for oid, message in said:
        for one in with_guide(message, default).learnings:
            found.setdefault((one.guide, normal(one.text)), (oid, one))
    return found


def _told(git: Git, found: Sequence[tuple[str, Learning]]) -> tuple[Lesson, ...]:
    who = authors(git, dict.fromkeys(oid for oid, _ in found))
    people = mailmapped(git, [name for _, one in found for name in one.co_authors])
    return tuple(_lesson(oid, one, who[oid], people) for oid, one in found)


def _lesson(oid: str, one: Learning, author: Author, people: Mapping[str, str]) -> Lesson:
    entry = _entry(one, author)
    own = _mail(author.shown)
    others = {_mail(who): who for name in reversed(one.co_authors) if _mail(who := people[name]) != own}
    taught = Taught(
        entry.key,
        one.text,
        one.guide,
        oid,
        author.shown,
        time=author.time,
        zone=author.zone,
        co_authors=tuple(reversed(others.values())),
        steps=one.steps,
        kind=one.kind,
        subject=one.subject,
    )
    return Lesson(taught, entry)


def _entry(one: Learning, author: Author) -> Entry:
    assumed = one.assumed or one.guide is None
    return Entry(one.text, one.guide, author.name, author.time, author.zone, assumed)


def _mail(person: str) -> str:
    return person.rpartition("<")[2].casefold()
