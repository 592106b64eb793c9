"""An end to what takes too long: whatever runs then is left by an exception, and takes its processes with it."""

from __future__ import annotations

# The `signal` module loads `enum`; this one is what it is made of.
import _signal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType


class TimeUp(BaseException):
    """The time is over. It is no Exception, so that nobody takes it for a failure of theirs."""


def begin(seconds: float) -> None:
    """From now on there are so many seconds, until TimeUp is raised; an earlier limit is forgotten."""
    _signal.signal(_signal.SIGALRM, _stop)
    # Again and again: whoever cleans up may be stuck, too.
    _signal.setitimer(_signal.ITIMER_REAL, max(seconds, 0.001), 1.0)


def end() -> None:
    """There is no limit any more."""
    _signal.setitimer(_signal.ITIMER_REAL, 0)


def _stop(number: int, frame: FrameType | None) -> None:
    del number, frame
    raise TimeUp
