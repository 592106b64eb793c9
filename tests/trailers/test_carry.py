"""Trailers of squashed commits in the message of the squash: by cases, and against git itself."""

from __future__ import annotations

import subprocess
from collections import Counter

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chrono_git.trailers import parse_message
from chrono_git.trailers.carry import carried, carry, squashed_messages
from chrono_git.trailers.place import add_trailers, comment_prefix, is_empty, trailers_of, until_scissors

GUIDES = ("CHRONO-002", "CHRONO-003", "add-dark-mode")
SCISSORS = "# ------------------------ >8 ------------------------\n# Do not modify.\ndiff --git a/a b/a\n"
PLEASE = "\n# Please enter the commit message for your changes.\n#\n#\tnew file:   a\n"


def squash(*messages: str) -> str:
    """What `git merge --squash` writes of these messages, given oldest first."""
    parts = ["Squashed commit of the following:\n"]
    for number, message in enumerate(reversed(messages)):
        head = f"commit {number:040x}\nAuthor: A <a@example.org>\nDate:   Thu Jan 1 00:00:00 2026 +0000\n"
        body = "".join(f"    {line}\n" if line else "\n" for line in message.rstrip("\n").split("\n"))
        parts.append(f"{head}\n{body}")
    return "\n".join(parts)


def carried_into(message: str, *messages: str, edited: bool = False, comment: str = "#") -> str:
    done = carry(message.encode(), squash(*messages).encode(), comment, edited=edited, guides=GUIDES)
    return done.decode()


ONE = "one\n\nChrono-Step: 1.1\nChrono-Learning: what was\n  learnt at length\n"
TWO = "two\n\nwhy\n\nchrono-step: 1.2\nSigned-off-by: A <a@example.org>\n"
BLOCK = "Chrono-Step: 1.1\nChrono-Learning: what was\n  learnt at length\nchrono-step: 1.2\n"

# What the message was, whether an editor comes, and what it is with the trailers of ONE and TWO.
PLACES = {
    "short": ("all of it", False, f"all of it\n\n{BLOCK}"),
    "ended": ("all of it\n", False, f"all of it\n\n{BLOCK}"),
    "body": ("all\n\nof it\n\n\n", False, f"all\n\nof it\n\n{BLOCK}\n\n"),
    "looks like a trailer": ("feat: all", False, f"feat: all\n\n{BLOCK}"),
    "signed": (
        "all\n\nSigned-off-by: B <b@example.org>\n",
        False,
        f"all\n\nSigned-off-by: B <b@example.org>\n{BLOCK}",
    ),
    "there already": (
        "all\n\nCHRONO-STEP:   1.1\nRefs: #1\n",
        False,
        "all\n\nCHRONO-STEP:   1.1\nRefs: #1\n" + BLOCK.removeprefix("Chrono-Step: 1.1\n"),
    ),
    "buried": ("all\n\nChrono-Step: 1.1\n\ntext\n", False, f"all\n\nChrono-Step: 1.1\n\ntext\n\n{BLOCK}"),
    "a number is no comment": ("#12: all of it\n", False, f"#12: all of it\n\n{BLOCK}"),
    "editor": (f"all\n{PLEASE}", True, f"all\n\n{BLOCK}{PLEASE}"),
    "editor, close": (f"all{PLEASE}", True, f"all\n\n{BLOCK}\n{PLEASE[1:]}"),
    "editor, signed": (
        f"all\n\nSigned-off-by: B <b@e>\n{PLEASE}",
        True,
        f"all\n\nSigned-off-by: B <b@e>\n{BLOCK}{PLEASE}",
    ),
    "scissors": (f"all\n{PLEASE}{SCISSORS}", True, f"all\n\n{BLOCK}{PLEASE}{SCISSORS}"),
    "scissors above": (f"all\n\n{SCISSORS}", True, f"all\n\n{BLOCK}\n{SCISSORS}"),
    "scissors, no editor": (f"all\n{SCISSORS}", False, f"all\n\n{BLOCK}{SCISSORS}"),
    "crlf": ("all\r\n\r\nof it\r\n", False, "all\r\n\r\nof it\r\n\r\n" + BLOCK.replace("\n", "\r\n")),
    "crlf, not ended": ("all\r\n\r\nof it", False, "all\r\n\r\nof it\r\n\r\n" + BLOCK.replace("\n", "\r\n")),
    "empty": ("", False, ""),
    "empty, editor": (PLEASE, True, PLEASE),
    "after comments": ("all\n\nRefs: 1\n\n#2 too\n", False, f"all\n\nRefs: 1\n{BLOCK}\n#2 too\n"),
}


@pytest.mark.parametrize("name", PLACES)
def test_places(name: str) -> None:
    before, edited, after = PLACES[name]
    assert carried_into(before, ONE, TWO, edited=edited) == after
    assert carried_into(after, ONE, TWO, edited=edited) == after


def test_the_message_of_the_squash_itself() -> None:
    text = squash(ONE, TWO)
    done = carried_into(text, ONE, TWO)
    assert done == f"{text}\n{BLOCK}"
    assert [one.item for one in parse_message(done, GUIDES).claims] == ["1.2", "1.1"]
    again = carried_into("all", done)
    assert again == f"all\n\n{BLOCK}"


def test_what_stands_at_the_margin_below_a_squash_is_of_the_message_itself() -> None:
    below = "Chrono-Step: 7\nChrono-Learning: a\n    folded\n"
    message = squash("CHRONO-003: one\n\nChrono-Step: 1") + f"\n{below}"
    said = parse_message(message, GUIDES)
    assert [(one.guide, one.item) for one in said.claims] == [("CHRONO-003", "1"), (None, "7")]
    assert [(one.guide, one.text) for one in said.learnings] == [(None, "a folded")]
    middle = squash("CHRONO-003: one\n\nChrono-Step: 1", "CHRONO-002: two").replace(
        "\ncommit 0", f"{below}\ncommit 0"
    )
    assert {(one.guide, one.item) for one in parse_message(middle, GUIDES).claims} == {
        ("CHRONO-003", "1"),
        (None, "7"),
    }


def test_oldest_first_and_what_comes_last_counts() -> None:
    done = carried_into("all", "a\n\nChrono-Step: 1", "b\n\nChrono-Reopen: 1", "c\n\nChrono-Step: 1")
    assert done == "all\n\nChrono-Reopen: 1\nChrono-Step: 1\n"


# Messages, the message of the squash, and what is added: each claim keeps its guide.
MEANT = {
    "named by one": (
        ["a\n\nChrono-Guide: CHRONO-003\nChrono-Step: 1", "b\n\nChrono-Step: 2"],
        "all",
        ["Chrono-Guide: CHRONO-003", "Chrono-Step: 1", "Chrono-Step: 2"],
    ),
    "named by subjects": (
        ["CHRONO-003: a\n\nChrono-Step: 1", "chrono-003: b\n\nChrono-Step: 2"],
        "all",
        ["Chrono-Guide: CHRONO-003", "Chrono-Step: 1", "Chrono-Step: 2"],
    ),
    "two guides": (
        [
            "CHRONO-003: a\n\nChrono-Step: 1, 2\nChrono-Learning: x",
            "b\n\nChrono-Guide: CHRONO-002\nChrono-Step: 1, 2",
            "c\n\nChrono-Step: add-dark-mode/1",
        ],
        "all",
        [
            "Chrono-Step: CHRONO-003 1, 2",
            "Chrono-Learning: x",
            "Chrono-Step: CHRONO-002 1, 2",
            "Chrono-Step: add-dark-mode/1",
        ],
    ),
    "one and none": (
        ["CHRONO-003: a\n\nChrono-Step: 1", "b\n\nChrono-Skip: 2 (why)"],
        "all",
        ["Chrono-Step: CHRONO-003 1", "Chrono-Skip: 2 (why)"],
    ),
    "another one's message": (
        ["CHRONO-003: a\n\nChrono-Step: 1"],
        "CHRONO-002: all\n\nChrono-Step: 5",
        ["Chrono-Step: CHRONO-003 1"],
    ),
    "no guide anywhere": (["a\n\nChrono-Step: 1"], "CHRONO-002: all", ["Chrono-Step: 1"]),
    "only a guide": (["a\n\nChrono-Guide: CHRONO-002"], "all", ["Chrono-Guide: CHRONO-002"]),
    "no guide's name": (["a\n\nChrono-Guide: A, B\nChrono-Step: 1"], "all", ["Chrono-Step: 1"]),
    "empty ones": (["a\n\nChrono-Learning:\nChrono-Step: 1"], "all", ["Chrono-Step: 1"]),
    "in a fence": (["a\n\n```\nChrono-Step: 1\n```\n\nChrono-Step: 2"], "all", ["Chrono-Step: 2"]),
    "an open fence": (
        ["a\n\n```\nx\n```\n\nChrono-Step: 1", "b\n\n```\n\nChrono-Step: 2"],
        "all",
        ["Chrono-Step: 1", "Chrono-Step: 2"],
    ),
    "nothing": (["a", "b\n\nSigned-off-by: B"], "all", []),
}


@pytest.mark.parametrize("name", MEANT)
def test_every_claim_keeps_its_guide(name: str) -> None:
    messages, message, added = MEANT[name]
    done = carried_into(message, *messages)
    assert done.removeprefix(message).split("\n")[-1 - len(added) : -1] == added if added else done == message
    before = [parse_message(one, GUIDES) for one in [*messages, message]]
    claims = {(one.kind, one.guide, one.item) for said in before for one in said.claims if one.guide}
    assert claims <= {(one.kind, one.guide, one.item) for one in parse_message(done, GUIDES).claims}


def test_another_text_than_a_squash_of_merge() -> None:
    rebase = "# This is a combination of 2 commits.\none\n\nChrono-Step: 1\n"
    assert carry(b"all\n", rebase.encode(), "#", edited=True) == b"all\n"
    assert carry(b"all\n", b"", "#", edited=True) == b"all\n"
    assert squashed_messages("\n" + squash(ONE)) == []


def test_bytes_of_any_encoding() -> None:
    text = squash("x\n\nChrono-Learning: grün").encode("latin-1")
    message = "größer\n".encode("latin-1")
    assert carry(message, text, "#", edited=False) == message + b"\nChrono-Learning: gr\xfcn\n"
    assert carry(b"a\0b\xff", text, "#", edited=False) == b"a\0b\xff\n\nChrono-Learning: gr\xfcn\n"


PREFIXES = {
    "": "#",
    ";": ";",
    "//": "//",
    "auto": "#",
}


@pytest.mark.parametrize("configured", PREFIXES)
def test_comment_prefix(configured: str) -> None:
    assert comment_prefix("all\n", configured) == PREFIXES[configured]


def test_comment_prefix_as_git_chose_it() -> None:
    assert comment_prefix("#1\n\n; Please enter\n;\n", "auto") == ";"
    assert comment_prefix(f"all\n{SCISSORS.replace('# -', '※※ -')}", "#") == "※※"
    assert comment_prefix("all\n\ntext\n", "auto") == "#"


def test_scissors() -> None:
    assert until_scissors(f"a\n{SCISSORS}") == "a\n"
    assert until_scissors(SCISSORS) == ""
    kept = f"a\n> {SCISSORS}"
    assert until_scissors(kept) == kept
    assert until_scissors(f"a\n{SCISSORS.replace('8 -', '8  -')}").startswith("a\n#")


def test_is_empty() -> None:
    assert is_empty(PLEASE, "#", edited=True)
    assert not is_empty(PLEASE, "#", edited=False)
    assert is_empty(f"\n\n{SCISSORS}", "#", edited=False)


LINES = st.sampled_from(
    [
        "text", "feat: x", "Signed-off-by: A <a@example.org>", "Refs: 1", "Chrono-Step: 1", "Chrono-Step: 2",
        "chrono-step:1", "  folded", "\tfolded", "# comment", "#", "", "", "  ",
        "Chrono-Guide: CHRONO-002", "Chrono-Guide: CHRONO-003", "Chrono-Learning: x", "CHRONO-003: y",
        "(cherry picked from commit 1)",
        "```", "---", "no trailer : at all", "Chrono-Reopen: 1", "* one", "\x0b", "\x85 z", "Grün: ja",
    ]
)  # fmt: skip
MESSAGES = st.lists(LINES, max_size=12).map("\n".join)


def by_git(text: str) -> list[str]:
    done = subprocess.run(
        ["git", "interpret-trailers", "--parse", "--no-divider"], input=text.encode(), capture_output=True,
        check=True,
    )  # fmt: skip
    # It takes the line break out of what is folded, but not a CR before it.
    return done.stdout.decode().replace("\r", "").removesuffix("\n").split("\n")


@given(MESSAGES, st.lists(MESSAGES, max_size=3), st.booleans(), st.sampled_from(["\n", "\r\n"]))
@example(
    "\nChrono-Guide: CHRONO-003\nChrono-Guide: CHRONO-002", ["Chrono-Step: 1\nChrono-Guide: CHRONO-003"],
    True, "\n",
)  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_nothing_lost_nothing_twice(text: str, messages: list[str], edited: bool, end: str) -> None:
    text = text.replace("\n", end)
    done = carried_into(text, *messages, edited=edited)
    assert carried_into(done, *messages, edited=edited) == done
    rest = iter(done.split("\n"))
    assert all(any(line.rstrip("\r") == one.rstrip("\r") for one in rest) for line in text.split("\n"))
    if is_empty(text, "#", edited=edited):
        assert done == text
        return
    seen = [(key.lower(), value) for key, _, value in (one.partition(": ") for one in by_git(done) if one)]
    assert seen == trailers_of(done, "#")
    times = Counter(seen)
    before = Counter(trailers_of(text, "#"))
    for one in carried(squash(*messages), GUIDES):
        said = [
            count for (key, value), count in times.items() if _is(one.key, one.value, one.guide, key, value)
        ]
        expected = max(1, before[one.key.lower(), one.value])
        assert one.key == "Chrono-Guide" or sum(said) >= 1, one
        assert max(said, default=1) <= expected, one


def _is(key: str, value: str, guide: str | None, found: str, text: str) -> bool:
    return found == key.lower() and text in (value, f"{guide} {value}")


@given(MESSAGES, st.lists(MESSAGES, min_size=1, max_size=3))
@settings(max_examples=150, deadline=None)
def test_claims_keep_their_guide(text: str, messages: list[str]) -> None:
    done = carried_into(text, *messages)
    if is_empty(text, "#", edited=False):
        return
    claims = {(one.kind, one.guide, one.item) for one in parse_message(done, GUIDES).claims}
    for said in [parse_message(one, GUIDES) for one in [*messages, text]]:
        strong = {(one.kind, one.guide, one.item) for one in said.claims if one.guide and not one.weak}
        assert strong <= claims


def test_add_trailers_to_nothing() -> None:
    done = add_trailers(PLEASE, ["Chrono-Guide: X"], "#", edited=True)
    assert done == f"\n\nChrono-Guide: X\n{PLEASE}"
    assert add_trailers(done, ["Chrono-Guide: X"], "#", edited=True) == done
    assert add_trailers("", ["Chrono-Guide: X"], "#", edited=True) == "\n\nChrono-Guide: X\n"


def test_a_large_message_takes_no_long_time() -> None:
    text = "all\n\n" + "Chrono-Step: 1\n  folded\n#\n" * 100_000
    messages = "x\n\n" + "".join(f"Chrono-Step: {number}\n" for number in range(20_000))
    done = carry(text.encode(), squash(messages).encode(), "#", edited=True)
    assert done.count(b"\nChrono-Step: 19999\n") == 1
