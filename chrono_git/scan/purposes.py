"""Code that exists to refuse or to debug: what it does is its purpose, and nothing was left behind."""

from __future__ import annotations

import re

from chrono_git.scan.descent import Way
from chrono_git.scan.language import Language
from chrono_git.scan.names import own_name
from chrono_git.scan.nodes import end_of, function_around, start_of

_REFUSES = re.compile(
    r"(?:^|\.|_|(?<=[a-z])(?=[A-Z]))(?i:not_?(?:yet_?)?(?:impl(?:emented)?|supported)|unimplemented|unsupported|abstract)"
    r"(?![a-z])"
)
# Words of names in snake_case and camelCase: `debug_shell`, `startRepl`, but not `replace`.
_DEBUGS = re.compile(
    r"(?:^|[._]|(?<=[a-z0-9])(?=[A-Z]))(?i:debugger|debug|break_?point|set_?trace|i?pdb|inspector|interactive|interact"
    r"|repl|dump|var_?dump|pry|console)(?:$|[?!(]|[._]?(?i:shell|hook|session|on|here|mode|now|break|trace|print|dump|repl|console|exec\w*|request|all|var|value)(?:$|[?!(]))"
)
_DEBUG_PATH = re.compile(
    r"(?:^|/)(?i:debug(?:ger|ging|_?tools?|_?utils?|_?helpers?)?|i?pdb|pry|repl|breakpoints?)(?:/|\.\w+$)"
)
_HEAD = 2000  # characters
# Files for the systems that the others beside them do not run on.
_OTHER_SYSTEMS = re.compile(
    r"[-_](?i:unsupported|unimplemented|not_?implemented|stubs?|others?|no_?op|dummy|fallback)\.\w+$"
)


def refuses(way: Way, at: int, language: Language) -> bool:
    """Whether the function around the place is called after refusing, or is a default that others replace."""
    function = function_around(way, at - 1, language)
    if function is None:
        return False
    if _REFUSES.search(own_name(way, function).removesuffix("()")):
        return True
    given = language.exempt.given
    return given is not None and any(
        given.match(way[place].text()[: start_of(way[function]) - start_of(way[place])])
        for place in range(function)
        if "call" in way[place].kind() and end_of(way[place]) >= end_of(way[function])
    )


def debugs(path: str, way: Way, at: int, language: Language) -> bool:
    """Whether the function around the place, or the file, is called after debugging."""
    function = function_around(way, at - 1, language)
    named = "" if function is None else own_name(way, function)
    return bool(_DEBUG_PATH.search(path) or _DEBUGS.search(named))


def is_for_other_systems(path: str, text: str, language: Language) -> bool:
    """Whether a file stands in for those that do the work on other systems, by its name or its head."""
    head = language.exempt.file
    return bool(_OTHER_SYSTEMS.search(path) or (head and head.search(text, 0, _HEAD)))
