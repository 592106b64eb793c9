"""Reads what one git writes, for hooks that have no time for more: `repo.stream` takes longer to load.

It tells nothing of what went wrong: who gets no answer asks again through `repo.stream`.
"""

from __future__ import annotations

import os

from chrono_git.repo.environment import FIXED_OPTIONS, git_environment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from chrono_git.trace import Processes

_CHUNK = 1 << 18
_SIGPIPE = 13  # the `signal` module loads `enum`


class Question:
    """One git that was started where we are, and writes; `answer` must be called."""

    __slots__ = ("_pid", "_source", "_traced")

    def __init__(self, arguments: Sequence[str]) -> None:
        self._traced: Processes | None = None
        if os.environ.get("CHRONO_DEBUG"):
            from chrono_git.trace import Processes

            self._traced = Processes([arguments], os.getcwd())  # noqa: PTH109 - pathlib is slow to load
        self._pid = self._source = -1
        try:
            self._source, sink = os.pipe()
            try:
                self._pid = _spawn(arguments, sink) if min(self._source, sink) > 2 else -1
            finally:
                os.close(sink)
        except OSError:
            return

    def answer(self, limit: int) -> bytes | None:
        """What it wrote; None where it failed, or wrote more than `limit` bytes."""
        pieces, size = [], 0
        try:
            while self._pid >= 0 and size <= limit and (piece := os.read(self._source, _CHUNK)):
                pieces.append(piece)
                size += len(piece)
        finally:
            # A git that still writes ends by SIGPIPE.
            if self._source >= 0:
                os.close(self._source)
            failed = self._pid < 0 or os.waitpid(self._pid, 0)[1] != 0
            if self._traced is not None:
                self._traced.end()
        return None if failed or size > limit else b"".join(pieces)


def _spawn(arguments: Sequence[str], sink: int) -> int:
    command = [b"git", *FIXED_OPTIONS, *map(os.fsencode, arguments)]
    actions = [
        (os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
        (os.POSIX_SPAWN_DUP2, sink, 1),
        (os.POSIX_SPAWN_OPEN, 2, "/dev/null", os.O_WRONLY, 0),
    ]
    # Python ignores SIGPIPE, and git would go on writing to nobody if it inherited that.
    return os.posix_spawnp(
        "git", command, git_environment(os.environ), file_actions=actions, setsigdef=[_SIGPIPE]
    )
