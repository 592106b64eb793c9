"""Which paths are guides, and in which dialect."""

from __future__ import annotations

import subprocess
import sys

import pytest

from chrono_git.guide import detect, parse
from chrono_git.model import Dialect


@pytest.mark.parametrize(
    ("path", "dialect"),
    [
        ("specs/001-relay/tasks.md", "spec-kit"),
        (".specify/specs/001-relay/tasks.md", "spec-kit"),
        ("apps/web/specs/001-relay/tasks.md", "spec-kit"),
        ("openspec/changes/add-relay/tasks.md", "openspec"),
        ("openspec/changes/archive/2025-03-04-add-relay/tasks.md", "openspec"),
        (".kiro/specs/relay/tasks.md", "kiro"),
        (".kiro/specs/_archived/relay/tasks.md", "kiro"),
        ("docs/implementation/NOVA-002-guide.md", "chrono"),
        ("docs/implementation/setup-guide.md", "chrono"),
        (".chrono/guides/0001-ground.md", "chrono"),
        ("notes/NOVA-002-relay-guide.md", "chrono"),
        ("PLAN.md", "plain"),
        ("docs/TODO.md", "plain"),
        ("ROADMAP.md", "plain"),
        ("docs/IMPLEMENTATION_PLAN.md", "plain"),
        ("docs/release-checklist.md", "plain"),
        ("work/tasks.md", "plain"),
        ("docs/implementation/IMPL-TEMPLATE.md", None),
        (".specify/templates/tasks-template.md", None),
        ("templates/tasks.md", None),
        ("node_modules/x/TODO.md", None),
        ("vendor/x/PLAN.md", None),
        ("tests/fixtures/specs/a/tasks.md", None),
        ("internal/testdata/TODO.md", None),
        (".github/PULL_REQUEST_TEMPLATE.md", None),
        (".github/ISSUE_TEMPLATE/plan.md", None),
        (".claude/commands/plan.md", None),
        ("skills/plan/tasks.md", None),
        ("IMPLEMENTATION_LOG.md", None),
        ("docs/IMPLEMENTATION_LOG.md", None),
        ("docs/implementation/README.md", None),
        ("README.md", None),
        ("docs/planet.md", None),
        ("PLAN.txt", None),
        ("specs/001-relay/plan.md", None),
        ("specs/001-relay/checklists/requirements-checklist.md", None),
        (".kiro/specs/relay/plan.md", None),
        ("docs/IMPLEMENTATION_SUMMARY.md", None),
        ("src/todo.py", None),
    ],
)
def test_by_path(path: str, dialect: Dialect | None) -> None:
    assert detect(path) == dialect


@pytest.mark.parametrize(
    ("path", "text", "dialect"),
    [
        ("any.md", "### Step 1: x", "chrono"),
        ("any.md", "# NOVA-010 Implementation Guide", "chrono"),
        ("any.md", "- [ ] T001 x", "spec-kit"),
        ("PLAN.md", "- [ ] T001 x", "spec-kit"),
        ("any.md", "- [ ] x", "plain"),
        (".kiro/specs/a/tasks.md", "### Step 1: x", "kiro"),
    ],
)
def test_by_shape(path: str, text: str, dialect: Dialect) -> None:
    assert parse(text, path).dialect == dialect


def test_a_given_dialect_wins() -> None:
    assert parse("- [ ] T001 x", "any.md", dialect="plain").dialect == "plain"


def test_detecting_loads_no_markdown_reader() -> None:
    code = "import sys, chrono_git.guide as g; g.detect('PLAN.md'); sys.exit('markdown_it' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
