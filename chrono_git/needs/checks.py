"""A guide's verification commands → the tools and services that they ask after: nothing is ever run."""

from __future__ import annotations

import re
from collections.abc import Iterator

from chrono_git.needs import services, tools
from chrono_git.needs.need import Ask, Need, Program, Refused, Service, Tool
from chrono_git.needs.prose import LONGEST
from chrono_git.needs.versions import Wanted, wanted_at

_MOST_LINES = 2000
# The whole line: a program, the question after its version, and maybe a comment.
_TOOL = re.compile(
    r"(?:[$%>]\s+)?(?P<program>\S{1,200})(?:\s+(?P<part>compose))?\s+(?:--version|-version|version|-[vV])(?:\s+(?:--client|--short))?"
    r"\s*(?:(?:#|//|→|=>)\s*(?P<comment>.*))?$"
)
_SERVICE = re.compile(
    r"(?:[$%>]\s+)?(?:sudo\s+)?(?:"
    r"redis-cli\b[^#|;&]*\bping\b|pg_isready\b|psql\s(?!.*--version)[^#;&]*-c\b|mongosh?\s(?!--version)|mysqladmin\s[^#;&]*ping\b"
    r"|docker\s+(?:info|ps)\b|brew\s+services\s+(?:list|info)\b|systemctl\s+(?:status|is-active)\b|service\s+\S+\s+status\b"
    r"|nc\s+-z|curl\s[^#;&|]*https?://(?:localhost|127\.0\.0\.1|\[::1\])"
    r")"
)
_SHOULD = re.compile(
    r"\b(?:should|must|expect(?:ed|s)?|shows?|prints?|returns?|version|be|output|>=|≥)\b:?\s*|>=|≥",
    re.IGNORECASE,
)


def needs_of(text: str, first: int, item: str) -> tuple[Need, ...]:
    """The lines of a block that ask for a tool's version or whether a service runs.

    `first` is the line of its first line (1-based), `item` whose block it is. The comment behind
    a line says which version is wanted (`# Should show 1.90+`).
    """
    found = []
    for number, line in enumerate(text.splitlines()[:_MOST_LINES]):
        if len(line) <= LONGEST and (said := line.strip()) and not said.startswith("#"):
            found += [Need(ask, said, first + number, "verification", item) for ask in _asks(said)]
    return tuple(found)


def _asks(line: str) -> Iterator[Ask]:
    tool = _TOOL.match(line)
    if tool:
        yield _tool(tool["program"], tool["part"] or "", tool["comment"] or "")
    elif _SERVICE.match(line):
        code = line.split(" #", 1)[0]
        at = next((one for one in services.addresses(code) if one.port), None)
        for usual in services.mentions(code):
            yield Service(
                usual.title, usual.key, (at.port,) if at and at.port else usual.ports, at.host if at else ""
            )
            return
        if at and at.port:
            yield Service(f"what answers at port {at.port}", "", (at.port,), at.host)


def _tool(program: str, part: str, comment: str) -> Tool | Refused:
    if not tools.is_plain(program):
        shown = program if len(program) <= 60 else f"{program[:57]}..."
        return Refused(f"{shown!r} is not the plain name of a program: it is neither looked for nor run")
    known = tools.by_program(program)
    if part:
        return Tool((Program("Docker Compose", (program,), _wanted(comment), part),))
    return Tool(
        (
            Program(
                known.title if known and program == known.programs[0] else program,
                (program,),
                _wanted(comment),
            ),
        )
    )


def _wanted(comment: str) -> Wanted | None:
    """The version that a comment names: at its start, or behind the words that say what is expected."""
    if found := wanted_at(comment, 0):
        return found[0]
    for words in _SHOULD.finditer(comment):
        start = words.start() if words[0].startswith((">", "≥")) else words.end()
        if found := wanted_at(comment, start):
            return found[0]
    # `# rustc 1.90+`: behind the tool's own name.
    name = re.match(r"[A-Za-z][\w.+-]{0,40}(?=\s)", comment)
    found = wanted_at(comment, name.end()) if name else None
    return found[0] if found else None
