"""Ways down a parsed source, from the root to the innermost node at a place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ast_grep_py import SgNode

Way = Sequence["SgNode"]  # from the root down to the innermost node at a place


class Descent:
    """Goes down to one place after the other, each time from where the last two ways part.

    So the children of a node that has many are listed once, and not for each of them.
    """

    def __init__(self, root: SgNode) -> None:
        self._nodes = [root]
        self._children: list[list[SgNode]] = []
        self._starts: list[list[int]] = []

    def to(self, place: int) -> Way:
        """The nodes around a place of the text."""
        while len(self._nodes) > 1 and not _holds(self._nodes[-1], place):
            self._nodes.pop()
        del self._children[len(self._nodes) :], self._starts[len(self._nodes) :]
        while (child := self._child(place)) is not None:
            self._nodes.append(child)
        return tuple(self._nodes)

    def _child(self, place: int) -> SgNode | None:
        """The child of the innermost node at the place."""
        level = len(self._nodes) - 1
        if level == len(self._children):
            children = self._nodes[-1].children()
            self._children.append(children)
            self._starts.append([child.range().start.index for child in children])
        children, starts = self._children[level], self._starts[level]
        at = bisect_right(starts, place) - 1
        # Empty nodes, which parsers put in where something is missing, share their place with others.
        while at > 0 and not _holds(children[at], place) and starts[at - 1] == starts[at]:
            at -= 1
        return children[at] if at >= 0 and _holds(children[at], place) else None


def _holds(node: SgNode, place: int) -> bool:
    span = node.range()
    return span.start.index <= place < span.end.index
