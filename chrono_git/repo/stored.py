"""What all snapshots share: entries made when they are asked for, and blobs in bulk."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import TracebackType
from typing import Self

from chrono_git.model import Entry, Unreadable
from chrono_git.repo.disk import too_large
from chrono_git.repo.stream import Git, ObjectReader, TooLarge

SUBMODULE = "160000"
SYMLINK = "120000"


class Entries(Mapping[str, Entry]):
    """Entries by path, kept as git wrote them: to make 100,000 objects takes longer than git.

    `records` holds mode, blank, anything, blank, blob id; an empty one is completed by
    `complete` when it is looked at.
    """

    def __init__(self, records: dict[str, str], complete: Callable[[str], str] | None = None) -> None:
        self._records = records
        self._complete = complete

    def __getitem__(self, path: str) -> Entry:
        record = self._records[path]
        if not record and self._complete is not None:
            record = self._records[path] = self._complete(path)
        return Entry(path, record[:6], record.rpartition(" ")[2])

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)

    def __contains__(self, path: object) -> bool:
        return path in self._records


class Stored(ABC):
    """A snapshot whose content lies in git's object store, by and large."""

    def __init__(self, git: Git, *, limit: int | None) -> None:
        self._git = git
        self._limit = limit
        self._reader = ObjectReader(git, limit=limit)
        self._entries: Entries | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @abstractmethod
    def _list(self) -> Entries: ...

    @abstractmethod
    def _unstored(self, entry: Entry) -> bytes | Unreadable | None:
        """The content of an entry without a blob id."""

    def _missing(self, entry: Entry) -> bytes | Unreadable:  # noqa: ARG002 - for who knows another place
        return Unreadable("not in this clone: the clone is partial, or damaged")

    def close(self) -> None:
        """Ends the process behind it; the snapshot can still be asked, and starts another."""
        self._reader.close()

    def entries(self) -> Mapping[str, Entry]:
        """All files by path, symbolic links (120000) and submodules (160000) among them."""
        if self._entries is None:
            self._entries = self._list()
        return self._entries

    def read(self, path: str) -> bytes | Unreadable | None:
        """The content of one file, a link's target; None where there is no such file."""
        return dict(self.read_many((path,))).get(path)

    def read_many(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes | Unreadable]]:
        """The contents of many files in the order asked, without those that do not exist."""
        entries = self.entries()
        wanted = [entries[path] for path in paths if path in entries]
        blobs = self._reader.read_many(
            entry.oid.encode() for entry in wanted if entry.oid and entry.mode != SUBMODULE
        )
        for entry in wanted:
            if entry.mode == SUBMODULE:
                yield entry.path, Unreadable("a submodule, which is a repository of its own")
            elif entry.oid:
                yield entry.path, self._loaded(entry, next(blobs)[2])
            else:
                content = self._unstored(entry)
                if content is not None:
                    yield entry.path, content

    def _loaded(self, entry: Entry, content: bytes | TooLarge | None) -> bytes | Unreadable:
        if content is None:
            return self._missing(entry)
        return too_large(content.size, content.limit) if isinstance(content, TooLarge) else content

    def ids(self, paths: Iterable[str]) -> Mapping[str, str]:
        """The blob ids of those paths that exist and can be hashed."""
        entries = self.entries()
        return {path: oid for path in paths if path in entries and (oid := entries[path].oid)}
