"""What holds for every log and every learning: nothing lost, nothing written twice, nothing else raised."""

from __future__ import annotations

import contextlib
import random
import re

from hypothesis import assume, example, given
from hypothesis import strategies as st

from chrono_git.errors import ChronoError
from chrono_git.journal import Entry, GuideHead, add_entries, known_keys, missing, repair
from tests.journal.kit import entry

pieces = st.sampled_from(
    [
        "# Log",
        "## Tickets",
        "## Tickets ##",
        "Tickets",
        "### NOVA-001: Board",
        "### NOVA-002 - Relay",
        "#### NOVA-002",
        "  ### NOVA-003",
        "## Decisions",
        "### NOVA-001 Decisions",
        "#### Learnings",
        "- **Learnings**:",
        "- **Learnings**: words",
        "* Key learnings:",
        "  - Learnings",
        "1. **Learnings**:",
        "**Learnings**:",
        "- **Started**: May 4, 2031",
        "-\t__Status:__ done",
        "  - Ask first",
        "    - deeper",
        "\t* tabbed",
        "   3. third",
        "-",
        "  words",
        "      far",
        "words",
        "> quote",
        "---",
        "===",
        "***",
        "```",
        "  ```",
        "~~~ sh",
        "<!--",
        "-->",
        "<details>",
        "</details>",
        "<pre>",
        "<!-- chrono: learnings NOVA-001 -->",
        "  <!-- chrono: learnings NOVA-002 -->",
        "<!-- chrono: learnings -->",
        "  - Ask often <!-- chrono:0123456789ab -->",
        "",
        "",
        "  ",
        "\x0c",
        "\x85 \xa0",
        "| a |",
        "title: a",
    ]
)
ends = st.sampled_from(["\n", "\n", "\r\n", "\r"])


@st.composite
def documents(draw: st.DrawFn) -> bytes:
    text = "".join(line + draw(ends) for line in draw(st.lists(pieces, max_size=20)))
    return (
        draw(st.sampled_from([b"", b"", b"\xef\xbb\xbf"]))
        + text.encode(draw(st.sampled_from(["utf-8", "latin-1"])))
        + draw(st.sampled_from([b"", b"end", b"  - \xff"]))
    )


logs = st.one_of(documents(), documents(), st.binary(max_size=200), st.just(b""))
texts = st.one_of(
    st.text(max_size=40),
    st.lists(
        st.sampled_from(
            ["<!--", "-->", "`", "``", "\\", "<b>", "- ", "# ", "\n", "a", "chrono:0123456789ab", "~~~", " "]
        ),
        max_size=10,
    ).map("".join),
)
guides = st.sampled_from(
    [None, "NOVA-001", "NOVA-002", "NOVA-003", "nova-004", "012-relay", "relay", " ", "#", "a:b"]
)
learnings = st.builds(
    Entry, texts, guides, st.sampled_from(["A <a@b>", "B <b@c>"]), st.integers(0, 9), st.just("+0100")
)
batches = st.lists(learnings, max_size=6)
HEADS = {
    "NOVA-003": GuideHead("NOVA-003", "Dock\n---", "2031-05-01", "x", "*", ("- a", "```")),
    "relay": GuideHead("relay", "", None, None, "", ()),
}


def pieces_of(text: bytes) -> list[bytes]:
    return re.findall(rb"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$", text)


def holds_in_order(text: bytes, before: bytes) -> bool:
    """Whether the lines of `before` are in `text`, in order (its last may have got a line end)."""
    wanted = pieces_of(before)
    found = iter(pieces_of(text))
    whole = all(any(piece == line for piece in found) for line in wanted[:-1])
    return whole and (not wanted or any(piece.startswith(wanted[-1]) for piece in found))


@given(logs, batches)
@example(b"a", [entry("b")])
@example(b"## Tickets\r\n\r\n- a\r", [entry("b"), entry("c", "NOVA-001")])
def test_add(log: bytes, batch: list[Entry]) -> None:
    with contextlib.suppress(ChronoError):
        written = add_entries(log, batch, HEADS)
        assert holds_in_order(written, log)
        assert add_entries(written, batch, HEADS) == written
        assert missing(written, batch) == ()
        asked = {each.key for each in missing(log, batch)}
        assert known_keys(written) == known_keys(log) | asked
        for key in asked - known_keys(log):
            assert written.count(key.encode()) == 1
        assert log.endswith((b"\n", b"\r")) == written.endswith((b"\n", b"\r")) or not log.strip(
            b"\xef\xbb\xbf"
        )


@given(documents(), learnings, learnings)
def test_the_second_finds_the_place_of_the_first(log: bytes, first: Entry, second: Entry) -> None:
    """What was made for one learning of a guide is where the next one goes: right behind it."""
    second = Entry(second.text, first.guide, second.author, second.time, second.zone)
    assume(len(missing(log, [first, second])) == 2)
    with contextlib.suppress(ChronoError):
        once = add_entries(log, [first], HEADS)
        twice = add_entries(once, [second], HEADS)
        lines = pieces_of(twice)
        at = next(n for n, line in enumerate(lines) if first.key.encode() in line)
        behind = (line for line in lines[at + 1 :] if line.strip())
        assert second.key.encode() in next(behind)


@given(documents(), batches, batches)
def test_no_order_of_batches_loses_any(log: bytes, one: list[Entry], other: list[Entry]) -> None:
    with contextlib.suppress(ChronoError):
        written = add_entries(add_entries(log, one, HEADS), other, HEADS)
        assert missing(written, [*one, *other]) == ()


@given(documents(), batches, st.randoms(use_true_random=False))
def test_repair(log: bytes, batch: list[Entry], chance: random.Random) -> None:
    """Doubling any of our lines is undone; anything else stays."""
    with contextlib.suppress(ChronoError):
        written = add_entries(log, batch, HEADS)
        ours = {each.key.encode() for each in missing(log, batch)}
        doubled: list[bytes] = []
        for line in pieces_of(written):
            ours_here = line.endswith(b"\n") and any(key in line for key in ours)
            doubled += [line, line] if ours_here and chance.random() < 0.5 else [line]
        assert repair(b"".join(doubled)) == repair(written)
        assert repair(repair(written)) == repair(written)


@given(st.binary(max_size=300))
def test_any_bytes(log: bytes) -> None:
    with contextlib.suppress(ChronoError):
        assert len(repair(log)) <= len(log)
        assert known_keys(log) is not None
