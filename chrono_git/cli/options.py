"""The options that several commands share."""

from __future__ import annotations

from dataclasses import dataclass

import click


@dataclass(frozen=True, slots=True)
class Settings:
    """What was said before the command's name; `color` is None where nothing was said."""

    color: bool | None = None
    use_cache: bool = True


pass_settings = click.make_pass_decorator(Settings, ensure=True)
at_option = click.option(
    "--at", metavar="REV", help="Judge this commit by its own guide, instead of the work tree."
)
format_option = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True
)
output_option = click.option(
    "-o", "--output", metavar="FILE", help="Write to FILE, all at once, instead of standard output."
)
