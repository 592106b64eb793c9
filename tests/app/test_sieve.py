"""The quick looks that come before the parser: they may see too much, and never too little."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono_git.app.extension import extension_of
from chrono_git.app.sieve import is_worth_it
from chrono_git.app.words import Words, load_words, may_print_debug
from chrono_git.cache import NullCache
from chrono_git.scan import scan
from chrono_git.scan.language import language_of, languages
from chrono_git.scan.prints import says_debug
from tests.scan.test_cases import CASES, Case, load

ALL = [case for file in sorted(CASES.glob("*.case")) for case in load(file)]


@pytest.fixture(scope="module")
def words() -> Words:
    return load_words(NullCache(), "")


@pytest.mark.parametrize("surrounded", [False, True])
def test_all_cases(words: Words, surrounded: bool) -> None:
    lost = [case.title for case in ALL if case.expected and not found(words, case, surrounded)]
    assert lost == []


def found(words: Words, case: Case, surrounded: bool) -> bool:
    source = case.source.encode()
    data = b"\n" * 50 + source + b"\n" * 50 if surrounded else source
    language = language_of(case.path, source)
    assert language is not None
    if case.prints and may_print_debug(data):
        return True
    return words.is_candidate(data) and is_worth_it(words, language, data)


def test_all_languages_have_their_extensions(words: Words) -> None:
    for language in languages():
        assert set(map(str.lower, language.extensions)) <= words.extensions
        assert all(words.may_be_known(f"src/x.{extension}") for extension in language.extensions)


@pytest.mark.parametrize(
    ("path", "extension"),
    [
        ("a.py", "py"),
        ("src.d/a.PY", "py"),
        ("src.d/a", ""),
        ("a.b.ts", "ts"),
        (".py", ""),
        ("x/.profile", ""),
    ],
)
def test_extensions(path: str, extension: str) -> None:
    assert extension_of(path) == extension


def test_a_message_some_lines_below_its_call(words: Words) -> None:
    text = 'function f() {\n  throw new Error(\n    "x" +\n      "y: " +\n      "not implemented"\n  );\n}\n'
    assert scan("src/a.js", text.encode()).suspects
    language = language_of("src/a.js")
    assert language is not None
    assert is_worth_it(words, language, text.encode())


def test_a_mention_is_not_worth_it(words: Words) -> None:
    language = language_of("src/a.py")
    assert language is not None
    for text in ('"""NotImplementedError is raised."""\n', "# the field is missing\n", "x = todo(1)\n"):
        assert not is_worth_it(words, language, text.encode())


@pytest.mark.parametrize(
    "said", ["here", "DEBUG: x", "=== x", "got here 2", "xxx", "  >>> ", "foo:", "test 1"]
)
@pytest.mark.parametrize("call", ["print({})", "console.log({});", "fmt.Println({})", "puts {}", "p {}"])
def test_prints(said: str, call: str) -> None:
    assert says_debug([said])
    for quoted in (f'"{said}"', f"'{said}'"):
        assert may_print_debug(call.format(quoted).encode())


@given(st.text(max_size=12))
def test_prints_of_anything(said: str) -> None:
    if says_debug([said]) and said.isascii():
        assert may_print_debug(f'print("{said}")'.encode())
