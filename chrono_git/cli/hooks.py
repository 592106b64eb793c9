"""`chrono-git hooks`: install, uninstall, status."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from chrono_git.cli.options import format_option
from chrono_git.cli.output import emit, note

if TYPE_CHECKING:
    from chrono_git.render.hooks import HooksState


@click.group("hooks")
def command() -> None:
    """Progress on every commit, and nothing unfinished in a push: git's hooks for this repository."""


@command.command("install")
@click.option("--server", is_flag=True, help="Into a bare repository: judge what is pushed to it.")
@click.option(
    "--force",
    is_flag=True,
    help="Also into a folder of the work tree, and over a hook of chrono-git that was changed by hand.",
)
@format_option
def install(*, server: bool, force: bool, form: str) -> int:
    """Installs the hooks; those that are there are kept, and run first.

    Where another tool is in charge of the hooks, prints what to write into its configuration.
    Exits with 1 where not all of them would run.
    """
    return install_here(server=server, force=force, form=form)


def install_here(*, server: bool = False, force: bool = False, form: str = "text") -> int:
    """Installs the hooks, says what was done, and returns the exit status."""
    from chrono_git.app.hooks import install_hooks
    from chrono_git.cli.commands import installed_version

    return _changed(install_hooks(".", release=installed_version(), server=server, force=force), form)


@command.command("uninstall")
@format_option
def uninstall(*, form: str) -> int:
    """Takes the hooks away; those that were there before come back byte for byte."""
    from chrono_git.app.hooks import uninstall_hooks
    from chrono_git.cli.commands import installed_version

    _changed(uninstall_hooks(".", release=installed_version()), form)
    return 0


@command.command("status")
@format_option
def status(*, form: str) -> int:
    """What is installed, by which version, what is chained, and whether it would run.

    Exits with 1 where something would not run.
    """
    from chrono_git.app.hooks import hooks_status
    from chrono_git.cli.commands import installed_version
    from chrono_git.render.hooks import hooks_json, status_text

    state = hooks_status(".", release=installed_version())
    emit(
        hooks_json(state) if form == "json" else status_text(state),
        encoding="utf-8" if form == "json" else None,
    )
    _notes(state)
    return 0 if state.is_well else 1


def _changed(state: HooksState, form: str) -> int:
    from chrono_git.render.hooks import changes_text, hooks_json

    if form == "json":
        emit(hooks_json(state), encoding="utf-8")
    else:
        emit(changes_text(state))
        _explain(state)
    _notes(state)
    return 0 if state.is_well else 1


def _explain(state: HooksState) -> None:
    if state.lines and (state.manager or not state.is_well):
        owner = f"belongs to {state.manager}" if state.manager else "lies in the work tree"
        note(f"git looks for hooks in {state.folder}, which {owner}; nothing was installed there")
        note("write the lines above into the files that they name")
    elif state.lines:
        note("lefthook puts its own hooks back, and ours aside, whenever its configuration changes;")
        note("with the lines above in its configuration it runs chrono-git itself")
    elif not state.changes:
        note("nothing was changed")


def _notes(state: HooksState) -> None:
    for one in state.notes:
        note(one)
