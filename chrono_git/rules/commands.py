"""commands: is there what a step's mkdir, touch, cp, chmod would have left, and its structure tree shows?"""

from __future__ import annotations

from collections.abc import Iterator

from chrono_git.facts import Facts, Located
from chrono_git.facts.locate import locate
from chrono_git.intent import Intent
from chrono_git.intent.paths import PathMention, extension_of, is_glob
from chrono_git.model import Evidence, Item

RULE = "commands"
_RUN = frozenset({"", "sh", "bash", "zsh", "fish"})


def look(item: Item, facts: Facts) -> Iterator[Evidence]:
    """Look for each path that the item's commands or structure trees name."""
    intent = facts.intent(item)
    if intent.verb == "manual" and item.kind != "step":
        return
    wanted = _left(intent) | dict.fromkeys(_drawn(intent, facts), "file")
    there: list[tuple[str, str]] = []
    guessed = False
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
            guessed |= place.how == "similar"
    # A tree and the commands below it name the same path, one from the root and one from a folder.
    missing = [path for path in missing if not any(other.endswith("/" + path) for other in missing)]
    there = list({found: (path, found) for path, found in there}.values())
    if there:
        first = there[0][1]
        yield Evidence(
            RULE,
            "pass",
            f"{_listed([path for _, path in there])} exist{'s' if len(there) == 1 else ''}",
            path=first,
            sure=not guessed,
        )
    if missing:
        yield Evidence(
            RULE,
            "fail",
            f"{_listed(missing)} {'does' if len(missing) == 1 else 'do'} not exist",
            path=missing[0],
            remedy=f"make {_listed(missing)}",
        )


def _left(intent: Intent) -> dict[str, str]:
    """What the commands leave behind, each with its kind: what they take away again is not wanted."""
    left: dict[str, str] = {}
    for effect in intent.effects:
        if effect.kind == "gone":
            gone = effect.path.rstrip("/")
            left = {path: kind for path, kind in left.items() if not (path + "/").startswith(gone + "/")}
        elif effect.kind != "dependency":
            left[effect.path] = effect.kind
    return left


def _drawn(intent: Intent, facts: Facts) -> list[str]:
    """The paths of the structure trees, without a root that is but the repository's own name."""
    found: list[str] = []
    for path in intent.structure:
        root, _, below = path.partition("/")
        found.append(below if _is_repository(root, intent, facts) else path)
    return [path for path in found if path]


def _is_repository(root: str, intent: Intent, facts: Facts) -> bool:
    """Whether a tree's root stands for the repository: there is no such folder, but some of what is in it."""
    if f"{root}/" not in intent.structure or root in facts.folders:
        return False
    inside = (path.split("/")[1] for path in intent.structure if path.startswith(f"{root}/"))
    return any(name in facts.tree or name in facts.folders for name in inside)


def _scripts(place: Located, facts: Facts) -> list[str]:
    """The files of a place; of a folder, those that can be run."""
    files = [path for path in place.paths if path in facts.tree]
    folders = tuple(path for path in place.paths if path.endswith("/"))
    below = (path for path in facts.tree if folders and path.startswith(folders))
    return files + [path for path in below if extension_of(path) in _RUN]


def _executable(place: Located, facts: Facts) -> Iterator[Evidence]:
    for path in _scripts(place, facts):
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
