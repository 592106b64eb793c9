"""One state of the repository, whichever it is: the work tree, the index or a commit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import TracebackType
from typing import Literal, Protocol, Self

from chrono_git.errors import MissingObjectError, RepositoryError
from chrono_git.model import Entry, Unreadable
from chrono_git.repo.environment import printable
from chrono_git.repo.raw import parse_raw
from chrono_git.repo.stored import Entries, Stored
from chrono_git.repo.stream import Git
from chrono_git.repo.worktree import WorkTree

LIMIT = 8 << 20
_EMPTY_BLOBS = (
    "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
)
_MANY_PATHS = 500


class Snapshot(Protocol):
    """What can be asked of a state of the repository. Paths are those of `Entry`.

    `revision` is the commit's id, None for the work tree and the index. Every method
    raises RepositoryError where git fails.
    """

    @property
    def revision(self) -> str | None:
        """The commit's id, None for the work tree and the index."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def entries(self) -> Mapping[str, Entry]:
        """All files by path, symbolic links (120000) and submodules (160000) among them."""

    def read(self, path: str) -> bytes | Unreadable | None:
        """The content of one file, a link's target; None where there is no such file."""

    def read_many(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | Unreadable]]:
        """The contents of many files in the order asked, without those that do not exist."""

    def ids(self, paths: Iterable[str]) -> Mapping[str, str]:
        """The blob ids of those paths that exist and can be hashed."""

    def close(self) -> None:
        """Ends the process behind it."""


class CommitTree(Stored):
    """The files of the commit `revision`, a full object id."""

    def __init__(self, git: Git, revision: str, *, limit: int | None = LIMIT) -> None:
        super().__init__(git, limit=limit)
        self.revision: str | None = revision

    def _list(self) -> Entries:
        # `<mode> SP <type> SP <id> TAB <path>`: git-ls-tree(1), "OUTPUT FORMAT".
        arguments = ("ls-tree", "-r", "-z", "--full-tree", str(self.revision))
        try:
            listing = self._git.run(*arguments)
        except RepositoryError as problem:
            if "promisor remote" not in problem.message and "not a tree object" not in problem.message:
                raise
            raise MissingObjectError(
                f"the tree of {self.revision} is not in this clone", hint="fetch the commit with git first"
            ) from None
        records = listing.decode("utf-8", "surrogateescape").split("\0")[:-1]
        return Entries({path: meta for meta, _, path in (record.partition("\t") for record in records)})

    def _unstored(self, entry: Entry) -> None:  # noqa: ARG002 - every entry of a tree has an id
        return None


class Index(Stored):
    """What `git commit` would take: the index that git names to a hook, or the usual one.

    A path that was only announced (`git add -N`) is not there. One with a merge conflict
    has no blob id, and cannot be read.
    """

    revision: str | None = None

    def _list(self) -> Entries:
        # `<mode> SP <id> SP <stage> TAB <path>`: git-ls-files(1), "OUTPUT".
        listing = self._git.run("ls-files", "-s", "-z").decode("utf-8", "surrogateescape")
        files = {}
        empty = []
        for record in listing.split("\0")[:-1]:
            meta, _, path = record.partition("\t")
            files[path] = meta[:-2] if meta[-1] == "0" else f"{meta[:6]} "
            if meta[7:-2] in _EMPTY_BLOBS:
                empty.append(path)
        for path in self._announced(empty):
            files.pop(path, None)
        return Entries(files)

    def _announced(self, empty: list[str]) -> Iterator[str]:
        """Those of the `empty` files that the index only announces."""
        if not empty:
            return
        paths = empty if len(empty) <= _MANY_PATHS else []
        raw = self._git.lines("diff-files", "--raw", "-z", "--no-abbrev", "--diff-filter=A", "--", *paths)
        for change in parse_raw(raw):
            yield change.path

    def _unstored(self, entry: Entry) -> Unreadable:  # noqa: ARG002 - it is the same for every one
        return Unreadable("a merge conflict in the index: it has no content yet")


def resolve(git: Git, revision: str) -> str:
    """The id of the commit that a revision from outside means (gitrevisions(7)).

    Raises RepositoryError where it means none, or several.
    """
    # `:/text^{commit}` would look for that text; an id can be peeled.
    name = _verified(git, revision, revision) if revision.startswith(":/") else revision
    return _verified(git, f"{name}^{{commit}}", revision)


def _verified(git: Git, name: str, revision: str) -> str:
    status, output, errors = git.try_run("rev-parse", "--verify", "--end-of-options", name)
    if status == 0:
        return output.decode("ascii").strip()
    shown = printable(revision.encode("utf-8", "surrogateescape"))
    if b"ambiguous" in errors:
        raise RepositoryError(
            f"the revision {shown!r} is ambiguous", hint="name more digits of the commit id"
        )
    if b"expected commit type" in errors:
        raise RepositoryError(f"{shown!r} is not a commit", hint="name a branch, a tag or a commit id")
    raise RepositoryError(f"unknown revision {shown!r}", hint=_why_unknown(git))


def _why_unknown(git: Git) -> str:
    if git.try_run("rev-parse", "--verify", "--quiet", "HEAD")[0] != 0:
        return "there is no commit yet on this branch: make one, or look at the work tree"
    if git.run("rev-parse", "--is-shallow-repository").strip() == b"true":
        return "this clone is shallow, its history is cut: `git fetch --unshallow` gets the rest"
    return "`git log --oneline --all` shows what there is"


def open_snapshot(
    git: Git,
    revision: str | None = None,
    kind: Literal["worktree", "index"] = "worktree",
    *,
    limit: int | None = LIMIT,
) -> Snapshot:
    """The snapshot of a revision from outside; without one, the work tree or the index.

    `git` runs at the top of the work tree (`Location.top`). Content of more than `limit`
    bytes is Unreadable. Raises RepositoryError for an unknown revision, and for the work
    tree of a bare repository.
    """
    if revision is not None:
        return CommitTree(git, resolve(git, revision), limit=limit)
    if kind == "index":
        return Index(git, limit=limit)
    if git.run("rev-parse", "--is-inside-work-tree").strip() != b"true":
        raise RepositoryError("there is no work tree here", hint="name a commit, such as --at HEAD")
    return WorkTree(git, limit=limit)
