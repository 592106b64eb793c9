"""What sync tells, as text and as JSON that any reader takes."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from chrono_git.render.synced import Row, synced_json, synced_text

SCHEMA = Draft202012Validator(json.loads(files("chrono_git").joinpath("schemas/sync-1.json").read_text()))


@pytest.mark.parametrize(
    ("row", "written", "expected"),
    [
        (("a.md", 1, 0, 0, 0, ""), True, "a.md: 1 box written"),
        (("a.md", 2, 0, 0, 0, ""), False, "a.md: 2 boxes missing"),
        (("a.md", 0, 1, 0, 0, ""), True, "a.md: 1 entry written"),
        (("a.md", 0, 0, 1, 0, ""), False, "a.md: 1 repeated entry too many"),
        (("a.md", 0, 1, 2, 0, ""), True, "a.md: 1 entry written, 2 repeated entries taken away"),
        (("a.md", 0, 0, 0, 1, ""), True, "a.md: 1 reverted entry taken away"),
        (("a.md", 3, 2, 0, 0, ""), False, "a.md: 3 boxes and 2 entries missing"),
        (
            ("a.md", 0, 2, 0, 0, "it is a link"),
            True,
            "a.md: 2 entries missing, and not written: it is a link",
        ),
        (
            ("a\x1b[2J\n.md", 1, 0, 0, 0, "b\x07"),
            True,
            r"a\x1b[2J .md: 1 box missing, and not written: b\x07",
        ),
    ],
)
def test_text(row: Row, written: bool, expected: str) -> None:
    assert synced_text([row], written=written) == expected + "\n"
    assert synced_text([row, row], written=written) == (expected + "\n") * 2
    assert synced_text([], written=written) == ""


@given(
    st.lists(st.tuples(st.text(min_size=1), *[st.integers(0, 9)] * 4, st.text())),
    st.booleans(),
)
def test_json(rows: list[Row], written: bool) -> None:
    said = synced_json(rows, written=written)
    document = json.loads(said)
    SCHEMA.validate(document)
    assert document["written"] is written
    assert [
        (
            one["path"],
            one["ticks"],
            one["entries"],
            one["repeats"],
            one["withdrawn"],
            one["problem"] or "",
        )
        for one in document["files"]
    ] == rows
    # Nothing in it moves a terminal's cursor.
    assert not any(ord(letter) < 32 or 0x7F <= ord(letter) < 0xA0 for letter in said.replace("\n", ""))


def test_names_that_are_no_text() -> None:
    said = synced_json([("a\udcff\u202e", 1, 0, 0, 0, "")], written=True)
    assert said.encode().isascii()
    assert json.loads(said)["files"][0]["path"] == "a\\xff\u202e"
