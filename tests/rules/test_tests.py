"""Tests: are there real ones for what the item names?"""

from __future__ import annotations

from typing import Any

import pytest

from chrono_git.rules import tests as tests_rule
from tests.rules.facts import NEWER, File, changed, item, new, old, said, see

ONE = "def test_price_batch():\n    assert batch()\n"
SKIPPED = "@pytest.mark.skip\ndef test_price_batch(): ...\n"
BENCH = "def bench(): ...\n@pytest.mark.benchmark\ndef test_price_batch(): ...\n"
UNTOUCHED = "no test file changed since the item was written"
GAINED = "gained lines with price, batching (2 of 2 words)"

CASES: list[tuple[str, dict[str, File], dict[str, Any], list[tuple[str, str]]]] = [
    # A named file
    ("Write tests in `tests/test_a.py`", {"tests/test_a.py": new(ONE)}, {},
     [("pass", "tests/test_a.py holds 1 test")]),
    ("Write tests in `tests/test_a.py`",
      {"tests/test_a.py": new(ONE + "\n\n\ndef test_b(): ...\n\n\n" + SKIPPED)}, {},
     [("pass", "tests/test_a.py holds 2 tests, 1 skipped")]),
    ("Write tests in `tests/test_a.py`", {"tests/test_a.py": new("import a\n")}, {},
     [("fail", "tests/test_a.py holds no test")]),
    ("Write tests in `tests/test_a.py`", {"tests/test_a.py": new(SKIPPED)}, {},
     [("fail", "tests/test_a.py holds only skipped tests (1)")]),
    ("Write tests in `tests/test_a.py`", {"tests/test_a.py": old(ONE)}, {},
     [("(pass)", "tests/test_a.py holds 1 test")]),
    ("Write tests in `tests/test_a.py`", {"tests/test_a.py": changed(ONE)}, {"shared": ["tests/test_a.py"]},
     [("(pass)", "tests/test_a.py holds 1 test")]),
    ("Write tests in `tests/test_a.py`", {}, {}, []),
    ("Write tests for `src/a.py`", {"src/a.py": old("x\n")}, {}, []),
    ("Write tests in `tests/conftest.py`", {"tests/conftest.py": new("x\n")}, {}, []),
    # A named component
    ("Write tests for price batching", {"tests/test_x.py": new(ONE)}, {},
     [("pass", f"tests/test_x.py {GAINED}, and 1 test")]),
    ("Write tests for price batching", {"tests/test_x.py": new(SKIPPED)}, {}, []),
    ("Write tests for price batching", {"src/x.py": new(ONE)}, {}, []),
    ("Write tests for price batching", {"tests/test_x.py": new("def test_other(): ...\n")}, {}, []),
    ("Write tests for price batching", {"tests/test_x.py": old(ONE)}, {}, [("fail", UNTOUCHED)]),
    ("Write tests for price batching", {"plan/PLAN.md": changed()}, {}, [("fail", UNTOUCHED)]),
    ("Write tests for price batching", {}, {}, [("fail", UNTOUCHED)]),
    # Of a kind
    ("Write unit tests for price batching", {"tests/test_x.py": new(ONE)}, {}, [("pass", "…")]),
    ("Write unit tests for price batching", {"tests/integration/test_x.py": new(ONE)}, {}, []),
    ("Write integration tests for price batching", {"tests/test_x.py": new(ONE)}, {}, []),
    ("Write integration tests for price batching", {"tests/integration/test_price_batch.py": new(ONE)}, {},
     [("pass", "…")]),
    ("Write benchmarks for price batching", {"tests/test_x.py": new(BENCH)}, {}, [("pass", "…")]),
    # Silent
    ("Implement price batching", {"tests/test_x.py": new(ONE)}, {}, []),
    ("Run the tests of price batching", {"tests/test_x.py": new(ONE)}, {}, []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "files", "more", "expected"), CASES)
def test_tests(
    text: str, files: dict[str, File], more: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    found = said(see(tests_rule.look, item(text), files, **more))
    assert [(result, "…" if expected[0][1] == "…" else detail) for result, detail in found] == expected


def test_where_and_what_to_do() -> None:
    one = item("Write tests in `tests/test_a.py`")
    (found,) = see(tests_rule.look, one, {"tests/test_a.py": new("\n" + ONE)})
    assert (found.rule, found.path, found.line, found.commit) == ("tests", "tests/test_a.py", 2, NEWER)
    (none,) = see(tests_rule.look, one, {"tests/test_a.py": new("x\n")})
    assert (none.line, none.remedy) == (None, "write a test in tests/test_a.py")
    (untouched,) = see(tests_rule.look, item("Write tests for price batching"))
    assert untouched.remedy == "a commit that adds such tests"


def test_an_override_names_the_tests() -> None:
    one = item("Price batching", overrides={"test": "tests/test_x.py"})
    assert said(see(tests_rule.look, one, {"tests/test_x.py": new(ONE)})) == [
        ("pass", "tests/test_x.py holds 1 test")
    ]
