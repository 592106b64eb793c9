"""Which commits of a range finished what nobody claimed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from chrono_git.app.spans import Span
from chrono_git.intent import intent_of
from chrono_git.model import GuideReport
from chrono_git.notes import Done, GuideNotes
from chrono_git.repo.history import walk
from chrono_git.repo.stream import Git

_MAKING = ("create", "test")
_LONGEST_COMMAND = 100_000  # bytes of paths


def with_finishers(
    git: Git, span: Span, guides: Sequence[GuideNotes], reports: Sequence[GuideReport]
) -> tuple[GuideNotes, ...]:
    """The notes with the commit that finished each item, where that is certain.

    It is the only commit of the range that touched the item's file; of one that was to be made, the
    commit that added it. Whoever touched a file last need not have done what the item asks for.
    """
    open_ends = {one.path for guide in guides for one in guide.finished if not one.commit and one.path}
    if not open_ends:
        return tuple(guides)
    touched = _touched(git, span, open_ends)
    making = {
        one.item.id
        for guide in reports
        for one in guide.items
        if any(seen.path in open_ends for seen in one.evidence) and intent_of(one.item).verb in _MAKING
    }
    return tuple(
        replace(guide, finished=tuple(_finished(one, touched, making) for one in guide.finished))
        for guide in guides
    )


def _finished(one: Done, touched: Mapping[str, list[tuple[str, str]]], making: set[str]) -> Done:
    by = touched.get(one.path or "", [])
    if one.commit or not by:
        return one
    if len(by) == 1:
        return replace(one, commit=by[0][0])
    added = [oid for oid, status in by if status == "A"]
    return replace(one, commit=added[-1]) if added and one.id in making else one


def _touched(git: Git, span: Span, paths: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """By path the commits of the range that touched it, with git's letter, newest first."""
    wanted = sorted(paths)
    asked = wanted if sum(map(len, wanted)) <= _LONGEST_COMMAND else ()
    found: dict[str, list[tuple[str, str]]] = {path: [] for path in wanted}
    for commit in walk(git, span.tip, span.first, paths=asked):
        for change in commit.changes:
            if change.path in found:
                found[change.path].append((commit.oid, change.status))
    return found
