"""Where git looks for hooks, and who said so."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Literal

from chrono_git.errors import RepositoryError
from chrono_git.repo.environment import printable
from chrono_git.repo.location import Location
from chrono_git.repo.stream import Git

# Since this version hooks can stand in the configuration: git-hook(1), RelNotes/2.54.0.
CONFIGURED_SINCE = (2, 54)


@dataclass(frozen=True, slots=True)
class HookPlace:
    """The folder in which git looks for the hooks of one work tree; both paths are absolute.

    `scope` is where `core.hooksPath` is set (git-config(1), `--show-scope`), "" where it is not, and
    `value` its value. `within` tells whose the folder is, links followed: the repository's own
    (`git`), the work tree's (`tree`), or others' (`outside`). `usual` is where the hooks
    lie without that setting.
    """

    path: str
    usual: str
    scope: str
    value: str
    within: Literal["git", "tree", "outside"]


def find_place(location: Location) -> HookPlace:
    """The place for the work tree or bare repository of `location`; raises RepositoryError."""
    git = location.git()
    path = _line(git.run("rev-parse", "--path-format=absolute", "--git-path", "hooks"))
    scope, value = _setting(git)
    if not path or (scope and not value):
        raise RepositoryError(
            f"core.hooksPath ({scope}) is empty", hint="give it a folder, or take it out of the configuration"
        )
    return HookPlace(path, f"{location.common_dir}/hooks", scope, value, _within(location, path))


def git_version(git: Git) -> tuple[int, ...]:
    """git's version in numbers, as far as they go: (2, 39, 5)."""
    words = git.run("version").split()
    numbers = []
    for part in words[2].split(b".") if len(words) > 2 else ():
        if not part.isdigit():
            break
        numbers.append(int(part))
    if not numbers:
        said = printable(b" ".join(words))
        raise RepositoryError(f"git does not say its version: {said!r}", hint="ask it: `git version`")
    return tuple(numbers)


def is_bare(location: Location) -> bool:
    """Whether the repository has no work tree of its own."""
    if location.root is not None:
        return False
    return location.git().run("rev-parse", "--is-bare-repository").strip() == b"true"


def _setting(git: Git) -> tuple[str, str]:
    status, output, _ = git.try_run("config", "--show-scope", "-z", "--type=path", "--get", "core.hooksPath")
    if status:
        return "", ""
    scope, value, *_ = (os.fsdecode(part) for part in output.split(b"\0"))
    return scope, value


def _within(location: Location, path: str) -> Literal["git", "tree", "outside"]:
    real = os.path.realpath(path)
    # A linked work tree may lie inside another's, and `.git` lies inside the work tree.
    for folder, whose in (
        (location.common_dir, "git"), (location.git_dir, "git"), (location.root, "tree"),
    ):  # fmt: skip
        if folder and _contains(os.path.realpath(folder), real):
            return "git" if whose == "git" else "tree"
    return "outside"


def _contains(folder: str, path: str) -> bool:
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def _line(output: bytes) -> str:
    return os.fsdecode(output.removesuffix(b"\n"))
