"""The key learnings that a guide ends with."""

from __future__ import annotations

import pytest

from chrono_git.guide import parse

HEAD = "# NOVA-003 Guide\n\n## Post-Implementation\n\n### Knowledge Transfer\n\n"

CASES = {
    "the template": (
        HEAD + "**Key Learnings**:\n\n- [Learning 1]: [What you discovered]\n"
        "- [Learning 2]: Warm caches lie\n",
        [("[Learning 1]: [What you discovered]", 9, False), ("[Learning 2]: Warm caches lie", 10, True)],
    ),
    "numbered": (
        HEAD + "**Key Learnings:**\n\n1. **A**: one,\n   wrapped\n\n2. two\n   - inner\n",
        [("**A**: one, wrapped", 9, True), ("two; inner", 12, True)],
    ),
    "a heading": ("# X\n\n## Lessons Learned\n\n- one\n\n## Else\n\n- no\n", [("one", 5, True)]),
    "nothing yet": (HEAD + "**Key Learnings**:\n\n- TBD\n- n/a.\n- [What](https://x.example)\n",
                    [("TBD", 9, False), ("n/a.", 10, False), ("[What](https://x.example)", 11, True)]),
    "only below Knowledge Transfer": ("# X\n\n## Steps\n\n**Key Learnings**:\n\n- no\n", []),
    "boxes are items": (HEAD + "**Key Learnings**:\n\n- [ ] Write them\n- one\n", [("one", 10, True)]),
    "another label": (HEAD + "**Key Learnings**:\n\n- one\n\n**Open questions**:\n\n- no\n",
                      [("one", 9, True)]),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_what_is_read(name: str) -> None:
    text, expected = CASES[name]
    guide = parse(text, "docs/implementation/NOVA-003-guide.md")
    assert [(one.text, one.line, one.filled) for one in guide.learnt] == expected
    said = [one.line for one in guide.problems if "placeholder" in one.message]
    assert {line for _, line, filled in expected if not filled} <= set(said)
    assert len(set(said)) == len(said)
