"""Keeps what was read of a history by its tip, so that a new tip costs only what is new."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Collection, Mapping
from typing import Protocol, TypeVar

from chrono_git.repo.stream import Git

K = TypeVar("K", bytes, str)

_LONGEST_CHAIN = 16
_REMEMBERED_TIPS = 8


class Store(Protocol):
    """What is asked of a cache; it may forget anything at any time."""

    def get(self, space: str, key: bytes | str) -> bytes | None:
        """The value last put under the key, or None."""
        ...

    def get_many(self, space: str, keys: Collection[K]) -> dict[K, bytes]:
        """The values of those keys that have one."""
        ...

    def put_many(self, space: str, values: Mapping[K, bytes]) -> None:
        """Keeps all of the values, or none of them."""
        ...


def increments(
    git: Git, store: Store | None, space: str, tip: str, read: Callable[[str, str | None], bytes]
) -> list[bytes]:
    """What `read` makes of the whole history of `tip`, a commit id, in pieces, the newest first.

    `read(new, old)` gives the bytes for the commits of `new` that are not in `old`, None
    for all, newest first; pieces for adjoining parts of the history can be joined. A tip that
    an earlier one led to reads only what came since.
    """
    if store is None:
        return [read(tip, None)]
    known = _chain(store, space, tip)
    if known is not None:
        return known
    tips = (store.get(space, "tips") or b"").decode().split()
    before: str | None = None
    pieces: list[bytes] = []
    for candidate in tips:
        if git.try_run("merge-base", "--is-ancestor", candidate, tip)[0] == 0:
            chain = _chain(store, space, candidate)
            if chain is not None:
                before, pieces = candidate, chain
                break
    pieces = [read(tip, before), *pieces]
    values = {"tips": "\n".join([tip, *(one for one in tips if one != tip)][:_REMEMBERED_TIPS]).encode()}
    if len(pieces) > _LONGEST_CHAIN:
        pieces, before = [b"".join(pieces)], None
    values[tip] = (before or "").encode() + b"\n" + zlib.compress(pieces[0], 1)
    store.put_many(space, values)
    return pieces


def _chain(store: Store, space: str, tip: str) -> list[bytes] | None:
    """The pieces that lead to this tip; None where one of them is gone."""
    pieces: list[bytes] = []
    before = tip
    while before:
        value = store.get(space, before)
        if value is None or len(pieces) > _LONGEST_CHAIN:
            return None
        head, _, packed = value.partition(b"\n")
        try:
            pieces.append(zlib.decompress(packed))
        except zlib.error:
            return None
        before = head.decode()
    return pieces
