"""What a template left to fill in is told with its line, and is no open work."""

from __future__ import annotations

import time

import pytest

from chrono_git.guide import parse
from chrono_git.model import Guide

CLEAR = "- [ ] Implement [Component A]\n"

# Every placeholder of the template that guides are made from, and whether it stands in an item.
LEFT: list[tuple[str, bool]] = [
    ("- [Technology 1]: Basic understanding of [concept]", False),
    ("- [Technology 2]: Familiarity with [pattern]", False),
    ("- [ ] [Tool 1] installed (version X.X+)", True),
    ("- [ ] [Tool 2] configured", True),
    ("- [ ] [Service] running and accessible", True),
    ("- [ ] CHRONO-YYY completed (provides [functionality])", True),
    ("- [ ] CHRONO-ZZZ completed (provides [dependency])", True),
    ('```bash\nexport ENV_VAR="value"\n```', False),
    ("```bash\n./scripts/setup-for-chrono-xxx.sh\n```", False),
    ("- [ ] Implement [Component B]", True),
    ("### Step 1: [Initial Setup]", True),
    ("**Objective**: [What this step accomplishes]", False),
    ("```bash\nmkdir -p src/[component]/[language]\n```", False),
    ("```bash\ntouch src/[component]/[language]/[file].{rs,ts}\n```", False),
    ("### Step 2: [Core Logic Implementation]", True),
    ('**Reference**: See `docs/specs/CHRONO-003-*.md` section "[Section Name]"', False),
    ("- Remember to handle [edge case X]", False),
    ("- Optimize for [scenario Y]", False),
    ("- Don't forget to [important detail Z]", False),
    ("**Common Pitfall**: [Description of common mistake and how to avoid it]", False),
    ("### Step 3: [Integration]", True),
    ("1. Component A → Component B: [How they communicate]", False),
    ("2. Component B → Database: [What data flows]", False),
    ("### Step 4: [Error Handling]", True),
    ("### Step 5: [Testing]", True),
    ("#### Issue 1: [Problem Description]", False),
    ("**Symptoms**: [How you know this is the problem]", False),
    ("**Cause**: [Why this happens]", False),
    ("```bash\ntail -f logs/chrono-xxx.log\n```", False),
    ("- [Learning 1]: [What you discovered]", False),
    ("- [Learning 2]: [What surprised you]", False),
    ("# Implementation Guide: CHRONO-XXX", False),
    ("**Ticket**: CHRONO-004: [Title]", False),
    ("- [ ] Handle [edge case X]", True),
]  # fmt: skip

# What looks like one, in a guide that has placeholders beside it.
OTHERS = [
    "- [ ] Read the [docs](https://x.org/docs)",
    "- [ ] Read the [Getting Started](start.md) page",
    "- [ ] Read [the manual][1]",
    "- [ ] Read [the manual]\n\n[the manual]: https://x.org",
    "* [The whole long manual]\n\n[The whole long manual]: https://x.org",
    "- [x] 1.1 Create `src/a.py`",
    "- [X] Create `src/a.py`",
    "- [ ] T001 [P] [US1] Create `src/a.py`",
    "- [ ] Create `src/a.py` [optional]",
    "- [ ] Create `app/[slug]/page.tsx` and `app/[component]/[name].tsx`",
    "- [ ] Create app/[slug]/page.tsx",
    "- [ ] Update names[index] in the list",
    "![A picture of it](x.png)",
    "A footnote[^1] and [^note].",
    "```ts\nconst a = [Component, Other][index];\n```",
    "Run it for CHRONO-003 [WIP] [TBD].",
]


def read(text: str) -> Guide:
    return parse(text, "docs/implementation/CHRONO-012-guide.md")


def problems(guide: Guide) -> set[int]:
    return {one.line or 0 for one in guide.problems if one.message.startswith("placeholder left: ")}


@pytest.mark.parametrize(("line", "item"), LEFT)
def test_what_is_left_is_told(line: str, item: bool) -> None:
    guide = read(f"{line}\n\n## Implementation Checklist\n\n{CLEAR}")
    at = 2 if line.startswith("```") else 1
    assert problems(guide) == {at, guide.items[-1].line}
    assert [one.skip for one in guide.items] == ["placeholder of the template"] * (2 if item else 1)


@pytest.mark.parametrize("line", OTHERS)
def test_what_is_none(line: str) -> None:
    guide = read(f"{CLEAR}\n## Next\n\n{line}\n")
    assert problems(guide) == {1}
    assert [one.skip for one in guide.items[1:]] == [None] * (len(guide.items) - 1)


@pytest.mark.parametrize("line", OTHERS)
def test_a_guide_that_is_filled_in_has_none(line: str) -> None:
    assert problems(read(f"{line}\n\nSee [something] and `docs/CHRONO-XXX.md`, [a thing to do].\n")) == set()


@pytest.mark.parametrize(
    "text",
    ["[" * 100_000, "[A" * 50_000, "[a b " * 20_000, ": [Aa bb " * 20_000, "XX-" * 30_000, "[a]: [" * 20_000,
     "- [Learning 1]: [x\n" * 3000, "`" * 50_000],
)  # fmt: skip
def test_hostile_lines_are_read_in_time(text: str) -> None:
    begun = time.process_time()
    read(f"{CLEAR}\n{text}\n")
    assert time.process_time() - begun < 2
