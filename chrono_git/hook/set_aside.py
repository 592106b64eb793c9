"""Whether a framework has put unstaged changes aside while its hooks run.

pre-commit and prek do so for post-commit too, and put them back with `git apply`, which fails
where a hook changed the lines around them: pre-commit then leaves them in its cache. They
tell their hooks nothing of it, but the patch has a name with its time and with their process
(pre-commit's `staged_files_only.py`, prek's `cli/run/keeper.rs`).
"""

from __future__ import annotations

import os

from chrono_git.hook.lean import find_place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def are_changes_set_aside() -> bool:
    """Whether there is a patch of the framework that runs us, or one made since HEAD has moved."""
    place, parent = find_place(), os.getppid()
    try:
        moved = os.stat(f"{place.git_dir}/logs/HEAD").st_mtime if place else None
    except OSError:
        moved = None
    # Whole seconds are all that pre-commit tells.
    return any(
        process == parent or (moved is not None and seconds >= int(moved)) for seconds, process in _patches()
    )


def _patches() -> Iterator[tuple[int, int]]:
    told = os.environ.get
    cache = told("XDG_CACHE_HOME") or os.path.expanduser("~/.cache")
    yield from _named(told("PRE_COMMIT_HOME") or f"{cache}/pre-commit", "patch", "", 1)
    yield from _named(f"{told('PREK_HOME') or f'{cache}/prek'}/patches", "", ".patch", 1000)


def _named(folder: str, prefix: str, suffix: str, per_second: int) -> Iterator[tuple[int, int]]:
    """The moment, in seconds since the epoch, and the process of each patch."""
    try:
        names = os.listdir(folder)
    except OSError:
        return
    for name in names:
        if name.startswith(prefix) and name.endswith(suffix):
            moment, _, process = name.removeprefix(prefix).removesuffix(suffix).partition("-")
            if moment.isdecimal() and process.isdecimal():
                yield int(moment) // per_second, int(process)
