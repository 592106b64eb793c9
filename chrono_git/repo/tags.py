"""The tags of a history: which there are, and which one comes before a commit."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase

from chrono_git.repo.environment import failure
from chrono_git.repo.stream import Git

# git-for-each-ref(1); `*` is what an annotated tag points to, and empty for a lightweight one.
_FORMAT = (
    "--format=%(refname:lstrip=2)%00%(objectname) %(*objectname)%00"
    "%(objecttype) %(*objecttype)%00%(creatordate:unix)"
)
# builtin/describe.c: an annotated tag is called what it says itself, whatever the ref is called now.
_MISNAMED = re.compile(rb"^warning: tag '(.+)' is externally known as '", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of a commit (a full id); `time` is when it was made, or a lightweight one's commit was."""

    name: str
    commit: str
    time: int


def find_tags(git: Git, globs: Collection[str] = (), holding: str | None = None) -> list[Tag]:
    """The tags of commits that fit one of the globs (all without any), the oldest first.

    With `holding`, a commit, only those in whose history that is.
    """
    # As git-describe(1) reads them, which `nearest_tag` asks: `[^a]` is another `[!a]`.
    globs = [glob.replace("[^", "[!") for glob in globs]
    options = [f"--contains={holding}"] if holding else []
    output = git.run("for-each-ref", "--sort=creatordate", _FORMAT, *options, "refs/tags")
    tags = []
    for line in output.decode("utf-8", "surrogateescape").split("\n")[:-1]:
        name, oids, kinds, time = line.split("\0")
        own, pointed = oids.split(" ")
        if "commit" in kinds.split(" ") and (not globs or any(fnmatchcase(name, glob) for glob in globs)):
            tags.append(Tag(name, pointed or own, int(time or "0")))
    return tags


def nearest_tag(git: Git, tip: str, globs: Collection[str] = (), besides: Sequence[str] = ()) -> str | None:
    """The name of the nearest tag in the history of `tip`, `tip` included; None where there is none.

    `besides` are names of tags that do not count. The nearest is what git-describe(1) says.
    """
    options = [f"--match={glob}" for glob in globs] + [f"--exclude={name}" for name in besides]
    arguments = ("describe", "--tags", "--abbrev=0", *options, tip)
    status, output, errors = git.try_run(*arguments)
    if status == 0:
        renamed = _MISNAMED.search(errors)
        return (renamed[1] if renamed else output).decode("utf-8", "surrogateescape").removesuffix("\n")
    # builtin/describe.c: "No names found", "No tags can describe".
    if errors.startswith(b"fatal: No "):
        return None
    raise failure(arguments, status, errors)
