"""(Guide, Facts) → report: the only place where evidence becomes a verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from chrono_git import trace
from chrono_git.facts import Facts
from chrono_git.model import (
    Agreement,
    Claim,
    Evidence,
    Guide,
    GuideReport,
    Item,
    ItemReport,
    Observed,
    Status,
)
from chrono_git.rules import PREREQUISITE_RULES, RULES, Rule
from chrono_git.rules.verified import RULE as VERIFIED

_ATTEST = "attest it with a Chrono-Step trailer, or name a path or symbol in it"


def evaluate(guide: Guide, facts: Facts, *, base: str | None, base_time: int | None = None) -> GuideReport:
    """Judge every item of a guide by the facts.

    `base` and `base_time` (seconds since the epoch) say when the guide was born; they
    are only passed on. Children are judged before the items that contain them.
    """
    spent: dict[str, float] | None = {} if trace.on() else None
    evidence = {item.id: tuple(_evidence(item, facts, spent)) for item in guide.items}
    if spent is not None:
        _tell(guide, spent)
    children: dict[str, list[Item]] = {}
    for item in guide.items:
        if item.parent is not None:
            children.setdefault(item.parent, []).append(item)
    reports: dict[str, ItemReport] = {}
    for item in reversed(guide.items):
        below = [reports[child.id] for child in children.get(item.id, ())]
        counted = [one for one in below if one.status != "skipped"]
        own = observe(evidence[item.id])
        seen = fold(own, [one.observed for one in counted]) if below else own
        seen = refuted(seen, evidence[item.id])
        why = _explained(item, evidence[item.id], children)
        report = _attested(judge(item, seen, why, facts.claims.get(item.id, ())), counted)
        reports[item.id] = replace(report, base=facts.bases.get(item.id))
    items = tuple(reports[item.id] for item in guide.items)
    return GuideReport(guide, base, items, base_time)


def _evidence(item: Item, facts: Facts, spent: dict[str, float] | None = None) -> list[Evidence]:
    """What the rules saw; where all are silent, that they are. `spent` sums up the seconds of each rule."""
    rules = PREREQUISITE_RULES if item.kind == "prerequisite" else RULES
    if spent is None:
        found = [one for rule in rules for one in rule(item, facts)]
    else:
        found = [one for rule in rules for one in _timed(rule, item, facts, spent)]
    if found:
        return found
    return [Evidence("unseen", "unknown", "nothing in it that chrono-git can look for", remedy=_ATTEST)]


def _timed(rule: Rule, item: Item, facts: Facts, spent: dict[str, float]) -> list[Evidence]:
    since = trace.clock()
    found = list(rule(item, facts))
    name = rule.__module__.rpartition(".")[2]
    spent[name] = spent.get(name, 0.0) + trace.clock() - since
    return found


def _tell(guide: Guide, spent: Mapping[str, float]) -> None:
    slowest = sorted(spent.items(), key=lambda pair: -pair[1])
    listed = ", ".join(f"{name} {seconds * 1000:.1f}" for name, seconds in slowest)
    trace.say(f"rules for {len(guide.items)} items of {guide.id}: {listed}", took=sum(spent.values()))


def _explained(
    item: Item, evidence: Sequence[Evidence], children: Mapping[str, Sequence[Item]]
) -> tuple[Evidence, ...]:
    if item.id in children:
        count = len(children[item.id])
        return (
            *evidence,
            Evidence("children", "unknown", f"follows from its {count} sub-items", decides=False),
        )
    return tuple(evidence)


def observe(evidence: Sequence[Evidence]) -> Observed:
    """What the evidence alone says.

    Done needs one rule that saw the thing itself and none that saw the contrary; only
    deciding evidence counts. Something seen and something missing is partial.
    """
    passed = any(one.result == "pass" and one.decides for one in evidence)
    failed = any(one.result == "fail" and one.decides for one in evidence)
    if passed:
        return "partial" if failed else "done"
    return "open" if failed else "unknown"


def fold(own: Observed, below: Sequence[Observed]) -> Observed:
    """What an item with sub-items is: done when they are.

    Where some of them cannot be seen, the item is no more than unknown, unless its own
    evidence says that it is done and nothing below says the contrary.
    """
    if not below:
        return own
    known = [one for one in below if one != "unknown"]
    if any(one in ("open", "partial") for one in known):
        return "partial" if any(one in ("done", "partial") for one in known) else "open"
    if len(known) == len(below) or (known and own == "done"):
        return "done"
    return "unknown"


def refuted(observed: Observed, evidence: Sequence[Evidence]) -> Observed:
    """What was tried and failed is begun and not done, whatever else was seen of it and its parts."""
    failed = any(one.rule == VERIFIED and one.result == "fail" and one.decides for one in evidence)
    return "partial" if failed else observed


def judge(
    item: Item, observed: Observed, evidence: tuple[Evidence, ...], claims: tuple[Claim, ...]
) -> ItemReport:
    """Status and agreement from what was observed and what is claimed: the table of DESIGN section 2."""
    if item.skip is not None or any(claim.kind == "skip" for claim in claims):
        return ItemReport(item, observed, "skipped", None, evidence, claims)
    # Who reopens an item takes the tick back too, which may be chrono-git's own.
    ticked = item.ticked and not any(claim.kind == "reopen" for claim in claims)
    claimed = ticked or any(claim.strong for claim in claims)
    status, agreement = _verdict(observed, claimed)
    return ItemReport(item, observed, status, agreement, evidence, claims)


def _attested(report: ItemReport, below: Sequence[ItemReport]) -> ItemReport:
    """An item is done when its sub-items are, also where that is only somebody's word."""
    if report.status == "unknown" and below and all(one.status == "done" for one in below):
        return replace(report, status="done", agreement="attested")
    return report


def _verdict(observed: Observed, claimed: bool) -> tuple[Status, Agreement | None]:
    if observed == "unknown":
        return ("done", "attested") if claimed else ("unknown", None)
    if observed == "done":
        return "done", "agrees" if claimed else "forgotten"
    return observed, "phantom" if claimed else "agrees"
