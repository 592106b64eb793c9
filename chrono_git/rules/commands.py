"""commands: is there what a step's mkdir, touch, cp, chmod would have left, and its structure tree shows?"""

from __future__ import annotations

from collections.abc import Iterator

from chrono_git.facts import Facts, Located
from chrono_git.facts.locate import locate
from chrono_git.intent.paths import PathMention, is_glob
from chrono_git.model import Evidence, Item

RULE = "commands"


def look(item: Item, facts: Facts) -> Iterator[Evidence]:
    """Look for each path that the item's commands or structure trees name."""
    intent = facts.intent(item)
    if intent.verb == "manual" and item.kind != "step":
        return
    wanted = {
        effect.path: effect.kind for effect in intent.effects if effect.kind not in ("dependency", "gone")
    }
    wanted |= {path: "directory" if path.endswith("/") else "file" for path in intent.structure}
    there: list[tuple[str, str]] = []
    missing: list[str] = []
    for path, kind in wanted.items():
        place = locate(PathMention(path, sure=True), intent, facts)
        if place is None or not place.found:
            if (place is None or place.how != "departed") and not is_glob(path):
                missing.append(path.rstrip("/"))
        elif kind == "executable":
            yield from _executable(place, facts)
        else:
            there.append((path, place.paths[0]))
    if there:
        first = there[0][1]
        yield Evidence(
            RULE,
            "pass",
            f"{_listed([path for _, path in there])} exist{'s' if len(there) == 1 else ''}",
            path=first,
        )
    if missing:
        yield Evidence(
            RULE,
            "fail",
            f"{_listed(missing)} {'does' if len(missing) == 1 else 'do'} not exist",
            path=missing[0],
            remedy=f"make {_listed(missing)}",
        )


def _executable(place: Located, facts: Facts) -> Iterator[Evidence]:
    for path in place.paths:
        entry = facts.tree.get(path)
        if entry is not None and entry.mode == "100644":
            yield Evidence(
                RULE,
                "fail",
                f"{path} is not executable",
                path=path,
                remedy=f"git update-index --chmod=+x {path}",
            )
            return
    yield Evidence(RULE, "pass", f"{place.paths[0]} is executable", path=place.paths[0])


def _listed(paths: list[str]) -> str:
    return ", ".join(paths[:3]) + (f" and {len(paths) - 3} more" if len(paths) > 3 else "")
