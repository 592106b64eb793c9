"""pre-receive: the same gate on the side that is pushed to, which nobody can leave out; see githooks(5)."""

from __future__ import annotations

from chrono_git.hook.gate import decide
from chrono_git.hook.lean import read_input
from chrono_git.repo.updates import Elsewhere, received

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def run(arguments: Sequence[str]) -> int:
    """Judges what git's standard input names; there are no `arguments`."""
    del arguments
    return receive(read_input())


def receive(lines: bytes) -> int:
    """Judges what is received, in lines as git writes them; returns 1 where it must be refused.

    Raises ChronoError where nothing could be judged.
    """
    return decide("pre-receive", received(lines), Elsewhere(None))
