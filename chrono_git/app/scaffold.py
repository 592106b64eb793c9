"""Makes the directories and files that a step of a guide names: stubs, to be replaced."""

from __future__ import annotations

import os
import posixpath
import stat
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from chrono_git.app.discover import find_guides
from chrono_git.app.explain import find_item
from chrono_git.app.recipe import Wanted, Wish, wish_of
from chrono_git.config import PATH, Config, parse_config
from chrono_git.errors import ChronoError, RepositoryError
from chrono_git.facts.emptiness import is_meant_empty
from chrono_git.intent.recipe import Untaken
from chrono_git.intent.safe import place_of
from chrono_git.model import Guide, GuideReport, Item, ItemReport, Report
from chrono_git.repo.disk import status_beneath
from chrono_git.repo.hookplace import find_place
from chrono_git.repo.location import Location, locate
from chrono_git.repo.making import make_directory, make_file, state_of
from chrono_git.repo.snapshot import open_snapshot
from chrono_git.repo.stored import SUBMODULE
from chrono_git.scan import scan


@dataclass(frozen=True, slots=True)
class Row:
    """One path: what it is, what became of it, and the guide's lines that ask for it and give its content.

    `state` is `made`, `filled` (it was there, of no bytes), `there` or `failed`. `stub` says
    that it stands in for what is to be written: it is empty, or the guide's block is a stub.
    """

    path: str
    kind: Literal["directory", "file"]
    state: Literal["made", "filled", "there", "failed"]
    line: int | None
    block: int | None = None
    executable: bool = False
    stub: bool = False
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Scaffolded:
    """What was made of an item, or would be; `hollow` are folders without anything: git keeps none."""

    guide: Guide
    item: Item
    folder: str | None
    rows: tuple[Row, ...]
    untaken: tuple[Untaken, ...]
    hollow: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether everything that the item names was made, or was there."""
        failed = any(row.state == "failed" for row in self.rows)
        return not failed and not any(one.missed for one in self.untaken)


def scaffold(
    start: str, name: str, guides: Sequence[str] = (), *, folder: str | None = None, write: bool = True
) -> Scaffolded:
    """Make what the item `name` names, in the repository that `start` lies in.

    `guides` are where it is looked for, all without any; `folder` is where its commands start
    (from the root), instead of where the guide's set-up leads to. Without `write` it is only
    said what would be made. Raises ChronoError where the item cannot be found; what cannot be
    made is in the result.
    """
    location = locate(start)
    if location.root is None:
        raise RepositoryError("there is no work tree here", hint="run it in a clone that has one")
    within = os.path.relpath(os.path.realpath(start), location.root)
    with open_snapshot(location.git()) as snapshot:
        content = snapshot.read(PATH)
        config = parse_config(content) if isinstance(content, bytes) else Config()
        found, _ = find_guides(snapshot, config, guides, folder="" if within == "." else within)
        alien = tuple(path for path, entry in snapshot.entries().items() if entry.mode == SUBMODULE)
    guide, item = _find(found, name)
    root = location.root
    wish = wish_of(guide, item, lambda path: _is_folder(root, path), posixpath.basename(root), _start(folder))
    closed = (*alien, *_hook_folders(location), *_git_folders(location))
    rows = tuple(_row(location, one, closed, write=write) for one in wish.wanted)
    return Scaffolded(guide, item, wish.folder, rows, wish.untaken, _hollow(location, wish, rows))


def _find(guides: Sequence[Guide], name: str) -> tuple[Guide, Item]:
    unjudged = tuple(
        GuideReport(guide, None, tuple(ItemReport(item, "unknown", "unknown", None) for item in guide.items))
        for guide in guides
    )
    within, found = find_item(Report(None, None, unjudged), name)
    return within.guide, found.item


def _start(folder: str | None) -> str | None:
    if folder is None:
        return None
    path, why = place_of(folder, "")
    if why:
        raise ChronoError(f"{folder}: {why}", hint="name a folder of this repository, from its root")
    return path


def _is_folder(root: str, path: str) -> bool:
    found = status_beneath(root, path)
    return found is not None and stat.S_ISDIR(found.st_mode)


def _git_folders(location: Location) -> tuple[str, ...]:
    """The git directories that lie in the work tree under any name, as git-init(1) can have them."""
    root = os.path.realpath(location.root or "")
    places = (os.path.relpath(os.path.realpath(one), root) for one in (location.git_dir, location.common_dir))
    return tuple({one.replace(os.sep, "/") for one in places if not one.startswith("..")})


def _hook_folders(location: Location) -> tuple[str, ...]:
    """The folders of the work tree whose files git runs: husky keeps its users' beside its own."""
    place = find_place(location)
    if place.within != "tree" or location.root is None:
        return ()
    path = os.path.relpath(os.path.realpath(place.path), location.root).replace(os.sep, "/")
    return (posixpath.dirname(path), path) if path.endswith("/_") else (path,)


def _row(location: Location, one: Wanted, closed: Sequence[str], *, write: bool) -> Row:
    content = _content(one)
    row = Row(
        one.path, one.kind, "there", one.line, one.block.line if one.block else None, one.executable,
        one.kind == "file" and _is_stub(one.path, content),
    )  # fmt: skip
    folded = one.path.casefold()
    barred = next((path for path in closed if folded.startswith(f"{path.casefold()}/")), None)
    try:
        if barred is not None:
            raise ChronoError(f"{barred} is another repository, or where git looks for hooks")
        return replace(row, state=_made(location, one, content, write=write))
    except ChronoError as problem:
        return replace(row, state="failed", problem=problem.message)


def _content(one: Wanted) -> bytes:
    return (one.block.text.rstrip("\n") + "\n").encode("utf-8", "surrogateescape") if one.block else b""


def _is_stub(path: str, content: bytes) -> bool:
    if not content.strip():
        return not is_meant_empty(path)
    return any(suspect.finding.rule.startswith("stub") for suspect in scan(path, content).suspects)


def _made(
    location: Location, one: Wanted, content: bytes, *, write: bool
) -> Literal["made", "filled", "there"]:
    assert location.root is not None
    workshop = f"{location.git_dir}/chrono-git"
    if write and one.kind == "directory":
        return make_directory(location.root, one.path)
    if write:
        return make_file(location.root, one.path, content, workshop, executable=one.executable)
    state = state_of(location.root, one.path)
    if state == "missing":
        return "made"
    if (state == "directory") != (one.kind == "directory"):
        raise ChronoError(f"a {'folder' if state == 'directory' else 'file'} is there")
    return "filled" if state == "empty" and content else "there"


def _hollow(location: Location, wish: Wish, rows: Sequence[Row]) -> tuple[str, ...]:
    """The folders that have nothing in them now, and get nothing."""
    assert location.root is not None
    failed = {row.path for row in rows if row.state == "failed"}
    full = {posixpath.dirname(one.path) for one in wish.wanted if one.path not in failed}
    asked = [
        row for row in rows if row.kind == "directory" and row.state != "failed" and row.path not in full
    ]
    return tuple(
        row.path for row in asked if row.state == "made" or not _has_content(location.root, row.path)
    )


def _has_content(root: str, path: str) -> bool:
    try:
        return any(Path(root, path).iterdir())
    except OSError:
        return True
