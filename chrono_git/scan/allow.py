"""`chrono-git: allow(rule, ...) reason` in comments: text → allowances, and what they take away.

A name allows the rule of that id, and all rules of which it is the part before the first
`-`: `allow(debug)` allows `debug-call` and `debug-print`. There is no name for all rules.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol

from chrono_git.model import Finding
from chrono_git.scan import catalog
from chrono_git.scan.result import Allowance

# After a quote or a backtick it is talked about, not meant.
_DIRECTIVE = re.compile(r"(?<![\w`'\"-])chrono-git:[ \t]*allow\b(?:[ \t]*\(([^()\n]*)\))?([^\n]*)")
_CLOSER = re.compile(r"[ \t]*(?:\*+/?|--+>|-\}|#\}|\|#|#>|%>|\*\)|--\]\]|\]=*\])[ \t]*$")
_NO_WORDS = re.compile(r"^[\W_]+")
_DECORATOR = re.compile(r"\s*(?:@(?!interface\b)\w|#!?\[|\[\w)")
_OPENERS = {")": "(", "]": "[", "}": "{"}
_LONGEST = 30  # lines of a statement, which ends nowhere where brackets are not what they seem


class CommentLike(Protocol):
    """A comment of the source: its lines (1-based), its words, whether code stands on its first line too."""

    @property
    def first(self) -> int:
        """The line that it begins on."""

    @property
    def last(self) -> int:
        """The line that it ends on."""

    @property
    def text(self) -> str:
        """What it says, with or without the signs of a comment."""

    @property
    def alone(self) -> bool:
        """Whether nothing else stands on its first line."""


def parse(text: str, comments: Iterable[CommentLike], code: str) -> tuple[Allowance, ...]:
    """Return the allowances in the comments of a source.

    `code` is the text with blanks for comments and the insides of strings, line by line
    the same (`lexer.code_only`). An allowance is for its own line, or for the next line of
    code where it stands alone. Decorators and attributes count as one with what they stand
    on, and the lines of a signature with its first.
    """
    said = [one for one in comments if "chrono-git:" in one.text]
    if not said:
        return ()
    source, lines = text.split("\n"), _lines(code)
    return tuple(found for one in said for found in _allowances(one, source, lines))


class _Line(NamedTuple):
    """A line of code: where its statement begins (1-based), whether it is but a decorator, or blank."""

    start: int
    decorates: bool
    blank: bool


def _allowances(comment: CommentLike, source: Sequence[str], lines: Sequence[_Line]) -> Iterator[Allowance]:
    line = comment.first
    for found in _DIRECTIVE.finditer(comment.text):
        if comment.alone:
            candidates = range(line, min(comment.last, len(source)) + 1)
            words = found[0].strip()
            line = next((number for number in candidates if words in source[number - 1]), line)
            first, last = line, _next_code(comment.last, lines)
        else:
            start = lines[line - 1].start
            first, last = start if line - start < _LONGEST else line, comment.last
        names = dict.fromkeys(name.strip() for name in (found[1] or "").split(",") if name.strip())
        reason = _NO_WORDS.sub("", _CLOSER.sub("", found[2])).strip()
        yield Allowance(line, first, last, tuple(names), reason)


def _next_code(after: int, lines: Sequence[_Line]) -> int:
    """The next line of code; where that is a decorator, the line of what it stands on."""
    following = range(after, len(lines))
    target = next((number for number in following if not lines[number].blank), None)
    if target is None:
        return after
    end = min(target + _LONGEST, len(lines))
    return next((number for number in range(target, end) if not lines[number].decorates), target) + 1


def _lines(code: str) -> list[_Line]:
    found: list[_Line] = []
    stack: list[str] = []
    start, decorates = 1, False
    for number, line in enumerate(code.split("\n"), 1):
        blank, inside = not line.strip(), bool(stack) and stack[-1] != "{"
        if not inside and not blank:
            start = start if decorates else number
            # What ends so has the decorated thing on it already.
            decorates = bool(_DECORATOR.match(line)) and not line.rstrip().endswith(("{", "}", ";", ":"))
        found.append(_Line(start, decorates, blank))
        _follow(line, stack)
    return found


def _follow(line: str, stack: list[str]) -> None:
    for sign in line:
        if sign in "([{":
            stack.append(sign)
        elif sign in ")]}" and stack and stack[-1] == _OPENERS[sign]:
            stack.pop()


def apply(
    findings: Sequence[Finding],
    allowances: Mapping[str, Sequence[Allowance]],
    *,
    whole_file: bool = True,
    own: Collection[str] = (),
) -> tuple[tuple[Finding, ...], int]:
    """Return the findings that no allowance covers, those about the allowances, and how many were covered.

    `allowances` are by path, `own` the ids of the users' rules. An allowance covers a marker
    that touches its lines, and all of a function whose first line does. Where `whole_file`
    is False, findings may have been left out beforehand, and an allowance that covers
    nothing is not reported.
    """
    used: set[tuple[str, Allowance]] = set()
    kept: list[Finding] = []
    allowed = 0
    for finding in findings:
        covering = [one for one in allowances.get(finding.path, ()) if _covers(one, finding)]
        used.update((finding.path, one) for one in covering)
        if covering:
            allowed += 1
        else:
            kept.append(finding)
    names = tuple(catalog.names(own))
    for path, several in allowances.items():
        for one in several:
            idle = whole_file and (path, one) not in used
            kept.extend(_about(path, one, names, idle=idle))
    return tuple(kept), allowed


def _covers(allowance: Allowance, finding: Finding) -> bool:
    if not any(catalog.names_rule(name, finding.rule) for name in allowance.rules):
        return False
    if allowance.line <= finding.end_line and finding.line <= allowance.last:
        return True
    return finding.span[0] < finding.line and allowance.first <= finding.span[0] <= allowance.last


def _about(path: str, allowance: Allowance, names: Sequence[str], *, idle: bool) -> Iterator[Finding]:
    unknown = [name for name in allowance.rules if name not in names]
    for name in unknown:
        yield _finding("allow-unknown", path, allowance, f"there is no rule `{name}`", _instead(name, names))
    if not allowance.rules:
        message, remedy = (
            "the allowance names no rule",
            "name the rules in parentheses: `allow(stub) reason`",
        )
        yield _finding("allow-unknown", path, allowance, message, remedy)
    elif not allowance.reason:
        message, remedy = "the allowance gives no reason", "write the reason after the parenthesis"
        yield _finding("allow-reason", path, allowance, message, remedy)
    if idle and len(unknown) < len(allowance.rules):
        message, remedy = (
            "the allowance allows nothing any more",
            "remove the comment, or move it to its line",
        )
        yield _finding("allow-unused", path, allowance, message, remedy)


def _instead(name: str, names: Sequence[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name.lower(), names, 2, 0.5)
    listed = ", ".join(f"`{one}`" for one in near or names)
    return f"did you mean {listed.replace(', ', ' or ')}?" if near else f"name one of {listed}"


def _finding(rule: str, path: str, allowance: Allowance, message: str, remedy: str) -> Finding:
    said = f"chrono-git: allow({', '.join(allowance.rules)}) {allowance.reason}".rstrip()
    line = allowance.line
    return Finding(rule, "warn", path, line, 1, line, (line, line), "", said[:200], message, remedy)
