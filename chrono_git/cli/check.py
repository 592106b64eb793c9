"""`chrono-git check`: code that stands in for an implementation, and debugging aids left behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from chrono_git.cli.options import Settings, output_option, pass_settings
from chrono_git.cli.output import emit, look, note

if TYPE_CHECKING:
    from chrono_git.model import CheckReport


@click.command("check")
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@click.option("--at", metavar="REV", help="Check this commit, by its own rules, instead of the work tree.")
@click.option(
    "--staged", is_flag=True, help="Check what the index adds to the last commit, never the work tree."
)
@click.option("--range", "span", metavar="A..B", help="Check what A..B adds and is still there at B.")
@click.option(
    "--branch",
    metavar="NAME",
    help="The branch of A..B, where its name tells which guide is meant [default: the one checked out].",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
)
@output_option
@click.option(
    "--write-baseline",
    is_flag=True,
    help="Accept all findings of the work tree: write .chrono/check-baseline.jsonl.",
)
@pass_settings
def command(
    settings: Settings,
    *,
    paths: tuple[str, ...],
    at: str | None,
    staged: bool,
    span: str | None,
    branch: str | None,
    form: str,
    output: str | None,
    write_baseline: bool,
) -> int:
    """Leftover stubs and debug code, with where they are and what to do about them.

    Without PATH, everything is checked. Exits with 1 where a finding blocks. A comment
    `chrono-git: allow(RULE) reason` on or above a line allows what is there.
    """
    modes = {"--at": at is not None, "--staged": staged, "--range": span is not None}
    chosen = [name for name, is_asked in modes.items() if is_asked]
    if len(chosen) > 1:
        raise click.UsageError(f"{' and '.join(chosen)} cannot be combined")
    if write_baseline:
        if others := [*chosen, *(["PATH"] if paths else []), *(["-o"] if output else [])]:
            raise click.UsageError(
                f"--write-baseline is about the whole work tree: it cannot be combined with {others[0]}"
            )
        return _write(settings)
    from chrono_git.app.check import check
    from chrono_git.trailers.message import PROBLEM_PATH

    report = check(
        ".", at=at, staged=staged, span=span, paths=paths, branch=branch, use_cache=settings.use_cache
    )
    _emit(report, form, output, settings.color)
    for problem in report.notes:
        where = problem.path if problem.line is None else f"{problem.path}:{problem.line}"
        note(f"{where}: {problem.message}")
    if not report.files and any(one.path != PROBLEM_PATH for one in report.notes):
        note("nothing was checked: what there is could not be looked at")
        return 2
    return 1 if any(one.severity == "block" for one in report.findings) else 0


def _emit(report: CheckReport, form: str, output: str | None, color: bool | None) -> None:
    if form == "json":
        from chrono_git.render.check_document import check_json

        emit(check_json(report), output, encoding="utf-8")
    elif form == "sarif":
        from chrono_git.cli.commands import installed_version
        from chrono_git.render.sarif import check_sarif
        from chrono_git.scan.catalog import RULES

        emit(check_sarif(report, RULES, version=installed_version()), output, encoding="utf-8")
    elif form == "github":
        from chrono_git.render.annotations import check_annotations

        emit(check_annotations(report), output, encoding="utf-8")
    else:
        from chrono_git.render.findings import check_text

        emit(check_text(report, **look(color, output)), output)


def _write(settings: Settings) -> int:
    from chrono_git.app.baseline import write_baseline

    written = write_baseline(".", use_cache=settings.use_cache)
    entries = "1 finding" if written.findings == 1 else f"{written.findings} findings"
    gone = f", {written.dropped} that are gone are left out" if written.dropped else ""
    note(f"{written.path}: {entries}, {written.added} of them new{gone}; commit the file")
    return 0
