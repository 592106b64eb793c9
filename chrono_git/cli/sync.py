"""`chrono-git sync`: ticks what is proven, and writes missing learnings, in the work tree."""

from __future__ import annotations

import click

from chrono_git.cli.options import Settings, format_option, output_option, pass_settings
from chrono_git.cli.output import emit, note


@click.command("sync")
@click.argument("guides", metavar="[GUIDE]...", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Write nothing, and say what would be written.")
@click.option(
    "--check", "checking", is_flag=True, help="Write nothing, and exit with 1 if something is missing."
)
@format_option
@output_option
@pass_settings
def command(
    settings: Settings,
    *,
    guides: tuple[str, ...],
    dry_run: bool,
    checking: bool,
    form: str,
    output: str | None,
) -> int:
    """Ticks the boxes of all that is done, and adds the learnings that the log lacks.

    The hooks do so for what each commit proves; this is for all that came before, or
    could not be folded. One byte changes for each box, and nothing is ever unticked.
    """
    from chrono_git.app.sync import sync
    from chrono_git.render.synced import synced_json, synced_text

    write = not (dry_run or checking)
    found = sync(".", guides, write=write, use_cache=settings.use_cache)
    rows = [(one.path, one.ticks, one.entries, one.repeats, one.withdrawn, one.problem) for one in found]
    shown = synced_json(rows, written=write) if form == "json" else synced_text(rows, written=write)
    emit(shown, output, encoding="utf-8" if form == "json" else None)
    if not rows:
        note("everything that is done is ticked, and every learning is in the log")
    if any(one.problem for one in found):
        return 2
    return 1 if checking and rows else 0
