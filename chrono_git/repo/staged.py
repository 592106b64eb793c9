"""Reads and replaces a few entries of the index, and leaves all others alone.

Hooks run it under `python -SE`: it imports nothing that is slow to load.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from chrono_git.repo.stream import Git


# In an index with whole folders as entries (git-sparse-checkout(1), "sparse index"), git 2.39 puts
# a file beside the folder that it lies in.
_SPELT_OUT = ("-c", "index.sparse=false")


class Staged:
    """What the index has of one path: `mode` and `oid` as git writes them.

    `skipped` says that the file is not in the work tree (git-sparse-checkout(1)), `assumed`
    that git was told not to look at it (git-update-index(1), `--assume-unchanged`).
    """

    __slots__ = ("assumed", "mode", "oid", "skipped")

    def __init__(self, mode: bytes, oid: bytes, *, skipped: bool, assumed: bool) -> None:
        self.mode = mode
        self.oid = oid
        self.skipped = skipped
        self.assumed = assumed


def read_staged(git: Git, paths: Sequence[str]) -> dict[str, Staged] | None:
    """What the index has of each path that it knows; None where one of them is in a conflict."""
    found: dict[str, Staged] = {}
    # `<tag> <mode> <id> <stage> TAB <path>`, the tag in lower case for "assumed": git-ls-files(1), `-v`.
    for record in git.run("ls-files", "-v", "-s", "-z", "--", *paths).split(b"\0")[:-1]:
        meta, _, path = record.partition(b"\t")
        tag, mode, oid, stage = meta.split(b" ")
        if stage != b"0":
            return None
        name = path.decode("utf-8", "surrogateescape")
        found[name] = Staged(mode, oid, skipped=tag in (b"S", b"s"), assumed=tag.islower())
    return found


def write_staged(
    git: Git, entries: Sequence[tuple[str, Staged | None, bytes]], unmodified: Sequence[str]
) -> None:
    """Gives each path another blob in the index: (path, what is there, blob id); flags stay as they are.

    The files of `unmodified` hold the same as the index then, and git is told so.
    """
    if entries:
        lines = [
            b"%b %b\t%b\0" % (old.mode if old else b"100644", oid, path.encode("utf-8", "surrogateescape"))
            for path, old, oid in entries
        ]
        git.run(*_SPELT_OUT, "update-index", "-z", "--index-info", input=b"".join(lines))
    for flag, chosen in (
        ("--skip-worktree", [path for path, old, _ in entries if old and old.skipped]),
        ("--assume-unchanged", [path for path, old, _ in entries if old and old.assumed]),
    ):
        if chosen:
            git.run("update-index", flag, "--", *chosen)
    if unmodified:
        git.run("add", "--refresh", "--", *unmodified)
