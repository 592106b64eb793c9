"""escape, layout and words, each by its table of cases."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from chrono_git.model import Item, ItemReport
from chrono_git.render import words
from chrono_git.render.escape import lines, one_line
from chrono_git.render.layout import Look, cells, cut, prose, wrap
from tests.render.sample import ITEMS, STEP

TEXT = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"]), max_size=60)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("two\nlines\tand  blanks ", "two lines and blanks"),
        ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
        ("\x9b31m", "\\x9b31m"),
        ("a\u202eb\u2069", "a\\u202eb\\u2069"),
        ("caf\udce9", "caf\\xe9"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("価格 ✓ é", "価格 ✓ é"),
    ],
)
def test_one_line(text: str, shown: str) -> None:
    assert one_line(text) == shown


def test_lines_keep_their_indentation() -> None:
    assert lines("\na:\n\tb\x1b  \r\n\r\nc\n\n") == ["a:", "    b\\x1b", "", "c"]


@pytest.mark.parametrize(
    ("text", "limit", "shown"),
    [
        ("short", 5, "short"),
        ("longer", 5, "long…"),
        ("ends here", 6, "ends…"),
        ("価格価格", 8, "価格価格"),
        ("価格価格", 7, "価格価…"),
        ("価格価格", 6, "価格…"),
        ("e\u0301e\u0301e\u0301", 3, "e\u0301e\u0301e\u0301"),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
        ("abc", 0, ""),
    ],
)
def test_fit(text: str, limit: int, shown: str) -> None:
    assert Look().fit(text, limit) == shown


def test_a_path_is_cut_at_its_front() -> None:
    assert Look().fit_path("docs/implementation/guide.md", 12) == "…on/guide.md"


@given(TEXT, st.integers(1, 40))
def test_fit_fits_and_keeps_the_beginning(text: str, limit: int) -> None:
    shown = Look().fit(text, limit)
    assert wcswidth(shown) <= limit
    assert text.startswith(shown.removesuffix("…"))


@given(TEXT, st.integers(2, 40))
def test_wrap_fits_and_loses_no_word(text: str, limit: int) -> None:
    found = list(wrap(text, limit))
    assert "".join(found).replace(" ", "") == text.replace(" ", "")
    assert all(wcswidth(line) <= limit for line in found)


@given(TEXT, st.integers(0, 40))
def test_cut_is_the_longest_that_fits(text: str, limit: int) -> None:
    found = cut(text, limit)
    assert cells(found) <= limit
    assert found == text or cells(text[: len(found) + 1]) > limit


@pytest.mark.parametrize(
    ("done", "of", "bar"),
    [
        (0, 0, "▱▱▱▱▱▱▱▱▱▱"),
        (0, 9, "▱▱▱▱▱▱▱▱▱▱"),
        (1, 99, "▰▱▱▱▱▱▱▱▱▱"),
        (5, 10, "▰▰▰▰▰▱▱▱▱▱"),
        (98, 99, "▰▰▰▰▰▰▰▰▰▱"),
        (99, 99, "▰▰▰▰▰▰▰▰▰▰"),
    ],
)
def test_bar_is_honest_at_both_ends(done: int, of: int, bar: str) -> None:
    assert Look().bar(done, of, 10) == bar


@pytest.mark.parametrize(("done", "of", "share"), [(0, 3, 0), (2, 3, 66), (199, 200, 99), (200, 200, 100)])
def test_percent_is_rounded_down(done: int, of: int, share: int) -> None:
    assert words.percent(done, of) == share


@pytest.mark.parametrize(
    ("markdown", "shown"),
    [
        ("**Bold** and *this*", "Bold and this"),
        ("~~gone~~", "gone"),
        ("see [the docs](https://x.example/a_b) now", "see the docs now"),
        ("`a * b * c` stays", "`a * b * c` stays"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("src/**/*.py and **/x", "src/**/*.py and **/x"),
    ],
)
def test_prose(markdown: str, shown: str) -> None:
    assert prose(markdown) == shown


def test_code_spans_are_not_torn() -> None:
    assert list(wrap("commit with `Chrono-Step: 2` now", 20)) == ["commit with", "`Chrono-Step: 2` now"]


@pytest.mark.parametrize(
    ("item", "mark", "why", "half"),
    [
        (ITEMS[0], "forgotten", "nobody ever said so: the box is empty", "exists since"),
        (ITEMS[1], "done", "somebody says so too", "changed since the base"),
        (ITEMS[2], "attested", "commit 9b1d77e0c2 says so and the box is ticked", "9b1d77e0c2 says so"),
        (ITEMS[3], "unknown", "nobody says that it is done", "not part of the repository"),
        (ITEMS[4], "phantom", "The box is ticked, but", "is a stub"),
        (ITEMS[5], "partial", "a part of it", "nothing calls it"),
        (ITEMS[7], "skipped", "Reason: struck through", "struck through"),
        (ITEMS[8], "open", "does not show it", "does not exist"),
    ],
)
def test_what_is_said_of_an_item(item: ItemReport, mark: str, why: str, half: str) -> None:
    assert words.mark_of(item) == mark
    assert why in words.why(item)
    assert half in words.in_half_a_line(item)


def test_an_item_without_evidence_says_so() -> None:
    item = ItemReport(Item("G/1", "task", (), 1, "Decide"), "unknown", "unknown", None)
    assert words.in_half_a_line(item) == "no rule can see this"
    assert words.remedies(item) == ("Attest it: commit with the trailer `Chrono-Step: G/1`.",)


def test_files_are_those_of_blocks_notes_and_evidence() -> None:
    assert words.expected_files(ITEMS[-1]) == {"workers/src/lib/batcher.ts": "fail"}
    unseen = ItemReport(STEP, "unknown", "unknown", None)
    assert words.expected_files(unseen) == {"workers/src/lib/batcher.ts": None}
