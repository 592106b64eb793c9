"""prepare-commit-msg: carries the trailers of squashed commits over, and suggests the branch's guide."""

from __future__ import annotations

import os

from chrono_git.hook.lean import Place, find_place, load_site, under_way

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

# What `git merge --squash` writes first: git's own builtin/merge.c, squash_message. That of a rebase
# is another, where the editor shows all the messages anyway.
_SQUASHED = b"Squashed commit of the following:\n"
_CONFIG = ".chrono/config.toml"


def run(arguments: Sequence[str]) -> int:
    """Completes the message in the file that git names first; where the message came from is next.

    It never stops a commit (githooks(5), prepare-commit-msg).
    """
    if not arguments:
        return 0
    file, source = arguments[0], arguments[1] if len(arguments) > 1 else ""
    place = find_place()
    squash = _squash(place)
    if not squash and (place is None or not _may_suggest(place, source)):
        return 0
    load_site()
    from chrono_git.app.prepare import with_carried, with_suggestion
    from chrono_git.files import write_file
    from chrono_git.repo.location import locate

    before = _read(file)
    if squash:
        after = with_carried(before, squash, locate(), edited=_is_edited())
    else:
        after = with_suggestion(before, locate(), edited=_is_edited(), given=source == "message")
    if after != before:
        write_file(file, after)
    return 0


def _squash(place: Place | None) -> bytes:
    """What `git merge --squash` left behind, if it may hold a trailer; git removes it after the commit."""
    if place is None:
        from chrono_git.repo.location import locate

        git_dir = locate().git_dir
    else:
        git_dir = place.git_dir
    text = _read(f"{git_dir}/SQUASH_MSG")
    return text if text.startswith(_SQUASHED) and b"  chrono-" in text.lower() else b""


def _may_suggest(place: Place, source: str) -> bool:
    """Whether a message of this kind may get a suggestion, if the configuration asks for it.

    Not where git wrote the message (a merge, a squash, an older commit's), nor in the middle of
    something. `-m` and `-F` say what they mean, so that only their claims get a guide.
    """
    if source not in ("", "template", "message") or under_way(place.git_dir):
        return False
    if not source and not _is_edited():
        return False
    # The configuration that counts is that of the index; this only saves asking for it.
    lines = _read(f"{place.top}/{_CONFIG}").split(b"\n")
    return any(b"suggest_guide" in line.partition(b"#")[0] for line in lines)


def _is_edited() -> bool:
    """Whether an editor comes: git sets this one where none does (builtin/commit.c, prepare_to_commit)."""
    return os.environ.get("GIT_EDITOR") != ":"


def _read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""
