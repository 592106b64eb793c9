"""Wording: do new lines speak of the item?"""

from __future__ import annotations

from typing import Any

import pytest

from chrono_git.rules import wording
from tests.rules.facts import NEWER, File, changed, item, new, old, said, see, with_guide

CODE = "class PriceBatcher:\n    window = 20\n"
TEXT = "Implement batching of prices in windows"
ALL = "gained lines with batching, prices, windows (3 of 3 words)"
NOTHING = "nothing but guides changed since the item was written"

CASES: list[tuple[str, dict[str, File], dict[str, Any], list[tuple[str, str]]]] = [
    (TEXT, {"src/a.py": new(CODE)}, {}, [("pass", f"src/a.py {ALL}")]),
    (TEXT, {"src/a.py": changed("x\n" + CODE, fresh=CODE)}, {}, [("pass", f"src/a.py {ALL}")]),
    (TEXT, {"src/a.py": new("batch the price\n" + "\n" * 99 + "window\n")}, {},
     [("pass", "src/a.py gained lines with batching, prices (2 of 3 words)")]),
    (TEXT, {"src/a.py": new("batch\n")}, {}, []),
    (TEXT, {"src/a.py": old(CODE)}, {}, [("fail", NOTHING)]),
    (TEXT, {"plan/PLAN.md": changed(CODE)}, {}, [("fail", NOTHING)]),
    (TEXT, {}, {}, [("fail", NOTHING)]),
    (TEXT, {"src/a.py": with_guide(CODE)}, {},
     [("unknown", f"src/a.py {ALL}, but in the very commit that wrote the item")]),
    (TEXT, {"src/a.py": new("x\n")}, {}, []),
    # The plan does not tell, nor does prose tell of code
    (TEXT, {"specs/x.md": new(CODE)}, {"specifications": ["specs/x.md"]}, [("fail", NOTHING)]),
    (TEXT, {"notes.md": new(CODE), "src/a.py": new("x\n")}, {}, []),
    ("Write the guide to batching prices", {"docs/a.md": new("a guide to batching of prices\n"),
      "src/a.py": new(CODE)}, {},
     [("pass", "docs/a.md gained lines with guide, batching, prices (3 of 3 words)")]),
    # A named file
    ("Implement price batching in `src/a.py`", {"src/a.py": changed(CODE), "src/b.py": new(CODE)}, {},
     [("pass", "src/a.py gained lines with price, batching (2 of 2 words)")]),
    ("Implement price batching in `src/a.py`", {"src/a.py": changed("x\n"), "src/b.py": new(CODE)}, {}, []),
    ("Implement price batching in `src/`", {"src/a.py": new(CODE)}, {},
     [("pass", "src/a.py gained lines with price, batching (2 of 2 words)")]),
    ("Implement price batching in `src/none.py`", {"src/a.py": new(CODE)}, {}, []),
    # One word alone tells nothing, unless a file is called by it
    ("Implement batching", {"src/a.py": new("batch\n")}, {}, []),
    ("Implement batching", {"src/batch.py": new("batch\n")}, {},
     [("pass", "src/batch.py gained lines with batching (1 of 1 words)")]),
    # Silent
    ("Verify price batching", {"src/a.py": new(CODE)}, {}, []),
    ("Remove price batching", {"src/a.py": new(CODE)}, {}, []),
    ("Write tests for price batching", {"src/a.py": new(CODE)}, {}, []),
    ("Create the new file", {"src/a.py": new(CODE)}, {}, []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "files", "more", "expected"), CASES)
def test_wording(
    text: str, files: dict[str, File], more: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    found = see(wording.look, item(text), files, **more)
    assert [pair for pair in said(found) if not pair[1].startswith("too little")] == expected


def test_where_and_what_to_do() -> None:
    (found,) = see(wording.look, item(TEXT), {"src/a.py": new("\n" + CODE)})
    assert (found.rule, found.path, found.line, found.commit) == ("wording", "src/a.py", 2, NEWER)
    (nothing,) = see(wording.look, item(TEXT))
    assert nothing.remedy == "a commit that does what the item says"


def test_the_title_of_a_step_is_no_sentence() -> None:
    assert see(wording.look, item(TEXT, kind="step"), {"src/a.py": new(CODE)}) == []


def test_too_little_decides_nothing() -> None:
    (one,) = see(
        wording.look,
        item("Implement batching of prices in windows by rates"),
        {"src/a.py": new("batch price\n")},
    )
    assert (one.result, one.decides) == ("unknown", False)
    assert one.detail == "too little to tell: src/a.py gained lines with batching, prices (2 of 4 words)"
