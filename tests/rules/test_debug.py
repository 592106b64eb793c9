"""Debug code: what came since the guide and is still there."""

from __future__ import annotations

import pytest

from chrono_git.rules import debug
from tests.rules.facts import changed, item, new, old, said, see

CLEAN = "def f():\n    return 1\n"
STOPS = "def f():\n    breakpoint()\n    return 1\n"
PRINTS = 'def f():\n    print("DEBUG", 1)\n    return 1\n'
STILL = "src/a.py:2 stops or dumps for debugging: breakpoint()"
NONE_IN_ONE = "no debug code came with the 1 file that changed, or it is gone"


@pytest.mark.parametrize(
    ("text", "files", "before", "expected"),
    [
        ("Clean up debug code", {"src/a.py": new(STOPS)}, {}, [("fail", STILL)]),
        ("Clean up debug code", {"src/a.py": new(CLEAN)}, {}, [("pass", NONE_IN_ONE)]),
        ("Clean up debug code", {"src/a.py": changed(STOPS)}, {"src/a.py": CLEAN}, [("fail", STILL)]),
        ("Clean up debug code", {"src/a.py": changed(STOPS)}, {"src/a.py": STOPS}, [("pass", NONE_IN_ONE)]),
        ("Clean up debug code", {"src/a.py": changed(CLEAN)}, {"src/a.py": STOPS}, [("pass", NONE_IN_ONE)]),
        (
            "Remove print statements",
            {"src/a.py": new(PRINTS)},
            {},
            [("fail", 'src/a.py:2 prints like somebody looking for a fault: print("DEBUG", 1)')],
        ),
        (
            "No console.log left",
            {"tests/test_a.py": new(STOPS), "src/b.py": new()},
            {},
            [("pass", NONE_IN_ONE)],
        ),
        (
            "Remove debug code from `src/a.py`",
            {"src/a.py": new(STOPS), "src/b.py": new()},
            {},
            [("fail", STILL)],
        ),
        (
            "Remove debug code from `src/`",
            {"src/a.py": new(STOPS), "lib/b.py": new(STOPS)},
            {},
            [("fail", STILL)],
        ),
        (
            "Clean up debug code",
            {"src/a.py": old(STOPS)},
            {},
            [("unknown", "no source file changed since, so that there is nothing to clean up")],
        ),
        ("Add a debug mode", {"src/a.py": new(STOPS)}, {}, []),
        ("Remove the debug menu", {"src/a.py": new(STOPS)}, {}, []),
        ("Implement `f`", {"src/a.py": new(STOPS)}, {}, []),
    ],
)
def test_debug(text: str, files: dict, before: dict, expected: list) -> None:  # type: ignore[type-arg]
    assert said(see(debug.look, item(text), files, before=before)) == expected


def test_many_are_counted() -> None:
    text = "def f():\n" + "    breakpoint()\n" * 12
    evidence = see(debug.look, item("Clean up debug code"), {"src/a.py": new(text)})
    assert len(evidence) == 9
    assert evidence[-1].detail == "and 4 more debugging aids"
    assert (evidence[0].path, evidence[0].line) == ("src/a.py", 2)
    assert "remove it" in evidence[0].remedy
