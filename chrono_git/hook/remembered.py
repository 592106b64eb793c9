"""Keeps small values under the git directory for hooks that have no time for a database.

Each has a file of its own, which may be deleted at any time: with the key that the value was made
for, so that another key finds nothing. What cannot be read or written is not remembered.
"""

from __future__ import annotations

import marshal
import os
from binascii import crc32

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_CHECK = 4  # bytes of CRC before the rest: marshal trusts what it is given


def get(common_dir: str, name: str, key: Any) -> Any:
    """The value last put there under this key; None where there is none."""
    try:
        with open(f"{common_dir}/chrono-git/{name}", "rb") as file:
            data = file.read()
        if crc32(data[_CHECK:]).to_bytes(_CHECK, "big") != data[:_CHECK]:
            return None
        known, value = marshal.loads(data[_CHECK:])
    except (OSError, ValueError, TypeError, EOFError):
        return None
    return value if known == key else None


def put(common_dir: str, name: str, key: Any, value: Any) -> None:
    """Keeps a value in the place of the last one. It and the key must be of types that `marshal` knows."""
    data = marshal.dumps((key, value))
    path = f"{common_dir}/chrono-git/{name}"
    fresh = f"{path}.{os.getpid()}"
    try:
        os.makedirs(f"{common_dir}/chrono-git", exist_ok=True)
        with open(fresh, "wb") as file:
            file.write(crc32(data).to_bytes(_CHECK, "big") + data)
        os.replace(fresh, path)
    except OSError:
        try:
            os.unlink(fresh)
        except OSError:
            return
