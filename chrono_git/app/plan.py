"""What a commit must touch so that an item could become done by it: for hooks, which have no time to judge.

A plan sees too much and never too little: a commit that touches nothing of it moves no item.
An item with something against it waits for the end of that one objection, as it is not done
before; any other waits for whatever a rule could take for its work (`app.waiting`).

Only what changes how much is read at all can pass it by: that fewer than 5,000 files differ from
a base again, or that the last file that is no prose was made again what it was at the base; and
that all code became again what it was when an item was verified. That is seen with the next
commit that is looked at, as nothing is settled by a glance.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from chrono_git.app.awaited import KIN, Awaited, Terms, may_mean
from chrono_git.app.gather import shared_paths
from chrono_git.app.ready import ready_items, ready_values
from chrono_git.app.waiting import PRECISE, Waiting, await_end_of, await_gain
from chrono_git.config import PATH, Config
from chrono_git.evaluate import observe
from chrono_git.intent import Intent, intent_of
from chrono_git.intent.paths import DATA, NAMES, PROSE, SOURCE
from chrono_git.intent.verbs import verb_at
from chrono_git.model import Evidence, GuideReport, ItemReport, Report
from chrono_git.repo.remembered import stamp
from chrono_git.rules.verified import RULE as VERIFIED
from chrono_git.trailers.headings import wanted

_CLOSED = ("done", "skipped")
_UNTOUCHED = re.compile(r" is untouched since the item was written$")
# What is asked of a file there is more than that it changes.
_MORE_THAN_CHANGE = frozenset({"test", "move", "delete", "executable"})


def plan_of(report: Report, commit: str, config: Config) -> dict[str, Any]:
    """The plan for what comes after `commit`, whose report it is, as plain values (see `hook.watch`)."""
    awaited = Awaited()
    asked = any(
        seen.rule == "guides" and seen.result == "fail" for one in _open(report) for seen in one.evidence
    )
    # Who asks for other guides has to be judged anew with each of their items.
    ready = {} if asked or not (config.fold and config.tick) else ready_items(report)
    simple = {one.item.id for one in ready.values()}
    for guide in report.guides:
        _Guide(guide, awaited, asked=asked, simple=simple).add()
    return values(
        awaited,
        {
            **ready_values(report, ready),
            "stamp": stamp(),
            "commit": commit,
            "guides": frozenset({PATH, *(guide.guide.path for guide in report.guides)}),
            "included": bool(config.include),
            "headings": _words(config.headings) if config.learnings else (),
            "done": frozenset(_shown(report)),
            "kin": KIN,
            "searched": (SOURCE | DATA | PROSE, NAMES),
        },
    )


def values(awaited: Awaited, others: dict[str, Any]) -> dict[str, Any]:
    """What is waited for as plain values, with others."""
    return {
        **others,
        "changed": frozenset(awaited.changed),
        "placed": frozenset(awaited.placed),
        "tails": frozenset(awaited.tails),
        "placed_tails": frozenset(awaited.placed_tails),
        "parts": tuple(sorted(awaited.parts)),
        "placed_parts": tuple(sorted(awaited.placed_parts)),
        "gone": frozenset(awaited.gone),
        "paths": frozenset(awaited.paths),
        "texts": tuple(sorted(awaited.texts)),
        "packages": tuple(sorted(awaited.packages)),
        **_numbered(awaited.terms),
        "documents": tuple(sorted(awaited.documents)),
        "ripe": tuple(sorted(awaited.ripe)),
        "modes": awaited.modes,
        "anything": awaited.anything,
    }


def _numbered(terms: Iterable[Terms]) -> dict[str, Any]:
    """Terms by their numbers in a list of all, and by each number where enough of them may be held.

    Of n terms of which k must be there, one is among any n - k + 1: the longest, which are rare.
    """
    ordered = sorted(terms)
    words = sorted({word for _, _, found, _ in ordered for word in found})
    numbers = {word: at for at, word in enumerate(words)}
    keys: dict[int, list[int]] = {}
    for entry, (count, _, found, _) in enumerate(ordered):
        for word in sorted(found, key=lambda word: (-len(word), word))[: len(found) - count + 1]:
            keys.setdefault(numbers[word], []).append(entry)
    return {
        "words": tuple(words),
        "most": max((len(found) for _, _, found, _ in ordered), default=0),
        "terms": tuple(
            (count, kind, tuple(numbers[word] for word in found), places)
            for count, kind, found, places in ordered
        ),
        "keys": {at: tuple(entries) for at, entries in keys.items()},
    }


def _words(headings: Sequence[str]) -> tuple[bytes, ...]:
    """A word of each heading, in the ways that it may be written; bytes know the case of ASCII alone."""
    longest = [max(heading.split(" "), key=len) for heading in wanted(headings)]
    return tuple(
        sorted({form.encode().lower() for one in longest for form in (one.lower(), one.upper(), one.title())})
    )


def _open(report: Report) -> Iterator[ItemReport]:
    return (one for guide in report.guides for one in guide.items if one.status not in _CLOSED)


def _shown(report: Report) -> Iterator[str]:
    """Where it was seen that items are done: what goes away there may take that back."""
    for guide in report.guides:
        for one in guide.items:
            if one.status == "done":
                yield from (seen.path for seen in one.evidence if seen.result == "pass" and seen.path)


class _Guide:
    """Adds what the items of one guide wait for; `asked` says that some guide waits for others.

    The `simple` ones (ids) are looked after elsewhere.
    """

    def __init__(
        self, guide: GuideReport, into: Awaited, *, asked: bool, simple: Collection[str] = ()
    ) -> None:
        self._simple = simple
        self._items = guide.items
        self._into = into
        self._asked = asked
        self._by_id = {one.item.id: one for one in guide.items}
        self._shared: Mapping[str, int] | None = None
        self._intents: dict[str, Intent] = {}
        self._children: dict[str, list[ItemReport]] = {}
        for one in guide.items:
            if one.item.parent is not None and one.status != "skipped":
                self._children.setdefault(one.item.parent, []).append(one)

    def add(self) -> None:
        """Adds it; parents stand before their children, and are looked at after them."""
        held: set[str] = set()
        for one in reversed(self._items):
            if one.status not in _CLOSED and one.item.kind != "prerequisite" and self._holds(one, held):
                held.add(one.item.id)

    def _holds(self, one: ItemReport, held: set[str]) -> bool:
        """Whether an item is surely not done as long as nothing of what it waits for is touched."""
        if one.item.id in self._simple:
            return True
        below = self._children.get(one.item.id, ())
        if any(child.item.id in held for child in below):
            return True
        intent, beside = self._intent(one), self._beside(one)
        idle = frozenset[str]() if self._minds(one) else self._idle(one)
        fails = [seen for seen in one.evidence if seen.result == "fail" and seen.decides]
        fails = [seen for seen in fails if not (_UNTOUCHED.search(seen.detail) and _is_of(idle, seen))]
        fails.sort(key=lambda seen: PRECISE.get(seen.rule, len(PRECISE)))
        waiting = Waiting(one, intent, beside, idle)
        if any(await_end_of(fail, waiting, self._into) for fail in fails):
            # Of what has parts, the parts alone may be enough.
            return not below
        if fails:
            self._into.anything |= self._minds(one)
        self._await_verification(one)
        await_gain(waiting, self._into)
        return False

    def _await_verification(self, one: ItemReport) -> None:
        """What failed may hold no more, and what held once may hold again, as soon as its files change."""
        seen = [seen for seen in one.evidence if seen.rule == VERIFIED]
        self._into.anything |= any(one.result == "fail" and one.decides for one in seen)
        self._into.paths |= {one.path for one in seen if one.result == "unknown" and one.path}

    def _minds(self, one: ItemReport) -> bool:
        """Whether something is done as soon as nothing is against the item any more."""
        if (
            self._asked
            or _is_claimed(one)
            or any(seen.result == "pass" and seen.decides for seen in one.evidence)
        ):
            return True
        above = self._by_id.get(one.item.parent or "")
        while above is not None:
            if _is_claimed(above) or observe(above.evidence) == "done":
                return True
            above = self._by_id.get(above.item.parent or "")
        return False

    def _idle(self, one: ItemReport) -> frozenset[str]:
        """Those of the item's paths of which no change shows its work, as they are other items' too."""
        intent = self._intent(one)
        known = [seen for seen in one.evidence if seen.rule == "paths" and seen.path]
        if (
            intent.verb in _MORE_THAN_CHANGE
            or intent.unstub
            or intent.cleanup
            or "test" in dict(one.item.overrides)
        ):
            return frozenset()
        found = set()
        for mention in intent.paths:
            mine = [seen for seen in known if may_mean(mention.path, seen.path or "")]
            if mine and all(self._is_common(mention.path, one, seen) for seen in mine):
                found.add(mention.path)
        return frozenset(found)

    def _is_common(self, path: str, one: ItemReport, seen: Evidence) -> bool:
        if seen.result == "pass":
            return not seen.decides
        if not _UNTOUCHED.search(seen.detail) or verb_at(one.item.text, path) in _MORE_THAN_CHANGE:
            return False
        if self._shared is None:
            everything = {other.item.id: self._intent(other) for other in self._items}
            self._shared = shared_paths([other.item for other in self._items], everything)
        return self._shared.get(path, 0) > 1

    def _intent(self, one: ItemReport) -> Intent:
        if one.item.id not in self._intents:
            self._intents[one.item.id] = intent_of(one.item)
        return self._intents[one.item.id]

    def _beside(self, one: ItemReport) -> Sequence[Intent]:
        """The intents of an item's section, where a rule would look at them."""
        intent = self._intent(one)
        if intent.paths or not (intent.unstub or intent.verb == "executable"):
            return ()
        # What is to be executable is looked for in the whole guide at last.
        wanted = self._items if intent.verb == "executable" else self._section(one)
        return [self._intent(other) for other in wanted]

    def _section(self, one: ItemReport) -> list[ItemReport]:
        return [other for other in self._items if other.item.section == one.item.section]


def _is_of(paths: Iterable[str], seen: Evidence) -> bool:
    return any(may_mean(path, seen.path or "") for path in paths)


def _is_claimed(one: ItemReport) -> bool:
    return one.item.ticked or any(claim.strong for claim in one.claims)
