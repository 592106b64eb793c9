"""Takes up what the last commits moved, and tells of it: the slow way that several hooks share."""

from __future__ import annotations

from collections.abc import Collection

from chrono_git.hook.lean import load_site, tell

load_site()

from chrono_git.app.fold import Folded, fold_head  # noqa: E402 - it is what `load_site` is for
from chrono_git.render.progress import progress_line, shown_item  # noqa: E402
from chrono_git.repo.location import locate  # noqa: E402


def take_up(*, hindrance: str = "", among: Collection[bytes] | None = None) -> None:
    """Folds what HEAD's history proves and nobody wrote down into HEAD, and tells what moved.

    `hindrance` says why it is not to be folded now; `among` are the commits of which HEAD
    must be one, any if None.
    """
    location = locate(".")
    if location.head is None or location.root is None:
        return
    if among is not None and location.head.encode() not in among:
        return
    parents = location.git().run("rev-parse", f"{location.head}^@").decode().split()
    _tell(fold_head(location, location.head, parents, hindrance=hindrance))


def _tell(folded: Folded) -> None:
    tell(
        progress_line(one.guide, one.done, one.counted, gained=one.gained, lost=one.lost, learnt=one.learnt)
        for one in folded.moved
    )
    if folded.left:
        tell(
            f"chrono-git: not folded into this commit: {folded.left}; the next one, or `chrono-git sync`, takes it up"
        )
    for path, why in folded.skipped:
        tell(f"chrono-git: {path} was not written: {why}")
