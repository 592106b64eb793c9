"""post-checkout: what was there when a branch is first come to is nobody's work to be taken up."""

from __future__ import annotations

from chrono_git.hook.lean import find_place, under_way

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def run(arguments: Sequence[str]) -> int:
    """Remembers where a branch stands that was not come to before; returns 0.

    The arguments are the old and the new HEAD, and 1 for a branch: githooks(5).
    """
    old, new, kind = (*arguments, "", "", "")[:3]
    place = find_place()
    if kind != "1" or old == new or place is None or not place.top or under_way(place.git_dir):
        return 0
    from chrono_git.repo.remembered import recall
    from chrono_git.repo.settled import TOLD, settle, settled
    from chrono_git.repo.stream import Git

    known = settled(place.state_dir)
    if not known or new in known:
        return 0
    left = recall(f"{place.state_dir}/{TOLD}")
    # What was left to be written on this very branch is still to be taken up.
    if left and Git(".").try_run("merge-base", "--is-ancestor", left, new)[0] == 0:
        return 0
    settle(place.state_dir, new)
    return 0
