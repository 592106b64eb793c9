"""What commits moved: items that became done, boxes to tick, learnings to write down."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from chrono_git.app.configured import config_at
from chrono_git.app.heads import heads, seen_at
from chrono_git.app.learnings import Reading, learnings
from chrono_git.app.report import commit_report
from chrono_git.config import Config
from chrono_git.journal import Entry, GuideHead
from chrono_git.model import GuideReport, ItemReport, Report
from chrono_git.repo.location import Location
from chrono_git.trailers import default_guide


@dataclass(frozen=True, slots=True)
class Moved:
    """One guide that moved: `done` of `counted` items are done now.

    `gained` are the items that became done, `lost` those that no longer are, each with the
    path where it was seen ("" where none tells); `learnt` is how many learnings came.
    """

    guide: str
    done: int
    counted: int
    gained: tuple[tuple[str, str], ...]
    lost: tuple[tuple[str, str], ...]
    learnt: int = 0


@dataclass(frozen=True, slots=True)
class Progress:
    """What happened between two commits, and what of it is not written down yet.

    `ticks` are the lines (1-based) of the boxes to tick, by path; `entries` the learnings
    that may not be in the log, `heads` what is known of all guides, by id, and `reading` is
    how they were read.
    """

    commit: str
    report: Report
    config: Config
    moved: tuple[Moved, ...]
    ticks: Mapping[str, tuple[int, ...]]
    entries: tuple[Entry, ...]
    heads: Mapping[str, GuideHead]
    reading: Reading


def progress(location: Location, commit: str, since: str | None, seen: str | None = None) -> Progress:
    """What the commits of `commit` that are not in `since` (None: all) moved; raises ChronoError.

    `seen` is the commit against which people are told what moved, if it is another one.
    """
    now = commit_report(location, commit)
    before = _items(commit_report(location, since)) if since else {}
    told = _items(commit_report(location, seen)) if seen else before
    config = config_at(location.git(), commit)
    ids = [guide.guide.id for guide in now.guides]
    default = default_guide(location.branch, config.active, ids)
    reading = Reading(ids, default, config.headings)
    entries = learnings(location.git(), commit, since, reading) if config.learnings else ()
    return Progress(
        commit,
        now,
        config,
        tuple(_moved(now, told, entries)),
        due(now, before) if config.tick else {},
        entries,
        heads(now),
        reading,
    )


def due(report: Report, before: Mapping[str, ItemReport]) -> dict[str, tuple[int, ...]]:
    """The lines of the empty boxes of what is proven or claimed now, by path of the guide.

    What was done `before` (items by id) only if it is claimed since: whoever says so wants it
    ticked. What is done by likeness alone (`Evidence.sure`) is left to people: a tick stays.
    """
    found = {guide.guide.path: tuple(_due(guide, before)) for guide in report.guides}
    return {path: lines for path, lines in found.items() if lines}


def _due(guide: GuideReport, before: Mapping[str, ItemReport]) -> Iterator[int]:
    below: dict[str, list[bool]] = {}
    proven: dict[str, bool] = {}
    for one in reversed(guide.items):
        parts = below.get(one.item.id, [])
        # A whole is proven by its parts.
        proven[one.item.id] = one.status == "done" and (
            _is_claimed(one) or _is_shown(one) or (bool(parts) and all(parts))
        )
        if one.item.parent is not None and one.status != "skipped":
            below.setdefault(one.item.parent, []).append(one.item.ticked or proven[one.item.id])
    for one in guide.items:
        if proven[one.item.id] and one.item.box == " " and _is_new(one, before.get(one.item.id)):
            yield one.item.line


def _is_new(one: ItemReport, before: ItemReport | None) -> bool:
    return before is None or before.status != "done" or (_is_claimed(one) and not _is_claimed(before))


def _is_claimed(one: ItemReport) -> bool:
    return any(claim.strong for claim in one.claims)


def _is_shown(one: ItemReport) -> bool:
    return any(seen.result == "pass" and seen.decides and seen.sure for seen in one.evidence)


def _items(report: Report) -> dict[str, ItemReport]:
    return {one.item.id: one for guide in report.guides for one in guide.items}


def _moved(report: Report, before: Mapping[str, ItemReport], entries: Sequence[Entry]) -> list[Moved]:
    moved = []
    for guide in report.guides:
        counted = [one for one in guide.items if one.status != "skipped"]
        done = [one for one in counted if one.status == "done"]
        before_done = {name for name, one in before.items() if one.status == "done"}
        gained = [one for one in done if one.item.id not in before_done]
        lost = [one for one in counted if one.status != "done" and one.item.id in before_done]
        learnt = sum(entry.guide == guide.guide.id for entry in entries)
        if gained or lost or learnt:
            moved.append(Moved(guide.guide.id, len(done), len(counted), _shown(gained), _shown(lost), learnt))
    return moved


def _shown(items: Sequence[ItemReport]) -> tuple[tuple[str, str], ...]:
    # Its parts say more than a whole that became done with them.
    wholes = {one.item.parent for one in items}
    return tuple((one.item.text, seen_at(one)) for one in items if one.item.id not in wholes)
