"""What a name in a trailer or on the command line means."""

from __future__ import annotations

import pytest

from chrono_git.guide import nearest, parse, resolve

GUIDE = parse(
    """# Implementation Guide: NOVA-003

## Implementation Checklist

### Phase 1: Ground

- [ ] Lay stones
- [ ] Mortar
- [ ] **Step 1.3**: Level it

### Phase 2: Walls

- [ ] T012 Bricks
- [ ] T013 Windows
- [ ] T013 Panes

## Steps

### Step 1: Ground
### Step 1.2: Dig
### Step 1.3: Level
### Step 2: Walls

## Post-Implementation

- [ ] Tidy
""",
    "docs/implementation/NOVA-003-guide.md",
)


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("2", ["step-2"]),
        ("Step 2", ["step-2"]),
        ("step-2", ["step-2"]),
        ("NOVA-003/2", ["step-2"]),
        ("nova-003/step-2", ["step-2"]),
        ("NOVA-003/1.2", ["1.2"]),
        ("1.2", ["step-1.2"]),
        ("step 1.2", ["step-1.2"]),
        ("1.3", ["1.3"]),
        ("step 1.3", ["1.3"]),
        ("1.1", ["1.1"]),
        ("T012", ["T012"]),
        ("t12", ["T012"]),
        ("T013", ["T013", "T013-2"]),
        ("T013-2", ["T013-2"]),
        ("post", ["post-implementation.1"]),
        ("implementation.1", ["post-implementation.1"]),
        ("T99", []),
        ("", []),
        ("step", ["step-1", "step-1.2", "step-2"]),
        ("NOVA-004/2", []),
    ],
)
def test_resolve(name: str, ids: list[str]) -> None:
    assert [item.id for item in resolve(GUIDE, name)] == [f"NOVA-003/{one}" for one in ids]


def test_nearest() -> None:
    assert nearest(GUIDE, "T014")[0] in ("NOVA-003/T012", "NOVA-003/T013")
    assert nearest(GUIDE, "step-3")[0] in ("NOVA-003/step-1", "NOVA-003/step-2")
    assert nearest(GUIDE, "zzzzzz") == []
    assert len(nearest(GUIDE, "NOVA-003/1", 2)) == 2
