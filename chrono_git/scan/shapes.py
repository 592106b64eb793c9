"""Where functions begin and end in a text that nobody parsed: by a language's `[text]` patterns.

All places are in the code alone, as `lexer.code_only` gives it: blanks for comments, empty strings.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

from chrono_git.scan.language import Language

_NEVER = r"(?!)"
LONGEST = 4000  # characters of a statement, which is given up where it goes on for longer
_FAR = 50  # classes that may lie between a function and the one around it
_OPENS, _CLOSES = "([{", ")]}"
_BLANK = re.compile(r"[\s;]*+")
_INDENT = re.compile(r"[ \t]*+")

# For languages that have a parser, where it failed: functions by keyword, by type and name, and of shells.
_PARAMETERS = r"\((?:[^(){}]|\([^()]{0,300}+\)){0,1500}+\)"
_BY_KEYWORD = (
    r"\b(?:fun|func|fn|function|def|defp|sub|proc)\b[ \t]++(?:\([^()\n]{0,200}+\)[ \t]*+)?"
    r"(?:[\w.<>&*]{1,60}+[ \t]++){0,3}?(?P<name>[\w$.:]{1,80}+[!?]?)[ \t]*+"
    r"(?:<(?:[^{}()\n<>]|<[^{}()\n<>]{0,80}+>){0,100}+>)?[ \t]*+"
    rf"(?:{_PARAMETERS})?[^(){{}};=\n]{{0,200}}+(?:\s{{0,80}}+\{{|=[ \t]*\{{?|(?=[\n;]))"
)
_BY_TYPE = (
    r"^[ \t]{0,80}(?!(?:return|new|else|throw|if|for|foreach|while|switch|catch|do|try|using|lock|when|with"
    r"|case|await|yield|delete)\b)(?:[\w:.<>,?&*\[\]~@]{1,80}+[ \t]++){1,6}[&*]{0,2}(?P<method>[\w~:]{1,80})"
    rf"[ \t]*{_PARAMETERS}[^(){{}};=]{{0,200}}\{{"
)
_OF_SHELLS = r"^[ \t]{0,80}(?P<shell>[\w:-]{1,80})[ \t]*\(\)\s{0,80}\{"
_GENERIC = {
    "function": rf"{_BY_KEYWORD}|\bfunction\b[ \t]*{_PARAMETERS}\s{{0,80}}\{{|{_BY_TYPE}|{_OF_SHELLS}",
    "class": (
        r"^[ \t]*(?:[\w@]+[ \t]+){0,5}(?:class|module|interface|struct|object|impl|trait)[ \t]+"
        r"(?P<name>\w+(?:(?:\.|::)\w+)*)"
    ),
    "end": r"\}|end\b",
    "condition": r"\b(?:if|unless|while|until)\b",
    "indent": "yes",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """A language's `[text]` table, compiled; `docs/languages.md` says what each pattern is for."""

    function: re.Pattern[str]
    owner: re.Pattern[str]
    end: re.Pattern[str]
    filler: re.Pattern[str]
    nothing: re.Pattern[str]
    condition: re.Pattern[str]
    stops: re.Pattern[str]
    indent: bool


@dataclass(frozen=True, slots=True)
class Header:
    """The head of a function, from its first character to before its body; `indent` is its line's."""

    start: int
    end: int
    indent: int
    name: str


@cache
def shape_of(language: Language) -> Shape:
    """The shape of functions in a language, a guess that serves many where its data says nothing."""
    data = language.text or _GENERIC
    end = data.get("end", _NEVER)
    filler = data.get("filler", _NEVER)
    return Shape(
        function=re.compile(data.get("function", _NEVER), re.MULTILINE),
        owner=re.compile(data.get("class", _NEVER), re.MULTILINE),
        end=re.compile(end),
        # Strings alone are documentation.
        filler=re.compile(rf"(?:[\s;]+|(?:\"+[ \n]*\"+|'+[ \n]*'+)[ \t]*(?=[\n\[(])|{filler})*+"),
        nothing=re.compile(rf"(?:{data.get('nothing', _NEVER)})(?![\w(])"),
        condition=re.compile(data.get("condition", _NEVER)),
        stops=re.compile(rf"[()\[\]{{}};\n]|(?<!\w)(?:{end})"),
        indent=data.get("indent", "") == "yes",
    )


@dataclass(slots=True)
class Functions:
    """All heads of functions and classes in one text's code."""

    code: str
    shape: Shape
    heads: list[Header]
    owners: list[Header]
    _ends: list[int]
    _owners_at: list[int]

    @classmethod
    def of(cls, code: str, text: str, language: Language) -> Functions:
        """Find them in the code; their names are read in the text, as some are written like strings."""
        shape = shape_of(language)
        heads = [_header(code, text, found) for found in shape.function.finditer(code)]
        owners = [_header(code, text, found) for found in shape.owner.finditer(code)]
        return cls(code, shape, heads, owners, [one.end for one in heads], [one.start for one in owners])

    def above(self, place: int) -> Header | None:
        """The nearest head that ends before a place."""
        at = bisect_right(self._ends, place)
        return self.heads[at - 1] if at else None

    def begins_body(self, place: int) -> Header | None:
        """The head of the function whose body begins at a place, blanks, documentation and filler aside."""
        head = self.above(place)
        if head is None:
            return None
        found = self.shape.filler.match(self.code, head.end, place)
        return head if found and found.end() == place else None

    def ends_body(self, place: int, head: Header) -> bool:
        """Whether nothing of the function follows at a place, or but what does nothing."""
        following = self.next_code(place)
        if nothing := self.shape.nothing.match(self.code, following):
            place = nothing.end()
            following = self.next_code(place)
        if following == len(self.code) or self.shape.end.match(self.code, following):
            return True
        on_its_own = self.code.find("\n", place, following) >= 0
        return self.shape.indent and on_its_own and _indent_at(self.code, following) <= head.indent

    def next_code(self, place: int) -> int:
        """The place of the next code, behind blanks and semicolons."""
        found = _BLANK.match(self.code, place)
        return found.end() if found else place

    def around(self, place: int) -> Header | None:
        """The nearest head above that the place is indented more than."""
        at = bisect_right(self._ends, place)
        own = _indent_at(self.code, place)
        nearest = reversed(self.heads[max(at - _FAR, 0) : at])
        return next((head for head in nearest if head.indent < own), None)

    def body_start(self, head: Header) -> int:
        """The place of the first code in a body, behind documentation and filler."""
        found = self.shape.filler.match(self.code, head.end)
        return found.end() if found else head.end

    def body_end(self, place: int) -> int:
        """The place of what ends the body behind its last statement, or of that statement's end."""
        following = self.next_code(place)
        return following if self.shape.end.match(self.code, following) else place

    def statement(self, start: int) -> int:
        """The place after the statement that starts here, 0 where it ends nowhere near."""
        depth, code = 0, self.code
        bracketed = code[start] in _OPENS
        for found in self.shape.stops.finditer(code, start, start + LONGEST):
            sign = found[0]
            if sign in _OPENS:
                depth += 1
            elif sign in _CLOSES:
                depth -= 1
                if depth < 0:
                    return found.start()
                if bracketed and not depth:
                    return found.end()
            elif not depth and (sign != "\n" or not self._goes_on(start, found.end())):
                return found.start()
        return len(code) if start + LONGEST >= len(code) and depth <= 0 else 0

    def owner(self, head: Header) -> str:
        """The name of the class or module around a function, "" where there is none."""
        at = bisect_right(self._owners_at, head.start)
        nearest = self.owners[max(at - _FAR, 0) : at]
        return next((one.name for one in reversed(nearest) if one.indent < head.indent), "")

    def _goes_on(self, start: int, line: int) -> bool:
        """Whether the next line is indented more than the statement's first, and so belongs to it."""
        own = _indent_at(self.code, start)
        following = self.next_code(line)
        return following < len(self.code) and _indent_at(self.code, following) > own


def _header(code: str, text: str, found: re.Match[str]) -> Header:
    groups = found.groupdict()
    owns_file = groups.pop("file", None)
    name = next((text[found.start(group) : found.end(group)] for group, said in groups.items() if said), "")
    # What owns all the rest of its file stands outside every indentation.
    indent = -1 if owns_file else _indent_at(code, _first(found))
    return Header(_first(found), found.end(), indent, " ".join(name.split()))


def _first(found: re.Match[str]) -> int:
    """The place of a match's first character that is no blank."""
    return found.end() - len(found[0].lstrip())


def _indent_at(code: str, place: int) -> int:
    """The indentation of the line around a place."""
    near = max(0, place - LONGEST)
    line = code.rfind("\n", near, place) + 1 or near
    found = _INDENT.match(code, line)
    return found.end() - line if found else 0
