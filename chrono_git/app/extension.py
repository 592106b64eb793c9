"""What the name of a file says of its language. Hooks run it under `python -SE`."""

from __future__ import annotations


def extension_of(path: str) -> str:
    """What stands behind the last dot of the name, in lower case; "" for `Makefile` and `.profile`."""
    name = path.rpartition("/")[2]
    return name.rpartition(".")[2].lower() if "." in name[1:] else ""
