"""Test files: which they are, what they hold, and of what kind."""

from __future__ import annotations

import pytest

from chrono_git.facts import Text
from chrono_git.facts.testing import TestKind, asked_kind, count_tests, is_test_path

PATHS = {
    "tests/test_a.py": True,
    "src/a_test.go": True,
    "src/a.test.ts": True,
    "src/a.spec.tsx": True,
    "src/__tests__/a.tsx": True,
    "src/test/java/org/ATest.java": True,
    "src/FooTests.cs": True,
    "My.App.Tests/Foo.cs": True,
    "spec/models/a_spec.rb": True,
    "e2e/login.ts": True,
    "benches/parse.rs": True,
    "test_a.py": True,
    "src/a.py": False,
    "src/latest.py": False,
    "src/contest.ts": False,
    "src/attestation.rs": False,
    "tests/README.md": False,
    "tests/data.json": False,
}


@pytest.mark.parametrize("path", PATHS)
def test_which_files_are_tests(path: str) -> None:
    assert is_test_path(path) is PATHS[path]


# A path, a file, and how many of its tests run and are skipped.
HOLDS: list[tuple[str, str, int, int]] = [
    (
        "tests/test_a.py",
        "def test_a():\n    pass\n\n\nasync def test_b(): ...\n\n\ndef helper(): ...\n",
        2,
        0,
    ),
    ("tests/test_a.py", "class TestA:\n    def test_a(self): ...\n", 1, 0),
    ("tests/test_a.py", "@pytest.mark.skip(reason='x')\ndef test_a(): ...\n\n\n\ndef test_b(): ...\n", 1, 1),
    ("tests/test_a.py", "@unittest.skip\ndef test_a(): ...\n", 0, 1),
    ("tests/test_a.py", "def helper(): ...\n", 0, 0),
    (
        "a.test.ts",
        "describe('x', () => {\n  it('a', () => {})\n  test(`b`, f)\n  it.each([1])('c', f)\n})\n",
        3,
        0,
    ),
    ("a.test.ts", "it.skip('a', f)\n\n\nit.todo('b')\nxit('c')\n\n\n\ntest('d', f)\n", 1, 0),
    ("a.test.ts", "import { it } from 'vitest'\n", 0, 0),
    ("a.rs", "#[test]\nfn a() {}\n\n\n#[tokio::test]\nasync fn b() {}\n", 2, 0),
    ("a.rs", "#[test]\n#[ignore]\nfn a() {}\n", 0, 1),
    (
        "a_test.go",
        "func TestA(t *testing.T) {\n}\n\nfunc BenchmarkB(b *testing.B) {}\nfunc helper() {}\n",
        2,
        0,
    ),
    ("a_test.go", "func TestA(t *testing.T) {\n\tt.Skip()\n}\n", 0, 1),
    ("ATest.java", "@Test\nvoid a() {}\n@ParameterizedTest\nvoid b() {}\n", 2, 0),
    ("ATest.java", "@Disabled\n@Test\nvoid a() {}\n", 0, 1),
    ("ATest.kt", "@Test\nfun a() {}\n", 1, 0),
    ("ATests.cs", "[Fact]\npublic void A() {}\n[Theory]\npublic void B() {}\n", 2, 0),
    ("ATests.cs", '[Fact(Skip = "x")]\npublic void A() {}\n', 0, 1),
    ("ATests.swift", "func testA() {}\n@Test func b() {}\n", 2, 0),
    ("a_spec.rb", "it 'a' do\nend\nspecify { x }\n", 2, 0),
    ("ATest.php", "public function testA() {}\n#[Test]\n", 2, 0),
    ("a_test.dart", "  test('a', () {});\n  testWidgets('b', (t) async {});\n", 2, 0),
    ("a_test.exs", 'test "a" do\nend\n', 1, 0),
    ("a_test.cpp", 'TEST(A, B) {}\nTEST_F(A, C) {}\nTEST_CASE("d") {}\n', 3, 0),
    ("a_test.sh", "test_a() {\n}\n", 1, 0),
    ("A.t.sol", "function testA() public {}\n", 1, 0),
    ("a.txt", "def test_a(): ...\n", 0, 0),
    ("tests/test_a.py", "", 0, 0),
]


@pytest.mark.parametrize(("path", "text", "real", "skipped"), HOLDS)
def test_what_a_file_holds(path: str, text: str, real: int, skipped: int) -> None:
    found = count_tests(Text(path, tuple(text.splitlines())))
    assert (found.real, found.skipped) == (real, skipped)


def test_the_first_test_that_runs_is_named() -> None:
    text = "@pytest.mark.skip\ndef test_a(): ...\n\n\n\ndef test_b(): ...\n"
    assert count_tests(Text("test_a.py", tuple(text.splitlines()))).line == 6
    assert count_tests(Text("test_a.py", tuple(text.splitlines()[:2]))).line == 2
    assert count_tests(Text("test_a.py", ())).line is None


KINDS: list[tuple[str, str, set[TestKind]]] = [
    ("tests/test_a.py", "", {"unit"}),
    ("tests/unit/test_a.py", "", {"unit"}),
    ("tests/integration/test_a.py", "", {"integration"}),
    ("tests/contract/test_a.py", "", {"integration"}),
    ("e2e/login.spec.ts", "", {"end-to-end"}),
    ("tests/login.spec.ts", "import { test } from '@playwright/test'", {"end-to-end"}),
    ("tests/test_a.py", "@given(st.text())", {"property"}),
    ("a.test.ts", "fc.assert(x)", {"property"}),
    ("benches/a.rs", "use criterion::x;", {"benchmark"}),
    ("tests/unit/test_properties.py", "", {"unit", "property"}),
]


@pytest.mark.parametrize(("path", "text", "kinds"), KINDS)
def test_kinds(path: str, text: str, kinds: set[TestKind]) -> None:
    assert count_tests(Text(path, (text,))).kinds == kinds


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Write unit tests for X", "unit"),
        ("Integration tests", "integration"),
        ("Contract test POST /x", "integration"),
        ("Write property test for X", "property"),
        ("E2E test of the login", "end-to-end"),
        ("Add benchmarks", "benchmark"),
        ("编写单元测试", "unit"),
        ("集成测试", "integration"),
        ("Write tests", None),
        ("Set the property of X", None),
    ],
)
def test_what_kind_is_asked_for(text: str, kind: TestKind | None) -> None:
    assert asked_kind(text) == kind
