"""What is a comment, what a string and what code. Cases as data: cases/plain/lexer.txt.

A case is a language and a text of it, its strings in « » and its comments in ‹ ›. The languages' signs
stand in comments.toml beside it.
"""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chrono_git.scan.language import Comments, Language, _language, languages
from chrono_git.scan.lexer import Comment, code_only, comments_of, spans
from chrono_git.scan.signs import signs_of
from tests.pace import within

FOLDER = Path(__file__).parent / "cases" / "plain"
TABLES = tomllib.loads((FOLDER / "comments.toml").read_text("utf-8"))
PARSED = {name: _language({"name": name, "extensions": [], **table}) for name, table in TABLES.items()}
ALL = [*PARSED.values(), *languages()]
CASES = [
    (name, marked)
    for part in (FOLDER / "lexer.txt").read_text("utf-8").removeprefix("==== ").split("\n==== ")
    for name, _, marked in [part.partition("\n")]
]


def comments(name: str) -> Comments:
    return PARSED[name].comments


def marked(text: str, signs: Comments) -> str:
    """The text with its strings and comments set in signs of their own."""
    parts, at = [], 0
    for start, end, kind in spans(text, signs):
        opens, closes = "«»" if kind == "string" else "‹›"
        parts += [text[at:start], opens, text[start:end], closes]
        at = end
    return "".join((*parts, text[at:]))


@pytest.mark.parametrize(("name", "expected"), CASES)
def test_strings_and_comments_are_told_from_code(name: str, expected: str) -> None:
    text = expected.translate(dict.fromkeys(map(ord, "«»‹›")))
    assert marked(text, comments(name)) == expected


@pytest.mark.parametrize("language", ALL, ids=lambda language: language.name)
def test_every_opener_begins_with_a_sign_of_its_own(language: Language) -> None:
    for pattern in (signs_of(language.comments).outside, signs_of(language.comments).inside):
        assert not pattern.match("")
        assert pattern.search("x = 1\n") is None


def test_code_only_keeps_places_lines_and_the_quotes() -> None:
    text = 'a = "b" # "c"\n"""x\ny"""\n%s'
    assert code_only(text, comments("python")) == 'a = " "      \n"   \n   "\n%s'
    assert code_only("x = <<~A\n 'a\n A\nb", comments("ruby")) == "x =     \n   \n  \nb"


def test_comments_have_their_lines_and_words() -> None:
    python = 'a = 1 # one\n# two\n  ## three ##\nx = """\n#no\n"""  # four\n#'
    assert comments_of(python, PARSED["python"]) == [
        Comment(1, 1, "one", False),
        Comment(2, 2, "two", True),
        Comment(3, 3, "# three ##", True),
        Comment(6, 6, "four", False),
        Comment(7, 7, "", True),
    ]
    java = "/* a\nb */ x /* c */ /* d */\n /* e */\n/* f */ /* g */\n\n/* h */ x\n// i\r\n/* j"
    assert comments_of(java, PARSED["java"]) == [
        Comment(1, 2, "a\nb", True),
        Comment(2, 2, "c", False),
        Comment(2, 2, "d", False),
        Comment(3, 3, "e", True),
        Comment(4, 4, "f", False),
        Comment(4, 4, "g", False),
        Comment(6, 6, "h", False),
        Comment(7, 7, "i", True),
        Comment(8, 8, "j", True),
    ]


SIGNS = sorted(
    {
        sign
        for language in ALL
        for part in (language.comments.block, language.comments.strings, language.comments.holes)
        for row in part
        for sign in row
        if sign
    }
    | {
        "\n",
        "\\",
        "a",
        " ",
        "{",
        "}",
        "(",
        ")",
        "/",
        "r#",
        "q",
        "<<A",
        "A",
        "%w",
        "s{",
        "~s",
        "=pod",
        "=cut",
        "é",
        "$",
    }
    | {sign for language in ALL for sign in (*language.comments.line, *language.comments.skip)}
)
TEXTS = st.lists(st.sampled_from(SIGNS), max_size=60).map("".join) | st.text(max_size=80)


@settings(max_examples=400)
@given(st.sampled_from(ALL), TEXTS)
def test_spans_are_in_order_apart_and_inside(language: Language, text: str) -> None:
    found = list(spans(text, language.comments))
    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@settings(max_examples=300)
@given(st.sampled_from(ALL), TEXTS)
def test_the_code_stays_where_it_is(language: Language, text: str) -> None:
    code = code_only(text, language.comments)
    assert len(code) == len(text)
    assert [at for at, sign in enumerate(code) if sign == "\n"] == [
        at for at, sign in enumerate(text) if sign == "\n"
    ]
    assert all(new in (old, " ") for new, old in zip(code, text, strict=True))


@settings(max_examples=300)
@given(st.sampled_from(ALL), TEXTS)
def test_the_lines_of_comments_are_right(language: Language, text: str) -> None:
    told = [one for one in spans(text, language.comments) if one.kind == "comment"]
    found = comments_of(text, language)
    assert [(one.first, one.last) for one in found] == [
        (text.count("\n", 0, one.start) + 1, text.count("\n", 0, one.end) + 1) for one in told
    ]
    for one, span in zip(found, told, strict=True):
        before = text[text.rfind("\n", 0, span.start) + 1 : span.start]
        assert not one.alone or not before.strip()


HOSTILE = {
    "brackets": "[" * 50_000,
    "braces": "{(" * 25_000,
    "one line": "x = 1; " * 15_000,
    "quotes": "\"'`" * 15_000,
    "comments": "/*" * 25_000,
    "small comments": "/**/" * 12_500,
    "nested": "(* {- #[ #= " * 4_000,
    "backslashes": "\\" * 50_000,
    "escapes": '"' + "\\a" * 25_000,
    "hashes": "r#" * 12_500 + "#" * 25_000,
    "heredocs": "<<A " * 12_500,
    "heredocs that end": "<<A\nA\n" * 7_500,
    "other heredocs": " ".join(f"<<~A{number}" for number in range(5_000)),
    "quoted": " %q( ~s( q{ s{" * 3_500,
    "regexes": "=/[" * 15_000,
    "holes": '"#{`${"$(' * 5_500,
    "long brackets": "[=[--[=[" * 6_000,
    "lines of comments": "# a\n// b\n-- c\n" * 3_500,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_text_costs_no_more_than_its_size(text: str) -> None:
    # With the square of the size even the quickest search would take seconds here, and most take hours.
    for language in {repr(language.comments): language for language in ALL}.values():
        with within(1):
            found = comments_of(text, language)
        assert sum(1 for _ in spans(text, language.comments)) <= len(text)
        assert len(found) <= len(text)
