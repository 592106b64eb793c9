"""Which items were claimed beside a trailer: in its paragraph, its squash block, or outside of the blocks."""

from __future__ import annotations

from collections.abc import Iterable

from chrono_git.model import Claim
from chrono_git.trailers.lines import TrailerLine

# Items that are told with one learning: of a message of thousands of both, all with all would be millions.
_MOST = 100


class Beside:
    """The items that the `Chrono-Step` trailers of one message claim, by where they stand."""

    def __init__(self, claims: Iterable[tuple[TrailerLine, Claim]]) -> None:
        # By guide, too, as a number says nothing under another guide.
        items: dict[tuple[str, int, str | None], dict[str, None]] = {}
        for trailer, claim in claims:
            for place in (("paragraph", trailer.paragraph), ("block", trailer.block)):
                items.setdefault((*place, claim.guide), {}).setdefault(claim.item)
        self._items = {place: tuple(found)[:_MOST] for place, found in items.items()}

    def steps(self, trailer: TrailerLine, guide: str | None) -> tuple[str, ...]:
        """The first hundred items of this guide claimed nearest to the trailer; none where nothing was."""
        for place in (("paragraph", trailer.paragraph), ("block", trailer.block), ("block", 0)):
            if found := self._items.get((*place, guide)):
                return found
        return ()
