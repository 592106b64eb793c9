"""post-commit: what the new commit proves is ticked and logged, in that very commit."""

from __future__ import annotations

from chrono_git.hook.lean import find_place, under_way

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def run(arguments: Sequence[str]) -> int:
    """Folds the progress of HEAD into it; returns 0. Raises ChronoError where that cannot be worked out."""
    del arguments
    place = find_place()
    # git replays commits one by one: what they prove is taken up once, when it is done.
    if place is not None and (not place.top or under_way(place.git_dir)):
        return 0
    if place is not None:
        from chrono_git.hook.commit_glance import is_settled

        if is_settled(place):
            return 0
    from chrono_git.hook.taking_up import take_up

    take_up()
    return 0
