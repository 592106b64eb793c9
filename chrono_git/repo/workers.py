"""Runs a function over many items in forked processes, so that none of them can hang or end this one.

Parsers are native code: they may crash, loop, or eat all memory, and hold the interpreter's
lock while they work. POSIX only.
"""

from __future__ import annotations

import contextlib
import gc
import marshal
import mmap
import os
import resource
import select
import signal
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice, repeat
from typing import Any, Generic, NoReturn, Protocol, TypeVar

I = TypeVar("I")  # noqa: E741
R = TypeVar("R")
I_contra = TypeVar("I_contra", contravariant=True)
R_co = TypeVar("R_co", covariant=True)

# Small ones first, so that a few items are shared out too.
_BATCHES = (1, 1, 2, 2, 4, 4, 8, 8)
_BATCH = 16
# Two batches must fit into the smallest pipe (64 KiB), so that to send one never waits for the worker.
_LARGEST_BATCH = 24 << 10
_LENGTH = 8
_SAID = 300  # bytes of the shared memory, with what an exception said at the end of them
_ADDRESS_SPACE = 4 << 30
_REASONS: dict[int, str] = {
    signal.SIGALRM: "took too long",
    signal.SIGABRT: "the parser gave up",
    signal.SIGSEGV: "the parser crashed",
    signal.SIGBUS: "the parser crashed",
    signal.SIGKILL: "the process was killed, perhaps for its memory",
}


@dataclass(frozen=True, slots=True)
class Died:
    """There is no result: `reason` says how the process that worked on it ended."""

    reason: str


def cores() -> int:
    """How many processes can work at the same time."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS has none
        return os.cpu_count() or 1


class Work(Protocol[I_contra, R_co]):
    """What the workers do; what it opens, it opens there."""

    def begin(self, items: Sequence[I_contra]) -> None:
        """Tells which items come next, in this order."""

    def __call__(self, item: I_contra) -> R_co:
        """Does one of them."""


def each(
    work: Work[I, R], items: Iterable[I], *, seconds: float, workers: int | None = None
) -> Iterator[tuple[I, R | Died]]:
    """Yields every item with what `work` makes of it, in the order in which they are done.

    Items and results must be of types that `marshal` knows. A process that spends more than
    `seconds` on one item is killed; whatever a process dies of (an exception of `work`,
    too), only the item it was at is lost. `items` is read as the workers need them. Nobody is
    left behind, however this ends.
    """
    pool = _Pool(work, seconds, workers or cores())
    try:
        yield from pool.run(iter(items))
    finally:
        pool.close()


class _Pool(Generic[I, R]):
    def __init__(self, work: Work[I, R], seconds: float, most: int) -> None:
        self._work = work
        self._seconds = seconds
        self._most = most
        self._workers: list[_Worker[I, R]] = []

    def run(self, items: Iterator[I]) -> Iterator[tuple[I, R | Died]]:
        for batch in _batches(items):
            while (worker := self._idlest()) is None:
                yield from self._collect(None)
            worker.send(batch)
            yield from self._collect(0)
        while any(worker.sent for worker in self._workers):
            yield from self._collect(None)

    def _idlest(self) -> _Worker[I, R] | None:
        """A worker that can take a batch, None where all are busy."""
        idle = [worker for worker in self._workers if not worker.sent]
        if idle:
            return idle[0]
        if len(self._workers) < self._most:
            self._workers.append(_Worker(self._work, self._seconds, self._workers))
            return self._workers[-1]
        return next((worker for worker in self._workers if len(worker.sent) == 1), None)

    def _collect(self, timeout: int | None) -> Iterator[tuple[I, R | Died]]:
        """What has been done, after waiting for at least one batch if `timeout` is None."""
        poll = select.poll()
        by_source = {worker.source: worker for worker in self._workers if worker.sent}
        for source in by_source:
            poll.register(source, select.POLLIN)
        for source, _ in poll.poll(timeout):
            yield from self._results(by_source[source])

    def _results(self, worker: _Worker[I, R]) -> Iterator[tuple[I, R | Died]]:
        results = worker.receive()
        if results is not None:
            batch = worker.sent.pop(0)
            worker.done += len(batch)
            yield from zip(batch, results, strict=True)
            return
        self._workers.remove(worker)
        at = worker.at
        reason = worker.end()
        batch = worker.sent[0]
        rest = [part for part in ([*batch[:at], *batch[at + 1 :]], *worker.sent[1:]) if part]
        if rest:
            self._workers.append(_Worker(self._work, self._seconds, self._workers))
            for part in rest:
                self._workers[-1].send(part)
        yield batch[at], Died(reason)

    def close(self) -> None:
        """Ends all workers, whatever they do."""
        for worker in self._workers:
            worker.kill()
        for worker in self._workers:
            worker.end()


class _Worker(Generic[I, R]):
    """One process. `sent` are the batches that it has not answered, `done` the number of items that it
    has; `source` is where answers come from."""

    def __init__(self, work: Work[I, R], seconds: float, others: Sequence[_Worker[I, R]]) -> None:
        self.sent: list[Sequence[I]] = []
        self.done = 0
        # Shared: tells how many items it has begun, even if it can say nothing any more.
        self._progress = mmap.mmap(-1, mmap.PAGESIZE)
        tasks, self._tasks = os.pipe()
        self.source, results = os.pipe()
        with warnings.catch_warnings():
            # Other threads (of a test runner, say) are nothing to us: the child takes no lock of theirs.
            warnings.simplefilter("ignore", DeprecationWarning)
            self._pid = os.fork()
        if not self._pid:
            closing = [self._tasks, self.source]
            closing += [one for other in others for one in (other._tasks, other.source)]
            _serve(work, seconds, self._progress, (tasks, results), closing)
        os.close(tasks)
        os.close(results)

    @property
    def at(self) -> int:
        """Which item of its oldest batch it is at."""
        return max(0, int.from_bytes(self._progress[:_LENGTH], "little") - self.done - 1)

    def send(self, batch: Sequence[I]) -> None:
        # It cannot be gone unless it was killed from outside, which the answer will tell.
        with contextlib.suppress(BrokenPipeError):
            _write(self._tasks, _packed(batch))
        self.sent.append(batch)

    def receive(self) -> Sequence[R] | None:
        """The results of the oldest batch; None where the process has ended."""
        raw = _read(self.source)
        return None if raw is None else marshal.loads(raw)

    def kill(self) -> None:
        if self._pid:
            os.kill(self._pid, signal.SIGKILL)

    def end(self) -> str:
        """Waits for its end and gives everything back; returns what it died of."""
        if not self._pid:
            return ""
        for descriptor in (self._tasks, self.source):
            os.close(descriptor)
        try:
            status = os.waitstatus_to_exitcode(os.waitpid(self._pid, 0)[1])
        except ChildProcessError:
            status = 0
        self._pid = 0
        if status >= 0:
            said = self._progress[_LENGTH:_SAID].rstrip(b"\0").decode("utf-8", "replace")
            return f"the scanner failed: {said}" if said else "the process ended"
        return _REASONS.get(-status, f"killed by signal {-status}")


def _batches(items: Iterator[I]) -> Iterator[list[I]]:
    for size in chain(_BATCHES, repeat(_BATCH)):
        batch = list(islice(items, size))
        if not batch:
            return
        yield from _halves(batch)


def _halves(batch: list[I]) -> Iterator[list[I]]:
    if len(batch) == 1 or len(_packed(batch)) <= _LARGEST_BATCH:
        yield batch
        return
    middle = len(batch) // 2
    yield from _halves(batch[:middle])
    yield from _halves(batch[middle:])


def _serve(
    work: Work[Any, Any],
    seconds: float,
    progress: mmap.mmap,
    pipes: tuple[int, int],
    closing: Sequence[int],
) -> NoReturn:
    """The child's whole life. It never returns into the parent's code."""
    tasks, results = pipes
    begun = 0
    try:
        _prepare(closing)
        while (raw := _read(tasks)) is not None:
            answers: list[Any] = []
            batch = marshal.loads(raw)
            work.begin(batch)
            for item in batch:
                begun += 1
                progress[:_LENGTH] = begun.to_bytes(_LENGTH, "little")
                signal.setitimer(signal.ITIMER_REAL, seconds)
                answers.append(work(item))
                signal.setitimer(signal.ITIMER_REAL, 0)
            _write(results, _packed(answers))
    except BrokenPipeError:
        pass  # the parent is gone
    except BaseException as error:
        said = f"{type(error).__name__}: {error}".removesuffix(": ").encode("utf-8", "replace")
        room = _SAID - _LENGTH
        progress[_LENGTH:_SAID] = said[:room].ljust(room, b"\0")
    finally:
        os._exit(0)


def _prepare(closing: Sequence[int]) -> None:
    # The default actions end the process even while native code runs, and without a word.
    for number in (*_REASONS.keys() - {signal.SIGKILL}, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGALRM, signal.SIGINT, signal.SIGTERM))
    # The end of the input is how a worker learns that the parent is gone: no other may hold it open.
    for descriptor in closing:
        os.close(descriptor)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    for kind, most in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_AS, _ADDRESS_SPACE)):
        with contextlib.suppress(OSError, ValueError):
            hard = resource.getrlimit(kind)[1]
            resource.setrlimit(kind, (most if hard < 0 else min(most, hard), hard))
    # What the parent made is never garbage here, and looking at it would copy it.
    gc.freeze()


def _packed(values: Sequence[Any]) -> bytes:
    return marshal.dumps(list(values))


def _write(descriptor: int, data: bytes) -> None:
    rest = memoryview(len(data).to_bytes(_LENGTH, "little") + data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _read(descriptor: int) -> bytes | None:
    """One message; None at the end of the stream."""
    head = _exactly(descriptor, _LENGTH)
    return None if head is None else _exactly(descriptor, int.from_bytes(head, "little"))


def _exactly(descriptor: int, size: int) -> bytes | None:
    pieces = []
    while size:
        piece = os.read(descriptor, size)
        if not piece:
            return None
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)
