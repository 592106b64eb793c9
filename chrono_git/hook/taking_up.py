"""Takes up what the last commits moved, and tells of it: the slow way that several hooks share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from chrono_git.hook.lean import load_site, tell

load_site()

from chrono_git.app.fold import Folded, fold_head  # noqa: E402 - it is what `load_site` is for
from chrono_git.app.progress import Moved  # noqa: E402
from chrono_git.hook import glance  # noqa: E402
from chrono_git.render.progress import progress_line, shown_item  # noqa: E402
from chrono_git.repo.location import locate  # noqa: E402

_MOST = 5  # guides that are told of, each on its line


def take_up(*, hindrance: str = "", rewritten: Mapping[str, str] | None = None) -> None:
    """Folds what HEAD's history proves and nobody wrote down into HEAD, and tells what moved.

    `hindrance` says why it is not to be folded now; `rewritten` are the new commits by the
    old ones: HEAD must be one of them, if there are any.
    """
    location = locate(".")
    if location.head is None or location.root is None:
        return
    if rewritten is not None and location.head not in rewritten.values():
        return
    parents = location.git().run("rev-parse", f"{location.head}^@").decode().split()
    tell(_lines(fold_head(location, location.head, parents, hindrance=hindrance, rewritten=rewritten)))
    # What the scanner looks for is gathered once; then a glance may do without it.
    if not glance.is_known(location.common_dir):
        glance.remember(location.common_dir)


def _lines(folded: Folded) -> Iterator[str]:
    yield from map(_line, folded.moved[:_MOST])
    if len(folded.moved) > _MOST:
        yield f"and {len(folded.moved) - _MOST} more guides moved: chrono-git report"
    if folded.left:
        yield f"chrono-git: not folded into this commit: {folded.left}"
        yield "hint: the next commit takes it up, or `chrono-git sync` does."
    for path, why in folded.skipped:
        yield f"chrono-git: {path} was not written: {why}"


def _line(one: Moved) -> str:
    gained, lost = ([shown_item(*item) for item in items] for items in (one.gained, one.lost))
    return progress_line(one.guide, one.done, one.counted, gained=gained, lost=lost, learnt=one.learnt)
