"""Which items somebody means: `2`, `1.2`, `T012`, `step 2`, `CHRONO-003/2`, or part of an id."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from chrono_git.model import Guide, Item

_STEP = re.compile(r"step[\s-]*(?=\w)", re.IGNORECASE)
_ZEROS = re.compile(r"(?<![\d.])0+(?=\d)")


def resolve(guide: Guide, name: str) -> tuple[Item, ...]:
    """Return the items that a name means in a guide, in its order: none, one, or all it may mean.

    What fits best wins, and only its equals are returned: the whole id, a step's
    number, any item's number, the part of the id behind the guide, the beginning of
    that part, its end.
    """
    wanted = name.strip().removeprefix("#")
    exact = tuple(item for item in guide.items if item.id == wanted)
    if exact:
        return exact
    prefix, slash, rest = wanted.rpartition("/")
    if slash and prefix.lower() == guide.id.lower():
        wanted = rest
    low = wanted.lower()
    step = _STEP.match(low)
    number = low[step.end() :] if step else low
    if not number or "/" in low:
        return ()
    return _best(guide, low, number)


def _best(guide: Guide, low: str, number: str) -> tuple[Item, ...]:
    short = _ZEROS.sub("", number)

    def local(item: Item) -> str:
        return item.id.removeprefix(f"{guide.id}/").lower()

    def numbered(item: Item) -> bool:
        return item.number is not None and item.number.lower() == number

    tests: tuple[Callable[[Item], bool], ...] = (
        lambda item: item.kind == "step" and numbered(item),
        numbered,
        lambda item: local(item) == low,
        lambda item: local(item) == number,
        lambda item: item.number is not None and _ZEROS.sub("", item.number.lower()) == short,
        lambda item: local(item).startswith(low),
        lambda item: local(item).endswith((f".{low}", f"-{low}")),
    )
    return next((found for test in tests if (found := _matching(guide.items, test))), ())


def _matching(items: Iterable[Item], test: Callable[[Item], bool]) -> tuple[Item, ...]:
    return tuple(item for item in items if test(item))


def nearest(guide: Guide, name: str, n: int = 3) -> list[str]:
    """Return up to `n` ids of the guide's items that look most like a name that means none."""
    import difflib  # 3 ms that hooks need not pay

    wanted = name.strip()
    names: dict[str, str] = {}
    for item in guide.items:
        local = item.id.removeprefix(f"{guide.id}/")
        for known in (item.number or local, local, item.id):
            names.setdefault(known.lower(), item.id)
    close = difflib.get_close_matches(wanted.lower(), names, n * 3, 0.5)
    return list(dict.fromkeys(names[one] for one in close))[:n]
