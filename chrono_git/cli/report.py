"""`chrono-git report`: progress of each guide, with the evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from chrono_git.cli.options import Settings, at_option, format_option, output_option, pass_settings
from chrono_git.cli.output import emit, look, note
from chrono_git.errors import ChronoError

if TYPE_CHECKING:
    from chrono_git.model import Report

UPCOMING = 3


@click.command("report")
@click.argument("guides", metavar="[GUIDE]...", nargs=-1)
@at_option
@format_option
@output_option
@click.option(
    "--fail-under",
    metavar="PCT",
    type=click.FloatRange(0, 100),
    help="Exit with 1 unless at least PCT percent of all items that count are done.",
)
@pass_settings
def command(
    settings: Settings,
    *,
    guides: tuple[str, ...],
    at: str | None,
    form: str,
    output: str | None,
    fail_under: float | None,
) -> int:
    """Progress of each guide: what is done, and how one can tell.

    GUIDE is the id of a guide (CHRONO-003) or any Markdown file; without one, all that
    are found. Items that cannot be seen count as not done, skipped ones do not count.
    """
    from chrono_git.app.next_items import circle_of
    from chrono_git.app.report import build_report

    report = build_report(".", guides, at=at, use_cache=settings.use_cache)
    circle = circle_of(report)
    if form == "json":
        from chrono_git.render.document import report_json

        emit(report_json(report), output, encoding="utf-8")
    else:
        from chrono_git.app.next_items import next_items
        from chrono_git.render.text import report_text

        upcoming = () if circle else next_items(report, UPCOMING)
        emit(report_text(report, upcoming, **look(settings.color, output)), output)
    if circle:
        raise circle
    asked = report.fail_under if fail_under is None else fail_under
    return 0 if asked is None else _gate(report, asked)


def _gate(report: Report, asked: float) -> int:
    """Says how much was checked; returns 1 where less than `asked` percent is done."""
    totals = [guide.totals for guide in report.guides]
    counted = sum(one["items"] - one["skipped"] for one in totals)
    done, unseen = sum(one["done"] for one in totals), sum(one["unknown"] for one in totals)
    if not counted:
        raise ChronoError(
            f"nothing was checked: {_many(len(totals), 'guide')}, no item that counts",
            hint="`chrono-git report FILE.md` judges any Markdown file with a checklist.",
        )
    met = done * 100 >= asked * counted
    note(
        f"checked {_many(counted, 'item')} of {_many(len(totals), 'guide')}: {done} done "
        f"({done * 100 // counted}%), {unseen} cannot be seen; {asked:g}% asked for: "
        + ("met" if met else "not met")
    )
    return 0 if met else 1


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
