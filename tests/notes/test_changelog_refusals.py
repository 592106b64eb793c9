"""Changelogs and notes that nothing is written from: each says where, and what to do."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chrono_git.errors import ChronoError
from chrono_git.notes.changelog import Section, prepend
from chrono_git.notes.marker import Marker, read_marker

RELEASE = Section("v1.2.0", "c2", "## v1.2.0\n\n- Ask first\n", True)
NEXT = Section("Unreleased", "c2", "## Unreleased\n\n- Ask first\n", False)
MARK = "<!-- chrono-notes: Unreleased up to c1 edited -->\n"


def gone(tip: str) -> None:
    return None


@pytest.mark.parametrize(
    ("text", "section", "line", "words"),
    [
        ("# Log".encode("utf-16"), RELEASE, None, "UTF-16"),
        (b"# Log\0", RELEASE, None, "not text"),
        (b"# Log\n\ncaf\xe9\n", RELEASE, 3, "not UTF-8"),
        (b"# Log\n\n<<<<<<< HEAD\n- a\n=======\n- b\n>>>>>>> next\n", RELEASE, 3, "unfinished merge"),
        (b"# Log\n\nwords\n\n```\ncode\n", RELEASE, 5, "never closed"),
        (b"# Log\n\n<!--\n\nwords\n", RELEASE, 3, "never closed"),
        (f"## Unreleased\n\n{MARK}\n{MARK}\n- a\n".encode(), NEXT, 5, "several"),
        (f"## Unreleased\n\n{MARK}\n- a\n".encode(), NEXT, 3, "written up to c1"),
        (f"## Unreleased\n\n{MARK}\n- a\n".encode(), RELEASE, 3, "which v1.2.0 does not hold"),
        (b"---\na: b\n", Section("v1.2.0", "c2", "## v1.2.0\n\n---\n", True), 3, "not be found again"),
    ],
)
def test_a_changelog_that_is_refused(text: bytes, section: Section, line: int | None, words: str) -> None:
    with pytest.raises(ChronoError, match=words) as caught:
        prepend(text, section, gone, "docs/NEWS.md")
    assert (caught.value.path, caught.value.line) == ("docs/NEWS.md", line)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("notes", "words"),
    [
        ("", "no heading"),
        ("- Ask first\n", "no heading"),
        ("```\n## v1.2.0\n```\n", "no heading"),
        ("## v1.2.0\n\n```\ncode\n", "nothing closes"),
        ("## v1.2.0\n\n<!-- a\n", "nothing closes"),
        ("## v1.2.0\n\n<script>\n", "nothing closes"),
    ],
)
def test_notes_that_are_refused(notes: str, words: str) -> None:
    with pytest.raises(ChronoError, match=words) as caught:
        prepend(b"# Log\n", Section("v1.2.0", "c2", notes, True), gone)
    assert caught.value.hint


def test_conflict_marks_in_code_are_none() -> None:
    text = b"# Log\n\n```\n<<<<<<< HEAD\n=======\n>>>>>>> next\n```\n"
    assert prepend(text, RELEASE, gone).data.startswith(text)


def test_notes_that_no_file_can_hold() -> None:
    """A learning with bytes that are no UTF-8, and one that looks like our comment."""
    notes = f"## v1.2.0\n\n- caf\udce9\n\n{MARK}\r\n- next\r"
    changed = prepend(b"", Section("v1.2.0", "c2", notes, True), gone)
    assert b"- caf?\n\n&lt;!-- chrono-notes: Unreleased" in changed.data
    assert b"\r" not in changed.data
    assert prepend(changed.data, Section("v1.2.0", "c2", notes, True), gone).outcome == "unchanged"


names = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from(["-", ">", "\udc80"]), min_size=1)


@given(names, st.text("0123456789abcdef", min_size=4, max_size=64))
@example("--> <script>", "c1")
@example("a----b", "c1")
def test_no_name_ends_its_comment(name: str, tip: str) -> None:
    marker = Marker(name, tip)
    assert re.fullmatch(r"<!-- [!-~]+(?: [!-~]+)* -->", str(marker))
    inner = str(marker)[4:-3]
    assert "--" not in inner
    assert ">" not in inner
    assert read_marker(f"  {marker} ") == marker
