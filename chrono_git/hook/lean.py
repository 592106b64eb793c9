"""What every hook needs and costs next to nothing: where it runs, what it was told, what it tells."""

from __future__ import annotations

import os
import sys

from chrono_git.repo.environment import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

# What lies in the git directory while git is in the middle of something: gitrepository-layout(5),
# and wt_status_get_state of git's own wt-status.c.
_UNDER_WAY = (
    ("rebase-merge", "a rebase"),
    ("rebase-apply/applying", "an am"),
    ("rebase-apply", "a rebase"),
    ("CHERRY_PICK_HEAD", "a cherry-pick"),
    ("REVERT_HEAD", "a revert"),
    ("sequencer", "a cherry-pick or revert"),
    ("MERGE_HEAD", "a merge"),
    ("BISECT_LOG", "a bisect"),
)


class Place:
    """Where a hook runs: `top` is the work tree ("" where there is none), `git_dir` its own git directory,
    `common_dir` the one that all work trees share; all absolute."""

    __slots__ = ("common_dir", "git_dir", "top")

    def __init__(self, top: str, git_dir: str, common_dir: str) -> None:
        self.top = top
        self.git_dir = git_dir
        self.common_dir = common_dir

    @property
    def state_dir(self) -> str:
        """Where chrono-git keeps what it knows of this work tree; it may be deleted at any time."""
        return f"{self.git_dir}/chrono-git"


def find_place() -> Place | None:
    """The place, without asking git: githooks(5) says that hooks run at the top, or in a bare repository.

    None where that is not so; then git has to be asked (`repo.location.locate`).
    """
    here = os.getcwd()
    named = os.environ.get("GIT_DIR")
    git_dir = _followed(os.path.join(here, named or ".git"))
    if git_dir is None:
        # A file of that name alone may be anybody's.
        if not named and _is_git_dir(here) and os.path.isdir(f"{here}/objects"):
            return Place("", here, here)
        return None
    if named and not os.environ.get("GIT_WORK_TREE") and git_dir in (here, f"{here}/."):
        return Place("", here, here)
    common = _read(f"{git_dir}/commondir")
    common_dir = git_dir if common is None else os.path.normpath(os.path.join(git_dir, common))
    return Place(here, git_dir, common_dir)


def _followed(path: str) -> str | None:
    """The git directory that a path is, or that a file there names: gitrepository-layout(5), "gitfile"."""
    if _is_git_dir(path):
        return os.path.normpath(path)
    said = _read(path)
    if said is None or not said.startswith("gitdir: "):
        return None
    folder = os.path.dirname(path)
    named = os.path.normpath(os.path.join(folder, said[8:]))
    return named if _is_git_dir(named) else None


def _is_git_dir(path: str) -> bool:
    try:
        os.lstat(f"{path}/HEAD")
    except OSError:
        return False
    return True


def _read(path: str) -> str | None:
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return file.read().rstrip("\n")
    except OSError:
        return None


def under_way(git_dir: str) -> str:
    """What git is in the middle of (`a rebase`), "" where it is in the middle of nothing."""
    for name, what in _UNDER_WAY:
        try:
            os.lstat(f"{git_dir}/{name}")
        except OSError:
            continue
        return what
    return ""


def read_input() -> bytes:
    """All of standard input; nothing where there is none."""
    pieces = []
    try:
        while piece := os.read(0, 1 << 16):
            pieces.append(piece)
    except OSError:
        return b""
    return b"".join(pieces)


def tell(lines: str | Iterable[str]) -> None:
    """Writes lines for people to standard error, harmless for a terminal; never fails."""
    try:
        for line in [lines] if isinstance(lines, str) else lines:
            raw = printable(line.encode("utf-8", "backslashreplace")) if line.strip() else ""
            indent = line[: len(line) - len(line.lstrip(" "))]
            os.write(2, f"{indent}{raw}\n".encode("utf-8", "replace"))
    except OSError:
        return


def load_site() -> None:
    """Makes installed packages importable, which `-S` left out for speed; our own always are."""
    if "site" not in sys.modules:
        import site

        site.main()
