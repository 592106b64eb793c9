"""Which items were claimed beside a trailer: in its paragraph, its squash block, or outside of the blocks."""

from __future__ import annotations

from collections.abc import Iterable

from chrono_git.model import Claim
from chrono_git.trailers.lines import TrailerLine


class Beside:
    """The items that the `Chrono-Step` trailers of one message claim, by where they stand."""

    def __init__(self, claims: Iterable[tuple[TrailerLine, Claim]]) -> None:
        # By guide, too, as a number says nothing under another guide. Lists are made into
        # tuples once, since thousands of learnings may stand beside the same ones.
        items: dict[tuple[str, int, str | None], dict[str, None]] = {}
        for trailer, claim in claims:
            for place in (("paragraph", trailer.paragraph), ("block", trailer.block)):
                items.setdefault((*place, claim.guide), {}).setdefault(claim.item)
        self._items = {place: tuple(found) for place, found in items.items()}

    def steps(self, trailer: TrailerLine, guide: str | None) -> tuple[str, ...]:
        """The items of this guide that were claimed nearest to the trailer; none where nothing was."""
        for place in (("paragraph", trailer.paragraph), ("block", trailer.block), ("block", 0)):
            if found := self._items.get((*place, guide)):
                return found
        return ()
