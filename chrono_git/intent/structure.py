"""The paths that a drawn directory tree shows: text → paths."""

from __future__ import annotations

import re

_ROW = re.compile(
    r"^(?P<indent>[\s│|]*)(?:[├└|+`]\s?[─\-—]{1,3}\s*)?(?P<name>[^\s#←→(][^#←→]*?)\s*(?:(?:#|←|→|//|\().*)?$"
)
_BRANCH = re.compile(r"[├└]|\|--|`--|\+--")


def structure_paths(text: str) -> tuple[str, ...]:
    """The files and folders (with a slash) of a tree drawn with ├── and └──; empty where it is no tree.

    A first line without a branch is the root that all others are below, unless it is `.`.
    """
    if not _BRANCH.search(text):
        return ()
    stack: list[tuple[int, str]] = []
    found: list[str] = []
    for line in text.splitlines():
        row = _ROW.match(line.rstrip())
        if row is None or not row["name"].strip() or row["name"].strip() in ("...", "…"):
            continue
        name = row["name"].strip()
        if re.search(r"\s|[<>*{}]", name):
            continue
        depth = row.start("name")
        while stack and stack[-1][0] >= depth:
            stack.pop()
        path = (stack[-1][1] if stack else "") + name
        if name.endswith("/"):
            stack.append((depth, "" if name == "./" else path))
        found.append(path)
    return tuple(dict.fromkeys(path for path in found if path.strip("./")))


def structure_root(text: str) -> str | None:
    """The folder that a drawn tree begins with, without its slash; None where it names none."""
    first = text.strip().splitlines()[0].strip() if text.strip() and _BRANCH.search(text) else ""
    return first.rstrip("/") if first.endswith("/") and not _BRANCH.search(first) and first != "./" else None
