"""`chrono-git new`: a guide from the template."""

from __future__ import annotations

import click

from chrono_git.cli.options import format_option, output_option
from chrono_git.cli.output import emit, note


@click.command("new")
@click.argument("identity", metavar="ID")
@click.argument("title")
@click.option("--dry-run", is_flag=True, help="Make nothing, and say what would be made.")
@format_option
@output_option
def command(*, identity: str, title: str, dry_run: bool, form: str, output: str | None) -> int:
    """Makes a guide from the template, named as the others are: `chrono-git new CHRONO-012 "Price feed"`.

    `.chrono/templates/guide.md` is used instead of the built-in template. Where
    docs/specs/SPEC-TEMPLATE.md and docs/tests/TEST-TEMPLATE.md are there, a specification
    and a test document are made too. Nothing is overwritten.
    """
    from chrono_git.app.new import create
    from chrono_git.render.created import created_json, created_text

    done = create(".", identity, title, write=not dry_run)
    rows = [(one.kind, one.path, one.template, one.state) for one in done.documents]
    left = [(one.line or 1, one.message) for one in done.left]
    if form == "json":
        shown = created_json(done.identity, done.title, rows, left, written=not dry_run)
    else:
        shown = created_text(done.identity, done.title, rows, [line for line, _ in left], written=not dry_run)
    emit(shown, output, encoding="utf-8" if form == "json" else None)
    if not done.found:
        note(f"{rows[0][1]} is not known for a guide: name it under [guides] include in .chrono/config.toml")
    return 0
