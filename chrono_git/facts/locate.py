"""Where the paths that an item names are in the snapshot, however loosely they were written."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import Literal

from chrono_git.facts import Facts, Window
from chrono_git.intent import Intent
from chrono_git.intent.paths import PathMention, extension_of, glob_regex, is_glob
from chrono_git.model import Change, Entry

How = Literal["exact", "relative", "elsewhere", "similar", "pattern", "departed", "missing"]

# Names that every other folder has: found elsewhere, they are somebody else's.
_COMMON = re.compile(
    r"^(?:index|mod|main|lib|__init__|readme|types?|utils?|helpers?|tests?|config|constants|app|package|setup|model"
    r"|models|routes|schema|conftest|styles|errors?)\.\w+$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Located:
    """What became of one mention: the `paths` of the snapshot that it means, and how they were found.

    `written` is the path as the guide has it, made relative to the root where that is
    known. A folder counts as one path, with its slash.
    """

    written: str
    how: How
    paths: tuple[str, ...] = ()

    @property
    def found(self) -> bool:
        """Whether the snapshot has it."""
        return bool(self.paths)


def locate(mention: PathMention, intent: Intent, facts: Facts) -> Located | None:
    """Find what a mention means; None where it may be no path at all and the repository knows none such."""
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
    gone = next((p for p in (_join(place, name) for place in places) if p in facts.departed), None)
    if gone:
        return Located(gone, "departed")
    found = _similar(name, facts)
    return Located(_join("", name) or name, "similar" if found else "missing", found)


def located(intent: Intent, facts: Facts) -> list[Located]:
    """Where all the paths are that an item is to make or change."""
    places = (locate(mention, intent, facts) for mention in intent.paths if not mention.outside)
    return [place for place in places if place is not None]


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
    for place in places:
        regex = glob_regex(posixpath.join(place, pattern.rstrip("/")))
        found = [path for path in facts.tree if regex.match(path)]
        found += [path + "/" for path in facts.folders if regex.match(path)]
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
    return not _COMMON.match(base) or len(found) == 1


def _plain(name: str) -> str:
    stem = name.rsplit(".", 1)[0] if "." in name.strip(".") else name
    return re.sub(r"[-_. ]+", "", stem).lower()


def _similar(name: str, facts: Facts) -> tuple[str, ...]:
    """The same folder with another spelling or extension, or the same distinctive name in another folder."""
    base, folder = name.rsplit("/", 1)[-1], posixpath.dirname(name)
    if not extension_of(base) or _COMMON.match(base):
        return ()
    if "/" in name:
        moved = [path for path in facts.tails.get(base, ()) if path in facts.tree]
        if 0 < len(moved) <= 3:
            return tuple(moved)
    wanted = _plain(base)
    near = [
        path
        for path in facts.tree
        if posixpath.dirname(path).endswith(folder)
        and _plain(path.rsplit("/", 1)[-1]) == wanted
        and _kin(extension_of(path), extension_of(base))
    ]
    if near and folder:
        return tuple(near[:3])
    if not _in_tests(name):
        return ()
    about = _component(base)
    return tuple(
        path
        for path in facts.tree
        if _in_tests(path)
        and _component(path.rsplit("/", 1)[-1]) == about
        and _kin(extension_of(path), extension_of(base))
    )[:3]


_FAMILIES = (
    frozenset(["js", "jsx", "ts", "tsx", "mjs", "cjs", "mts", "vue", "svelte"]),
    frozenset(["yml", "yaml", "json", "toml", "json5", "jsonc"]),
    frozenset(["md", "mdx", "rst", "adoc", "txt"]),
    frozenset(["css", "scss", "sass", "less"]),
    frozenset(["c", "cc", "cpp", "cxx", "h", "hpp"]),
    frozenset(["java", "kt"]),
    frozenset(["sh", "bash", "zsh"]),
)


_TEST_AFFIX = re.compile(r"^tests?[-_.]|[-_.](?:tests?|spec)(?=\.|$)|(?<=[a-z])(?:Tests?|Spec)(?=\.|$)")


def _component(base: str) -> str:
    """What a test file is about: `inspect_tests.rs` and `inspect.rs` in a tests folder are about the same."""
    return _plain(_TEST_AFFIX.sub("", base))


def _in_tests(path: str) -> bool:
    return bool(
        re.search(r"(?:^|/)(?:tests?|__tests__|spec)/", path) or _TEST_AFFIX.search(path.rsplit("/", 1)[-1])
    )


def _kin(one: str, other: str) -> bool:
    return one == other or any(one in family and other in family for family in _FAMILIES)


def entry_of(path: str, facts: Facts) -> Entry | None:
    """The snapshot's entry of a located path, None for a folder."""
    return facts.tree.get(path)
