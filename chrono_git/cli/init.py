"""`chrono-git init`: says which guides there are, writes a configuration, installs the hooks."""

from __future__ import annotations

import click

from chrono_git.cli.output import emit, note


@click.command("init")
@click.option("--active", metavar="GUIDE", help="The guide that a bare `Chrono-Step: 2` is about.")
@click.option("--no-hooks", is_flag=True, help="Leave git's hooks alone.")
@click.option("--dry-run", is_flag=True, help="Write and install nothing, and say what would be.")
def command(*, active: str | None, no_hooks: bool, dry_run: bool) -> int:
    """Makes this repository ready: which guides there are, a configuration, and the hooks.

    Run again, it changes nothing. The configuration is all comments; commit it.
    """
    from chrono_git.app.init import SEARCHED, prepare, problems_of
    from chrono_git.render.prepared import prepared_text

    found = prepare(".", active=active, write=not dry_run)
    rows = [
        (one.id, one.path, one.dialect, len(one.items), problems_of(one, found.problems))
        for one in found.guides
    ]
    emit(prepared_text(rows, SEARCHED, found.config, found.attribute, dry=dry_run))
    if no_hooks:
        return 0
    if dry_run:
        note("the hooks were not installed: `chrono-git hooks status` says how they are")
        return 0
    from chrono_git.cli.hooks import install_here

    emit("\nHooks:\n")
    return install_here()
