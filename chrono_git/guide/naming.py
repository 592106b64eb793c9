"""How a repository names its documents: the paths that it has → the path of the next one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from chrono_git.guide.words import slug

IDENTITY = re.compile(r"(?P<prefix>[A-Z][A-Z0-9]*)-(?P<number>\d{1,9})")
_PATH = re.compile(
    r"(?P<folder>(?:[^/]+/)*)(?P<prefix>[A-Z][A-Z0-9]*)-(?P<number>\d{1,9})(?P<rest>(?:[-_. ][^/]*)?)\.md$"
)
# What says what kind of document it is, and not what it is about.
_KINDS = re.compile(
    r"[-_. ]?(?:implementation|impl|guide|plan|tests?|spec|specification|tasks|doc)"
    r"(?:[-_ ](?:guide|plan|spec))?"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A path that has an id in its name: `docs/CHRONO-003-guide.md`; `rest` is `-guide`."""

    path: str
    folder: str
    prefix: str
    number: str
    rest: str


def named(paths: Iterable[str]) -> tuple[Named, ...]:
    """Those of the paths that begin with an id behind their folder."""
    found = ((path, _PATH.fullmatch(path)) for path in paths if len(path) < 1000)
    return tuple(
        Named(path, one["folder"], one["prefix"], one["number"], one["rest"]) for path, one in found if one
    )


def path_for(identity: str, title: str, others: Sequence[Named], otherwise: str) -> str:
    """Where a document goes: beside most of the `others` and named as they are.

    Those with the same prefix count where there are any; of two folders with as many the one
    with the highest number. Without any, `otherwise` is the path, with `{id}` and `{slug}`.
    """
    prefix = identity.rpartition("-")[0]
    like = [one for one in others if one.prefix == prefix] or list(others)
    if not like:
        return otherwise.replace("{id}", identity).replace("-{slug}", _about(title))
    counts = Counter(one.folder for one in like)
    newest = {folder: max(int(one.number) for one in like if one.folder == folder) for folder in counts}
    folder = max(counts, key=lambda one: (counts[one], newest[one], one))
    rest, count = Counter(one.rest for one in like if one.folder == folder).most_common(1)[0]
    kept = count > 1 or not rest or bool(_KINDS.fullmatch(rest))
    return f"{folder}{identity}{rest if kept else _about(title)}.md"


def _about(title: str) -> str:
    words = slug(title)
    return f"-{words}" if words else ""


def next_free(identities: Iterable[str], prefix: str | None = None) -> str:
    """The id behind the highest of a prefix, as wide as that; without a prefix the one that most have."""
    known = [found for one in identities if (found := IDENTITY.fullmatch(one))]
    counts = Counter(one["prefix"] for one in known)
    chosen = prefix or (counts.most_common(1)[0][0] if counts else "CHRONO")
    numbers = [one["number"] for one in known if one["prefix"] == chosen]
    highest = max(map(int, numbers), default=0)
    width = max((len(one) for one in numbers), default=3)
    return f"{chosen}-{highest + 1:0{width}d}"
