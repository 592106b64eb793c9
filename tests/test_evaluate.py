"""From evidence to verdicts: DESIGN's table, and what containers are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono_git.evaluate import evaluate, fold, judge, observe
from chrono_git.model import Agreement, Claim, Evidence, Guide, GuideReport, Item, Observed, Result, Status
from chrono_git.rules import PREREQUISITE_RULES, RULES
from tests.rules.facts import BASE, File, changed, facts, item, new, old


def claim(of: str = "1", *, kind: Any = "claim", weak: bool = False) -> Claim:
    return Claim("c" * 40, kind, of, f"Chrono-Step: {of}", weak=weak)


TABLE: list[tuple[Observed, bool, Status, Agreement | None]] = [
    ("done", True, "done", "agrees"),
    ("done", False, "done", "forgotten"),
    ("partial", False, "partial", "agrees"),
    ("open", False, "open", "agrees"),
    ("partial", True, "partial", "phantom"),
    ("open", True, "open", "phantom"),
    ("unknown", True, "done", "attested"),
    ("unknown", False, "unknown", None),
]


@pytest.mark.parametrize(("observed", "claimed", "status", "agreement"), TABLE)
@pytest.mark.parametrize("by", ["tick", "trailer"])
def test_the_table(
    observed: Observed, claimed: bool, status: Status, agreement: Agreement | None, by: str
) -> None:
    one = item("x", box="x" if claimed and by == "tick" else " ")
    claims = (claim(),) if claimed and by == "trailer" else ()
    found = judge(one, observed, (), claims)
    assert (found.observed, found.status, found.agreement) == (observed, status, agreement)
    assert found.claims == claims


@pytest.mark.parametrize("observed", ["done", "partial", "open", "unknown"])
def test_what_is_skipped_is_skipped_whatever_is_seen(observed: Observed) -> None:
    for one, claims in ((item("x", skip="DEFERRED", box="x"), ()), (item("x"), (claim(kind="skip"),))):
        found = judge(one, observed, (), claims)
        assert (found.observed, found.status, found.agreement) == (observed, "skipped", None)


@pytest.mark.parametrize("box", [" ", None, "~", "-", "/"])
def test_other_boxes_claim_nothing(box: str | None) -> None:
    assert judge(item("x", box=box), "unknown", (), ()).status == "unknown"


def test_a_subject_is_a_weaker_claim() -> None:
    assert judge(item("x"), "unknown", (), (claim(weak=True),)).status == "unknown"
    assert judge(item("x"), "done", (), (claim(weak=True),)).agreement == "forgotten"
    assert judge(item("x"), "unknown", (), (claim(weak=True), claim())).status == "done"


@pytest.mark.parametrize(
    ("results", "observed"),
    [
        ("", "unknown"),
        ("p", "done"),
        ("pp", "done"),
        ("f", "open"),
        ("pf", "partial"),
        ("u", "unknown"),
        ("up", "done"),
        ("uf", "open"),
        ("P", "unknown"),
        ("F", "unknown"),
        ("pF", "done"),
        ("Pf", "open"),
        ("PF", "unknown"),
    ],
)
def test_what_evidence_says(results: str, observed: Observed) -> None:
    meaning: dict[str, Result] = {"p": "pass", "f": "fail", "u": "unknown"}
    evidence = [Evidence("r", meaning[one.lower()], "", decides=one.islower()) for one in results]
    assert observe(evidence) == observed


LETTERS: Mapping[str, Observed] = {"d": "done", "p": "partial", "o": "open", "u": "unknown"}


@pytest.mark.parametrize(
    ("own", "below", "folded"),
    [
        ("u", "d", "d"),
        ("u", "dd", "d"),
        ("o", "dd", "d"),
        ("u", "do", "p"),
        ("d", "do", "p"),
        ("d", "o", "o"),
        ("u", "oo", "o"),
        ("u", "ou", "o"),
        ("u", "p", "p"),
        ("u", "pu", "p"),
        ("u", "du", "u"),
        ("d", "du", "d"),
        ("u", "uu", "u"),
        ("d", "uu", "u"),
        ("o", "du", "u"),
        ("d", "", "d"),
        ("u", "", "u"),
    ],
)
def test_what_contains_others(own: str, below: str, folded: str) -> None:
    assert fold(LETTERS[own], [LETTERS[one] for one in below]) == LETTERS[folded]


@given(st.sampled_from(list(LETTERS.values())), st.lists(st.sampled_from(list(LETTERS.values()))))
def test_folding_does_not_depend_on_the_order(own: Observed, below: list[Observed]) -> None:
    assert fold(own, below) == fold(own, below[::-1])
    if "open" in below or "partial" in below:
        assert fold(own, below) in ("open", "partial")


def report(items: list[Item], files: dict[str, File] | None = None, **more: Any) -> GuideReport:
    guide = Guide("G", "A guide", "plan/PLAN.md", "plain", tuple(items))
    return evaluate(guide, facts(items, files, **more), base=BASE, base_time=1)


def observed(found: GuideReport) -> dict[str, str]:
    return {one.item.id.rpartition("/")[2]: one.status for one in found.items}


def test_a_guide() -> None:
    found = report(
        [
            item("Create `a.py`", name="G/1", box="x"),
            item("Create `b.py`", name="G/2"),
            item("Create `c.py`", name="G/3", box="x"),
            item("Run the tests", name="G/4", box="x"),
            item("Run the tests", name="G/5"),
            item("Create `d.py`", name="G/6", skip="N/A"),
            item("Node.js 20", name="G/7", kind="prerequisite"),
        ],
        {"a.py": new(), "b.py": new()},
    )
    assert [(one.status, one.agreement) for one in found.items] == [
        ("done", "agrees"),
        ("done", "forgotten"),
        ("open", "phantom"),
        ("done", "attested"),
        ("unknown", None),
        ("skipped", None),
        ("unknown", None),
    ]
    assert dict(found.totals) == {
        "items": 7,
        "done": 3,
        "partial": 0,
        "open": 1,
        "unknown": 2,
        "skipped": 1,
        "phantom": 1,
        "forgotten": 1,
    }
    assert (found.base, found.base_time) == (BASE, 1)
    assert all(one.evidence for one in found.items)


def family(*children: Item) -> list[Item]:
    return [item("Storage", name="G/1"), *children]


def child(number: int, text: str, **more: Any) -> Item:
    return item(text, name=f"G/1.{number}", parent="G/1", **more)


def test_a_parent_is_done_when_its_children_are() -> None:
    found = report(
        family(child(1, "Create `a.py`"), child(2, "Create `b.py`")), {"a.py": new(), "b.py": new()}
    )
    assert observed(found) == {"1": "done", "1.1": "done", "1.2": "done"}
    (last,) = found.items[0].evidence[-1:]
    assert (last.rule, last.detail, last.decides) == ("children", "follows from its 2 sub-items", False)
    assert all(one.rule != "children" for one in found.items[1].evidence)


def test_a_parent_with_an_open_child_is_not() -> None:
    found = report(family(child(1, "Create `a.py`"), child(2, "Create `b.py`")), {"a.py": new()})
    assert observed(found) == {"1": "partial", "1.1": "done", "1.2": "open"}


def test_a_parent_with_an_unseen_child_is_unknown() -> None:
    found = report(family(child(1, "Create `a.py`"), child(2, "Run it")), {"a.py": new()})
    assert observed(found)["1"] == "unknown"


def test_skipped_children_do_not_count() -> None:
    for more, skip in (({}, "N/A"), ({"claims": {"G/1.2": (claim("1.2", kind="skip"),)}}, None)):
        found = report(
            family(child(1, "Create `a.py`"), child(2, "Create `b.py`", skip=skip)), {"a.py": new()}, **more
        )
        assert observed(found) == {"1": "done", "1.1": "done", "1.2": "skipped"}


def test_grandchildren_count_through_their_parents() -> None:
    items = [
        item("Storage", name="G/1"),
        item("Reading", name="G/1.1", parent="G/1"),
        item("Create `a.py`", name="G/1.1.1", parent="G/1.1"),
    ]
    assert observed(report(items, {"a.py": new()})) == {"1": "done", "1.1": "done", "1.1.1": "done"}
    assert observed(report(items)) == {"1": "open", "1.1": "open", "1.1.1": "open"}


def test_prerequisites_ask_other_guides_only() -> None:
    items = [
        item("CHRONO-001 completed", name="G/1", kind="prerequisite"),
        item("Create `a.py`", name="G/2", kind="prerequisite"),
    ]
    found = report(items, {"a.py": new()}, others={"CHRONO-001": (0, 3)})
    assert observed(found) == {"1": "done", "2": "unknown"}
    assert {one.rule for each in found.items for one in each.evidence} == {"guides", "unseen"}


def test_where_all_rules_are_silent_that_is_said() -> None:
    (one,) = report([item("Something nice")], {"a.py": changed()}).items
    assert [(each.rule, each.result) for each in one.evidence] == [("unseen", "unknown")]
    assert "Chrono-Step" in one.evidence[0].remedy


def test_a_trailer_claims() -> None:
    (one,) = report([item("Run it")], claims={"G/1": (claim(),)}).items
    assert (one.status, one.agreement, one.claims) == ("done", "attested", (claim(),))


words = st.sampled_from(
    [
        "Create",
        "Update",
        "Remove",
        "Move",
        "Write tests for",
        "Install",
        "Make executable",
        "`a.py`",
        "`src/*.py`",
        "to",
        "from",
        "`b.py`",
        "`foo()`",
        "README",
        "dependency `zod`",
        "src/",
        "GET /a",
        "~/x",
        "`tests/test_a.py`",
        "价格",
        "in",
        "IMPLEMENTATION_LOG.md",
        "CHRONO-001 completed",
        "price batching",
        "`--flag`",
        "and",
        "(uses `a.py`)",
        "\\",
        "`",
        "{a,b}",
    ]
)


@given(
    st.lists(words, max_size=6).map(" ".join) | st.text(max_size=30),
    st.dictionaries(
        st.sampled_from(
            ["a.py", "src/b.py", "tests/test_a.py", "README.md", "package.json", "IMPLEMENTATION_LOG.md"]
        ),
        st.builds(
            File,
            st.sampled_from(
                ["", "def foo(): ...\n", "raise NotImplementedError\n", "{", "price batch\n", "# G\n"]
            ),
            st.sampled_from(["", "A", "M"]),
            st.sampled_from(["", "A", "M"]),
            st.sampled_from(["100644", "100755", "120000", "160000"]),
        ),
    ),
    st.booleans(),
)
def test_any_item_in_any_repository_is_judged(text: str, files: dict[str, File], root: bool) -> None:
    found = report([item(text), item(text, kind="prerequisite", name="G/2")], files, root=root)
    for one in found.items:
        assert one.evidence
        assert all(each.detail and each.rule for each in one.evidence)
    assert found == report([item(text), item(text, kind="prerequisite", name="G/2")], files, root=root)


def test_every_rule_is_in_the_table_once() -> None:
    assert len(set(RULES)) == len(RULES)
    assert set(PREREQUISITE_RULES) <= set(RULES)
    assert report([item("Create `a.py`")], {"a.py": old()}).items[0].evidence


@pytest.mark.parametrize(
    "unit", ["`a.py` ", "a.py, ", "`", "(", "{a,b}", "../", "foo(", "\n", "# G ", "`foo()` ", "价格"]
)
def test_hostile_guides_and_files_are_judged_in_time(unit: str) -> None:
    text = unit * (50_000 // len(unit))
    paths = ("a.py", "src/b.py", "README.md", "tests/test_a.py", "package.json", "IMPLEMENTATION_LOG.md")
    for start in ("Move ", "Create `a.py` ", "Update README "):
        assert report([item(start + text)], dict.fromkeys(paths, new(text))).items
