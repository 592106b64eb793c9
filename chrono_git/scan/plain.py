"""Stubs and debugging aids by the text alone, for languages without a parser and where it failed.

Markers count where they start in code, as comments and strings are told apart from it (`lexer`);
what is the whole body of a function is judged by the language's `[text]` patterns (`shapes`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from chrono_git.model import Finding, Severity
from chrono_git.scan.admitted import admitting
from chrono_git.scan.language import Language, Marker
from chrono_git.scan.lexer import Span, blanked, spans
from chrono_git.scan.messages import addresses_developer, fits, may_say_stub, says_deliberate
from chrono_git.scan.reasons import says_why
from chrono_git.scan.result import Excuse, Suspect
from chrono_git.scan.shapes import LONGEST, Functions, Header
from chrono_git.scan.wording import describe

_PREFIX = re.compile(r"^[a-zA-Z]{1,2}(?=\W)")  # q{...}, @"..."
_NOTHING_SAID = re.compile(r"\s*(?:\.new)?\s*(?:\(\s*\)|\{\s*\})?[\s);}]*")
_ABOVE = 4000  # characters above a function, in comments that may say that a stub is meant


def find(path: str, text: str, language: Language, severity: Severity) -> list[Suspect]:
    """The suspects of one file; `severity` is that of findings which block in code that people rely on."""
    wanted = [
        (found.start() + len(found[0]) - len(found[0].lstrip()), found.end(), marker)
        for marker in language.markers
        if _is_asked(marker, text)
        for found in marker.text.finditer(text)
    ]
    empty = list(admitting(text)) if language.text.get("nothing") else []
    if not wanted and not empty:
        return []
    source = _Source.of(path, text, language, severity)
    suspects: list[Suspect] = []
    seen = last = until = stop = 0
    for start, end, marker in sorted(wanted, key=lambda one: one[:2]):
        if start < seen or not source.is_code(start):
            continue
        if start != last:
            # What stands inside another marker's statement is no whole body: it is not looked at for long.
            stop = source.functions.statement(start) if start >= until else 0
            last, until = start, max(until, stop or start + LONGEST)
        if suspect := _judged(source, marker, (start, end, stop)):
            suspects.append(suspect)
            seen = end
    suspects.extend(_admitted(source, empty, {one.finding.span[0] for one in suspects}))
    return suspects


@dataclass(frozen=True, slots=True)
class _Source:
    """One file, with what stands in its comments and strings told apart."""

    path: str
    text: str
    language: Language
    severity: Severity
    code: str
    comments: list[Span]
    strings: list[Span]
    functions: Functions
    newlines: list[int]

    @classmethod
    def of(cls, path: str, text: str, language: Language, severity: Severity) -> _Source:
        told = list(spans(text, language.comments))
        code = blanked(text, told)
        comments = [one for one in told if one.kind == "comment"]
        strings = [one for one in told if one.kind == "string"]
        functions = Functions.of(code, text, language)
        newlines = [found.start() for found in re.finditer("\n", text)]
        return cls(path, text, language, severity, code, comments, strings, functions, newlines)

    def is_code(self, place: int) -> bool:
        return self.code[place] == self.text[place]

    def line_of(self, place: int) -> int:
        """The 1-based line of a place."""
        return bisect_left(self.newlines, place) + 1

    def line_start(self, line: int) -> int:
        """The place where a line begins, the end of the text for those behind the last."""
        before = self.newlines[line - 2] + 1 if 1 < line < len(self.newlines) + 2 else 0
        return before if line < len(self.newlines) + 2 else len(self.text)

    def said(self, start: int, end: int) -> list[str]:
        """The strings between two places."""
        inside = _between(self.strings, start, end)
        return [_PREFIX.sub("", self.text[one.start : one.end]) for one in inside]

    def comments_on(self, start: int, stop: int) -> str:
        """The comments from a place to the end of the line of another."""
        behind = _between(self.comments, start, self.line_start(self.line_of(stop) + 1))
        return " ".join(self.text[one.start : one.end] for one in behind)

    def comments_above(self, head: Header) -> str:
        """The comments right above a function, without a blank line between."""
        near = max(0, head.start - _ABOVE)
        above = near + len(self.code[near : head.start].rstrip())
        return self.text[above : head.start].rpartition("\n\n")[2]


def _between(told: list[Span], start: int, end: int) -> list[Span]:
    """The spans that start between two places."""
    return told[bisect_left(told, (start,)) : bisect_left(told, (end,))]


def _is_asked(marker: Marker, text: str) -> bool:
    if marker.rule == "debug-print":
        return False
    return marker.message != "stub" or may_say_stub(text)


def _judged(source: _Source, marker: Marker, place: tuple[int, int, int]) -> Suspect | None:
    """The suspect at a place: where the marker starts and ends, and its statement (0 for nowhere near)."""
    functions, shape = source.functions, source.functions.shape
    start, end, whole = place
    stop = max(whole, end)
    said = source.said(start, stop)
    nothing = bool(_NOTHING_SAID.fullmatch(source.text[end:stop]))
    if not fits(said, marker.message, says_nothing=nothing):
        return None
    if marker.rule.startswith("debug"):
        if says_why(source.comments_on(end, stop)):
            return None
        excuse = Excuse("defined", "", marker.definable) if marker.definable else None
        return Suspect(_finding(source, marker, start, stop, None), excuse)
    head = functions.begins_body(start) if whole else None
    if head and (not functions.ends_body(stop, head) or shape.condition.search(source.code, start, stop)):
        head = None
    if marker.where == "body" and head is None and not any(addresses_developer(one) for one in said):
        return None
    if _is_meant(source, source.comments_on(end, stop), head):
        return None
    return Suspect(_finding(source, marker, start, stop, head), _overridden(source, head))


def _overridden(source: _Source, head: Header | None) -> Excuse | None:
    """The excuse of a method that classes elsewhere may override."""
    owner = source.functions.owner(head) if head and source.language.exempt.derives else ""
    return Excuse("overridden", owner, head.name) if head and head.name and owner else None


def _is_meant(source: _Source, said: str, head: Header | None) -> bool:
    """Whether a comment, or those above the function, say that the stub is meant to stay."""
    if head is not None:
        said += source.comments_above(head) + source.text[head.start : head.end]
    own = source.language.exempt.function
    return says_deliberate(said) or bool(own and own.search(said))


def _admitted(source: _Source, places: list[int], taken: set[int]) -> Iterator[Suspect]:
    """Functions that hold nothing but a comment which admits that something is missing."""
    functions = source.functions
    for place in places:
        head = functions.above(place)
        at = bisect_left(source.comments, (place,)) - 1
        if head is None or at < 0 or not source.comments[at].start <= place < source.comments[at].end:
            continue
        stop = functions.body_start(head)
        nothing = functions.shape.nothing.match(source.code, stop)
        until = functions.next_code(nothing.end() if nothing else stop)
        empty = head.end <= place < until and functions.ends_body(stop, head)
        if not empty or _is_meant(source, "", head):
            continue
        found = _finding(source, None, source.comments[at].start, source.comments[at].end, head)
        if found.span[0] not in taken:
            taken.add(found.span[0])
            yield Suspect(found)


def _finding(source: _Source, marker: Marker | None, start: int, stop: int, head: Header | None) -> Finding:
    """The finding of a marker, or of a comment that admits something, in the function with this head."""
    text, functions = source.text, source.functions
    line = source.line_of(start)
    line_start = source.line_start(line)
    end_line = source.line_of(start + len(text[start:stop].rstrip()))
    span = (line, end_line)
    if head is not None:
        span = (source.line_of(head.start), source.line_of(functions.body_end(stop)))
    around = head or functions.around(start)
    rule, severity = (marker.rule, marker.severity) if marker else ("stub-admitted", "warn")
    message, remedy = describe(rule)
    return Finding(
        rule=rule,
        severity=source.severity if severity == "block" else "warn",
        path=source.path,
        line=line,
        column=start - line_start + 1,
        end_line=end_line,
        span=span,
        symbol=".".join(filter(None, (functions.owner(around), around.name))) if around else "",
        excerpt=text[line_start : line_start + 1000].split("\n", 1)[0].strip()[:200],
        message=message,
        remedy=remedy,
    )
