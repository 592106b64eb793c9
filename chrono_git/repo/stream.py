"""Streams bytes from and to git processes; with `brief` the only module that starts any.

Hooks run it under `python -SE`, so it imports nothing that is slow to load: no `re`,
`json`, `typing`, `dataclasses`, `subprocess`, GitPython or the model. POSIX only.
"""

from __future__ import annotations

import errno
import fcntl
import os
import select
import time

from chrono_git.errors import RepositoryError
from chrono_git.repo.environment import FIXED_OPTIONS, encoded, failure, git_environment
from chrono_git.repo.objects import ObjectReader, TooLarge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from chrono_git.trace import Processes

__all__ = ["Child", "Git", "ObjectReader", "TooLarge"]

_CHUNK = 1 << 18
_PIPE_SIZE = 1 << 20
_KEPT_ERRORS = 1 << 16
# The `signal` module loads `enum`; these three are the same on every POSIX system.
_SIGKILL, _SIGPIPE, _SIGTERM = 9, 13, 15


def _above_stdio(descriptor: int) -> int:
    # Where our own standard streams are closed, pipes get 0 to 2 and clash with the child's.
    if descriptor > 2:
        return descriptor
    moved: int = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, 3)
    os.close(descriptor)
    return moved


def _pipe() -> tuple[int, int]:
    reader, writer = map(_above_stdio, os.pipe())
    try:  # noqa: SIM105 - contextlib is slow to load
        # Only Linux has it, and refuses it to who has too many pipes; it saves context switches.
        fcntl.fcntl(writer, getattr(fcntl, "F_SETPIPE_SZ", -1), _PIPE_SIZE)
    except OSError:
        pass
    return reader, writer


def _spawn(command: list[bytes], environment: Mapping[str, str], source: int, sink: int, errors: int) -> int:
    stdin = (
        (os.POSIX_SPAWN_DUP2, source, 0)
        if source >= 0
        else (os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0)
    )
    actions = [stdin, (os.POSIX_SPAWN_DUP2, sink, 1), (os.POSIX_SPAWN_DUP2, errors, 2)]
    # Python ignores SIGPIPE, and git would go on writing to nobody if it inherited that.
    return os.posix_spawnp("git", command, environment, file_actions=actions, setsigdef=[_SIGPIPE])


class Child:
    """One git process, or several that feed each other, with the pipes to both ends."""

    def __init__(self, commands: Sequence[list[bytes]], environment: Mapping[str, str], *, fed: bool) -> None:
        self.errors = bytearray()
        self.traced: Processes | None = None
        # In the order of the pipeline; None while it runs.
        self._statuses: dict[int, int | None] = {}
        self._stdin = self._stdout = self._stderr = -1
        self._poll = select.poll()
        try:
            self._start(commands, environment, fed)
        except ValueError:
            raise RepositoryError("no name in git can hold a NUL byte", hint="check the names") from None
        except FileNotFoundError:
            raise RepositoryError("git was not found", hint="install git, or put it on the PATH") from None
        except OSError as problem:
            hint = "name fewer things at once" if problem.errno == errno.E2BIG else "end some other processes"
            raise RepositoryError(f"git could not be started: {problem.strerror}", hint=hint) from None
        finally:
            if self._stdout < 0:
                self.close()

    def _start(self, commands: Sequence[list[bytes]], environment: Mapping[str, str], fed: bool) -> None:
        source = following = sink = errors = -1
        try:
            self._stderr, errors = _pipe()
            if fed:
                source, self._stdin = _pipe()
                os.set_blocking(self._stdin, False)
            for command in commands:
                following, sink = _pipe()
                self._statuses[_spawn(command, environment, source, sink, errors)] = None
                os.close(sink)
                if source >= 0:
                    os.close(source)
                source, following, sink = following, -1, -1
            self._stdout, source = source, -1
        finally:
            for descriptor in (source, following, sink, errors):
                if descriptor >= 0:
                    os.close(descriptor)
        for descriptor in (self._stdout, self._stderr):
            os.set_blocking(descriptor, False)
            self._poll.register(descriptor, select.POLLIN)

    def step(self, outgoing: memoryview | bytes) -> tuple[int, bytes | None]:
        """Waits until something moves: how much of `outgoing` went, and what came.

        None is "nothing yet", empty bytes are the end of the output.
        """
        while True:
            written = self._write(outgoing) if outgoing else 0
            try:
                return written, os.read(self._stdout, _CHUNK)
            except BlockingIOError:
                if written:
                    return written, None
            self._wait(bool(outgoing))

    def _wait(self, writing: bool) -> None:
        writing = writing and self._stdin >= 0
        if writing:
            self._poll.register(self._stdin, select.POLLOUT)
        if any(descriptor == self._stderr for descriptor, _ in self._poll.poll()):
            self._drain()
        if writing:
            self._poll.unregister(self._stdin)

    def _write(self, outgoing: memoryview | bytes) -> int:
        if self._stdin < 0:
            return len(outgoing)
        try:
            return os.write(self._stdin, outgoing)
        except BlockingIOError:
            return 0
        except BrokenPipeError:
            # It ended early; its status and its words will tell why.
            self.end_input()
            return len(outgoing)

    def _drain(self) -> bool:
        # Reads what there is of stderr, and says whether more may come.
        while self._stderr >= 0:
            try:
                words = os.read(self._stderr, _CHUNK)
            except BlockingIOError:
                return True
            if not words:
                self._poll.unregister(self._stderr)
                os.close(self._stderr)
                self._stderr = -1
            self.errors += words
            del self.errors[:-_KEPT_ERRORS]
        return False

    def end_input(self) -> None:
        """Tells the process that nothing more will come."""
        if self._stdin >= 0:
            os.close(self._stdin)
            self._stdin = -1

    def stream(self, data: bytes) -> Iterator[bytes]:
        """Writes `data` and yields the output, both at the same time."""
        rest = memoryview(data)
        while True:
            if not rest:
                self.end_input()
            written, chunk = self.step(rest)
            rest = rest[written:]
            if chunk:
                yield chunk
            elif chunk is not None:
                return

    def finish(self) -> int:
        """After the output's end: the exit status, of several the last that is not 0.

        Negative is the signal that killed it.
        """
        self.end_input()
        waiting = select.poll()
        if self._stderr >= 0:
            waiting.register(self._stderr, select.POLLIN)
        # A helper in the background may hold stderr open for ever: the process's end counts.
        while self._drain() and not self._reap(os.WNOHANG):
            waiting.poll(50)
        self._reap(0)
        self._drain()
        return next((status for status in reversed(self._statuses.values()) if status), 0)

    def _reap(self, options: int) -> bool:
        # Collects the processes that have ended, and says whether all have.
        for pid, status in tuple(self._statuses.items()):
            if status is None:
                try:
                    ended, raw = os.waitpid(pid, options)
                except ChildProcessError:
                    self._statuses.clear()
                    hint = "start it from a program that does not ignore SIGCHLD"
                    raise RepositoryError("git's exit status was lost", hint=hint) from None
                self._statuses[pid] = os.waitstatus_to_exitcode(raw) if ended else None
        return None not in self._statuses.values()

    def close(self) -> None:
        """Ends the processes where they still run, and gives everything back."""
        if self.traced is not None:
            self.traced.end()
        for descriptor in (self._stdin, self._stdout, self._stderr):
            if descriptor >= 0:
                os.close(descriptor)
        self._stdin = self._stdout = self._stderr = -1
        # SIGTERM first: it lets git remove its lock files.
        for signal in (_SIGTERM, _SIGKILL):
            for doubling in range(13):
                try:
                    if self._reap(os.WNOHANG):
                        return
                except RepositoryError:
                    return
                for pid, status in self._statuses.items():
                    if status is None and not doubling:
                        os.kill(pid, signal)
                time.sleep(0.0002 * 2**doubling)

    __del__ = close


def _traced(commands: Sequence[Sequence[str | bytes]], directory: str) -> Processes | None:
    if not os.environ.get("CHRONO_DEBUG"):
        return None
    from chrono_git.trace import Processes

    return Processes(commands, os.path.abspath(directory))  # noqa: PTH100 - pathlib is slow to load


class Git:
    """Runs git in one directory: bytes in, bytes out, never a shell.

    Arguments are bytes or text with surrogate escapes; pathspecs are literal. A name from
    outside must stand behind `--end-of-options` or `--`. `foreign` is for another repository
    than a hook's own; `partial` tells that blobs may be missing, which saves finding out.
    RepositoryError: git cannot be started, or (but for `try_run`) fails.
    """

    def __init__(self, directory: str, *, foreign: bool = False, partial: bool = False) -> None:
        self.directory = directory
        self.partial = partial
        self._environment = git_environment(os.environ, foreign=foreign)
        self._prefix = [b"git", b"-C", os.fsencode(directory), *FIXED_OPTIONS]

    def start(self, *commands: Sequence[str | bytes], fed: bool = False) -> Child:
        """Starts one git, or several of which each reads what the one before writes."""
        traced = _traced(commands, self.directory)
        lines = [[*self._prefix, *map(encoded, command)] for command in commands]
        child = Child(lines, self._environment, fed=fed)
        child.traced = traced
        return child

    def try_run(self, *arguments: str | bytes, input: bytes | None = None) -> tuple[int, bytes, bytes]:
        """Runs git to its end; returns the exit status, its output and what it complained."""
        child = self.start(arguments, fed=input is not None)
        try:
            output = b"".join(child.stream(input or b""))
            return child.finish(), output, bytes(child.errors)
        finally:
            child.close()

    def run(self, *arguments: str | bytes, input: bytes | None = None) -> bytes:
        """Runs git to its end and returns its output."""
        status, output, errors = self.try_run(*arguments, input=input)
        if status:
            raise failure(arguments, status, errors)
        return output

    def chunks(self, *arguments: str | bytes, input: bytes | None = None) -> Iterator[bytes]:
        """Starts git at once and yields its output as it comes, in pieces of any size."""
        return _chunks(self.start(arguments, fed=input is not None), arguments, input or b"")

    def piped(self, first: Sequence[str | bytes], second: Sequence[str | bytes]) -> Iterator[bytes]:
        """Like `chunks` for two gits, the first feeding the second without passing here."""
        return _chunks(self.start(first, second), second, b"")

    def lines(
        self, *arguments: str | bytes, separator: bytes = b"\0", input: bytes | None = None
    ) -> Iterator[bytes]:
        """Like `chunks`, cut at `separator`, which is removed."""
        return _cut(self.chunks(*arguments, input=input), separator)


def _chunks(child: Child, arguments: Sequence[str | bytes], data: bytes) -> Iterator[bytes]:
    try:
        yield from child.stream(data)
        status = child.finish()
        if status:
            raise failure(arguments, status, bytes(child.errors))
    finally:
        child.close()


def _cut(chunks: Iterator[bytes], separator: bytes) -> Iterator[bytes]:
    pieces: list[bytes] = []
    for chunk in chunks:
        # A record of many megabytes must not be searched again with every chunk of it.
        if separator[-1:] not in chunk:
            pieces.append(chunk)
            continue
        records = b"".join((*pieces, chunk)).split(separator)
        pieces = [records.pop()]
        yield from records
    last = b"".join(pieces)
    if last:
        yield last
