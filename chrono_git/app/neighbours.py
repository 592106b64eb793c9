"""What shares a repository's hooks, and what does not: its linked work trees, and its submodules."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from chrono_git.repo.location import Location

_MOST_NAMED = 5


def neighbours(location: Location) -> Iterator[str]:
    """Yields a sentence about the linked work trees, which have the same hooks, and one about the
    submodules, which have their own: gitrepository-layout(5)."""
    trees = Path(location.common_dir, "worktrees").is_dir()
    modules = location.root is not None and Path(location.root, ".gitmodules").is_file()
    if not trees and not modules:
        return
    # Most repositories have neither, and need not wait until it is loaded.
    from chrono_git.repo.git import submodules, worktrees

    others = [tree.path for tree in worktrees(location) if not tree.bare and tree.path != location.root]
    if others:
        trees_too = "other work tree too" if len(others) == 1 else "other work trees too"
        yield f"the hooks run in {len(others)} {trees_too}: {_named(others)}"
    inside = [module.path for module in submodules(location)] if modules else []
    if inside:
        own = "submodule has hooks of its own" if len(inside) == 1 else "submodules have hooks of their own"
        yield f"{len(inside)} {own}: {_named(inside)}"


def _named(names: list[str]) -> str:
    shown = ", ".join(names[:_MOST_NAMED])
    return f"{shown} and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else shown
