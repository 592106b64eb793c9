"""IMPLEMENTATION_LOG.md: bytes → bytes with the learnings of commits added (DESIGN section 5).

What is there stays, byte for byte; every entry ends with a comment that holds its key,
`<!-- chrono:1f3a5b7c9d0e -->`, so that none is written twice.
"""

from chrono_git.journal.add import add_entries
from chrono_git.journal.entry import Entry, GuideHead, normal
from chrono_git.journal.held import count_entries, has_repeats, known_keys, missing
from chrono_git.journal.repair import repair, withdraw, withdrawable

__all__ = [
    "Entry",
    "GuideHead",
    "add_entries",
    "count_entries",
    "has_repeats",
    "known_keys",
    "missing",
    "normal",
    "repair",
    "withdraw",
    "withdrawable",
]
