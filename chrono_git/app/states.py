"""The kinds of states that are scanned: the work tree, the index and a commit's tree."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple, Protocol

from chrono_git.errors import RepositoryError
from chrono_git.model import Change
from chrono_git.repo.candidates import holding
from chrono_git.repo.changes import diff_trees
from chrono_git.repo.listing import list_index, list_tree, list_untracked, list_worktree
from chrono_git.repo.location import Location
from chrono_git.repo.raw import parse_raw
from chrono_git.repo.stream import Git

_FILE = "100"  # how the modes of regular files begin


class Step(NamedTuple):
    """How one path differs from a tree: whether it was a file there, and its blob id now.

    The id is "" for the file in the work tree, None where there is no file.
    """

    was: bool
    oid: str | None


# Waits for how all paths differ from a tree; None where that tree cannot be read any more.
Steps = Callable[[], dict[str, Step] | None]


class State(Protocol):
    """What a scan asks of a whole state of the repository."""

    def files(self, folders: Sequence[str]) -> dict[str, str]:
        """The files below the folders, with their blob ids ("" for what lies in the work tree)."""

    def beyond_git(self) -> Collection[str]:
        """Those files of the last listing that `holding` does not see."""

    def holding(
        self, literals: Collection[bytes], extensions: Collection[str], *, words: bool, folders: Sequence[str]
    ) -> Iterator[str]:
        """The files that hold one of the literals; see `repo.candidates`."""

    def untracked(self) -> list[str]:
        """The files that git does not know of; then those of `beyond_git`."""

    def begin_steps(self, tree: str) -> Steps:
        """Starts to compare what git knows of with a tree; see `Steps`."""

    def tree(self) -> str | None:
        """The id of the tree that this state is nearest to; None where there is none."""

    def has_moved(self) -> bool:
        """Whether it may have become another state since it was opened."""


class CommitState:
    """The files of the commit or tree `tree`; without one, of the index."""

    def __init__(self, git: Git, tree: str | None) -> None:
        self._git = git
        self._tree = tree

    def files(self, folders: Sequence[str]) -> dict[str, str]:
        """The files below the folders, with their blob ids."""
        if self._tree is None:
            return list_index(self._git, folders)
        return list_tree(self._git, self._tree, folders)

    def beyond_git(self) -> Collection[str]:
        """None."""
        return ()

    def holding(
        self, literals: Collection[bytes], extensions: Collection[str], *, words: bool, folders: Sequence[str]
    ) -> Iterator[str]:
        """The files that hold one of the literals; see `repo.candidates`."""
        return holding(
            self._git,
            literals,
            extensions=extensions,
            tree=self._tree,
            cached=self._tree is None,
            words=words,
            folders=folders,
        )

    def untracked(self) -> list[str]:
        """None."""
        return []

    def begin_steps(self, tree: str) -> Steps:
        """Starts to compare it with a tree."""
        if tree == self._tree:
            return dict
        if self._tree is None:
            return lambda: None
        return _steps(diff_trees(self._git, tree, self._tree), lambda one: one.new_oid)

    def tree(self) -> str | None:
        """The tree itself; None for the index, of which nothing is remembered."""
        return self._tree

    def has_moved(self) -> bool:
        """Never."""
        return False


class WorkTreeState:
    """The tracked and untracked files as they lie in the work tree."""

    def __init__(self, git: Git, location: Location) -> None:
        self._git = git
        self._head = location.head
        self._index = os.environ.get("GIT_INDEX_FILE") or f"{location.git_dir}/index"
        self._before = _stamp(self._index)
        self._untracked: list[str] = []

    def files(self, folders: Sequence[str]) -> dict[str, str]:
        """The files below the folders; some that git knows of may be deleted, others may be links."""
        tracked, self._untracked = list_worktree(self._git, folders)
        return dict.fromkeys(tracked, "") | dict.fromkeys(self._untracked, "")

    def beyond_git(self) -> Collection[str]:
        """The untracked files."""
        return self._untracked

    def holding(
        self, literals: Collection[bytes], extensions: Collection[str], *, words: bool, folders: Sequence[str]
    ) -> Iterator[str]:
        """The tracked files that hold one of the literals; see `repo.candidates`."""
        return holding(self._git, literals, extensions=extensions, words=words, folders=folders)

    def untracked(self) -> list[str]:
        """The files that git does not know of; some may be links."""
        self._untracked = list_untracked(self._git)
        return self._untracked

    def begin_steps(self, tree: str) -> Steps:
        """Starts to compare what git knows of with a tree."""
        options = ("--raw", "-z", "--no-abbrev", "--no-renames", "--ignore-submodules=dirty")
        return _steps(parse_raw(self._git.lines("diff-index", *options, tree, "--")), lambda _: "")

    def tree(self) -> str | None:
        """The tree of the last commit; None where there is none."""
        if self._head is None:
            return None
        return self._git.run("rev-parse", "--verify", f"{self._head}^{{tree}}").decode("ascii").strip()

    def has_moved(self) -> bool:
        """Whether the index was written since."""
        return self._before != _stamp(self._index)


def _steps(changes: Iterator[Change], oid: Callable[[Change], str]) -> Steps:
    def read() -> dict[str, Step] | None:
        try:
            return {
                one.path: Step(_is_file(one.old_mode), oid(one) if _is_file(one.new_mode) else None)
                for one in changes
            }
        except RepositoryError:
            return None

    return read


def _is_file(mode: str) -> bool:
    return mode.startswith(_FILE)


def _stamp(path: str) -> tuple[int, int, int] | None:
    try:
        seen = os.stat(path)  # noqa: PTH116 - pathlib is slow to load
    except OSError:
        return None
    return seen.st_size, seen.st_mtime_ns, seen.st_ino
