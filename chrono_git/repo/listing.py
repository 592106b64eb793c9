"""Lists the regular files of a state of the repository as path → blob id, quickly and nothing more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chrono_git.repo.stream import Git

_FILE = "100"  # how the modes of regular files begin; links are 120000, submodules 160000


def list_tree(git: Git, tree: str, folders: Sequence[str] = ()) -> dict[str, str]:
    """The files of a commit or tree; `folders` are the paths to stay in."""
    # `<mode> SP <type> SP <id> TAB <path>`: git-ls-tree(1), "OUTPUT FORMAT".
    raw = git.run("ls-tree", "-r", "-z", "--full-tree", tree, "--", *folders)
    found = (record.partition("\t") for record in _records(raw) if record.startswith(_FILE))
    return {path: meta[12:] for meta, _, path in found}


def list_index(git: Git, folders: Sequence[str] = ()) -> dict[str, str]:
    """The files of the index; those with a conflict are not among them."""
    # `<mode> SP <id> SP <stage> TAB <path>`: git-ls-files(1), "OUTPUT".
    raw = git.run("ls-files", "-s", "-z", "--", *folders)
    found = (record.partition("\t") for record in _records(raw) if record.startswith(_FILE))
    return {path: meta[7:-2] for meta, _, path in found if meta[-1] == "0"}


def list_worktree(git: Git, folders: Sequence[str] = ()) -> tuple[list[str], list[str]]:
    """The tracked files and the untracked ones that nothing ignores.

    What a sparse checkout leaves out is not there. Of the first, some may be deleted, and
    of the second, some may be links: nobody looked.
    """
    raw = git.run("ls-files", "-t", "-s", "-o", "--exclude-standard", "-z", "--", *folders)
    tracked: dict[str, None] = {}
    untracked = []
    # `? <path>`, or `<tag> SP <mode> SP <id> SP <stage> TAB <path>`; `S` was left out.
    for record in _records(raw):
        if record[0] == "?":
            untracked.append(record[2:])
        elif record[2:5] == _FILE and record[0] != "S":
            tracked[record.partition("\t")[2]] = None
    return list(tracked), [path for path in untracked if path[-1] != "/"]


def list_untracked(git: Git) -> list[str]:
    """The untracked files that nothing ignores; some may be links."""
    return [
        path for path in _records(git.run("ls-files", "-o", "--exclude-standard", "-z")) if path[-1] != "/"
    ]


def blob_sizes(git: Git, oids: Iterable[str]) -> dict[str, int]:
    """The sizes in bytes of those blobs that are here."""
    asked = "".join(f"{oid}\n" for oid in oids).encode("ascii")
    if not asked:
        return {}
    # `<id> SP <size>`, or `<id> SP missing`: git-cat-file(1), "BATCH OUTPUT".
    rows = git.lines("cat-file", "--batch-check=%(objectname) %(objectsize)", separator=b"\n", input=asked)
    found = (row.decode("ascii").split(" ") for row in rows)
    return {oid: int(size) for oid, size in found if size.isdecimal()}


def existing(git: Git, paths: Sequence[str], tree: str | None) -> set[str]:
    """Those of the paths that are a file or a folder of the tree; without one, of the index."""
    found = set()
    for path in paths:
        command = ("ls-tree", "-z", "--full-tree", tree) if tree else ("ls-files", "-z")
        if git.run(*command, "--", path):
            found.add(path)
    return found


def _records(raw: bytes) -> list[str]:
    return raw.decode("utf-8", "surrogateescape").split("\0")[:-1]
