"""Two states of the guides → what became done between them, and what no longer is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from chrono_git.model import GuideReport, ItemReport
from chrono_git.notes.release import Done, GuideNotes

_ALIKE = 0.6  # of the items of a guide that has another name now, or of the letters of an item's words

Chooser = Callable[[ItemReport], bool]


@dataclass(frozen=True, slots=True)
class _Pair:
    """A guide as it is, and as it was, None where it was not there."""

    now: GuideReport
    then: GuideReport | None


def compare(
    before: Sequence[GuideReport],
    after: Sequence[GuideReport],
    commits: Sequence[str],
    is_meant: Chooser = lambda _: True,
) -> tuple[GuideNotes, ...]:
    """What happened to each guide of `after`, in their order; guides to which nothing did are left out.

    `commits` are the ids of the range, the oldest first: one of them is named as who finished an
    item if it claims it (evidence names who touched a file last, which is not the same). `is_meant`
    chooses items. Prerequisites are left out, since they tell of a machine; what can no longer be
    seen is not broken. An item is known by its text below its headings, else by its id where its
    words are alike, as ids of items without a number move with the list; what was done is no news
    below another heading. A guide is known by its id, else by its items.
    """
    order = {commit: number for number, commit in enumerate(commits)}
    found = []
    for pair in _pairs(before, after):
        finished, regressed = [], []
        for one, was in _items(pair):
            if one.item.kind == "prerequisite" or not is_meant(one):
                continue
            status = was.status if was else None
            if one.status == "done" and status != "done":
                finished.append(_done(one, was, order))
            elif status == "done" and one.status in ("open", "partial"):
                regressed.append(_done(one, was, order))
        if finished or regressed:
            found.append(guide_notes(pair.now, pair.then, finished, regressed))
    return tuple(found)


def guide_notes(
    now: GuideReport,
    then: GuideReport | None,
    finished: Sequence[Done] = (),
    regressed: Sequence[Done] = (),
) -> GuideNotes:
    """The notes of one guide, without learnings."""
    totals = now.totals
    return GuideNotes(
        now.guide.id,
        now.guide.title,
        now.guide.path,
        then.totals["done"] if then else 0,
        totals["done"],
        totals["items"] - totals["skipped"],
        tuple(finished),
        tuple(regressed),
    )


def _pairs(before: Sequence[GuideReport], after: Sequence[GuideReport]) -> Iterator[_Pair]:
    known = {guide.guide.id: guide for guide in before}
    here = {guide.guide.id for guide in after}
    gone = {name: guide for name, guide in known.items() if name not in here}
    for guide in after:
        then = known.get(guide.guide.id) or _former(guide, gone)
        if then is not None:
            gone.pop(then.guide.id, None)
        yield _Pair(guide, then)


def _former(guide: GuideReport, gone: Mapping[str, GuideReport]) -> GuideReport | None:
    """The guide that was moved or renamed to this one, as most of its items tell."""
    mine = Counter(one.item.text for one in guide.items)
    best, most = None, 0.0
    for other in gone.values():
        same = sum((mine & Counter(one.item.text for one in other.items)).values())
        share = same / max(len(guide.items), len(other.items), 1)
        if share >= _ALIKE and share > most:
            best, most = other, share
    return best


def _items(pair: _Pair) -> Iterator[tuple[ItemReport, ItemReport | None]]:
    """The items of a guide, each with what it was before."""
    left: dict[tuple[str, ...], list[ItemReport]] = {}
    for one in pair.then.items if pair.then else ():
        left.setdefault(_place(one), []).append(one)
    then: dict[str, ItemReport] = {}
    for one in pair.now.items:
        if same := left.get(_place(one)):
            then[one.item.id] = same.pop(0)
    rest = [one for same in left.values() for one in same]
    headings = {one.item.section for one in pair.now.items}
    moved = Counter(
        one.item.text for one in rest if one.status == "done" and one.item.section not in headings
    )
    by_id = {_local(one, pair.then): one for one in rest}
    for one in pair.now.items:
        was = then.get(one.item.id)
        if was is None and one.status == "done" and moved[one.item.text]:
            moved[one.item.text] -= 1
            continue
        same_id = by_id.get(_local(one, pair.now))
        yield one, was or (same_id if same_id and _is_reworded(one, same_id) else None)


def _is_reworded(one: ItemReport, was: ItemReport) -> bool:
    mine, others = _letters(one), _letters(was)
    return len(mine & others) >= _ALIKE * min(len(mine), len(others))


def _letters(one: ItemReport) -> set[str]:
    """The pairs of letters of what an item says, which need no words: not all scripts part those."""
    text = one.item.text.casefold()
    return {text[n : n + 2] for n in range(len(text) - 1)} or {text}


def _place(one: ItemReport) -> tuple[str, ...]:
    return (*one.item.section, one.item.text)


def _local(one: ItemReport, guide: GuideReport | None) -> str:
    return one.item.id.removeprefix(guide.guide.id) if guide else ""


def _done(one: ItemReport, was: ItemReport | None, order: Mapping[str, int]) -> Done:
    return Done(
        one.item.id,
        one.item.kind,
        one.item.text,
        one.item.section,
        one.status,
        was.status if was else None,
        _mover(one, order),
        _path(one),
    )


def _mover(one: ItemReport, order: Mapping[str, int]) -> str | None:
    """The commit of the range that claims the item; of one that is no longer done, the last that is named
    by what is against it."""
    if one.status == "done":
        return next((claim.commit for claim in one.claims if claim.strong and claim.commit in order), None)
    against = [seen.commit for seen in one.evidence if seen.result == "fail" and seen.commit in order]
    return max(filter(None, against), key=lambda commit: order[commit], default=None)


def _path(one: ItemReport) -> str | None:
    """Where it was seen that the item is done, or what is against it."""
    result = "pass" if one.status == "done" else "fail"
    return next((seen.path for seen in one.evidence if seen.result == result and seen.path), None)
