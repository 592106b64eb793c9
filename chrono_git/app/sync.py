"""Writes into the work tree what is proven and not written down: ticks of boxes, entries of the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chrono_git.app.configured import config_on_disk
from chrono_git.app.edits import apply, tick_edit
from chrono_git.app.heads import known_heads
from chrono_git.app.log import find_gap, refuse_shallow
from chrono_git.app.progress import due
from chrono_git.app.reading import reading_with
from chrono_git.app.report import build_report
from chrono_git.config import Config
from chrono_git.errors import RepositoryError
from chrono_git.model import Report
from chrono_git.repo.fold import Edit
from chrono_git.repo.location import Location, locate


@dataclass(frozen=True, slots=True)
class Synced:
    """One file: how many boxes are to be ticked, entries to be added, repeated ones and those that were
    `withdrawn` by a revert to be taken away; and why it was left, or ""."""

    path: str
    ticks: int = 0
    entries: int = 0
    repeats: int = 0
    problem: str = ""
    withdrawn: int = 0


def sync(
    start: str, guides: Sequence[str] = (), *, write: bool = True, use_cache: bool = True
) -> tuple[Synced, ...]:
    """Tick the boxes of all that is done, and add the learnings of the whole history that the log lacks.

    `start` is a directory of the repository, `guides` are ids or paths; without any, all are
    meant, and the learnings of no guide too. With `write` the files of the work tree are
    changed, else it is only said what would be. Raises ChronoError where it cannot be judged,
    as what a shallow clone lacks; what cannot be written is in the result.
    """
    location = locate(start)
    if location.root is None:
        raise RepositoryError("there is no work tree here", hint="run it in a clone that has one")
    config = config_on_disk(location.root)
    if config.learnings and not write:
        refuse_shallow(location)
    report = build_report(start, guides, use_cache=use_cache)
    results: list[tuple[Edit | None, Synced]] = []
    for path, lines in (due(report, {}) if config.tick else {}).items():
        results.append((tick_edit(path, lines), Synced(path, ticks=len(lines))))
    if config.learnings and location.head is not None:
        whole = build_report(start, use_cache=use_cache) if guides else report
        results += _log(location, report, whole, config)
    return tuple(
        replace(one, problem=one.problem or (apply(location, edit, write=write) if edit else ""))
        for edit, one in results
    )


def _log(
    location: Location, report: Report, whole: Report, config: Config
) -> list[tuple[Edit | None, Synced]]:
    """The edit of the log for the guides of `report`, which the `whole` one may have more of."""
    # Whose a learning is depends on all guides that there are.
    ids = tuple(dict.fromkeys(guide.guide.id for guide in (*whole.guides, *report.guides)))
    asked = None if whole is report else {guide.guide.id for guide in report.guides}
    git = location.git()
    gap = find_gap(
        location,
        config,
        reading_with(location, config, ids, None),
        lambda: known_heads(git, report),
        asked=asked,
        guides=tuple(guide.guide for guide in report.guides),
    )
    row = Synced(gap.path, 0, len(gap.missing), gap.repeats, gap.problem, len(gap.withdrawn))
    return [(gap.edit, row)] if gap.edit or gap.problem else []
