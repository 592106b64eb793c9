"""Scans files in worker processes, from the work tree or from git's objects, and remembers what took time."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Container, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from chrono_git import trace
from chrono_git.app.extension import extension_of
from chrono_git.app.scans import pack, unpack
from chrono_git.app.sieve import is_worth_it
from chrono_git.app.words import Words, may_print_debug
from chrono_git.cache import CacheLike, NullCache, open_cache
from chrono_git.model import Unreadable
from chrono_git.repo.disk import read_beneath, too_large
from chrono_git.repo.location import Location
from chrono_git.repo.stream import ObjectReader, TooLarge
from chrono_git.repo.workers import Died, each
from chrono_git.scan.result import Scan

if TYPE_CHECKING:
    from chrono_git.app.ownrules import OwnRules

_SPACE = "check-blob"
LATE = "the time was up"
UNSEEN = "not looked at"  # how a note begins that is about a file of which nothing is known
SECONDS = 10.0  # for one file; the largest take the parser two
_WORTH_KEEPING = 0.0005  # seconds

# Path, blob id ("" for the file in the work tree), and how to look at it: _QUICK, _SURELY or _AS_TEXT.
Item = tuple[str, str, int]
_QUICK, _SURELY, _AS_TEXT = range(3)
# Blob id, packed scan, why it was not read, whether its language is known, the key to keep it under.
Answer = tuple[str, bytes, str, bool, bytes]


@dataclass(frozen=True, slots=True)
class Scanned:
    """One file: its blob id ("" where it could not be read or is no file), and what is in it.

    `known` says that its language is one that can be scanned, `trouble` why it was not
    read, or not as it should have been; `asked` is the blob id that was asked for.
    """

    path: str
    oid: str
    raw: bytes
    known: bool
    trouble: str = ""
    asked: str = ""

    @property
    def scan(self) -> Scan:
        """What was found."""
        return unpack(self.raw, self.path)


class Scanner:
    """Scans the files of one repository.

    `version` tells this scanner from others, `limit` is the largest file in bytes, `prints`
    asks for print-like calls too, `own` are the users' rules. By the `deadline`, of
    `time.monotonic`, no more files are begun where somebody is in a hurry.
    """

    def __init__(
        self,
        location: Location,
        words: Words,
        version: str,
        *,
        limit: int,
        use_cache: bool = True,
        prints: bool = False,
        own: OwnRules | None = None,
        deadline: float | None = None,
    ) -> None:
        self.location = location
        self.words = words
        self.version = version
        self.limit = limit
        self.use_cache = use_cache
        self.prints = prints
        self.own = own
        self.own_rules = own.ids if own else ()
        self._deadline = deadline
        self._fresh: dict[bytes, bytes] = {}

    def is_late(self) -> bool:
        """Whether the deadline has passed."""
        return self._deadline is not None and time.monotonic() > self._deadline

    def scan(
        self, files: Iterable[tuple[str, str]], sure: Container[str] = (), *, hurry: bool = False
    ) -> Iterator[Scanned]:
        """Scans files given as (path, blob id), an empty id for what lies in the work tree.

        They come back in the order in which they are done. What is no file any more has
        no blob id and no trouble. The paths in `sure` are known to be worth a closer look. In a
        `hurry`, those that are not reached in time are in trouble for that.
        """
        failed: dict[Item, str] = {}
        begun: dict[Item, None] = {}
        work = _Work(self)
        items = ((path, oid, _SURELY if path in sure else _QUICK) for path, oid in files)
        given = self._noted(items, begun) if hurry and self._deadline is not None else items
        for item, answer in each(work, given, seconds=SECONDS):
            begun.pop(item, None)
            if isinstance(answer, Died):
                failed[item[0], item[1], _AS_TEXT] = answer.reason
            else:
                yield self._result(item, answer, "")
        for item, answer in each(work, failed, seconds=SECONDS) if failed else ():
            if isinstance(answer, Died):
                yield Scanned(item[0], "", b"", True, f"{UNSEEN}: {answer.reason}", item[1])
            else:
                yield self._result(item, answer, f"read as text: {failed[item]}")
        for path, oid, _ in chain(begun, items if given is not items else ()):
            yield Scanned(path, "", b"", True, f"{UNSEEN}: {LATE}", oid)

    def _noted(self, items: Iterable[Item], begun: dict[Item, None]) -> Iterator[Item]:
        """The items, as long as there is time, which are noted as begun."""
        for item in items:
            begun[item] = None
            if self.is_late():
                return
            yield item

    def _result(self, item: Item, answer: Answer, trouble: str) -> Scanned:
        oid, raw, unread, known, key = answer
        if key:
            self._fresh[key] = raw
        trouble = f"{UNSEEN}: {unread}" if unread else trouble
        return Scanned(item[0], oid, raw, known, trouble, item[1])

    def asks_for(self, path: str) -> bool:
        """Whether a file has to be read even if it holds none of the words: a user's rule is about it."""
        return self.own is not None and self.own.about(path)

    def keep(self, cache: CacheLike) -> None:
        """Remembers what was scanned since the last time."""
        if self._fresh:
            cache.put_many(_SPACE, self._fresh)
            self._fresh = {}


class Contents:
    """Reads files of the work tree and blobs; to be used in one process, where it is first asked."""

    def __init__(self, scanner: Scanner) -> None:
        self._git = scanner.location.git()
        self._root = scanner.location.root or ""
        self._limit = scanner.limit
        self._reader: ObjectReader | None = None
        self._blobs: Generator[bytes | Unreadable] | None = None

    def expect(self, oids: Iterable[str]) -> None:
        """Tells which blobs will be read next, in this order, so that git reads them all at once."""
        if self._blobs is not None:
            self._blobs.close()
        if self._reader is None:
            self._reader = ObjectReader(self._git, limit=self._limit)
        self._blobs = _contents(self._reader, [oid.encode() for oid in oids if oid])

    def read(self, path: str, oid: str) -> bytes | Unreadable | None:
        """The next blob, or without an id the file in the work tree; None where there is no file."""
        return next(self._blobs or iter(())) if oid else self._file(path)

    def _file(self, path: str) -> bytes | Unreadable | None:
        try:
            mode = os.lstat(f"{self._root}/{path}".encode("utf-8", "surrogateescape")).st_mode
        except OSError:
            return None
        # A link is not followed, and a folder can only be a submodule.
        return read_beneath(self._root, path, self._limit) if stat.S_ISREG(mode) else None


def _contents(reader: ObjectReader, oids: Sequence[bytes]) -> Generator[bytes | Unreadable]:
    for _, _, content in reader.read_many(oids):
        if content is None:
            yield Unreadable("not in this clone: the clone is partial, or damaged")
        elif isinstance(content, TooLarge):
            yield too_large(content.size, content.limit)
        else:
            yield content


class _Work:
    """What a worker does with one file. All that it opens, it opens after the fork."""

    def __init__(self, scanner: Scanner) -> None:
        self._scanner = scanner
        self._contents = Contents(scanner)
        self._cache: CacheLike | None = None

    def begin(self, items: Sequence[Item]) -> None:
        """Has git read the blobs of all the items at once."""
        self._contents.expect(oid for _, oid, _ in items)

    def __call__(self, item: Item) -> Answer:
        """Scans one of them."""
        path, oid, how = item
        content = self._contents.read(path, oid)
        if content is None:
            return "", b"", "", False, b""
        if isinstance(content, Unreadable):
            return "", b"", content.reason, True, b""
        words = self._scanner.words
        if not extension_of(path) and not content.startswith(b"#!"):
            return oid, b"", "", False, b""
        prints = self._scanner.prints and (how == _SURELY or may_print_debug(content))
        asked = prints or how == _AS_TEXT or self._scanner.asks_for(path)
        if extension_of(path) and not asked and not (how == _SURELY or words.is_candidate(content)):
            return oid, b"", "", True, b""
        from chrono_git.scan.language import language_of

        language = language_of(path, content[:200])
        if language is None or not (asked or is_worth_it(words, language, content)):
            return oid, b"", "", language is not None, b""
        return self._scanned(
            path, oid or self._hash(content), content, prints=prints, text_only=how == _AS_TEXT
        )

    def _hash(self, content: bytes) -> str:
        header = b"blob %d\0" % len(content)
        name = self._scanner.location.object_format
        return hashlib.new(name, header + content, usedforsecurity=False).hexdigest()

    def _scanned(self, path: str, oid: str, content: bytes, *, prints: bool, text_only: bool) -> Answer:
        from chrono_git.scan import scan

        key = b"" if text_only else self._key(path, oid, prints)
        known = self._known(key) if key else None
        if known is not None:
            return oid, known, "", True, b""
        started = time.perf_counter()
        found = scan(path, content, prints=prints, text_only=text_only, sifted=True)
        if self._scanner.own is not None:
            found = self._scanner.own.add(found, path, content, text_only=text_only)
        raw = pack(found)
        if trace.on():
            trace.say(f"scanned {path}", started)
        worth = raw or time.perf_counter() - started > _WORTH_KEEPING
        return oid, raw, "", True, key if worth else b""

    def _key(self, path: str, oid: str, prints: bool) -> bytes:
        """Names the content and all that the scan of it depends on beside: kinds of paths, not paths."""
        from chrono_git.scan.paths import path_class
        from chrono_git.scan.prints import is_command_line

        printing = 1 + is_command_line(path) if prints else 0
        own = self._scanner.own
        # The users' rules may be for some paths only.
        rules = f"{own.digest} {path}" if own is not None and own.about(path) else ""
        parts = (self._scanner.version, oid, extension_of(path), path_class(path), str(printing), rules)
        return " ".join(parts).encode("utf-8", "surrogateescape")

    def _known(self, key: bytes) -> bytes | None:
        if self._cache is None:
            # A connection of the parent's must not be used here.
            self._cache = (
                open_cache(self._scanner.location.common_dir) if self._scanner.use_cache else NullCache()
            )
        raw = self._cache.get(_SPACE, key)
        if raw is not None:
            try:
                unpack(raw, "")
            except (ValueError, TypeError, EOFError):
                return None
        return raw
