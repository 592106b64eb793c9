"""report, explain and next as whole processes on real repositories."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.gitkit import Repo
from tests.warm import COLD, commander

ROOT = Path(__file__).parents[2]
GUIDE = "docs/implementation/CHRONO-001-guide.md"
OTHER = "notes/plan für alle.md"
GUIDE_TEXT = """\
# Implementation Guide: CHRONO-001

## Implementation Checklist

### Phase 1: Setup

- [ ] 1.1 Create `src/first.py`
- [x] 1.2 Create `src/second.py`
- [ ] 1.3 Decide on a name

## Step-by-Step Implementation

### Step 2: Third

**Objective**: Have a third module

**Commands**:

```bash
touch src/third.py
```

**Common Pitfall**: Forgetting it

**Verification**:

```bash
python src/third.py
```
"""
OTHER_TEXT = "# Plan\n\n- [ ] Create `src/first.py`\n"


def chrono(
    repo: Repo, *args: str, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*commander(), *args],
        cwd=cwd or repo.path,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


def document(name: str, done: subprocess.CompletedProcess[str]) -> Any:
    assert (done.returncode, done.stderr) == (0, "")
    read = json.loads(done.stdout)
    schema = json.loads(files("chrono_git").joinpath(f"schemas/{name}-1.json").read_text())
    Draft202012Validator(schema).validate(read)
    return read


def verdicts(report: Any) -> dict[str, tuple[str, str | None]]:
    return {
        one["id"]: (one["status"], one["agreement"]) for guide in report["guides"] for one in guide["items"]
    }


@pytest.fixture
def worked(repo: Repo) -> Repo:
    """A repository whose guide came first, and then one of the three files, untold."""
    repo.commit("guide", files={GUIDE: GUIDE_TEXT})
    repo.commit("work", files={"src/first.py": "print('first')\n"})
    return repo


def test_report_as_json(worked: Repo) -> None:
    report = document("report", chrono(worked, "report", "--format", "json"))
    assert report["repository"] == {"revision": None, "branch": "main"}
    (guide,) = report["guides"]
    assert (guide["id"], guide["path"], guide["base"]) == ("CHRONO-001", GUIDE, worked.head("HEAD~1"))
    found = verdicts(report)
    assert found["CHRONO-001/1.1"] == ("done", "forgotten")
    assert found["CHRONO-001/1.2"] == ("open", "phantom")
    assert found["CHRONO-001/1.3"] == ("unknown", None)
    assert found["CHRONO-001/step-2"] == ("open", "agrees")


def test_report_twice_gives_the_same_bytes(worked: Repo) -> None:
    for form in ("json", "text"):
        args = ("report", "--format", form)
        cold, warm = chrono(worked, "--no-cache", *args), chrono(worked, *args)
        assert cold.stdout == warm.stdout == chrono(worked, *args).stdout != ""


def test_report_at_a_commit(worked: Repo) -> None:
    base = worked.head("HEAD~1")
    report = document("report", chrono(worked, "report", "--at", "HEAD~1", "--format", "json"))
    assert report["repository"]["revision"] == base
    assert verdicts(report)["CHRONO-001/1.1"] == ("open", "agrees")


def test_report_as_text(worked: Repo) -> None:
    done = chrono(worked, "report")
    assert (done.returncode, done.stderr) == (0, "")
    text = done.stdout
    assert text.startswith("CHRONO-001")
    assert f"since {worked.head('HEAD~1')[:10]}, 2026-01-01" in text
    assert "Ticked, but not done (1)" in text
    assert "chrono-git explain" in text
    assert "\x1b" not in text
    assert "\x1b[" in chrono(worked, "--color", "report").stdout
    assert max(map(len, chrono(worked, "report", COLUMNS="60").stdout.splitlines())) <= 60


def test_any_markdown_file_may_be_named(worked: Repo) -> None:
    worked.write(OTHER, OTHER_TEXT)
    (guide,) = document("report", chrono(worked, "report", "--format", "json", OTHER))["guides"]
    assert guide["path"] == OTHER
    assert [item["status"] for item in guide["items"]] == ["done"]
    (guide,) = document("report", chrono(worked, "report", "--format", "json", "--", "CHRONO-001"))["guides"]
    assert guide["path"] == GUIDE


def test_a_guide_that_is_not_there(worked: Repo) -> None:
    done = chrono(worked, "report", "CHRONO-002")
    assert (done.returncode, done.stdout) == (2, "")
    assert "CHRONO-002" in done.stderr
    assert "CHRONO-001" in done.stderr  # the nearest


def test_run_as_if_elsewhere(worked: Repo, tmp_path: Path) -> None:
    done = chrono(
        worked, "-C", "repo", "-C", "src", "report", "-o", "../out.json", "--format", "json", cwd=tmp_path
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert json.loads((worked.path / "out.json").read_text())["guides"][0]["path"] == GUIDE


@pytest.mark.parametrize(
    ("asked", "status", "told"),
    [("25", 0, "25% asked for: met"), ("25.5", 1, "not met"), ("100", 1, "100% asked for: not met")],
)
def test_gate(worked: Repo, asked: str, status: int, told: str) -> None:
    done = chrono(worked, "report", "--fail-under", asked)
    assert done.returncode == status
    assert done.stdout == chrono(worked, "report").stdout
    assert done.stderr.startswith("chrono-git: checked 4 items of 1 guide: 1 done (25%), 1 cannot be seen; ")
    assert told in done.stderr


def test_a_gate_that_checks_nothing_is_no_pass(repo: Repo) -> None:
    repo.commit("x", files={"empty.md": "# Nothing\n"})
    done = chrono(repo, "report", "--fail-under", "0", "empty.md")
    assert done.returncode == 2
    assert "nothing was checked" in done.stderr


def test_outside_of_a_repository(repo: Repo, tmp_path: Path) -> None:
    done = chrono(repo, "report", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("chrono-git: error: ")
    assert "\nhint: " in done.stderr


@pytest.mark.parametrize("revision", ["no-such", "--all", "-x", ""])
def test_a_revision_that_is_none(worked: Repo, revision: str) -> None:
    done = chrono(worked, "report", f"--at={revision}")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("chrono-git: error: ")


def test_explain(worked: Repo) -> None:
    done = chrono(worked, "explain", "1.2")
    assert (done.returncode, done.stderr) == (0, "")
    for part in (
        "CHRONO-001/1.2",
        "ticked, but not done",
        f"{GUIDE}:8",
        "What the rules saw",
        "src/second.py",
    ):
        assert part in done.stdout
    item = document("explain", chrono(worked, "explain", "CHRONO-001/1.2", "--format", "json"))["item"]
    assert (item["id"], item["agreement"], item["line"]) == ("CHRONO-001/1.2", "phantom", 8)
    assert item["remedies"]


def test_explain_names_the_nearest(worked: Repo) -> None:
    done = chrono(worked, "explain", "1.9")
    assert (done.returncode, done.stdout) == (2, "")
    assert "CHRONO-001/1." in done.stderr


def test_explain_in_one_guide(worked: Repo) -> None:
    worked.write(OTHER, OTHER_TEXT)
    report = document("report", chrono(worked, "report", OTHER, "--format", "json"))
    name = report["guides"][0]["items"][0]["id"]
    item = document("explain", chrono(worked, "explain", name, "--guide", OTHER, "--format", "json"))
    assert item["guide"]["path"] == OTHER


def test_next(worked: Repo) -> None:
    items = document("next", chrono(worked, "next", "-n", "9", "--format", "json"))["items"]
    (step,) = [item for item in items if item["id"] == "CHRONO-001/step-2"]
    assert step["objective"] == ["Have a third module"]
    assert [block["text"].strip() for block in step["commands"]] == ["touch src/third.py"]
    assert [block["text"].strip() for block in step["verification"]] == ["python src/third.py"]
    assert step["pitfalls"] == ["Forgetting it"]
    assert step["claim"] == "Chrono-Step: CHRONO-001/step-2"
    assert "src/third.py" in {file["path"] for file in step["files"]}
    text = chrono(worked, "next", "-n", "9").stdout
    for part in (
        "Have a third module",
        "       touch src/third.py\n",
        "Forgetting it",
        "Chrono-Step: CHRONO-001/step-2",
    ):
        assert part in text
    assert len(document("next", chrono(worked, "next", "-n", "1", "--format", "json"))["items"]) == 1


def test_nothing_is_written_but_the_cache(worked: Repo) -> None:
    cache = worked.path / ".git" / "chrono-git"

    def everything() -> dict[Path, int]:
        files = (path for path in worked.path.rglob("*") if path.is_file() and cache not in path.parents)
        return {path: path.stat().st_mtime_ns for path in files}

    before = everything()
    for args in (["report"], ["explain", "1.1"], ["next"], ["report", "--at", "HEAD"]):
        assert chrono(worked, *args).returncode == 0
    assert everything() == before
    assert worked.git("status", "--porcelain") == ""


def test_nothing_is_loaded_from_the_judged_directory(worked: Repo) -> None:
    for name in ("click", "json", "chrono_git"):
        worked.write(f"{name}.py", "raise SystemExit('loaded')\n")
    assert chrono(worked, "report").returncode == 0


def test_json_loads_neither_text_nor_what_is_slow(worked: Repo) -> None:
    chrono(worked, "report")
    code = (
        "import sys; from chrono_git.cli.main import run; run(['report', '--format', 'json']); "
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], cwd=worked.path, capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    slow = {
        "importlib.metadata",
        "rich",
        "tomlkit",
        "tomllib",
        "jsonschema",
        "wcwidth",
        "chrono_git.render.text",
    }
    assert not set(done.stderr.split()) & slow


@pytest.mark.parametrize(
    "args", [["report"], ["explain", "1.1"], ["next"], ["check"], ["report", "--nonsense"]]
)
def test_a_warm_command_says_what_a_cold_one_says(
    worked: Repo, monkeypatch: pytest.MonkeyPatch, args: list[str]
) -> None:
    warm = chrono(worked, *args)
    monkeypatch.setenv(COLD, "1")
    cold = chrono(worked, *args)
    assert (warm.returncode, warm.stdout, warm.stderr) == (cold.returncode, cold.stdout, cold.stderr)


def test_explain_shows_what_the_guide_itself_says_of_such_trouble(repo: Repo) -> None:
    issue = "\n## Debugging Guide\n\n#### Issue 4: No module\n\n**Symptoms**: `src/first.py` is not there\n"
    repo.commit(files={GUIDE: f"{GUIDE_TEXT}{issue}**Solution**:\n\n```bash\nls\n```\n"})
    read = document("explain", chrono(repo, "explain", "1.1", "--format", "json"))
    assert (read["issue"]["number"], read["issue"]["commands"][0]["text"]) == (4, "ls\n")
    assert "Issue 4: No module" in chrono(repo, "explain", "1.1").stdout
    assert document("explain", chrono(repo, "explain", "1.3", "--format", "json"))["issue"] is None
