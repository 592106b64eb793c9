"""Where results and prose go, and what can be shown there."""

from __future__ import annotations

import os
import sys
from typing import TypedDict

from chrono_git.errors import ChronoError

PLAIN_WIDTH = 100
WIDEST = 140


class Look(TypedDict):
    """What text renderers ask for."""

    width: int
    color: bool
    unicode: bool


def look(color: bool | None, output: str | None = None) -> Look:
    """Returns what the place of the result can show.

    Files and pipes get no colour, and 100 columns unless `COLUMNS` says otherwise, so
    that the same command gives the same bytes there.
    """
    if output not in (None, "-"):
        return Look(width=PLAIN_WIDTH, color=bool(color), unicode=True)
    terminal = sys.stdout is not None and sys.stdout.isatty()
    if color is None:
        color = terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Look(width=_width(terminal), color=color, unicode=_can_encode("▰▱✓◐…"))


def emit(text: str, output: str | None = None, *, encoding: str | None = None) -> None:
    """Writes a result to standard output, or to the file `output`, which appears whole or not at all.

    A reader that has gone away is no error. Raises ChronoError where it cannot be written.
    """
    if output not in (None, "-"):
        from chrono_git.files import write_file

        write_file(str(output), text.encode("utf-8", "backslashreplace"))
        return
    if sys.stdout is None:
        raise ChronoError("standard output is closed", hint="`-o FILE` writes the result to a file.")
    encoding = encoding or sys.stdout.encoding or "utf-8"
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode(encoding, "backslashreplace"))
        sys.stdout.buffer.flush()
    except OSError as error:
        # What is left in the buffer would fail once more when Python ends, and noisily.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):
            raise ChronoError(f"standard output cannot be written: {error.strerror}") from error


def note(text: str) -> None:
    """Writes prose to standard error, each line marked as ours and harmless for a terminal."""
    _tell("chrono-git: ", text)


def complain(message: str, hint: str = "") -> None:
    """Writes an error, one mistake a line, and what to do about it, to standard error."""
    _tell("chrono-git: error: ", message)
    _tell("hint: ", hint)


def _tell(prefix: str, text: str) -> None:
    from chrono_git.render.escape import lines, one_line

    if sys.stderr is None or not text:
        return
    try:
        for line in lines(text):
            print(prefix + one_line(line), file=sys.stderr, flush=True)
    except OSError:
        return  # nobody listens; the exit status still tells


def _width(terminal: bool) -> int:
    asked = os.environ.get("COLUMNS", "")
    if asked.isascii() and asked.isdigit() and int(asked) > 0:
        return min(int(asked), WIDEST)
    if terminal:
        try:
            return min(os.get_terminal_size(sys.stdout.fileno()).columns or PLAIN_WIDTH, WIDEST)
        except OSError:
            return PLAIN_WIDTH
    return PLAIN_WIDTH


def _can_encode(text: str) -> bool:
    try:
        text.encode(getattr(sys.stdout, "encoding", None) or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True
