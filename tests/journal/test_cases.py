"""Every `cases/*.before.md` with the entries of its `.json` becomes its `.after.md`.

In the expected files `<3>` stands for the key comment of the third entry. A new case:
write the two inputs, run this file as a program (`python -m tests.journal.test_cases NAME`)
to print what comes out, check it by eye, and save it.
"""

from __future__ import annotations

import sys

import pytest

from chrono_git.journal import add_entries, known_keys, missing, repair
from tests.journal.kit import load, names, unkeyed


@pytest.mark.parametrize("name", names())
def test_case(name: str) -> None:
    case = load(name)
    written = add_entries(case.before, case.entries, case.heads)
    assert unkeyed(written, case.entries).decode() == case.after.decode()


@pytest.mark.parametrize("name", names())
def test_again_changes_nothing(name: str) -> None:
    case = load(name)
    written = add_entries(case.before, case.entries, case.heads)
    assert add_entries(written, case.entries, case.heads) == written
    assert missing(written, case.entries) == ()
    assert repair(written) == written
    assert {key for key in known_keys(written) if key != "0" * 12} <= {each.key for each in case.entries}


@pytest.mark.parametrize("name", names())
def test_one_at_a_time(name: str) -> None:
    """Each entry finds the place that the one before it made."""
    case = load(name)
    text = case.before
    for entry in case.entries:
        text = add_entries(text, [entry], case.heads)
    assert sorted(text.split(b"\n")) == sorted(
        add_entries(case.before, case.entries, case.heads).split(b"\n")
    )


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("end", [b"\r\n", b"\r"])
def test_line_ends_are_kept(name: str, end: bytes) -> None:
    case = load(name)
    if not case.before:
        return
    written = add_entries(case.before.replace(b"\n", end), case.entries, case.heads)
    assert unkeyed(written, case.entries) == case.after.replace(b"\n", end)


@pytest.mark.parametrize("name", names())
def test_byte_order_mark_is_kept(name: str) -> None:
    case = load(name)
    written = add_entries(b"\xef\xbb\xbf" + case.before, case.entries, case.heads)
    assert unkeyed(written, case.entries) == b"\xef\xbb\xbf" + case.after


@pytest.mark.parametrize("name", names())
def test_no_final_line_end_is_kept(name: str) -> None:
    case = load(name)
    if not case.before.strip():
        return
    written = add_entries(case.before.removesuffix(b"\n"), case.entries, case.heads)
    assert unkeyed(written, case.entries) == case.after.removesuffix(b"\n")


if __name__ == "__main__":
    for given in sys.argv[1:]:
        shown = load(given)
        print(unkeyed(add_entries(shown.before, shown.entries, shown.heads), shown.entries).decode(), end="")
