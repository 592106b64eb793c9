"""Which paths a check is about: those that were asked for, less those that the configuration leaves out."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Sequence

from chrono_git.errors import ChronoError
from chrono_git.repo.disk import status_beneath
from chrono_git.repo.listing import existing
from chrono_git.repo.location import Location
from chrono_git.repo.stream import Git


class Scope:
    """`folders` are the files and folders to stay in, none for all; `exclude` are globs of paths."""

    def __init__(self, folders: Sequence[str] = (), exclude: Sequence[str] = ()) -> None:
        self.folders = tuple(folders)
        self.exclude = tuple(exclude)
        self._starts = tuple(f"{folder}/" for folder in folders)

    def holds(self, path: str) -> bool:
        """Whether a file is to be looked at."""
        if self.folders and path not in self.folders and not path.startswith(self._starts):
            return False
        return not self._is_excluded(path)

    def _is_excluded(self, path: str) -> bool:
        if not self.exclude:
            return False
        from chrono_git.scan.globs import matches

        # Who excludes a folder means what is in it.
        above = (path[:at] for at, letter in enumerate(path) if letter == "/")
        return any(matches(one, self.exclude) for one in (path, *above))


def named_paths(
    git: Git, location: Location, start: str, names: Sequence[str], tree: str | None, *, on_disk: bool
) -> tuple[str, ...]:
    """The paths that names on the command line mean, relative to the directory `start`; none for the top.

    They must exist: in the work tree if `on_disk`, else in `tree`, None for the index. Raises ChronoError.
    """
    root = location.root or os.path.realpath(start)
    folder = os.path.relpath(os.path.realpath(start), root)
    paths = {name: path_from(root, folder, name) for name in names}
    if "." in paths.values():
        return ()
    if on_disk:
        there = {path for path in paths.values() if status_beneath(root, path) is not None}
    else:
        there = existing(git, tuple(paths.values()), tree)
    for name, path in paths.items():
        if path not in there:
            where = "in the work tree" if on_disk else "in that commit" if tree else "in the index"
            raise ChronoError(
                f"no file or folder {name!r} {where}", hint="paths are relative to where you are"
            )
    return tuple(dict.fromkeys(paths.values()))


def path_from(root: str, folder: str, name: str) -> str:
    """The path that a name means in a folder, both from the top (`.`). Raises ChronoError outside it."""
    inner = os.path.relpath(name, root) if os.path.isabs(name) else posixpath.join(folder, name)  # noqa: PTH117
    path = posixpath.normpath(inner.replace(os.sep, "/")) if name else ".."
    if path == ".." or path.startswith("../"):
        raise ChronoError(
            f"{name!r} leads out of the repository", hint="name files and folders of this repository"
        )
    return path
