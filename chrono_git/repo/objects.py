"""Reads objects by their ids or names through one long-lived `git cat-file`."""

from __future__ import annotations

from chrono_git.errors import RepositoryError
from chrono_git.repo.environment import failure, printable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from types import TracebackType
    from typing import Self

    from chrono_git.repo.stream import Child, Git

    Answer = tuple[bytes, bytes, "bytes | TooLarge | None"]

# What of the names asked is here; nothing else tells without git trying to fetch the rest, and
# ending as it may not. `tree:0` keeps it from looking into trees.
_PRESENT = (
    "rev-list", "--objects", "--no-object-names", "--no-walk=unsorted", "--ignore-missing",
    "--missing=allow-any", "--filter=tree:0", "--stdin",
)  # fmt: skip
# --batch alone, as --batch-command needs git 2.36 and its --buffer is no faster here.
_COMMAND = ("cat-file", "--batch")
_WINDOW = 1000
_HEXADECIMAL = b"0123456789abcdefABCDEF"
_KINDS = (b"blob", b"tree", b"commit", b"tag")
# What is beyond the limit is thrown away as it comes, or git stopped where that takes long.
_WORTH_A_RESTART = 1 << 26


class TooLarge:
    """Content that was not loaded: its `size` in bytes is beyond the `limit`."""

    __slots__ = ("limit", "size")

    def __init__(self, size: int, limit: int) -> None:
        self.size = size
        self.limit = limit


class ObjectReader:
    """Reads objects through one process that starts with the first question.

    Names are object ids or anything that git-rev-parse(1) understands (`HEAD:path`), in
    bytes. Objects larger than `limit` bytes come as TooLarge. The answers are those of
    git-cat-file(1), "BATCH OUTPUT". Raises RepositoryError for a name with a line
    break or NUL in it, and where git fails.
    """

    def __init__(self, git: Git, *, limit: int | None = None) -> None:
        self.limit = limit
        self._git = git
        self._child: Child | None = None
        self._unsent: memoryview | bytes = b""
        self._asked: list[bytes] = []
        self._answered = 0
        self._sifting = git.partial
        self._absent: set[bytes] = set()
        self._buffer = b""
        self._at = 0
        self._busy = False
        self._second: ObjectReader | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the process; the next question would start another."""
        self._stop()
        if self._second is not None:
            self._second.close()
            self._second = None

    def read(self, name: bytes) -> tuple[bytes, bytes | TooLarge] | None:
        """The object's kind (`blob`, `tree`, `commit`, `tag`) and content; None where it is missing."""
        [(_, kind, content)] = self.read_many((name,))
        return None if content is None else (kind, content)

    def read_many(self, names: Iterable[bytes]) -> Iterator[Answer]:
        """Yields name, kind and content in the order asked; `missing` and None for no object.

        `names` is read ahead by some hundreds. Other objects may be read meanwhile, which
        takes a second process.
        """
        if self._busy:
            if self._second is None:
                self._second = ObjectReader(self._git, limit=self.limit)
            yield from self._second.read_many(names)
            return
        self._busy = True
        try:
            yield from self._answers(iter(names))
        finally:
            self._busy = False
            # Answers that nobody fetched would be taken for those of the next question.
            if self._asked:
                self._stop()

    def _answers(self, names: Iterator[bytes]) -> Iterator[Answer]:
        while True:
            if len(self._asked) - self._answered <= _WINDOW // 2:
                self._ask(names)
            if not self._asked:
                return
            name = self._asked[self._answered]
            absent = name in self._absent
            kind, content = (b"missing", None) if absent else self._answer()
            self._answered += 1
            if self._child is None and not absent:
                self._send(self._asked[self._answered :])
            elif self._answered == len(self._asked):
                # Nothing is under way, so that the process may serve the next question too.
                self._ask(names)
            yield name, kind, content

    def _ask(self, names: Iterator[bytes]) -> None:
        del self._asked[: self._answered]
        self._answered = 0
        fresh = []
        for name in names:
            if not name or b"\n" in name or b"\0" in name:
                hint = "ask for its object id instead"
                raise RepositoryError(f"not a name that git can look up: {printable(name)!r}", hint=hint)
            fresh.append(name)
            if len(fresh) == _WINDOW:
                break
        if not self._asked:
            self._absent = set()
        self._asked += fresh
        self._send(fresh)

    def _send(self, names: list[bytes]) -> None:
        if self._sifting and names:
            ids = [name for name in names if len(name) in (40, 64) and not name.strip(_HEXADECIMAL)]
            asked = b"".join(b"%b\n" % oid for oid in ids)
            self._absent.update(ids)
            self._absent.difference_update(self._git.lines(*_PRESENT, separator=b"\n", input=asked))
        lines = [b"%b\n" % name for name in names if name not in self._absent]
        if lines:
            self._unsent = memoryview(b"".join((self._unsent, *lines)))

    def _answer(self) -> tuple[bytes, bytes | TooLarge | None]:
        header = self._line()
        if header is None:
            return self._died()
        # `<oid> SP <type> SP <size>`, else `<name> missing`, `<name> ambiguous`, `<oid> submodule`.
        words = header.split(b" ")
        if len(words) != 3 or words[1] not in _KINDS or not words[2].isdigit():
            return b"missing", None
        size = int(words[2])
        if self.limit is None or size <= self.limit:
            content = self._take(size + 1)
            return (words[1], content[:-1]) if len(content) == size + 1 else self._died()
        if size > _WORTH_A_RESTART:
            self._drop()
        elif not self._skip(size + 1):
            return self._died()
        return words[1], TooLarge(size, self.limit)

    def _died(self) -> tuple[bytes, None]:
        child = self._child
        assert child is not None
        status, errors = child.finish(), bytes(child.errors)
        self._drop()
        # In a partial clone git ends where it may not fetch, after a long search.
        if b"promisor remote" in errors:
            self._sifting = True
            return b"missing", None
        raise failure(_COMMAND, status, errors)

    def _line(self) -> bytes | None:
        while True:
            end = self._buffer.find(b"\n", self._at)
            if end >= 0:
                line = self._buffer[self._at : end]
                self._at = end + 1
                return line
            chunk = self._more()
            if not chunk:
                return None
            self._buffer = self._buffer[self._at :] + chunk
            self._at = 0

    def _take(self, size: int) -> bytes:
        """The next `size` bytes, fewer where the process ended before."""
        end = self._at + size
        if end <= len(self._buffer):
            taken = self._buffer[self._at : end]
            self._at = end
            return taken
        pieces = [self._buffer[self._at :]]
        wanted = size - len(pieces[0])
        while wanted > 0:
            self._buffer = self._more()
            self._at = min(wanted, len(self._buffer))
            if not self._at:
                break
            pieces.append(self._buffer[: self._at])
            wanted -= self._at
        return b"".join(pieces)

    def _skip(self, size: int) -> bool:
        """Passes over `size` bytes without keeping them; says whether they all came."""
        self._at += size
        while self._at > len(self._buffer):
            self._at -= len(self._buffer)
            self._buffer = self._more()
            if not self._buffer:
                return False
        return True

    def _more(self) -> bytes:
        """The next piece of output, empty at its end, sending questions meanwhile."""
        if self._child is None:
            self._child = self._git.start(_COMMAND, fed=True)
        while True:
            written, chunk = self._child.step(self._unsent)
            self._unsent = self._unsent[written:]
            if chunk is not None:
                return chunk

    def _drop(self) -> None:
        if self._child is not None:
            self._child.close()
            self._child = None
        self._unsent = self._buffer = b""
        self._at = 0

    def _stop(self) -> None:
        self._drop()
        self._asked = []
        self._answered = 0
