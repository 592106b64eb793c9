"""What to do next: the first items that are not done."""

from __future__ import annotations

from collections.abc import Iterator

from chrono_git.errors import GuideError
from chrono_git.guide.graph import CYCLE
from chrono_git.model import GuideReport, ItemReport, Report

Pair = tuple[GuideReport, ItemReport]


def next_items(report: Report, count: int) -> tuple[Pair, ...]:
    """The first `count` items to go on with, over all guides of the report.

    First what was begun (partial), then what is open, then phantoms, as somebody believes
    them done, then what cannot be seen and nobody attested. Archived guides come after all
    others; guides that wait for others come behind all that can go on, whatever was begun in
    them; the guide that was begun comes before one that was not. An item with open sub-items
    stands back behind them. Raises GuideError where guides wait for each other: then nothing
    says what comes first.
    """
    if (circle := circle_of(report)) is not None:
        raise circle
    live = [guide for guide in report.guides if not _is_archived(guide)] or list(report.guides)
    far = _distances(report)
    ranked: list[Pair] = []
    for distance in sorted(set(far.values())):
        group = sorted(
            (one for one in live if far[one.guide.id] == distance), key=lambda one: not _begun(one)
        )
        ranked += [(guide, item) for rank in range(4) for guide in group for item in _of_rank(guide, rank)]
    return tuple(ranked[:count])


def _distances(report: Report) -> dict[str, int]:
    """How many guides have to be completed one after the other before each one, by id."""
    waits = {guide.guide.id: guide.waits_for for guide in report.guides}
    far = {name: len(others) and 1 for name, others in waits.items()}
    for _ in waits:
        farther = {
            name: max((far.get(other, 0) + 1 for other in others), default=0)
            for name, others in waits.items()
        }
        if farther == far:
            break
        far = farther
    return far


def circle_of(report: Report) -> GuideError | None:
    """The error that guides wait for each other; None where they do not."""
    found = next((one for one in report.problems if one.message.startswith(CYCLE)), None)
    hint = "chrono-git cannot say what comes first until that is mended."
    return None if found is None else GuideError(found.message, hint=hint, path=found.path, line=found.line)


def _is_archived(guide: GuideReport) -> bool:
    return "/archive/" in f"/{guide.guide.path}"


def _of_rank(guide: GuideReport, rank: int) -> Iterator[ItemReport]:
    containers = {one.item.parent for one in guide.items if one.status not in ("done", "skipped")}
    for one in guide.items:
        if one.item.id not in containers and not one.item.optional and _rank(one) == rank:
            yield one


def _rank(one: ItemReport) -> int | None:
    if one.agreement == "phantom":
        return 2
    return {"partial": 0, "open": 1, "unknown": 3}.get(one.status)


def _begun(guide: GuideReport) -> bool:
    return any(one.status in ("done", "partial") for one in guide.items)
