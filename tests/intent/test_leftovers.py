"""Items that want something gone."""

from __future__ import annotations

import pytest

from chrono_git.intent.leftovers import asks_for_cleanup, asks_for_replacing


@pytest.mark.parametrize(
    ("text", "cleanup"),
    [
        ("Clean up debug code", True),
        ("Remove console.log statements", True),
        ("No debug code left", True),
        ("All debugging statements removed", True),
        ("Strip print statements from `a.py`", True),
        ("Add debug logging", False),
        ("Remove the debug menu", False),
        ("Debug the parser", False),
        ("Clean up the database", False),
    ],
)
def test_cleanup(text: str, cleanup: bool) -> None:
    assert asks_for_cleanup(text) is cleanup


@pytest.mark.parametrize(
    ("text", "replacing"),
    [
        ("Replace stubs with real code", True),
        ("Fill in the stubs of `a.py`", True),
        ("Implement all stub functions", True),
        ("No placeholders left", True),
        ("Stubs replaced", True),
        ("Create stub functions", False),
        ("Implement a stub server", False),
        ("Implement the parser", False),
    ],
)
def test_replacing(text: str, replacing: bool) -> None:
    assert asks_for_replacing(text) is replacing
