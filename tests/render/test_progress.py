"""One line says what moved, whatever the guide's author wrote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono_git.render.progress import progress_line, shown_item


@pytest.mark.parametrize(
    ("done", "counted", "bar"),
    [
        (0, 0, "▱▱▱▱▱ 0/0"),
        (0, 18, "▱▱▱▱▱ 0/18"),
        (1, 1000, "▰▱▱▱▱ 1/1000"),
        (7, 18, "▰▱▱▱▱ 7/18"),
        (8, 18, "▰▰▱▱▱ 8/18"),
        (3, 5, "▰▰▰▱▱ 3/5"),
        (999, 1000, "▰▰▰▰▱ 999/1000"),
        (1000, 1000, "▰▰▰▰▰ 1000/1000"),
        (1, 1, "▰▰▰▰▰ 1/1"),
    ],
)
def test_the_bar(done: int, counted: int, bar: str) -> None:
    assert progress_line("CHRONO-003", done, counted) == f"CHRONO-003 {bar}"


@given(st.integers(0, 500), st.integers(0, 500))
def test_full_only_when_all_is_done_and_empty_only_when_nothing_is(done: int, more: int) -> None:
    bar = progress_line("G", done, done + more).split(" ")[1]
    assert (bar.count("▰") + bar.count("▱"), len(bar)) == (5, 5)
    assert ("▱" not in bar) == (done > 0 and more == 0)
    assert ("▰" not in bar) == (done == 0)


@pytest.mark.parametrize(
    ("moved", "expected"),
    [
        ({}, ""),
        ({"gained": ["a"]}, "  +1 a"),
        ({"gained": ["a", "b"]}, "  +2 a, b"),
        ({"gained": ["a", "b", "c"]}, "  +3 a, b, and 1 more"),
        ({"gained": list("abcdefg")}, "  +7 a, b, and 5 more"),
        ({"lost": ["a"]}, "  -1 a"),
        ({"gained": ["a"], "lost": ["b", "c", "d"], "learnt": 1}, "  +1 a  -3 b, c, and 1 more  +1 learning"),
        ({"learnt": 2}, "  +2 learnings"),
    ],
)
def test_what_moved(moved: dict[str, object], expected: str) -> None:
    assert progress_line("G", 1, 5, **moved) == f"G ▰▱▱▱▱ 1/5{expected}"  # type: ignore[arg-type]


LONG = "x" * 1_000_000


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("Create stub functions", "src/lib", "Create stub functions (src/lib)"),
        ("Decide", "", "Decide"),
        ("Create `src/a.py`", "src/a.py", "Create src/a.py"),
        ("Create `src/a.py`", "src/a.pyx", "Create src/a.py (src/a.pyx)"),
        ("**Make** it *well*, see [the page](http://example.org)", "", "Make it well, see the page"),
        ("two\nlines\tand  blanks ", "", "two lines and blanks"),
        ("\x1b[31mred\x1b[0m\x07", "", r"\x1b[31mred\x1b[0m\x07"),
        ("a\u202eb\u2066\x9bc\x7f", "", r"a\u202eb\u2066\x9bc\x7f"),
        ("it", "a\x1b[2Jb\nc", r"it (a\x1b[2Jb c)"),
        ("it", "a\udcffb", r"it (a\xffb)"),
        ("", "", ""),
        ("日本語のテキスト", "", "日本語のテキスト"),
        ("y" * 60, "", "y" * 60),
        ("y" * 61, "", "y" * 59 + "…"),
        ("y" * 58 + " z and more", "", "y" * 58 + "…"),
        ("y" * 61 + " src/a.py", "src/a.py", "y" * 59 + "… (src/a.py)"),
        (LONG, "", "x" * 59 + "…"),
        ("`" * 1_000_000, "", ""),
        ("*" * 100_000 + "a", "", None),
        ("[" * 100_000, "", None),
        ("[a](" * 50_000, "", None),
    ],
    ids=lambda value: repr(value)[:20],
)
def test_an_item(text: str, path: str, expected: str | None) -> None:
    said = shown_item(text, path)
    if expected is not None:
        assert said == expected
    assert len(said) < 100


@given(st.text(), st.text())
def test_any_text_is_one_harmless_line(text: str, path: str) -> None:
    said = shown_item(text, path)
    assert said.isprintable() or not any(ord(letter) < 32 or 0x7F <= ord(letter) < 0xA0 for letter in said)
    assert "\n" not in said
