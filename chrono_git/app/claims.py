"""Whose word there is for the items of the guides: trailers of the history, and ids in subjects."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chrono_git.guide import nearest, resolve
from chrono_git.model import Claim, Guide, Item, Problem
from chrono_git.trailers import Standing

Claims = dict[str, tuple[Claim, ...]]


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
        items = resolve(guide, name)
        if len(items) == 1:
            found.setdefault(items[0].id, []).extend(_all(standing))
        else:
            problems += _unresolved(guide, name, items, standing)
    return {item: tuple(claims) for item, claims in found.items()}, tuple(problems)


def _all(standing: Standing) -> list[Claim]:
    strong = [claim for claim in standing.claims if not claim.weak]
    return (strong or list(standing.claims)) + ([standing.skip] if standing.skip else [])


def _unresolved(guide: Guide, name: str, items: Sequence[Item], standing: Standing) -> list[Problem]:
    """A trailer that names no item, or several: said, as nobody else will notice. Weak ones are no claims."""
    made = [claim for claim in _all(standing) if not claim.weak]
    if not made:
        return []
    near = [item.id for item in items[:3]] or nearest(guide, name)
    said = "names several items" if items else "names no item"
    hint = f"; nearest: {', '.join(near)}" if near else ""
    return [
        Problem(
            guide.path, None, f"`{claim.trailer}` of commit {claim.commit[:10]} {said} of {guide.id}{hint}"
        )
        for claim in made
    ]
