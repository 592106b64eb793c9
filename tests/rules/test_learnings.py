"""Are the guide's key learnings filled in?"""

from __future__ import annotations

import pytest

from chrono_git.model import Learnt
from chrono_git.rules import learnings
from tests.rules.facts import item, said, see

FILLED = Learnt("Warm caches lie", 90)
BLANK = Learnt("[Learning 2]: [What surprised you]", 91, filled=False)
LEFT = ("fail", "plan/PLAN.md:91 is still the template's: [Learning 2]: [What surprised you]")

CASES: list[tuple[str, tuple[str, ...], tuple[Learnt, ...], list[tuple[str, str]]]] = [
    ("Write the key learnings", (), (FILLED,), [("pass", "plan/PLAN.md:90 has 1 key learning filled in")]),
    ("Fill in lessons learned", (), (FILLED, FILLED),
     [("pass", "plan/PLAN.md:90 has 2 key learnings filled in")]),
    ("Write it down", ("Post-Implementation", "Knowledge Transfer"), (FILLED, BLANK),
     [("pass", "plan/PLAN.md:90 has 1 key learning filled in"), LEFT]),
    ("Key learnings are written", (), (BLANK,), [LEFT]),
    ("Key learnings are written", (), (), [("fail", "plan/PLAN.md has no key learnings")]),
    ("Learn the keys", (), (FILLED,), []),
    ("Write it down", ("Knowledge Transfer", "Another"), (FILLED,), []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "section", "learnt", "expected"), CASES)
def test_learnings(
    text: str, section: tuple[str, ...], learnt: tuple[Learnt, ...], expected: list[tuple[str, str]]
) -> None:
    assert said(see(learnings.look, item(text, section=section), learnt=learnt)) == expected


def test_where_and_what_to_do() -> None:
    (one,) = see(learnings.look, item("Write the key learnings"), learnt=(BLANK,))
    assert (one.path, one.line, one.remedy) == ("plan/PLAN.md", 91, "fill it in or delete the line")
