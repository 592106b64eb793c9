"""Replaces the content of a file of the work tree: all at once, and through no link.

Hooks run it under `python -SE`: it imports nothing that is slow to load.
"""

from __future__ import annotations

import errno
import os
import stat

from chrono_git.errors import ChronoError

_DIRECTORY = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
_MAKE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_NO_RIGHTS = (errno.EACCES, errno.EPERM, errno.EROFS)
_NO_NAMES = (b"", b".", b"..", b".git")


class Opened:
    """A regular file below `root`, or the place for one: its content, and what it was like when read.

    `content` is None where there is no file. Raises ChronoError where something else is in
    the way: a link anywhere on the path, a folder, a pipe; and for a path into a git directory.
    """

    def __init__(self, root: str, path: str) -> None:
        self.path = path
        self._root = root
        self.content: bytes | None = None
        self._seen: os.stat_result | None = None
        self._folder = -1
        try:
            self._folder, self._name = _parent(root, path)
            self._read()
        except FileNotFoundError:
            pass
        except OSError as error:
            self.close()
            raise _refusal(path, error) from error

    def _read(self) -> None:
        descriptor = os.open(self._name, _READ, dir_fd=self._folder)
        try:
            self._seen = os.fstat(descriptor)
            if not stat.S_ISREG(self._seen.st_mode):
                raise OSError(None, "not a regular file")
            pieces = []
            while piece := os.read(descriptor, 1 << 20):
                pieces.append(piece)
            self.content = b"".join(pieces)
        finally:
            os.close(descriptor)

    def __enter__(self) -> Opened:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Gives the folder back."""
        if self._folder >= 0:
            os.close(self._folder)
            self._folder = -1

    def replace(self, content: bytes, workshop: str) -> bool:
        """Writes other content in its place, with the same mode; False if somebody changed it meanwhile.

        Folders on the way to a new file are made.
        The temporary file is made in the directory `workshop`, so that a kill leaves nothing
        beside the user's files, then fsync and rename. Raises ChronoError where it cannot be written.
        """
        try:
            if self._folder < 0:
                self._folder, self._name = _parent(self._root, self.path, make=True)
            try:
                return self._replace(content, workshop)
            except OSError as error:
                if error.errno != errno.EXDEV:
                    raise
            # The git directory is on another file system.
            return self._replace(content, None)
        except OSError as error:
            raise _refusal(self.path, error) from error

    def _replace(self, content: bytes, workshop: str | None) -> bool:
        place = self._folder
        if workshop is not None:
            os.makedirs(workshop, exist_ok=True)
            place = os.open(workshop, _DIRECTORY)
        made = f".chrono-git-{os.getpid()}"
        try:
            self._write(place, made, content)
            if self._changed():
                return False
            os.replace(made, self._name, src_dir_fd=place, dst_dir_fd=self._folder)
            made = ""
        finally:
            if made:
                _unlink(made, place)
            if place != self._folder:
                os.close(place)
        return True

    def _write(self, place: int, name: str, content: bytes) -> None:
        mode = 0o666 if self._seen is None else stat.S_IMODE(self._seen.st_mode)
        _unlink(name, place)  # of a run with the same number that was killed
        descriptor = os.open(name, _MAKE, mode, dir_fd=place)
        try:
            if self._seen is not None:
                os.fchmod(descriptor, mode)
            rest = memoryview(content)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _changed(self) -> bool:
        try:
            now = os.stat(self._name, dir_fd=self._folder, follow_symlinks=False)
        except FileNotFoundError:
            return self._seen is not None
        before = self._seen
        return before is None or (now.st_ino, now.st_size, now.st_mtime_ns, now.st_ctime_ns) != (
            before.st_ino, before.st_size, before.st_mtime_ns, before.st_ctime_ns,
        )  # fmt: skip


def _unlink(name: str, folder: int) -> None:
    try:  # noqa: SIM105 - contextlib is slow to load
        os.unlink(name, dir_fd=folder)
    except FileNotFoundError:
        pass


def _parent(root: str, path: str, *, make: bool = False) -> tuple[int, bytes]:
    """The folder that a path lies in, opened without following any link, and the last name."""
    *parents, name = path.encode("utf-8", "surrogateescape").split(b"/")
    # What lies in a git directory may be run; a path of the configuration must not lead there.
    if any(part.lower() in _NO_NAMES or b"\0" in part for part in (*parents, name)):
        raise OSError(None, "its path leads out of the work tree")
    folder = os.open(root, _DIRECTORY & ~os.O_NOFOLLOW)
    try:
        for parent in parents:
            if make:
                _make_folder(parent, folder)
            inner = os.open(parent, _DIRECTORY, dir_fd=folder)
            os.close(folder)
            folder = inner
    except BaseException:
        os.close(folder)
        raise
    return folder, name


def _make_folder(name: bytes, folder: int) -> None:
    try:  # noqa: SIM105
        os.mkdir(name, dir_fd=folder)
    except FileExistsError:
        pass


def _refusal(path: str, error: OSError) -> ChronoError:
    hint = "it must be a regular file, reached through no link"
    if error.errno in _NO_ROOM:
        hint = "make room for it"
    elif error.errno in _NO_RIGHTS:
        hint = "make it, its folder and the git directory writable"
    return ChronoError(f"cannot be written: {error.strerror or error}", hint=hint, path=path)
