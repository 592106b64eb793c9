"""`chrono-git scaffold`: makes the directories and stub files that a step names."""

from __future__ import annotations

import click

from chrono_git.cli.options import Settings, format_option, output_option, pass_settings
from chrono_git.cli.output import emit, look, note


@click.command("scaffold")
@click.argument("step")
@click.option("--guide", metavar="GUIDE", help="Look for STEP in this guide only: an id or a Markdown file.")
@click.option("--in", "folder", metavar="DIR", help="Where the step's commands start, from the root.")
@click.option("--dry-run", is_flag=True, help="Make nothing, and show what would be made.")
@format_option
@output_option
@pass_settings
def command(
    settings: Settings,
    *,
    step: str,
    guide: str | None,
    folder: str | None,
    dry_run: bool,
    form: str,
    output: str | None,
) -> int:
    """Makes the directories and files that the commands of STEP name, and puts its code into them.

    STEP is an id such as CHRONO-003/1, or its end while that is unambiguous. Its `mkdir`,
    `touch` and `chmod +x` are read, never run; nothing is overwritten. Exits with 1 where
    something could not be made.
    """
    from chrono_git.app.scaffold import scaffold
    from chrono_git.render.scaffolded import Command, Path, Scaffold, scaffold_json, scaffold_text

    done = scaffold(".", step, () if guide is None else (guide,), folder=folder, write=not dry_run)
    shown = Scaffold(
        done.item.id,
        done.item.text,
        done.guide.path,
        done.item.line,
        done.folder,
        not dry_run,
        [
            Path(
                one.path, one.kind, one.state, one.line, one.block, one.executable, one.stub,
                one.path in done.hollow, one.problem,
            )
            for one in done.rows
        ],
        [Command(one.line, one.text, one.why, one.missed) for one in done.untaken],
    )  # fmt: skip
    if form == "json":
        emit(scaffold_json(shown), output, encoding="utf-8")
    else:
        emit(scaffold_text(shown, **look(settings.color, output)), output)
    if done.folder is None:
        note("say where its commands start: `--in DIR`, `--in .` for the root")
    return 0 if done.whole else 1
