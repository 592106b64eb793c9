"""The commits that a push brings, each pushed tip's own ones, and what they are to be compared with."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from chrono_git.repo.stream import Git
from chrono_git.repo.updates import edge_of


def ids_of(git: Git, names: Sequence[str]) -> list[str]:
    """The object ids that names such as `<id>^{commit}` or `<id>:path` stand for, "" where there is none."""
    asked = "".join(f"{name}\n" for name in names).encode("utf-8", "surrogateescape")
    if not asked:
        return []
    # `<id>`, or `<name> missing`, `<name> ambiguous`: git-cat-file(1), "BATCH OUTPUT".
    rows = git.lines("cat-file", "--batch-check=%(objectname)", separator=b"\n", input=asked)
    return ["" if b" " in row else row.decode("ascii") for row in rows]


@dataclass(frozen=True, slots=True)
class Own:
    """What is one tip's own: its commits, and those that these follow on, none of which leads to another."""

    commits: frozenset[str]
    edge: tuple[str, ...]


class Arrivals:
    """Commits with their parents, in an order in which none comes before one of its parents."""

    def __init__(self, parents: Mapping[str, tuple[str, ...]]) -> None:
        self._parents = parents

    def __len__(self) -> int:
        return len(self._parents)

    def __iter__(self) -> Iterator[str]:
        return iter(self._parents)

    def own(self, git: Git, tip: str, known: Sequence[str] = ()) -> Own:
        """What `tip` has that none of the `known` tips has."""
        theirs = self._reached(known, frozenset())
        mine = self._reached([tip], theirs)
        around = {parent for oid in mine for parent in self._parents[oid] if parent not in mine}
        return Own(mine, tuple(edge_of(git, sorted(around))))

    def _reached(self, tips: Sequence[str], without: Collection[str]) -> frozenset[str]:
        found: set[str] = set()
        left = list(tips)
        while left:
            oid = left.pop()
            if oid in self._parents and oid not in found and oid not in without:
                found.add(oid)
                left += self._parents[oid]
        return frozenset(found)


def read_arrivals(git: Git, tips: Sequence[str], old: Sequence[str], options: Sequence[str]) -> Arrivals:
    """The commits of the tips that neither `old` has nor what `options` (git-rev-list(1)'s) name.

    Raises RepositoryError for unknown ids.
    """
    revisions = ("--not", *options, "--not", "--end-of-options", *tips, *(f"^{name}" for name in old))
    rows = git.lines("rev-list", "--topo-order", "--reverse", "--parents", *revisions, separator=b"\n")
    found = (row.decode("ascii").split(" ") for row in rows)
    return Arrivals({oid: tuple(parents) for oid, *parents in found})
