"""Release notes through somebody's Jinja2 template, which is given what the JSON says.

Jinja2 is an extra, and takes 100 ms to load: nothing else may import it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import TYPE_CHECKING, Any

from chrono_git.errors import ChronoError
from chrono_git.notes.release import Notes
from chrono_git.render import inline, noted
from chrono_git.render.escape import visible
from chrono_git.render.words import MARK_WORDS

if TYPE_CHECKING:
    from jinja2 import Template

    from chrono_git.render.sandbox import Sandbox

_FILE = "templates/notes.md.jinja"
_CODE = "<release notes>"  # what frames of a template are known by
_HINT = "The names and filters are told at the top of what `chrono-git notes --print-template` prints."
# As in `escape`, but a template's own lines and tabs stay.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]"
)
# What a template can do wrong; whatever else is raised is our own mistake.
_MISTAKES = (
    TypeError, ValueError, ArithmeticError, LookupError, AttributeError, RecursionError, MemoryError,
    SyntaxError,
)  # fmt: skip


def default_template() -> str:
    """Returns the default look as a template, to begin with."""
    from importlib.resources import files

    return files("chrono_git").joinpath(_FILE).read_text("utf-8")


def render_template(source: str, notes: Notes, path: str) -> str:
    """Returns what a template makes of the notes; `path` is where it lies, for errors.

    Control and bidi characters come out visible. ChronoError with the line: a template that
    cannot be read, asks for what is not there or not allowed, or writes without end; and
    where Jinja2 is not installed.
    """
    try:
        from chrono_git.render import sandbox
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in ("jinja2", "markupsafe"):
            raise
        raise ChronoError(
            "a template needs Jinja2, which is not installed",
            hint="Install it with chrono-git: pip install 'chrono-git[notes]'",
        ) from error
    from jinja2.exceptions import TemplateError, TemplateSyntaxError

    environment = sandbox.Sandbox(_FILTERS)
    try:
        made = _read(environment, source, path)
        return "".join(_written(made.generate(**noted.document(notes)), sandbox.LONGEST, path))
    except TemplateSyntaxError as error:
        raise ChronoError(error.message or "", hint=_HINT, path=path, line=error.lineno) from error
    except (TemplateError, *_MISTAKES) as error:
        said = str(error) or type(error).__name__
        line = _line(error.__traceback__)
        raise ChronoError(f"the template cannot be used: {said}", hint=_HINT, path=path, line=line) from error


def _read(environment: Sandbox, source: str, path: str) -> Template:
    from jinja2 import nodes

    parsed = environment.parse(source)
    for other in parsed.find_all((nodes.Include, nodes.Import, nodes.FromImport, nodes.Extends)):
        raise ChronoError(
            "a template of release notes stands alone: it cannot include, import or extend another",
            hint="Put all that is needed into this one file; macros may be defined in it.",
            path=path,
            line=other.lineno,
        )
    code = environment.compile(environment.limited(parsed), filename=_CODE)
    return environment.template_class.from_code(environment, code, environment.globals)


def _written(pieces: Iterator[str], longest: int, path: str) -> Iterator[str]:
    room = longest
    for piece in pieces:
        room -= len(piece)
        if room < 0:
            raise ChronoError(
                f"the template writes more than {longest:,} characters",
                hint="Does it loop over something other than releases, guides and learnings?",
                path=path,
            )
        yield _UNPRINTABLE.sub(lambda found: visible(found[0]), piece)


def _line(traceback: TracebackType | None) -> int | None:
    line = None
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == _CODE:
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


def _name(one: Mapping[str, str]) -> str:
    return inline.name(one["name"], one["email"])


def _people(one: Mapping[str, Any]) -> str:
    return noted.people(_name(one["author"]), list(map(_name, one["co_authors"])))


def _phases(items: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    return noted.by_phase(items, [one["phase"] for one in items])


_FILTERS: dict[str, Callable[..., Any]] = {
    "bold": inline.bold,
    "brackets": noted.brackets,
    "code": inline.code,
    "date": noted.day,
    "item": lambda one: inline.item(one["kind"], one["id"], one["text"]),
    "link": inline.link,
    "listed": noted.listed,
    "many": noted.many,
    "md": inline.inline,
    "name": _name,
    "people": _people,
    "phases": _phases,
    "short": noted.short,
    "state": lambda status: MARK_WORDS[status],
    "steps": lambda claimed: noted.steps(list(map(inline.inline, claimed))),
    "title": inline.title,
}
