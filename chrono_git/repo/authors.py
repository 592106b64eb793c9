"""Who wrote commits, and when, through one `git log`."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from chrono_git.repo.stream import Git

# What git-check-mailmap(1) takes as a contact; it ends at the first line that is none.
_PERSON = re.compile(r"[^<>\n\0]*<[^<>\n\0]+>")
_FORMAT = "--format=%H%x00%an <%ae>%x00%aN <%aE>%x00%ad"


@dataclass(frozen=True, slots=True)
class Author:
    """A commit's author, as `Name <email>`, and the author date: seconds since the epoch, and the zone.

    `name` is as written, `shown` as the mailmap has it: gitmailmap(5). Where the commit has no
    date that git can read, it is 0 and `+0000`.
    """

    name: str
    time: int
    zone: str
    shown: str = field(default="", compare=False)


def authors(git: Git, commits: Collection[str]) -> dict[str, Author]:
    """The authors of commits, given and returned by full id."""
    if not commits:
        return {}
    asked = "".join(f"{commit}\n" for commit in commits).encode()
    options = ("--no-decorate", "--no-notes", "--no-walk=unsorted", "--date=raw", "--stdin", "-z")
    fields = git.run("log", *options, _FORMAT, input=asked).decode("utf-8", "replace").split("\0")
    found = {}
    for oid, name, shown, date in zip(fields[::4], fields[1::4], fields[2::4], fields[3::4], strict=False):
        seconds, _, zone = date.partition(" ")
        found[oid] = Author(name, int(seconds or "0"), zone or "+0000", shown)
    return found


def committed(git: Git, commits: Collection[str]) -> dict[str, int]:
    """When commits, given by full id, were committed: seconds since the epoch; unknown ones are left out."""
    if not commits:
        return {}
    asked = "".join(f"{commit}\n" for commit in sorted(commits)).encode()
    options = ("--no-decorate", "--no-notes", "--no-walk=unsorted", "--ignore-missing", "--stdin", "-z")
    fields = git.run("log", *options, "--format=%H%x00%ct", input=asked).decode("ascii").split("\0")
    return {oid: int(time or "0") for oid, time in zip(fields[::2], fields[1::2], strict=False)}


def mailmapped(git: Git, people: Collection[str]) -> dict[str, str]:
    """People (`Name <email>`) as the mailmap has them, by what was given; what is none stays as it is."""
    asked = [one for one in dict.fromkeys(people) if _PERSON.fullmatch(one)]
    if not asked:
        return {one: one for one in people}
    said = "".join(f"{one}\n" for one in asked).encode("utf-8", "surrogateescape")
    answer = git.run("check-mailmap", "--stdin", input=said).decode("utf-8", "surrogateescape")
    return {**{one: one for one in people}, **dict(zip(asked, answer.split("\n"), strict=False))}
