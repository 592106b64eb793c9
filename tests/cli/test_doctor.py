"""doctor as a whole process on a real repository."""

from __future__ import annotations

import json
from pathlib import Path

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


def test_the_guide_s_own_issue_is_printed_and_nothing_is_run(repo: Repo, tmp_path: Path) -> None:
    marker = tmp_path / "was-run"
    issue = (
        f"\n## Debugging Guide\n\n#### Issue 4: No module\n\n**Solution**:\n\n```bash\ntouch {marker}\n```\n"
    )
    repo.commit("guide", files={GUIDE: TEXT + issue})
    done = chrono(repo, "doctor", "--issue", "4")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Issue 4: No module" in done.stdout
    assert f"touch {marker}" in done.stdout
    document("issue", chrono(repo, "doctor", "--issue", "4", "--format", "json"))
    assert not marker.exists()
    done = chrono(repo, "doctor", "--issue", "9")
    assert (done.returncode, done.stdout) == (2, "")
