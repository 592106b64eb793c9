"""Every rule and exemption of the languages with a parser, as data: cases/<language>.case.

A case is a title, a source and what is expected of it:

    ==== whole body of a method | src/cart.ts | prints
    class Cart {
      total(): number { throw new Error('Not implemented'); }
    }
    ----
    2 stub block Cart.total ? overridden Cart.total

The path is `src/code.<extension>` unless the title names another; `prints` looks for debugging prints too.
Each line below `----` is one finding: its line, rule, severity and symbol ("-" at the top level), and behind
`?` what may excuse it: a class that derives and overrides, or a definition of the name. No line: no finding.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from chrono_git.scan import scan
from chrono_git.scan.language import language_of, languages
from chrono_git.scan.result import Suspect

CASES = Path(__file__).parent / "cases"
EXTENSIONS = {
    "bash": "sh",
    "c": "c",
    "cpp": "cpp",
    "csharp": "cs",
    "dart": "dart",
    "elixir": "ex",
    "go": "go",
    "haskell": "hs",
    "java": "java",
    "javascript": "js",
    "kotlin": "kt",
    "lua": "lua",
    "php": "php",
    "python": "py",
    "ruby": "rb",
    "rust": "rs",
    "scala": "scala",
    "solidity": "sol",
    "svelte": "svelte",
    "swift": "swift",
    "tsx": "tsx",
    "typescript": "ts",
    "vue": "vue",
    "zig": "zig",
}


@dataclass(frozen=True)
class Case:
    language: str
    title: str
    path: str
    prints: bool
    source: str
    expected: tuple[str, ...]
    line: int  # of the title, in the file of cases


def load(file: Path) -> Iterator[Case]:
    """The cases of one file; lines before the first are remarks."""
    language, title, at = file.stem, "", 0
    lines: list[str] = []
    for number, line in enumerate([*file.read_text("utf-8").split("\n"), "==== "], 1):
        if not line.startswith("==== "):
            lines.append(line)
            continue
        if title:
            yield _case(language, title, lines, at)
        title, lines, at = line[5:], [], number


def _case(language: str, title: str, lines: list[str], at: int) -> Case:
    assert lines.count("----") == 1, f"{language}.case:{at}: one line of ---- ends the source"
    end = lines.index("----")
    name, *rest = (part.strip() for part in title.split("|"))
    prints = "prints" in rest
    path = next((part for part in rest if part != "prints"), f"src/code.{EXTENSIONS[language]}")
    expected = tuple(line.strip() for line in lines[end + 1 :] if line.strip())
    return Case(language, name, path, prints, "\n".join(lines[:end]) + "\n", expected, at)


def shown(suspect: Suspect) -> str:
    found, excuse = suspect.finding, suspect.excuse
    said = f"{found.line} {found.rule} {found.severity} {found.symbol or '-'}"
    if excuse is None:
        return said
    return f"{said} ? {excuse.kind} {'.'.join(filter(None, (excuse.owner, excuse.name)))}"


def place_of(suspect: Suspect, source: str) -> int:
    lines = source.split("\n")[: suspect.finding.line - 1]
    return sum(len(line) + 1 for line in lines) + suspect.finding.column - 1


ALL = [case for file in sorted(CASES.glob("*.case")) for case in load(file)]


@pytest.mark.parametrize("case", ALL, ids=lambda case: f"{case.language}: {case.title}")
def test_a_case_gives_what_it_says(case: Case) -> None:
    result = scan(case.path, case.source.encode(), prints=case.prints)
    assert result.note == "", f"{case.language}.case:{case.line}"
    assert tuple(map(shown, result.suspects)) == case.expected, f"{case.language}.case:{case.line}"


def test_titles_are_unlike_each_other() -> None:
    titles = [(case.language, case.title) for case in ALL]
    assert sorted(titles) == sorted(set(titles))


def test_every_parsed_language_has_cases() -> None:
    parsed = {extension for one in languages() if one.parser for extension in one.extensions}
    assert {file.stem for file in CASES.glob("*.case")} == set(EXTENSIONS)
    covered = [language_of(f"a.{extension}") for extension in EXTENSIONS.values()]
    assert parsed == {extension for one in covered if one for extension in one.extensions}


@pytest.mark.parametrize("language", sorted(EXTENSIONS))
def test_every_marker_of_a_language_has_a_case_that_it_finds(language: str) -> None:
    of = language_of(f"a.{EXTENSIONS[language]}")
    assert of is not None
    found = [
        (suspect.finding.rule, case.source, place_of(suspect, case.source))
        for case in ALL
        if language_of(case.path) is of
        for suspect in scan(case.path, case.source.encode(), prints=case.prints).suspects
    ]
    unseen = [
        marker.text.pattern
        for marker in of.markers
        if not any(rule == marker.rule and marker.text.match(text, at) for rule, text, at in found)
    ]
    assert unseen == []


@pytest.mark.parametrize("folder", ["tests", "examples", "docs", "templates", "generated", "vendor"])
@pytest.mark.parametrize("language", sorted(EXTENSIONS))
def test_nothing_blocks_where_nobody_relies_on_it(language: str, folder: str) -> None:
    for case in (case for case in ALL if case.language == language and case.path.startswith("src/code.")):
        found = scan(f"{folder}/{case.path}", case.source.encode(), prints=case.prints).suspects
        expected = tuple(line.replace(" block ", " warn ") for line in case.expected)
        assert tuple(map(shown, found)) == expected, case.title


@pytest.mark.parametrize("language", sorted({case.language for case in ALL if case.prints}))
def test_prints_are_what_a_command_line_is_for(language: str) -> None:
    for case in (case for case in ALL if case.language == language and case.prints):
        path = f"src/cli/code.{EXTENSIONS[language]}"
        found = scan(path, case.source.encode(), prints=True).suspects
        assert [one for one in found if one.finding.rule == "debug-print"] == [], case.title


@pytest.mark.parametrize("language", sorted(EXTENSIONS))
def test_prints_are_looked_for_only_when_asked(language: str) -> None:
    for case in (case for case in ALL if case.language == language):
        found = scan(case.path, case.source.encode()).suspects
        assert [one for one in found if one.finding.rule == "debug-print"] == [], case.title
