"""What is known of guides when the log gets a section for them."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from dataclasses import replace

from chrono_git.journal import GuideHead
from chrono_git.model import Guide, GuideReport, ItemReport, Report
from chrono_git.repo.authors import committed
from chrono_git.repo.stream import Git

_GENERAL = re.compile(r"^(?:implementation )?(?:guide|plan|tasks)\b\s*:?\s*", re.I)
_COMPLETE = "Complete"
_DELIVERABLES = 8  # named in a new section of the log


def heads(report: Report) -> dict[str, GuideHead]:
    """What is known of each guide, by id, and is the same on every branch.

    Two branches know other deliverables: what a hook writes must not differ, so that it merges. Nor
    may the sections of two guides have four equal lines in a row, which a union merge would write
    once for both: that it is in progress is left out, and would soon be wrong.
    """
    found = {guide.guide.id: _head(guide, None, ()) for guide in report.guides}
    return {name: one if one.status == _COMPLETE else replace(one, status="") for name, one in found.items()}


def known_heads(git: Git, report: Report) -> dict[str, GuideHead]:
    """All that is known of each guide, by id: when it was completed, and what was made for it, too."""
    proving = {guide.guide.id: _commits(guide) for guide in report.guides if _is_complete(guide)}
    times = committed(git, {commit for commits in proving.values() for commit in commits})
    found = {}
    for guide in report.guides:
        dates = [times[commit] for commit in proving.get(guide.guide.id, ()) if commit in times]
        found[guide.guide.id] = _head(guide, max(dates, default=None), deliverables(guide))
    return found


def deliverables(guide: GuideReport) -> tuple[str, ...]:
    """The first files in which something done was seen."""
    done = (one for one in guide.items if one.status == "done")
    return tuple(dict.fromkeys(path for one in done if (path := seen_at(one))))[:_DELIVERABLES]


def seen_at(one: ItemReport) -> str:
    """The path where an item was seen to be done, "" where none tells."""
    return next((seen.path for seen in one.evidence if seen.result == "pass" and seen.path), "")


def guide_title(guide: Guide) -> str:
    """The guide's title without what every guide's title says."""
    plain = _GENERAL.sub("", guide.title.strip())
    rest = plain.removeprefix(guide.id)
    # `CHRONO-0010` is another guide than CHRONO-001.
    return plain if rest[:1].isalnum() else rest.lstrip(" :-–—")


def _head(guide: GuideReport, completed: int | None, made: tuple[str, ...]) -> GuideHead:
    status = _COMPLETE if _is_complete(guide) else "In progress"
    title = guide_title(guide.guide)
    return GuideHead(guide.guide.id, title, _day(guide.base_time), _day(completed), status, made)


def _is_complete(guide: GuideReport) -> bool:
    totals: Mapping[str, int] = guide.totals
    return totals["done"] + totals["skipped"] == totals["items"]


def _commits(guide: GuideReport) -> set[str]:
    """The commits that did what the guide asks for, as far as they are known."""
    shown = {seen.commit for one in guide.items for seen in one.evidence if seen.result == "pass"}
    claimed = {claim.commit for one in guide.items for claim in one.claims if claim.strong}
    return {commit for commit in shown | claimed if commit}


def _day(moment: int | None) -> str | None:
    return None if moment is None else time.strftime("%Y-%m-%d", time.gmtime(moment))
