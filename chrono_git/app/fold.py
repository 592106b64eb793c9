"""Writes down what commits moved: in the last of them, where that may be, else later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chrono_git.app.edits import log_edit, tick_edit
from chrono_git.app.plan import plan_of
from chrono_git.app.progress import Moved, Progress, progress
from chrono_git.journal import Entry, missing
from chrono_git.repo.fold import fold
from chrono_git.repo.location import Location
from chrono_git.repo.objects import ObjectReader
from chrono_git.repo.remembered import forget, keep
from chrono_git.repo.settled import settle, since


@dataclass(frozen=True, slots=True)
class Folded:
    """What was done: `commit` is the new id of HEAD, None where nothing was folded; `left` says
    why something waits for the next commit ("" where nothing does); `skipped` are (path, why)."""

    moved: tuple[Moved, ...]
    commit: str | None = None
    left: str = ""
    skipped: tuple[tuple[str, str], ...] = ()


def fold_head(location: Location, commit: str, parents: Sequence[str], *, hindrance: str = "") -> Folded:
    """Fold what was not written down since the last settled commit into `commit`, which HEAD is.

    `hindrance` says why it may not be folded in any case (`a rebase is under way`); then it
    is only worked out what moved. Raises ChronoError where git or the disk refuse.
    """
    git, workshop = location.git(), f"{location.git_dir}/chrono-git"
    start = since(git, workshop, commit, parents[0] if parents else None)
    found = progress(location, commit, start)
    fresh = _fresh(location, found)
    moved = tuple(_without_known(one, fresh) for one in found.moved)
    moved = tuple(one for one in moved if one.gained or one.lost or one.learnt)
    edits = [tick_edit(path, lines) for path, lines in found.ticks.items()]
    if fresh:
        edits.append(log_edit(found.config.log, fresh, found.heads))
    if not edits:
        _settle(workshop, commit, found)
        return Folded(moved)
    left = hindrance or ("" if found.config.fold else "folding is switched off")
    if left or location.root is None:
        _remember_start(workshop, start)
        return Folded(moved, None, left or "there is no work tree")
    outcome = fold(
        git, location.root, workshop, commit, edits,
        object_format=location.object_format, note="chrono-git: progress folded in",
    )  # fmt: skip
    if outcome.commit is not None:
        _settle(workshop, outcome.commit, found)
    elif not outcome.left:
        _settle(workshop, commit, found)
    else:
        _remember_start(workshop, start)
    return Folded(moved, outcome.commit, outcome.left, outcome.skipped)


def _settle(workshop: str, commit: str, found: Progress) -> None:
    settle(workshop, commit)
    keep(f"{workshop}/plan", plan_of(found.report, commit))


def _remember_start(workshop: str, start: str | None) -> None:
    forget(f"{workshop}/plan")
    # Without it the next commit would look no farther back than to its own parent.
    if start is not None:
        settle(workshop, start)


def _fresh(location: Location, found: Progress) -> tuple[Entry, ...]:
    """The learnings that the log of the commit does not have."""
    if not found.entries:
        return ()
    with ObjectReader(location.git()) as reader:
        log = reader.read(f"{found.commit}:{found.config.log}".encode())
    text = log[1] if log is not None and isinstance(log[1], bytes) else b""
    return missing(text, found.entries)


def _without_known(moved: Moved, fresh: Sequence[Entry]) -> Moved:
    return replace(moved, learnt=sum(entry.guide == moved.guide for entry in fresh))
