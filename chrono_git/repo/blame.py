"""Which commits wrote some lines of a file of the work tree, through one `git blame`."""

from __future__ import annotations

import re
from collections.abc import Collection

from chrono_git.repo.stream import Git

# The header of a line, git-blame(1) "The porcelain format"; the line itself begins with a tab.
_HEADER = re.compile(rb"([0-9a-f]{40}(?:[0-9a-f]{24})?) \d+ (\d+)(?: \d+)?")


def writers(git: Git, path: str, lines: Collection[int]) -> dict[int, str]:
    """The commits (full ids) that wrote the lines (1-based) as they are now.

    Lines that are in no commit yet are left out, and so are all where git cannot tell: of a file that
    is not tracked, or in a clone without the older versions.
    """
    if not lines:
        return {}
    wanted = [f"-L{line},{line}" for line in sorted(set(lines))]
    status, output, _ = git.try_run("blame", "--porcelain", *wanted, "--", path)
    found: dict[int, str] = {}
    for line in output.split(b"\n") if status == 0 else ():
        header = _HEADER.fullmatch(line)
        if header and header[1].strip(b"0"):
            found[int(header[2])] = header[1].decode()
    return found
