"""`chrono-git explain`: every rule that looked at one item, and what it saw."""

from __future__ import annotations

import click

from chrono_git.cli.options import Settings, at_option, format_option, output_option, pass_settings
from chrono_git.cli.output import emit, look


@click.command("explain")
@click.argument("item")
@click.option("--guide", metavar="GUIDE", help="Look for ITEM in this guide only: an id or a Markdown file.")
@at_option
@format_option
@output_option
@pass_settings
def command(
    settings: Settings, *, item: str, guide: str | None, at: str | None, form: str, output: str | None
) -> int:
    """Every rule that looked at ITEM, what it saw and where, and what would change the verdict.

    ITEM is an id such as CHRONO-003/2, or its end while that is unambiguous: 2, T012, 1.1. Where it
    fails, the issue of the guide's own debugging section that is about it is shown as well.
    """
    from chrono_git.app.explain import find_item
    from chrono_git.app.report import build_report
    from chrono_git.app.troubles import trouble_of

    report = build_report(".", () if guide is None else (guide,), at=at, use_cache=settings.use_cache)
    within, found = find_item(report, item)
    issue = trouble_of(within.guide, found)
    if form == "json":
        from chrono_git.render.document import explain_json

        emit(explain_json(report, within, found, issue), output, encoding="utf-8")
    else:
        from chrono_git.render.explain import explain_text

        emit(explain_text(within, found, issue, **look(settings.color, output)), output)
    return 0
