"""The one place where errors become messages and exit statuses."""

from __future__ import annotations

from collections.abc import Sequence

import click

from chrono_git.cli.output import complain
from chrono_git.errors import ChronoError

USAGE, BUG, INTERRUPTED = 2, 3, 130


def run(args: Sequence[str]) -> int:
    """Runs one command; returns its exit status and never raises but for `SystemExit`."""
    try:
        from chrono_git.cli.commands import root

        status = root.main(list(args), prog_name="chrono-git", standalone_mode=False)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except ChronoError as error:
        complain(str(error), error.hint)
        return error.exit_status
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else "chrono-git"
        complain(error.format_message(), f"`{where} --help` lists what there is.")
        return USAGE
    except click.ClickException as error:
        complain(error.format_message())
        return USAGE
    except Exception as error:
        from chrono_git.crash import record

        kind = type(error).__name__
        complain(
            f"a bug in chrono-git: {kind}: {error}",
            f"the traceback is in {record(error, args)}; please report the bug with that file.",
        )
        return BUG
    return status if isinstance(status, int) else 0
