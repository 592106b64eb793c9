"""`chrono-git verify`: runs a step's own verification commands, once somebody agreed to them."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import isnan
from typing import TYPE_CHECKING

import click

from chrono_git.cli.options import Settings, format_option, output_option, pass_settings
from chrono_git.cli.output import emit, look, note

if TYPE_CHECKING:
    from chrono_git.app.verify import Check, Session
    from chrono_git.render.verify import ItemResult

_QUESTION = "chrono-git: run these commands, here, as you? [y]es, also next time / [o]nce / [N]o: "
_UNASKED = "nobody agreed to it: answer the question in a terminal, or give --yes where nobody can be asked"


@click.command("verify")
@click.argument("step", required=False)
@click.option("--guide", metavar="GUIDE", help="Of this guide only: an id or a Markdown file.")
@click.option("--all", "everything", is_flag=True, help="Every item that has something to run.")
@click.option("--list", "--dry-run", "listing", is_flag=True, help="Show what would be run, and run nothing.")
@click.option("--yes", is_flag=True, help="Run without asking, for CI; it is not remembered.")
@click.option(
    "--timeout",
    "seconds",
    metavar="SECONDS",
    type=click.FloatRange(0, min_open=True),
    default=600.0,
    show_default=True,
    help="The time that each item's commands have together.",
)
@format_option
@output_option
@pass_settings
def command(
    settings: Settings,
    *,
    step: str | None,
    guide: str | None,
    everything: bool,
    listing: bool,
    yes: bool,
    seconds: float,
    form: str,
    output: str | None,
) -> int:
    """Runs the commands of STEP's Verification and Run tests blocks, and keeps how they went as evidence.

    Without STEP, those of the next open item that has some. They are shown first, and you
    are asked once; if they, or a script that they run, change, you are asked again. Exits with
    1 where something failed, with 2 where something was not run.
    """
    if step is not None and everything:
        raise click.UsageError("STEP and --all cannot be combined")
    if isnan(seconds):
        raise click.UsageError("--timeout must be a number of seconds")
    from chrono_git.app.verify import prepare
    from chrono_git.app.verifying import refuse_hooks
    from chrono_git.render.verify import results_text, verify_json

    if not listing:
        refuse_hooks(os.environ)
    session = prepare(".", step, os.environ, guide=guide, everything=everything, use_cache=settings.use_cache)
    if listing and form == "text":
        from chrono_git.render.verify import shown_text

        emit(shown_text([check.shown for check in session.checks], **look(settings.color, output)), output)
        return 0
    with _ending_with_us():
        results = _go(session, yes=yes, listing=listing, seconds=seconds)
    if form == "json":
        location = session.location
        emit(verify_json(results, revision=location.head, branch=location.branch), output, encoding="utf-8")
    else:
        emit(results_text(results, **look(settings.color, output)), output)
    return 0 if listing else _status(results)


@contextmanager
def _ending_with_us() -> Iterator[None]:
    """What runs has a session of its own: the end of ours must not leave it behind."""
    before = {
        number: signal.signal(number, signal.default_int_handler)
        for number in (signal.SIGTERM, signal.SIGHUP)
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _go(session: Session, *, yes: bool, listing: bool, seconds: float) -> list[ItemResult]:
    from chrono_git.app.verifying import Watcher, perform
    from chrono_git.errors import ChronoError
    from chrono_git.render.verify import ItemResult

    live = _Live()
    results = []
    for check in session.checks:
        why = check.shown.problem
        if check.shown.missing:
            why = f"{check.shown.missing[0]} does not exist"
            results.append(ItemResult(check.shown, "missing", why))
        elif why or listing:
            results.append(ItemResult(check.shown, "not-run", why or "only shown"))
        elif not _agreed(session, check, yes=yes):
            results.append(ItemResult(check.shown, "not-run", _UNASKED))
        else:
            try:
                results.append(perform(session, check, os.environ, Watcher(note, live.show), seconds=seconds))
            except ChronoError as error:
                results.append(ItemResult(check.shown, "not-run", f"{error}; {error.hint}"))
            finally:
                live.end()
    return results


def _agreed(session: Session, check: Check, *, yes: bool) -> bool:
    """Shows what would be run, and says whether it may be: asks where somebody is there to answer."""
    from chrono_git.render.verify import shown_text

    if sys.stderr is not None:
        text = shown_text([check.shown], color=False)
        sys.stderr.buffer.write(text.encode(sys.stderr.encoding or "utf-8", "backslashreplace"))
        sys.stderr.flush()
    if yes or check.shown.trusted:
        return True
    answer = _ask()
    if answer in ("y", "yes"):
        if not session.trusted.remember(check.digest):
            note("it is not remembered: there is no place for it outside of this repository")
        return True
    return answer in ("o", "once")


def _ask() -> str:
    """The answer of whoever sits at the terminal; "" where nobody does."""
    if sys.stdin is None or sys.stderr is None or not (sys.stdin.isatty() and sys.stderr.isatty()):
        return ""
    import termios

    # What was typed before the question is no answer to it.
    termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)
    sys.stderr.write(_QUESTION)
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower()


def _status(results: Sequence[ItemResult]) -> int:
    outcomes = {result.outcome for result in results}
    if outcomes & {"failed", "missing"}:
        return 1
    return 2 if "not-run" in outcomes else 0


class _Live:
    """Passes output on as it comes: to a terminal as it is, elsewhere with controls made visible."""

    def __init__(self) -> None:
        self._raw = sys.stderr is not None and sys.stderr.isatty()
        self._rest = b""

    def show(self, piece: bytes) -> None:
        """Shows the next piece; lines that are not complete wait, unless a terminal shows them."""
        if self._raw:
            self._write(piece)
            return
        *whole, self._rest = (self._rest + piece).split(b"\n")
        for line in whole:
            self._line(line)
        if len(self._rest) > 1 << 16:
            self.end()

    def end(self) -> None:
        """Shows what is left of a line."""
        if self._rest:
            self._line(self._rest)
        self._rest = b""

    def _line(self, line: bytes) -> None:
        from chrono_git.render.escape import lines

        shown = "\n".join(lines(line.decode("utf-8", "replace").rstrip("\r")))
        self._write(shown.encode("utf-8", "backslashreplace") + b"\n")

    @staticmethod
    def _write(data: bytes) -> None:
        if sys.stderr is None:
            return
        try:
            sys.stderr.flush()
            sys.stderr.buffer.write(data)
            sys.stderr.buffer.flush()
        except OSError:
            return  # nobody listens; the result still tells
