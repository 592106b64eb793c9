"""unseen: why a machine cannot see this item, and how a person can attest it."""

from __future__ import annotations

from collections.abc import Iterator

from chrono_git.facts import Facts
from chrono_git.model import Evidence, Item

RULE = "unseen"


def look(item: Item, facts: Facts) -> Iterator[Evidence]:
    """Say that running, checking and deciding leave no trace in the tree, and that machines differ."""
    remedy = (
        f"attest it with the trailer `Chrono-Step: {item.number or item.id}` in a commit message, or tick it"
    )
    if item.kind == "prerequisite":
        yield Evidence(
            RULE,
            "unknown",
            "a prerequisite of the machine, which the repository does not show",
            remedy=remedy,
        )
    elif facts.intent(item).verb == "manual":
        yield Evidence(
            RULE, "unknown", "leaves no trace in the repository: only a person can tell", remedy=remedy
        )
