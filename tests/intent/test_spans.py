"""Code spans."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono_git.intent.spans import blank_spans, code_spans, replace_spans


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("`a` and `b`", ["a", "b"]),
        ("``a`b`` `c`", ["a`b", "c"]),
        ("`` ` `` x", [" ` "]),
        ("`open", []),
        ("`a\n`b`", ["b"]),
        ("```a` b`", [" b"]),
        ("", []),
    ],
)
def test_spans(text: str, spans: list[str]) -> None:
    assert [one.text for one in code_spans(text)] == spans


@given(st.text("`a \n", max_size=60))
def test_spans_are_what_they_say(text: str) -> None:
    for one in code_spans(text):
        run = re.match("`+", text[one.start :])
        assert run
        assert text[one.start : one.end] == run.group() + one.text + run.group()
    assert len(blank_spans(text)) == len(text)
    assert list(code_spans(blank_spans(text))) == []


def test_spans_are_replaced() -> None:
    assert replace_spans("a `b` c `d", "…") == "a … c `d"
