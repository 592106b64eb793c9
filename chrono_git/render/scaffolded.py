"""What `scaffold` made or would make, as a tree for people and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from chrono_git.render.escape import json_safe, one_line
from chrono_git.render.layout import Look, cells, pad


@dataclass(frozen=True, slots=True)
class Path:
    """One path: see `chrono_git.app.scaffold.Row`; `hollow` is a folder that git does not keep."""

    path: str
    kind: Literal["directory", "file"]
    state: Literal["made", "filled", "there", "failed"]
    line: int | None
    block: int | None
    executable: bool
    stub: bool
    hollow: bool
    problem: str


@dataclass(frozen=True, slots=True)
class Command:
    """A command or block that was not followed, with the guide's line; `missed`: it was to make something."""

    line: int
    text: str
    why: str
    missed: bool


@dataclass(frozen=True, slots=True)
class Scaffold:
    """All that is shown of one run; `written` is False where it is only said what would be made."""

    item: str
    text: str
    guide: str
    line: int
    folder: str | None
    written: bool
    paths: Sequence[Path]
    commands: Sequence[Command]


def scaffold_json(shown: Scaffold) -> str:
    """Returns one document, as `schemas/scaffold-1.json` describes it."""
    document = {
        "schema": "chrono-git/scaffold/1",
        "item": shown.item,
        "guide": shown.guide,
        "line": shown.line,
        "folder": shown.folder,
        "written": shown.written,
        "paths": [
            {
                "path": one.path, "kind": one.kind, "state": one.state, "line": one.line, "block": one.block,
                "executable": one.executable, "stub": one.stub, "hollow": one.hollow,
                "problem": one.problem or None,
            }
            for one in shown.paths
        ],
        "commands": [asdict(one) for one in shown.commands],
    }  # fmt: skip
    return json_safe(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"


def scaffold_text(shown: Scaffold, *, width: int = 100, color: bool = False, unicode: bool = True) -> str:
    """Returns the tree with what became of each path, and what was not followed."""
    look = Look(width, color, unicode)
    lines = [
        look.paint(one_line(shown.item), "bold", "cyan") + f"  {one_line(shown.text)}",
        look.paint(one_line(_place(shown)), "dim"),
    ]
    if shown.paths:
        lines += ["", *_tree(look, shown)]
    missed = [one for one in shown.commands if one.missed]
    if missed:
        lines += ["", look.paint("Not interpreted", "alarm"), *_commands(missed)]
    others = [one for one in shown.commands if not one.missed]
    if others:
        lines += ["", look.paint("Left to you", "bold"), *_commands(others)]
    return "\n".join([*lines, "", *_summary(shown)]) + "\n"


def _place(shown: Scaffold) -> str:
    where = {None: "where its commands start is not known", "": "from the root"}.get(
        shown.folder, f"from {shown.folder}/"
    )
    return f"{shown.guide}:{shown.line}, {where}"


def _tree(look: Look, shown: Scaffold) -> Iterator[str]:
    rows = sorted(shown.paths, key=lambda one: one.path.split("/"))
    names = [
        "  " * one.path.count("/") + one_line(one.path.rpartition("/")[2]) + "/" * (one.kind == "directory")
        for one in rows
    ]
    widest = min(max(map(cells, names)), 48)
    for name, one in zip(names, rows, strict=True):
        said = _said(one, written=shown.written)
        style = {"failed": "red", "there": "dim"}.get(one.state, "green")
        yield f"{pad(name, widest)}  {look.paint(said, style)}".rstrip()


def _said(one: Path, *, written: bool) -> str:
    if one.state == "failed":
        return f"not made: {one_line(one.problem)}"
    if one.state == "there":
        return "there"
    parts = [("" if written else "to be ") + one.state]
    if one.kind == "file":
        parts.append(f"with the code of line {one.block}" if one.block is not None else "empty")
        if one.block is not None and one.stub:
            parts.append("a stub")
        if one.executable:
            parts.append("executable")
    if one.hollow:
        parts.append("nothing in it: git does not keep it")
    return ", ".join(parts)


def _commands(commands: Sequence[Command]) -> Iterator[str]:
    for one in commands:
        yield f"  line {one.line}: {one_line(one.text)}"
        yield f"    {one_line(one.why)}"


def _summary(shown: Scaffold) -> Iterator[str]:
    new = [one for one in shown.paths if one.state in ("made", "filled")]
    if not shown.paths:
        yield "It names nothing to make."
    elif not new and all(one.state == "there" for one in shown.paths):
        yield "All of it is there."
    elif new:
        yield f"{_count(new)} {'made' if shown.written else 'would be made'}."
    stubs = [one for one in new if one.stub]
    if stubs:
        one = len(stubs) == 1
        what = "1 of them is a stub or empty" if one else f"{len(stubs)} of them are stubs or empty"
        yield f"{what}: the report says so until {'it is' if one else 'they are'} replaced."


def _count(new: Sequence[Path]) -> str:
    folders = sum(one.kind == "directory" for one in new)
    files = len(new) - folders
    parts = [
        f"{count} {name}{'' if count == 1 else 's'}" for count, name in ((folders, "folder"), (files, "file"))
    ]
    return " and ".join(part for part in parts if not part.startswith("0 "))
