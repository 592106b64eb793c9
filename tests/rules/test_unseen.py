"""What no machine can see."""

from __future__ import annotations

import pytest

from chrono_git.model import Kind
from chrono_git.rules import unseen
from tests.rules.facts import item, said, see

CASES: list[tuple[Kind, str, list[tuple[str, str]]]] = [
    ("task", "Run the tests", [("unknown", "leaves no trace in the repository: only a person can tell")]),
    ("task", "All tests pass", [("unknown", "leaves no trace in the repository: only a person can tell")]),
    (
        "prerequisite",
        "Node.js 20",
        [("unknown", "a prerequisite of the machine, which the repository does not show")],
    ),
    ("task", "Create `a.py`", []),
]


@pytest.mark.parametrize(("kind", "text", "expected"), CASES)
def test_unseen(kind: Kind, text: str, expected: list[tuple[str, str]]) -> None:
    evidence = see(unseen.look, item(text, kind=kind, name="G/7"))
    assert said(evidence) == expected
    assert all("`Chrono-Step: 7`" in one.remedy for one in evidence)
