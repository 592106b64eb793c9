"""Keeps how the verification of items went, with the state of the files that it is about.

It lies in one file below the git directory, shared by all work trees, that may be deleted at any time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass

from chrono_git.repo.remembered import keep, recall

PLACE = "chrono-git/verified"  # below the common git directory
_FORM = 1
_MOST = 2000


@dataclass(frozen=True, slots=True)
class Record:
    """How the commands `digest` (SHA-256) of the item `item` (an id) went at the time `when` (seconds since
    the epoch).

    `said` is what ran, or what went wrong, in a few words, `tail` the last lines of the output
    of what failed. It holds while the `paths` are in the same state, and all that is no prose
    is in the state `everything` ("" where that does not matter).
    """

    item: str
    digest: str
    when: int
    passed: bool
    said: str
    tail: tuple[str, ...]
    paths: tuple[tuple[str, str], ...]
    everything: str = ""


def load_records(common_dir: str) -> dict[str, Record]:
    """The last record of each item; none where the file is not there, damaged or of another version."""
    known = recall(f"{common_dir}/{PLACE}")
    if not isinstance(known, tuple) or len(known) != 2 or known[0] != _FORM:
        return {}
    try:
        return {record.item: record for record in (Record(*values) for values in known[1])}
    except TypeError:
        return {}


def save_records(common_dir: str, records: Iterable[Record]) -> None:
    """Puts these records in the place of older ones of the same items; where that fails, nothing is kept."""
    known = load_records(common_dir)
    for record in records:
        known.pop(record.item, None)
        known[record.item] = record
    values = tuple(astuple(record) for record in list(known.values())[-_MOST:])
    keep(f"{common_dir}/{PLACE}", (_FORM, values))
