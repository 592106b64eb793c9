"""Runs commands that a person agreed to: one after the other in one shell, with a time limit.

With `stream`, `brief` and `workers` the only module that starts processes, and the only one
that starts what is not our own. POSIX only.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import select
import shutil
import signal
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from chrono_git.errors import ChronoError

State = Literal["ended", "timeout", "unstarted"]
Sink = Callable[[bytes], None]

KEPT = 256 << 10  # bytes of the output of one command: its end
_CHUNK = 1 << 16
# Seconds between asking to end and ending: of who still works, and of what was left in the background.
_GRACE, _SHORT_GRACE = 2.0, 0.5
# As GitHub's runner runs a step: the first command that fails ends it, and a failure in a pipe counts.
# What a command is given of our own descriptors is nothing: 8 asks whether to go on, 9 tells how it went.
_DRIVER = r"""
set -e
(set -o pipefail) 2>/dev/null && set -o pipefail
cd -- "$1"
shift
for chrono_next; do
  case $chrono_next in
  +*) eval "${chrono_next#?}" </dev/null 8<&- 9>&-; chrono_status=$? ;;
  *) if eval "${chrono_next#?}" </dev/null 8<&- 9>&-; then chrono_status=0; else chrono_status=$?; fi ;;
  esac
  printf '%s\n' "$chrono_status" >&9
  IFS= read -r chrono_go <&8
done
"""
_PERSONAL = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH")
# A shell would read a file that they name, or go elsewhere than a guide says.
_DROPPED = frozenset({"BASH_ENV", "ENV", "CDPATH", "BASHOPTS", "SHELLOPTS", "ZDOTDIR", "PROMPT_COMMAND"})
_HOOK = ("GIT_DIR", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_REFLOG_ACTION", "GIT_QUARANTINE_PATH",
         "CHRONO_GIT_HOOK", "PRE_COMMIT")  # fmt: skip
INNER = "CHRONO_VERIFY"


@dataclass(frozen=True, slots=True)
class Step:
    """One command for the shell; `may_fail` says that the others go on when it fails."""

    text: str
    may_fail: bool = False


@dataclass(frozen=True, slots=True)
class Ran:
    """How one command went: `status` is its exit status (negative: the signal that ended its shell), None
    where it did not end or was not started; `output` the end of what it wrote to either stream."""

    state: State
    status: int | None = None
    output: bytes = b""
    seconds: float = 0.0


def hindrance(environment: Mapping[str, str]) -> str:
    """Why nothing may be run from here, "" where it may: git tells hooks by variables of what they are."""
    if environment.get(INNER):
        return "it was started by a command that `verify` runs itself"
    told = next((name for name in _HOOK if environment.get(name) is not None), None)
    return f"nothing of a guide is ever run from a hook, and {told} is set as in one" if told else ""


def find_shell(name: str) -> str | None:
    """The path of a shell; for `bash`, `sh` stands in; None where there is none."""
    return shutil.which(name) or (shutil.which("sh") if name == "bash" else None)


def run(
    steps: Sequence[Step],
    *,
    shell: str,
    root: str,
    deadline: float,
    sink: Sink,
    environment: Mapping[str, str],
) -> Iterator[Ran]:
    """Runs the steps in one shell (a path) in the directory `root`, and yields how each went, in order.

    Each has all that those before it left: folder, variables, functions. Input is empty;
    both streams of output go to `sink` as they come. At `deadline` (of `time.monotonic`)
    all of it is ended, and so is whatever is still running at the end. Raises ChronoError
    where the shell cannot be started.
    """
    child = _Child(shell, root, steps, _scrubbed(environment))
    try:
        left = len(steps)
        while left:
            ran = child.wait(deadline, sink)
            left -= 1
            yield ran
            if ran.state == "timeout" or not child.go_on():
                break
        else:
            child.finish(deadline, sink)
        yield from [Ran("unstarted")] * left
    finally:
        child.close()


def _scrubbed(environment: Mapping[str, str]) -> dict[str, str]:
    kept = {
        name: value
        for name, value in environment.items()
        if name not in _DROPPED and (not name.startswith("GIT_") or name in _PERSONAL)
    }
    return {**kept, INNER: "1"}


class _Child:
    """The shell and everything that it started: a session of its own, without a terminal."""

    def __init__(self, shell: str, root: str, steps: Sequence[Step], environment: Mapping[str, str]) -> None:
        self._pid = 0
        self._gone: int | None = None
        self._output, output = _pipe()
        self._told, told = _pipe()
        asked, self._asked = _pipe()
        words = [("-" if one.may_fail else "+") + one.text for one in steps]
        arguments = [shell, "-c", _DRIVER, "chrono-git-verify", root, *words]
        actions = [
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_DUP2, output, 1),
            (os.POSIX_SPAWN_DUP2, output, 2),
            (os.POSIX_SPAWN_DUP2, asked, 8),
            (os.POSIX_SPAWN_DUP2, told, 9),
        ]
        # Python ignores SIGPIPE, and nohup SIGHUP.
        defaults = [signal.SIGPIPE, signal.SIGHUP, signal.SIGINT, signal.SIGTERM, signal.SIGXFSZ]
        try:
            self._pid = os.posix_spawn(
                shell,
                [one.encode("utf-8", "surrogateescape") for one in arguments],
                environment,
                file_actions=actions,
                setsid=True,
                setsigmask=[],
                setsigdef=defaults,
            )
        except (OSError, ValueError) as error:
            self.close()
            raise ChronoError(
                f"the commands cannot be started: {error}", hint="see whether this shell works", path=shell
            ) from error
        finally:
            for descriptor in (output, told, asked):
                os.close(descriptor)
        os.set_blocking(self._output, False)
        self._poll = select.poll()
        self._poll.register(self._output, select.POLLIN)
        self._poll.register(self._told, select.POLLIN)

    def wait(self, deadline: float, sink: Sink) -> Ran:
        """Until the command that runs has ended; what it wrote was all read by then."""
        began, kept = time.monotonic(), bytearray()
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                self._drain(kept, sink)
                self._end(_GRACE)
                return Ran("timeout", None, bytes(kept), time.monotonic() - began)
            # A shell that is gone leaves no word where something of it holds the pipe: look for it, too.
            ready = {number for number, _ in self._poll.poll(min(left * 1000 + 1, 100))}
            self._drain(kept, sink)
            status = self._status(self._told in ready)
            if status is not None:
                # All that was written before the word came is in the pipe now.
                self._drain(kept, sink)
                return Ran("ended", status, bytes(kept), time.monotonic() - began)

    def go_on(self) -> bool:
        """Lets the shell begin with the next command; False where it has ended."""
        if self._gone is not None:
            return False
        try:
            return os.write(self._asked, b"\n") == 1
        except BrokenPipeError:
            return False

    def finish(self, deadline: float, sink: Sink) -> None:
        """Lets the shell do what it still has to: a trap may tidy up."""
        while self._gone is None and time.monotonic() < deadline:
            self._poll.poll(20)
            self._drain(bytearray(), sink)
            self._reap(os.WNOHANG)

    def close(self) -> None:
        """Ends whatever is left, and gives everything back."""
        if self._pid:
            self._end(_GRACE if self._gone is None else _SHORT_GRACE)
        for descriptor in (self._output, self._told, self._asked):
            os.close(descriptor)

    def _drain(self, kept: bytearray, sink: Sink) -> None:
        # Bounded, as something in the background may write for ever.
        for _ in range(64):
            try:
                piece = os.read(self._output, _CHUNK)
            except BlockingIOError:
                return
            if not piece:
                with contextlib.suppress(KeyError):
                    self._poll.unregister(self._output)
                return
            sink(piece)
            kept += piece
            del kept[:-KEPT]

    def _status(self, told: bool) -> int | None:
        """How the command ended; None while it runs."""
        word = os.read(self._told, 64) if told else b""
        if word:
            first = word.split(b"\n", 1)[0]
            return int(first) if first.isdigit() else 1
        self._reap(os.WNOHANG)
        return self._gone

    def _reap(self, options: int) -> None:
        if self._gone is None:
            try:
                pid, status = os.waitpid(self._pid, options)
            except ChildProcessError:
                pid, status = self._pid, 1 << 8
            if pid:
                self._gone = os.waitstatus_to_exitcode(status)

    def _end(self, grace: float) -> None:
        """Asks all of the session's first group to end, and ends it."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self._pid, number)
            except ProcessLookupError:
                break
            except PermissionError:  # some of them are another user's
                if self._gone is None:
                    os.kill(self._pid, number)
            if number == signal.SIGTERM:
                self._wait_for_the_end(grace)
        self._reap(0)
        self._pid = 0

    def _wait_for_the_end(self, grace: float) -> None:
        began = time.monotonic()
        while self._lives():
            # Where nobody collects what is dead, it seems to live on.
            most = grace if self._gone is None else min(grace, _SHORT_GRACE)
            if time.monotonic() - began > most:
                return
            time.sleep(0.02)

    def _lives(self) -> bool:
        self._reap(os.WNOHANG)
        try:
            os.killpg(self._pid, 0)
        except (ProcessLookupError, PermissionError):
            return False
        return True


def _pipe() -> tuple[int, int]:
    """A pipe whose ends are none of the descriptors that the shell gets."""
    ends = []
    for descriptor in os.pipe():
        ends.append(fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 10))
        os.close(descriptor)
    return ends[0], ends[1]
