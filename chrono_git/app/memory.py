"""Remembers a finished report by everything that it depends on."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from chrono_git import model
from chrono_git.app.stamp import stamp_of
from chrono_git.cache import CacheLike
from chrono_git.model import Report
from chrono_git.repo.location import Location
from chrono_git.repo.stream import Git
from chrono_git.repo.verified import PLACE

_SPACE = "report"
_LARGEST = 64 * 1024 * 1024
_CLASSES = {name: one for name, one in vars(model).items() if isinstance(one, type) and is_dataclass(one)}


class Memory:
    """One report's place in the cache; without a key, nothing is remembered."""

    def __init__(self, cache: CacheLike, key: str | None) -> None:
        self.cache = cache
        self._key = key

    def recall(self) -> Report | None:
        """The report, if the same question was answered before and nothing changed since."""
        known = self.cache.get(_SPACE, self._key) if self._key else None
        if known is None:
            return None
        try:
            return loads(known)
        except (ValueError, KeyError, TypeError):
            return None

    def keep(self, report: Report) -> None:
        """Remember the report."""
        if self._key:
            self.cache.put_many(_SPACE, {self._key: dumps(report)})


def open_memory(
    git: Git, location: Location, cache: CacheLike, asked: Sequence[str], at: str | None
) -> Memory:
    """The place of a report: keyed by its question, the commit, and for the work tree by every file in it
    that differs from the commit."""
    if at is not None:
        from chrono_git.repo.snapshot import resolve

        state = "commit " + resolve(git, at)
    elif location.root is None:
        return Memory(cache, None)
    else:
        changed = _uncommitted(git, location)
        if changed is None:
            return Memory(cache, None)
        state = f"worktree {location.head} {changed}"
    parts = (_judgement(), state, str(location.branch), _clone(location), *asked)
    return Memory(cache, hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest())


def _judgement() -> str:
    """What tells this chrono-git from others that would judge otherwise: its own files."""
    return " ".join(stamp_of(os.path.dirname(model.__file__)))  # noqa: PTH120 - pathlib takes ten times as long


def _clone(location: Location) -> str:
    """What else changes what can be seen: git's settings, what was verified, the history's edge, the objects
    at hand."""
    places = ["config", PLACE] + ["shallow"] * location.shallow + ["objects/pack"] * location.partial
    paths = [Path(location.common_dir, place) for place in places]
    return " ".join(map(_state, [Path(location.git_dir, "config.worktree"), *paths]))


def _state(path: Path) -> str:
    try:
        found = path.lstat()
    except OSError:
        return "-"
    return f"{found.st_mode:o} {found.st_size} {found.st_mtime_ns} {found.st_ino}"


def _uncommitted(git: Git, location: Location) -> str | None:
    """A digest of all that `git status` sees, with the contents; None where that is too much to read."""
    status = git.run(
        "status", "--porcelain=v2", "-z", "--untracked-files=all", "--no-renames", "--ignore-submodules=dirty"
    )
    digest = hashlib.sha256(status)
    spent = 0
    for record in status.split(b"\0"):
        path = _path(record)
        if path is None:
            continue
        mode, content = _content(Path(location.root or "", os.fsdecode(path)))
        spent += len(content)
        if spent > _LARGEST:
            return None
        digest.update(b"%o" % mode + hashlib.sha256(content).digest())
    return digest.hexdigest()


def _content(path: Path) -> tuple[int, bytes]:
    """The mode and what the digest needs of a file: a link's target, nothing of what is gone or no file."""
    try:
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            return mode, os.fsencode(path.readlink())
        if not stat.S_ISREG(mode):
            return mode, b""
        with path.open("rb") as file:
            return mode, file.read(_LARGEST + 1)
    except OSError:
        return 0, b""


def _path(record: bytes) -> bytes | None:
    """The path of a record of git-status(1), "Porcelain Format Version 2"."""
    kind = record[:2]
    if kind == b"1 ":
        return record.split(b" ", 8)[8]
    if kind == b"u ":
        return record.split(b" ", 10)[10]
    return record[2:] if kind == b"? " else None


def dumps(report: Report) -> bytes:
    """The report as JSON: a dataclass is its name and its fields in order, a tuple a list."""
    return json.dumps(_plain(report), ensure_ascii=True, separators=(",", ":")).encode()


def loads(raw: bytes) -> Report:
    """What `dumps` wrote; raises ValueError, KeyError or TypeError for anything else."""
    found = _rich(json.loads(raw))
    if not isinstance(found, Report):
        raise ValueError("not a report")
    return found


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {type(value).__name__: [_plain(getattr(value, one.name)) for one in fields(value)]}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _rich(value: Any) -> Any:
    if isinstance(value, dict):
        ((name, values),) = value.items()
        return _CLASSES[name](*map(_rich, values))
    return tuple(map(_rich, value)) if isinstance(value, list) else value
