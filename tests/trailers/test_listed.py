"""Learnings under headings: which lines are a heading, what stands below, and where it ends."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chrono_git.trailers import parse_message
from chrono_git.trailers.headings import heading_offsets, may_teach
from chrono_git.trailers.lines import Listed
from chrono_git.trailers.listed import listed

HEADINGS = ("Learnings", "Key  learnings")
FORMS = {
    "Learnings:": 1, "learnings :": 1, "## Key learnings": 1, "###### KEY   LEARNINGS ######": 1,
    "# Learnings:": 1, "**Learnings**:": 1, "**Learnings:**": 1, "**Learnings**": 1, "__Key Learnings__": 1,
    "*Learnings*:": 1, "## **Learnings**": 1, "Learnings\n=========": 1, "Learnings\n---": 1,
    "Key learnings:\n--------------": 1, "## 💡 Key learnings": 1, "### 3. Key learnings": 1,
    "Learnings (from the load test):": 1, "Learnings": 1, "  Learnings:": 1,
    "> Learnings:": 0, "    Learnings:": 0, "```\nLearnings:\n```": 0, "My learnings:": 0,
    "Learnings of it:": 0,
    "**Learnings:": 0, "`Learnings`:": 0, "Learning:": 0, "#Learnings": 0, "####### Learnings": 0,
    "prose\nLearnings": 0, "Learnings are:": 0,
}  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_what_is_a_heading(form: str, between: str) -> None:
    message = f"subject\n\n{form}{between}- one\n- two\n"
    found = [one.text for one in parse_message(message, (), HEADINGS).learnings]
    assert found == (["one", "two"] if FORMS[form] else [])
    assert may_teach(message.encode(), HEADINGS) or not found
    assert parse_message(message).learnings == ()


BODIES = {
    # what an item is
    "Learnings:\n* a\n* b": ["a", "b"],
    "Learnings:\n+ a\n+ b": ["a", "b"],
    "Learnings:\n1. a\n2. b\n10) c": ["a", "b"],
    "Learnings:\n- a long\n  line\nwrapped\n- b": ["a long line wrapped", "b"],
    "Learnings:\n- a\n\n- b\n\n  goes on\n": ["a", "b goes on"],
    "Learnings:\n- a\n  - nested,\n    wrapped\n  - more\n- b": ["a; nested, wrapped; more", "b"],
    "Learnings:\n1. **Cache**: warm it.\n   - Twice:\n     - x.\n2. b": [
        "**Cache**: warm it; Twice:; x.",
        "b",
    ],
    "Learnings:\n- Of the cache:\n\t- cold\n\t- small": ["Of the cache: cold; small"],
    "Learnings:\n- [x] a\n- [ ] b": ["a", "b"],
    "- Learnings:\n  - a\n  - b\n- Status: done\n  - c": ["a", "b"],
    "- **Learnings**:\n    * a\n      b\n- Status": ["a b"],
    "- Learnings:\n- a": [],
    "- Learnings: a\n  b\n- c": ["a b"],
    "* Learnings:\n\n  * a\n\n  * b\n\n* c": ["a", "b"],
    # a paragraph, a line
    "Learnings:\n\none thing\nof two lines\n\nmore": ["one thing of two lines"],
    "## Learnings\nSQLite: is quick\nPostgres: is not": ["SQLite: is quick Postgres: is not"],
    "Learnings: one thing\nof two lines\nTesting: much": ["one thing of two lines"],
    "Learnings: a\nLearnings: b\nSigned-off-by: A <a@x>": ["a", "b"],
    "Learnings: from the load test:\n- a\n- b": ["a", "b"],
    "Learnings: the cache is cold\n- a": ["the cache is cold", "a"],
    "## Learnings\n\nWe have seen:\n\n- a": ["We have seen:"],
    "prose about the\nlearnings: they are many": [],
    "prose about the\nlearnings:\n\nthey are many": [],
    "prose about the\nlearnings:\n- a": ["a"],
    "- other\nLearnings: a": ["a"],
    # where it ends
    "Learnings:\n- a\n\nprose\n\n- b": ["a"],
    "Learnings:\n- a\n\n* b\n": ["a"],
    "Learnings:\n- a\n## Next\n- b": ["a"],
    "Learnings:\n- a\n**Testing**:\n- b": ["a"],
    "Learnings:\n- a\nTesting:\n- b": ["a"],
    "Learnings:\n- a\nTesting\n-------\n- b": ["a"],
    "Learnings:\n- a\nKey learnings:\n- b": ["a", "b"],
    "Learnings:\n- a\nChrono-Step: 2\nSigned-off-by: A <a@x>": ["a"],
    "Learnings:\n- a\nFixes #12": ["a"],
    "Learnings:\n- a\n---------\n- b": ["a"],
    f"Learnings:\n- a\ncommit {'1' * 40}\n": ["a"],
    "Learnings:\n- a\n```\n- b\n\n```\n- c": ["a", "c"],
    "Learnings:\n\nSigned-off-by: A <a@x>": [],
    "Learnings:\n\n## Next\n\n- a": [],
    "Learnings:\n\n---------\n\nx": [],
    "Learnings:": [],
    # what teaches nothing
    "Learnings:\n- None\n- N/A\n- TBD.\n- _none_\n- ...\n-\n- a": ["a"],
    "Learnings: none": [],
    "Learnings: N/A.": [],
    "## Learnings\n\n<!-- What did you\nlearn? -->\n\n- a": ["a"],
    "## Learnings\n\n<!-- What did you learn? -->\n": [],
    "## Learnings\n\n- <!-- say it -->": [],
    # trailers, too
    "Learnings:\n- a\n- b\n\nChrono-Learning: b\nChrono-Learning: c": ["a", "b", "c"],
    "Learnings:\n- see Chrono-Learning: x\n  Chrono-Learning: y": [
        "see Chrono-Learning: x Chrono-Learning: y"
    ],
}


@pytest.mark.parametrize("body", BODIES)
def test_what_stands_below(body: str) -> None:
    for message in (f"subject\n\n{body}\n", f"subject\n\n{body}\n".replace("\n", "\r\n")):
        assert [one.text for one in parse_message(message, (), HEADINGS).learnings] == BODIES[body]
        assert may_teach(message.encode(), HEADINGS)


SQUASHES = {
    "the list is tight": (
        "* fix: one\n\nLearnings:\n* a\n* b\n\n* more\n\nChrono-Learning: c",
        [("a", "fix: one"), ("b", "fix: one"), ("c", "more")],
    ),
    "the list is loose": (
        "* fix: one\n\nLearnings:\n\n* a\n\n* b\n\n* more\n\nIt has a body.\n\nChrono-Learning: c",
        [("a", "fix: one"), ("b", "fix: one"), ("c", "more")],
    ),
    "the next one is conventional": (
        "* one\n\nLearnings:\n\n* a\n\n* feat: two\n\n* CHRONO-003: three\n\nLearnings: c",
        [("a", "one"), ("c", "CHRONO-003: three")],
    ),
    "nothing was learnt": ("* one\n\nLearnings:\n\n* feat: two\n\nLearnings: c", [("c", "feat: two")]),
    "it is no squash": (
        "Learnings:\n\n* feat: a\n\n* b\n\nprose",
        [("feat: a", "subject"), ("b", "subject")],
    ),
    "each has its own": (
        "* one\n\n## Learnings\n\n- a\n\n* two\n\n- **Key learnings**:\n  - b\n\n---------\n\nLearnings: c",
        [("a", "one"), ("b", "two"), ("c", "subject")],
    ),
    "the heading looks like one": ("* one\n\n* Learnings:\n\n  - a\n", [("a", "one")]),
    "git's own": (
        f"Squashed commit of the following:\n\ncommit {'1' * 40}\nAuthor: A <a@x>\n\n    one\n\n"
        f"    Learnings:\n    - a\n      b\n\ncommit {'2' * 40}\nAuthor: A <a@x>\n\n    two\n\n"
        "    Learnings: c\n",
        [("a b", "one"), ("c", "two")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SQUASHES)
def test_squash_bodies(name: str) -> None:
    body, expected = SQUASHES[name]
    found = parse_message(f"subject\n\n{body}\n", (), HEADINGS).learnings
    assert [(one.text, one.subject) for one in found] == expected


def test_a_listed_learning_carries_what_a_trailer_does() -> None:
    message = (
        "feat: x\n\nLearnings:\n- a\n\nChrono-Guide: A-1\nChrono-Step: 2\nChrono-Learning: a\n"
        "Co-authored-by: B <b@x>\n"
    )
    (one,) = parse_message(message, (), HEADINGS).learnings
    assert (one.text, one.guide, one.steps, one.kind) == ("a", "A-1", ("2",), "feat")
    assert (one.subject, one.co_authors) == ("feat: x", ("B <b@x>",))


@pytest.mark.parametrize("headings", [(), ("",), (":",), ("  ",)])
def test_without_headings_nothing_is_listed(headings: tuple[str, ...]) -> None:
    assert parse_message("s\n\nLearnings:\n- a\n\n:\n- b", (), headings).learnings == ()
    assert not may_teach(b"s\n\nLearnings:\n- a", headings)


FOREIGN = {
    "Erkenntnisse": "ERKENNTNISSE",
    "Lições aprendidas": "LIÇÕES Aprendidas",
    "学び": "学び",
    "Выводы": "выводы",
}


@pytest.mark.parametrize("heading", FOREIGN)
def test_other_languages(heading: str) -> None:
    message = f"s\n\n## {FOREIGN[heading]}\n\n- a\n"
    assert [one.text for one in parse_message(message, (), (heading,)).learnings] == ["a"]
    assert may_teach(message.encode(), (heading,))
    assert may_teach(message.encode("latin-1", "replace"), (heading,)) or "?" in message.encode(
        "latin-1", "replace"
    ).decode("latin-1")


def test_offsets_are_those_of_the_lines() -> None:
    block = (
        b"\nmark\ns\n\nLearnings:\n- a\n\nKey learnings, and learnings\nmy learnings\n\n- **Learnings**: x\n"
    )
    found = [block[at:].partition(b"\n")[0] for at in heading_offsets(block, len(block), HEADINGS)]
    assert found == [b"Learnings:", b"Key learnings, and learnings", b"- **Learnings**: x"]
    assert list(heading_offsets(block, 12, HEADINGS)) == []


PIECES = [
    *(
        "Learnings:",
        "## Key learnings",
        "- Learnings: x",
        "**Learnings**",
        "Learnings",
        "---",
        "===",
        "* s",
        "- a",
    ),
    *(
        "  - b",
        "1. c",
        "prose",
        "",
        "",
        "```",
        "<!--",
        "-->",
        "Chrono-Step: 2",
        "\tx",
        "Learnings: y",
        "None",
    ),
    *(f"commit {'1' * 40}", "Squashed commit of the following:", "    Learnings:", "Fixes #1", "\r", "x:"),
]
BODY = st.lists(st.one_of(st.sampled_from(PIECES), st.text("ab*-#: L", max_size=8)), max_size=16).map(
    "\n".join
)


@settings(max_examples=300, deadline=None)
@given(BODY)
def test_any_text_is_read_and_nothing_is_lost_by_looking_quickly(body: str) -> None:
    message = f"subject\n{body}"
    with_headings = parse_message(message, (), HEADINGS)
    plain = parse_message(message)
    said = {" ".join(one.text.split()) for one in with_headings.learnings}
    assert {" ".join(one.text.split()) for one in plain.learnings} <= said
    assert all(one.text and "\n" not in one.text for one in with_headings.learnings)
    assert may_teach(message.encode(), HEADINGS) or listed(message, HEADINGS) == Listed()
    assert len({(one.text, one.guide) for one in with_headings.learnings}) == len(with_headings.learnings)


HUGE = {
    "headings": "s\n\n" + "Learnings:\n" * 100_000,
    "blank": "s\n" + "\nLearnings:\n" * 50_000 + "\n" * 500_000,
    "items": "s\n\nLearnings:\n" + "- a\n" * 100_000,
    "loose": "s\n\n* x\n\nLearnings:\n\n" + "* a\n\n" * 50_000,
    "nested": "s\n\nLearnings:\n- a\n" + "  - b\n" * 100_000,
    "wrapped": "s\n\nLearnings: a\n" + "b\n" * 200_000,
    "comments": "s\n\nLearnings:\n" + "<!--\n" * 200_000,
    "one line": "s\n\nLearnings: " + "x " * 1_000_000,
    "marks": "s\n\n" + "*" * 500_000 + "\n" + "- " * 500_000 + "\n" + "#" * 500_000 + " " * 500_000 + "x",
    "dashes": "s\n\nLearnings\n" + "-" * 500_000 + " " * 500_000 + "x",
    "keys": "s\n\nLearnings:\na" + "-a" * 500_000 + "\n" + "A" + " a" * 500_000,
    "tabs": "s\n\nLearnings:\n" + "\t" * 500_000 + "x\n",
}  # fmt: skip


@pytest.mark.parametrize("name", HUGE)
def test_messages_of_megabytes_are_read(name: str) -> None:
    # Were any of these quadratic, the test would run for minutes.
    assert parse_message(HUGE[name], (), HEADINGS).subject == "s"
    may_teach(HUGE[name].encode(), HEADINGS)
    may_teach(HUGE[name].encode(), ("学び",))
