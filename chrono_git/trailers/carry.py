"""The trailers of squashed commits → the message of the squash, where git sees them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from chrono_git.trailers.lines import SQUASHED, SQUASHED_COMMIT, scan, without_squash_indent
from chrono_git.trailers.message import Governors
from chrono_git.trailers.place import add_trailers, is_empty, until_scissors
from chrono_git.trailers.values import known_guide, read_value, undone

_GUIDE = "Chrono-Guide"
_LEARNING = "Chrono-Learning"


@dataclass(frozen=True, slots=True)
class Carried:
    """One trailer of a squashed commit: `text` as it was written, lines folded under it included.

    `guide` is the one that it speaks of, None where nothing in its commit's message says.
    """

    key: str
    value: str
    text: str
    guide: str | None


def carry(
    message: bytes, squash: bytes, comment: str, *, edited: bool, guides: Collection[str] = ()
) -> bytes:
    """The message with the `Chrono-*` trailers of `squash`, which is what `git merge --squash` wrote.

    They come oldest first, each once, as `add_trailers` puts them (see there for `comment` and
    `edited`); `guides` are the ids of the known guides. What they speak of stays what it was:
    where one guide is all, `Chrono-Guide` names it, else each value does (a learning cannot).
    An empty message stays one, so that git goes on to refuse it.
    """
    text = _text(message)
    if is_empty(text, comment, edited=edited):
        return message
    lines = _written(carried(_text(squash), guides), text, guides)
    return add_trailers(text, lines, comment, edited=edited).encode("utf-8", "surrogateescape")


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def carried(squash: str, guides: Collection[str] = ()) -> list[Carried]:
    """The `Chrono-*` trailers of the commits of a squash message, oldest commit first, as each meant them."""
    messages = [(_subject(message), message) for message in reversed(squashed_messages(squash))]
    gone = undone([subject for subject, _ in messages])
    standing = [message for subject, message in messages if subject not in gone]
    found = [one for message in standing for one in _of_commit(message, guides)]
    named = {one.guide for one in found if one.key == _GUIDE}
    if len(named) == 1:
        # So does a squash body as a whole: see `parse_message`.
        only = named.pop()
        found = [replace(one, guide=one.guide or only) for one in found]
    return found


def squashed_messages(squash: str) -> list[str]:
    """The messages of the commits that `git merge --squash` lists, newest first, as they were written.

    None where it is another text: that of a rebase's squash begins otherwise.
    """
    lines = [line.removesuffix("\r") for line in squash.split("\n")]
    if lines[0] != SQUASHED:
        return []
    messages: list[list[str]] = []
    heading = True
    for line in lines:
        if SQUASHED_COMMIT.match(line):
            messages.append([])
            heading = True
        elif not heading and messages:
            messages[-1].append(line.removeprefix("    "))
        elif not line.strip():
            heading = False
    return ["\n".join(message) for message in messages]


def _subject(message: str) -> str:
    return message.strip().partition("\n")[0].strip()


def _of_commit(message: str, guides: Collection[str]) -> Iterator[Carried]:
    seen = scan(message)
    governors = Governors(seen, guides)
    lines, _ = without_squash_indent(message.split("\n"))
    for trailer in seen.trailers:
        if not trailer.value or (trailer.key == _GUIDE and len(trailer.value.split()) > 1):
            continue  # it says nothing that could be carried
        is_guide = trailer.key == _GUIDE
        guide = known_guide(trailer.value, guides) or trailer.value if is_guide else governors.of(trailer)
        yield Carried(trailer.key, trailer.value, _whole(lines, trailer.line - 1), guide)


def _whole(lines: Sequence[str], start: int) -> str:
    end = start + 1
    while end < len(lines) and lines[end].strip() and lines[end][0] in " \t":
        end += 1
    return "\n".join(line.rstrip() for line in lines[start:end])


def _written(found: Sequence[Carried], message: str, guides: Collection[str]) -> list[str]:
    """The lines to add for the trailers, so that each speaks of its own guide in this message."""
    words = [one for one in found if one.key != _GUIDE]
    spoken = {one.guide for one in words} or {one.guide for one in found}
    if spoken == {None}:
        return [one.text for one in words]
    guide = next(iter(spoken), None)
    if len(spoken) == 1 and _agrees(message, guide, guides):
        return [f"{_GUIDE}: {guide}", *(one.text for one in words)]
    return [_with_guide(one, guides) for one in words]


def _agrees(message: str, guide: str | None, guides: Collection[str]) -> bool:
    """Whether `Chrono-Guide: <guide>` at the end of a message would change nothing of what that says.

    Nor may the message name another guide, which would be nearer to what comes behind it.
    """
    seen = scan(until_scissors(message))
    governors = Governors(seen, guides)
    return all(
        (known_guide(one.value, guides) or one.value if one.key == _GUIDE else governors.of(one)) == guide
        for one in seen.trailers
    )


def _with_guide(one: Carried, guides: Collection[str]) -> str:
    """The trailer with its guide before its ids, where they need one: `Chrono-Step: CHRONO-003 2`."""
    if one.guide is None or one.key == _LEARNING:
        return one.text
    if all(ref.guide for ref in read_value(one.value, guides).refs):
        return one.text
    key, _, value = one.text.partition(":")
    return f"{key}: {one.guide} {value.lstrip()}"
