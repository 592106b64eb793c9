"""How comments and strings begin and end in one language, made from its data; `lexer` runs it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from chrono_git.scan.language import Comments

Kind = Literal["comment", "string"]
NOT_HERE = -1

_BRACKETS = {"(": ")", "[": "]", "{": "}", "<": ">"}
_ONE_LINE = ("'", '"')
# One letter or `u8` may stand before a character (b'x'); behind longer words it is a prime (foldl') or 1'000.
_CHAR = r"{0}(?:(?<!\w{0})|(?<=\W[bBuUL]{0})|(?<=\Wu8{0}))(?:\\[^\n]{{1,12}}?|[^\\{0}\n]){0}"
_REGEX_FOLLOWS = re.compile(
    r"(?:^|[(,=:\[!&|?{;+~%^*-]|=>|(?<![\w.])(?:return|typeof|case|in|of|when|if|elsif|else|unless|while|until|and|or"
    r"|not|then|do|split|grep|match|yield|assert_match|refute_match|like|unlike))$"
)
_REGEX = re.compile(
    # One that nothing follows on its line spans lines, with comments in it.
    r"/[ \t]*\n(?:[^/\\#]++|\\.|#[^\n]*+)*+(?:/[a-z]*)?"
    r"|/(?:[^/\\\[\n]++|\\.|\[(?:[^\]\\\n]++|\\.)*+\]?)*+(?:/[a-z]*)?"
)
_LOOK_BACK = 40


@dataclass(frozen=True, slots=True)
class Rule:
    """What one opening sign means.

    `end` takes the text and the opener's match, and returns where the span ends, or NOT_HERE.
    `kind` is None for code that only looks like an opener. `costly`: NOT_HERE may have read on to the
    end of the text. `rest` matches what follows in a string with holes (code in the midst of it), its
    group "hole" the sign that opens one, `brackets` the pair that the hole ends by.
    """

    kind: Kind | None
    end: Callable[[str, re.Match[str]], int]
    costly: bool = False
    heredoc: bool = False
    rest: re.Pattern[str] | None = None
    brackets: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class Signs:
    """One language's openers: a pattern whose `lastindex` says which rule a match belongs to.

    `inside` finds brackets too, which belong to no rule: those that may end a hole.
    """

    outside: re.Pattern[str]
    inside: re.Pattern[str]
    rules: dict[int, Rule]


@cache
def signs_of(comments: Comments) -> Signs:
    """The openers of a language. Earlier ones win over later ones that begin at the same place."""
    parts, rules, groups = [], {}, 0
    for pattern, rule in _openers(comments):
        # Each alternative begins with a character of its own, so that `re` skips to the next one at once.
        parts.append(f"{pattern}()")
        groups += re.compile(pattern).groups + 1
        rules[groups] = rule
    brackets = sorted({sign for _, opens, closes in comments.holes for sign in (opens[-1], closes)})
    outside = "|".join(parts) or r"(?!)"
    inside = "|".join([outside, *(re.escape(sign) for sign in brackets)])
    return Signs(re.compile(outside), re.compile(inside), rules)


def _openers(comments: Comments) -> Iterator[tuple[str, Rule]]:
    for text in sorted(comments.skip, key=len, reverse=True):
        yield re.escape(text), Rule(None, _matched)
    for opens, closes, kind in comments.fenced:
        yield opens, Rule("comment" if kind == "comment" else "string", _fence(closes))
    if comments.heredoc:
        yield comments.heredoc, Rule("string", _matched, heredoc=True)
    for opens, parts in comments.quotes:
        yield opens, Rule("string", _quoted(parts), costly=True)
    yield from _plain_openers(comments)
    if comments.regexes:
        yield "/", Rule("string", _regex)


def _plain_openers(comments: Comments) -> Iterator[tuple[str, Rule]]:
    plain: list[tuple[str, str, Rule]] = []
    for sign in comments.line:
        before = rf"(?<![^\s;&|()]{re.escape(sign)})" if comments.apart else ""
        plain.append((sign, _opener(sign) + before + r"[^\n]*+", Rule("comment", _matched)))
    for opens, closes in comments.block:
        plain.append((opens, _opener(opens), Rule("comment", _block(opens, closes, comments.nested))))
    for opens, closes, escape in comments.strings:
        plain.append((opens, _opener(opens), _string(comments, opens, closes, escape)))
    if comments.char:
        sign = re.escape(comments.char)
        plain.append((comments.char * 2, _CHAR.format(sign), Rule("string", _matched)))
    for _, pattern, rule in sorted(plain, key=lambda one: len(one[0]), reverse=True):
        yield pattern, rule


def _opener(sign: str) -> str:
    """A pattern for a literal sign; a leading `^` means the start of a line."""
    if len(sign) > 1 and sign[0] == "^":
        literal = re.escape(sign[1:])
        return rf"{literal}(?<![^\n]{literal})"
    return re.escape(sign)


def _closer(sign: str) -> str:
    if len(sign) > 1 and sign[0] == "^":
        return rf"(?<![^\n]){re.escape(sign[1:])}"
    return re.escape(sign)


def _matched(_text: str, match: re.Match[str]) -> int:
    return match.end()


def _fence(closes: str) -> Callable[[str, re.Match[str]], int]:
    def end(text: str, match: re.Match[str]) -> int:
        last = (match.lastindex or 0) - 1
        inner = (match[last] or "") if last > 0 and "{}" in closes else ""
        closer = closes.replace("{}", inner, 1)
        found = text.find(closer, match.end()) if closer else -1
        return len(text) if found < 0 else found + len(closer)

    return end


def _block(opens: str, closes: str, nested: bool) -> Callable[[str, re.Match[str]], int]:
    closer = re.compile(_closer(closes))
    either = re.compile(f"(?P<more>{_opener(opens)})|{_closer(closes)}")

    def flat(text: str, match: re.Match[str]) -> int:
        found = closer.search(text, match.end())
        return found.end() if found else len(text)

    def deep(text: str, match: re.Match[str]) -> int:
        depth = 1
        for found in either.finditer(text, match.end()):
            depth += 1 if found["more"] else -1
            if not depth:
                return found.end()
        return len(text)

    return deep if nested else flat


def _string(comments: Comments, opens: str, closes: str, escape: str) -> Rule:
    hole, brackets = "", ("", "")
    for owner, hole_opens, hole_closes in comments.holes:
        if owner == opens:
            hole, brackets = hole_opens, (hole_opens[-1], hole_closes)
    one_line = opens in _ONE_LINE and not comments.multiline
    rest = _rest(closes, escape, hole, one_line)

    def end(text: str, match: re.Match[str]) -> int:
        found = rest.match(text, match.end())
        return found.end() if found else match.end()

    return Rule("string", end, rest=rest if hole else None, brackets=brackets)


def _rest(closes: str, escape: str, hole: str, one_line: bool) -> re.Pattern[str]:
    """A string from behind its opener to its end: possessive throughout, so that it never goes back."""
    ends = _closer(closes) + (f"|{re.escape(hole)}" if hole else "")
    stops = re.escape((closes.lstrip("^") or closes)[0] + escape[:1] + hole[:1])
    newline = r"\n" if one_line else ""
    inner = [rf"[^{stops}{newline}]++"]
    if escape:
        # A hole may begin as an escape does: \( in Swift.
        apart = f"(?!{re.escape(hole)})" if hole else ""
        inner.append(re.escape(closes) * 2 if escape == closes else rf"{apart}{re.escape(escape)}[\s\S]")
    inner.append(f"(?!{ends})[{stops}]")
    named = f"|(?P<hole>{re.escape(hole)})" if hole else ""
    return re.compile(f"(?:{'|'.join(inner)})*+(?:{_closer(closes)}{named})?")


def _quoted(parts: int) -> Callable[[str, re.Match[str]], int]:
    def end(text: str, match: re.Match[str]) -> int:
        at = match.end()
        for part in range(parts):
            while at < len(text) and text[at].isspace():
                at += 1
            if at >= len(text):
                return NOT_HERE
            sign = text[at]
            at = _delimited(text, at + 1, sign)
            if at != NOT_HERE and part + 1 < parts and sign not in _BRACKETS:
                at -= 1  # s/one/two/: the sign in the middle ends one part and opens the other
            if at == NOT_HERE:
                return NOT_HERE
        return at

    return end


def _delimited(text: str, at: int, sign: str) -> int:
    closes, depth = _BRACKETS.get(sign, sign), 1
    for found in _signs(sign, closes).finditer(text, at):
        if found[0] == closes:
            depth -= 1
            if not depth:
                return found.end()
        elif found[0] == sign:
            depth += 1
    return NOT_HERE


@cache
def _signs(opens: str, closes: str) -> re.Pattern[str]:
    return re.compile(rf"\\[\s\S]|{re.escape(closes)}|{re.escape(opens)}")


def _regex(text: str, match: re.Match[str]) -> int:
    start = match.start()
    before = text[max(0, start - _LOOK_BACK) : start]
    blank = before.rstrip(" \t")
    first = blank.endswith("\n") or not blank
    if before.endswith("<") or (first and text[match.end() : match.end() + 1] in (">", " ", "\n")):
        return NOT_HERE
    if not first and not _REGEX_FOLLOWS.search(blank):
        return NOT_HERE
    found = _REGEX.match(text, start)
    return found.end() if found else NOT_HERE
