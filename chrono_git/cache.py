"""What was worked out before, by key, in one SQLite file under the git directory.

Everything here can be made again: the file (with its `-wal` and `-shm`), or the whole
folder `chrono-git` of the git directory, may be deleted at any time; it is made anew
where it is damaged or of another version. All worktrees share it, and so do runs at the
same time. What cannot be read or written is not cached: nothing here raises.
"""

from __future__ import annotations

import contextlib
from binascii import crc32
from collections.abc import Collection, Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self, TypeVar

from chrono_git import trace

if TYPE_CHECKING:
    import sqlite3

K = TypeVar("K", bytes, str)

SCHEMA = 1
LIMIT = 128 << 20  # bytes on disk; a repository of 100,000 files needs about a tenth
_WAIT = 1.0  # seconds for another run to finish writing, which takes milliseconds
_BATCH = 1000
_CHECK = 4  # bytes of CRC before each value: SQLite does not notice a flipped bit
_SETTINGS = (
    "pragma journal_mode = wal",
    "pragma synchronous = normal",
    "pragma journal_size_limit = 4194304",
)

# A row id grows with every writing, so that the lowest is the oldest.
_TABLE = """create table entry (id integer primary key autoincrement, space text not null,
 key blob not null, value blob not null, unique (space, key) on conflict replace)"""


class CacheLike(Protocol):
    """What the rest of chrono-git asks of a cache. Keys carry the version of whatever made the value."""

    def get(self, space: str, key: bytes | str) -> bytes | None:
        """The value last put under the key, or None."""
        ...

    def get_many(self, space: str, keys: Collection[K]) -> dict[K, bytes]:
        """The values of those keys that have one."""
        ...

    def put_many(self, space: str, values: Mapping[K, bytes]) -> None:
        """Keeps all of the values, or none of them."""
        ...


class NullCache:
    """A cache that forgets everything, for where there is no place to keep it."""

    def get(self, space: str, key: bytes | str) -> bytes | None:
        """Nothing."""
        del space, key
        return None

    def get_many(self, space: str, keys: Collection[K]) -> dict[K, bytes]:
        """Nothing."""
        del space, keys
        return {}

    def put_many(self, space: str, values: Mapping[K, bytes]) -> None:
        """Does nothing."""


def open_cache(common_dir: str | Path | None, *, limit: int = LIMIT) -> Cache | NullCache:
    """The cache of the repository with this git directory (`git rev-parse --git-common-dir`).

    The file is made when the first value is put. `limit` is in bytes on disk.
    """
    if common_dir is None:
        return NullCache()
    return Cache(Path(common_dir) / "chrono-git" / f"cache-v{SCHEMA}.sqlite", limit=limit)


class Cache:
    """Values by space and key in one SQLite file; see the module for what may go wrong with it."""

    def __init__(self, path: Path, *, limit: int = LIMIT) -> None:
        self.path = path
        self.limit = limit
        self._connection: sqlite3.Connection | None = None
        self._broken = False
        self._asked: dict[str, tuple[int, int, float]] = {}  # hits, keys and seconds by space, if traced

    def get(self, space: str, key: bytes | str) -> bytes | None:
        """The value last put under the key, or None."""
        raw = _raw(key)
        return self.get_many(space, (raw,)).get(raw)

    def get_many(self, space: str, keys: Collection[K]) -> dict[K, bytes]:
        """The values of those keys that have one; damaged ones are left out."""
        found: dict[K, bytes] = {}
        since = trace.clock()
        connection = self._open(create=False)
        if connection is None:
            return found
        wanted = {_raw(key): key for key in keys}
        order = list(wanted)
        try:
            for start in range(0, len(order), _BATCH):
                batch: list[bytes] = order[start : start + _BATCH]
                marks = ",".join("?" * len(batch))
                rows = connection.execute(
                    f"select key, value from entry where space = ? and key in ({marks})", (space, *batch)
                )
                found.update({wanted[key]: value[_CHECK:] for key, value in rows if _intact(value)})
        except Exception as problem:
            self._give_up(problem)
        if trace.on():
            hits, asked, seconds = self._asked.get(space, (0, 0, 0.0))
            spent = seconds + trace.clock() - since
            self._asked[space] = (hits + len(found), asked + len(wanted), spent)
        return found

    def put_many(self, space: str, values: Mapping[K, bytes]) -> None:
        """Keeps the values in one transaction; where that fails, none. Makes room if need be."""
        # One value must not push everything else out.
        rows = [
            (space, _raw(key), crc32(value).to_bytes(_CHECK, "big") + value)
            for key, value in values.items()
            if len(value) <= self.limit // 4
        ]
        connection = self._open(create=True) if rows else None
        if connection is None:
            return
        try:
            connection.execute("begin immediate")
            connection.executemany("insert into entry (space, key, value) values (?, ?, ?)", rows)
            connection.execute("commit")
            if self._pages(connection) > self.limit:
                self.prune()
        except Exception as problem:
            self._give_up(problem)

    def prune(self) -> None:
        """Forgets the oldest values until three quarters of the limit are used at most."""
        connection = self._open(create=False)
        if connection is None:
            return
        try:
            connection.execute("begin immediate")
            room = self.limit * 3 // 4 - 4 * 4096
            kept = 0
            for number, size in connection.execute(
                "select id, length(key) + length(value) + 64 from entry order by id desc"
            ):
                kept += size
                if kept > room:
                    connection.execute("delete from entry where id <= ?", (number,))
                    break
            connection.execute("commit")
            connection.execute("vacuum")
            connection.execute("pragma wal_checkpoint(truncate)")
        except Exception as problem:
            self._give_up(problem)

    def close(self) -> None:
        """Gives the file back; the next call opens it again."""
        for space, (hits, asked, seconds) in self._asked.items():
            trace.say(f"cache {space}: {hits} of {asked} known", took=seconds)
        self._asked = {}
        if self._connection is not None:
            with contextlib.suppress(Exception):
                self._connection.close()
            self._connection = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __del__(self) -> None:
        self.close()

    def _open(self, *, create: bool) -> sqlite3.Connection | None:
        if self._connection is not None or self._broken:
            return self._connection
        for _ in range(2):
            try:
                if not self.path.is_file():
                    if not create:
                        return None
                    self.path.parent.mkdir(parents=True, exist_ok=True)
                self._connection = self._connect()
                self._broken = False
                break
            except Exception as problem:
                # A damaged file is gone now, and the second attempt begins a new one.
                self._give_up(problem)
        return self._connection

    def _connect(self) -> sqlite3.Connection:
        import sqlite3

        connection = sqlite3.connect(self.path, timeout=_WAIT, isolation_level=None)
        try:
            for setting in _SETTINGS:
                connection.execute(setting)
            if connection.execute("pragma user_version").fetchone()[0] != SCHEMA:
                self._lay_out(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _lay_out(self, connection: sqlite3.Connection) -> None:
        connection.execute("begin immediate")
        # Another run may have been quicker while we waited for the lock.
        if connection.execute("pragma user_version").fetchone()[0] != SCHEMA:
            for (name,) in connection.execute(
                "select name from sqlite_master where type = 'table' and name not like 'sqlite_%'"
            ).fetchall():
                connection.execute('drop table "' + name.replace('"', '""') + '"')
            connection.execute(_TABLE)
            connection.execute(f"pragma user_version = {SCHEMA}")
        connection.execute("commit")

    @staticmethod
    def _pages(connection: sqlite3.Connection) -> int:
        pages, size = (
            connection.execute(f"pragma {name}").fetchone()[0] for name in ("page_count", "page_size")
        )
        return int(pages) * int(size)

    def _give_up(self, problem: Exception) -> None:
        """Runs on without a cache; a damaged file is taken away, so that the next run has a new one."""
        self.close()
        self._broken = True
        with contextlib.suppress(ImportError):
            import sqlite3

            # Locked, read-only, full: OperationalError. Plain DatabaseError: not a database, malformed.
            if isinstance(problem, sqlite3.DatabaseError) and type(problem) is sqlite3.DatabaseError:
                for suffix in ("", "-wal", "-shm"):
                    with contextlib.suppress(OSError):
                        Path(f"{self.path}{suffix}").unlink()


def _raw(key: bytes | str) -> bytes:
    return key.encode("utf-8", "surrogateescape") if isinstance(key, str) else key


def _intact(value: object) -> bool:
    return isinstance(value, bytes) and value[:_CHECK] == crc32(value[_CHECK:]).to_bytes(_CHECK, "big")
