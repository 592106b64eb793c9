"""`chrono-git doctor`: whether all is there that the guides ask for, and how chrono-git itself is."""

from __future__ import annotations

import click

from chrono_git.cli.options import Settings, format_option, output_option, pass_settings
from chrono_git.cli.output import emit, look


@click.command("doctor")
@click.argument("guides", metavar="[GUIDE]...", nargs=-1)
@click.option(
    "--issue",
    type=click.IntRange(min=0),
    metavar="N",
    help="Print what the guide says of its issue N, with the commands that solve it; nothing is run.",
)
@format_option
@output_option
@pass_settings
def command(
    settings: Settings, *, guides: tuple[str, ...], issue: int | None, form: str, output: str | None
) -> int:
    """Whether this machine has what the guides ask for: tools, services, settings, files, room.

    GUIDE is the id of a guide (CHRONO-003) or any Markdown file; without one, all of which something
    is open. Tools are asked for their version, ports of this machine are tried; nothing that a
    guide or the repository says is run. Exits with 1 where something is missing, with 2
    where something cannot be judged; what only a person can say is no failure.
    """
    if issue is not None:
        return _issue(settings, guides, issue, form, output)
    from chrono_git.app.doctor import diagnose
    from chrono_git.cli.commands import installed_version
    from chrono_git.render.doctor import doctor_json, doctor_text

    found = diagnose(".", guides, release=installed_version(), use_cache=settings.use_cache)
    if form == "json":
        emit(doctor_json(found), output, encoding="utf-8")
    else:
        emit(doctor_text(found, **look(settings.color, output)), output)
    return found.status


def _issue(settings: Settings, guides: tuple[str, ...], number: int, form: str, output: str | None) -> int:
    from chrono_git.app.troubles import find_trouble, read_guides
    from chrono_git.render.troubles import issue_json, issue_text

    guide, found = find_trouble(read_guides(".", guides), number)
    if form == "json":
        emit(issue_json(guide, found), output, encoding="utf-8")
    else:
        emit(issue_text(guide, found, **look(settings.color, output)), output)
    return 0
