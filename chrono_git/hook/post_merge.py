"""post-merge: what a merge or a pull brought is told, once; the next commit writes it down."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def run(arguments: Sequence[str]) -> int:
    """Tells what moved, but not for a squash (githooks(5): the flag 1), which is no commit yet; returns 0."""
    if arguments[:1] != ["1"]:
        from chrono_git.hook.taking_up import take_up

        # A merge is nobody's work alone, and what was fast-forwarded to is somebody else's.
        take_up(hindrance="it came by a merge")
    return 0
