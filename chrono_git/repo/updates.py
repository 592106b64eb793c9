"""What a push changes on the other side: lines of git for hooks → updates of refs, and what is there already.

Hooks run it under `python -SE`: it imports nothing that is slow to load.
"""

from __future__ import annotations

from chrono_git.errors import RepositoryError
from chrono_git.repo.environment import printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TypeVar

    from chrono_git.repo.stream import Git

    Policy = TypeVar("Policy", bound=str)

_BRANCHES = "refs/heads/"
_STRICTNESS = ("off", "claimed", "new", "all")  # the policies of `chrono_git.config.known`, the laxest first
_NO_REMOTE = frozenset("*?[:\\ ")  # what no name of a remote has, and most URLs do


class Update:
    """One ref of the other side: its full name, and the ids of the objects that it is to be and that it is.

    `new` is "" for a ref that is deleted, `old` for one that is made. `source` is what it is pushed
    from, as far as git tells: mostly the full name of a ref of ours, "" where nobody knows.
    """

    __slots__ = ("name", "new", "old", "source")

    def __init__(self, name: str, new: str, old: str, source: str = "") -> None:
        self.source = source
        self.name = name
        self.new = new
        self.old = old

    @property
    def branch(self) -> str:
        """What people call it: `main` for `refs/heads/main`, and the full name of what is no branch."""
        return self.name.removeprefix(_BRANCHES)

    def branches(self, head: str | None, current: str | None) -> tuple[str, ...]:
        """The branches whose names may tell what it is about: ours comes before that of the other side.

        `current` is our branch and `head` its commit, None for none.
        """
        is_current = self.source == "HEAD" or self.new == head
        ours = self.source.removeprefix(_BRANCHES) if self.source.startswith(_BRANCHES) else ""
        found = (ours, current if is_current and current else "", self.branch)
        return tuple(dict.fromkeys(one for one in found if one))


def pushed(lines: bytes) -> list[Update]:
    """The updates that githooks(5), "pre-push", writes: `<local ref> <id> <remote ref> <id>`, one a line.

    Raises RepositoryError for any other line.
    """
    found = []
    for line in lines.splitlines():
        # The local ref is whatever was typed, blanks included: `HEAD@{2 days ago}`.
        words = line.rsplit(b" ", 3)
        if len(words) != 4:
            raise _no_update(line, "<local ref> <id> <remote ref> <id>")
        found.append(_update(line, words[2], words[1], words[3], words[0]))
    return found


def received(lines: bytes) -> list[Update]:
    """The updates that githooks(5), "pre-receive", writes: `<old id> <new id> <ref>`, one a line.

    Raises RepositoryError for any other line.
    """
    found = []
    for line in lines.splitlines():
        words = line.split(b" ")
        if len(words) != 3:
            raise _no_update(line, "<old id> <new id> <ref>")
        found.append(_update(line, words[2], words[1], words[0]))
    return found


def _update(line: bytes, name: bytes, new: bytes, old: bytes, source: bytes = b"") -> Update:
    for oid in (new, old):
        if len(oid) not in (40, 64) or oid.strip(b"0123456789abcdef"):
            raise _no_update(line, f"an object id in the place of {printable(oid)!r}")
    ids = ("" if not oid.strip(b"0") else oid.decode("ascii") for oid in (new, old))
    new_id, old_id = ids
    names = (one.decode("utf-8", "surrogateescape") for one in (name, source))
    return Update(next(names), new_id, old_id, next(names))


def _no_update(line: bytes, expected: str) -> RepositoryError:
    return RepositoryError(
        f"git's line {printable(line)!r} was not understood; expected {expected}",
        hint="the hook must be given git's own standard input.",
    )


class Elsewhere:
    """The other side of a push.

    What it has is known from the remote-tracking refs of `remote`. Of a mere URL, and of a
    remote that nothing was ever fetched from, nothing is known: there whatever any remote has
    counts as old, as it was published before. Without a `remote` we are the other side
    ourselves, and what is old is what any ref has. Where branches have policies of their own,
    refs that were let through by a laxer one are no part of it.
    """

    __slots__ = ("remote", "url")

    def __init__(self, remote: str | None, url: str = "") -> None:
        self.remote = remote
        self.url = url

    def options(self, git: Git, *, is_known: bool, strictness: Strictness | None = None) -> list[str]:
        """For git-rev-list(1): all the commits that are there.

        `is_known` says that the id of some ref of the other side is here, whatever else is not;
        `strictness` how strictly those of its refs must have been judged that count.
        """
        if self.remote is None:
            return ["--all"] if strictness is None else _judged_refs(git, "", 0, strictness)
        known = not (self.remote in ("", self.url) or _NO_REMOTE & set(self.remote))
        if known and not is_known:
            known = bool(git.run("for-each-ref", "--count=1", f"refs/remotes/{self.remote}/"))
        if strictness is not None:
            place = f"refs/remotes/{self.remote}" if known else "refs/remotes"
            return _judged_refs(git, place, place.count("/") + 1 + (not known), strictness)
        return [f"--remotes={self.remote}" if known else "--remotes"]


class Strictness:
    """Which branches are judged by the policy `least` or a stricter one, as one configuration says.

    All is judged at a branch under `all`, whatever it is compared with: there, `new` will do.
    """

    __slots__ = ("_least", "_policies", "_usual")

    def __init__(self, usual: str, policies: Sequence[tuple[str, str]], least: str) -> None:
        self._usual = usual
        self._policies = tuple(policies)
        self._least = min(_STRICTNESS.index(least), _STRICTNESS.index("new"))

    def holds(self, branch: str) -> bool:
        """Whether it is judged so."""
        policy = policy_of(branch, self._policies) or self._usual
        return _STRICTNESS.index(policy) >= self._least

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Strictness) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[object, ...]:
        return self._usual, self._policies, self._least


def _judged_refs(git: Git, place: str, parts: int, strictness: Strictness) -> list[str]:
    """All refs below a place but those that were let through; what is left of a name without its first
    `parts` is that of a branch of the other side."""
    # No name of a ref has anything in it that a glob would take for more than it is: git-check-ref-format(1).
    names = git.run("for-each-ref", "--format=%(refname)", *([place] if place else [])).split(b"\n")
    left_out = ["--exclude=HEAD"] if not place else []  # it is one of the others
    for name in (one.decode("utf-8", "surrogateescape") for one in names if one):
        branch = name.split("/", parts)[-1] if parts else name.removeprefix(_BRANCHES)
        if (parts and branch == "HEAD") or not strictness.holds(branch):
            left_out.append(f"--exclude={name}")
    return [*left_out, f"--glob={place}" if place else "--all"]


def edge_of(git: Git, commits: Sequence[str]) -> list[str]:
    """Those of the commits that no other one of them leads to.

    Mostly one leads to all the others, which is found out sooner than git-merge-base(1) can tell.
    """
    if len(commits) < 2:
        return list(commits)
    newest = git.run("rev-list", "--no-walk", "--max-count=1", *commits).decode("ascii").strip()
    if not git.run("rev-list", "--max-count=1", *commits, f"^{newest}"):
        return [newest]
    return git.run("merge-base", "--independent", *commits).decode("ascii").split()


def policy_of(branch: str, policies: Sequence[tuple[str, Policy]]) -> Policy | None:
    """That of the first glob that fits the name of a branch, None where none does; `*` crosses `/`."""
    return next((policy for glob, policy in policies if _fits(branch, glob)), None)


def _fits(name: str, glob: str) -> bool:
    if "?" in glob or "[" in glob:
        from fnmatch import fnmatchcase  # slow to load, and seldom needed

        return fnmatchcase(name, glob)
    first, *rest = glob.split("*")
    if not rest:
        return name == glob
    last = rest.pop()
    if not name.startswith(first) or not name.endswith(last) or len(name) < len(first) + len(last):
        return False
    at, end = len(first), len(name) - len(last)
    for part in rest:
        at = name.find(part, at, end)
        if at < 0:
            return False
        at += len(part)
    return True
