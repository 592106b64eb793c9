"""Stubs and debugging aids by the structure of the source, for languages that the parser knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from operator import itemgetter

from chrono_git.model import Finding, Severity
from chrono_git.scan.admitted import admitted_at, admitting, does_nothing
from chrono_git.scan.deliberate import (
    is_abstract_path,
    is_captured,
    is_deliberate,
    is_in_test_class,
    is_test_code,
    line_at,
    overridden,
)
from chrono_git.scan.descent import Descent, Way
from chrono_git.scan.language import Language, Marker
from chrono_git.scan.messages import addresses_developer, fits, may_say_stub
from chrono_git.scan.names import clauses, qualified_name
from chrono_git.scan.nodes import (
    end_of,
    function_around,
    is_comment,
    start_of,
    whole_body,
)
from chrono_git.scan.prints import is_command_line, says_debug
from chrono_git.scan.purposes import debugs, is_for_other_systems
from chrono_git.scan.reasons import is_silenced, says_why
from chrono_git.scan.result import Excuse, Suspect
from chrono_git.scan.wording import describe

# In quotes, or in the long brackets of Lua.
_STRING = re.compile(r"(\"\"\"|'''|[\"'`])((?:\\.|(?!\1)[^\\])*)\1|\[\[((?:(?!\]\]).)*)\]\]", re.DOTALL)
_NOTHING_SAID = re.compile(
    r"[^(,]*(?:\(\s*\))?\s*(?:from\s+\w+\s*)?;?\s*|(?:raise|fail)\s*\(\s*[\w:.]+\s*(?:\(\s*\)\s*)?\)"
)
_TRAILING = re.compile(r"[ \t;)\]},]*(?://|#|--|/\*)\s*(?P<text>\S.*)$", re.MULTILINE)
_CONDITIONAL = re.compile(r"^(?:el)?if(?:_|$)|^unless(?:_|$)")
_ASKED_FOR = re.compile(r"(?i:attached|debug|pdb|inspect|interactive|\benviron|\bgetenv\b)|\bENV\b")


@dataclass(frozen=True, slots=True)
class Source:
    """One file to look at; `severity` is that of findings which block in code that people rely on."""

    path: str
    text: str
    language: Language
    severity: Severity


def find(source: Source, *, prints: bool) -> Iterator[Suspect]:
    """The suspects of one file, marker by marker. Whatever the parser raises passes through."""
    text, language = source.text, source.language
    says_so = may_say_stub(text)
    wanted = [
        (start, marker)
        for marker in language.markers
        if _is_asked(source, marker, prints=prints, says_so=says_so)
        for start in marker.places(text)
    ]
    empty = list(admitting(text)) if language.tree.empty else []
    if not wanted and not empty:
        return
    from ast_grep_py import SgRoot

    descent = Descent(SgRoot(text, language.parser).root())
    seen: set[int] = set()
    for start, marker in sorted(wanted, key=itemgetter(0)):
        if start in seen:
            continue
        suspect = _judged(source, marker, descent.to(start), start)
        if suspect is not None:
            seen.add(start)
            yield suspect
    asked: set[int] = set()
    for start in empty:
        way = descent.to(start)
        at = admitted_at(way, language)
        if at is None or start_of(way[at]) in asked:
            continue
        asked.add(start_of(way[at]))
        if does_nothing(way[at], language) and (suspect := _admitted(source, way)) is not None:
            yield suspect


def _admitted(source: Source, way: Way) -> Suspect | None:
    at = len(way) - 1
    if is_deliberate(source.text, source.language, way, at) or is_test_code(
        source.text, source.language, way
    ):
        return None
    return Suspect(_finding(source, "stub-admitted", way, at), overridden(way, at, source.language))


def _is_asked(source: Source, marker: Marker, *, prints: bool, says_so: bool) -> bool:
    if marker.rule == "debug-print":
        return prints and not is_command_line(source.path)
    return says_so or marker.message != "stub"


def _judged(source: Source, marker: Marker, way: Way, start: int) -> Suspect | None:
    """The suspect at the end of the `way` down from the root, None where all is well there."""
    text, language = source.text, source.language
    # The innermost node of each kind: in shells the message may stand behind a redirection.
    first: dict[str, int] = {}
    for place in range(len(way) - 1, -1, -1):
        if way[place].kind() in marker.kinds and start_of(way[place]) == start:
            first.setdefault(way[place].kind(), place)
    at = next((place for place in first.values() if _words_fit(way[place].text(), marker)), None)
    if at is None or any(is_comment(node) for node in way):
        return None
    if is_test_code(text, language, way):
        return None
    if marker.rule.startswith("debug"):
        return _debugging(source, marker, way, at)
    if _stands_in(source, marker, way, at):
        return Suspect(_finding(source, marker.rule, way, at, marker.severity), overridden(way, at, language))
    return None


def _debugging(source: Source, marker: Marker, way: Way, at: int) -> Suspect | None:
    if _says_why(source.text, start_of(way[at]), end_of(way[at])) or _is_asked_for(way, at):
        return None
    if is_captured(source.text, source.language, way) or debugs(source.path, way, at, source.language):
        return None
    excuse = Excuse("defined", "", marker.definable) if marker.definable else None
    return Suspect(_finding(source, marker.rule, way, at, marker.severity), excuse)


def _stands_in(source: Source, marker: Marker, way: Way, at: int) -> bool:
    """Whether a marker stands in for an implementation, and is not meant to stay."""
    text, language = source.text, source.language
    if _is_for_developer(way[at].text()):
        return True
    if marker.where == "body" and whole_body(way, at, language) is None:
        return False
    if _is_branch(way, at, marker, language):
        return False
    if marker.where == "always":
        return True
    if is_abstract_path(source.path) or is_for_other_systems(source.path, text, language):
        return False
    return not is_deliberate(text, language, way, at)


def _words_fit(said: str, marker: Marker) -> bool:
    words = [found[2] or found[3] or "" for found in _STRING.finditer(said)]
    if marker.rule == "debug-print":
        return says_debug(words)
    return fits(words, marker.message, says_nothing=bool(_NOTHING_SAID.fullmatch(said)))


def _is_branch(way: Way, at: int, marker: Marker, language: Language) -> bool:
    """Whether the function around the marker is one branch of many, and others are written."""
    function = function_around(way, at - 1, language) if language.tree.clauses else None
    if function is None or marker.where != "body":
        return False
    return any(marker.text.search(clause.text()) is None for clause in clauses(way, function))


def _is_for_developer(said: str) -> bool:
    return any(addresses_developer(found[2] or "") for found in _STRING.finditer(said))


def _says_why(text: str, start: int, end: int) -> bool:
    """Whether a comment on the line says why the debugging aid is there, or a linter was told that it may be."""
    above = text.rfind("\n", 0, start) + 1
    before = text[text.rfind("\n", 0, max(above - 1, 0)) + 1 : above]
    if is_silenced(before):
        return True
    found = _TRAILING.match(text, end)
    return found is not None and says_why(found["text"])


def _is_asked_for(way: Way, at: int) -> bool:
    """Whether the debugging aid stands below a condition which says that somebody asked for it."""
    around = next((node for node in reversed(way[:at]) if _CONDITIONAL.search(node.kind())), None)
    if around is None:
        return False
    condition = around.field("condition")
    said = around.text().split("\n", 1)[0][: start_of(way[at]) - start_of(around)]
    return bool(_ASKED_FOR.search(said if condition is None else condition.text()))


def _finding(source: Source, rule: str, way: Way, at: int, most: Severity = "block") -> Finding:
    place = way[at].range()
    function = function_around(way, at - 1, source.language)
    around = (way[function] if function is not None else way[at]).range()
    first_line = line_at(source.text, source.text.rfind("\n", 0, place.start.index) + 1)
    message, remedy = describe(rule)
    if is_in_test_class(source.language, way):
        most = "warn"
    return Finding(
        rule=rule,
        severity=source.severity if rule in ("stub", "debug-call") and most == "block" else "warn",
        path=source.path,
        line=place.start.line + 1,
        column=place.start.column + 1,
        end_line=place.end.line + 1,
        span=(around.start.line + 1, around.end.line + 1),
        symbol="" if function is None else qualified_name(way, function, source.language),
        excerpt=first_line.strip()[:200],
        message=message,
        remedy=remedy,
    )
