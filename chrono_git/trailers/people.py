"""Who wrote a commit together: `Co-authored-by` lines, and the authors of squashed commits."""

from __future__ import annotations

from collections.abc import Iterable

from chrono_git.trailers.lines import Scan

# People who are told with one learning: of a message of thousands of both, all with all would be millions.
_MOST = 100


def people_of(value: str) -> list[str]:
    """The people of a trailer's value as `Name <email>`: most often one, and none where it is malformed."""
    found = []
    name = ""
    for piece in value.split("<"):
        email, closed, after = piece.partition(">")
        email = email.strip()
        if closed and name and "@" in email and len(email.split()) == 1:
            found.append(f"{name} <{email}>")
        # Several may share one line: `A <a@b.c>, B <b@b.c>` and `… and B <…>`.
        name = " ".join((after if closed else piece).split()).strip(",;& ").removeprefix("and ")
    return found


def each_once(people: Iterable[str]) -> tuple[str, ...]:
    """The people as they come, each e-mail address once, whatever its letter case."""
    seen: dict[str, str] = {}
    for one in people:
        seen.setdefault(one[one.rindex("<") :].casefold(), one)
    return tuple(seen.values())


class CoAuthors:
    """The co-authors of a message and of each of its squash blocks."""

    def __init__(self, seen: Scan) -> None:
        self._by_block: dict[int, list[str]] = {}
        named = []
        for line in seen.people:
            named += people_of(line.value)
            self._by_block.setdefault(line.block, []).extend(people_of(line.value))
        self.all = each_once(named)
        self._told: dict[int, tuple[str, ...]] = {}

    def of(self, block: int) -> tuple[str, ...]:
        """Those whom a block names, and those named outside of the blocks: nobody knows whose they are.

        The first hundred of each at most.
        """
        if block not in self._told:
            own = self._by_block.get(block, []) if block else []
            self._told[block] = each_once([*own[:_MOST], *self._by_block.get(0, [])[:_MOST]])
        return self._told[block]
