"""`chrono-git log`: what was learnt: show, write, check."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from chrono_git.cli.options import Settings, format_option, output_option, pass_settings
from chrono_git.cli.output import emit, look, note

if TYPE_CHECKING:
    from chrono_git.app.log import Gap


class _ShowGroup(click.Group):
    """A group that shows what it is about where no command is named."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Puts `show` in front, unless a command or help is asked for."""
        if not args or (args[0] not in self.commands and args[0] not in ctx.help_option_names):
            args = ["show", *args]
        return super().parse_args(ctx, args)


@click.group("log", cls=_ShowGroup)
def command() -> None:
    """What was learnt, from the `Chrono-Learning:` lines of commits (`show` if no command is named)."""


@command.command("show")
@click.option("--guide", metavar="ID", help="Of this guide; `General` for learnings of none.")
@click.option("--step", metavar="ITEM", help="Of commits that claim this step or item.")
@click.option("--author", metavar="TEXT", help="By whom; a part of the name or address, co-authors too.")
@click.option("--range", "span", metavar="A..B", help="Of the commits of B that A does not have.")
@click.option("--grep", "text", metavar="TEXT", help="With this text, in small or capital letters.")
@format_option
@output_option
@pass_settings
def show(
    settings: Settings,
    *,
    guide: str | None,
    step: str | None,
    author: str | None,
    span: str | None,
    text: str | None,
    form: str,
    output: str | None,
) -> int:
    """Shows the learnings, by guide, each with who, when, and in which commit."""
    from chrono_git.app.log import Wanted, show_learnings
    from chrono_git.render.log import log_json, log_text

    wanted = Wanted(guide, step, author, text, span)
    found = show_learnings(".", wanted, use_cache=settings.use_cache)
    if form == "json":
        emit(log_json(found), output, encoding="utf-8")
    else:
        emit(log_text(found, **look(settings.color, output)), output)
    if not found:
        asked = any((guide, step, author, text, span))
        note(
            "no learning fits" if asked else "no commit teaches anything yet: add `Chrono-Learning: …` to one"
        )
    return 0


@command.command("write")
@click.argument("guides", metavar="[GUIDE]...", nargs=-1)
@click.option("--dry-run", is_flag=True, help="Write nothing, and say what would be written.")
@format_option
@output_option
@pass_settings
def write(
    settings: Settings, *, guides: tuple[str, ...], dry_run: bool, form: str, output: str | None
) -> int:
    """Adds to IMPLEMENTATION_LOG.md what it lacks, and takes away what is there twice or was reverted.

    Nothing that was written by hand changes. The hooks do so with each commit; this is for what
    came before them, and for what a merge left.
    """
    from chrono_git.app.log import write_log

    gap = write_log(".", guides, write=not dry_run, use_cache=settings.use_cache)
    return _tell(settings, gap, form, output, written=not dry_run)


@command.command("check")
@click.argument("guides", metavar="[GUIDE]...", nargs=-1)
@format_option
@output_option
@pass_settings
def check(settings: Settings, *, guides: tuple[str, ...], form: str, output: str | None) -> int:
    """Says what IMPLEMENTATION_LOG.md lacks, or has too much; exits with 1 if anything (for CI).

    Exits with 2 where it cannot be told, as in a shallow clone.
    """
    from chrono_git.app.log import check_log

    gap = check_log(".", guides, use_cache=settings.use_cache)
    wrong = gap.missing or gap.repeats or gap.withdrawn
    return max(_tell(settings, gap, form, output, written=False), 1 if wrong else 0)


def _tell(settings: Settings, gap: Gap, form: str, output: str | None, *, written: bool) -> int:
    from chrono_git.render.log import log_check_json, log_check_text

    said = (gap.missing, gap.repeats, gap.checked, gap.path, gap.problem)
    if form == "json":
        emit(log_check_json(*said, withdrawn=gap.withdrawn, written=written), output, encoding="utf-8")
    else:
        shown = look(settings.color, output)
        emit(log_check_text(*said, withdrawn=gap.withdrawn, written=written, **shown), output)
    return 2 if gap.problem else 0
