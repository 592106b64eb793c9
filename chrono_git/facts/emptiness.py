"""Whether a file of the snapshot has nothing in it."""

from __future__ import annotations

from chrono_git.facts import Facts

# The empty blob's id, in SHA-1 and in SHA-256 repositories.
_EMPTY = frozenset(
    {
        "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
        "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
    }
)
_MEANT_EMPTY = ("__init__.py", ".gitkeep", "py.typed", ".keep")


def is_meant_empty(path: str) -> bool:
    """Whether files of this name are empty on purpose."""
    return path.endswith(_MEANT_EMPTY)


def is_empty(path: str, facts: Facts) -> bool:
    """Whether a file is empty or has blanks alone, and is not meant to be; False for a folder."""
    entry, text = facts.tree.get(path), facts.texts.get(path)
    if entry is None or is_meant_empty(path):
        return False
    # Files of the work tree that are not in the index yet have no id.
    return entry.oid in _EMPTY or (text is not None and not any(line.strip() for line in text.lines))
