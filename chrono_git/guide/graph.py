"""Guides → which waits for which: what they require, and what others say that they block."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from chrono_git.model import Guide, Problem

Requires = Mapping[str, tuple[str, ...]]

CYCLE = "guides that wait for each other"


def requirements(guides: Sequence[Guide]) -> dict[str, tuple[str, ...]]:
    """The ids of the guides that each one waits for, by id, whoever says so; unknown guides are left out.

    Ids are compared without their letter case, and given as the guides have them.
    """
    known = {guide.id.casefold(): guide.id for guide in guides}
    found: dict[str, dict[str, None]] = {guide.id: {} for guide in guides}
    for guide in guides:
        for name in guide.requires:
            if (other := known.get(name.casefold())) is not None and other != guide.id:
                found[guide.id][other] = None
        for name in guide.blocks:
            if (other := known.get(name.casefold())) is not None and other != guide.id:
                found[other][guide.id] = None
    return {name: tuple(others) for name, others in found.items()}


def cycles(requires: Requires) -> tuple[tuple[str, ...], ...]:
    """Guides that wait for each other, in the order in which they do: none where all can be done in turn."""
    found: list[tuple[str, ...]] = []
    done: set[str] = set()
    for start in requires:
        path = {start: iter(requires[start])} if start not in done else {}
        while path:
            last = next(reversed(path))
            name = next(path[last], None)
            if name is None:
                del path[last]
                done.add(last)
            elif name in path:
                way = list(path)
                found.append(tuple(way[way.index(name) :]))
            elif name not in done:
                path[name] = iter(requires.get(name, ()))
    return tuple(found)


def in_order(guides: Sequence[Guide], requires: Requires) -> Iterator[Guide]:
    """Yields each guide after those that it waits for; where they wait for each other, in their own order."""
    waiting = {guide.id: guide for guide in guides}
    # Depth first, without recursion: a chain may be as long as there are guides.
    for start in [guide.id for guide in guides]:
        stack = [start] if start in waiting else []
        begun: set[str] = set()
        while stack:
            name = stack[-1]
            first = next((one for one in requires.get(name, ()) if one in waiting and one not in begun), None)
            begun.add(name)
            if first is not None:
                stack.append(first)
                continue
            stack.pop()
            if name in waiting:
                yield waiting.pop(name)


def problems(guides: Sequence[Guide]) -> Iterator[Problem]:
    """Yields what is wrong with what guides say of each other: cycles, and guides that there are not."""
    by_id = {guide.id: guide for guide in guides}
    for cycle in cycles(requirements(guides)):
        guide = by_id[cycle[0]]
        line = next((at for name, at in guide.named_at if name in cycle), None)
        way = " → ".join([*cycle, cycle[0]])
        yield Problem(guide.path, line, f"{CYCLE}: {way}; take one of these out")
    known = {guide.id.casefold() for guide in guides}
    for guide in guides:
        for name in dict.fromkeys((*guide.requires, *guide.blocks)):
            if name.casefold() not in known:
                line = next((at for said, at in guide.named_at if said == name), None)
                yield Problem(guide.path, line, f"there is no guide {name} here to wait for")
