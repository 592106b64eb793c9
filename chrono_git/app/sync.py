"""Writes into the work tree what is proven and not written down: ticks of boxes, entries of the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chrono_git.app.edits import log_edit, tick_edit
from chrono_git.app.learnings import learnings
from chrono_git.app.progress import due, heads
from chrono_git.app.report import build_report
from chrono_git.config import PATH, Config, parse_config
from chrono_git.errors import ChronoError, RepositoryError
from chrono_git.journal import count_entries, has_repeats, missing, repair
from chrono_git.model import Report
from chrono_git.repo.disk import read_beneath
from chrono_git.repo.fold import Edit, told
from chrono_git.repo.location import Location, locate
from chrono_git.repo.replacing import Opened
from chrono_git.trailers import default_guide

_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class Synced:
    """One file: how many boxes are to be ticked, entries to be added and repeated ones to be taken away;
    and why it was left, or ""."""

    path: str
    ticks: int = 0
    entries: int = 0
    repeats: int = 0
    problem: str = ""


def sync(
    start: str, guides: Sequence[str] = (), *, write: bool = True, use_cache: bool = True
) -> tuple[Synced, ...]:
    """Tick the boxes of all that is done, and add the learnings of the whole history that the log lacks.

    `start` is a directory of the repository, `guides` are ids or paths; without any, all are
    meant, and the learnings of no guide too. With `write` the files of the work tree are
    changed, else it is only said what would be. Raises ChronoError where it cannot be judged;
    what cannot be written is in the result.
    """
    location = locate(start)
    if location.root is None:
        raise RepositoryError("there is no work tree here", hint="run it in a clone that has one")
    report = build_report(start, guides, use_cache=use_cache)
    config = _config(location.root)
    results = []
    for path, lines in (due(report, {}) if config.tick else {}).items():
        results.append((tick_edit(path, lines), Synced(path, ticks=len(lines))))
    if config.learnings and location.head is not None:
        whole = build_report(start, use_cache=use_cache) if guides else report
        results += _log(location, location.root, report, whole, config)
    return tuple(_done(location, edit, one, write=write) for edit, one in results)


def _config(root: str) -> Config:
    content = read_beneath(root, PATH, None)
    return parse_config(content) if isinstance(content, bytes) else Config()


def _log(
    location: Location, root: str, report: Report, whole: Report, config: Config
) -> list[tuple[Edit, Synced]]:
    """The edit of the log for the guides of `report`, which the `whole` one may have more of."""
    # Whose a learning is depends on all guides that there are.
    ids = list(dict.fromkeys(guide.guide.id for guide in (*whole.guides, *report.guides)))
    default = default_guide(location.branch, config.active, ids)
    entries = learnings(location.git(), location.head or "", None, ids, default)
    if whole is not report:
        asked = {guide.guide.id for guide in report.guides}
        entries = tuple(entry for entry in entries if entry.guide in asked)
    repeats = 0
    try:
        with Opened(root, config.log) as log:
            text = log.content or b""
        lacking = missing(text, entries)
        if has_repeats(text):
            repeats = count_entries(text) - count_entries(repair(text, path=config.log))
    except ChronoError:
        lacking = entries  # the edit meets the same, and says so
    if not lacking and not repeats:
        return []
    return [
        (
            log_edit(config.log, lacking, heads(report, deliverables=True)),
            Synced(config.log, entries=len(lacking), repeats=repeats),
        )
    ]


def _done(location: Location, edit: Edit, one: Synced, *, write: bool) -> Synced:
    try:
        for _ in range(_ATTEMPTS):
            with Opened(location.root or "", edit.path) as file:
                # What cannot be made is told even where nothing is written.
                new = edit.make(file.content)
                if not write or new == file.content or file.replace(new, f"{location.git_dir}/chrono-git"):
                    return one
    except ChronoError as error:
        return replace(one, problem=told(error))
    return replace(one, problem="it is changed all the time: try again")
