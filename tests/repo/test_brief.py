"""One question to git, and no word where there is no answer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from chrono_git.repo.brief import Question
from tests.gitkit import Repo

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def here(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> Repo:
    repo.commit("first", files={"a.txt": "a\n" * 100_000})
    monkeypatch.chdir(repo.path)
    return repo


def open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir())) if Path("/proc/self/fd").exists() else 0


def test_an_answer(repo: Repo) -> None:
    before = open_files()
    assert Question(("rev-parse", "HEAD")).answer(100) == f"{repo.head()}\n".encode()
    assert open_files() == before


@pytest.mark.parametrize("arguments", [("rev-parse", "--verify", "nothing"), ("no-such-command",)])
def test_a_failure_is_no_answer(arguments: tuple[str, ...], capfd: pytest.CaptureFixture[str]) -> None:
    before = open_files()
    assert Question(arguments).answer(100) is None
    assert open_files() == before
    assert capfd.readouterr() == ("", "")


def test_an_answer_that_is_too_long() -> None:
    before = open_files()
    question = ("cat-file", "blob", "HEAD:a.txt")
    assert Question(question).answer(199_999) is None
    assert Question(question).answer(200_000) == b"a\n" * 100_000
    assert open_files() == before


def test_without_git(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert Question(("rev-parse", "HEAD")).answer(100) is None


@pytest.mark.parametrize("closed", ["0", "1", "2", "0, 1, 2"])
def test_closed_standard_streams_do_no_harm(closed: str) -> None:
    code = (
        f"import os, sys\nsys.path.insert(0, {str(ROOT)!r})\nfrom chrono_git.repo.brief import Question\n"
        f"for one in ({closed},): os.close(one)\n"
        "os._exit(0 if (Question(('rev-parse', 'HEAD')).answer(100) or b'x' * 41)[40:] else 1)\n"
    )
    assert subprocess.run([sys.executable, "-SE", "-c", code], check=False).returncode == 0
