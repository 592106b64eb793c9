"""Which files are tests, of what kind, and how many tests they really hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from chrono_git.facts import Text
from chrono_git.intent.paths import SOURCE, extension_of

TestKind = Literal["unit", "integration", "property", "end-to-end", "benchmark"]

_TEST_PATH = re.compile(
    r"(?:^|/)(?:tests?|__tests__|spec|specs|e2e|testing|bench(?:es|marks?)?|[\w.]+\.(?:\w*Tests?))/"
    r"|(?:^|/)test_[^/]+$|[-_.](?:tests?|spec|e2e|bench)\.\w+$|(?:^|/)[\w.]*(?:Tests?|Spec|IT|Benchmark)\.\w+$"
)
_PATTERNS: tuple[tuple[str, str], ...] = (
    ("py", r"^\s*(?:async\s+)?def\s+test\w*\s*\("),
    ("js jsx ts tsx mjs cjs vue svelte", r"^\s*(?:it|test|fit|bench)(?:\.(?:each|only|concurrent|prop)\b.*)?\s*[(`]|\bDeno\.test\("),
    ("rs", r"^\s*#\[(?:\w+::)*(?:test|rstest|test_case|proptest|bench)\b|^\s*fn\s+prop_\w+|\bcriterion_group!|\.bench_function\("),
    ("go", r"^func\s+(?:\([^)]*\)\s*)?(?:Test|Benchmark|Fuzz|Example)\w*\s*\("),
    ("java kt kts scala groovy", r"@(?:Test|ParameterizedTest|Property|RepeatedTest|Benchmark)\b|^\s*(?:test|it|should)\s*[(\"]|\"\s+should\s+\""),
    ("cs fs vb", r"\[\s*(?:Fact|Theory|Test|TestMethod|TestCase|Property|Benchmark|AvaloniaFact|DataTestMethod)\b"),
    ("swift", r"\bfunc\s+test\w*\s*\(|@Test\b"),
    ("rb", r"^\s*(?:it|specify|scenario|test)\s+[\"'{(]|^\s*def\s+test_"),
    ("php", r"\bfunction\s+test\w*\s*\(|@test\b|#\[Test\]|^\s*(?:it|test)\s*\("),
    ("dart", r"^\s*(?:test|testWidgets|blocTest|testGoldens|patrolTest)\s*(?:<[^>]*>)?\("),
    ("ex exs", r"^\s*(?:test|property)\s+\""),
    ("c cc cpp cxx h hpp hh m mm", r"^\s*(?:TEST|TEST_F|TEST_P|TEST_CASE|SCENARIO|BOOST_AUTO_TEST_CASE|BENCHMARK)\s*\(|-\s*\(void\)\s*test"),
    ("hs lua clj jl r", r"^\s*(?:it|specify|prop|test|testCase|testthat|test_that)\s*[\"'(]|\bdeftest\b|@test\b|^prop_\w+"),
    ("sh bash bats", r"^\s*@test\s+|^\s*(?:function\s+)?test_\w+\s*\(\)"),
    ("sol", r"\bfunction\s+test\w*\s*\("),
)  # fmt: skip
_BY_EXTENSION = {
    extension: re.compile(pattern) for names, pattern in _PATTERNS for extension in names.split()
}
_SKIPPED = re.compile(
    r"@pytest\.mark\.(?:skip|xfail)\b|\b(?:it|test|describe)\.(?:skip|todo|failing)\b|^\s*(?:xit|xtest|xdescribe|pending)\b"
    r"|#\[ignore|@(?:Disabled|Ignore)\b|\bSkip\s*=|@unittest\.skip|@tag\s+:skip|\bt\.Skip(?:Now|f)?\(|\bskip:\s*(?:true|['\"])"
)
_MARKERS: tuple[tuple[TestKind, re.Pattern[str]], ...] = (
    ("property", re.compile(r"@given\b|\bfc\.(?:assert|property)|\bproptest!|\brapid\.Check|\bquick\.Check|quickcheck|\bforAll\b|\[Property|hypothesis|@Property")),
    ("benchmark", re.compile(r"\bcriterion\b|@Benchmark|\[Benchmark|\bb\.N\b|\bbenchmark\s*\(|pytest\.mark\.benchmark|\bbench\(")),
    ("end-to-end", re.compile(r"\bplaywright\b|\bcypress\b|\bselenium\b|\bpuppeteer\b|\btestcafe\b|integration_test", re.I)),
)  # fmt: skip
_IN_PATH: tuple[tuple[TestKind, re.Pattern[str]], ...] = (
    ("end-to-end", re.compile(r"e2e|end[-_]?to[-_]?end|acceptance|system[-_]?tests?", re.I)),
    ("integration", re.compile(r"integration|contract|[\w]IT\.java$", re.I)),
    ("property", re.compile(r"propert(?:y|ies)|[-_.]prop[s]?[-_.]|fuzz", re.I)),
    ("benchmark", re.compile(r"bench|perf", re.I)),
    ("unit", re.compile(r"(?:^|/|[-_.])units?(?:[-_./]|tests?)", re.I)),
)
_ASKED: tuple[tuple[TestKind, re.Pattern[str]], ...] = (
    ("property", re.compile(r"\bpropert(?:y|ies)(?:-based)?\s+tests?|fast-check|hypothesis|proptest|属性测试|プロパティテスト", re.I)),
    ("end-to-end", re.compile(r"\be2e\b|\bend[- ]to[- ]end\b|端到端", re.I)),
    ("integration", re.compile(r"\bintegration\b|\bcontract tests?\b|集成测试|結合テスト|統合テスト", re.I)),
    ("benchmark", re.compile(r"\bbenchmarks?\b|\bperformance tests?\b|性能测试|ベンチマーク", re.I)),
    ("unit", re.compile(r"\bunit\b|单元测试|単体テスト|ユニットテスト", re.I)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CountedTests:
    """What a test file holds: `real` tests that run, `skipped` ones, the first one's line, and its kinds."""

    real: int
    skipped: int
    line: int | None
    kinds: frozenset[TestKind]


@lru_cache(maxsize=65536)
def is_test_path(path: str) -> bool:
    """Whether a file is a test by its folder or name, and a source file at all."""
    return bool(_TEST_PATH.search(path)) and extension_of(path) in SOURCE


def count_tests(text: Text) -> CountedTests:
    """Count the tests of a file; one right below or beside a skip mark counts as skipped."""
    pattern = _BY_EXTENSION.get(extension_of(text.path))
    if pattern is None:
        return CountedTests(0, 0, None, frozenset())
    found = [number for number, line in enumerate(text.lines) if pattern.search(line)]
    skipped = [
        number
        for number in found
        if any(_SKIPPED.search(line) for line in text.lines[max(0, number - 2) : number + 2])
    ]
    real = [number for number in found if number not in set(skipped)]
    first = next(iter(real or found), None)
    return CountedTests(len(real), len(skipped), None if first is None else first + 1, _kinds(text))


def _kinds(text: Text) -> frozenset[TestKind]:
    kinds = {kind for kind, pattern in _IN_PATH if pattern.search(text.path)}
    whole = "\n".join(text.lines)
    kinds |= {
        kind
        for kind, pattern in _MARKERS
        # Most files have none of them, and to search all lines at once takes a tenth of the time.
        if pattern.search(whole) and any(pattern.search(line) for line in text.lines)
    }
    return frozenset(kinds or {"unit"})


def asked_kind(text: str) -> TestKind | None:
    """The kind of test that an item asks for, None where it says just "tests"."""
    return next((kind for kind, pattern in _ASKED if pattern.search(text)), None)
