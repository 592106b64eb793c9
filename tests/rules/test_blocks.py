"""Blocks: was the code that a step gives put into its file?"""

from __future__ import annotations

import pytest

from chrono_git.model import BlockRole, CodeBlock
from chrono_git.rules import blocks
from tests.rules.facts import NEWER, File, changed, item, new, old, said, see

CODE = "# Batching\nimport asyncio\n\nclass Batcher:\n    limit: int = 20\n    timeout: int = 5\n"

CASES: list[tuple[BlockRole, str | None, str, dict[str, File], list[tuple[str, str]]]] = [
    ("implement", "a.py", CODE, {"a.py": new(CODE)},
     [("pass", "a.py has 4 of the 4 lines that the guide gives for it")]),
    ("implement", "a.py", CODE, {"a.py": changed("import asyncio\n\n\nclass  Batcher:\n")},
     [("pass", "a.py has 2 of the 4 lines that the guide gives for it")]),
    ("implement", "a.py", CODE, {"a.py": old("import asyncio\n")}, []),
    ("implement", "a.py", CODE, {}, []),
    ("implement", None, CODE, {"a.py": new(CODE)}, []),
    ("other", "a.py", CODE, {"a.py": new(CODE)}, []),
    ("implement", "a.py", "x = 1\n}\n# only a comment\n", {"a.py": new("x = 1\n")}, []),
    ("implement", "src/a.py", CODE, {"lib/src/a.py": new(CODE)},
     [("pass", "lib/src/a.py has 4 of the 4 lines that the guide gives for it")]),
]  # fmt: skip


@pytest.mark.parametrize(("role", "path", "code", "files", "expected"), CASES)
def test_blocks(
    role: BlockRole, path: str | None, code: str, files: dict[str, File], expected: list[tuple[str, str]]
) -> None:
    evidence = see(
        blocks.look, item("Step", kind="step", blocks=(CodeBlock("", code, 1, role, path),)), files
    )
    assert said(evidence) == expected
    assert all(one.commit in (NEWER, None) and one.path and one.rule == "blocks" for one in evidence)
