"""Whether a file came to speak of an item: whether enough of its terms are in it that were not before."""

from __future__ import annotations

from chrono_git.hook.watch import IN_FILES, IN_NAMED, IN_TESTS, PROSE, is_about

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from chrono_git.hook.patch import Section

REACH = 2  # lines for each term, as in `facts.closeness`
_TESTS = ("test", "spec", "e2e", "bench", "it.")


def told(plan: dict[str, Any], section: Section) -> str:
    """Why the terms that a file has now may matter; "" where they do not."""
    low = section.path.lower()
    words, terms = plan["words"], plan["terms"]
    whole = f"{low} {section.words()}"
    held = {at for at, word in enumerate(words) if word in whole}
    known: dict[int, set[int]] = {}
    for entry in {entry for at in held for entry in plan["keys"].get(at, ())}:
        count, kind, numbers, places = terms[entry]
        if kind not in known:
            known[kind] = _held(plan, kind, section, held)
        if len(known[kind].intersection(numbers)) < count:
            continue
        wanted = [words[at] for at in numbers]
        if kind == IN_TESTS:
            return "tests"
        if kind == IN_NAMED:
            if any(place in f"/{section.path}/" for place in places) and _gained(wanted, count, low, section):
                return "named"
        elif _together(wanted, count, low, section):
            return "prose" if kind == IN_FILES and low.endswith(PROSE) else "words"
    return ""


def _held(plan: dict[str, Any], kind: int, section: Section, held: set[int]) -> set[int]:
    """Those of the terms that the file has which can count for what is looked for in a kind of files."""
    low = section.path.lower()
    if kind == IN_NAMED:
        return held
    if kind == IN_TESTS:
        return held if any(part in low for part in _TESTS) and not low.endswith(PROSE) else set()
    if not is_about(section.path, (kind,)):
        return set()
    # What stands together as it did not before is near to a line that came or went.
    near = "\n".join([low, *(line for _, _, line in section.around(REACH * plan["most"]))])
    return {at for at in held if plan["words"][at] in near}


def _gained(terms: list[str], count: int, low: str, section: Section) -> bool:
    """Whether a file can have come to hold that many terms, wherever they stand."""
    return section.gains(tuple(terms)) or sum(term in low for term in terms) >= count


def _together(terms: list[str], count: int, low: str, section: Section) -> bool:
    """Whether that many terms stand together as they did not before: see `facts.closeness`."""
    rest = [term for term in terms if term not in low]
    needed = count - len(terms) + len(rest)
    if needed <= 0:
        return True
    reach = REACH * len(terms)
    near: list[tuple[int, str, bool]] = []
    for number, fresh, line in section.around(reach):
        found = [(number, term, fresh) for term in rest if term in line]
        if not found:
            continue
        near = [one for one in near if number - one[0] <= reach] + found
        if len({term for _, term, _ in near}) >= needed and (
            any(new for _, _, new in near) or any(near[0][0] < cut <= number for cut in section.cuts)
        ):
            return True
    return False
