"""For hook frameworks: `chrono-git-hook framework ID [FILE]`, or `… framework EVENT [ARGUMENT]...`.

ID is one of `.pre-commit-hooks.yaml`. pre-commit and prek tell in the environment what git told
them (pre-commit's `commands/run.py`, prek's `cli/run/run.rs`), and of a push its first ref
only. EVENT is a hook of githooks(5), for tools that hand over its arguments and its standard
input. Where git runs chrono-git's own hook as well, that one does the work.
"""

from __future__ import annotations

import os
import sys

from chrono_git.errors import ChronoError
from chrono_git.hook import events

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_COMMAND_LINE = """\
import sys
sys.path.insert(0, sys.argv.pop(1))
from chrono_git.__main__ import main
sys.exit(main())
"""


def run(arguments: Sequence[str]) -> int:
    """Does what the first argument names; returns the exit status for the framework."""
    name, *rest = arguments or [""]
    if name in events.EVENTS and name != "framework":
        return 0 if is_native(name) else events.run([name, *rest])
    if name in _IDS:
        return _IDS[name](rest, os.environ)
    raise ChronoError(
        f"there is no hook {name!r} for a framework",
        hint=f"there are {', '.join(_IDS)}, and git's own hooks.",
    )


def is_native(event: str) -> bool:
    """Whether git runs chrono-git's own hook for this event too; raises RepositoryError."""
    chaining, _, place = os.environ.get("CHRONO_GIT_HOOK", "").partition(" ")
    if chaining == event and _is_here(place):
        return True
    from chrono_git.repo import hookconfig, hookplace, managers
    from chrono_git.repo.stream import Git

    git = Git(".")
    said = git.run("rev-parse", "--path-format=absolute", "--git-path", "hooks", "--git-common-dir")
    folder, common_dir = os.fsdecode(said).splitlines()[:2]
    if _starts(f"{folder}/{event}"):
        return True
    if _starts(f"{folder}/{event}.legacy") and managers.runs_legacy(_content(f"{folder}/{event}")):
        return True
    told = hookconfig.read(git).get(event)
    return (
        told is not None
        and told.enabled
        and event in told.events
        and hookplace.git_version(git) >= hookplace.CONFIGURED_SINCE
        and _starts(hookconfig.stub_path(common_dir, event))
    )


def _is_here(place: str) -> bool:
    try:
        return os.path.samefile(place, ".")
    except OSError:
        return False


def _starts(path: str) -> bool:
    from chrono_git.repo.stubs import read_stub

    try:
        stub = read_stub(path)
    except OSError:
        return False
    return stub is not None and stub.is_whole and os.access(path, os.X_OK)


def _content(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read() if os.access(path, os.X_OK) else b""
    except OSError:
        return b""


def _check(_: Sequence[str], told: Mapping[str, str]) -> int:
    before, after = told.get("PRE_COMMIT_FROM_REF"), told.get("PRE_COMMIT_TO_REF")
    remote, target = told.get("PRE_COMMIT_REMOTE_NAME"), told.get("PRE_COMMIT_REMOTE_BRANCH")
    if not remote or not target:
        return _command_line("check", *([f"--range={before}..{after}"] if before and after else []))
    if is_native("pre-push"):
        return 0
    source = told.get("PRE_COMMIT_LOCAL_BRANCH") or "HEAD"
    oid = after or _oid(source)
    # A branch that shares nothing with the remote comes without refs.
    _feed(f"{source} {oid} {target} {before or '0' * len(oid)}\n")
    return events.run(["pre-push", remote, told.get("PRE_COMMIT_REMOTE_URL") or remote])


def _progress(_: Sequence[str], told: Mapping[str, str]) -> int:
    rewritten_by = told.get("PRE_COMMIT_REWRITE_COMMAND")
    event = "post-rewrite" if rewritten_by else "post-commit"
    if is_native(event):
        return 0
    if not rewritten_by:
        return _fold()
    # Which commits were rewritten is not handed over; the last of them is HEAD.
    head = _oid("HEAD")
    _feed(f"{'0' * len(head)} {head}\n")
    return events.run([event, rewritten_by])


def _fold() -> int:
    from chrono_git.hook.lean import find_place, under_way
    from chrono_git.hook.set_aside import are_changes_set_aside

    if not are_changes_set_aside():
        return events.run(["post-commit"])
    place = find_place()
    if place is None or not under_way(place.git_dir):
        from chrono_git.hook.taking_up import take_up

        take_up(hindrance="the framework has put your unstaged changes aside while this runs")
    return 0


def _message(arguments: Sequence[str], _: Mapping[str, str]) -> int:
    return 0 if is_native("commit-msg") else events.run(["commit-msg", _file(arguments)])


def _squash(arguments: Sequence[str], told: Mapping[str, str]) -> int:
    event = "prepare-commit-msg"
    more = (told.get("PRE_COMMIT_COMMIT_MSG_SOURCE"), told.get("PRE_COMMIT_COMMIT_OBJECT_NAME"))
    return 0 if is_native(event) else events.run([event, _file(arguments), *filter(None, more)])


def _file(arguments: Sequence[str]) -> str:
    if not arguments:
        raise ChronoError(
            "the framework named no file with the message",
            hint="the patterns `files` and `exclude` of its configuration must let .git/ through.",
        )
    return arguments[-1]


def _oid(revision: str) -> str:
    from chrono_git.repo.stream import Git

    return Git(".").run("rev-parse", "--verify", "--end-of-options", revision).decode().strip()


def _feed(text: str) -> None:
    reader, writer = os.pipe()
    # A line of a push is far shorter than what a pipe holds.
    os.write(writer, text.encode("utf-8", "surrogateescape"))
    os.close(writer)
    os.dup2(reader, 0)
    os.close(reader)


def _command_line(*arguments: str) -> int:
    root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    # Not with `-m`, which would look for modules in the work tree.
    os.execv(sys.executable, [sys.executable, "-I", "-c", _COMMAND_LINE, root, *arguments])


_IDS: Mapping[str, Callable[[Sequence[str], Mapping[str, str]], int]] = {
    "chrono-git-check": _check,
    "chrono-git-progress": _progress,
    "chrono-git-message": _message,
    "chrono-git-squash": _squash,
}
