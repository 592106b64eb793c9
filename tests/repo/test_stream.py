"""The streams: whole, in order, without leaks, whatever the sizes."""

from __future__ import annotations

from pathlib import Path

from pytest_git import GitRepo

from chrono_git.repo.stream import Git
from tests.gitkit import Repo


def test_run_returns_bytes(repo: Repo) -> None:
    oid = repo.commit("first")
    assert Git(str(repo.path)).run("rev-parse", "HEAD") == f"{oid}\n".encode()


def test_isolated_repository_of_the_plugin(git_repo: GitRepo, api_repo: Repo) -> None:
    (Path(git_repo.workspace) / "a.txt").write_text("a\n")
    git_repo.run("git add a.txt")
    oid = api_repo.commit("first")
    assert git_repo.api.head.commit.hexsha == oid
    assert git_repo.api.head.commit.author.email == "ada@example.org"
