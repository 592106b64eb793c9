"""Languages read by their text, as data: cases/plain/<language>.case, and cases/plain/fallback.case.

The form of a case is that of `test_cases`. A path in the title decides the language; without one it is the
language whose data file has the name of the file of cases.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chrono_git.model import Severity
from chrono_git.scan import plain, scan
from chrono_git.scan.language import Language, _language, language_of, languages
from chrono_git.scan.paths import path_class
from chrono_git.scan.result import Suspect
from chrono_git.scan.shapes import shape_of

CASES = Path(__file__).parent / "cases" / "plain"
DATA = files("chrono_git.scan") / "languages"


class Case(NamedTuple):
    title: str
    path: str
    source: str
    expected: list[str]


def load(file: Path) -> Iterator[Case]:
    for part in file.read_text("utf-8").removeprefix("==== ").split("\n==== "):
        title, _, rest = part.partition("\n")
        source, _, expected = rest.partition("----\n")
        name, _, path = (one.strip() for one in title.partition("|"))
        path = path or f"src/code.{_extension(file.stem)}"
        yield Case(f"{file.stem}: {name}", path, source, expected.split("\n"))


def _extension(name: str) -> str:
    data = tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))
    return str(data["extensions"][0])


def shown(suspect: Suspect) -> str:
    found, excuse = suspect.finding, suspect.excuse
    said = f"{found.line} {found.rule} {found.severity} {found.symbol or '-'}"
    if excuse is None:
        return said
    return f"{said} ? {excuse.kind} {'.'.join(filter(None, (excuse.owner, excuse.name)))}"


ALL = [case for file in sorted(CASES.glob("*.case")) for case in load(file)]
PLAIN = [one for one in languages() if not one.parser]


def suspects(case: Case) -> list[Suspect]:
    language = language_of(case.path)
    assert language is not None
    severity: Severity = "block" if path_class(case.path) == "source" else "warn"
    return plain.find(case.path, case.source, language, severity)


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.title)
def test_a_case_gives_what_it_says(case: Case) -> None:
    assert [shown(one) for one in suspects(case)] == [line for line in case.expected if line]


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.title)
def test_the_whole_scan_loses_nothing(case: Case) -> None:
    for source in (case.source, case.source.replace("\n", "\r\n")):
        found = scan(case.path, source.encode(), text_only=True).suspects
        assert {one for one in suspects(case) if one.finding.rule != "stub-admitted"} <= set(found)


@pytest.mark.parametrize("language", PLAIN, ids=lambda language: language.name)
def test_every_marker_has_a_case_that_it_finds(language: Language) -> None:
    found = [
        (one.finding.rule, "\n".join(case.source.split("\n")[one.finding.line - 1 :]), one.finding.column)
        for case in ALL
        if language_of(case.path) is language
        for one in suspects(case)
    ]
    for marker in language.markers:
        fits = [
            match
            for rule, text, column in found
            if rule == marker.rule
            for match in marker.text.finditer(text)
            if match.start() <= column - 1 < match.end()
        ]
        assert fits, marker.text.pattern


@pytest.mark.parametrize("language", PLAIN, ids=lambda language: language.name)
def test_every_language_has_what_a_body_is_judged_by(language: Language) -> None:
    assert set(language.text) <= {"function", "class", "end", "filler", "nothing", "condition", "indent"}
    assert language.text.get("end") or language.text.get("indent") == "yes"
    assert shape_of(language).function.groups


def test_a_finding_spans_the_function() -> None:
    source = 'let a = 1\n\nlet f x\n      y =\n    // soon\n    failwith\n        "TODO"\n\nlet b = 2\n'
    (suspect,) = scan("src/a.fs", source.encode()).suspects
    found = suspect.finding
    assert (found.line, found.column, found.end_line, found.span) == (6, 5, 7, (3, 7))
    assert found.excerpt == "failwith"


UNITS = [
    *(
        "let f (",
        "sub f { ",
        'die "todo" ',
        'failwith "todo"\n',
        "[",
        "function f(a",
        "(defn f [",
        '"',
        "throw ",
    ),
    *("fun <T> ", "browser() ", "todo\n", "let x\n "),
]


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("language", languages(), ids=lambda language: language.name)
def test_hostile_text_is_read_to_its_end(language: Language, unit: str) -> None:
    plain.find("src/a", "todo not implemented\n" + unit * (30_000 // len(unit)), language, "block")


WORDS = [
    *(
        "let f x =",
        "failwith",
        '"TODO"',
        "sub f {",
        "die",
        "}",
        "end",
        "(",
        ")",
        "\n",
        "    ",
        "'",
        '"',
        "#",
        "(*",
        "*)",
    ),
    *(
        "function f(x)",
        "error(",
        "stop(",
        "todo",
        "// TODO: implement",
        ";",
        "\\",
        "<<A",
        "q{",
        "\u2028",
        "\0",
        "é",
    ),
]


@settings(max_examples=150)
@given(st.sampled_from(languages()), st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
def test_findings_lie_in_the_text(language: Language, text: str) -> None:
    lines = text.split("\n")
    for suspect in plain.find("src/a", text, language, "block"):
        found = suspect.finding
        assert 1 <= found.line <= found.end_line <= len(lines)
        assert 1 <= found.span[0] <= found.line
        assert found.end_line <= found.span[1] <= len(lines)
        assert not lines[found.line - 1][found.column - 1].isspace()


def test_the_example_of_the_documentation_works() -> None:
    page = (Path(__file__).parents[2] / "docs" / "languages.md").read_text("utf-8")
    data, case = (page.partition(opens)[2].partition("```")[0] for opens in ("```toml\n", "```\n===="))
    source, _, expected = case.partition("\n")[2].partition("----\n")
    found = plain.find("src/cart.nim", source, _language(tomllib.loads(data)), "block")
    assert [shown(one) for one in found] == expected.split("\n")[:-1]
