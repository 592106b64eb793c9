"""Message → claims and learnings, checked by cases and against `git interpret-trailers`."""

import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chrono_git.trailers import (
    KEYS,
    Message,
    branch_guide,
    default_guide,
    parse_message,
    scan,
    standing_claims,
    subject_claims,
    subject_guide,
    with_guide,
)

GUIDES = ("CHRONO-002", "CHRONO-003", "CHRONO-0031", "add-dark-mode")


def said(message: str, guides: tuple[str, ...] = ()) -> list[str]:
    """The strong claims in short: `kind guide/item (reason)`."""
    return [
        f"{one.kind} {one.guide or '?'}/{one.item}" + (f" ({one.reason})" if one.reason else "")
        for one in parse_message(message, guides).claims
        if not one.weak
    ]


VALUES = {
    "Chrono-Step: 2": ["claim ?/2"],
    "Chrono-Step: 1.2": ["claim ?/1.2"],
    "Chrono-Step: T012": ["claim ?/T012"],
    "Chrono-Step: t012c": ["claim ?/T012c"],
    "Chrono-Step: CHRONO-003/2": ["claim CHRONO-003/2"],
    "Chrono-Step: CHRONO-003 2": ["claim CHRONO-003/2"],
    "Chrono-Step: chrono-003/1.2": ["claim CHRONO-003/1.2"],
    "Chrono-Step: add-dark-mode/1.2": ["claim add-dark-mode/1.2"],
    "Chrono-Step: add-dark-mode/intro": ["claim add-dark-mode/intro"],
    "Chrono-Step: 2, 3": ["claim ?/2", "claim ?/3"],
    "Chrono-Step: 2 3;4": ["claim ?/2", "claim ?/3", "claim ?/4"],
    "Chrono-Step: Step 2 and 3.1.": ["claim ?/2", "claim ?/3.1"],
    "Chrono-Step: T009-T011": ["claim ?/T009", "claim ?/T010", "claim ?/T011"],
    "Chrono-Step: T009..010": ["claim ?/T009", "claim ?/T010"],
    "Chrono-Step: 1.2-1.3": ["claim ?/1.2", "claim ?/1.3"],
    "Chrono-Step: 9–11": ["claim ?/9", "claim ?/10", "claim ?/11"],
    "Chrono-Step: 2, 2, 2": ["claim ?/2"],
    "Chrono-Step: 2 (all of it, at last)": ["claim ?/2 (all of it, at last)"],
    "Chrono-Step: `2`": ["claim ?/2"],
    "chrono-step : 2": ["claim ?/2"],
    "CHRONO-STEP:2": ["claim ?/2"],
    "Chrono-Step: 2,\n  3\n\t4": ["claim ?/2", "claim ?/3", "claim ?/4"],
    "Chrono-Step: 2\r\nChrono-Step: 3\r": ["claim ?/2", "claim ?/3"],
    "Chrono-Step: setup": ["claim ?/setup"],
    "Chrono-Skip: 3.4 (needs a Mac)": ["skip ?/3.4 (needs a Mac)"],
    "Chrono-Skip: 3.4, 3.5 (both (really) gone), 4 (late)": [
        "skip ?/3.4 (both (really) gone)",
        "skip ?/3.5 (both (really) gone)",
        "skip ?/4 (late)",
    ],
    "Chrono-Skip: 3.4: no, not here": ["skip ?/3.4 (no, not here)"],
    "Chrono-Skip: 3.4 — no Mac": ["skip ?/3.4 (no Mac)"],
    "Chrono-Skip: 3.4 no Mac here": ["skip ?/3.4 (no Mac here)"],
    "Chrono-Skip: 3.4 (unclosed": ["skip ?/3.4 (unclosed)"],
    "Chrono-Reopen: 2": ["reopen ?/2"],
}


@pytest.mark.parametrize("text", VALUES)
def test_values(text: str) -> None:
    assert said(f"subject\n\n{text}\n", GUIDES) == VALUES[text]
    assert not parse_message(f"subject\n\n{text}\n", GUIDES).problems


PROBLEMS = {
    "Chrono-Stpe: 2": (3, "`Chrono-Stpe` is no trailer of chrono-git; did you mean `Chrono-Step`?"),
    "chrono-steps: 2": (3, "did you mean `Chrono-Step`?"),
    "Chrono_Step: 2": (3, "did you mean `Chrono-Step`?"),
    "Crono-Step: 2": (3, "did you mean `Chrono-Step`?"),
    "Chrono-Learnings: x": (3, "did you mean `Chrono-Learning`?"),
    "Chrono-Done: 2": (3, "did you mean `Chrono-Step`?"),
    "Chrono-Weather: fine": (3, "known are Chrono-Step"),
    "Chrono-Step:": (3, "it is empty"),
    "Chrono-Learning: ": (3, "empty"),
    "Chrono-Step: CHRONO-003": (3, "names no item"),
    "Chrono-Step: everything is done": (3, "names no item"),
    "Chrono-Step: 2 of three": (3, "`of three` is no item id"),
    "Chrono-Step: T001-T900": (3, "`T001-T900` is no range of items"),
    "Chrono-Step: 9-2": (3, "no range"),
    "Chrono-Guide: CHRONO-002, CHRONO-003": (3, "not one guide id"),
    "text\nChrono-Stpe: 2": (4, "did you mean"),
}


@pytest.mark.parametrize("text", PROBLEMS)
def test_problems_name_the_line_and_what_was_expected(text: str) -> None:
    line, words = PROBLEMS[text]
    problems = parse_message(f"subject\n\n{text}", GUIDES).problems
    assert [problem.line for problem in problems] == [line]
    assert words in problems[0].message


def test_a_trailer_that_passes_for_prose_is_told() -> None:
    message = parse_message("s\n\nit lasts this way\nChrono-Learning: always check the\nreturn value\n")
    assert message.learnings == ()
    assert [(one.line, one.message.partition(";")[0]) for one in message.problems] == [
        (4, "`Chrono-Learning` stands in the middle of a sentence and is not read")
    ]
    assert parse_message("s\n\nit lasts\nSigned-off-by: is found in\nprose\n").problems == ()


def test_what_is_no_trailer_is_no_problem() -> None:
    text = "chrono-git: new module\n\nChange-Id: I1\nchrono-core: prose\nSee Chrono-Stpe: x\n> Chrono-Stpe: 2"
    assert parse_message(text) == Message("chrono-git: new module")


HUB_SQUASH = """Add everything (#12)

* CHRONO-002: scripts

Chrono-Step: 1.1

* mac set-up

Chrono-Step: 2
Chrono-Guide: CHRONO-003

Chrono-Step: 3
Chrono-Step: CHRONO-0031/1

* docs

---------

Chrono-Step: 9

Co-authored-by: Some One <one@example.com>
"""
GIT_SQUASH = """Squashed commit of the following:

commit 1111111111111111111111111111111111111111
Author: A <a@example.com>
Date:   Mon Jan 1 00:00:00 2024 +0000

    CHRONO-003: two

    Chrono-Step: 2
      and 3

commit 2222222222222222222222222222222222222222
Author: A <a@example.com>
Date:   Mon Jan 1 00:00:00 2024 +0000

    one

    Chrono-Guide: CHRONO-002
    Chrono-Step: 1
"""
PLACES = {
    HUB_SQUASH: [
        "claim CHRONO-002/1.1",
        "claim CHRONO-003/2",
        "claim CHRONO-003/3",
        "claim CHRONO-0031/1",
        "claim CHRONO-003/9",  # the only guide that the message names by trailer
    ],
    GIT_SQUASH: ["claim CHRONO-003/2", "claim CHRONO-003/3", "claim CHRONO-002/1"],
    "s\n\nChrono-Step: 2\n\nA paragraph.\n\nSigned-off-by: A <a@b.c>\n": ["claim ?/2"],
    "s\n\nprose\nChrono-Step: 2\nprose\n": ["claim ?/2"],
    "s\n\n--- a/file\n\nChrono-Step: 2\n": ["claim ?/2"],
    "Chrono-Step: 2": ["claim ?/2"],
    "s\n\n```\nChrono-Step: 2\n```\n\n~~~~ text\nChrono-Step: 3\n~~~\n~~~~\nChrono-Step: 4": ["claim ?/4"],
    "s\n\n```python\nnever closed\n\nChrono-Step: 2\n": ["claim ?/2"],
    "s\n\n```\nx\n```\n\n```sh\nChrono-Step: 2\n": ["claim ?/2"],
    "s\n\n    Chrono-Step: 2\n> Chrono-Step: 3\nsee Chrono-Step: 4": [],
    "s\n\nChrono-Step: 2\n\nchrono-step: 2\n\nChrono-Skip: 2": ["claim ?/2", "skip ?/2"],
    "CHRONO-003: work\n\nChrono-Step: 2": ["claim CHRONO-003/2"],
    "feat(CHRONO-003): work\n\nChrono-Step: 2": ["claim CHRONO-003/2"],
    "CHRONO-003: as CHRONO-002 wants\n\nChrono-Step: 2": ["claim ?/2"],
    "CHRONO-003: work\n\nChrono-Guide: CHRONO-002\nChrono-Step: 2": ["claim CHRONO-002/2"],
    "s\n\nChrono-Guide: CHRONO-002\nChrono-Step: 1\nChrono-Guide: CHRONO-003\nChrono-Step: 2": [
        "claim CHRONO-002/1",
        "claim CHRONO-003/2",
    ],
    "s\n\nChrono-Step: 1\nChrono-Guide: CHRONO-002\n\nChrono-Step: 2\nChrono-Guide: CHRONO-003": [
        "claim CHRONO-002/1",
        "claim CHRONO-003/2",
    ],
    "s\n\nChrono-Step: 1\n\nprose\n\nChrono-Guide: CHRONO-002": ["claim CHRONO-002/1"],
}


@pytest.mark.parametrize("message", PLACES)
def test_places_and_guides(message: str) -> None:
    assert said(message, GUIDES) == PLACES[message]


def test_learnings_are_unfolded_and_kept_once() -> None:
    message = parse_message(
        "s\n\nChrono-Learning: a: b,\n  and c\nChrono-Learning: d\n\n"
        "Chrono-Learning: d\nChrono-Guide: CHRONO-003"
    )
    assert [(one.text, one.guide) for one in message.learnings] == [
        ("a: b, and c", "CHRONO-003"),
        ("d", "CHRONO-003"),
    ]


REVERTS = {
    "This reverts commit abcdef1.": [("abcdef1", None)],
    "this reverts commit\nABCDEF1234": [("abcdef1234", None)],
    "This reverts commits abcdef1, abcdef2 and abcdef3.": [
        ("abcdef1", None),
        ("abcdef2", None),
        ("abcdef3", None),
    ],
    "This reverts commit abcdef1, reversing\nchanges made to 1234567.": [("abcdef1", "1234567")],
    "This reverts commit abcdef1.\n\n* x\n\nThis reverts commit abcdef2.": [
        ("abcdef1", None),
        ("abcdef2", None),
    ],
    "Reverts owner/repo#12": [("#12", None)],
    "This reverts commit message style.": [],
    "```\nThis reverts commit abcdef1.\n```": [],
}


@pytest.mark.parametrize("body", REVERTS)
def test_reverts(body: str) -> None:
    found = parse_message(f'Revert "x"\n\n{body}\n').reverts
    assert [(one.commit, one.mainline) for one in found] == REVERTS[body]


SUBJECTS = {
    "feat: T012 add the parser": ["T012"],
    "T001, T002: set up": ["T001", "T002"],
    "feat: complete T012-T015 [P]": ["T012", "T013", "T014", "T015"],
    "(T012–014) done": ["T012", "T013", "T014"],
    "T010 Write failing tests": ["T010"],
    "T003: Prepare and plan the database": ["T003"],
    "CHRONO-003 step 2": ["CHRONO-003/2"],
    "CHRONO-003: Step 1.2: install node": ["CHRONO-003/1.2"],
    "CHRONO-003: steps 2, 3 and 5": ["CHRONO-003/2", "CHRONO-003/3", "CHRONO-003/5"],
    "CHRONO-003: steps 2-4": ["CHRONO-003/2", "CHRONO-003/3", "CHRONO-003/4"],
    "CHRONO-003/2: install node": ["CHRONO-003/2"],
    "CHRONO-003: T012 too": ["CHRONO-003/T012"],
    "finish step 2 of the wizard": [],
    "WIP T012": [],
    "start T012": [],
    "T012 (part 1)": [],
    "docs: plan T001-T020": [],
    "add tasks T001-T020": [],
    'Revert "T012 add the parser"': [],
    "fixup! T012 add the parser": [],
    "Merge branch 'T012-parser'": [],
    "Merge pull request #3 from me/T012": [],
    "bump to v1.2, T1000000 rows, AT012, T012x9, T012.md, #T012": [],
    "CHRONO-0031: step 2.x": [],
    "T001-T900 all of them": [],
}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_weak_claims_of_subjects(subject: str) -> None:
    found = subject_claims(subject, GUIDES)
    assert [f"{one.guide}/{one.item}" if one.guide else one.item for one in found] == SUBJECTS[subject]
    assert all(one.weak and one.kind == "claim" for one in found)


def test_a_trailer_is_stronger_than_the_subject() -> None:
    claims = parse_message("T012 parser\n\nChrono-Step: T012, T013").claims
    assert [(one.item, one.weak) for one in claims] == [("T012", False), ("T013", False)]


GUIDE_NAMES = {
    "CHRONO-003: x": "CHRONO-003",
    "chrono-003: x": "CHRONO-003",
    "[CHRONO-003] x": "CHRONO-003",
    "after CHRONO-003": "CHRONO-003",
    "CHRONO-00311: x": None,
    "CHRONO-003-b: x": None,
    "CHRONO-003 and CHRONO-002": None,
    "feat(add-dark-mode): x": "add-dark-mode",
}


def test_the_guide_of_a_subject() -> None:
    assert {subject: subject_guide(subject, GUIDES) for subject in GUIDE_NAMES} == GUIDE_NAMES
    by_shape = {"ABC-12: x": "ABC-12", "fix(ABC-12): x": "ABC-12", "use UTF-8": None, "abc-12: x": None}
    assert {subject: subject_guide(subject) for subject in by_shape} == by_shape


BRANCHES = {
    "warp-in/CHRONO-003-mac-setup": "CHRONO-003",
    "CHRONO-003": "CHRONO-003",
    "feature/chrono-003_mac": "CHRONO-003",
    "change/add-dark-mode": "add-dark-mode",
    "CHRONO-002-and/CHRONO-003": None,
    "main": None,
    "": None,
    None: None,
}


def test_the_guide_of_a_branch() -> None:
    assert {branch: branch_guide(branch, GUIDES) for branch in BRANCHES} == BRANCHES
    assert branch_guide("warp-in/ABC-12-mac") == "ABC-12"
    assert branch_guide("abc-12") is None


def test_the_default_guide_is_of_the_branch_or_active_or_the_only_one() -> None:
    assert default_guide("x/CHRONO-003", "CHRONO-002", GUIDES) == "CHRONO-003"
    assert default_guide("main", "CHRONO-002", GUIDES) == "CHRONO-002"
    assert default_guide("main", None, ("A-1",)) == "A-1"
    assert default_guide("main", None, GUIDES) is None


def test_an_ambiguous_claim_is_reported_and_never_guessed() -> None:
    message = parse_message("T001 s\n\nChrono-Step: 2\nChrono-Learning: x")
    assert with_guide(message, None).claims == message.claims
    assert [
        "`Chrono-Step: 2` is of no guide" in one.message for one in with_guide(message, None).problems
    ] == [True]
    settled = with_guide(message, "A-1")
    assert {one.guide for one in settled.claims} == {one.guide for one in settled.learnings} == {"A-1"}


A, B, C, D = ("a" * 40, "b" * 40, "c" * 40, "d" * 40)
FOLDS: dict[str, tuple[list[tuple[str, str]], dict[str, list[str]]]] = {
    "the same trailer twice counts once": (
        [(A, "s\n\nChrono-Step: 2"), (B, "squash\n\nChrono-Step: 2")],
        {"2": [A]},
    ),
    "reopened": ([(A, "s\n\nChrono-Step: 2"), (B, "s\n\nChrono-Reopen: 2")], {"2": []}),
    "reopened and claimed again": (
        [(A, "s\n\nChrono-Step: 2"), (B, "s\n\nChrono-Reopen: 2"), (C, "s\n\nChrono-Step: 2")],
        {"2": [C]},
    ),
    "reverted": ([(A, "s\n\nChrono-Step: 2"), (B, f"r\n\nThis reverts commit {A}.")], {}),
    "one of two sources reverted": (
        [(A, "s\n\nChrono-Step: 2"), (B, "s\n\nChrono-Step: 2"), (C, f"r\n\nThis reverts commit {A[:8]}.")],
        {"2": [B]},
    ),
    "a revert of a revert restores": (
        [
            (A, "s\n\nChrono-Step: 2"),
            (B, f"r\n\nThis reverts commit {A}."),
            (C, f"r\n\nThis reverts commit {B}."),
        ],
        {"2": [A]},
    ),
    "a reverted reopening": (
        [
            (A, "s\n\nChrono-Step: 2"),
            (B, "s\n\nChrono-Reopen: 2"),
            (C, f"r\n\nThis reverts commit {B}."),
        ],
        {"2": [A]},
    ),
    "a reverted pull request": (
        [(A, "s (#12)\n\nChrono-Step: 2"), (B, 'Revert "s (#12)" (#13)\n\nReverts me/it#12')],
        {},
    ),
    "a reverted merge": (
        [
            (A, "s\n\nChrono-Step: 2"),
            (B, "m"),
            (C, f"r\n\nThis reverts commit {B}, reversing\nchanges made to {D}."),
        ],
        {},
    ),
    "weak beside strong": ([(A, "T012 s"), (B, "s\n\nChrono-Step: T012")], {"T012": [B]}),
    "weak alone": ([(A, "T012 s")], {"T012": [A]}),
    "skip": ([(A, "s\n\nChrono-Skip: 2 (why)")], {"2": []}),
}  # fmt: skip


@pytest.mark.parametrize("name", FOLDS)
def test_standing_claims(name: str) -> None:
    history, expected = FOLDS[name]
    parsed = [(oid, parse_message(text)) for oid, text in history]
    found = standing_claims(parsed, "G-1", lambda merge, mainline: [A] if (merge, mainline) == (B, D) else [])
    assert {guide for guide, _ in found} <= {"G-1"}
    assert {item: [one.commit for one in it.claims] for (_, item), it in found.items()} == expected


def test_skips_are_recorded_until_the_item_is_claimed() -> None:
    texts = ["s\n\nChrono-Skip: 2 (why)", "s\n\nChrono-Step: 2", "s\n\nChrono-Reopen: 2"]
    parsed = [(oid, parse_message(text)) for oid, text in zip((A, B, C), texts, strict=True)]
    after = [standing_claims(parsed[:count])[None, "2"] for count in (1, 2, 3)]
    assert after[0].skip is not None
    assert after[0].skip.reason == "why"
    assert after[1].skip is None
    assert [one.commit for one in after[1].claims] == [B]
    assert after[2].reopened is not None
    assert after[2].reopened.commit == C


WORDS = st.text(st.sampled_from("ab2T.,/()-: \t*#~`>é"), max_size=30)
TRAILER_LINES = st.builds(
    "{}{}: {}{}".format,
    st.sampled_from([*KEYS, *(key.lower() for key in KEYS), "Chrono-STEP", "Signed-off-by", "Fixes"]),
    st.sampled_from(["", " "]),
    WORDS,
    st.lists(WORDS.map(lambda text: f"\n  x{text}"), max_size=2).map("".join),
)
PARAGRAPHS = st.lists(
    st.sampled_from(["prose of some kind", "* subject", "```\nChrono-Step: 1\n```", "--", "Chrono-Step: 8"]),
    max_size=4,
).map("\n\n".join)


@settings(max_examples=60, deadline=None)
@given(above=PARAGRAPHS, last=st.lists(TRAILER_LINES, min_size=1, max_size=5))
def test_what_git_finds_in_the_last_paragraph_is_found(above: str, last: list[str]) -> None:
    message = "\n\n".join(part for part in ("subject", above, "\n".join(last)) if part) + "\n"
    git = subprocess.run(
        ["git", "interpret-trailers", "--parse", "--no-divider"],
        input=message.encode(),
        capture_output=True,
        check=True,
    )
    expected = [
        (key.strip().lower(), value.split())
        for key, _, value in (line.partition(":") for line in git.stdout.decode().splitlines())
        if key.lower().startswith("chrono-")
    ]
    found = [(one.key.lower(), one.value.split()) for one in scan(message).trailers]
    assert found[len(found) - len(expected) :] == expected


PIECES = [
    *(f"{key}: 2, 3 (x" for key in KEYS),
    *("```", "~~~~", "* s", "---", "  fold", f"commit {A}", "Squashed commit of the following:"),
    *("This reverts commit abcdef1,", "T001-T003", "\0", "\ud800"),
]
NASTY = st.lists(st.one_of(st.text(max_size=20), st.sampled_from(PIECES)), max_size=12).map("\n".join)


@settings(max_examples=200, deadline=None)
@given(NASTY)
def test_any_text_is_read_without_a_crash_and_once(message: str) -> None:
    once = parse_message(message, GUIDES)
    keys = [(one.kind, one.guide, one.item) for one in once.claims]
    assert len(set(keys)) == len(keys)
    # Lines that are said again add nothing.
    again = (
        parse_message(f"{message}\n\n```\n{message}\n```", GUIDES) if not {"`", "~"} & {*message} else once
    )
    assert set(again.claims) == set(once.claims)
    standing_claims([(A, once), (B, once)])


HUGE = {
    "one line": "Chrono-Step: " + "x" * 2_000_000,
    "ids": "s\n\nChrono-Step: " + "1, " * 300_000,
    "openings": "s\n" + "```python\n" * 150_000,
    "closed": "s\n" + "```\nx\n```\n" * 100_000,
    "two kinds": "s\n" + "~~~\n```x\n" * 100_000,
    "trailers": "s\n\n" + "".join(f"Chrono-Step: {n}\nChrono-Guide: G-{n}\n" for n in range(40_000)),
    "folded": "s\n\nChrono-Learning: x\n" + " y\n" * 300_000,
    "misspelt": "s\n\n" + "".join(f"Chrono-{chr(97 + n % 26)}{n}: 2\n" for n in range(100_000)),
    "blanks": "s\n\nThis reverts commit abcdef1" + " " * 1_000_000 + "x",
    "parentheses": "s\n\nChrono-Skip: 2 " + "(" * 500_000,
    "reverts": "s\n\n" + "This reverts commit abcdef1, abcdef2\n" * 50_000,
    "task ids": "T001 " * 300_000,
}


@pytest.mark.parametrize("name", HUGE)
def test_messages_of_megabytes_are_read(name: str) -> None:
    # Were any of these quadratic, the test would run for minutes.
    assert parse_message(HUGE[name]).subject == HUGE[name].split("\n")[0].strip()
