"""What every test gets: a git that knows nothing of this machine."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.gitkit import GLOBAL_CONFIG, Repo, isolated
from tests.warm import leave
from tests.warmth import load_scanner

if TYPE_CHECKING:
    from pytest_git import GitRepo


MEMORY = "/dev/shm"
ROOM = 1 << 30  # bytes; all tests together leave less than a tenth of it while they run


def pytest_configure() -> None:
    """Has temporary files in memory, where it may be used so: git and we make many small ones there."""
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK):
        return
    found = os.statvfs(MEMORY)
    if found.f_bavail * found.f_frsize > ROOM and not found.f_flag & os.ST_NOEXEC:
        os.environ["TMPDIR"] = MEMORY
        tempfile.tempdir = None


@pytest.fixture(scope="session", autouse=True)
def _loaded() -> Iterator[None]:
    load_scanner()
    yield
    leave()  # a worker of xdist does nothing after its last test


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Names of folders that are not there yet; `mktemp` looks at all of those that are, for each test."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def isolated_git(_homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """Sets HOME and git's environment for this test, and returns the HOME."""
    home = next(_homes)
    home.mkdir()
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
