"""`-v` and `--log-file`: both set the variable that `chrono_git.trace` looks at."""

from __future__ import annotations

import os
from pathlib import Path

import click

from chrono_git import trace


def start(ctx: click.Context, *, verbose: bool, log_file: str | None) -> None:
    """Traces until the context ends, if asked for by an option or the environment.

    Raises UsageError for a file that cannot be written.
    """
    before = os.environ.get(trace.VARIABLE)
    if log_file is not None:
        target = Path(log_file).absolute()
        try:
            target.open("ab").close()
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise click.UsageError(f"cannot write to {log_file!r}: {reason}", ctx) from error
        os.environ[trace.VARIABLE] = str(target)
    elif verbose and not trace.on():
        os.environ[trace.VARIABLE] = "1"
    if not trace.on():
        return
    since = trace.clock()

    def end() -> None:
        trace.say(f"chrono-git {ctx.invoked_subcommand or ''}".rstrip() + ", in all", since)
        if before is None:
            os.environ.pop(trace.VARIABLE, None)
        else:
            os.environ[trace.VARIABLE] = before

    ctx.call_on_close(end)
