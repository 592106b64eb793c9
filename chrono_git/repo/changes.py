"""What differs between two states of the repository."""

from __future__ import annotations

from collections.abc import Iterator

from chrono_git.model import Change, Entry
from chrono_git.repo.patches import EMPTY_TREES
from chrono_git.repo.raw import parse_raw
from chrono_git.repo.snapshot import Snapshot
from chrono_git.repo.stream import Git
from chrono_git.repo.worktree import WorkTree

_NONE = "000000"
# `git diff` and not `git diff-tree`, which reads the whole index first.
_DIFF = ("diff", "--raw", "-z", "--no-abbrev", "--no-renames", "--ignore-submodules=dirty")


def diff_trees(git: Git, old: str | None, new: str) -> Iterator[Change]:
    """What `new` changed against `old`, both ids of commits or trees; None is the empty tree."""
    return parse_raw(git.lines(*_DIFF, old or EMPTY_TREES[len(new)], new, "--"))


def diff_index(git: Git, old: str | None) -> Iterator[Change]:
    """What the index changed against the commit `old`, None for no commit at all; conflicts have status U."""
    return parse_raw(git.lines(*_DIFF, "--cached", old or empty_tree(git), "--"))


def diff_snapshot(git: Git, old: str | None, snapshot: Snapshot) -> Iterator[Change]:
    """What a snapshot changed against the commit `old`, None for no commit at all.

    Untracked files are additions whose `new_oid` is empty, as nobody has hashed them; so
    it is for conflicts in the index.
    """
    if snapshot.revision is not None:
        return diff_trees(git, old, snapshot.revision)
    staged = diff_index(git, old)
    if isinstance(snapshot, WorkTree):
        return _diff_worktree(snapshot, {change.path: change for change in staged})
    return (
        Change(change.path, "M", change.old_mode, change.old_mode, change.old_oid, "")
        if change.status == "U"
        else change
        for change in staged
    )


def empty_tree(git: Git) -> str:
    """The id of the tree that has nothing in it."""
    algorithm = git.run("rev-parse", "--show-object-format").strip()
    return EMPTY_TREES[64 if algorithm == b"sha256" else 40]


def _diff_worktree(worktree: WorkTree, staged: dict[str, Change]) -> Iterator[Change]:
    entries = worktree.entries()
    loose = worktree.loose()
    old: dict[str, Entry | None] = dict(loose)
    for path, change in staged.items():
        old[path] = Entry(path, change.old_mode, change.old_oid) if change.old_mode != _NONE else None
    # Only what was there before can be the same again.
    hashed = worktree.ids(path for path in loose if old[path] is not None)
    for path in sorted(old):
        before = old[path] or Entry(path, _NONE, "")
        after = entries.get(path) or Entry(path, _NONE, "")
        oid = hashed.get(path, after.oid)
        if (before.mode, before.oid) != (after.mode, oid):
            yield Change(path, _status(before.mode, after.mode), before.mode, after.mode, before.oid, oid)


def _status(before: str, after: str) -> str:
    if before == _NONE:
        return "A"
    if after == _NONE:
        return "D"
    # The first three digits are the type: a file, a link, a submodule.
    return "M" if before[:3] == after[:3] else "T"
