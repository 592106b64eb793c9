"""What one commit message teaches: its learnings, with what stands beside them and who said them."""

import pytest

from chrono_git.trailers import Learning, parse_message
from chrono_git.trailers.carry import carried

ONE, TWO, THREE = ("Ann One <one@x.org>", "Bo Two <two@x.org>", "Cy Three <three@x.org>")
HUB = f"""feat(shop)!: everything (#12)

* fix: scripts

Chrono-Learning: of the first
Chrono-Step: 1.1

Co-authored-by: {ONE}

* CHRONO-003: mac set-up

Chrono-Step: 2
Chrono-Step: CHRONO-002/7

Chrono-Learning: of the second
Chrono-Learning: of the
  first

* work

Chrono-Learning: of the third

---------

Chrono-Learning: of the tail
Chrono-Learning: of the second
Chrono-Step: 9
Co-Authored-By: {TWO}
co-authored-by: Ann Again <ONE@X.ORG>
"""
GIT = f"""Squashed commit of the following:

commit {"1" * 40}
Merge: 2222222 3333333
Author: {ONE}
Date:   Mon Jan 1 00:00:00 2024 +0000

    fix: two

    Author: {THREE}
    Chrono-Learning: said by one

commit {"2" * 40}
Author: {TWO}
Date:   Mon Jan 1 00:00:00 2024 +0000

    one

    Chrono-Learning: said by two
    Co-authored-by: {THREE}

Chrono-Learning: said by the whole
"""


def test_a_learning_carries_what_stands_around_it() -> None:
    assert parse_message(HUB, ("CHRONO-002", "CHRONO-003")).learnings == (
        Learning("of the first", None, ("1.1",), "fix", "fix: scripts", (ONE, TWO)),
        Learning(
            "of the second",
            "CHRONO-003",
            ("2",),
            "feat",
            "CHRONO-003: mac set-up",
            (TWO, "Ann Again <ONE@X.ORG>"),
        ),
        Learning(
            "of the first",
            "CHRONO-003",
            ("2",),
            "feat",
            "CHRONO-003: mac set-up",
            (TWO, "Ann Again <ONE@X.ORG>"),
        ),
        Learning("of the third", None, ("9",), "feat", "work", (TWO, "Ann Again <ONE@X.ORG>")),
        Learning(
            "of the tail",
            None,
            ("9",),
            "feat",
            "feat(shop)!: everything (#12)",
            (TWO, "Ann Again <ONE@X.ORG>"),
        ),
        Learning(
            "of the second",
            None,
            ("9",),
            "feat",
            "feat(shop)!: everything (#12)",
            (TWO, "Ann Again <ONE@X.ORG>"),
        ),
    )
    assert parse_message(HUB).co_authors == (ONE, TWO)


def test_who_wrote_a_squashed_commit_is_a_co_author() -> None:
    message = parse_message(GIT)
    assert [(one.text, one.kind, one.subject, one.co_authors) for one in message.learnings] == [
        ("said by one", "fix", "fix: two", (ONE,)),
        ("said by two", None, "one", (TWO, THREE)),
        ("said by the whole", None, "Squashed commit of the following:", ()),
    ]
    assert message.co_authors == (ONE, TWO, THREE)


STEPS = {
    "Chrono-Step: 1, T002\nChrono-Learning: x\n\nChrono-Step: 3": ("1", "T002"),
    "Chrono-Step: 1\n\nChrono-Learning: x\n\nChrono-Step: 1, 3": ("1", "3"),
    "Chrono-Skip: 1\nChrono-Reopen: 2\nChrono-Learning: x": (),
    "Chrono-Guide: A-1\nChrono-Step: A-1/4 (done)\nChrono-Learning: x": ("4",),
    "Chrono-Guide: A-1\nChrono-Step: B-2/4\nChrono-Learning: x": (),
    "Chrono-Step: 9\n\n* one\n\nChrono-Learning: x\n\n* two\n\nChrono-Step: 2": ("9",),
    "* one\n\nChrono-Learning: x\n\n* two\n\nChrono-Step: 2": (),
}  # fmt: skip


@pytest.mark.parametrize("body", STEPS)
def test_the_steps_are_those_beside_it(body: str) -> None:
    assert [one.steps for one in parse_message(f"s\n\n{body}\n").learnings] == [STEPS[body]]


KINDS = {
    "feat: x": "feat",
    "Fix(the parser)!: x": "fix",
    "chore!: x": "chore",
    "fixup! feat(a): x": "feat",
    "feat:x": None,
    "feat (a): x": None,
    "feat(a: x": None,
    'Revert "feat: x"': None,
    "CHRONO-003: feat: x": None,
    "say: \tx": "say",
    "x": None,
    "feat" * 500: None,
    "f(" + "(" * 5000: None,
}


@pytest.mark.parametrize("subject", KINDS)
def test_the_kind_is_the_type_of_the_subject(subject: str) -> None:
    assert parse_message(f"{subject}\n\nChrono-Learning: x\n").learnings[0].kind == KINDS[subject]


def test_what_says_the_same_counts_once() -> None:
    text = "s\n\nchrono-learning : a   b\n\tc\nChrono-Learning: a b c\n\n```\nChrono-Learning: d\n```\n"
    assert [one.text for one in parse_message(text.replace("\n", "\r\n")).learnings] == ["a   b c"]


TRY, REVERT, REAPPLY = "try it", 'Revert "try it"', 'Reapply "try it"'


@pytest.mark.parametrize(
    ("subjects", "stands"),
    [
        ([TRY], True),
        ([TRY, REVERT], False),
        ([REVERT, TRY], False),
        ([TRY, REVERT, TRY], True),
        ([TRY, REVERT, TRY, REVERT], False),
        ([TRY, REVERT, f'Revert "{REVERT}"'], True),
        ([TRY, REVERT, REAPPLY], True),
        ([TRY, REVERT, REAPPLY, f'Revert "Reapply "{TRY}""'], False),
        ([TRY, 'Revert "other"'], True),
    ],
)
def test_a_squash_may_take_back_its_own_commits(subjects: list[str], stands: bool) -> None:
    taught = "\n\nChrono-Learning: it\nChrono-Step: 2\n"
    site = "\n\n".join(f"* {one}{taught if one == TRY else ''}" for one in subjects)
    message = parse_message(f"All of it (#12)\n\n{site}\n")
    assert [one.text for one in message.learnings] == ["it"] * stands
    assert [one.item for one in message.claims] == ["2"] * stands
    blocks = (
        f"commit {'1' * 40}\nAuthor: A <a@x>\n\n    {one}\n"
        + ("\n    Chrono-Learning: it\n" if one == TRY else "")
        for one in reversed(subjects)
    )
    squash = "Squashed commit of the following:\n\n" + "\n".join(blocks)
    assert [one.text for one in parse_message(squash).learnings] == ["it"] * stands
    assert {one.value for one in carried(squash)} == ({"it"} if stands else set())


PEOPLE = {
    "Co-authored-by: A B <a@x>": ["A B <a@x>"],
    "CO-AUTHORED-BY :  A \t B  < a@x >": ["A B <a@x>"],
    "Co-authored-by: A\n  <a@x>": ["A <a@x>"],
    "prose\nCo-authored-by: A <a@x>\nprose": ["A <a@x>"],
    "Co-authored-by: A <a@x>, B <b@x> and C <c@x> (bot)": ["A <a@x>", "B <b@x>", "C <c@x>"],
    "Co-authored-by: A <a@x>\n\nCo-authored-by: B <A@X>": ["A <a@x>"],
    "Co-authored-by: A": [],
    "Co-authored-by: <a@x>": [],
    "Co-authored-by: bot <>": [],
    "Co-authored-by: A <a@x": [],
    "Co-authored-by: A <two words@x>": [],
    "Co-authored-by: A <see here>": [],
    "Co-authored by: A <a@x>\nCo-author: A <a@x>\nAuthor: A <a@x>\nsee Co-authored-by: A <a@x>": [],
    "```\nCo-authored-by: A <a@x>\n```": [],
    "> Co-authored-by: A <a@x>\n    Co-authored-by: A <a@x>": [],
}


@pytest.mark.parametrize("body", PEOPLE)
def test_co_authors(body: str) -> None:
    for text in (f"s\n\n{body}\n", f"s\n\n{body}\n".replace("\n", "\r\n")):
        assert list(parse_message(text).co_authors) == PEOPLE[body]


HUGE = {
    "brackets": "s\n\nCo-authored-by: " + "<" * 1_000_000,
    "names": "s\n\nCo-authored-by: " + "a " * 500_000,
    "people": "s\n\n" + "".join(f"Co-authored-by: A <a{n}@x>\nChrono-Learning: {n}\n" for n in range(20_000)),
    "steps": "s\n\n" + "".join(f"Chrono-Step: {n}\nChrono-Learning: {n}\n" for n in range(10_000)),
    "blocks": "s\n\n" + "* x\n\nCo-authored-by: A <a@x>\n\nChrono-Learning: a\n\n" * 10_000,
    "people of blocks": "s\n\n"
    + "".join(f"Co-authored-by: A <a{n}@x>\n" for n in range(20_000))
    + "".join(f"\n* s\n\nChrono-Learning: {n}\n" for n in range(5_000)),
    "commits": "s\n\n" + f"commit {'1' * 40}\nAuthor: A <a@x>\n" * 20_000,
}


@pytest.mark.parametrize("name", HUGE)
def test_messages_of_megabytes_are_read(name: str) -> None:
    message = parse_message(HUGE[name])
    assert message.subject == "s"
    # All learnings with all people would be more than any memory holds.
    assert max(map(len, (one.co_authors for one in message.learnings)), default=0) <= 200
    assert max(map(len, (one.steps for one in message.learnings)), default=0) <= 200
