"""Headings of releases, as people and tools write them."""

from __future__ import annotations

import pytest

from chrono_git.notes.titles import claim, key, names


@pytest.mark.parametrize(
    "title",
    [
        "1.2.0",
        "v1.2.0",
        "V1.2.0",
        "[1.2.0] - 2026-11-01",
        "[1.2.0](https://example.org/compare/v1.1.0...v1.2.0) (2026-11-01)",
        "[v1.2.0][compare] – 01.11.2026",
        "[1.2.0] - 2026-11-01 [YANKED]",
        "**v1.2.0**",
        "`1.2.0`",
        "Version 1.2.0",
        "Release v1.2.0 (latest)",
        "1.2.0 / 2026-11-01",
        "1.2.0. / 2026-11-01",
        "nova 1.2.0",
        "🚀 v1.2.0",
        "![new](https://example.org/new.svg) 1.2.0",
        '<a name="x"></a>1.2.0',
    ],
)
def test_a_heading_of_a_release(title: str) -> None:
    assert claim(title) == "plain"
    assert {key("v1.2.0"), key("1.2.0"), key("release-1.2.0")} & names(title) == {"1.2.0"}
    assert not {key("v1.2"), key("1.2.0-rc1"), key("11.2.0")} & names(title)


@pytest.mark.parametrize(
    ("title", "name", "said"),
    [
        ("1.2.0 replaces 1.1.0", "1.2.0", "wordy"),
        ("v2.0 The big one", "2.0", "wordy"),
        ("Unreleased", "unreleased", "plain"),
        ("[Unreleased](https://example.org)", "UNRELEASED", "plain"),
        ("[unreleased] - soon", "Unreleased", "plain"),
        ("@nova/cli@1.2.0", "@nova/cli@1.2.0", "plain"),
        ("nova-v1.2.0 (2026-11-01)", "nova-v1.2.0", "plain"),
        ("2026-11-01", "2026-11-01", "plain"),
        ("v1.0.0..main", "v1.0.0..main", "plain"),
        ("nightly", "nightly", "none"),
        ("The big one", "The big one", "none"),
    ],
)
def test_other_names(title: str, name: str, said: str) -> None:
    assert claim(title) == said
    assert key(name) in names(title)


@pytest.mark.parametrize(
    "title",
    [
        "Changelog",
        "What's Changed",
        "CG-005: Release notes",
        "3 things",
        "",
        "[]",
        "()",
        "New in 1.2.0",
        "-",
        "v",
    ],
)
def test_no_heading_of_a_release(title: str) -> None:
    assert claim(title) == "none"
    assert key("1.2.0") not in names(title)


def test_one_release_is_not_another() -> None:
    assert key("1.1.0") not in names("1.2.0 replaces 1.1.0")
    assert key("1.2.0") not in names("@nova/cli@1.2.0")
    assert key("1.2.0") not in names("1.2.0-rc1")


def test_long_headings_take_no_time() -> None:
    for long in ("[" * 99_999, "1.0-" * 50_000, "v1" * 50_000, "a-" * 50_000, "<" * 99_999, "![" * 50_000):
        claim(long)
        names(long)
