"""One byte is changed, in any encoding that has one byte for it."""

from __future__ import annotations

import pytest

from chrono_git.errors import GuideError
from chrono_git.guide import tick


@pytest.mark.parametrize(
    ("before", "line", "after"),
    [
        (b"- [ ] a", 1, b"- [x] a"),
        (b"a\r\n  * [ ] b  \r\n", 2, b"a\r\n  * [x] b  \r\n"),
        (b"a\r- [ ] b\r- [ ] c", 3, b"a\r- [ ] b\r- [x] c"),
        (b"\xef\xbb\xbf- [ ] a\n", 1, b"\xef\xbb\xbf- [x] a\n"),
        (b"\f\n1. [ ]* a \xe9\n", 2, b"\f\n1. [x]* a \xe9\n"),
        (b"- - [ ] a\n", 1, b"- - [x] a\n"),
        (b"### [ ] Step 1\n", 1, b"### [x] Step 1\n"),
        (b"- [x] a", 1, b"- [x] a"),
        (b"- [X] a", 1, b"- [X] a"),
    ],
)
def test_ticks(before: bytes, line: int, after: bytes) -> None:
    assert tick(before, line) == after


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (b"- [~] a", 1),
        (b"- [-] a", 1),
        (b"text", 1),
        (b"", 1),
        (b"- [ ] a", 0),
        (b"- [ ] a", 2),
        (b"-\n[ ] a", 1),
        (b"\n- [ ] a", 1),
        ("- [ ] a".encode("utf-16"), 1),
    ],
)
def test_refuses(text: bytes, line: int) -> None:
    with pytest.raises(GuideError) as caught:
        tick(text, line)
    assert caught.value.hint
