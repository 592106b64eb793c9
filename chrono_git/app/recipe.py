"""What an item's commands and code blocks would make: item → paths, and what cannot be followed."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from chrono_git.guide.labels import SHELL
from chrono_git.intent.placing import Placed, is_script, place_blocks
from chrono_git.intent.recipe import Making, Untaken, read_recipe
from chrono_git.intent.safe import place_of
from chrono_git.intent.simple import without_prompts
from chrono_git.model import CodeBlock, Guide, Item

_READ = (SHELL - {"powershell", "fish"}) | {""}
IsFolder = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Wanted:
    """One path to make; `line` is the guide's line that asks for it, None for a folder on the way.

    `block` is the code block that the file is to hold.
    """

    path: str
    kind: Literal["directory", "file"]
    line: int | None
    block: CodeBlock | None = None
    executable: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """What an item would make, folders before what is in them; its `untaken` have the guide's lines.

    `folder` is where its commands start, None where that is not known.
    """

    folder: str | None
    wanted: tuple[Wanted, ...]
    untaken: tuple[Untaken, ...]


def wish_of(guide: Guide, item: Item, is_folder: IsFolder, name: str, start: str | None = None) -> Wish:
    """Read what an item would make. `start` is where it begins, instead of where the guide's set-up leads to.

    `is_folder` says which folders there are, `name` what the work tree's own is called.
    """
    untaken: list[Untaken] = []
    folder: str | None = start
    if start is None:
        folder, untaken = _after_set_up(guide.setup, is_folder, name)
    makings: list[Making] = []
    known = _Known(is_folder, folder)
    here = folder
    for block in item.blocks:
        if block.role == "commands" and not is_script(block):
            if block.language not in _READ:
                untaken.append(Untaken(block.line, block.language, "this shell is not read", missed=False))
                continue
            recipe = read_recipe(without_prompts(block.text), here, known, name)
            # Blocks are typed one after the other into one shell.
            here = recipe.folder
            known.add(recipe.makings)
            makings += [replace(one, line=one.line + block.line) for one in recipe.makings]
            untaken += [replace(one, line=one.line + block.line) for one in recipe.untaken]
    wanted, complaints = _with_blocks(item, makings, folder, known)
    return Wish(folder, tuple(_consistent(wanted, complaints)), tuple(untaken + complaints))


class _Known:
    """Which folders there are, or will be once what was read so far is made."""

    def __init__(self, is_folder: IsFolder, start: str | None) -> None:
        self.is_folder = is_folder
        self.planned = set(_above(f"{start}/x")) if start else set()

    def __call__(self, path: str) -> bool:
        return path in self.planned or self.is_folder(path)

    def add(self, makings: Sequence[Making]) -> None:
        for one in makings:
            if one.kind != "executable":
                self.planned.update(_above(one.path + "/x" if one.kind == "directory" else one.path))


def _above(path: str) -> list[str]:
    """The folders that a path lies in, outermost first."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[: count + 1]) for count in range(len(parts))]


def _after_set_up(
    blocks: Sequence[CodeBlock], is_folder: IsFolder, name: str
) -> tuple[str | None, list[Untaken]]:
    """Where a guide's set-up leads to, and what of it leads who knows where."""
    here: str | None = ""
    known = _Known(is_folder, None)
    lost: list[Untaken] = []
    for block in blocks:
        if block.language not in _READ:
            continue
        recipe = read_recipe(without_prompts(block.text), here, known, name)
        known.add(recipe.makings)
        if recipe.folder is None and here is not None:
            lost = [
                replace(one, line=one.line + block.line, why=f"in the set-up: {one.why}")
                for one in recipe.untaken
                if one.missed
            ][-1:]
        here = recipe.folder
    return here, lost


def _with_blocks(
    item: Item, makings: Sequence[Making], folder: str | None, known: IsFolder
) -> tuple[list[Wanted], list[Untaken]]:
    wanted = [Wanted(one.path, one.kind, one.line) for one in makings if one.kind != "executable"]
    touched = [one.path for one in wanted if one.kind == "file"]
    untaken: list[Untaken] = []
    for placed in place_blocks(item, touched):
        path, why = _path_of(placed, folder, known)
        if why:
            missed = placed.asked or placed.path is not None
            untaken.append(Untaken(placed.block.line, _first_line(placed.block), why, missed))
            continue
        before = next((one for one in wanted if one.path == path), None)
        if before is not None:
            wanted[wanted.index(before)] = replace(before, block=placed.block)
        else:
            wanted.append(Wanted(path, "file", placed.block.line, placed.block))
    runnable = {one.path for one in makings if one.kind == "executable"}
    return [replace(one, executable=one.path in runnable) for one in wanted], untaken


def _first_line(block: CodeBlock) -> str:
    return block.text.strip("\n").split("\n", 1)[0][:200]


def _path_of(placed: Placed, folder: str | None, known: IsFolder) -> tuple[str, str]:
    """The path from the root that a block's file has, and why it has none.

    The label of a file may be written from the root or from where the set-up leads to.
    """
    if placed.path is None:
        return "", placed.why
    if "{" in placed.path:
        return "", f"{placed.path} names several files"
    start = "" if placed.is_from_root else folder
    first = placed.path.partition("/")[0]
    if folder and ((placed.path + "/").startswith(folder + "/") or _is_at_root(first, folder, known)):
        start = ""
    path, why = place_of(placed.path, start)
    if not why and (placed.path.endswith("/") or not path):
        why = "names a folder"
    return path, f"{placed.path}: {why}" if why else ""


def _is_at_root(first: str, folder: str, known: IsFolder) -> bool:
    return known(first) and not known(posixpath.join(folder, first))


def _consistent(wanted: Sequence[Wanted], untaken: list[Untaken]) -> Iterator[Wanted]:
    """The paths with all folders on their way, each once; what contradicts is added to `untaken`."""
    kinds: dict[str, str] = {}
    spelt: dict[str, str] = {}
    for one in wanted:
        above = _above(one.path)
        path = next((folder for folder in above if kinds.get(folder) == "file"), None)
        why = f"{path} is to be a file" if path else ""
        if kinds.get(one.path, one.kind) != one.kind:
            why = f"{one.path} is to be a {kinds[one.path]}"
        for name in (*above, one.path):
            if spelt.get(name.casefold(), name) != name:
                why = f"{name} and {spelt[name.casefold()]} differ in their spelling only"
        if why:
            untaken.append(Untaken(one.line or 0, one.path, why, missed=True))
            continue
        for folder in above:
            if folder not in kinds:
                kinds[folder] = "directory"
                spelt[folder.casefold()] = folder
                yield Wanted(folder, "directory", None)
        if one.path not in kinds:
            kinds[one.path] = one.kind
            spelt[one.path.casefold()] = one.path
            yield one
