"""Ids for items: unique in a guide, readable, and stable while the list keeps its order.

The part behind the guide's id and a slash is, for

- a step: `step-2`, `step-1.2`;
- a checkbox with a number: the number, `1.2`, `T012`; a bare `3` that occurs more than
  once in the guide gets its section in front, as below;
- a checkbox without one: `<section>.<n>`, the n-th top-level checkbox of that section.
  The section is the innermost heading with a number (`Phase 1: …`, `2. …` give `1`, `2`),
  else the first heading as a slug (`post-implementation.2`), else `item`;
- a sub-task without a number: `<id of its parent>.<n>`.

What would repeat gets `-2`, `-3` in the order of lines.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from chrono_git.guide.draft import Draft
from chrono_git.guide.words import slug

_PHASE = re.compile(
    r"\W*(?:(?:phase|stage|milestone|阶段|フェーズ)\s*(?P<phase>\d+(?:\.\d+)*[a-z]?)|第\s*(?P<nth>\d+)\s*阶段"
    r"|(?P<number>\d+(?:\.\d+)*)(?:[.):：]|(?=\s)))",
    re.IGNORECASE,
)


def assign(drafts: list[Draft]) -> None:
    """Set `local` of every draft, given in the order of their lines."""
    numbers = Counter(draft.number for draft in drafts if draft.kind != "step")
    position: defaultdict[object, int] = defaultdict(int)
    wanted: dict[Draft, bool] = {}
    places: dict[Draft, tuple[object, int]] = {}
    for draft in drafts:
        place: object = draft.parent or _container(draft.section)
        position[place] += 1
        places[draft] = (place, position[place])
        by_number = draft.number and not (draft.number.isdigit() and numbers[draft.number] > 1)
        wanted[draft] = draft.kind == "step" or bool(by_number)
    taken: dict[str, int] = {}
    for draft in sorted(drafts, key=lambda one: not wanted[one]):
        if wanted[draft]:
            name = f"step-{draft.number}" if draft.kind == "step" else str(draft.number)
        else:
            name = _positional(draft, *places[draft])
        draft.local = _free(name, taken)
        taken.setdefault(draft.local, 1)


def _positional(draft: Draft, place: object, index: int) -> str:
    prefix = place.local if isinstance(place, Draft) else str(place)
    return f"{prefix}.{draft.number or index}"


def _container(section: tuple[str, ...]) -> str:
    for title in reversed(section):
        found = _PHASE.match(title)
        if found:
            return str(found["phase"] or found["nth"] or found["number"])
    return (slug(section[0]) if section else "") or "item"


def _free(name: str, taken: dict[str, int]) -> str:
    """Return the name, or with the first suffix that is free; `taken` remembers the last one tried."""
    free, count = name, taken.get(name, 1)
    while free in taken:
        count += 1
        free = f"{name}-{count}"
    taken[name] = count
    return free
