"""Source → where its comments and strings are; what is left is code. One pass, in linear time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from chrono_git.scan.language import Comments, Language
from chrono_git.scan.signs import NOT_HERE, Kind, Rule, Signs, signs_of

# Looking for a closer that never comes costs the whole text, so only so many openers may do it: in numbers,
# or in characters altogether where the text is short.
_MISSES, _MISSED = 8, 2_000_000
_QUOTES = "\"'`/"
_NOT_NEWLINE = re.compile(r"[^\n]+")


class Span(NamedTuple):
    """A comment or string from `start` to before `end`, its signs included."""

    start: int
    end: int
    kind: Kind


class Comment(NamedTuple):
    """One comment, without its signs; lines are 1-based. `alone`: its first line holds nothing else."""

    first: int
    last: int
    text: str
    alone: bool


def spans(text: str, comments: Comments) -> Iterator[Span]:
    """The comments and strings of a text, in order and apart from each other.

    What is never closed reaches to the end of the text, or of the line where strings keep to one.
    A string with holes (`${...}`) comes in pieces, as what stands in a hole is code.
    """
    return _Run(text, signs_of(comments)).spans()


def code_only(text: str, comments: Comments) -> str:
    """The text with blanks for all comments and for the insides of strings; its length and lines stay."""
    return blanked(text, spans(text, comments))


def blanked(text: str, told: Iterable[Span]) -> str:
    """What `code_only` gives, for a text whose `spans` are at hand."""
    parts: list[str] = []
    at = 0
    for start, end, kind in told:
        inside = _NOT_NEWLINE.sub(_blanks, text[start:end])
        if kind == "string" and text[start] in _QUOTES:
            inside = text[start] + inside[1:]
        if kind == "string" and text[end - 1] in _QUOTES and end - start > 1:
            inside = inside[:-1] + text[end - 1]
        parts += (text[at:start], inside)
        at = end
    parts.append(text[at:])
    return "".join(parts)


def comments_of(text: str, language: Language) -> list[Comment]:
    """All comments of a text with the lines that they stand on."""
    found: list[Comment] = []
    signs = _comment_signs(language.comments)
    line, line_start, at = 1, 0, 0
    for start, end, kind in spans(text, language.comments):
        if kind != "comment":
            continue
        line += text.count("\n", at, start)
        line_start = max(line_start, text.rfind("\n", at, start) + 1)
        # In JSX a comment stands in braces.
        alone = at <= line_start and text[line_start:start].strip() in ("", "{")
        last = line + text.count("\n", start, end)
        if alone and last == line:
            following = _NOT_NEWLINE.match(text, end)
            alone = following is None or following[0].strip() in ("", "}")
        found.append(Comment(line, last, _bare(text[start:end], signs), alone))
        line_start = max(line_start, text.rfind("\n", start, end) + 1)
        line, at = last, end
    return found


def _blanks(match: re.Match[str]) -> str:
    return " " * (match.end() - match.start())


def _bare(text: str, signs: tuple[tuple[str, str], ...]) -> str:
    """A comment's words without the signs around them."""
    for opens, closes in signs:
        if text.startswith(opens):
            return text[len(opens) :].removesuffix(closes).strip()
    return text.strip()


@cache
def _comment_signs(comments: Comments) -> tuple[tuple[str, str], ...]:
    pairs = [*comments.block, *((sign, "") for sign in comments.line)]
    bare = ((opens.removeprefix("^") or opens, closes.removeprefix("^") or closes) for opens, closes in pairs)
    return tuple(sorted(bare, key=lambda pair: len(pair[0]), reverse=True))


@dataclass(slots=True)
class _Run:
    """One way through a text. `holes` are the strings around the place, with the brackets open in each."""

    text: str
    signs: Signs
    holes: list[tuple[Rule, int]] = field(default_factory=list)
    heredoc: Span | None = None
    misses: int = 0  # how many closers may still be missing

    def __post_init__(self) -> None:
        self.misses = max(_MISSES, _MISSED // (len(self.text) + 1))

    def spans(self) -> Iterator[Span]:
        at, text, signs = 0, self.text, self.signs
        while True:
            match = (signs.inside if self.holes else signs.outside).search(text, at)
            start = len(text) if match is None else match.start()
            if self.heredoc and self.heredoc.start <= start:
                yield self.heredoc
                at, self.heredoc = self.heredoc.end, None
                continue
            if match is None:
                return
            rule = signs.rules.get(match.lastindex or 0)
            end = self._end(rule, match) if rule else self._bracket(match)
            kind = rule.kind if rule else "string"
            if end == NOT_HERE or kind is None:
                at = match.end()
                continue
            at = min(end, self.heredoc.start) if self.heredoc else end
            yield Span(start, at, kind)

    def _end(self, rule: Rule, match: re.Match[str]) -> int:
        """Where the span that `match` opens ends, or NOT_HERE."""
        if rule.heredoc:
            return self._heredoc(match)
        if rule.rest:
            return self._piece(rule, match.end())
        if rule.costly and self.misses <= 0:
            return NOT_HERE
        end = rule.end(self.text, match)
        self.misses -= rule.costly and end == NOT_HERE
        return end

    def _piece(self, rule: Rule, at: int) -> int:
        """The end of a piece of a string with holes that goes on at `at`."""
        found = rule.rest.match(self.text, at) if rule.rest else None
        if found and found["hole"]:
            self.holes.append((rule, 1))
        return found.end() if found else at

    def _bracket(self, match: re.Match[str]) -> int:
        rule, depth = self.holes.pop()
        depth += {rule.brackets[0]: 1, rule.brackets[1]: -1}.get(match[0], 0)
        if not depth:
            return self._piece(rule, match.end())
        self.holes.append((rule, depth))
        return NOT_HERE

    def _heredoc(self, match: re.Match[str]) -> int:
        """The sign's own end, having noted the text below it; NOT_HERE where that never ends."""
        if self.misses <= 0:
            return NOT_HERE
        name = next(filter(None, match.groups()), "")
        start = self.heredoc.end if self.heredoc else self.text.find("\n", match.end()) + 1
        closer = re.compile(rf"^[ \t]*{re.escape(name)}(?!\w)", re.MULTILINE)
        found = closer.search(self.text, start) if name and start else None
        if found is None:
            self.misses -= 1
            return NOT_HERE
        self.heredoc = Span(self.heredoc.start if self.heredoc else start, found.end(), "string")
        return match.end()
