"""What a range of commits means, and which lines a change adds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chrono_git.errors import RepositoryError
from chrono_git.repo.patches import DIFF, sections
from chrono_git.repo.snapshot import resolve
from chrono_git.repo.stream import Git

_HUNK = re.compile(rb"@@ -\d+(?:,\d+)? \+(\d+)(?:,\d+)? @@")
_LONGEST_COMMAND = 100_000  # bytes of paths

Lines = tuple[tuple[int, int], ...]


def range_ends(git: Git, span: str) -> tuple[str | None, str]:
    """The commits between which `A..B` (or `A...B`) lies: the merge base of A and B, and B.

    An empty end is HEAD. The first is None where A and B have no common history. Raises
    RepositoryError for what is no range, for unknown revisions, and where a shallow clone does not
    reach back to what they have in common.
    """
    old, dots, new = span.partition("...") if "..." in span else span.partition("..")
    if not dots:
        raise no_range(span)
    first, last = resolve(git, old or "HEAD"), resolve(git, new or "HEAD")
    base = merge_base(git, first, last)
    if base is not None:
        return base, last
    if git.run("rev-parse", "--is-shallow-repository").strip() == b"true":
        raise RepositoryError(
            f"what {span} have in common is not in this clone, which is shallow",
            hint="fetch more of the history: `git fetch --unshallow`, `fetch-depth: 0`, `GIT_DEPTH: 0`",
        )
    return None, last


def commits_between(git: Git, span: str) -> tuple[str, frozenset[str]]:
    """The tip of a range `A..B`, and the ids of the commits of B that A does not have.

    Raises RepositoryError as `range_ends` does, but A and B need no common history.
    """
    old, dots, new = span.partition("...") if "..." in span else span.partition("..")
    if not dots:
        raise no_range(span)
    first, last = resolve(git, old or "HEAD"), resolve(git, new or "HEAD")
    return last, frozenset(git.run("rev-list", last, f"^{first}").decode("ascii").split())


def merge_base(git: Git, one: str, other: str) -> str | None:
    """The best common ancestor of two commits, None where they have none."""
    status, output, _ = git.try_run("merge-base", one, other)
    return output.decode("ascii").split("\n")[0] if status == 0 else None


def no_range(span: str) -> RepositoryError:
    """The error for what is no range of commits."""
    return RepositoryError(
        f"{span!r} is no range of commits",
        hint="write A..B, such as main..HEAD; `--at` is for one commit",
    )


def patches(
    git: Git, old: str, new: str | None, paths: Sequence[str], *, context: int
) -> Iterator[tuple[str, bytes]]:
    """The patch of each path between two trees, with some lines of context; see git-diff(1).

    Without `new`, the index is compared with `old`. Nothing is left out for what it is: a
    file that attributes call binary has its patch, too. git quotes odd names in patches, so
    that none of their lines can look like another file's.
    """
    if not paths:
        return
    asked = paths if sum(map(len, paths)) <= _LONGEST_COMMAND else ()
    ends = ("--cached", old) if new is None else (old, new)
    wanted = set(paths)
    for _, raw, patch in sections(git.chunks(*DIFF, f"-U{context}", *ends, "--", *asked)):
        path = raw.decode("utf-8", "surrogateescape")
        if path in wanted:
            yield path, patch


@dataclass(frozen=True, slots=True)
class Sides:
    """A patch taken apart: the lines that were added, with their context, and those that were removed.

    `lines` are the first and last of the lines that were added or follow removed ones, from
    top to bottom.
    """

    lines: Lines
    new: bytes
    added: bytes
    removed: bytes


def sides(patch: bytes) -> Sides:
    """Takes the patch of one file apart."""
    lines: list[tuple[int, int]] = []
    new: list[bytes] = []
    added: list[bytes] = []
    removed: list[bytes] = []
    number = 0  # of the next line of the new side; none in a head
    in_head = True
    for line in patch.split(b"\n"):
        sign = line[:1]
        if hunk := _HUNK.match(line):
            number = int(hunk[1])
            new.append(b"")
            in_head = False
        elif in_head or sign == b"d":
            in_head = True
        elif sign == b"-":
            removed.append(line[1:])
            # The line that comes up in the place of a removed one stands in another light now.
            if number and (not lines or lines[-1][1] < number):
                lines.append((number, number))
        elif sign == b"+":
            new.append(line[1:])
            added.append(line[1:])
            if lines and lines[-1][1] >= number - 1:
                lines[-1] = (lines[-1][0], number)
            else:
                lines.append((number, number))
            number += 1
        elif sign in (b" ", b""):
            new.append(line[1:])
            number += 1
    return Sides(tuple(lines), b"\n".join(new), b"\n".join(added), b"\n".join(removed))


def added_lines(git: Git, old: str, new: str | None, paths: Sequence[str]) -> dict[str, Lines]:
    """The first and last of the lines that each path gained between two trees, from top to bottom."""
    return {path: sides(patch).lines for path, patch in patches(git, old, new, paths, context=0)}
