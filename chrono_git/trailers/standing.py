"""A history of messages → the claims that still stand: reopened and reverted ones are gone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from chrono_git.model import Claim
from chrono_git.trailers.message import Message

Key = tuple[str | None, str]
_PULL = re.compile(r"\((#\d+)\)\s*$")
_SHORTEST = 7


@dataclass(frozen=True, slots=True)
class Standing:
    """What the history says of one item, in the end.

    `claims` stand, oldest first, those that say the same only once; `skip` is the latest
    word that it is not to be done; `reopened` the one that took earlier claims back, if
    nothing was claimed since.
    """

    claims: tuple[Claim, ...] = ()
    skip: Claim | None = None
    reopened: Claim | None = None


def standing_claims(
    messages: Iterable[tuple[str, Message]],
    default: str | None = None,
    brought_in: Callable[[str, str], Iterable[str]] | None = None,
) -> dict[Key, Standing]:
    """Fold the messages of a history, oldest first, into what stands, by (guide, item).

    `messages` are (commit id, message) in an order in which no commit comes before its
    parents. `default` is the guide of claims without one. `brought_in(merge, mainline)`
    gives the commits that a reverted merge brought; without it only the merge itself is
    taken back. A revert that is itself reverted takes nothing back. The same trailer in
    two commits (merge, cherry-pick, squash) counts once, and stands as long as one of
    them does.
    """
    history = list(messages)
    gone = reverted(history, brought_in)
    items: dict[Key, _Item] = {}
    for oid, message in history:
        if oid in gone:
            continue
        for claim in message.claims:
            key = (claim.guide or default, claim.item)
            items.setdefault(key, _Item()).add(replace(claim, commit=oid, guide=key[0]))
    return {key: item.standing() for key, item in items.items()}


@dataclass(slots=True)
class _Item:
    claims: dict[tuple[str, bool], Claim] = field(default_factory=dict)
    skip: Claim | None = None
    reopened: Claim | None = None

    def add(self, claim: Claim) -> None:
        if claim.kind == "reopen":
            self.claims.clear()
            self.skip, self.reopened = None, claim
        elif claim.kind == "skip":
            self.skip = claim
        else:
            self.claims.setdefault((claim.item, claim.weak), claim)
            self.reopened = None
            if not claim.weak:
                self.skip = None

    def standing(self) -> Standing:
        strong = tuple(one for one in self.claims.values() if not one.weak)
        return Standing(strong or tuple(self.claims.values()), self.skip, self.reopened)


def reverted(
    history: Sequence[tuple[str, Message]],
    brought_in: Callable[[str, str], Iterable[str]] | None = None,
) -> set[str]:
    """The commits of a history, oldest first, that a standing revert takes back (see `standing_claims`)."""
    # Worked out from the newest to the oldest.
    if not any(message.reverts for _, message in history):
        return set()
    by_prefix: dict[str, list[str]] = {}
    by_pull: dict[str, list[str]] = {}
    for oid, message in history:
        by_prefix.setdefault(oid[:_SHORTEST], []).append(oid)
        if pull := _PULL.search(message.subject[-200:]):
            by_pull.setdefault(pull[1], []).append(oid)
    gone: set[str] = set()
    for oid, message in reversed(history):
        if oid in gone:
            continue
        for revert in message.reverts:
            if revert.commit.startswith("#"):
                named = by_pull.get(revert.commit, [])
            else:
                named = [
                    one
                    for one in by_prefix.get(revert.commit[:_SHORTEST], [])
                    if one.startswith(revert.commit)
                ]
            gone.update(one for one in named if one != oid)
            if revert.mainline and brought_in is not None:
                gone.update(brought_in(revert.commit, revert.mainline))
    return gone
