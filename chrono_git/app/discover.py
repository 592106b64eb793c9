"""Finds the guides of a snapshot and reads them."""

from __future__ import annotations

import difflib
import fnmatch
import posixpath
from collections.abc import Sequence
from dataclasses import replace

from chrono_git import trace
from chrono_git.config import Config
from chrono_git.errors import GuideError
from chrono_git.guide import detect, parse
from chrono_git.model import Dialect, Guide, Item, Problem, Unreadable
from chrono_git.repo.history import MARKDOWN
from chrono_git.repo.snapshot import Snapshot


def find_guides(
    snapshot: Snapshot, config: Config, names: Sequence[str] = (), *, folder: str = ""
) -> tuple[tuple[Guide, ...], tuple[Problem, ...]]:
    """The guides of the snapshot, by path, and what could not be read.

    `names` are ids of guides or paths of Markdown files (relative to `folder`, the
    caller's place below the root, or to the root); without any, all guides with at least
    one item are returned. Raises GuideError for a name that is neither.
    """
    paths = [name for name in names if _is_path(name)]
    ids = [name for name in names if not _is_path(name)]
    wanted = [_resolve(name, snapshot, folder) for name in paths]
    searched = guide_paths(snapshot, config) if ids or not names else ()
    found, problems = _read(snapshot, config, tuple(dict.fromkeys([*wanted, *searched])))
    if not names:
        return tuple(guide for guide in found if guide.items), problems
    by_id = {guide.id.casefold(): guide for guide in found if guide.path in searched}
    chosen = [guide for guide in found if guide.path in wanted]
    for name in ids:
        chosen.append(by_id[name.casefold()] if name.casefold() in by_id else _unknown(name, found))
    unique = {guide.path: guide for guide in chosen}
    return tuple(unique.values()), tuple(p for p in problems if p.path in unique)


def guide_paths(snapshot: Snapshot, config: Config) -> tuple[str, ...]:
    """The paths of the snapshot that are guides, by their name or the configuration, sorted."""
    return tuple(sorted(path for path in snapshot.entries() if is_guide(path, config)))


def is_guide(path: str, config: Config) -> bool:
    """Whether a path is a guide by its name or the configuration."""
    if not path.lower().endswith(MARKDOWN):
        return False
    if any(fnmatch.fnmatchcase(path, glob) for glob in config.exclude):
        return False
    if config.include:
        return any(fnmatch.fnmatchcase(path, glob) for glob in config.include)
    return detect(path) is not None


def _is_path(name: str) -> bool:
    return name.lower().endswith((*MARKDOWN, ".txt")) or "/" in name


def _resolve(name: str, snapshot: Snapshot, folder: str) -> str:
    """The path of the snapshot that a name on the command line means."""
    entries = snapshot.entries()
    for start in (folder, ""):
        path = posixpath.normpath(posixpath.join(start, name.replace("\\", "/")))
        if path in entries:
            return path
    if posixpath.normpath(posixpath.join(folder, name)).startswith("..") or name.startswith("/"):
        raise GuideError(
            f"{name} leads out of the repository",
            hint="name a Markdown file of this repository, relative to its root",
        )
    near = difflib.get_close_matches(name, [path for path in entries if path.endswith(".md")], 3)
    raise GuideError(
        f"no file {name} in this snapshot",
        hint=f"did you mean {', '.join(near)}?" if near else "see `git ls-files '*.md'`",
    )


def _unknown(name: str, found: Sequence[Guide]) -> Guide:
    near = difflib.get_close_matches(name, [guide.id for guide in found], 3, 0.4)
    known = ", ".join(near or [guide.id for guide in found[:8]])
    raise GuideError(
        f"no guide {name}",
        hint=f"known guides: {known}" if known else "no guide was found; name a Markdown file instead",
    )


def _read(
    snapshot: Snapshot, config: Config, paths: Sequence[str]
) -> tuple[tuple[Guide, ...], tuple[Problem, ...]]:
    guides: list[Guide] = []
    problems: list[Problem] = []
    entries = snapshot.entries()
    for path, content in snapshot.read_many(paths):
        if isinstance(content, Unreadable):
            problems.append(Problem(path, None, f"could not be read: {content.reason}"))
            continue
        since = trace.clock()
        guide = parse(content, path, dialect=_dialect(path, config), digest=entries[path].oid)
        if trace.on():
            trace.say(f"read {path}: {guide.id}, {guide.dialect}, {len(guide.items)} items", since)
        if not guide.items and b"\0" in content:
            problems.append(
                Problem(path, None, "no text, or UTF-16 without a byte order mark: save it as UTF-8")
            )
        guides.append(_overridden(guide, config))
    return _distinct(sorted(guides, key=lambda guide: guide.path)), tuple(problems)


def _dialect(path: str, config: Config) -> Dialect | None:
    return next(
        (dialect for glob, dialect in config.dialects if fnmatch.fnmatchcase(path, glob)), detect(path)
    )


def _overridden(guide: Guide, config: Config) -> Guide:
    """The guide with what the configuration says of its items: it beats comments in the guide."""
    if not any(name.startswith(guide.id + "/") for name in config.items):
        return guide
    return replace(guide, items=tuple(_with(item, config.items.get(item.id, ())) for item in guide.items))


def _with(item: Item, pairs: Sequence[tuple[str, str]]) -> Item:
    if not pairs:
        return item
    merged = {**dict(item.overrides), **dict(pairs)}
    return replace(item, overrides=tuple(merged.items()), skip=merged.get("skip") or item.skip)


def _distinct(guides: Sequence[Guide]) -> tuple[Guide, ...]:
    """Guides whose ids clash get their folder's name in front, so that every item can be named."""
    seen: dict[str, int] = {}
    for guide in guides:
        seen[guide.id] = seen.get(guide.id, 0) + 1
    return tuple(_renamed(guide) if seen[guide.id] > 1 else guide for guide in guides)


def _renamed(guide: Guide) -> Guide:
    new = posixpath.splitext(guide.path)[0]
    items = tuple(
        replace(
            item, id=new + item.id[len(guide.id) :], parent=item.parent and new + item.parent[len(guide.id) :]
        )
        for item in guide.items
    )
    return replace(guide, id=new, items=items)
