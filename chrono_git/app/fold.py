"""Writes down what commits moved: in the last of them, where that may be, else later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from chrono_git.app.edits import log_edit, tick_edit
from chrono_git.app.learnings import learnings_of
from chrono_git.app.plan import plan_of
from chrono_git.app.progress import Moved, Progress, progress
from chrono_git.errors import ChronoError
from chrono_git.journal import Entry, has_repeats, known_keys, missing, normal, repair
from chrono_git.repo.fold import NOTE, fold
from chrono_git.repo.location import Location
from chrono_git.repo.objects import ObjectReader
from chrono_git.repo.remembered import forget, keep, recall
from chrono_git.repo.settled import TOLD, settle, settled, since
from chrono_git.repo.stream import Git


@dataclass(frozen=True, slots=True)
class Folded:
    """What was done: `commit` is the new id of HEAD, None where nothing was folded; `left` says
    why something waits for the next commit ("" where nothing does); `skipped` are (path, why)."""

    moved: tuple[Moved, ...]
    commit: str | None = None
    left: str = ""
    skipped: tuple[tuple[str, str], ...] = ()


def fold_head(
    location: Location,
    commit: str,
    parents: Sequence[str],
    *,
    hindrance: str = "",
    rewritten: Mapping[str, str] | None = None,
) -> Folded:
    """Fold what was not written down since the last settled commit into `commit`, which HEAD is.

    `hindrance` says why it may not be folded in any case (`a rebase is under way`); then it
    is only worked out what moved. `rewritten` are new commits by the old ones that they stand
    for: what the old ones taught, and the new ones do not, leaves the log. Raises ChronoError
    where git or the disk refuse.
    """
    git, workshop = location.git(), f"{location.git_dir}/chrono-git"
    start = since(git, workshop, commit, parents[0] if parents else None)
    amended = _amended(git, workshop, commit, parents)
    rewritten = rewritten or ({amended: commit} if amended else {})
    # What moved is told against what stood here before, if HEAD was rewritten.
    former = next((old for old, new in reversed([*rewritten.items()]) if new == commit), None)
    found = progress(location, commit, start, former or _told(git, workshop))
    fresh, gone, repeats = _news_for_log(location, found, rewritten)
    moved = tuple(_without_known(one, fresh) for one in found.moved)
    moved = tuple(one for one in moved if one.gained or one.lost or one.learnt)
    edits = [tick_edit(path, lines) for path, lines in found.ticks.items()]
    if fresh or gone or repeats:
        edits.append(log_edit(found.config.log, fresh, found.heads, gone))
    if not edits:
        _settle(workshop, commit, found)
        return Folded(moved)
    if not found.config.fold:
        # Whoever switched it off need not be told each time.
        _leave(workshop, commit, start)
        return Folded(moved)
    if hindrance or location.root is None:
        _leave(workshop, commit, start)
        return Folded(moved, None, hindrance or "there is no work tree")
    _remember(workshop, start)
    outcome = fold(
        git, location.root, workshop, commit, edits,
        object_format=location.object_format, note=NOTE,
    )  # fmt: skip
    if outcome.left or outcome.skipped:
        _leave(workshop, outcome.commit or commit, start)
    else:
        _settle(workshop, outcome.commit or commit, found)
    return Folded(moved, outcome.commit, outcome.left, outcome.skipped)


def _settle(workshop: str, commit: str, found: Progress) -> None:
    settle(workshop, commit)
    forget(f"{workshop}/{TOLD}")
    keep(f"{workshop}/plan", plan_of(found.report, commit, found.config))


def _leave(workshop: str, commit: str, start: str | None) -> None:
    """Remembers that something is left to be written, though people were told of what `commit` moved."""
    forget(f"{workshop}/plan")
    keep(f"{workshop}/{TOLD}", commit)
    _remember(workshop, start)


def _remember(workshop: str, start: str | None) -> None:
    """Keeps from where on something is left to be written, whatever ends this run."""
    # Without it the next commit would look no farther back than to its own parent.
    if start is not None and start not in settled(workshop):
        settle(workshop, start)


def _told(git: Git, workshop: str) -> str | None:
    """The commit of which people were told last what it moved, though something was left to be written."""
    commit = recall(f"{workshop}/{TOLD}")
    return commit if commit and git.try_run("cat-file", "-e", commit)[0] == 0 else None


def _amended(git: Git, workshop: str, commit: str, parents: Sequence[str]) -> str | None:
    """The commit that was settled last, if it stood where `commit` stands now, and HEAD was there before."""
    last = next(reversed(settled(workshop)), commit)
    if last == commit:
        return None
    # The reflog tells an amended commit from one of another branch with the same parent.
    status, output, _ = git.try_run("rev-parse", "HEAD@{1}", f"{last}^@")
    return last if status == 0 and output.decode().split() == [last, *parents] else None


def _news_for_log(
    location: Location, found: Progress, rewritten: Mapping[str, str]
) -> tuple[tuple[Entry, ...], tuple[Entry, ...], bool]:
    """The learnings that the log of the commit does not have, those that it should not have any more,
    and whether it has some twice, as a union merge leaves them."""
    if not found.config.learnings:
        return (), (), False
    git = location.git()
    with ObjectReader(git) as reader:
        log = reader.read(f"{found.commit}:{found.config.log}".encode())
    text = log[1] if log is not None and isinstance(log[1], bytes) else b""
    try:
        known, fresh = known_keys(text), missing(text, found.entries)
        repeats = has_repeats(text) and repair(text, path=found.config.log) != text
    except ChronoError:
        return found.entries, (), False  # the edit meets the same, and says so
    if not rewritten or not known:
        return fresh, (), repeats
    former, latter = (
        learnings_of(git, tuple(dict.fromkeys(commits)), found.reading)
        for commits in (rewritten.keys(), rewritten.values())
    )
    # Another author or date gives another key to the same words, which stay as they are.
    said = {normal(entry.text) for entry in (*latter, *found.entries)}
    gone = (entry for entry in former if entry.key in known)
    return fresh, tuple(entry for entry in gone if normal(entry.text) not in said), repeats


def _without_known(moved: Moved, fresh: Sequence[Entry]) -> Moved:
    return replace(moved, learnt=sum(entry.guide == moved.guide for entry in fresh))
