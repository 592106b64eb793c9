"""Keeps what hooks want to know again under the git directory, with the key that it was made for."""

from __future__ import annotations

from chrono_git.repo.remembered import keep, recall

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def get(common_dir: str, name: str, key: object) -> Any:
    """The value last put there under this key; None where there is none."""
    known = recall(f"{common_dir}/chrono-git/{name}")
    return known[1] if isinstance(known, tuple) and len(known) == 2 and known[0] == key else None


def put(common_dir: str, name: str, key: object, value: object) -> None:
    """Keeps a value in the place of the last one. It and the key must be of types that `marshal` knows."""
    keep(f"{common_dir}/chrono-git/{name}", (key, value))
