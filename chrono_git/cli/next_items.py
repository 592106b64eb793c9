"""`chrono-git next`: the first open items, with all that is needed to do them."""

from __future__ import annotations

import click

from chrono_git.cli.options import Settings, at_option, format_option, output_option, pass_settings
from chrono_git.cli.output import emit, look


@click.command("next")
@click.argument("guides", metavar="[GUIDE]...", nargs=-1)
@click.option("-n", "count", metavar="COUNT", type=click.IntRange(1), default=3, show_default=True)
@at_option
@format_option
@output_option
@pass_settings
def command(
    settings: Settings, *, guides: tuple[str, ...], count: int, at: str | None, form: str, output: str | None
) -> int:
    """The first open items, with their objective, commands, files, pitfalls and verification."""
    from chrono_git.app.next_items import next_items
    from chrono_git.app.report import build_report

    report = build_report(".", guides, at=at, use_cache=settings.use_cache)
    chosen = next_items(report, count)
    if form == "json":
        from chrono_git.render.document import next_json

        emit(next_json(report, chosen), output, encoding="utf-8")
    else:
        from chrono_git.render.tasks import next_text

        emit(next_text(chosen, **look(settings.color, output)), output)
    return 0
