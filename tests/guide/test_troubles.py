"""The debugging section of a guide: issues and commands."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono_git.guide import parse
from chrono_git.model import Guide

TEMPLATE = """\
# Implementation Guide: NOVA-003

## Debugging Guide

### Common Issues

#### Issue 1: Relay refuses connections

**Symptoms**: `relay ping` hangs,
and nothing is logged
**Cause**: The port is taken
**Solution**:

```bash
./scripts/fix-issue-1.sh
```

#### Issue 7: Stale config

**Symptoms**:

```
error: unknown key
```

**Root cause**: an old file

**Fix**: Write it anew:

1. Stop the relay
2. Empty the file

```toml
[relay]
```

### Debugging Commands

```bash
tail -f logs/relay.log
```

## Performance

```bash
make bench
```
"""


def read(text: str) -> Guide:
    return parse(text, "docs/implementation/NOVA-003-guide.md")


def test_the_template() -> None:
    guide = read(TEMPLATE)
    first, second = guide.troubles
    assert (first.number, first.title, first.line) == (1, "Relay refuses connections", 7)
    assert (first.symptoms, first.cause) == ("`relay ping` hangs, and nothing is logged", "The port is taken")
    assert first.solution == ""
    assert [(one.text, one.line, one.role) for one in first.blocks] == [
        ("./scripts/fix-issue-1.sh\n", 15, "commands")
    ]
    assert (second.number, second.title) == (7, "Stale config")
    assert (second.symptoms, second.cause) == ("error: unknown key", "an old file")
    assert second.solution == "Write it anew: Stop the relay; Empty the file"
    assert [(one.language, one.role) for one in second.blocks] == [("toml", "other")]
    assert [(one.text, one.line) for one in guide.debugging] == [
        ("tail -f logs/relay.log\n", 1 + TEMPLATE[: TEMPLATE.index("tail")].count("\n"))
    ]


OTHERS = {
    "a heading is an issue": ("## Troubleshooting\n\n### It hangs\n\nWait.\n", [(1, "It hangs", "Wait.")]),
    "no number": ("## Common Issues and Solutions\n\n### Issue: No data\n\n**Solution**: Ask.\n",
                  [(1, "No data", "Ask.")]),
    "labels say that it is one": ("## Debugging\n\n### Slow\n\n**Symptoms**: x\n**Solution**: y\n",
                                  [(1, "Slow", "y")]),
    "no issue": ("## Debugging\n\n### Tips\n\nRead the log.\n", []),
    "the same number twice": ("## Known issues\n\n### Issue 2: A\n\na\n\n### Issue 2: B\n\nb\n\n### C\n\nc\n",
                              [(2, "A", "a"), (1, "B", "b"), (3, "C", "c")]),
    "nothing said": ("## Troubleshooting\n\n### Issue 1: A\n\n### Issue 2: B\n\nb\n", [(2, "B", "b")]),
    "another section": ("## Steps\n\n### Issue 1: A\n\n**Solution**: y\n", []),
    "a section ends": ("## Troubleshooting\n\n### A\n\na\n\n## Issue tracker\n\n### B\n\nb\n",
                       [(1, "A", "a")]),
    "in a list": ("## Troubleshooting\n\n### A\n\n- first\n  - inner\n- last\n",
                  [(1, "A", "first; inner; last")]),
    "numbered headings": ("## 6. Troubleshooting\n\n### A\n\na\n", [(1, "A", "a")]),
}  # fmt: skip


@pytest.mark.parametrize("name", OTHERS)
def test_other_shapes(name: str) -> None:
    text, expected = OTHERS[name]
    found = read("# NOVA-003 Guide\n\n" + text).troubles
    assert [(one.number, one.title, one.solution) for one in found] == expected


def test_blocks_of_what_is_no_issue_are_commands_in_their_order() -> None:
    text = "# NOVA-003 Guide\n\n## Debugging\n\n### Tips\n\n```\na\n```\n\n### Debugging Commands\n\n"
    text += "```\nb\n```\n"
    assert [one.text for one in read(text).debugging] == ["a\n", "b\n"]


def test_a_placeholder_is_a_problem_and_no_issue() -> None:
    text = TEMPLATE.replace("Relay refuses connections", "[Problem Description]")
    guide = read(text)
    assert [one.number for one in guide.troubles] == [7]
    assert [(one.line, one.message) for one in guide.problems] == [
        (7, "placeholder left: '[Problem Description]'; fill it in or delete the line")
    ]


@given(st.lists(st.sampled_from([
    "## Debugging Guide", "### Common Issues", "#### Issue 1: A", "#### Issue 1:", "### B", "**Symptoms**: s",
    "**Solution**:", "```bash", "```", "- a", "> q", "| a |", "text", "", "# C", "\x1b[31m",
]), max_size=20))  # fmt: skip
def test_numbers_are_unique_and_lines_are_there(lines: list[str]) -> None:
    found = read("\n".join(lines)).troubles
    assert len({one.number for one in found}) == len(found)
    assert all(lines[one.line - 1].startswith("#") for one in found)
    assert all(one.blocks or one.solution or one.symptoms or one.cause for one in found)


@pytest.mark.parametrize("piece", ["**Symptoms** ", "issue ", "_" * 10, ": ", "1.", " "])
def test_long_lines_take_no_longer_than_they_are(piece: str) -> None:
    line = piece * (100_000 // len(piece))
    started = time.perf_counter()
    read(f"# NOVA-003 Guide\n\n## Debugging\n\n### issue {line}\n\n{line}\n\n**Symptoms**{line}\n")
    assert time.perf_counter() - started < 2
