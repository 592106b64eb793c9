"""What is asked of git rarely, through GitPython: settings, remotes, work trees, submodules.

GitPython takes 0.16 s to import, so nothing on the way of `report` or of a hook imports
this module; `location`, `snapshot` and `stream` serve those.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from git import Repo
from git.exc import GitCommandError, InvalidGitRepositoryError, NoSuchPathError

from chrono_git.errors import RepositoryError
from chrono_git.repo.environment import encoded, failure, git_environment
from chrono_git.repo.location import Location


@dataclass(frozen=True, slots=True)
class Remote:
    """One remote, with the first URL to fetch from after all `insteadOf` settings.

    The URL may hold a password: show `notes.forge.web_url` of it, never itself.
    """

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class LinkedTree:
    """One work tree of a repository; `branch` is None where HEAD is detached or there is no work tree."""

    path: str
    head: str | None
    branch: str | None
    bare: bool


@dataclass(frozen=True, slots=True)
class Submodule:
    """One submodule as `.gitmodules` names it; `url` may be relative to the first remote's."""

    name: str
    path: str
    url: str


@contextmanager
def opened(location: Location) -> Iterator[Repo]:
    """GitPython's object for a repository, closed afterwards: each holds two processes.

    Raises RepositoryError where GitPython finds none, and for a git that fails inside.
    """
    try:
        with Repo(location.top) as repo:
            repo.git.update_environment(**git_environment(os.environ))
            yield repo
    except (InvalidGitRepositoryError, NoSuchPathError) as problem:
        raise RepositoryError(
            f"not a git repository: {problem}", hint="run it inside a git repository"
        ) from None
    except GitCommandError as problem:
        words = (
            problem.command if isinstance(problem.command, (list, tuple)) else str(problem.command).split()
        )
        status = problem.status if isinstance(problem.status, int) else 1
        raise failure([str(word) for word in words[1:]], status, _raw(problem.stderr)) from None


def settings(location: Location, section: str = "chrono") -> Mapping[str, tuple[str, ...]]:
    """The settings of one section of git's configuration, all levels and includes considered.

    Keys are as git-config(1) prints them, without the section and in lower case but for a
    subsection; values in the order in which git reads them, so that the last one wins.
    """
    with opened(location) as repo:
        found = _config(repo, "--get-regexp", rf"^{re.escape(section)}\.")
    values: dict[str, tuple[str, ...]] = {}
    for key, value in found:
        name = key[len(section) + 1 :]
        values[name] = (*values.get(name, ()), value)
    return values


def remotes(location: Location) -> tuple[Remote, ...]:
    """The remotes in the order of the configuration, without those that have no URL."""
    with opened(location) as repo:
        return tuple(
            Remote(remote.name, url) for remote in repo.remotes if (url := next(iter(remote.urls), None))
        )


def worktrees(location: Location) -> tuple[LinkedTree, ...]:
    """All work trees of the repository, the main one first: git-worktree(1), "Porcelain Format"."""
    with opened(location) as repo:
        # `-z` came with git 2.36; without it a path with a line break is cut.
        nul = repo.git.version_info >= (2, 36)
        output = repo.git.worktree(
            "list",
            "--porcelain",
            *(["-z"] if nul else []),
            stdout_as_string=False,
            strip_newline_in_stdout=False,
        )
    end = b"\0" if nul else b"\n"
    trees = []
    for block in output.split(end * 2):
        lines = (_text(line).partition(" ") for line in block.split(end) if line)
        words = {key: value for key, _, value in lines}
        if words:
            branch = words.get("branch")
            trees.append(
                LinkedTree(
                    path=words["worktree"],
                    head=None if not words.get("HEAD", "").strip("0") else words["HEAD"],
                    branch=branch.removeprefix("refs/heads/") if branch else None,
                    bare="bare" in words,
                )
            )
    return tuple(trees)


def submodules(location: Location, revision: str | None = None) -> tuple[Submodule, ...]:
    """The submodules that `.gitmodules` names (gitmodules(5)), of the work tree or of a commit's id."""
    file = Path(location.top, ".gitmodules")
    source = ["--blob", f"{revision}:.gitmodules"] if revision else ["--file", str(file)]
    if not revision and (file.is_symlink() or not file.is_file()):
        return ()
    with opened(location) as repo:
        # Not even an include is followed: the file is somebody else's.
        if revision and not repo.git.ls_tree("--name-only", revision, "--", ".gitmodules"):
            return ()
        found = dict(_config(repo, *source, "--no-includes", "--get-regexp", r"^submodule\..*\.(path|url)$"))
    names = [key[len("submodule.") : -len(".path")] for key in found if key.endswith(".path")]
    return tuple(
        Submodule(name, found[f"submodule.{name}.path"], found.get(f"submodule.{name}.url", ""))
        for name in names
    )


def _config(repo: Repo, *arguments: str) -> list[tuple[str, str]]:
    # `key LF value NUL`; a key without `= value` comes alone, and means true.
    try:
        output = repo.git.config("-z", *arguments, stdout_as_string=False, strip_newline_in_stdout=False)
    except GitCommandError as problem:
        if problem.status != 1:
            raise
        return []
    records = (record.partition(b"\n") for record in output.split(b"\0")[:-1])
    return [(_text(key), _text(value) if given else "true") for key, given, value in records]


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "surrogateescape")


def _raw(stderr: object) -> bytes:
    # GitPython wraps it into `stderr: '…'`.
    text = stderr if isinstance(stderr, (str, bytes)) else ""
    raw = encoded(text).strip()
    return raw.removeprefix(b"stderr: '").removesuffix(b"'") if raw.startswith(b"stderr: '") else raw
