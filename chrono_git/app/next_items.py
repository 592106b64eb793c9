"""What to do next: the first items that are not done."""

from __future__ import annotations

from collections.abc import Iterator

from chrono_git.model import GuideReport, ItemReport, Report

Pair = tuple[GuideReport, ItemReport]


def next_items(report: Report, count: int) -> tuple[Pair, ...]:
    """The first `count` items to go on with, over all guides of the report.

    First what was begun (partial), then what is open, then phantoms, as somebody believes
    them done, then what cannot be seen and nobody attested. Archived guides come after all
    others, and guides whose requirements are not done after those that can go on; the
    guide that was begun comes before one that was not. An item with open sub-items
    stands back behind them.
    """
    ordered = sorted(
        report.guides, key=lambda one: (_is_archived(one), _blocked(one, report), not _begun(one))
    )
    live = [guide for guide in ordered if not _is_archived(guide)] or ordered
    ranked = [(guide, item) for rank in range(4) for guide in live for item in _of_rank(guide, rank)]
    return tuple(ranked[:count])


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


def _blocked(guide: GuideReport, report: Report) -> bool:
    needed = {name.casefold() for name in guide.guide.requires}
    return any(
        other.totals["done"] + other.totals["skipped"] + other.totals["unknown"] < other.totals["items"]
        for other in report.guides
        if other.guide.id.casefold() in needed and other is not guide
    )
