"""Symbols: defined where the item says, since it was written?"""

from __future__ import annotations

import pytest

from chrono_git.model import CodeBlock
from chrono_git.rules import symbols
from tests.rules.facts import NEWER, File, changed, item, new, old, said, see

CODE = "import x\n\ndef batch(prices):\n    return x\n"

CASES: list[tuple[str, dict[str, File], list[tuple[str, str]]]] = [
    ("Add `batch()` to `a.py`", {"a.py": new(CODE)}, [("pass", "batch() is in a.py:3")]),
    ("Add `batch()`", {"src/a.py": changed(CODE)}, [("pass", "batch() is in src/a.py:3")]),
    ("Add `batch()` to `a.py`", {"a.py": changed("x = 1\n")}, [("fail", "a.py does not have batch()")]),
    # Used only, or elsewhere, or before
    ("Add `batch()` to `a.py`", {"a.py": changed("x = batch()\n")}, [("(pass)", "batch() is in a.py:1")]),
    ("Add `batch()` to `a.py`", {"a.py": old(CODE)}, [("(pass)", "batch() is in a.py:3")]),
    (
        "Add `batch()` to `a.py`",
        {"a.py": old("x\n"), "b.py": new(CODE)},
        [("(pass)", "batch() is in b.py:3")],
    ),
    ("Add `batch()`", {"a.py": old(CODE)}, []),
    ("Add `batch()`", {"a.py": new("x\n")}, []),
    ("Add `batch()`", {"notes.md": new(CODE), "a.json": new(CODE)}, []),
    # Not what is to be made
    ("Add paging using `batch()` to `a.py`", {"a.py": new(CODE)}, [("(pass)", "batch() is in a.py:3")]),
    ("Add paging (see `batch()`) to `a.py`", {"a.py": new("x\n")}, []),
    # Words that merely look like identifiers, flags, routes
    (
        "Add the PriceBatcher to `a.py`",
        {"a.py": new("class PriceBatcher: ...\n")},
        [("pass", "PriceBatcher is in a.py:1")],
    ),
    ("Add the PriceBatcher to `a.py`", {"a.py": new("x\n")}, []),
    (
        "Add the `--dry-run` flag",
        {"a.py": new('option("--dry-run")\n')},
        [("pass", "--dry-run is in a.py:1")],
    ),
    ("Add the `--dry-run` flag", {"a.py": new('option("--dry-run-all")\n')}, []),
    (
        "Add `GET /api/users`",
        {"a.ts": new("app.get('/api/users', f)\n")},
        [("pass", "GET /api/users is in a.ts:1")],
    ),
    ("Add `GET /api/users`", {"a.ts": new("app.get('/api/users-old', f)\n")}, []),
    # Silent
    ("Verify `batch()`", {"a.py": new(CODE)}, []),
    ("Remove `batch()`", {"a.py": new(CODE)}, []),
    ("Rename `batch()`", {"a.py": new(CODE)}, []),
    ("Add paging", {"a.py": new(CODE)}, []),
]


@pytest.mark.parametrize(("text", "files", "expected"), CASES)
def test_symbols(text: str, files: dict[str, File], expected: list[tuple[str, str]]) -> None:
    assert said(see(symbols.look, item(text), files)) == expected


def test_where_and_what_to_do() -> None:
    (found,) = see(symbols.look, item("Add `batch()` to `a.py`"), {"a.py": new(CODE)})
    assert (found.rule, found.path, found.line, found.commit) == ("symbols", "a.py", 3, NEWER)
    (missing,) = see(symbols.look, item("Add `batch()` to `a.py`"), {"a.py": changed("x\n")})
    assert (missing.path, missing.remedy) == ("a.py", "define batch() in a.py")


def test_only_lines_that_came_since_count() -> None:
    files = {"a.py": changed(CODE + "def other(): ...\n", fresh="def other(): ...\n")}
    assert said(see(symbols.look, item("Add `batch()` to `a.py`"), files)) == [
        ("(pass)", "batch() is in a.py:3")
    ]


BLOCK = "export class Alpha {}\nexport class Bravo {}\nexport class Delta {}\n"


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        (BLOCK, "a.ts",
         [("pass", f"{name} is defined in a.ts:{n}")
          for n, name in enumerate(("Alpha", "Bravo", "Delta"), 1)]),
        ("class Alpha {}\nclass Bravo {}\n", "a.ts",
         [("pass", "Alpha is defined in a.ts:1"), ("pass", "Bravo is defined in a.ts:2"),
           ("(fail)", "a.ts does not define Delta")]),
        ("class Alpha {}\n", "a.ts",
         [("pass", "Alpha is defined in a.ts:1"), ("fail", "a.ts does not define Bravo"),
           ("fail", "a.ts does not define Delta")]),
        ("x\n", "a.ts", [("fail", f"a.ts does not define {name}") for name in ("Alpha", "Bravo", "Delta")]),
    ],
)  # fmt: skip
def test_the_names_of_a_steps_own_block(text: str, path: str, expected: list[tuple[str, str]]) -> None:
    one = item("Batching", kind="step", blocks=(CodeBlock("ts", BLOCK, 1, "implement", path),))
    assert said(see(symbols.look, one, {"a.ts": old(text)})) == expected


def test_a_block_of_no_file_defines_where_it_can() -> None:
    one = item("Batching in `a.ts`", kind="step", blocks=(CodeBlock("ts", BLOCK, 1, "implement"),))
    assert said(see(symbols.look, one, {"a.ts": old("class Alpha {}\n")})) == [
        ("pass", "Alpha is defined in a.ts:1")
    ]
    assert see(symbols.look, one, {}) == []
