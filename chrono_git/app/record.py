"""Remembers what a whole tree had in it, so that the next scan looks only at what differs."""

from __future__ import annotations

import hashlib
import marshal
from dataclasses import dataclass

from chrono_git.app.excuses import Kin, Kinship
from chrono_git.cache import CacheLike
from chrono_git.scan.result import Excuse

_SPACE = "check-tree"


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of the git tree `tree`.

    `count` is the number of its files whose extension is of a known language, `odd` those of
    such a language without one; `files` maps paths to (blob id, packed scan) for those with
    something in them. Nothing is known of the paths of `unknown`, which have to be looked at,
    with their blob ids.
    """

    tree: str
    count: int
    odd: frozenset[str]
    files: dict[str, tuple[str, bytes]]
    unknown: dict[str, str]
    kinship: Kinship


class Shelf:
    """The place of one record in the cache; `parts` is all that a record depends on but for the tree."""

    def __init__(self, cache: CacheLike, *parts: str) -> None:
        self._cache = cache
        self._key = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).digest()

    def load(self) -> Record | None:
        """The record last saved."""
        raw = self._cache.get(_SPACE, self._key)
        if raw is None:
            return None
        try:
            tree, count, odd, files, unknown, kinship = marshal.loads(raw)
            found = {Excuse(*excuse): Kin(*kin) for excuse, kin in kinship}
            return Record(tree, count, frozenset(odd), files, unknown, found)
        except (ValueError, TypeError, EOFError):
            return None

    def save(self, record: Record) -> None:
        """Keeps it in the place of the last one."""
        kinship = [((one.kind, one.owner, one.name), tuple(kin)) for one, kin in record.kinship.items()]
        values = (record.tree, record.count, sorted(record.odd), record.files, record.unknown, kinship)
        self._cache.put_many(_SPACE, {self._key: marshal.dumps(values)})
