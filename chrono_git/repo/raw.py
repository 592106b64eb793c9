"""Reads git's raw diff format: what happened to which path, with modes and blob ids."""

from __future__ import annotations

from collections.abc import Iterator

from chrono_git.model import Change


def parse_raw(records: Iterator[bytes]) -> Iterator[Change]:
    """Changes from the NUL-separated records of a `--raw -z --no-abbrev --no-renames` diff.

    See git-diff-files(1), "RAW OUTPUT FORMAT": `:mode mode id id status`, then the path.
    Modes stay as git writes them (`000000` for none); an id of zeros becomes empty.
    """
    for meta in records:
        path = next(records, b"").decode("utf-8", "surrogateescape")
        old_mode, new_mode, old_oid, new_oid, status = meta[1:].decode("ascii").split(" ")
        yield Change(path, status[0], old_mode, new_mode, _present(old_oid), _present(new_oid))


def _present(oid: str) -> str:
    return oid if oid.strip("0") else ""
