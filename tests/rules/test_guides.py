"""Guides: what another guide's own report says."""

from __future__ import annotations

import pytest

from chrono_git.model import Kind
from chrono_git.rules import guides
from tests.rules.facts import item, said, see

OTHERS = {"CHRONO-001": (0, 12), "CHRONO-002": (3, 45)}

CASES: list[tuple[Kind, str, list[tuple[str, str]]]] = [
    ("task", "CHRONO-001 completed", [("pass", "CHRONO-001 has nothing open (12 items)")]),
    ("task", "CHRONO-002 is done", [("fail", "CHRONO-002 has 3 of 45 items to do")]),
    ("prerequisite", "CHRONO-001", [("pass", "CHRONO-001 has nothing open (12 items)")]),
    ("prerequisite", "CHRONO-001 and CHRONO-002, CHRONO-001",
     [("pass", "CHRONO-001 has nothing open (12 items)"), ("fail", "CHRONO-002 has 3 of 45 items to do")]),
    ("prerequisite", "CHRONO-009 completed", [("unknown", "there is no guide CHRONO-009 here to ask")]),
    ("task", "CHRONO-009 completed", []),
    ("task", "Read CHRONO-001", []),
    ("prerequisite", "Node.js 20", []),
    ("task", "Everything completed", []),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "expected"), CASES)
def test_guides(kind: Kind, text: str, expected: list[tuple[str, str]]) -> None:
    assert said(see(guides.look, item(text, kind=kind), others=OTHERS)) == expected


def test_what_to_do() -> None:
    (one,) = see(guides.look, item("CHRONO-002 completed"), others=OTHERS)
    assert (one.rule, one.remedy) == ("guides", "chrono-git next CHRONO-002")
