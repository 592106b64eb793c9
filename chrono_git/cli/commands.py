"""The group `chrono-git`: its options, and its commands, each loaded only when it is called."""

from __future__ import annotations

import os
from importlib import import_module

import click

from chrono_git.cli.options import Settings
from chrono_git.cli.tracing import start

# name: (module with a `command`, what `--help` says of it without loading it)
COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("chrono_git.cli.init", "Finds the guides, writes a configuration, installs the hooks."),
    "report": ("chrono_git.cli.report", "Progress of each guide, with the evidence."),
    "explain": ("chrono_git.cli.explain", "Every rule that looked at one item, and what it saw."),
    "next": ("chrono_git.cli.next_items", "The first open items, with all that is needed to do them."),
    "check": ("chrono_git.cli.check", "Leftover stubs and debug code, precise enough to block a push."),
    "sync": ("chrono_git.cli.sync", "Ticks what is proven, and writes missing learnings."),
    "log": ("chrono_git.cli.log", "What was learnt: shown, written into the log, checked."),
    "notes": ("chrono_git.cli.notes", "Release notes from learnings and finished items."),
    "doctor": (
        "chrono_git.cli.doctor",
        "Whether all is there that the guides ask for, and how chrono-git is.",
    ),
    "new": ("chrono_git.cli.new", "A guide from the template, named as the others are."),
    "scaffold": ("chrono_git.cli.scaffold", "Makes the directories and stub files that a step names."),
    "verify": ("chrono_git.cli.verify", "Runs a step's own verification commands, once you agreed to them."),
    "hooks": ("chrono_git.cli.hooks", "Progress on every commit, nothing unfinished in a push: the hooks."),
}


class LazyGroup(click.Group):
    """A group that knows its commands by name and imports the one that is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Returns the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Returns the command of this name, None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(COMMANDS[cmd_name][0]).command
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Returns the command that `args` call; raises UsageError with the nearest name."""
        name = args[0]
        if name in COMMANDS or name.startswith("-"):
            return super().resolve_command(ctx, args)
        from difflib import get_close_matches

        near = get_close_matches(name, COMMANDS, 1)
        raise click.UsageError(
            f"there is no command {name!r}" + (f"; did you mean {near[0]!r}?" if near else ""), ctx
        )

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Writes the list of commands for `--help` from the table alone."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, says) for name, (_, says) in COMMANDS.items()])


def _print_version(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if not wanted:
        return
    click.echo(f"chrono-git {installed_version() or '(not installed)'}")
    ctx.exit()


def installed_version() -> str:
    """Returns chrono-git's version, "" where it is run from a checkout that was not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("chrono-git")
    except PackageNotFoundError:
        return ""


@click.group(
    cls=LazyGroup,
    context_settings={"help_option_names": ["-h", "--help"]},
    invoke_without_command=True,
    epilog="Exit status: 0 fine, 1 findings or a threshold not met, 2 cannot judge, 3 a bug in chrono-git.",
)
@click.option("-C", "directories", metavar="DIR", multiple=True, help="Run as if started in DIR.")
@click.option("--color/--no-color", default=None, help="Colour always or never; else on a terminal only.")
@click.option("--no-cache", is_flag=True, help="Neither read nor write the cache.")
@click.option(
    "-v", "--verbose", is_flag=True, help="Tell on standard error what is looked at, and how long it takes."
)
@click.option("--log-file", metavar="FILE", help="Append that to FILE instead.")
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Print the version and exit.",
)
@click.pass_context
def root(
    ctx: click.Context,
    *,
    directories: tuple[str, ...],
    color: bool | None,
    no_cache: bool,
    verbose: bool,
    log_file: str | None,
) -> None:
    """Progress you can prove: what is really done in an implementation guide, seen in git."""
    start(ctx, verbose=verbose, log_file=log_file)
    for directory in directories:
        try:
            os.chdir(directory)
        except OSError as error:
            raise click.UsageError(f"cannot change to {directory!r}: {error.strerror}", ctx) from error
    ctx.obj = Settings(color=color, use_cache=not no_cache)
    if ctx.invoked_subcommand is None:
        raise click.UsageError("which command? " + ", ".join(COMMANDS), ctx)
