"""What makes Markdown of release notes: the usual look, or a template."""

from __future__ import annotations

import stat
from collections.abc import Callable
from pathlib import Path

from chrono_git.app.configured import config_on_disk
from chrono_git.config import PATH
from chrono_git.errors import ChronoError
from chrono_git.notes import Notes
from chrono_git.repo.disk import read_beneath, status_beneath
from chrono_git.repo.location import locate

Writer = Callable[[Notes], str]


def written_by(start: str, template: str | None) -> Writer:
    """What makes Markdown of notes: the usual look, or a Jinja2 template.

    That is the file `template`, else the one of the configuration of the repository that `start`
    lies in. Raises ChronoError for a file that cannot be read.
    """
    path, source = template, b""
    if path is not None:
        source = _read(path)
    elif (root := locate(start).root) is not None:
        path = config_on_disk(root).notes_template
        source = _of_repository(root, path) if path else b""
    if path is None:
        from chrono_git.render.notes import notes_markdown

        return notes_markdown
    from chrono_git.render.template import render_template

    text, name = _decoded(source, path), path
    return lambda notes: render_template(text, notes, name)


def _of_repository(root: str, path: str) -> bytes:
    found = status_beneath(root, path)
    is_link = found is not None and stat.S_ISLNK(found.st_mode)
    content = None if is_link else read_beneath(root, path, None)
    if isinstance(content, bytes):
        return content
    why = content.reason if content else "it is a link" if is_link else "there is no such file"
    raise ChronoError(
        f"the template cannot be read: {why}", hint=f"correct `notes.template` in {PATH}.", path=path
    )


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise ChronoError(
            f"the template cannot be read: {error.strerror}",
            hint="`chrono-git notes --print-template` gives one to begin with.",
            path=path,
        ) from error


def _decoded(source: bytes, path: str) -> str:
    try:
        return source.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        raise ChronoError("expected UTF-8 text", hint="save it as UTF-8.", path=path, line=line) from error
