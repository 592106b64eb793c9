"""Which code blocks belong to which file: only where the guide says so."""

from __future__ import annotations

import pytest

from chrono_git.intent.placing import place_blocks
from chrono_git.model import BlockRole, CodeBlock
from tests.rules.facts import item

Block = tuple[str, BlockRole, str, str | None]
TS, PY = "export const a = 1;\n", "a = 1\n"
NOWHERE = "the guide does not say which file it belongs to"

# blocks (language, role, text, path of the label), files touched → each block's path or why it has none
CASES: list[tuple[list[Block], list[str], list[str]]] = [
    # The label or heading says it.
    ([("ts", "implement", TS, "src/a.ts")], [], ["src/a.ts"]),
    ([("", "implement", TS, "src/a.ts")], [], ["src/a.ts"]),
    ([("toml", "implement", "a = 1\n", "wrangler.toml")], [], ["wrangler.toml"]),
    ([("typescript", "implement", TS, "a.tsx"), ("js", "implement", TS, "b.ts")], [], ["a.tsx", "b.ts"]),
    ([("rust", "implement", TS, "src/a.ts")], [], ["src/a.ts is no rust file"]),
    ([("ts", "implement", TS, "a.ts"), ("ts", "implement", TS, "a.ts")], [], ["2 blocks are for a.ts"] * 2),
    ([("diff", "implement", "+a\n", "a.ts")], [], ["it is only a part of a.ts"]),
    ([("ts", "implement", "import a;\n// ... the rest\n", "a.ts")], [], ["it is only a part of a.ts"]),
    ([("python", "implement", "def a(): \n    ...\n", "a.py")], [], ["a.py"]),
    # A comment on the first line says it.
    ([("ts", "implement", f"// src/a.ts\n{TS}", None)], [], ["src/a.ts"]),
    ([("python", "implement", f"# File: src/a.py\n{PY}", None)], [], ["src/a.py"]),
    ([("html", "implement", "<!-- web/index.html -->\n<p>\n", None)], [], ["web/index.html"]),
    ([("bash", "commands", "#!/bin/sh\n# bin/run.sh\necho a\n", None)], [], ["bin/run.sh"]),
    ([("python", "implement", f"# see src/a.py\n{PY}", None)], [], [NOWHERE]),
    ([("python", "implement", f"# src/a.ts\n{PY}", None)], [], [NOWHERE]),
    ([("markdown", "implement", "# README.md\n", None)], [], [NOWHERE]),
    # The only block of its language, the only file of it that is touched.
    ([("ts", "implement", TS, None)], ["src/a.rs", "src/a.ts"], ["src/a.ts"]),
    ([("typescript", "implement", TS, None), ("rust", "implement", "", None)], ["a.rs", "a.ts"],
     ["a.ts", "a.rs"]),
    ([("ts", "implement", TS, None)], ["a.ts", "b.ts"], [NOWHERE]),
    ([("ts", "implement", TS, None)] * 2, ["a.ts"], [NOWHERE] * 2),
    ([("", "other", TS, None), ("", "implement", TS, None)], ["a.ts"], [NOWHERE]),
    ([("ts", "implement", TS, "a.ts"), ("ts", "implement", TS, None)], ["a.ts"], ["a.ts", NOWHERE]),
    ([("bash", "commands", "#!/bin/sh\necho a\n", None)], ["run.sh"], ["run.sh"]),
    # These are no content of a file.
    ([("bash", "commands", "echo a\n", None), ("ts", "tests", TS, None), ("", "structure", "├── a\n", None)],
     ["a.sh", "a.ts"], []),
]  # fmt: skip


@pytest.mark.parametrize(("blocks", "touched", "expected"), CASES)
def test_places(blocks: list[Block], touched: list[str], expected: list[str]) -> None:
    made = tuple(
        CodeBlock(lang, text, at, role, path) for at, (lang, role, text, path) in enumerate(blocks, 1)
    )
    placed = place_blocks(item("The feed", kind="step", blocks=made), touched)
    assert [one.path or one.why for one in placed] == expected


def test_a_step_that_changes_a_file_does_not_make_it() -> None:
    step = item("Update the server", kind="step", blocks=(CodeBlock("ts", TS, 1, "implement", "a.ts"),))
    assert [one.why for one in place_blocks(step, ())] == ["the step changes a.ts rather than making it"]
