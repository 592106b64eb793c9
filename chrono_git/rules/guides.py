"""guides: how far is the guide that a prerequisite wants completed?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from chrono_git.facts import Facts
from chrono_git.model import Evidence, Item

RULE = "guides"
_WANTS = re.compile(r"\b(?:complete[d]?|done|merged|finished|landed|implemented|closed)\b|完成|完了", re.I)
_ID = re.compile(r"\b[A-Z][A-Z0-9]+-\d+\b")


def look(item: Item, facts: Facts) -> Iterator[Evidence]:
    """Judge "CHRONO-002 completed" by that guide's own report."""
    if item.kind != "prerequisite" and not _WANTS.search(item.text):
        return
    for name in dict.fromkeys(_ID.findall(item.text)):
        found = facts.others.get(name)
        if found is not None:
            yield _judged(name, *found)
        elif item.kind == "prerequisite":
            yield Evidence(
                RULE,
                "unknown",
                f"there is no guide {name} here to ask",
                remedy="attest it with a Chrono-Step trailer",
            )


def _judged(name: str, to_do: int, items: int) -> Evidence:
    if to_do:
        return Evidence(
            RULE, "fail", f"{name} has {to_do} of {items} items to do", remedy=f"chrono-git next {name}"
        )
    return Evidence(RULE, "pass", f"{name} has nothing open ({items} items)")
