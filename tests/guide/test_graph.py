"""What guides say of each other: who waits for whom, in which order, and where that goes round in circles."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from chrono_git.guide import parse
from chrono_git.guide.graph import cycles, in_order, problems, requirements
from chrono_git.model import Guide

NAMES = [f"NOVA-{number:03d}" for number in range(1, 8)]


def guide(name: str, *requires: str, blocks: tuple[str, ...] = ()) -> Guide:
    named = tuple((one, number) for number, one in enumerate((*requires, *blocks), 3))
    return Guide(
        name, name, f"docs/{name}.md", "chrono", (), requires=requires, blocks=blocks, named_at=named
    )


def test_both_sides_may_say_it() -> None:
    guides = [guide("A-1", "A-2", "a-3", "A-9", "A-1"), guide("A-2", blocks=("A-3", "A-1")), guide("A-3")]
    assert requirements(guides) == {"A-1": ("A-2", "A-3"), "A-2": (), "A-3": ("A-2",)}
    assert [one.id for one in in_order(guides, requirements(guides))] == ["A-2", "A-3", "A-1"]


def test_what_is_wrong_is_told_with_its_line() -> None:
    guides = [guide("A-1", "A-2"), guide("A-2", "A-3"), guide("A-3", "A-1", "A-9")]
    found = [(one.path, one.line, one.message) for one in problems(guides)]
    assert found == [
        ("docs/A-1.md", 3, "guides that wait for each other: A-1 → A-2 → A-3 → A-1; take one of these out"),
        ("docs/A-3.md", 4, "there is no guide A-9 here to wait for"),
    ]
    assert list(problems([guide("A-1", "A-1"), guide("A-2", "A-1")])) == []


TEXT = """\
# Implementation Guide: NOVA-005

**Requires**: NOVA-001, NOVA-002
**Blocks**: NOVA-006

## Prerequisites

### Dependencies

- [ ] NOVA-003 completed (provides a relay)
- Blocks: NOVA-007

## Blocks

- NOVA-008 (the beacon)

## Implementation Checklist

- [ ] Create `a.py` as NOVA-009 did
"""


def test_how_guides_say_it() -> None:
    read = parse(TEXT, "docs/implementation/NOVA-005-guide.md")
    assert read.requires == ("NOVA-001", "NOVA-002", "NOVA-003")
    assert read.blocks == ("NOVA-006", "NOVA-007", "NOVA-008")
    assert dict(read.named_at) == {
        "NOVA-001": 3, "NOVA-002": 3, "NOVA-006": 4, "NOVA-003": 10, "NOVA-007": 11, "NOVA-008": 15,
    }  # fmt: skip


EDGES = st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=4, unique=True))


@settings(deadline=None)
@given(EDGES)
def test_any_graph(edges: dict[str, list[str]]) -> None:
    guides = [guide(name, *edges.get(name, ())) for name in NAMES]
    needs = requirements(guides)
    ordered = [one.id for one in in_order(guides, needs)]
    assert sorted(ordered) == sorted(NAMES)
    found = cycles(needs)
    for way in found:
        assert all(after in needs[before] for before, after in zip(way, [*way[1:], way[0]], strict=True))
    place = {name: number for number, name in enumerate(ordered)}
    backwards = [(name, one) for name in NAMES for one in needs[name] if place[one] > place[name]]
    assert bool(found) == bool(backwards)


def test_a_long_chain() -> None:
    guides = [guide(f"A-{number}", f"A-{number + 1}") for number in range(3000)]
    assert next(in_order(guides, requirements(guides))).id == "A-2999"
    assert cycles(requirements(guides)) == ()
