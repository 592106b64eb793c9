"""Whose word there is for the items of the guides: trailers of the history, and ids in subjects."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from chrono_git.guide import nearest, resolve
from chrono_git.model import Claim, Guide, Item, Problem
from chrono_git.trailers import Standing

Claims = dict[str, tuple[Claim, ...]]
_STEP = re.compile(r"^step[\s-]*(?=\w)")
_ZEROS = re.compile(r"(?<![\d.])0+(?=\d)")


def claims_of(
    guides: Sequence[Guide], words: Mapping[tuple[str | None, str], Standing], *, alone: bool
) -> tuple[Claims, tuple[Problem, ...]]:
    """What stands of all claims, by item id, and the claims that cannot be meant.

    `words` are what the history leaves standing, by (guide, item). A word without a guide
    counts where there is only one (`alone`).
    """
    known: dict[str | None, Guide] = {guide.id: guide for guide in guides}
    only = guides[0] if alone and guides else None
    found: dict[str, list[Claim]] = {}
    problems: list[Problem] = []
    for (guide_id, name), standing in words.items():
        guide = known.get(guide_id, only if guide_id is None else None)
        if guide is None:
            continue
        item = meant(guide, name)
        if item is not None:
            found.setdefault(item.id, []).extend(_all(standing))
        else:
            problems += _unresolved(guide, name, standing)
    return {item: tuple(claims) for item, claims in found.items()}, tuple(problems)


def meant(guide: Guide, name: str) -> Item | None:
    """The one item that a trailer names; None where it names none, or several."""
    items = resolve(guide, name)
    return items[0] if len(items) == 1 and _is_named(items[0], guide, name) else None


def complaint(guide: Guide, name: str, otherwise: str = "") -> str:
    """What is wrong with a name that means no item, and what it may have meant; if nothing, `otherwise`."""
    items = resolve(guide, name)
    near = [item.id for item in items[:3]] or nearest(guide, name)
    said = "names several items" if len(items) > 1 else "names no item"
    return f"{said} of {guide.id}" + (f"; nearest: {', '.join(near)}" if near else otherwise)


def _is_named(item: Item, guide: Guide, name: str) -> bool:
    """Whether a trailer names the item by its number or id: a part of the id is no word to rely on."""
    local = item.id.removeprefix(f"{guide.id}/").lower()
    low = name.strip().removeprefix("#").rpartition("/")[2].lower()
    number = _ZEROS.sub("", _STEP.sub("", low))
    return low == local or number in (local, _ZEROS.sub("", (item.number or "").lower()))


def _all(standing: Standing) -> list[Claim]:
    strong = [claim for claim in standing.claims if not claim.weak]
    last = [word for word in (standing.skip, standing.reopened) if word is not None]
    return (strong or list(standing.claims)) + last


def _unresolved(guide: Guide, name: str, standing: Standing) -> list[Problem]:
    """A trailer that names no item, or several: said, as nobody else will notice. Weak ones are no claims."""
    made = [claim for claim in _all(standing) if not claim.weak and claim.kind != "reopen"]
    why = complaint(guide, name) if made else ""
    return [
        Problem(guide.path, None, f"`{claim.trailer}` of commit {claim.commit[:10]} {why}") for claim in made
    ]
