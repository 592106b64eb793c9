"""An end to what takes too long: what runs then is left by an exception, and takes its processes with it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal as _signal
    from types import FrameType
else:
    import _signal  # what the `signal` module is made of, which loads `enum`


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
