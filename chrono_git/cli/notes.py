"""`chrono-git notes`: release notes from learnings and from what became done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from chrono_git.cli.options import Settings, output_option, pass_settings
from chrono_git.cli.output import emit, note

if TYPE_CHECKING:
    from chrono_git.app.notes import Asked

_OUTCOMES = {
    "written": "written",
    "updated": "brought up to date",
    "kept": "was written by hand, and stays as it is",
    "unchanged": "is there already",
}


@click.command("notes")
@click.argument("span", metavar="[RANGE]", required=False)
@click.option("--unreleased", is_flag=True, help="What came since the last tag (the default).")
@click.option("--all", "everything", is_flag=True, help="The whole history, by tag.")
@click.option("--tag", "name", metavar="NAME", help="Call it so: for the release that is about to be tagged.")
@click.option(
    "--tag-pattern", "tags", metavar="GLOB", multiple=True, help="Only such tags are releases: `v*`."
)
@click.option("--path", "paths", metavar="PATH", multiple=True, help="Only what touches this file or folder.")
@click.option(
    "--format", "form", type=click.Choice(["markdown", "json"]), default="markdown", show_default=True
)
@click.option(
    "--template", metavar="FILE", help="Write it by this Jinja2 template (needs the extra `notes`)."
)
@click.option("--print-template", is_flag=True, help="Print the usual look as a template, to begin with.")
@click.option("--prepend", metavar="FILE", help="Put it into this changelog, in place of what it says of it.")
@output_option
@pass_settings
def command(
    settings: Settings,
    *,
    span: str | None,
    unreleased: bool,
    everything: bool,
    name: str | None,
    tags: tuple[str, ...],
    paths: tuple[str, ...],
    form: str,
    template: str | None,
    print_template: bool,
    prepend: str | None,
    output: str | None,
) -> int:
    """Release notes of RANGE: `A..B`, or a tag, which stands for what came since the one before it.

    They tell, by guide and phase, which items became done and which are no longer, what was
    learnt, and who did it. Exits with 2 in a shallow clone, which does not have all of it.
    """
    if print_template:
        from chrono_git.render.template import default_template

        emit(default_template(), output, encoding="utf-8")
        return 0
    if sum((span is not None, unreleased, everything)) > 1:
        raise click.UsageError("RANGE, --unreleased and --all exclude each other")
    if prepend and (form == "json" or output is not None):
        raise click.UsageError("--prepend writes Markdown into its own file: leave --format and -o out")
    if template and form == "json":
        raise click.UsageError("a template makes text: leave --format json out")
    from chrono_git.app.notes import Asked

    asked = Asked(span, everything, name, tags, paths)
    if prepend:
        return _prepend(asked, prepend, template, use_cache=settings.use_cache)
    return _print(asked, form, template, output, use_cache=settings.use_cache)


def _print(asked: Asked, form: str, template: str | None, output: str | None, *, use_cache: bool) -> int:
    from chrono_git.app.notes import build_notes

    notes = build_notes(".", asked, use_cache=use_cache)
    if form == "json":
        from chrono_git.render.notes_json import notes_json

        text = notes_json(notes)
    else:
        from chrono_git.app.writer import written_by

        text = written_by(".", template)(notes)
    emit(text, output, encoding="utf-8")
    for one in notes.problems:
        where = one.path if one.line is None else f"{one.path}:{one.line}"
        note(f"{where}: {one.message}" if where else one.message)
    return 0


def _prepend(asked: Asked, path: str, template: str | None, *, use_cache: bool) -> int:
    from chrono_git.app.changelog import prepend_notes

    for one in prepend_notes(".", asked, path, template, use_cache=use_cache):
        note(f"{path}: {one.name}: {_OUTCOMES[one.outcome]}")
    return 0
