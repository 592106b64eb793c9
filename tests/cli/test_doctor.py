"""doctor as a whole process on a real repository."""

from __future__ import annotations

import json

from tests.cli.test_commands import chrono, document
from tests.gitkit import Repo

GUIDE = "docs/implementation/CHRONO-003-guide.md"
TEXT = """\
# Implementation Guide: CHRONO-003

## Prerequisites

### Required Tools

- [ ] git 1.0+
- [ ] Text editor

## Implementation Checklist

- [ ] Create `src/first.py`
"""


def test_all_is_there(repo: Repo) -> None:
    repo.commit("guide", files={GUIDE: TEXT})
    done = chrono(repo, "doctor")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "chrono-git itself"
    assert any(line.startswith("  ✓ Git 1.0 or newer ") and "/git (line 7)" in line for line in lines)
    assert any(line.startswith("  ? Text editor ") for line in lines)
    found = document("doctor", chrono(repo, "doctor", "CHRONO-003", "--format", "json"))
    assert [one["state"] for one in found["guides"][0]["findings"]] == ["fine", "person"]


def test_something_is_missing(repo: Repo) -> None:
    repo.commit("guide", files={GUIDE: TEXT.replace("git 1.0+", "git 1000+")})
    done = chrono(repo, "doctor")
    assert (done.returncode, done.stderr) == (1, "")
    assert "→ install Git 1000 or newer" in done.stdout
    assert json.loads(chrono(repo, "doctor", "--format", "json").stdout)["status"] == 1


def test_it_cannot_be_judged(repo: Repo) -> None:
    repo.commit("guide", files={GUIDE: TEXT.replace("git 1.0+", "`../../x` installed")})
    gone = chrono(repo, "doctor", "CHRONO-004")
    assert (gone.returncode, gone.stdout) == (2, "")
    assert "no guide CHRONO-004" in gone.stderr
    assert chrono(repo, "doctor").returncode == 2
