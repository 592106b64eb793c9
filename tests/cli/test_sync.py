"""sync as a whole process on real repositories."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from chrono_git.cli.main import run
from tests.app.kit import FIRST, GUIDE, TEXT
from tests.cli.test_commands import chrono
from tests.gitkit import Repo

LOG = "IMPLEMENTATION_LOG.md"
TICKED = TEXT.replace("[ ] 1.1", "[x] 1.1")
QUIET = "chrono-git: everything that is done is ticked, and every learning is in the log\n"


@pytest.fixture
def worked(repo: Repo) -> Repo:
    """A repository with one item done and one learning, neither written down."""
    repo.commit("guide", files={GUIDE: TEXT})
    repo.commit("x\n\nChrono-Learning: it\n", files={"src/first.py": FIRST})
    return repo


def document(text: str) -> Any:
    read = json.loads(text)
    schema = json.loads(files("chrono_git").joinpath("schemas/sync-1.json").read_text())
    Draft202012Validator(schema).validate(read)
    return read


def test_it_writes_and_then_has_nothing_to_do(worked: Repo) -> None:
    done = chrono(worked, "sync")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{GUIDE}: 1 box written\n{LOG}: 1 entry written\n"
    assert worked.at(GUIDE).read_text() == TICKED
    status = worked.git("status", "--porcelain")
    done = chrono(worked, "sync")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", QUIET)
    assert worked.git("status", "--porcelain") == status


@pytest.mark.parametrize(
    ("options", "status"),
    [
        (["--dry-run"], 0),
        (["--check"], 1),
        (["--check", "--dry-run"], 1),
        (["--check", "--format", "json"], 1),
    ],
)
def test_it_only_tells(worked: Repo, options: list[str], status: int) -> None:
    done = chrono(worked, "sync", *options)
    assert (done.returncode, done.stderr) == (status, "")
    if "json" in options:
        assert not document(done.stdout)["written"]
    else:
        assert done.stdout == f"{GUIDE}: 1 box missing\n{LOG}: 1 entry missing\n"
    assert worked.git("status", "--porcelain") == ""


def test_check_where_nothing_is_missing(worked: Repo) -> None:
    chrono(worked, "sync")
    done = chrono(worked, "sync", "--check")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", QUIET)
    done = chrono(worked, "sync", "--check", "--format", "json")
    assert document(done.stdout) == {"schema": "chrono-git/sync/1", "written": False, "files": []}


def test_json(worked: Repo, tmp_path: Path) -> None:
    done = chrono(worked, "sync", "--format", "json", "-o", str(tmp_path / "out.json"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert document((tmp_path / "out.json").read_text()) == {
        "schema": "chrono-git/sync/1",
        "written": True,
        "files": [
            {"path": GUIDE, "ticks": 1, "entries": 0, "repeats": 0, "withdrawn": 0, "problem": None},
            {"path": LOG, "ticks": 0, "entries": 1, "repeats": 0, "withdrawn": 0, "problem": None},
        ],
    }


@pytest.mark.parametrize("options", [[], ["--check"], ["--dry-run"]])
def test_what_cannot_be_written_is_2(worked: Repo, options: list[str]) -> None:
    worked.at(LOG).symlink_to("README")
    done = chrono(worked, "sync", "--format", "json", *options)
    assert done.returncode == 2
    assert [bool(one["problem"]) for one in document(done.stdout)["files"]] == [False, True]
    done = chrono(worked, "sync", *options)
    assert (done.returncode, f"{LOG}: 1 entry missing, and not written: " in done.stdout) == (2, True)


@pytest.mark.parametrize("arguments", [["CHRONO-999"], ["no/such.md"], ["../outside.md"]])
def test_what_cannot_be_judged_is_2(worked: Repo, arguments: list[str]) -> None:
    done = chrono(worked, "sync", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("chrono-git: error: ")
    assert "\nhint: " in done.stderr
    assert worked.git("status", "--porcelain") == ""


def test_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sync", "--nonsense"]) == 2
    out, err = capsys.readouterr()
    assert (out, "--nonsense" in err) == ("", True)


def test_outside_of_a_repository(repo: Repo, tmp_path: Path) -> None:
    done = chrono(repo, "sync", cwd=tmp_path)
    assert (done.returncode, "not a git repository" in done.stderr) == (2, True)


def test_names_that_are_no_text(worked: Repo) -> None:
    path = b"docs/implementation/CHRONO-003-guide-\xff.md"
    text = TEXT.replace("001", "003").replace("first", "third")
    worked.commit("guide", files={path.decode("utf-8", "surrogateescape"): text})
    worked.commit("third", files={"src/third.py": FIRST})
    done = chrono(worked, "sync", "--check", "--format", "json")
    assert (done.returncode, done.stderr) == (1, "")
    assert any("\\xff" in one["path"] for one in document(done.stdout)["files"])
