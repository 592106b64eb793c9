"""Reads files below a directory without ever leaving it: no link is followed, no pipe opened."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager

from chrono_git.model import Unreadable

_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# Non-blocking, as what was a file a moment ago may be a pipe now.
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_KINDS = (
    (stat.S_ISDIR, "a directory"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def too_large(size: int, limit: int) -> Unreadable:
    """Content of `size` bytes that was left alone, as the limit is `limit` bytes."""
    return Unreadable(f"too large: {size} bytes, and the limit is {limit}")


def status_beneath(root: str, path: str) -> os.stat_result | None:
    """What lies at `path` below `root`; None where nothing does, or only through a link."""
    try:
        with _parent(root, path) as (directory, name):
            return os.stat(name, dir_fd=directory, follow_symlinks=False)
    except OSError:
        return None


def read_beneath(root: str, path: str, limit: int | None) -> bytes | Unreadable | None:
    """The bytes of the file, or the target of the link, at `path` below `root`.

    None where there is no such file; `limit` is the largest size in bytes that is read.
    """
    try:
        with _parent(root, path) as (directory, name):
            found = os.stat(name, dir_fd=directory, follow_symlinks=False)
            if stat.S_ISLNK(found.st_mode):
                return os.readlink(name, dir_fd=directory)
            if not stat.S_ISREG(found.st_mode):
                return _unreadable(found)
            return _read(os.open(name, _FILE, dir_fd=directory), limit)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as problem:
        return Unreadable(problem.strerror or str(problem))


@contextmanager
def _parent(root: str, path: str) -> Iterator[tuple[int, bytes]]:
    *parents, name = path.encode("utf-8", "surrogateescape").split(b"/")
    directory = os.open(root, _DIRECTORY & ~os.O_NOFOLLOW)
    try:
        for parent in parents:
            # An empty one would be the directory itself, and the two others lead elsewhere.
            if parent in (b"", b".", b".."):
                raise FileNotFoundError
            inner = os.open(parent, _DIRECTORY, dir_fd=directory)
            os.close(directory)
            directory = inner
        if name in (b"", b".", b".."):
            raise FileNotFoundError
        yield directory, name
    finally:
        os.close(directory)


def _unreadable(found: os.stat_result) -> Unreadable:
    kind = next((name for check, name in _KINDS if check(found.st_mode)), "something else")
    return Unreadable(f"not a file but {kind}")


def _read(descriptor: int, limit: int | None) -> bytes | Unreadable:
    with open(descriptor, "rb", buffering=0) as file:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            return _unreadable(found)
        if limit is not None and found.st_size > limit:
            return too_large(found.st_size, limit)
        content = file.readall()
    if limit is not None and len(content) > limit:
        return too_large(len(content), limit)
    return content
