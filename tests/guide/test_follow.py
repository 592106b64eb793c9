"""The same boxes are ticked in another version of a guide, and none but these."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chrono_git.errors import GuideError
from chrono_git.guide.follow import tick_alike, tick_all
from chrono_git.guide.text import decode, lines

ITEMS = [f"- [ ] {word}" for word in ("alpha one", "beta two", "gamma three", "delta four", "epsilon five")]
OTHERS = ["", "text", "# Head", "- [ ] other words", "- [x] ticked before", "```", "- [~] half", "[ ]", "\f"]
ENDS = st.sampled_from(["\n", "\r\n", "\r"])
BOM = "\ufeff"


@st.composite
def versions(draw: st.DrawFn) -> tuple[bytes, list[int], bytes]:
    """A guide, the lines of some of its boxes, and another version with lines put in and taken out."""
    old: list[str] = []
    for item in draw(st.lists(st.sampled_from(ITEMS), unique=True, max_size=5)):
        old += draw(st.lists(st.sampled_from(OTHERS), max_size=2))
        old.append(item)
    wanted = [at for at, line in enumerate(old, 1) if line in ITEMS and draw(st.booleans())]
    new: list[str] = []
    for line in old:
        new += draw(st.lists(st.sampled_from(OTHERS), max_size=2))
        fate = draw(st.sampled_from(["kept", "kept", "kept", "gone", "ticked"]))
        if fate != "gone":
            new.append(line.replace("[ ]", "[x]") if fate == "ticked" else line)
    end, other_end = draw(ENDS), draw(ENDS)
    first, second = draw(st.sampled_from(["", BOM])), draw(st.sampled_from(["", BOM]))
    return (first + end.join(old)).encode(), wanted, (second + other_end.join(new)).encode()


def texts(data: bytes) -> list[str]:
    return lines(decode(data)[0])


def changed(before: bytes, after: bytes) -> list[str]:
    """The lines that became others; each must have got one byte inside a box."""
    assert len(before) == len(after)
    differing = [(old, new) for old, new in zip(texts(before), texts(after), strict=True) if old != new]
    for old, new in differing:
        [(was, now)] = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
        assert (was, now) == (" ", "x")
        assert "[ ]" in old
    return [old for old, _ in differing]


@given(versions())
def test_only_empty_boxes_change_and_only_the_right_ones(case: tuple[bytes, list[int], bytes]) -> None:
    original, wanted, other = case
    asked = {texts(original)[line - 1] for line in wanted}
    assert set(changed(other, tick_alike(original, wanted, other))) <= asked


@given(versions())
@example((b"- [ ] alpha one", [1], b"- [ ] alpha one"))
def test_the_same_text(case: tuple[bytes, list[int], bytes]) -> None:
    original, wanted, _ = case
    assert tick_alike(original, wanted, original) == tick_all(original, wanted)
    assert changed(original, tick_all(original, wanted)) == [texts(original)[line - 1] for line in wanted]


@given(versions())
def test_ticking_twice_is_ticking_once(case: tuple[bytes, list[int], bytes]) -> None:
    original, wanted, other = case
    once = tick_alike(original, wanted, other)
    assert tick_alike(original, wanted, once) == once


UNIQUE = st.lists(st.integers(0, 10_000), unique=True, max_size=12)


@given(UNIQUE, st.data())
def test_lines_put_in_and_taken_out_lead_nowhere_else(numbers: list[int], data: st.DataObject) -> None:
    old = [f"- [ ] item{number}" for number in numbers]
    wanted = data.draw(st.sets(st.sampled_from(old))) if old else set()
    gone = data.draw(st.sets(st.sampled_from(old))) if old else set()
    new = []
    for at, line in enumerate(old):
        # New lines are of their own, so that nothing is a copy of anything.
        new += [f"new {at}.{each}" for each in range(data.draw(st.integers(0, 3)))]
        new += [] if line in gone else [line]
    original, other = "\n".join(old).encode(), "\n".join(new).encode()
    after = tick_alike(original, [old.index(line) + 1 for line in old if line in wanted], other)
    assert changed(other, after) == [line for line in old if line in wanted - gone]


@given(st.binary(), st.lists(st.integers(-1, 9)), st.binary())
@example(b"- [ ] a\n", [1, 1, 7], b"- [ ] b\xff\n- [ ] a\n")
def test_any_bytes(original: bytes, wanted: list[int], other: bytes) -> None:
    if other != original:
        assert len(tick_alike(original, wanted, other)) == len(other)


FIRST, SECOND, THIRD = (
    f"- [ ] 1.{n} Create `src/{name}.py`" for n, name in ((1, "first"), (2, "second"), (3, "third"))
)


@pytest.mark.parametrize(
    ("old", "wanted", "new", "expected"),
    [
        ([FIRST], [1], ["- [ ] 1.1 Create `src/first.py` with care"], [1]),
        ([FIRST], [1], ["- [ ] 1.1 Make `src/first.py`"], [1]),
        ([FIRST, SECOND], [1], [FIRST + ".", SECOND + "."], [1]),
        ([FIRST, SECOND], [1, 2], [FIRST + ".", SECOND + "."], [1, 2]),
        # Taken out, edited and put in, side by side.
        ([FIRST, SECOND], [1], [SECOND + " now", THIRD], []),
        ([FIRST, SECOND], [2], [SECOND + " now", THIRD], [1]),
        ([FIRST, SECOND], [2], ["- [ ] 0.9 Plan", FIRST + " now", SECOND + " now"], [3]),
        # Something else in its place.
        ([FIRST], [1], ["- [ ] Decide on a name"], []),
        ([FIRST], [1], [THIRD], []),
        ([FIRST], [1], ["text"], []),
        (["- [ ] Write tests"], [1], ["- [ ] Write docs"], []),
        # Two that are as near as each other: nobody can tell.
        ([FIRST], [1], [FIRST + " a", FIRST + " b"], []),
        # Boxes that hold something.
        ([FIRST], [1], ["", FIRST.replace("[ ]", "[~]")], []),
        ([FIRST], [1], ["", FIRST.replace("[ ]", "[x]")], []),
        # Order and repetition.
        ([FIRST, SECOND, THIRD], [3], [THIRD, FIRST, SECOND], []),
        ([FIRST, "", FIRST], [3], ["text", FIRST, "", FIRST], [4]),
        (["a", FIRST, "b"], [2], ["b", "a", FIRST], [3]),
        # Indented otherwise, or under another bullet.
        ([FIRST], [1], ["  " + FIRST.replace("-", "*", 1)], [1]),
        ([], [], [FIRST], []),
        ([FIRST], [1], [], []),
    ],
)  # fmt: skip
def test_edited_lines(old: list[str], wanted: list[int], new: list[str], expected: list[int]) -> None:
    original, other = "\n".join(old).encode(), "\n".join(new).encode()
    after = texts(tick_alike(original, wanted, other))
    assert [at for at, (was, now) in enumerate(zip(new, after, strict=False), 1) if was != now] == expected


def test_ticking_all_says_what_is_no_box() -> None:
    with pytest.raises(GuideError) as caught:
        tick_all(b"- [ ] a\ntext\n", [1, 2])
    assert caught.value.line == 2
    with pytest.raises(GuideError, match="UTF-16"):
        tick_alike("- [ ] a".encode("utf-16"), [1], "- [ ] a".encode("utf-16"))


def test_another_encoding_is_left() -> None:
    other = "- [ ] a\n".encode("utf-16")
    assert tick_alike(b"- [ ] a\n", [1], other) == other


@pytest.mark.parametrize(
    "line",
    ["- [ ] same", "", "- [ ] {}", "- [ ] {} " + "word " * 100, "[ ]" * 100],
    ids=lambda line: repr(line[:14]),
)
def test_hostile_text_is_followed(line: str) -> None:
    middle = [line.replace("{}", str(number)) for number in range(20_000)]
    original = "\n".join(["a", *middle, "b"]).encode()
    edited = [each + "." for each in middle]
    # What takes quadratic time here takes minutes.
    tick_alike(original, [2, 9000], "\n".join(["c", *middle, "d"]).encode())
    tick_alike(original, [2, 9000], "\n".join(["c", *edited, "d"]).encode())
