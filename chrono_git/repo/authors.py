"""Who wrote commits, and when, through one `git log`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from chrono_git.repo.stream import Git

_FORMAT = "--format=%H%x00%an <%ae>%x00%ad"


@dataclass(frozen=True, slots=True)
class Author:
    """A commit's author, as `Name <email>`, and the author date: seconds since the epoch, and the zone.

    Where the commit has no date that git can read, it is 0 and `+0000`.
    """

    name: str
    time: int
    zone: str


def authors(git: Git, commits: Collection[str]) -> dict[str, Author]:
    """The authors of commits, given and returned by full id; as written, no mailmap applied."""
    if not commits:
        return {}
    asked = "".join(f"{commit}\n" for commit in commits).encode()
    options = ("--no-decorate", "--no-notes", "--no-walk=unsorted", "--date=raw", "--stdin", "-z")
    fields = git.run("log", *options, _FORMAT, input=asked).decode("utf-8", "replace").split("\0")
    found = {}
    for oid, name, date in zip(fields[::3], fields[1::3], fields[2::3], strict=False):
        seconds, _, zone = date.partition(" ")
        found[oid] = Author(name, int(seconds or "0"), zone or "+0000")
    return found
