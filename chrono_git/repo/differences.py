"""Many differences between commits through one `git diff-tree`."""

from __future__ import annotations

from collections.abc import Iterable

from chrono_git.model import Change
from chrono_git.repo.stream import Git


def differences(git: Git, pairs: Iterable[tuple[str, str]]) -> list[dict[str, Change]]:
    """What each commit changed against another, by path, in the order asked.

    `pairs` are (commit, other). Renames are a deletion and an addition. Format:
    git-diff-tree(1), "--stdin" (a commit followed by ids is compared with those as its
    parents) and "RAW OUTPUT FORMAT".
    """
    lines = "".join(f"{commit} {other}\n" for commit, other in pairs)
    if not lines:
        return []
    options = ("--stdin", "-r", "--raw", "-z", "--no-abbrev", "--no-renames", "--always")
    found: list[dict[str, Change]] = []
    meta: list[str] = []
    for token in git.lines("diff-tree", *options, input=lines.encode()):
        text = token.decode("utf-8", "surrogateescape")
        if meta:
            found[-1][text] = _change(text, meta)
            meta = []
        elif text.startswith(":"):
            meta = text[1:].split()
        elif text:
            found.append({})
    return found


def first_parents(git: Git, commits: Iterable[str]) -> dict[str, str | None]:
    """The first parent of each commit; None for a root, and where a shallow history ends."""
    lines = "".join(f"{commit}\n" for commit in commits).encode()
    if not lines:
        return {}
    options = ("--no-walk=unsorted", "--parents", "--stdin")
    rows = git.lines("rev-list", *options, separator=b"\n", input=lines)
    ids = [row.decode().split() for row in rows]
    return {one[0]: one[1] if len(one) > 1 else None for one in ids}


def _change(path: str, meta: list[str]) -> Change:
    old_mode, new_mode, old, new, status = meta
    return Change(path, status[0], old_mode, new_mode, old.strip("0") and old, new.strip("0") and new)
