"""Where the paths that an item names are in the snapshot, however loosely they were written."""

from __future__ import annotations

import posixpath
import re

from chrono_git.facts import Facts, Located, Window
from chrono_git.facts.index import component_of, is_in_tests
from chrono_git.intent import Intent
from chrono_git.intent.paths import PathMention, extension_of, glob_regex, is_glob
from chrono_git.model import Change

# Names that every other folder has: found elsewhere, they are somebody else's.
COMMON = re.compile(
    r"^(?:index|mod|main|lib|__init__|readme|types?|utils?|helpers?|tests?|config|constants|app|package|setup|model"
    r"|models|routes|schema|conftest|styles|errors?)\.\w+$",
    re.I,
)


def locate(mention: PathMention, intent: Intent, facts: Facts) -> Located | None:
    """Find what a mention means; None where it may be no path at all and the repository knows none such."""
    # Every rule asks for the same few paths.
    key = (mention.path, mention.sure, intent.folders)
    if key not in facts.places:
        facts.places[key] = _locate(mention, intent, facts)
    return facts.places[key]


def _locate(mention: PathMention, intent: Intent, facts: Facts) -> Located | None:
    name = mention.path.rstrip("/")
    guide_folder = posixpath.dirname(facts.guide_path)
    places = ["", *intent.folders, guide_folder]
    for place in places:
        path = _join(place, name)
        if path is not None and _there(path, facts):
            return Located(path, "exact" if not place else "relative", (_as_path(path, facts),))
    if is_glob(mention.path):
        found = _matching(mention.path, places, facts)
        return Located(mention.path, "pattern" if found else "missing", found)
    found = _elsewhere(name, facts)
    if found:
        return Located(name, "elsewhere", found)
    if not mention.sure:
        return None
    gone = _departed([_join(place, name) for place in places], name, facts)
    if gone:
        return Located(gone, "departed")
    found = _similar(name, facts)
    return Located(_join("", name) or name, "similar" if found else "missing", found)


def _departed(whole: list[str | None], name: str, facts: Facts) -> str | None:
    """The path that once was what is named: as it stands, or as the end of a longer path."""
    exact = next((path for path in whole if path in facts.departed), None)
    if exact or "/" not in name:
        return exact
    inside = name + "/" if not extension_of(name) else "\0"
    return next(
        (path for path in facts.departed if path.endswith("/" + name) or path.startswith(inside)), None
    )


def located(intent: Intent, facts: Facts) -> list[Located]:
    """Where all the paths are that an item is to make or change."""
    places = (locate(mention, intent, facts) for mention in intent.paths if not mention.outside)
    return [place for place in places if place is not None]


def located_paths(intent: Intent, facts: Facts) -> list[str]:
    """The paths of the snapshot that an item is to make or change, in the order that it names them."""
    return [path for place in located(intent, facts) for path in place.paths]


def made_files(intent: Intent, facts: Facts) -> list[str]:
    """The files of the snapshot that an item's commands make, such as `touch src/a.ts`."""
    found: list[str] = []
    for effect in intent.effects:
        if effect.kind == "file":
            place = locate(PathMention(effect.path, sure=True), intent, facts)
            if place is not None and place.how in ("exact", "relative", "elsewhere"):
                found += [path for path in place.paths if path in facts.tree]
    return list(dict.fromkeys(found))


def change_of(path: str, window: Window) -> Change | None:
    """What happened to a file since the base; for a folder, the first change below it."""
    if not path.endswith("/"):
        return window.since.get(path)
    return next((change for name, change in window.since.items() if name.startswith(path)), None)


def is_new(path: str, window: Window) -> bool:
    """Whether the file (or everything in the folder) came with the base commit or after it."""
    if path.endswith("/"):
        return any(
            name.startswith(path) and c.status == "A"
            for name, c in [*window.since.items(), *window.born.items()]
        )
    return any(path in side and side[path].status == "A" for side in (window.since, window.born))


def _join(place: str, name: str) -> str | None:
    path = posixpath.normpath(posixpath.join(place, name.lstrip("/") if place else name)).lstrip("/")
    return None if path.startswith("..") or path == "." else path


def _there(path: str, facts: Facts) -> bool:
    return path in facts.tree or path in facts.folders


def _as_path(path: str, facts: Facts) -> str:
    return path if path in facts.tree else path + "/"


def _matching(pattern: str, places: list[str], facts: Facts) -> tuple[str, ...]:
    # Like a plain path, a pattern may be meant from some folder further down.
    for place in (*places, "**") if pattern.strip("/").count("/") > 1 else places:
        whole = posixpath.join(place, pattern.strip("/"))
        # Only what lies below its fixed part is compared: a repository may have very many files.
        fixed = re.split(r"[*?{]|\.\.\.", whole, maxsplit=1)[0].rpartition("/")[0]
        if fixed and fixed not in facts.folders:
            continue
        regex, below = glob_regex(whole), fixed + "/" if fixed else ""
        found = [path for path in facts.tree if path.startswith(below) and regex.match(path)]
        found += [path + "/" for path in facts.folders if path.startswith(below) and regex.match(path)]
        if found:
            return tuple(sorted(found)[:50])
    return ()


def _elsewhere(name: str, facts: Facts) -> tuple[str, ...]:
    """Paths that end in the name: a path given from some folder further down, or from somebody's machine."""
    base = name.rsplit("/", 1)[-1]
    candidates = facts.tails.get(base, ())
    parts = name.strip("/").split("/")
    # An absolute path of the author's machine shares only its end with the repository.
    shortest = 2 if name.startswith("/") or re.match(r"^[A-Za-z]:", name) else len(parts)
    for count in range(len(parts), max(shortest, 1) - 1, -1):
        tail = "/".join(parts[-count:])
        found = [_as_path(path, facts) for path in candidates if path == tail or path.endswith("/" + tail)]
        if found and (count > 1 or _is_distinct(base, found)):
            return tuple(found)
    return ()


def _is_distinct(base: str, found: list[str]) -> bool:
    return not COMMON.match(base) or len(found) == 1


def _similar(name: str, facts: Facts) -> tuple[str, ...]:
    """The same folder with another spelling or extension, or the same distinctive name in another folder."""
    base, folder = name.rsplit("/", 1)[-1], posixpath.dirname(name)
    if not extension_of(base) or ("/" in name and COMMON.match(base)):
        return ()
    if "/" in name:
        # What the guide names by its own path is that, and no other file that was moved.
        moved = [
            path for path in facts.tails.get(base, ()) if path in facts.tree and path not in facts.shared
        ]
        if 0 < len(moved) <= 3:
            return tuple(moved)
    extension = extension_of(base)
    if not folder:
        if spelt := facts.index.in_case("", name):
            return tuple(spelt[:1])
    else:
        alike = facts.index.spelt_alike(folder.strip("/"), base)
        if near := [path for path in alike if _kin(extension_of(path), extension)]:
            return tuple(near[:3])
    if not is_in_tests(name):
        return ()
    about = facts.index.tests_of(component_of(name))
    return tuple(path for path in about if _kin(extension_of(path), extension))[:3]


FAMILIES = (
    frozenset(["js", "jsx", "ts", "tsx", "mjs", "cjs", "mts", "vue", "svelte"]),
    frozenset(["yml", "yaml", "json", "toml", "json5", "jsonc"]),
    frozenset(["md", "mdx", "rst", "adoc", "txt"]),
    frozenset(["css", "scss", "sass", "less"]),
    frozenset(["c", "cc", "cpp", "cxx", "h", "hpp"]),
    frozenset(["java", "kt"]),
    frozenset(["sh", "bash", "zsh"]),
)


def _kin(one: str, other: str) -> bool:
    return one == other or any(one in family and other in family for family in FAMILIES)
