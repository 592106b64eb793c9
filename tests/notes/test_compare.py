"""What became done between two reports, whatever happened to ids, texts and files of guides meanwhile."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chrono_git.model import Claim, Evidence, Guide, GuideReport, Item, ItemReport, Kind, Status
from chrono_git.notes import Done, GuideNotes
from chrono_git.notes.compare import compare

SECTION = ("Checklist", "Phase 1")
Line = tuple[str, str, Status]


def item(
    name: str, text: str, status: Status, kind: Kind = "task", section: tuple[str, ...] = SECTION
) -> ItemReport:
    return ItemReport(Item(name, kind, section, 1, text), "done", status, None)


def guide(name: str, *lines: Line, path: str = "docs/plan.md") -> GuideReport:
    items = tuple(item(f"{name}/{number}", text, status) for number, text, status in lines)
    reports = items
    whole = Guide(name, f"{name}: A plan", path, "chrono", tuple(one.item for one in items))
    return GuideReport(whole, None, reports)


def texts(found: tuple[GuideNotes, ...]) -> list[tuple[str, list[str], list[str]]]:
    return [
        (one.id, [done.text for done in one.finished], [done.text for done in one.regressed]) for one in found
    ]


BEFORE = guide("A", ("1", "make", "open"), ("2", "test", "done"), ("3", "tell", "partial"))


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ([("1", "make", "open"), ("2", "test", "done"), ("3", "tell", "partial")], None),
        ([("1", "make", "done"), ("2", "test", "done"), ("3", "tell", "done")], (["make", "tell"], [])),
        ([("1", "make", "open"), ("2", "test", "open"), ("3", "tell", "unknown")], ([], ["test"])),
        # Given up is not broken, and neither is what cannot be seen any more.
        ([("1", "make", "open"), ("2", "test", "unknown"), ("3", "tell", "open")], None),
        ([("1", "make", "skipped"), ("2", "test", "skipped"), ("3", "tell", "open")], None),
        # An item was put in front, so that all numbers moved.
        ([("1", "begin", "open"), ("2", "make", "open"), ("3", "test", "done")], None),
        ([("1", "begin", "done"), ("2", "make", "done"), ("3", "test", "done")], (["begin", "make"], [])),
        # The words were mended.
        ([("1", "make it", "done"), ("2", "test it", "done")], (["make it"], [])),
        ([("2", "test it all", "open")], ([], ["test it all"])),
        # It is gone.
        ([("1", "make", "open")], None),
    ],
)
def test_items(after: list[Line], expected: tuple[list[str], list[str]] | None) -> None:
    found = compare([BEFORE], [guide("A", *after)], ())
    assert texts(found) == ([] if expected is None else [("A", *expected)])


@pytest.mark.parametrize(
    ("text", "status", "expected"),
    [
        ("publish", "open", []),
        ("publish", "done", [("A", ["publish"], [])]),
        ("测试所有", "open", []),
        ("Tests!", "open", [("A", [], ["Tests!"])]),
    ],
)
def test_another_item_in_the_place_of_one(
    text: str, status: Status, expected: list[tuple[str, list[str], list[str]]]
) -> None:
    assert (
        texts(compare([guide("A", ("1", "test", "done"))], [guide("A", ("1", text, status))], ())) == expected
    )


def test_what_was_done_below_another_heading_is_no_news() -> None:
    lines: tuple[Line, ...] = (("1", "make", "done"), ("2", "test", "open"), ("3", "tell", "done"))
    before = guide("A", *lines)
    moved = [replace(one, item=replace(one.item, section=("Checklist", "Phase 2"))) for one in before.items]
    [*_, told] = moved
    named = replace(before, items=(*moved[:1], replace(moved[1], status="done"), told))
    assert texts(compare([before], [named], ())) == [("A", ["test"], [])]
    # As often as it was done there, and only where it is gone from there.
    twice = replace(before, items=(*moved, replace(told, item=replace(told.item, id="A/9"))))
    assert texts(compare([before], [twice], ())) == [("A", ["tell"], [])]
    both = replace(before, items=(*before.items, replace(told, item=replace(told.item, id="A/9"))))
    assert texts(compare([before], [both], ())) == [("A", ["tell"], [])]
    # A new list with old words did not break them.
    again = replace(before, items=(replace(told, status="open", item=replace(told.item, id="A/9")),))
    assert compare([before], [again], ()) == ()


def test_equal_texts_are_told_apart_by_their_order() -> None:
    before = guide("A", ("1", "test", "done"), ("2", "test", "open"))
    after = guide("A", ("1", "test", "done"), ("2", "test", "done"))
    [found] = compare([before], [after], ())
    assert [one.id for one in found.finished] == ["A/2"]
    assert compare([after], [after], ()) == ()


def test_counts_and_what_is_said_of_an_item() -> None:
    before = guide("A", ("1", "make", "partial"), ("2", "test", "done"), ("3", "x", "skipped"))
    after = guide("A", ("1", "make", "done"), ("2", "test", "done"), ("3", "x", "skipped"))
    [found] = compare([before], [after], ())
    assert replace(found, finished=()) == GuideNotes("A", "A: A plan", "docs/plan.md", 1, 2, 2)
    assert found.finished == (Done("A/1", "task", "make", SECTION, "done", "partial"),)


def test_a_new_guide() -> None:
    [found] = compare([], [BEFORE], ())
    assert (found.before, found.done, found.counted) == (0, 1, 3)
    assert [(one.text, one.before) for one in found.finished] == [("test", None)]
    assert compare([BEFORE], [], ()) == ()


def test_a_guide_that_was_moved_and_renamed() -> None:
    moved = guide(
        "archive-A", ("1", "make", "done"), ("2", "test", "done"), ("3", "tell", "partial"), path="old/a.md"
    )
    other = guide("B", ("1", "nothing of it", "open"))
    [found] = compare([other, BEFORE], [moved, other], ())
    assert (found.id, found.before, [one.text for one in found.finished]) == ("archive-A", 1, ["make"])
    # A guide that is still there was not renamed.
    [copied] = compare([BEFORE], [BEFORE, moved], ())
    assert [one.text for one in copied.finished] == ["make", "test"]


def test_prerequisites_tell_of_a_machine() -> None:
    report = guide("A")
    ready = replace(report, items=(item("A/1", "Node 20", "done", kind="prerequisite"),))
    assert compare([], [ready], ()) == ()


def test_only_what_is_meant() -> None:
    after = guide("A", ("1", "make", "done"), ("2", "test", "done"), ("3", "tell", "done"))
    [found] = compare([BEFORE], [after], (), lambda one: one.item.text == "tell")
    assert [one.text for one in found.finished] == ["tell"]
    assert (found.before, found.done) == (1, 3)


def evidence(result: str, path: str | None, commit: str | None) -> Evidence:
    return Evidence("paths", "pass" if result == "pass" else "fail", "seen", path, commit=commit)


@pytest.mark.parametrize(
    ("claims", "seen", "expected"),
    [
        ((), (), None),
        ((), ("c1", "c3", "c2"), None),
        ((), ("old",), None),
        (("c2", "c3"), ("c1",), "c2"),
        (("old",), ("c1",), None),
    ],
)
def test_who_finished_it(claims: tuple[str, ...], seen: tuple[str, ...], expected: str | None) -> None:
    one = replace(
        item("A/1", "make", "done"),
        claims=tuple(Claim(oid, "claim", "1", "Chrono-Step: 1") for oid in claims),
        evidence=(
            evidence("fail", "not/this.py", "c3"),
            *(evidence("pass", f"src/{oid}.py", oid) for oid in seen),
        ),
    )
    after = replace(guide("A"), items=(one,))
    [found] = compare([], [after], ["c1", "c2", "c3"])
    assert found.finished[0].commit == expected
    assert found.finished[0].path == (f"src/{seen[0]}.py" if seen else None)


def test_where_it_broke() -> None:
    broken = replace(item("A/2", "test", "open"), evidence=(evidence("fail", "src/gone.py", "c1"),))
    [found] = compare([BEFORE], [replace(guide("A"), items=(broken,))], ["c1"])
    assert (found.regressed[0].path, found.regressed[0].commit) == ("src/gone.py", "c1")
