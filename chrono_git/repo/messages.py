"""Reads the messages of many commits and yields those that hold something of interest.

Hooks run it under `python -SE`: it imports nothing that is slow to load.
"""

from __future__ import annotations

import _thread
import os
import time

from chrono_git.errors import RepositoryError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from chrono_git.repo.stream import Git

    Found = tuple[str, bytes]
    Arriving = tuple[int, list[str], list[bytes]]
    Also = Callable[[bytes, int, bytes], Iterable[int]]

# In small letters, as the messages are searched: the trailers' prefix, and the word of
# git-revert(1) ("This reverts commit") and of the hosting sites ("Reverts owner/name#12").
_TRAILER, _REVERT = b"chrono-", b"reverts "
_GREPS = ("-F", "-i", f"--grep={_TRAILER.decode()}", f"--grep={_REVERT.decode()}")
# How a trailer stands in a message, and in that of a `git merge --squash`.
_BEFORE = (b"\n", b"\n    ")
_SMALL = 1 << 16  # bytes
_PAUSE = 0.002  # seconds, in which git writes some 200 KiB
_LARGE = 1 << 22  # bytes of one message from which it is no longer searched anew with every chunk
# Object ids are spread evenly: one commit in 1,024 begins with one of these 64 prefixes. With fewer
# than 32 of them, 32,000 commits or so, one log is as quick.
_PREFIXES = [
    f"--disambiguate={first}{second}{first}{second}" for first in "0123" for second in "0123456789abcdef"
]
_FEWEST, _MOST = 32, 128


def interesting(
    git: Git,
    new: Sequence[str],
    old: Sequence[str] = (),
    *,
    options: Sequence[str] = (),
    also: Also | None = None,
) -> Iterator[Found]:
    """Yields (id, message) for the commits of `new` that are not in `old`, if there is something in them.

    That is a `Chrono-*` line or words of a revert, and whatever `also` sees: given many
    messages at once, where the last whole one ends, and what the line before each message
    begins with (its line break included), it yields ascending offsets.
    Messages come as git shows them: up to the first NUL, in UTF-8 where their encoding is
    known (`text` decodes them). Newest first, by commit date; with `old` no commit comes
    after one of its parents, without it that holds where the clocks were right, as git would
    have to read everything before it could write anything. `options` are git-rev-list(1)'s,
    such as `--remotes=origin`. Raises RepositoryError for an unknown revision and in a
    damaged repository.
    """
    reader = _Reader(git, also)
    middle = _middle(git) if len(new) == 1 and not old and not options else None
    if middle is not None:
        yield from reader.halves(new[0], middle)
    elif old or options:
        revisions = [*new, *(f"^{name}" for name in old)]
        yield from reader.found("--date-order", *options, "--end-of-options", *revisions)
    else:
        yield from reader.found(*reader.greps, "--end-of-options", *new)


def arriving(
    git: Git, new: Sequence[str], old: Sequence[str], *, options: Sequence[str] = ()
) -> Callable[[], Arriving]:
    """Starts git at once; what is returned waits for what comes with `new` and is not there yet.

    It gives how many commits neither `old` has nor what `options` (git-rev-list(1)'s, such as
    `--remotes=origin`) name, those of the others that they follow on, and their messages with a
    `Chrono-*` line or words of a revert. Raises RepositoryError for an unknown revision.
    """
    reader = _Reader(git, None)
    revisions = ("--end-of-options", *new, *(f"^{name}" for name in old))
    log = reader.log("--boundary", "--not", *options, "--not", *revisions)
    return lambda: _arrived(log, reader.mark)


def _arrived(log: Iterator[bytes], mark: bytes) -> Arriving:
    count, edge, said = 0, [], []
    for block, end in _blocks(log, mark):
        count += block.count(mark, 0, end)
        for sign, name, body in _records(block, end, mark, None):
            if sign == b"-":
                edge.append(name)
            else:
                said.append(body)
    return count - len(edge), edge, said


def _middle(git: Git) -> str | None:
    """A commit from the middle of a long history, as a sample of all objects tells; None for a short one.

    Its part is bounded, since what is newer than it has to fit into git's memory.
    """
    check = ("cat-file", "--batch-check=%(objecttype) %(objectname)", "--buffer")
    try:
        objects = b"".join(git.piped(("rev-parse", *_PREFIXES), check)).split(b"\n")
        commits = [line[7:] for line in objects if line.startswith(b"commit ")]
        if len(commits) < _FEWEST:
            return None
        times = git.run("rev-list", "--no-walk", "--timestamp", "--stdin", input=b"\n".join([*commits, b""]))
    except RepositoryError:
        return None
    newest_first = times.split()[1::2]
    return newest_first[min(len(newest_first) // 2, _MOST)].decode()


class _Reader:
    """Reads messages from one `git log`, or from two at the same time."""

    __slots__ = ("also", "git", "greps", "mark")

    def __init__(self, git: Git, also: Also | None) -> None:
        self.git = git
        self.also = also
        # No message can hold what is only made up now, so that it tells where one begins.
        self.mark = b"\n" + os.urandom(12).hex().encode()
        # git's own search costs as much as writing everything, but needs no second core.
        self.greps = _GREPS if also is None else ()

    def found(self, *arguments: str) -> Iterator[Found]:
        """What is found in one log."""
        for sign, name, body in self._search(self.log(*arguments)):
            if sign == b">":
                yield name, body

    def halves(self, tip: str, middle: str) -> Iterator[Found]:
        """What is found in the whole history of `tip`, its two halves read by two processes.

        The commits that are not in `middle` are right in any case; those of `middle` are
        the others if it turns up at their edge. If not, it is a commit of some branch
        that was never merged, and the rest is read from that edge on.
        """
        newer = self.log("--boundary", "--end-of-options", tip, f"^{middle}")
        older = _Aside(self._search(self.log(*self.greps, "--end-of-options", middle)))
        edge = []
        for sign, name, body in self._search(newer):
            if sign == b"-":
                edge.append(name)
            else:
                yield name, body
        if middle in edge:
            yield from ((name, body) for _, name, body in older.result())
        elif edge:
            yield from self.found(*self.greps, "--end-of-options", *edge)

    def log(self, *arguments: str) -> Iterator[bytes]:
        """Starts git at once, and yields its output."""
        form = f"--format={self.mark[1:].decode()}%m%H%n%B"
        return self.git.chunks("log", "--no-decorate", "--no-notes", form, *arguments)

    def _search(self, chunks: Iterator[bytes]) -> Iterator[tuple[bytes, str, bytes]]:
        for block, end in _blocks(chunks, self.mark):
            yield from _records(block, end, self.mark, self.also)


class _Aside:
    """Runs through an iterator in a thread; the `threading` module would be slow to load."""

    __slots__ = ("_done", "_kept", "_problem")

    def __init__(self, source: Iterator[tuple[bytes, str, bytes]]) -> None:
        self._kept: list[tuple[bytes, str, bytes]] = []
        self._problem: BaseException | None = None
        self._done = _thread.allocate_lock()
        self._done.acquire()
        _thread.start_new_thread(self._run, (source,))

    def _run(self, source: Iterator[tuple[bytes, str, bytes]]) -> None:
        try:
            self._kept.extend(source)
        except BaseException as problem:
            self._problem = problem
        finally:
            self._done.release()

    def result(self) -> list[tuple[bytes, str, bytes]]:
        """Waits for the end; raises what was raised."""
        self._done.acquire()
        if self._problem is not None:
            raise self._problem
        return self._kept


def _gathered(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same in larger pieces: to wake up for each 4 KiB that git writes takes its time from git."""
    small = 0
    for chunk in chunks:
        yield chunk
        small = small + 1 if len(chunk) < _SMALL else 0
        if small > 4:
            time.sleep(_PAUSE)


def _blocks(chunks: Iterable[bytes], mark: bytes) -> Iterator[tuple[bytes, int]]:
    """The stream in pieces, each with the end of its last whole message; the mark stands before one."""
    rest = b"\n"
    pieces: list[bytes] = []
    for piece in _gathered(chunks):
        chunk = piece
        if len(rest) > _LARGE:
            # Only what is new is searched, as a message may be larger than many chunks.
            seam = (pieces[-1] if pieces else rest)[1 - len(mark) :]
            pieces.append(chunk)
            if mark not in seam + chunk:
                continue
            chunk = b"".join(pieces)
            pieces = []
        block = rest + chunk
        end = block.rfind(mark)
        if end > 0:
            yield block, end
        rest = block[max(end, 0) :]
    block = b"".join((rest, *pieces))
    yield block, len(block)


def _records(block: bytes, end: int, mark: bytes, also: Also | None) -> Iterator[tuple[bytes, str, bytes]]:
    """Sign, id and message where something is found or that lie at the edge, in the stream's order."""
    small = block.lower()
    starts = set()
    for hits in (
        _offsets(block, mark + b"-", end),
        _trailers(small, end),
        _offsets(small, _REVERT, end),
        also(block, end, mark) if also else (),
    ):
        passed = -1
        for at in hits:
            if at >= passed:
                starts.add(block.rfind(mark, 0, at + len(mark)))
                passed = block.find(mark, at + 1)
                if passed < 0:
                    break
    for start in sorted(starts):
        sign = start + len(mark)
        header = block.find(b"\n", sign)
        stop = block.find(mark, header)
        yield (
            block[sign : sign + 1],
            block[sign + 1 : header].decode(),
            block[header + 1 : stop if stop >= 0 else -1],
        )


def _trailers(small: bytes, end: int) -> Iterator[int]:
    return (at for at in _offsets(small, _TRAILER, end) if small.endswith(_BEFORE, max(at - 5, 0), at))


def _offsets(text: bytes, needle: bytes, end: int) -> Iterator[int]:
    at = text.find(needle, 0, end)
    while at >= 0:
        yield at
        at = text.find(needle, at + len(needle), end)


def text(message: bytes) -> str:
    """A message as text: UTF-8, or Latin-1 where it is none and says nothing of its encoding."""
    try:
        return message.decode()
    except UnicodeDecodeError:
        return message.decode("latin-1")


def trailer_lines(message: bytes) -> list[bytes]:
    """The lines of a message that begin with `Chrono-`, without what is folded under them.

    It is for those who have no time for more: code fences are not looked for, and only
    chrono_git.trailers knows what the lines mean.
    """
    whole = b"\n" + message
    return [whole[at:].partition(b"\n")[0].strip() for at in _trailers(whole.lower(), len(whole))]
