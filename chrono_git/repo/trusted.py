"""Remembers which commands a person agreed to run: their digests, in a file of the person's own.

It lies outside of every repository, for what a repository holds must not be able to agree for
anybody. A file that others may write, or that is reached in another way than by its own name,
counts for nothing.
"""

from __future__ import annotations

import os
import re
import stat
import tempfile
from collections.abc import Mapping
from pathlib import Path

from chrono_git.errors import ChronoError

_MOST = 10_000
_LARGEST = 1 << 20
_DIGEST = re.compile(r"[0-9a-f]{64}")
_READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


class Trusted:
    """The digests (SHA-256, hexadecimal) that were agreed to; without a `path`, none is remembered."""

    def __init__(self, path: Path | None) -> None:
        self.path = path

    def holds(self, digest: str) -> bool:
        """Whether somebody agreed to this."""
        return digest in self._read()

    def remember(self, digest: str) -> bool:
        """Adds one; False where there is no place for it. Raises ChronoError where it cannot be written."""
        if self.path is None:
            return False
        kept = [one for one in self._read() if one != digest][-(_MOST - 1) :]
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, made = tempfile.mkstemp(prefix=".trusted-", dir=self.path.parent)  # with mode 0600
            try:
                with os.fdopen(handle, "w", encoding="ascii") as file:
                    file.write("".join(f"{one}\n" for one in [*kept, digest]))
                    file.flush()
                    os.fsync(file.fileno())
                Path(made).replace(self.path)
            except BaseException:
                Path(made).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise ChronoError(
                f"what you agreed to cannot be remembered: {error.strerror}",
                hint="answer `o` to run it this once, or set XDG_STATE_HOME to a folder of your own",
                path=str(self.path),
            ) from error
        return True

    def _read(self) -> list[str]:
        if self.path is None:
            return []
        try:
            descriptor = os.open(self.path, _READ)
        except OSError:
            return []
        try:
            found = os.fstat(descriptor)
            if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o022:
                return []
            content = os.read(descriptor, _LARGEST)
        finally:
            os.close(descriptor)
        lines = content.decode("ascii", "replace").split("\n")
        return [line for line in lines if _DIGEST.fullmatch(line)]


def open_trusted(environment: Mapping[str, str], *repository: str | None) -> Trusted:
    """The place of the person whose environment it is: `$XDG_STATE_HOME/chrono-git/trusted`, else below
    `~/.local/state` (XDG Base Directory Specification 0.8).

    There is none where that would lie below one of the `repository` folders.
    """
    state = environment.get("XDG_STATE_HOME", "")
    home = environment.get("HOME", "")
    if not os.path.isabs(state):  # noqa: PTH117 - the specification has relative ones ignored
        state = f"{home}/.local/state" if os.path.isabs(home) else ""  # noqa: PTH117
    if not state:
        return Trusted(None)
    path = Path(os.path.realpath(f"{state}/chrono-git")) / "trusted"
    inside = any(path.is_relative_to(os.path.realpath(folder)) for folder in repository if folder)
    return Trusted(None if inside else path)
