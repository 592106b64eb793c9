"""Keeps small values in files of the git directory that may be deleted at any time.

Hooks run it under `python -SE`: it imports nothing that is slow to load. What needs more
than a few kilobytes, or shares its place with other runs, belongs into the cache.
"""

from __future__ import annotations

import gc
import marshal
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


_FORM = 5  # of what is kept: it grows when that changes
_TELLING = ("evaluate.py", "rules/paths.py", "rules/wording.py", "facts/locate.py", "intent/__init__.py")
_PRIME = 1073741789  # the largest that Python divides by at once: below 2 ** 30


def recall(path: str) -> Any:
    """The value last kept there; None where there is none, or where it is damaged."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - pathlib is slow to load
            raw = file.read()
        # Thousands of values that all stay take half as long without a search for garbage among them.
        gc.disable()
        # Damaged bytes can make `marshal` fail in any way but must not end a hook.
        return marshal.loads(raw[:-8]) if raw[-8:] == _sum(raw[:-8]) else None
    except Exception:
        return None
    finally:
        gc.enable()


def keep(path: str, value: Any) -> None:
    """Keeps a value of plain types in place of the last one; where that fails, nothing is kept."""
    raw = marshal.dumps(value)
    made = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        with open(made, "wb") as file:  # noqa: PTH123
            file.write(raw + _sum(raw))
        os.replace(made, path)  # noqa: PTH105
    except OSError:
        forget(made)


def forget(path: str) -> None:
    """Forgets the value, if there is one."""
    try:
        os.unlink(path)  # noqa: PTH108
    except OSError:
        return


def stamp() -> str:
    """Tells this installation of chrono-git from others: when some of its files last changed."""
    here = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120
    # Not of folders, which change when Python first writes what it compiled.
    times = [os.stat(f"{here}/{name}").st_mtime_ns for name in _TELLING]  # noqa: PTH116
    return f"{here} {_FORM} {marshal.version} {times}"


def _sum(raw: bytes) -> bytes:
    # As good as a checksum is against a torn file, without a library that takes longer to load.
    return b"%08x" % (int.from_bytes(raw, "little") % _PRIME)
