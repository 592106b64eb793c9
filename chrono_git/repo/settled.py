"""Remembers at which commits nothing was left to be written, so that only what came since is looked at.

It is a list of commit ids, the newest last, in a file of the git directory that may be
deleted at any time. Hooks run it under `python -SE`: it imports nothing that is slow to load.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from chrono_git.repo.stream import Git

TOLD = "told"  # beside it: the commit of which people were told last, though something was left
_NAME = "settled"
_MOST = 64
_LONGEST = 16384  # bytes, from which on the file is written anew with its last ids
_HEXADECIMAL = "0123456789abcdef"
_NEAR = 200  # commits of the history that are looked at


def settled(workshop: str) -> list[str]:
    """The ids that were remembered, the newest last; `workshop` is our folder in the git directory."""
    try:
        with open(f"{workshop}/{_NAME}", encoding="ascii", errors="replace") as file:  # noqa: PTH123
            ids = file.read().split("\n")
    except OSError:
        return []
    return [one for one in ids[-_MOST - 1 :] if len(one) in (40, 64) and not one.strip(_HEXADECIMAL)]


def settle(workshop: str, commit: str) -> None:
    """Remembers one more; where that cannot be written, it is not remembered."""
    path = f"{workshop}/{_NAME}"
    try:
        os.makedirs(workshop, exist_ok=True)  # noqa: PTH103
        with open(path, "a", encoding="ascii") as file:  # noqa: PTH123
            if file.tell() < _LONGEST:
                file.write(f"{commit}\n")
                return
        kept = [*settled(workshop)[-_MOST:], commit]
        with open(f"{path}.new", "w", encoding="ascii") as file:  # noqa: PTH123
            file.write("\n".join(kept) + "\n")
        os.replace(f"{path}.new", path)  # noqa: PTH105
    except OSError:
        return


def since(git: Git, workshop: str, commit: str, parent: str | None) -> str | None:
    """The commit from which on things may be left to be written, for the history of `commit`.

    That is the nearest ancestor that was settled; where none is near, what `commit` has in
    common with the last one that was; without any, the `parent`, None for a first commit.
    """
    known = settled(workshop)
    if not known:
        return parent
    near = nearest(git, known, commit)
    if near is not None:
        return near
    status, output, _ = git.try_run("merge-base", known[-1], commit)
    return output.decode().strip() if status == 0 else parent


def nearest(git: Git, known: Sequence[str], commit: str) -> str | None:
    """The nearest ancestor of a commit, or itself, that is among the known ones; None where none is near."""
    wanted = set(known)
    limit = f"--max-count={_NEAR}"
    history = git.run("rev-list", limit, "--end-of-options", commit).decode().split()
    return next((one for one in history if one in wanted), None)
