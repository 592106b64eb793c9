"""Tells what was looked at and how long it took, where `CHRONO_DEBUG` asks for it; else it costs nothing.

The variable is the one switch, so that hooks and worker processes follow it too. `CHRONO_DEBUG=1`
tells on standard error, the absolute path of a file has it appended there, as with git's `GIT_TRACE`.
Paths and commands are told, never contents, messages or the values of variables. Hooks import this
only where the variable is set, and it is lean enough for them: standard `logging` takes 10 ms to load.
"""

from __future__ import annotations

import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

VARIABLE = "CHRONO_DEBUG"
_OFF = ("", "0", "false", "no", "off")
_LONGEST = 100
_MOST = 24
clock = time.perf_counter


def on() -> bool:
    """Whether anybody wants to know."""
    return os.environ.get(VARIABLE, "").lower() not in _OFF


def say(what: str, since: float | None = None, took: float | None = None) -> None:
    """Tells one line, harmless for a terminal; never fails.

    `since` is what `clock` said when it began, `took` how long it was, in seconds.
    """
    if not on():
        return
    if since is not None:
        took = clock() - since
    time_taken = " " * 13 if took is None else f"{took * 1000:10.1f} ms"
    line = f"chrono-git: debug:{time_taken}  {_printable(what)}\n".encode("utf-8", "backslashreplace")
    target = os.environ.get(VARIABLE, "")
    try:
        if not os.path.isabs(target):  # noqa: PTH117 - pathlib is slow to load
            os.write(2, line)
            return
        file = os.open(target, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            os.write(file, line)
        finally:
            os.close(file)
    except (OSError, ValueError):
        return


class Processes:
    """One git process, or several that feed each other: `end` tells of them, once."""

    __slots__ = ("_since", "_what")

    def __init__(self, commands: Sequence[Sequence[str | bytes]], directory: str) -> None:
        self._what: str | None = " | ".join(command_line(one, directory) for one in commands)
        self._since = clock()

    def end(self) -> None:
        """Tells the command and the time since it was started."""
        if self._what is not None:
            say(self._what, self._since)
            self._what = None


def command_line(arguments: Sequence[str | bytes], directory: str) -> str:
    """A git command as it is told: paths relative to `directory`, without passwords and messages."""
    shown = ["git"]
    for number, argument in enumerate(arguments):
        if number == _MOST:
            shown.append(f"… ({len(arguments) - _MOST} more)")
            break
        word = argument if isinstance(argument, str) else os.fsdecode(argument)
        shown.append("…" if shown[-1] in ("-m", "--message") else _harmless(word, directory))
    return " ".join(shown)


def _harmless(word: str, directory: str) -> str:
    if len(directory) > 1:
        word = word.replace(f"{directory}/", "")
    scheme, mark, rest = word.partition("://")
    if mark and "@" in rest:  # a URL's user name and password
        word = f"{scheme}://…@{rest.rpartition('@')[2]}"
    word = word if len(word) <= _LONGEST else f"{word[:_LONGEST]}…"
    return f"'{word}'" if not word or " " in word else word


def _printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)
