"""What a range of commits means, and which lines a change adds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from chrono_git.errors import RepositoryError
from chrono_git.repo.snapshot import resolve
from chrono_git.repo.stream import Git

_DIFF = (
    "diff", "--patch-with-raw", "-z", "-U0", "--no-ext-diff", "--no-textconv", "--no-renames", "--text",
    "--no-color", "--no-relative", "--ignore-submodules", "--inter-hunk-context=0", "--no-function-context",
)  # fmt: skip
# In a patch, what a file holds never begins a line: a sign is always before it.
_SECTION = re.compile(rb"^diff --git ", re.MULTILINE)
_HUNK = re.compile(rb"^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_LONGEST_COMMAND = 100_000  # bytes of paths

Lines = tuple[tuple[int, int], ...]


def range_ends(git: Git, span: str) -> tuple[str | None, str]:
    """The commits between which `A..B` (or `A...B`) lies: the merge base of A and B, and B.

    An empty end is HEAD. The first is None where A and B have no common history. Raises
    RepositoryError for what is no range and for unknown revisions.
    """
    old, dots, new = span.partition("...") if "..." in span else span.partition("..")
    if not dots:
        raise RepositoryError(
            f"{span!r} is no range of commits",
            hint="write A..B, such as main..HEAD; `--at` is for one commit",
        )
    first, last = resolve(git, old or "HEAD"), resolve(git, new or "HEAD")
    status, output, _ = git.try_run("merge-base", first, last)
    return (output.decode("ascii").strip() if status == 0 else None), last


def added_lines(git: Git, old: str, new: str | None, paths: Sequence[str]) -> dict[str, Lines]:
    """The first and last of the lines that each path gained between two trees, from top to bottom.

    Without `new`, the index is compared with `old`.
    """
    if not paths:
        return {}
    asked = paths if sum(map(len, paths)) <= _LONGEST_COMMAND else ()
    ends = ("--cached", old) if new is None else (old, new)
    wanted = set(paths)
    found = _hunks(git.chunks(*_DIFF, *ends, "--", *asked))
    return {path: lines for path, lines in found if path in wanted}


def _hunks(chunks: Iterator[bytes]) -> Iterator[tuple[str, Lines]]:
    """What each path gained, from raw records that NUL ends, an empty one, and the patches in that order."""
    raw, _, patches = b"".join(chunks).partition(b"\0\0")
    records = raw.split(b"\0")
    sections = iter(_SECTION.split(patches)[1:])
    for meta, path in zip(records[::2], records[1::2], strict=False):
        status = meta[-1:]
        # A file that becomes a link is deleted, and added in a second section.
        parts = [next(sections, b"") for _ in range({b"T": 2, b"U": 0}.get(status, 1))]
        lines = (
            (int(hunk[1]), int(hunk[1]) + int(hunk[2] or 1) - 1)
            for part in parts
            for hunk in _HUNK.finditer(part)
            if hunk[2] != b"0"
        )
        yield path.decode("utf-8", "surrogateescape"), tuple(lines)
