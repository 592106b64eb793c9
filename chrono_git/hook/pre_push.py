"""pre-push: nothing unfinished leaves this repository without anybody knowing; see githooks(5)."""

from __future__ import annotations

from chrono_git.hook.gate import decide
from chrono_git.hook.lean import read_input
from chrono_git.repo.updates import Elsewhere, pushed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def run(arguments: Sequence[str]) -> int:
    """Judges what git's standard input names; `arguments` are the name of the remote and its URL."""
    remote, url = (*arguments, "", "")[:2]
    return push(read_input(), remote, url)


def push(lines: bytes, remote: str, url: str) -> int:
    """Judges the push of these lines, as git writes them; returns 1 where it must not go on.

    Raises ChronoError where nothing could be judged.
    """
    return decide("pre-push", pushed(lines), Elsewhere(remote, url))
