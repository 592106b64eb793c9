"""What is to be written, as edits of files: ticks in guides and entries in the log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chrono_git.errors import ChronoError
from chrono_git.journal import Entry, GuideHead, add_entries, has_repeats, repair, withdraw
from chrono_git.repo.fold import Edit, told
from chrono_git.repo.location import Location
from chrono_git.repo.replacing import Opened

_ATTEMPTS = 3


def tick_edit(path: str, lines: Sequence[int]) -> Edit:
    """Ticks the boxes on these lines (1-based) of the guide at `path`."""
    # Who only asks for the log need not wait until what reads guides is loaded.
    from chrono_git.guide.follow import tick_alike, tick_all

    def make(text: bytes | None) -> bytes:
        return tick_all(text or b"", lines)

    def alike(original: bytes | None, other: bytes) -> bytes:
        return tick_alike(original or b"", lines, other)

    return Edit(path, make, alike)


def log_edit(
    path: str, entries: Sequence[Entry], heads: Mapping[str, GuideHead], gone: Sequence[Entry] = ()
) -> Edit:
    """Adds those entries to the log at `path` that it does not have, and takes away those that are `gone`,
    or there twice."""

    def make(text: bytes | None) -> bytes:
        kept = withdraw(text, gone, path) if text is not None and gone else text
        made = add_entries(kept, entries, heads, path) if entries else kept or b""
        return repair(made, path=path) if has_repeats(made) else made

    def alike(original: bytes | None, other: bytes) -> bytes:
        del original
        return make(other)

    return Edit(path, make, alike)


def apply(location: Location, edit: Edit, *, write: bool = True) -> str:
    """Makes an edit in the work tree; says why it could not be made, or "".

    Without `write` nothing is changed, but what could not be made is said all the same.
    """
    try:
        for _ in range(_ATTEMPTS):
            with Opened(location.root or "", edit.path) as file:
                new = edit.make(file.content)
                if not write or new == file.content or file.replace(new, f"{location.git_dir}/chrono-git"):
                    return ""
    except ChronoError as error:
        return told(error)
    return "it is changed all the time: try again"
