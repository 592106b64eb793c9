"""After a merge by union each entry is there once, and nothing written by hand is lost."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from chrono_git.journal import Entry, GuideHead, add_entries, known_keys, missing, repair
from tests.journal.kit import TIME, entry, load

HEADS = {"NOVA-009": GuideHead("NOVA-009", "Beacon", "2031-06-01", None, "open")}
SHARED = entry("Taken over by cherry-pick", "NOVA-002", time=TIME + 100)


def union(directory: Path, ours: bytes, base: bytes, theirs: bytes) -> bytes:
    paths = [directory / name for name in ("ours", "base", "theirs")]
    for path, text in zip(paths, (ours, base, theirs), strict=True):
        path.write_bytes(text)
    done = subprocess.run(
        ["git", "merge-file", "--union", "-p", *map(str, paths)], check=True, capture_output=True
    )
    return done.stdout


def lines_of(text: bytes) -> list[bytes]:
    return [line for line in text.split(b"\n") if line.strip() and b"chrono:" not in line]


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ([entry("a", "NOVA-002")], [entry("b", "NOVA-002", time=TIME + 1)]),
        ([entry("a", "NOVA-002"), SHARED], [SHARED, entry("b", "NOVA-002", time=TIME + 1)]),
        ([SHARED, entry("a", "NOVA-002")], [entry("b", "NOVA-002", time=TIME + 1), SHARED]),
        ([SHARED, entry("a", "NOVA-001")], [entry("b", "NOVA-001", time=TIME + 1), SHARED]),
        ([entry("a", "NOVA-009"), entry("c")], [entry("b", "NOVA-009", time=TIME + 1), entry("c")]),
        ([entry("a", "NOVA-008"), SHARED], [entry("b", "NOVA-009", time=TIME + 1), SHARED]),
    ],
)
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_union(tmp_path: Path, left: list[Entry], right: list[Entry], end: bytes) -> None:
    base = load("nested-list").before.replace(b"\n", end)
    ours = add_entries(base, left, HEADS)
    theirs = add_entries(base, right, HEADS)
    ours = ours.replace(b"Words first", b"Words first, says the left")
    theirs = theirs.replace(b"Relays are skeletons", b"Relays are skeletons, says the right")
    merged = union(tmp_path, ours, base, theirs)
    repaired = repair(merged)
    for each in (*left, *right):
        assert repaired.count(each.key.encode()) == 1
    assert lines_of(repaired) == lines_of(merged)
    assert b"says the left" in repaired
    assert b"says the right" in repaired
    assert repair(repaired) == repaired
    assert add_entries(repaired, [*left, *right], HEADS) == repaired


def doubled(*items: bytes) -> bytes:
    return b"## Tickets\n\n### NOVA-001: a\n\n- **Learnings**:\n" + b"".join(items)


OURS = entry("Ask first", "NOVA-001")
KEY = b"<!-- chrono:%s -->" % OURS.key.encode()
ITEM = b"  - Ask first " + KEY


def test_copies_go_wherever_they_stand() -> None:
    text = doubled(ITEM, b"\n  - by hand\n", ITEM, b"\n\n## Else\n\n* Ask\n  first ", KEY, b"  \n* b\n")
    assert repair(text) == doubled(ITEM, b"\n  - by hand\n\n## Else\n\n* b\n")


def test_an_edited_copy_stays() -> None:
    edited = ITEM.replace(b"first", b"first of all")
    text = doubled(ITEM, b"\n", edited, b"\n", ITEM, b"\n")
    assert repair(text) == doubled(ITEM, b"\n", edited, b"\n")
    assert repair(text, [OURS]) == doubled(edited, b"\n")


def test_a_copy_that_holds_more_stays() -> None:
    more = ITEM + b"\n    - which helps\n"
    assert repair(doubled(ITEM, b"\n", more, ITEM, b"\n")) == doubled(more)
    assert repair(doubled(more, more)) == doubled(more, more)


def test_what_is_no_entry_stays() -> None:
    for text in (
        doubled(ITEM, b"\n\n```\n", ITEM, b"\n```\n"),
        doubled(ITEM, b"\n\nAsk first ", KEY, b"\n"),
        doubled(ITEM, b"\n  - Ask first ", KEY, b" and more\n"),
        doubled(ITEM, b"\n  - Ask first ", KEY, KEY, b"\n"),
        doubled(b"  - by hand\n  - by hand\n"),
        b"",
    ):
        assert repair(text) == text


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("final", [True, False])
def test_bytes_around_stay(end: str, final: bool) -> None:
    def shaped(text: bytes) -> bytes:
        text = b"\xef\xbb\xbf" + text.replace(b"\n", end.encode())
        return text if final else text.removesuffix(end.encode())

    assert repair(shaped(doubled(ITEM, b"\n  - b\n", ITEM, b"\n"))) == shaped(doubled(ITEM, b"\n  - b\n"))


def test_latin_1_stays() -> None:
    text = doubled("  - Größe\n".encode("latin-1"), ITEM, b"\n", ITEM, b"\n")
    assert repair(text) == text.removesuffix(ITEM + b"\n")
    assert known_keys(repair(text)) == {OURS.key}
    assert missing(repair(text), [OURS]) == ()
