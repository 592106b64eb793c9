"""log as a whole process on real repositories."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from tests.app.kit import FIRST, GUIDE, TEXT, checklist
from tests.cli.test_commands import chrono
from tests.gitkit import Repo

OTHER = "docs/implementation/CHRONO-002-guide.md"
LOG = "IMPLEMENTATION_LOG.md"


@pytest.fixture
def taught(repo: Repo) -> Repo:
    """Two guides, with a learning of one and one of none; the log has neither."""
    repo.commit("guide", files={GUIDE: TEXT, OTHER: checklist("CHRONO-002", ["1.1 Decide"])})
    repo.commit("CHRONO-001: x\n\nChrono-Learning: it\n", files={"src/first.py": FIRST})
    repo.commit("y\n\nChrono-Learning: of \x1b[31mnone\n", env={"GIT_AUTHOR_NAME": "Zoë"})
    repo.git("tag", "v1")
    return repo


def document(text: str, name: str) -> Any:
    read = json.loads(text)
    schema = json.loads(files("chrono_git").joinpath(f"schemas/{name}-1.json").read_text())
    Draft202012Validator(schema).validate(read)
    return read


def test_show(taught: Repo) -> None:
    done = chrono(taught, "log")
    assert (done.returncode, done.stderr) == (0, "")
    assert "CHRONO-001\n  • it\n" in done.stdout
    assert "\x1b" not in done.stdout
    assert "2 learnings of 1 guide, 2 not in the log" in done.stdout
    assert chrono(taught, "log", "show").stdout == done.stdout


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--guide", "CHRONO-001"], ["it"]),
        (["--author", "zoë"], ["of \x1b[31mnone"]),
        (["--grep", "IT"], ["it"]),
        (["--range", "HEAD~1..v1"], ["of \x1b[31mnone"]),
        (["--step", "1.1"], []),
    ],
)
def test_show_filters(taught: Repo, options: list[str], expected: list[str]) -> None:
    done = chrono(taught, "log", *options, "--format", "json")
    assert [one["text"] for one in document(done.stdout, "log")["learnings"]] == expected
    assert done.returncode == 0
    assert done.stderr == ("" if expected else "chrono-git: no learning fits\n")


def test_show_without_any(repo: Repo) -> None:
    repo.commit("x")
    done = chrono(repo, "log")
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "No learning was found.")


def test_check_then_write_then_check(taught: Repo, tmp_path: Path) -> None:
    done = chrono(taught, "log", "check")
    assert done.returncode == 1
    assert f"{LOG}: checked 2 learnings: 2 entries missing" in done.stdout
    assert not taught.at(LOG).exists()
    done = chrono(taught, "log", "write", "--dry-run")
    assert (done.returncode, taught.at(LOG).exists()) == (0, False)
    done = chrono(taught, "log", "write", "--format", "json", "-o", str(tmp_path / "out.json"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    found = document((tmp_path / "out.json").read_text(), "log-check")
    assert (found["written"], found["checked"], len(found["missing"])) == (True, 2, 2)
    done = chrono(taught, "log", "check")
    assert (done.returncode, done.stdout) == (0, f"{LOG}: checked 2 learnings: all are there\n")


def test_a_gate_that_checked_nothing_says_so(repo: Repo) -> None:
    repo.commit("x")
    done = chrono(repo, "log", "check")
    assert (done.returncode, "nothing was checked" in done.stdout) == (0, True)


def test_what_cannot_be_told_is_no_pass(taught: Repo, tmp_path: Path) -> None:
    clone = taught.clone(tmp_path / "clone", "--depth=1")
    done = chrono(clone, "log", "check")
    assert (done.returncode, done.stdout) == (2, "")
    assert "shallow" in done.stderr
    assert "fetch-depth: 0" in done.stderr
    taught.write(LOG, b"\xff\xfea\x00")
    done = chrono(taught, "log", "check")
    assert (done.returncode, "UTF-16" in done.stdout) == (2, True)
    assert chrono(taught, "log", "write").returncode == 2
    assert taught.at(LOG).read_bytes() == b"\xff\xfea\x00"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["log", "shwo"], "Got unexpected extra argument"),
        (["log", "check", "CHRONO-009"], "no guide CHRONO-009"),
        (["log", "--range", "v1"], "is no range of commits"),
    ],
)
def test_usage(taught: Repo, words: list[str], said: str) -> None:
    done = chrono(taught, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_help_names_the_commands(taught: Repo) -> None:
    done = chrono(taught, "log", "--help")
    assert done.returncode == 0
    assert all(name in done.stdout for name in ("show", "write", "check"))
