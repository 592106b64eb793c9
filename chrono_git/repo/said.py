"""What the messages of a history say: claims, learnings, and what takes them back."""

from __future__ import annotations

import marshal
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Sequence

from chrono_git.model import Claim
from chrono_git.repo.history import digest_of, shallow_boundary
from chrono_git.repo.increments import Store, increments
from chrono_git.repo.messages import interesting, text, trailer_lines
from chrono_git.repo.stream import Git
from chrono_git.trailers import Message, Standing, parse_message, standing_claims
from chrono_git.trailers.headings import heading_offsets, may_teach

# Raise it when what is kept under it changes its form or meaning.
_CACHE_VERSION = "4"
# The words that a weak claim is made of (chrono_git.trailers.values says which of them are
# one); each begins with a letter that is searched for quickly.
_WORDS = tuple(re.compile(word) for word in (rb"T\d{3}", rb"tep(?:s|S)?\s+\d", rb"TEPS?\s+\d", rb"/\d"))

_TEACHING = (b"chrono-learning", b"reverts ")


def commit_messages(
    git: Git, tip: str, *, store: Store | None = None, boundary: frozenset[str] | None = None
) -> list[tuple[str, str]]:
    """(commit id, message) of the history of `tip` (a full id) that may claim something, oldest first.

    Whole messages where there is a `Chrono-*` line or a revert; of others the subject
    alone, if it may name an item. In the order that `interesting` says.
    """
    edge = shallow_boundary(git) if boundary is None else boundary

    def read(new: str, old: str | None) -> bytes:
        found = interesting(git, [new], [] if old is None else [old], also=_subject_hits)
        return b"".join(_kept(oid, message) for oid, message in found)

    return _pairs(increments(git, store, f"messages {_CACHE_VERSION} {digest_of(sorted(edge))}", tip, read))


def teaching_messages(
    git: Git, tip: str, headings: Sequence[str] = (), *, store: Store | None = None
) -> list[tuple[str, str]]:
    """(commit id, message) of the history of `tip` (a full id) that may teach or take back, oldest first.

    `headings` are those below which messages teach without a trailer. In the order that
    `interesting` says.
    """

    def also(block: bytes, end: int, mark: bytes) -> Iterator[int]:
        del mark
        return heading_offsets(block, end, headings)

    def read(new: str, old: str | None) -> bytes:
        found = interesting(git, [new], [] if old is None else [old], also=also if headings else None)
        return b"".join(
            f"{oid}\0{text(message)}\0".encode("utf-8", "replace")
            for oid, message in found
            if any(word in message.lower() for word in _TEACHING)
            or (headings and may_teach(message, headings))
        )

    space = f"teaching {_CACHE_VERSION} {digest_of([*sorted(shallow_boundary(git)), '', *headings])}"
    return _pairs(increments(git, store, space, tip, read))


def _pairs(pieces: Iterable[bytes]) -> list[tuple[str, str]]:
    """Ids and messages, kept newest first, in the order in which they were made."""
    fields = b"".join(pieces).decode("utf-8", "replace").split("\0")
    pairs = list(zip(fields[0:-1:2], fields[1::2], strict=True))
    pairs.reverse()
    return pairs


def _subject_hits(block: bytes, end: int, mark: bytes) -> Iterator[int]:
    for word in _WORDS:
        passed = -1
        for match in word.finditer(block, 0, end):
            if match.start() < passed:
                continue
            # The subject is the line after the one that begins with the mark.
            line = block.rfind(b"\n", 0, match.start())
            if block.startswith(mark, block.rfind(b"\n", 0, line)):
                yield match.start()
            else:
                passed = block.find(mark, match.start())
                passed = end if passed < 0 else passed


def _kept(oid: str, message: bytes) -> bytes:
    said = text(message)
    # A trailer's name goes on with a letter, unlike the subject `CHRONO-003: …`.
    trailers = any(line[7:8].isalpha() for line in trailer_lines(message))
    if not trailers and "reverts " not in said.lower():
        said = said.lstrip().partition("\n")[0]
        subject = said.encode("utf-8", "replace")
        if not any(word.search(subject) for word in _WORDS):
            return b""
    return f"{oid}\0{said}\0".encode("utf-8", "replace")


def standing(
    git: Git,
    tip: str,
    guides: Collection[str] = (),
    default: str | None = None,
    *,
    store: Store | None = None,
    boundary: frozenset[str] | None = None,
) -> dict[tuple[str | None, str], Standing]:
    """What the messages of the history of `tip` (a full id) leave standing, by (guide, item).

    `guides` are the ids of all known guides and `default` the guide of claims that have
    none; see `standing_claims`. Weak claims of subjects are among them.
    """
    edge = shallow_boundary(git) if boundary is None else boundary
    space = f"standing {_CACHE_VERSION} {sys.hexversion:x} {marshal.version}"
    key = f"{tip} {digest_of([*sorted(edge), '', *sorted(guides), '', default or ''])}"
    kept = store.get(space, key) if store is not None else None
    if kept is not None:
        return _thawed(kept)
    parsed: list[tuple[str, Message]] = [
        (oid, parse_message(text, guides))
        for oid, text in commit_messages(git, tip, store=store, boundary=edge)
    ]
    result = standing_claims(parsed, default, lambda merge, mainline: brought_in(git, merge, mainline))
    if store is not None:
        store.put_many(space, {key: _frozen(result)})
    return result


def brought_in(git: Git, merge: str, mainline: str) -> list[str]:
    """The commits that a merge brought to its mainline; none if either is unknown here."""
    status, output, _ = git.try_run("rev-list", "--end-of-options", merge, f"^{mainline}")
    return [] if status else output.decode().split()


_FIELDS = ("commit", "kind", "item", "trailer", "guide", "reason", "weak")


def _frozen(result: dict[tuple[str | None, str], Standing]) -> bytes:
    def plain(claim: Claim | None) -> tuple[object, ...] | None:
        return None if claim is None else tuple(getattr(claim, name) for name in _FIELDS)

    return marshal.dumps(
        [
            (*key, [plain(claim) for claim in one.claims], plain(one.skip), plain(one.reopened))
            for key, one in result.items()
        ]
    )


def _thawed(value: bytes) -> dict[tuple[str | None, str], Standing]:
    return {
        (guide, item): Standing(
            tuple(Claim(*claim) for claim in claims),
            None if skip is None else Claim(*skip),
            None if reopened is None else Claim(*reopened),
        )
        for guide, item, claims, skip, reopened in marshal.loads(value)
    }
