"""What holds for every text whatever: nothing raises, no checkbox is lost, ids and lines are unique."""

from __future__ import annotations

import contextlib
import re
import time

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chrono_git.errors import GuideError
from chrono_git.guide import parse, tick
from chrono_git.guide.text import lines

BOX = re.compile(r"^[\s>]*(?:[-*+]|\d+[.)])\s+\[([xX ])\]\*?\s+(.*\S)")
FENCE = re.compile(r"^\s*(`{3,}|~{3,})")

pieces = st.sampled_from(
    [
        "- [ ] a",
        "- [x] b",
        "* [~] c",
        "1. [ ] d",
        "27) [X] e",
        "  - [ ] f",
        "      - [ ] g",
        "\t- [ ] h",
        "> - [ ] i",
        "- [ ]",
        "- [ ] 1.1 j",
        "- [ ] **Step 1**: k",
        "# T",
        "## Phase 1: U",
        "### Step 1: V",
        "text",
        "  text",
        "    text",
        "- bullet",
        "**File**: `a/b.py`",
        "---",
        "===",
        "<div>",
        "</div>",
        "<!--",
        "-->",
        "<!-- chrono: path=a -->",
        "| a | b |",
        "|---|---|",
        "| [ ] | c |",
        "",
        "",
        "\f",
        "\x00",
        "\u3000- [ ] wide",
        "-\u00a0[ ] no-break",
        "- - [ ] twice",
        "-      [ ] far",
        "[x]: http://example.org",
        "1234567890123. [ ] long number",
    ]
)
fences = st.sampled_from(["```", "```sh", "  ```", "```markdown", "~~~", "````md", "        ```"])
ends = st.sampled_from(["\n", "\r\n", "\r"])


@st.composite
def documents(draw: st.DrawFn, lines_of: st.SearchStrategy[str] = pieces) -> str:
    return "".join(line + draw(ends) for line in draw(st.lists(lines_of, max_size=25)))


@given(st.one_of(st.text(), documents(), documents(pieces | fences)))
@example("- [ ] a\n   1. [ ] b\n\n      ```\n- [ ] c")
def test_any_text(text: str) -> None:
    guide = parse(text, "docs/PLAN.md")
    at = [item.line for item in guide.items]
    assert at == sorted(set(at))
    assert len({item.id for item in guide.items}) == len(at)
    known = {item.id for item in guide.items}
    assert all(item.parent in known for item in guide.items if item.parent)
    assert all(1 <= line <= len(lines(text)) for line in at)
    assert all(problem.line for problem in guide.problems)


@given(st.binary())
def test_any_bytes(data: bytes) -> None:
    parse(data, "a.md")


@given(documents())
def test_every_box_outside_fences_is_an_item_or_a_problem(text: str) -> None:
    guide = parse(text, "a.md")
    seen = {item.line for item in guide.items} | {problem.line for problem in guide.problems}
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text), 1):
        if BOX.match(line):
            assert number in seen


@given(documents(pieces | fences))
def test_ticking_changes_one_byte_and_only_once(text: str) -> None:
    data = text.encode()
    for item in parse(data, "a.md").items:
        if item.box != " ":
            continue
        after = tick(data, item.line)
        assert len(after) == len(data)
        assert [(old, new) for old, new in zip(data, after, strict=True) if old != new] == [(0x20, 0x78)]
        assert tick(after, item.line) == after
        ticked = {one.line: one.ticked for one in parse(after, "a.md").items}
        assert ticked[item.line]


@settings(max_examples=50)
@given(documents(), st.integers(-2, 60))
def test_ticking_any_line_either_ticks_or_says_why_not(text: str, line: int) -> None:
    data = text.encode()
    with contextlib.suppress(GuideError):
        assert len(tick(data, line)) == len(data)


@pytest.mark.parametrize(
    "text",
    [
        "- " * 100_000 + "x",
        "> " * 100_000 + "x",
        "[" * 100_000,
        "- [ ] " + "[" * 100_000,
        "- [ ] " + "*" * 100_000,
        "- [ ] " + "~~a" * 50_000,
        "- [ ] " + "<!--" * 50_000,
        "- [ ] " + "[A " * 50_000,
        "- [ ] " + "(DEFERRED" * 20_000,
        "# " + "`" * 100_000,
        "### Step 1: " + "**" * 50_000,
        "**File**: " + "`a/" * 50_000,
        "- [ ] " + "x" * 1_000_000,
        "x" * 1_000_000,
        "\0" * 10_000 + "\n- [ ] a",
        "```a\n" * 50_000,
        "```md\n- [ ] x\n" * 10_000 + "```",
        "<!-- a\n" * 20_000,
        "<div>\n" * 20_000,
        "".join(" " * n + "- [ ] a\n" for n in range(1000)),
        "### Step 1: x\n" * 20_000,
        "- [ ] 1.1 same\n" * 20_000,
        "a\n" * 50_000 + "---",
        "| a |\n|---|\n" + "| [ ] |\n" * 20_000,
    ],
    ids=lambda text: repr(text[:14]),
)
def test_hostile_text_is_read_in_time(text: str) -> None:
    started = time.process_time()
    parse(text, "a.md")
    assert time.process_time() - started < 8


def test_a_long_list_is_read_at_once() -> None:
    text = "".join(f"- [ ] T{n:04} [P] Write `src/file{n}.py`\n  - detail {n}\n" for n in range(2000))
    started = time.process_time()
    guide = parse(text, "specs/long/tasks.md")
    assert time.process_time() - started < 2
    assert [item.number for item in guide.items] == [f"T{n:04}" for n in range(2000)]
