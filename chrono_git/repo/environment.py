"""How git is asked and how its failures are told: the environment, the options, the errors."""

from __future__ import annotations

import os

from chrono_git.errors import RepositoryError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

# What would make git answer in another form than the one that is parsed here.
FIXED_OPTIONS = (
    b"-c", b"color.ui=false", b"-c", b"diff.relative=false",
    b"-c", b"i18n.logOutputEncoding=UTF-8", b"-c", b"log.showSignature=false",
)  # fmt: skip

_FIXED = {
    "LC_ALL": "C",
    # A report must never write the index, not even its cached times.
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    # git log flushes after every commit into a pipe otherwise.
    "GIT_FLUSH": "0",
    # A missing object of a partial clone is an answer, not a reason to go to the network.
    "GIT_NO_LAZY_FETCH": "1",
    # For a git that does not know the former (2.39.4 brought it): no transport is allowed.
    "GIT_ALLOW_PROTOCOL": "",
    # Evidence must be the same in every clone, and equal ids must mean equal bytes.
    "GIT_NO_REPLACE_OBJECTS": "1",
    # A path that a guide names is a path and never a pattern.
    "GIT_LITERAL_PATHSPECS": "1",
}

_DROPPED = (
    "GIT_GLOB_PATHSPECS", "GIT_NOGLOB_PATHSPECS", "GIT_ICASE_PATHSPECS", "GIT_EXTERNAL_DIFF", "GIT_DIFF_OPTS",
)  # fmt: skip

# git reads these after it went to the directory of `-C`; they were meant from ours.
_PATHS = (
    "GIT_DIR", "GIT_WORK_TREE", "GIT_COMMON_DIR", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY",
    "GIT_SHALLOW_FILE",
)  # fmt: skip

# Where the person's own configuration lies is no property of one repository.
_PERSONAL = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM", "GIT_EXEC_PATH")

_HINTS = (
    ("not a git repository", "run it inside a git repository"),
    ("dubious ownership", "if you trust its owner, name the directory in git's safe.directory setting"),
    ("No such file or directory", "check the path"),
)


def git_environment(inherited: Mapping[str, str], *, foreign: bool = False) -> dict[str, str]:
    """The environment for a git process, made of the one that we run in.

    In a hook, git tells through `GIT_DIR`, `GIT_INDEX_FILE` and others which repository
    and index it is about (githooks(5)); they are kept, made absolute, unless the
    repository is a `foreign` one.
    """
    environment = {
        name: value
        for name, value in inherited.items()
        if name not in _DROPPED and not (foreign and name.startswith("GIT_") and name not in _PERSONAL)
    }
    for name in _PATHS:
        if environment.get(name):
            environment[name] = os.path.abspath(environment[name])  # noqa: PTH100 - pathlib is slow to load
    environment.update(_FIXED)
    return environment


def encoded(argument: str | bytes) -> bytes:
    """An argument for git: paths are UTF-8 with surrogate escapes here, whatever the locale."""
    return argument if isinstance(argument, bytes) else argument.encode("utf-8", "surrogateescape")


def printable(raw: bytes) -> str:
    """Text from outside for a message: one line, with control characters escaped."""
    text = raw.decode("utf-8", "replace").strip()
    return "".join(
        letter if letter.isprintable() else "; " if letter == "\n" else ascii(letter)[1:-1] for letter in text
    )


def failure(arguments: Sequence[str | bytes], status: int, errors: bytes) -> RepositoryError:
    """The error for a git that ended with `status`, in git's own words where it had any.

    `errors` is what it wrote to stderr; a negative status is the signal that killed it.
    """
    # `-c name=value` may stand before it.
    words = (word for word in map(encoded, arguments) if not word.startswith(b"-") and b"=" not in word)
    command = next(words, b"")
    lines = [line for line in errors.strip().splitlines() if not line.startswith((b"hint:", b"usage:"))]
    # Traces and warnings come before the reason.
    fatal = [at for at, line in enumerate(lines) if line.startswith((b"fatal:", b"error:"))]
    reason = printable(b"\n".join(lines[fatal[0] :] if fatal else lines))[:1000].removeprefix("fatal: ")
    if not reason:
        reason = f"killed by signal {-status}" if status < 0 else f"ended with status {status}"
    hint = next((hint for part, hint in _HINTS if part in reason), "ask git itself: `git status`, `git fsck`")
    return RepositoryError(f"git {printable(command)}: {reason}", hint=hint)
