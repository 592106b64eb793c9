"""A commit message before anybody edits it: with the trailers of a squash, or the guide of the branch."""

from __future__ import annotations

from chrono_git.app.message import Known, configured_comment, read_known
from chrono_git.errors import ChronoError
from chrono_git.repo.location import Location
from chrono_git.trailers import Scan, branch_guide, parse_message, scan
from chrono_git.trailers.carry import carry
from chrono_git.trailers.message import Governors
from chrono_git.trailers.place import add_trailers, comment_prefix, until_scissors

_MELTING = ("fixup! ", "squash! ", "amend! ")


def with_carried(message: bytes, squash: bytes, location: Location, *, edited: bool) -> bytes:
    """The message with the trailers of `squash`, which is what `git merge --squash` wrote.

    `edited` says whether an editor will be started with it. Where the guides cannot be read,
    an id is known by its shape.
    """
    try:
        ids = read_known(location).ids
    except ChronoError:
        ids = ()
    text = _text(message)
    comment = comment_prefix(text, configured_comment(location.git()))
    return carry(message, squash, comment, edited=edited, guides=ids)


def with_suggestion(message: bytes, location: Location, *, edited: bool, given: bool) -> bytes:
    """The message with a `Chrono-Guide` line for the guide that the branch names, if that is wanted.

    It is where the index's configuration says `suggest_guide`, the branch names a guide of
    the index, and nothing in the message names one. A message that was `given` (`-m`, `-F`) only
    gets it for trailers that have none. Raises ChronoError where the guides cannot be read.
    """
    text = _text(message)
    seen = scan(until_scissors(text))
    if seen.subject.startswith(_MELTING) or (given and not seen.trailers):
        return message
    known = read_known(location)
    guide = _suggested(known)
    if guide is None or _has_guide(seen, known) or (given and not _needs_guide(until_scissors(text), known)):
        return message
    comment = comment_prefix(text, configured_comment(location.git()))
    done = add_trailers(text, [f"Chrono-Guide: {guide}"], comment, edited=edited)
    return done.encode("utf-8", "surrogateescape")


def _has_guide(seen: Scan, known: Known) -> bool:
    governors = Governors(seen, known.ids)
    return bool(governors.message) or any(governors.of(one) for one in seen.trailers)


def _needs_guide(text: str, known: Known) -> bool:
    message = parse_message(text, known.ids)
    said = [one.guide for one in message.claims if not one.weak] + [one.guide for one in message.learnings]
    return None in said


def _suggested(known: Known) -> str | None:
    return branch_guide(known.branch, known.ids) if known.config.suggest_guide and known.ids else None


def _text(message: bytes) -> str:
    return message.decode("utf-8", "surrogateescape")
