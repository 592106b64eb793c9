"""Makes new files and directories of the work tree: through no link, and over nothing."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Literal

from chrono_git.errors import ChronoError
from chrono_git.repo.replacing import Opened

State = Literal["missing", "directory", "file", "empty"]
Outcome = Literal["made", "there", "filled"]
_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_NO_NAMES = (b"", b".", b"..", b".git")
_MAKE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


def state_of(root: str, path: str) -> State:
    """What lies at `path` below `root`; `empty` is a file of no bytes.

    Raises ChronoError where nothing may be made there: a link, a pipe or a file is on the way,
    the name differs from one that is there in its case only, or it is another repository's.
    """
    with _told(path), _parent(root, path) as (folder, name):
        if folder < 0:
            return "missing"
        return _state(folder, name)


def make_directory(root: str, path: str) -> Outcome:
    """Makes a directory and those that it lies in; raises ChronoError as `state_of` does."""
    with _told(path), _parent(root, path, make=True) as (folder, name):
        found = _state(folder, name)
        if found in ("file", "empty"):
            raise ValueError("a file is there")
        if found == "directory":
            return "there"
        os.mkdir(name, dir_fd=folder)
        return "made"


def make_file(root: str, path: str, content: bytes, workshop: str, *, executable: bool = False) -> Outcome:
    """Makes a file that appears whole, with the directories on its way; one of no bytes is filled.

    What holds anything stays as it is. The content is written in the directory `workshop` first,
    which is made; rights follow the umask. Raises ChronoError as `state_of` does.
    """
    with _told(path), _parent(root, path, make=True) as (folder, name):
        found = _state(folder, name)
        if found == "directory":
            raise ValueError("a folder is there")
        if found == "file" or (found == "empty" and not content):
            return "there"
        if found == "missing":
            return _appear(folder, name, content, workshop, 0o777 if executable else 0o666)
    return _fill(root, path, content, workshop, executable=executable)


def _fill(root: str, path: str, content: bytes, workshop: str, *, executable: bool) -> Outcome:
    with Opened(root, path) as file:
        if file.content != b"" or not file.replace(content, workshop):
            return "there"
    if executable:
        with _told(path), _parent(root, path) as (folder, name):
            opened = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
            try:
                mode = stat.S_IMODE(os.fstat(opened).st_mode)
                os.fchmod(opened, mode | (mode & 0o444) >> 2)
            finally:
                os.close(opened)
    return "filled"


def _appear(folder: int, name: bytes, content: bytes, workshop: str, mode: int) -> Outcome:
    try:
        if not content:
            os.close(os.open(name, _MAKE, mode, dir_fd=folder))
            return "made"
        Path(workshop).mkdir(parents=True, exist_ok=True)
        place = os.open(workshop, _DIRECTORY)
        try:
            _link(place, folder, name, content, mode)
        finally:
            os.close(place)
    except FileExistsError:
        # Somebody was faster.
        return "there"
    return "made"


def _link(place: int, folder: int, name: bytes, content: bytes, mode: int) -> None:
    """Writes the content in one folder and gives it its name in the other, which must be free."""
    made = f".chrono-git-{os.getpid()}"
    with suppress(FileNotFoundError):
        os.unlink(made, dir_fd=place)  # of a run with the same number that was killed
    try:
        _write(made, place, content, mode)
        try:
            os.link(made, name, src_dir_fd=place, dst_dir_fd=folder, follow_symlinks=False)
        except FileExistsError:
            raise
        except OSError:
            # Another file system, or one that knows no links.
            _write_or_nothing(name, folder, content, mode)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(made, dir_fd=place)


def _write_or_nothing(name: bytes, folder: int, content: bytes, mode: int) -> None:
    descriptor = os.open(name, _MAKE, mode, dir_fd=folder)
    try:
        _pour(descriptor, content)
    except BaseException:
        os.unlink(name, dir_fd=folder)
        raise


def _write(name: str, folder: int, content: bytes, mode: int) -> None:
    _pour(os.open(name, _MAKE, mode, dir_fd=folder), content)


def _pour(descriptor: int, content: bytes) -> None:
    try:
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _state(folder: int, name: bytes) -> State:
    try:
        found = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except FileNotFoundError:
        _refuse_namesake(folder, name)
        return "missing"
    if stat.S_ISDIR(found.st_mode):
        return "directory"
    if not stat.S_ISREG(found.st_mode):
        raise ValueError(f"{os.fsdecode(name)} is {'a link' if stat.S_ISLNK(found.st_mode) else 'no file'}")
    return "file" if found.st_size else "empty"


def _refuse_namesake(folder: int, name: bytes) -> None:
    """Where case does not tell names apart, the two would be one."""
    wanted = _folded(name)
    for one in os.listdir(folder):
        if _folded(os.fsencode(one)) == wanted and os.fsencode(one) != name:
            raise ValueError(f"{os.fsdecode(name)} differs from {one} in its spelling only")


def _folded(name: bytes) -> str:
    return unicodedata.normalize("NFC", os.fsdecode(name)).casefold()


@contextmanager
def _parent(root: str, path: str, *, make: bool = False) -> Iterator[tuple[int, bytes]]:
    """The folder that a path lies in, opened step by step, and the last name; -1 where it is not there."""
    *parents, name = path.encode("utf-8", "surrogateescape").split(b"/")
    if any(part.lower() in _NO_NAMES or b"\0" in part for part in (*parents, name)):
        raise ValueError("its path leads out of the work tree")
    folder = os.open(root, _DIRECTORY & ~os.O_NOFOLLOW)
    try:
        for parent in parents:
            inner = _step(folder, parent, make=make)
            os.close(folder)
            folder = inner
            if inner < 0:
                break
        yield folder, name
    finally:
        if folder >= 0:
            os.close(folder)


def _step(folder: int, name: bytes, *, make: bool) -> int:
    found = _state(folder, name)
    if found == "missing":
        if not make:
            return -1
        with suppress(FileExistsError):
            os.mkdir(name, dir_fd=folder)
    elif found != "directory":
        raise ValueError(f"{os.fsdecode(name)} is a file")
    inner = os.open(name, _DIRECTORY, dir_fd=folder)
    try:
        os.stat(b".git", dir_fd=inner, follow_symlinks=False)
    except FileNotFoundError:
        return inner
    except BaseException:
        os.close(inner)
        raise
    os.close(inner)
    raise ValueError(f"{os.fsdecode(name)} is another repository")


@contextmanager
def _told(path: str) -> Iterator[None]:
    """Failures as a ChronoError."""
    try:
        yield
    except ValueError as problem:
        raise ChronoError(str(problem), path=path, hint="make it by hand, if it is meant so") from problem
    except OSError as problem:
        raise ChronoError(
            f"cannot be made: {problem.strerror or type(problem).__name__}", path=path
        ) from problem
