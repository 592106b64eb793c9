"""The paths that a drawn directory tree shows: text → paths."""

from __future__ import annotations

import re

_ROW = re.compile(
    r"^(?P<indent>[\s│|]*)(?:[├└|+`]\s?[─\-—]{1,3}\s*)?(?P<name>(?![-─—]{1,3}\s)(?:\([\w.-]+\)/|[^\s#←→(├└│─])[^←→]*?)"
    r"(?:\s+(?:#|//|\(|[-–—:*]\s|\[).*|\s{2,}.*|\s*[←→].*)?$"
)
_LONGEST = 1024
_BRANCH = re.compile(r"[├└]|\|--|`--|\+--")


def structure_paths(text: str) -> tuple[str, ...]:
    """The files and folders (with a slash) of a tree drawn with ├── and └──; empty where it is no tree.

    A first line without a branch is the root that all others are below, unless it is `.`.
    """
    if not _BRANCH.search(text):
        return ()
    rows = [row for line in text.splitlines() if (row := _row(line))]
    stack: list[tuple[int, str]] = []
    found: list[str] = []
    for at, (depth, name) in enumerate(rows):
        while stack and stack[-1][0] >= depth:
            stack.pop()
        path = (stack[-1][1] if stack else "") + name
        deeper = at + 1 < len(rows) and rows[at + 1][0] > depth
        if name.endswith("/") or deeper:
            path = path.rstrip("/") + "/"
            stack.append((depth, "" if name.rstrip("/") == "." else path))
        found.append(path)
    return tuple(dict.fromkeys(path for path in found if path.strip("./")))


def _row(line: str) -> tuple[int, str] | None:
    """How deep a row's name stands, and the name; None for a row that names nothing."""
    row = _ROW.match(line.rstrip()[:_LONGEST])
    if row is None or re.search(r"\s|[<>*{}]", row["name"]) or row["name"] in ("...", "…"):
        return None
    return row.start("name"), row["name"]


def structure_root(text: str) -> str | None:
    """The folder that a drawn tree begins with, without its slash; None where it names none."""
    paths = structure_paths(text)
    first = next((line for line in text.splitlines() if line.strip()), "")
    if not paths or _BRANCH.search(first) or not all(path.startswith(paths[0]) for path in paths):
        return None
    return paths[0].rstrip("/") if paths[0].endswith("/") else None
