"""Blocks of shell, taken apart."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono_git.intent.script import commands_of, shell_of


@pytest.mark.parametrize(
    ("block", "commands"),
    [
        ("", []),
        ("# nothing\n\n", []),
        ("make\n", [("make", 0, ())]),
        ("make # Should show ok\n", [("make # Should show ok", 0, ("Should show ok",))]),
        ("# Versions\na\nb\n", [("a", 1, ("Versions",)), ("b", 2, ())]),
        ("a\n# Should show 1\nb\n", [("a", 0, ("Should show 1",)), ("b", 2, ())]),
        ("a\n\n# Should show 1\nb\n", [("a", 0, ()), ("b", 3, ("Should show 1",))]),
        ("a\n\n# Expected: 1\n", [("a", 0, ("Expected: 1",))]),
        ("a \\\n  b\nc\n", [("a \\\n  b", 0, ()), ("c", 2, ())]),
        ("a |\n b &&\n c\nd\n", [("a |\n b &&\n c", 0, ()), ("d", 3, ())]),
        ('psql -c "\n  SELECT f();\n"\nd\n', [('psql -c "\n  SELECT f();\n"', 0, ()), ("d", 3, ())]),
        ("echo 'a # b'\necho a#b\n", [("echo 'a # b'", 0, ()), ("echo a#b", 1, ())]),
        ("(cd x\n make)\nd\n", [("(cd x\n make)", 0, ()), ("d", 2, ())]),
        ("x=$(a\n)\nd\n", [("x=$(a\n)", 0, ()), ("d", 2, ())]),
        ("$ make\nok\n$ a \\\n> b\n", [("make", 0, ()), ("a \\\nb", 2, ())]),
        # What is not plain stays together.
        ("for x in a; do\n b # Should show 1\ndone\n", None),
        ("cat <<E\n$ x\nE\nb\n", None),
        ("f() {\n a\n}\nf\n", None),
        ("if a\nthen b\nfi\n", None),
        ("case x in\n a) b;;\nesac\n", None),
        ("echo `a\nb`\n", None),
        ("x" * 5000 + "\nb\n", None),
    ],
)
def test_a_block_is_taken_apart(block: str, commands: list[tuple[str, int, tuple[str, ...]]] | None) -> None:
    found = commands_of(block)
    if commands is None:
        assert [(one.text, one.line, one.whole) for one in found] == [(block.rstrip("\n"), 0, True)]
    else:
        assert [(one.text, one.line, one.comments) for one in found] == commands


@given(st.text(alphabet="ab '\"#\\|&(){}\n$", max_size=60))
def test_nothing_is_made_up_left_out_or_reordered(block: str) -> None:
    if "$" in block:
        return
    lines = block.split("\n")
    at = 0
    for command in commands_of(block):
        assert command.line >= at
        count = command.text.count("\n") + 1
        assert command.text.rstrip("\n") == "\n".join(lines[command.line : command.line + count]).rstrip("\n")
        skipped = lines[at : command.line]
        assert all(not line.strip() or line.strip().startswith("#") for line in skipped)
        at = command.line + count


@pytest.mark.parametrize(
    "block", ["'\"" * 30000, "#" * 60000, " " * 60000, "(\n" * 30000, "a #b" * 15000, "; " * 30000]
)
def test_long_blocks_take_no_time(block: str) -> None:
    began = time.monotonic()
    commands_of(block)
    assert time.monotonic() - began < 1


def test_what_runs_a_block() -> None:
    said = [shell_of(name) for name in ("", "bash", "sh", "console", "zsh", "python", "powershell", "fish")]
    assert said == ["bash", "bash", "bash", "bash", "zsh", None, None, None]


def test_the_summary_is_the_first_line_of_code() -> None:
    assert [one.summary for one in commands_of("# x\n  make all # Should pass\n")] == ["make all"]
