"""What every test gets: a git that knows nothing of this machine."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.gitkit import GLOBAL_CONFIG, Repo, isolated
from tests.warmth import load_scanner

if TYPE_CHECKING:
    from pytest_git import GitRepo


@pytest.fixture(scope="session", autouse=True)
def _loaded() -> None:
    load_scanner()


@pytest.fixture(autouse=True)
def isolated_git(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sets HOME and git's environment for this test, and returns the HOME."""
    home = tmp_path_factory.mktemp("home")
    (home / ".gitconfig").write_text(GLOBAL_CONFIG)
    environment = isolated(os.environ, home)
    for name in os.environ.keys() - environment.keys():
        monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return home


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    """An empty repository on the branch main."""
    return Repo(tmp_path / "repo")


@pytest.fixture
def api_repo(isolated_git: Path, git_repo: GitRepo) -> Repo:
    """The repository of pytest-git's `git_repo` (`.api`, `.workspace`, `.run`) with our builder."""
    return Repo(Path(git_repo.workspace), init=False)
