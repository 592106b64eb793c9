"""What a person is to write for another hook manager, so that it runs chrono-git."""

from __future__ import annotations

from collections.abc import Sequence

from chrono_git.render.hooks import HookLines
from chrono_git.repo.managers import FRAMEWORK_IDS

# What git gives to each hook: githooks(5). Two of them read standard input as well.
_ARGUMENTS = {
    "prepare-commit-msg": "{0}",
    "commit-msg": "{1}",
    "post-checkout": "{0}",
    "post-merge": "{1}",
    "pre-push": "{0}",
    "post-rewrite": "{1}",
}
_FED = ("pre-push", "post-rewrite")
_ABSENT = 'echo "chrono-git is not on the PATH and did nothing" >&2'


def lines_for(tool: str, events: Sequence[str], folder: str) -> tuple[HookLines, ...]:
    """Returns the lines for a tool of `managers.MANAGERS`, or for the hooks of `folder`.

    `folder` is where husky's hooks or those of nobody known are, as it is to be shown.
    """
    if not events:
        return ()
    if tool == "lefthook":
        return (HookLines(("lefthook.yml",), "".join(map(_lefthook, events))),)
    if tool == "overcommit":
        return (HookLines((".overcommit.yml",), "".join(map(_overcommit, events))),)
    if tool in ("pre-commit", "prek"):
        return (HookLines((".pre-commit-config.yaml",), _framework()),)
    files = tuple(f"{folder}/{event}" for event in events)
    return (HookLines(files, _shell() if tool == "husky" else f"{_shell()} || exit"),)


def _shell() -> str:
    # The name of the file is the name of the hook, in husky's as in git's.
    call = 'chrono-git-hook framework "${0##*/}" "$@"'
    return f"if command -v chrono-git-hook >/dev/null 2>&1; then {call}; else {_ABSENT}; fi"


def _lefthook(event: str) -> str:
    call = f"chrono-git-hook framework {event} {_ARGUMENTS.get(event, '')}".rstrip()
    fed = "\n      use_stdin: true" if event in _FED else ""
    run = f"if command -v chrono-git-hook >/dev/null; then {call} ; else {_ABSENT}; fi"
    return f"{event}:\n  commands:\n    chrono-git:\n      run: {run}{fed}\n"


def _overcommit(event: str) -> str:
    name = "".join(part.capitalize() for part in event.split("-"))
    return (
        f"{name}:\n  ChronoGit:\n    enabled: true\n"
        f"    command: ['chrono-git-hook', 'framework', '{event}']\n"
    )


def _framework() -> str:
    types = ["pre-commit", *(event for events in FRAMEWORK_IDS.values() for event in events)]
    ids = "".join(f"      - id: {name}\n" for name in FRAMEWORK_IDS)
    return (
        f"default_install_hook_types: [{', '.join(types)}]\n"
        "repos:\n"
        "  - repo: URL       # of chrono-git's own repository\n"
        "    rev: REVISION   # a tag of it\n"
        f"    hooks:\n{ids}"
    )
