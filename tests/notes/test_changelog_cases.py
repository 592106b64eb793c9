"""Every `cases/*.before.md`, after the steps of its `.json`, is its `.after.md`.

A step is a section to put in, with the outcome that is expected, or a hand edit. In the
expected files HASH stands for the hash of a section. A new case: write the inputs, run this
file as a program (`python -m tests.notes.test_changelog_cases NAME`) to print what comes
out, check it by eye, and save it.
"""

from __future__ import annotations

import sys

import pytest

from tests.notes.kit import load, names, run, unhashed, with_ends


@pytest.mark.parametrize("name", names())
def test_case(name: str) -> None:
    case = load(name)
    text = case.before
    for step in case.steps:
        changed = run(text, step)
        assert "edit" in step or changed.outcome == step["outcome"]
        assert (changed.data == text) == (step.get("outcome") in ("kept", "unchanged"))
        text = changed.data
    assert text is not None
    assert unhashed(text).decode() == case.after.decode()


@pytest.mark.parametrize("name", names())
def test_again_changes_nothing(name: str) -> None:
    case = load(name)
    text = case.before
    for step in case.steps:
        text = run(text, step).data
        if "edit" not in step:
            again = run(text, step)
            assert again.data == text
            assert again.outcome in ("kept", "unchanged")


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("end", [b"\r\n", b"\r"])
def test_line_ends_are_kept(name: str, end: bytes) -> None:
    case = load(name)
    text = case.before
    if not text:
        return
    text = text.replace(b"\n", end)
    for step in case.steps:
        text = run(text, with_ends(step, end.decode())).data
    assert unhashed(text) == case.after.replace(b"\n", end)


@pytest.mark.parametrize("name", names())
def test_byte_order_mark_is_kept(name: str) -> None:
    case = load(name)
    text: bytes = b"\xef\xbb\xbf" + (case.before or b"")
    for step in case.steps:
        text = run(text, step).data
    assert unhashed(text) == b"\xef\xbb\xbf" + case.after


@pytest.mark.parametrize("name", names())
def test_no_final_line_end_is_kept(name: str) -> None:
    case = load(name)
    if not case.before:
        return
    text = case.before.removesuffix(b"\n")
    for step in case.steps:
        text = run(text, step).data
    assert unhashed(text) == case.after.removesuffix(b"\n")


@pytest.mark.parametrize("name", names())
def test_a_checkout_with_other_line_ends_is_no_edit(name: str) -> None:
    """git may change all line ends between two steps (gitattributes(5), `eol`)."""
    case = load(name)
    text = case.before
    for n, step in enumerate(case.steps):
        if text is not None:
            text = text.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n" if n % 2 else b"\n")
        changed = run(text, with_ends(step, "\r\n" if n % 2 else "\n"))
        assert "edit" in step or changed.outcome == step["outcome"]
        text = changed.data
    assert text is not None
    assert unhashed(text.replace(b"\r\n", b"\n")) == case.after


if __name__ == "__main__":
    for given in sys.argv[1:]:
        shown = load(given)
        written = shown.before
        for each in shown.steps:
            done = run(written, each)
            print(given, done.outcome, done.line, file=sys.stderr)
            written = done.data
        print(unhashed(written or b"").decode(), end="")
