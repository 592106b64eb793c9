"""Values come back as they were kept, or not at all: whatever happened to the file."""

from __future__ import annotations

import marshal
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import chrono_git
from chrono_git.repo.remembered import forget, keep, recall, stamp

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.binary() | st.floats(allow_nan=False),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
    max_leaves=8,
)
quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def place(tmp_path: Path) -> str:
    return str(tmp_path / "chrono-git" / "value")


@quick
@given(PLAIN)
def test_a_value_comes_back(place: str, value: Any) -> None:
    keep(place, value)
    assert recall(place) == value
    assert [one.name for one in Path(place).parent.iterdir()] == ["value"]


def test_nothing_was_kept(place: str) -> None:
    assert recall(place) is None
    forget(place)
    keep(place, 1)
    forget(place)
    assert recall(place) is None


@quick
@given(st.binary())
@example(b"")
@example(b"00000000")
def test_random_bytes(place: str, damage: bytes) -> None:
    Path(place).parent.mkdir(exist_ok=True)
    Path(place).write_bytes(damage)
    assert recall(place) is None


@quick
@given(st.binary())
def test_a_right_sum_of_what_is_no_value(place: str, damage: bytes) -> None:
    """Such bytes never come from a disk, and must not end a hook all the same."""
    Path(place).parent.mkdir(exist_ok=True)
    # A code object would crash the interpreter where it is run, and nothing runs it here.
    Path(place).write_bytes(b"\xff" + damage + b"%08x" % crc32(b"\xff" + damage))
    assert recall(place) is None


def test_every_truncation_and_every_flipped_byte(place: str) -> None:
    keep(place, {"commits": ["1" * 40], "items": [(2, ("alpha", "beta"))], "always": False})
    whole = Path(place).read_bytes()
    for end in range(len(whole)):
        Path(place).write_bytes(whole[:end])
        assert recall(place) is None
    for at in range(len(whole)):
        Path(place).write_bytes(whole[:at] + bytes([whole[at] ^ 0x21]) + whole[at + 1 :])
        assert recall(place) is None
    Path(place).write_bytes(whole + b"\0")
    assert recall(place) is None


@pytest.mark.parametrize("obstacle", ["a file in place of the folder", "a folder in place of the file"])
def test_where_it_cannot_be_kept_it_is_not(place: str, obstacle: str) -> None:
    folder = Path(place).parent
    if obstacle.startswith("a file"):
        folder.write_bytes(b"")
    else:
        Path(place).mkdir(parents=True)
    keep(place, 1)
    assert recall(place) is None
    forget(place)
    assert folder.is_file() or [one.name for one in folder.iterdir()] == ["value"]


def test_a_kept_value_is_replaced_whole(place: str) -> None:
    keep(place, "old")
    before = Path(place).stat().st_ino
    with Path(place).open("rb") as reading:
        keep(place, "new")
        assert marshal.loads(reading.read()[:-8]) == "old"
    assert (recall(place), Path(place).stat().st_ino != before) == ("new", True)


def test_the_stamp_is_that_of_this_installation() -> None:
    assert chrono_git.__file__ is not None
    assert stamp() == stamp()
    assert stamp().startswith(str(Path(chrono_git.__file__).parent))
