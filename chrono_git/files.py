"""Writes a result to a file of the user's choice."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from chrono_git.errors import ChronoError


def write_file(name: str, data: bytes) -> None:
    """Replaces the file's content at once and keeps its mode; raises ChronoError where that fails.

    Through a symbolic link its target is replaced, as with `>`; what is no regular file
    (`/dev/stderr`, a FIFO) is written to.
    """
    try:
        path = Path(os.path.realpath(name))
        try:
            mode = path.stat().st_mode
        except FileNotFoundError:
            mode = stat.S_IFREG | 0o666 & ~_umask()
        if stat.S_ISREG(mode):
            _replace(path, data, stat.S_IMODE(mode))
        else:
            path.write_bytes(data)
    except OSError as error:
        raise ChronoError(f"cannot be written: {error.strerror}", path=name) from error


def _replace(path: Path, data: bytes, mode: int) -> None:
    handle, made = tempfile.mkstemp(prefix=".chrono-git-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(file.fileno(), mode)
            os.fsync(file.fileno())
        Path(made).replace(path)
    except BaseException:
        Path(made).unlink()
        raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
