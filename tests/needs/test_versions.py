from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono_git.needs.versions import version_of, wanted_at

# what the guide says behind a name: (versions that will do, versions that will not)
CASES = {
    "1.90+": ("1.90 1.90.0 1.95.0 2", "1.9.0 1.89.9"),
    " 16": ("16 16.10 17", "15.18"),
    " 16.10": ("16.10 16.11 17", "16.9 16"),
    " 16.x": ("16 16.10", "15 17"),
    " 1.2.x": ("1.2.9", "1.3"),
    " exactly 3.11": ("3.11 3.11.7", "3.12 3.10"),
    " == 3.11": ("3.11.7", "3.12"),
    " >= 20": ("20.0.0 21", "19.9"),
    " ≥20.19.0": ("20.19.0 20.20", "20.18.9"),
    " > 3.8": ("3.9", "3.8 3.8.5 3.7"),
    " < 17": ("16.9", "17 17.0"),
    " <= 3.12": ("3.12 3.12.9 3.1", "3.13"),
    " 20.19.0 or higher": ("20.19 22", "20.18"),
    "** 1.70 or later": ("1.70", "1.69"),
    " 8 or older": ("8.1 7", "9"),
    " ^1.2": ("1.2 1.9", "1.1 2.0"),
    " ^0.2.3": ("0.2.9", "0.2.2 0.3"),
    " ~1.2.3": ("1.2.9", "1.2.2 1.3"),
    " ~18": ("18.1", "17 19"),
    " ~> 2.1": ("2.1 2.9", "2.0 3"),
    " 3.10-3.12": ("3.10 3.11.4 3.12.9", "3.9 3.13"),
    " >=1.2 <2": ("1.2 1.9", "1.1 2"),
    " >=1.2, <2": ("1.9", "2"),
    "(version 1.5+)": ("1.5", "1.4"),
    " `>=3.10`": ("3.10", "3.9"),
    "@16": ("16.1", "15"),
}
NONE = ("", " installed", " 16GB", " ~2 GB", " 10-core", ":5432:5432", " (nightly)", " 100%", " version X.X+")


@pytest.mark.parametrize("text", CASES)
def test_what_will_do(text: str) -> None:
    found = wanted_at(text, 0)
    assert found is not None
    good, bad = (tuple(map(version_of, versions.split())) for versions in CASES[text])
    assert [one for one in good if not found[0].meets(one)] == []
    assert [one for one in bad if found[0].meets(one)] == []


@pytest.mark.parametrize("text", NONE)
def test_no_version(text: str) -> None:
    assert wanted_at(text, 0) is None


VERSIONS = st.lists(st.integers(0, 300), min_size=1, max_size=5).map(tuple)


@given(VERSIONS, VERSIONS)
def test_at_least_is_an_order(one: tuple[int, ...], other: tuple[int, ...]) -> None:
    def at_least(low: tuple[int, ...], found: tuple[int, ...]) -> bool:
        read = wanted_at(" " + ".".join(map(str, low)) + "+", 0)
        assert read is not None
        return read[0].meets(found)

    assert at_least(one, one)
    assert at_least(one, (*one, 1))
    assert at_least(one, other) or at_least(other, one)
