"""Where a path's repository is and what kind it is, with one process and without GitPython."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from chrono_git.errors import RepositoryError
from chrono_git.repo.environment import failure
from chrono_git.repo.stream import Git

# git rev-parse prints what it does not know as it is, which tells the paths apart.
_SEPARATOR = "--chrono-git--"
_QUESTIONS = (
    ("--is-inside-work-tree",),
    ("--show-cdup",),
    ("--path-format=absolute", "--git-dir"),
    ("--git-common-dir",),
    ("--show-object-format",),
    ("--is-shallow-repository",),
    # The last, as git stops where there is no commit yet.
    ("HEAD", "--symbolic-full-name", "HEAD"),
)


@dataclass(frozen=True, slots=True)
class Location:
    """One repository as seen from one work tree of it; all paths are absolute.

    `root` is the top of the work tree, None for a bare repository (or inside a `.git`);
    `git_dir` is the work tree's own, `common_dir` the one that all its work trees share.
    `object_format` is `sha1` or `sha256`. `shallow` says that the history is cut,
    `partial` that objects may be missing. `branch` is None where HEAD is detached, `head`
    where there is no commit yet.
    """

    root: str | None
    git_dir: str
    common_dir: str
    object_format: str
    shallow: bool
    partial: bool
    branch: str | None
    head: str | None

    @property
    def top(self) -> str:
        """The directory in which git is to be run: the root, or that of a bare repository."""
        return self.root or self.git_dir

    def git(self) -> Git:
        """A git that runs there."""
        return Git(self.top, partial=self.partial)


def locate(path: str = ".") -> Location:
    """The repository that `path`, a directory, lies in.

    Raises RepositoryError where there is none, and where git refuses it (safe.directory).
    """
    git = Git(path)
    arguments = [word for question in _QUESTIONS for word in (*question, _SEPARATOR)][:-1]
    status, output, errors = git.try_run("rev-parse", *arguments)
    answers = output.decode("utf-8", "surrogateescape").split(f"{_SEPARATOR}\n")
    if len(answers) < len(_QUESTIONS):
        raise _refusal(path, failure(("rev-parse",), status, errors))
    inside, up, git_dir, common_dir, object_format, shallow, head = (
        answer.removesuffix("\n") for answer in answers
    )
    if status:
        oid, name = None, _unborn(git)
    else:
        oid, _, name = head.partition("\n")
    return Location(
        root=str(Path(path).resolve().joinpath(up).resolve()) if inside == "true" else None,
        git_dir=git_dir,
        common_dir=common_dir,
        object_format=object_format,
        shallow=shallow == "true",
        partial=_is_partial(common_dir),
        branch=name.removeprefix("refs/heads/") if name.startswith("refs/heads/") else None,
        head=oid,
    )


def _refusal(path: str, problem: RepositoryError) -> RepositoryError:
    if "not a git repository" in problem.message:
        return RepositoryError(f"not a git repository: {path}", hint=problem.hint)
    return problem


def _unborn(git: Git) -> str:
    return git.try_run("symbolic-ref", "--quiet", "HEAD")[1].decode("utf-8", "surrogateescape").strip()


def _is_partial(common_dir: str) -> bool:
    # Every pack of a partial clone is marked so: gitrepository-layout(5), partial-clone.txt.
    return any(Path(common_dir, "objects", "pack").glob("*.promisor"))
