"""What holds for any source: the scanner never fails, and finds the same however the source is laid out."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chrono_git.scan import Scan, scan
from chrono_git.scan.catalog import RULES
from chrono_git.scan.language import language_of
from tests.scan.test_cases import ALL, EXTENSIONS, Case

LANGUAGES = sorted(EXTENSIONS)
# Where line breaks and blanks at the start of a line mean nothing.
BRACES = [
    *("c", "cpp", "csharp", "dart", "go", "java", "javascript", "kotlin", "php", "rust", "solidity", "swift"),
    *("tsx", "typescript", "zig"),
]
NOISE = st.sampled_from(
    [
        "{",
        "}",
        "(",
        ")",
        '"',
        "'",
        "`",
        "/*",
        "*/",
        "//",
        "#",
        '"""',
        "\\",
        "<!--",
        "<?php",
        "?>",
        "é🎉",
        "\t",
    ]
)

by_language = pytest.mark.parametrize("language", LANGUAGES)
# On a busy machine making up sources may be slow.
few = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def sources(language: str) -> st.SearchStrategy[str]:
    """Lines from the cases of a language in any order, and what does not belong there."""
    lines = sorted({line for case in ALL if case.language == language for line in case.source.split("\n")})
    line = st.one_of(st.sampled_from(lines), st.sampled_from(lines), NOISE, st.text(max_size=8))
    return st.lists(line, max_size=30).map("\n".join)


def scanned(language: str, source: str | bytes) -> Scan:
    data = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source
    return scan(f"src/code.{EXTENSIONS[language]}", data, prints=True)


@by_language
def test_any_bytes_are_looked_at_without_a_fault(language: str) -> None:
    @few
    @given(st.binary(max_size=200), st.sampled_from([b"", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf"]))
    def holds(data: bytes, mark: bytes) -> None:
        scanned(language, mark + data)

    holds()


@by_language
def test_findings_stand_in_the_file_and_in_order(language: str) -> None:
    known = {rule.id for rule in RULES}
    of = language_of(f"a.{EXTENSIONS[language]}")
    markers = of.markers if of else ()

    @few
    @given(sources(language))
    def holds(source: str) -> None:
        result = scanned(language, source)
        assert result == scanned(language, source)
        found = [suspect.finding for suspect in result.suspects]
        lines = source.replace("\r\n", "\n").split("\n")
        assert found == sorted(found, key=lambda one: (one.line, one.column, one.rule))
        for one in found:
            assert one.rule in known
            assert 1 <= one.line <= one.end_line <= len(lines)
            assert one.span[0] <= one.line <= one.end_line <= one.span[1]
            assert 1 <= one.column <= len(lines[one.line - 1]) + 1
            here = lines[one.line - 1]
            marked = any(
                marker.rule == one.rule
                and marker.text.match("\n".join([here, *lines[one.line :]]), one.column - 1)
                for marker in markers
            )
            assert marked or one.rule == "stub-admitted"

    holds()


@by_language
def test_line_ends_do_not_matter(language: str) -> None:
    @few
    @given(sources(language).filter(lambda source: "\r" not in source))
    def holds(source: str) -> None:
        assert scanned(language, source.replace("\n", "\r\n")) == scanned(language, source)

    holds()


@by_language
def test_a_mark_of_the_encoding_does_not_matter(language: str) -> None:
    for case in (case for case in ALL if case.language == language):
        plain = scan(case.path, case.source.encode(), prints=case.prints)
        for encoded in (case.source.encode("utf-8-sig"), case.source.encode("utf-16")):
            if not case.source.startswith("#!"):
                assert scan(case.path, encoded, prints=case.prints).suspects == plain.suspects, case.title


def loosely(case: Case, source: str) -> list[tuple[str, str, str, str]]:
    found = [one.finding for one in scan(case.path, source.encode(), prints=case.prints).suspects]
    return [(one.rule, one.severity, one.symbol, re.sub(r"\s+", " ", one.excerpt)) for one in found]


def indented(by: Callable[[int, str], str], source: str) -> str:
    return "".join(by(number, line) for number, line in enumerate(source.splitlines(keepends=True)))


@pytest.mark.parametrize("language", BRACES)
def test_indentation_does_not_matter_where_braces_do(language: str) -> None:
    cases = [case for case in ALL if case.language == language]

    @settings(max_examples=8, deadline=None)
    @given(st.lists(st.sampled_from(["", "  ", "\t", "      "]), min_size=1, max_size=9))
    def holds(indents: list[str]) -> None:
        def by(number: int, line: str) -> str:
            # The first line may be a sign for the system, and blank lines stay so.
            return (
                line
                if not number or not line.strip()
                else indents[number % len(indents)] + line.lstrip(" \t")
            )

        for case in cases:
            assert loosely(case, indented(by, case.source)) == loosely(case, case.source), case.title

    holds()
