"""`docs/guide-format.md` has a row for every part of the template, and its tests are there."""

from __future__ import annotations

import ast
import re
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from chrono_git.guide import parse
from chrono_git.model import GuideReport, ItemReport
from chrono_git.render.tasks import next_text

ROOT = Path(__file__).parents[2]
DOCUMENT = (ROOT / "docs/guide-format.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in DOCUMENT.splitlines()
    if line.startswith("| ") and not line.startswith("| part |")
]
# The parts of the template that guides are written by.
HEADINGS = """\
# Implementation Guide: CHRONO-003
## Prerequisites
### Required Knowledge
### Required Tools
### Dependencies
### Environment Setup
## Implementation Checklist
### Phase 1: Setup & Scaffolding
## Step-by-Step Implementation
### Step 1: [Initial Setup]
## Debugging Guide
### Common Issues
#### Issue 1: [Problem Description]
### Debugging Commands
## Performance Optimization
### Optimization Checklist
## Post-Implementation
### Update Documentation
### Knowledge Transfer
""".splitlines()
LABELS = (
    "Objective", "Commands", "What to implement", "Verification", "Reference", "Key Considerations",
    "Common Pitfall", "Integration Points", "Error Scenarios to Handle", "Run Tests", "Symptoms", "Cause",
    "Solution", "Key Learnings",
)  # fmt: skip
STEP = """\
# Implementation Guide: NOVA-003

*"A motto."*

---

## Step-by-Step Implementation

### Step 1: Relay

**Objective**: Have a relay

**Reference**: See `docs/specs/relay.md`

**Key Considerations**:

- Frames are small

---

**Common Pitfall**: Forgetting the checksum

**Integration Points**:

1. Codec → queue

**Error Scenarios to Handle**:

1. **Short read**: wait

**Commands**:

```bash
mkdir -p src
```

**What to implement**:

```python
def relay(): ...
```

**Verification**:

```bash
./scripts/verify-step-1.sh
```

**Run Tests**:

```bash
bun test tests/relay.ts
```

---

*"The end."*
"""


@cache
def functions(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def general(heading: str) -> str:
    """A heading as the table has it: of phases, steps and issues there are many."""
    heading = re.sub(r"^(#+ (?:Phase|Step|Issue)) \S+:.*", r"\1 N: …", heading)
    return re.sub(r"^(# Implementation Guide:).*", r"\1 CHRONO-003", heading)


def headings(text: str) -> list[str]:
    outside = re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.findall(r"^#+ .*", outside, re.MULTILINE)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_no_row_is_empty_and_its_tests_are_there(row: list[str]) -> None:
    part, does, tests = row
    assert part
    assert len(does) > 8
    named = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", tests)
    assert named
    for path, function in named:
        assert (ROOT / path).exists(), path
        assert not function or function in functions(path), f"{path}::{function}"


def test_every_part_of_the_template_has_a_row() -> None:
    parts = " ".join(row[0] for row in ROWS)
    lacking = [heading for heading in HEADINGS if f"`{general(heading)}`" not in parts]
    assert lacking + [label for label in LABELS if f"`**{label}**:`" not in parts] == []


def test_every_part_of_the_built_in_template_has_a_row() -> None:
    template = files("chrono_git").joinpath("templates/guide.md")
    if not template.is_file():
        pytest.skip("there is no built-in template yet")
    text = template.read_text(encoding="utf-8")
    parts = " ".join(row[0] for row in ROWS)
    lacking = [heading for heading in headings(text) if f"`{general(heading)}`" not in parts]
    labels = re.findall(r"^\*\*([^*:]+):?\*\*", text, re.MULTILINE)
    assert lacking + [label for label in labels if f"`**{label}**:`" not in parts] == []


def test_what_is_for_the_eye() -> None:
    (step,) = parse(STEP, "docs/implementation/NOVA-003-guide.md").items
    assert not any("motto" in note.text for note in step.notes)
    assert [note.text for note in step.notes if note.label == "pitfall"] == ["Forgetting the checksum"]
    assert len(step.blocks) == 4


def test_every_label_of_a_step_is_shown() -> None:
    guide = parse(STEP, "docs/implementation/NOVA-003-guide.md")
    report = ItemReport(guide.items[0], "open", "open", "agrees")
    text = next_text([(GuideReport(guide, None, (report,)), report)])
    for title, said in (
        ("Objective", "Have a relay"), ("Reference", "docs/specs/relay.md"), ("Pitfalls", "the checksum"),
        ("Keep in mind", "Frames are small"), ("Integration points", "Codec → queue"),
        ("Errors to handle", "Short read: wait"), ("Commands", "mkdir -p src"),
        ("What to implement", "def relay"), ("Verify with", "./scripts/verify-step-1.sh"),
        ("Verify with", "bun test"),
    ):  # fmt: skip
        assert said in text[text.index(title) :]


def test_every_block_has_its_role() -> None:
    (step,) = parse(STEP, "docs/implementation/NOVA-003-guide.md").items
    assert [block.role for block in step.blocks] == ["commands", "implement", "verification", "tests"]
