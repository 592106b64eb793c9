"""learnings: are the key learnings of the guide itself filled in?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from chrono_git.facts import Facts
from chrono_git.model import Evidence, Item

RULE = "learnings"
_ASKED = re.compile(
    r"\b(?:key|main) learnings?\b|\bknowledge transfer\b|\blessons learn(?:ed|t)\b", re.IGNORECASE
)


def look(item: Item, facts: Facts) -> Iterator[Evidence]:
    """For an item about key learnings, or in a section of its own for them: what the guide has there."""
    headings = item.section[-1:] if item.kind == "task" else ()
    if not any(_ASKED.search(text[:1000]) for text in (item.text, *headings)):
        return
    filled = [one for one in facts.learnt if one.filled]
    blank = [one for one in facts.learnt if not one.filled]
    path = facts.guide_path
    if filled:
        many = "1 key learning" if len(filled) == 1 else f"{len(filled)} key learnings"
        yield Evidence(
            RULE, "pass", f"{path}:{filled[0].line} has {many} filled in", path=path, line=filled[0].line
        )
    elif not blank:
        yield Evidence(
            RULE,
            "fail",
            f"{path} has no key learnings",
            path=path,
            remedy="write what was learnt below `**Key Learnings**:`",
        )
    for one in blank:
        yield Evidence(
            RULE,
            "fail",
            f"{path}:{one.line} is still the template's: {one.text[:60]}",
            path=path,
            line=one.line,
            remedy="fill it in or delete the line",
        )
