from __future__ import annotations

from pathlib import Path

import pytest

from chrono_git.cli.main import run
from tests.gitkit import Repo

GUIDE = "# Implementation Guide: CHRONO-003\n\n## Implementation Checklist\n\n- [ ] Create `src/a.py`\n"
CONFIG = ".chrono/config.toml"


@pytest.fixture
def guided(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> Repo:
    repo.commit("guide", files={"docs/implementation/CHRONO-003-guide.md": GUIDE})
    monkeypatch.chdir(repo.path)
    return repo


def installed(repo: Repo) -> bool:
    return Path(
        repo.git("rev-parse", "--path-format=absolute", "--git-path", "hooks"), "post-commit"
    ).exists()


def test_a_repository_is_made_ready(guided: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init"]) == 0
    shown = capsys.readouterr().out
    assert "CHRONO-003  docs/implementation/CHRONO-003-guide.md  chrono  1 items" in shown
    assert ".chrono/config.toml: written" in shown
    assert "post-commit" in shown
    assert guided.at(CONFIG).exists()
    assert installed(guided)


def test_a_second_time_changes_nothing(guided: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    run(["init"])
    before = {path: path.read_bytes() for path in guided.at(".git/hooks").iterdir()}
    capsys.readouterr()
    assert run(["init"]) == 0
    assert ".chrono/config.toml: kept" in capsys.readouterr().out
    assert {path: path.read_bytes() for path in guided.at(".git/hooks").iterdir()} == before


@pytest.mark.parametrize(("option", "config"), [("--no-hooks", True), ("--dry-run", False)])
def test_what_is_left_alone(guided: Repo, option: str, config: bool) -> None:
    assert run(["init", option]) == 0
    assert guided.at(CONFIG).exists() is config
    assert not installed(guided)


def test_without_a_guide_it_says_where_it_looked(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    repo.commit("nothing")
    monkeypatch.chdir(repo.path)
    assert run(["init", "--no-hooks"]) == 0
    shown = capsys.readouterr().out
    assert "No guide was found in:" in shown
    assert "chrono-git new " in shown
    assert "docs/implementation/*.md" in shown


def test_a_broken_configuration_is_told_with_its_line(
    guided: Repo, capsys: pytest.CaptureFixture[str]
) -> None:
    guided.write(CONFIG, "[guids]\n")
    assert run(["init"]) == 2
    assert f"{CONFIG}:1: unknown key `guids`" in capsys.readouterr().err
    assert not installed(guided)
    assert guided.at(CONFIG).read_text() == "[guids]\n"
