"""Languages as data: one TOML file each beside this module says how to read stubs and debug code in it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from chrono_git.model import Severity

Where = Literal["always", "anywhere", "body"]
Message = Literal["", "stub", "plain", "literal"]


# What a pattern may begin with and still match at its first word: what has no width.
_WORD = re.compile(r"(?:\\b|\(\?<!\[(?:[^\]\\]|\\.)*\]\))*(?P<word>@?[A-Za-z_]{3,}!?)(?P<next>.?)", re.DOTALL)


@cache
def _first_word(pattern: str) -> str:
    """The fixed letters that whatever matches begins with; "" where there are none."""
    found = _WORD.match(pattern)
    if found is None or "|" in _outside(pattern):
        return ""
    word = found["word"]
    return word[:-1] if found["next"] and found["next"] in "?*{" else word


def _outside(pattern: str) -> str:
    """A pattern without what stands in its groups and sets."""
    kept, depth, at = [], 0, 0
    while at < len(pattern):
        sign = pattern[at]
        if sign == "\\":
            at += 2
            continue
        if sign == "[" and (closing := re.compile(r"\[\^?\]?(?:[^\]\\]|\\.)*\]").match(pattern, at)):
            at = closing.end()
            continue
        depth += {"(": 1, ")": -1}.get(sign, 0)
        kept.append("" if depth else sign)
        at += 1
    return "".join(kept)


@dataclass(frozen=True, slots=True)
class Marker:
    """One way to write a stub or a debugging aid.

    `text` is searched in the source, and must match at the start of a node of one of `kinds`
    (at any place of code where the language has no parser). `where`: "body" counts only as the
    whole body of a function, "always" even where things are said to be abstract. `message`: ""
    asks nothing of the strings in it, "stub" wants them to say that something is not
    implemented, "plain" wants none or such a one, "literal" wants none or any (but no variable,
    whose words are somewhere else).
    """

    rule: str
    text: re.Pattern[str]
    kinds: tuple[str, ...] = ()
    where: Where = "body"
    message: Message = ""
    definable: str = ""
    severity: Severity = "block"

    def places(self, text: str) -> Iterator[int]:
        """Where in a text it begins."""
        word = _first_word(self.text.pattern)
        if not word:
            yield from (found.start() for found in self.text.finditer(text))
            return
        # To find a word and match there is ten times as fast as to search for the pattern.
        at = text.find(word)
        while at >= 0:
            if self.text.match(text, at):
                yield at
            at = text.find(word, at + 1)


@dataclass(frozen=True, slots=True)
class Comments:
    """How comments and strings are written, for telling them from code; see `lexer`."""

    line: tuple[str, ...] = ()
    block: tuple[tuple[str, str], ...] = ()
    nested: bool = False
    strings: tuple[tuple[str, str, str], ...] = ()  # (opens, closes, escape or "")
    multiline: bool = False  # strings in single signs (" and ') may span lines
    char: str = ""  # the sign around exactly one character, which opens nothing else (' in Java)
    apart: bool = False  # a line comment's sign begins a word (# in shells)
    regexes: bool = False  # /.../ where a value is expected
    skip: tuple[str, ...] = ()  # code that looks like an opener and is none (\" in Clojure)
    fenced: tuple[tuple[str, str, str], ...] = ()  # (pattern, closes with {} for its group, kind)
    quotes: tuple[tuple[str, int], ...] = ()  # (pattern up to a sign of the author's choice, parts)
    heredoc: str = ""  # a pattern whose group is the closing word
    holes: tuple[tuple[str, str, str], ...] = ()  # (opens of its string, opens, closes): ${...}


@dataclass(frozen=True, slots=True)
class Tree:
    """The kinds of nodes in the language's grammar that the structure is read from."""

    functions: tuple[str, ...] = ()
    function: re.Pattern[str] | None = None  # a function's text must match this, where kinds are not enough
    bodies: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    class_: re.Pattern[str] | None = None  # a class's text must match this, where kinds are not enough
    clauses: bool = False  # functions of one name beside each other are the branches of one
    filler: re.Pattern[str] | None = None
    empty: tuple[str, ...] = ()  # kinds of bodies that may hold nothing
    nothing: re.Pattern[str] | None = None  # statements that do nothing (`pass`, `return null`)
    islands: Literal["", "script", "php"] = ""  # the code stands between other text; see `islands`


@dataclass(frozen=True, slots=True)
class Exempt:
    """What makes a stub deliberate: patterns for the text before a function's body and for a class's head.

    `mixin` is matched against the first lines of the innermost class and of the function,
    `captured` searched in a function before a debugging aid whose output it keeps, `given`
    matched against calls that take functions as defaults, `file` searched at a file's beginning.
    """

    function: re.Pattern[str] | None = None
    owner: re.Pattern[str] | None = None
    mixin: re.Pattern[str] | None = None
    captured: re.Pattern[str] | None = None
    given: re.Pattern[str] | None = None
    file: re.Pattern[str] | None = None
    derives: str = ""  # how a class says that it derives from {name}; "" where nothing does


@dataclass(frozen=True, slots=True, eq=False)
class Language:
    """One language, equal to itself only.

    `parser` is its name in ast-grep, "" where it has none; extensions have no dot, and are
    in lower case. Beside the words of messages, `literals` are what a file must hold one of.
    """

    name: str
    extensions: tuple[str, ...]
    parser: str = ""
    interpreters: tuple[str, ...] = ()
    comments: Comments = field(default_factory=Comments)
    tree: Tree = field(default_factory=Tree)
    markers: tuple[Marker, ...] = ()
    exempt: Exempt = field(default_factory=Exempt)
    text: dict[str, str] = field(default_factory=dict)  # what `plain` needs; see there
    literals: tuple[str, ...] = ()


def languages() -> tuple[Language, ...]:
    """All languages that chrono-git knows, in the order of their files' names."""
    return tuple(_named(name) for name in sorted(_data()))


@cache
def _data() -> dict[str, dict[str, Any]]:
    folder = files("chrono_git.scan") / "languages"
    own = {
        entry.name.removesuffix(".toml"): tomllib.loads(entry.read_text("utf-8"))
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    }
    return {name: _with_base(data, own) for name, data in own.items()}


@cache
def _named(name: str) -> Language:
    # Compiling the patterns of all of them takes longer than scanning most files.
    return _language(_data()[name])


def _with_base(own: dict[str, Any], data: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """A language's data over that of the one it is `like`: tables are merged, markers come on top."""
    if "like" not in own:
        return own
    merged = dict(_with_base(data[own["like"]], data))
    for key, value in own.items():
        if isinstance(value, dict):
            merged[key] = merged.get(key, {}) | value
        else:
            merged[key] = [*merged.get(key, []), *value] if key == "markers" else value
    return merged


@cache
def _names(key: str) -> dict[str, str]:
    return {one: name for name, data in sorted(_data().items()) for one in data.get(key, ())}


def language_named(name: str) -> Language | None:
    """The language that the info string of a code block means: a name, an extension or a parser's name."""
    name = name.lower()
    if name in _names("extensions"):
        return _named(_names("extensions")[name])
    # Several languages may have one parser: pages with scripts have TypeScript's.
    named = [file for file, data in _data().items() if name == data["name"].lower()]
    parsed = [file for file, data in _data().items() if name == data.get("parser")]
    return _named((named + parsed)[0]) if name and named + parsed else None


_SHEBANG = re.compile(rb"#!\s*(?:\S*/)?(?:env\s+(?:-\S+\s+)*)?([A-Za-z]+)")


def language_of(path: str, head: bytes = b"") -> Language | None:
    """The language of a file by its extension, or by the `#!` line where it has none."""
    name = path.rpartition("/")[2]
    extension = name.rpartition(".")[2].lower() if "." in name[1:] else ""
    if extension:
        return _named(_names("extensions")[extension]) if extension in _names("extensions") else None
    found = _SHEBANG.match(head)
    known = _names("interpreters").get(found[1].decode("ascii")) if found else None
    return None if known is None else _named(known)


def _language(data: dict[str, Any]) -> Language:
    comments, tree, exempt = data.get("comments", {}), data.get("tree", {}), data.get("exempt", {})
    return Language(
        name=data["name"],
        extensions=tuple(data["extensions"]),
        parser=data.get("parser", ""),
        interpreters=tuple(data.get("interpreters", ())),
        comments=Comments(
            line=tuple(comments.get("line", ())),
            block=tuple((one[0], one[1]) for one in comments.get("block", ())),
            nested=comments.get("nested", False),
            strings=tuple((one[0], one[1], one[2]) for one in comments.get("strings", ())),
            multiline=comments.get("multiline", False),
            char=comments.get("char", ""),
            apart=comments.get("apart", False),
            regexes=comments.get("regexes", False),
            skip=tuple(comments.get("skip", ())),
            fenced=tuple((one[0], one[1], one[2]) for one in comments.get("fenced", ())),
            quotes=tuple((one[0], one[1]) for one in comments.get("quotes", ())),
            heredoc=comments.get("heredoc", ""),
            holes=tuple((one[0], one[1], one[2]) for one in comments.get("holes", ())),
        ),
        tree=Tree(
            functions=tuple(tree.get("functions", ())),
            function=_pattern(tree.get("function")),
            bodies=tuple(tree.get("bodies", ())),
            classes=tuple(tree.get("classes", ())),
            class_=_pattern(tree.get("class")),
            clauses=tree.get("clauses", False),
            filler=_pattern(tree.get("filler")),
            empty=tuple(tree.get("empty", ())),
            nothing=_pattern(tree.get("nothing")),
            islands=tree.get("islands", ""),
        ),
        markers=tuple(_marker(one) for one in data.get("markers", ())),
        exempt=Exempt(
            function=_pattern(exempt.get("function")),
            owner=_pattern(exempt.get("owner")),
            mixin=_pattern(exempt.get("mixin")),
            captured=_pattern(exempt.get("captured")),
            given=_pattern(exempt.get("given")),
            file=_pattern(exempt.get("file")),
            derives=exempt.get("derives", ""),
        ),
        text=data.get("text", {}),
        literals=tuple(data.get("literals", ())),
    )


def _marker(data: dict[str, Any]) -> Marker:
    return Marker(
        rule=data["rule"],
        text=re.compile(data["text"], re.MULTILINE),
        kinds=tuple(data.get("kinds", ())),
        where=data.get("where", "body"),
        message=data.get("message", ""),
        definable=data.get("definable", ""),
        severity=data.get("severity", "block"),
    )


def _pattern(text: str | None) -> re.Pattern[str] | None:
    return None if text is None else re.compile(text, re.DOTALL)
