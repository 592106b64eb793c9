"""Who shares the hooks of a repository, and who has hooks of its own."""

from __future__ import annotations

from pathlib import Path

from chrono_git.app.hooks import hooks_status
from chrono_git.app.neighbours import neighbours
from chrono_git.repo.location import locate
from tests.gitkit import Repo


def told(repo: Repo | Path) -> list[str]:
    return list(neighbours(locate(str(repo if isinstance(repo, Path) else repo.path))))


def test_most_have_none(repo: Repo) -> None:
    assert told(repo) == []
    repo.commit("x")
    assert told(repo) == []


def test_linked_work_trees(repo: Repo, tmp_path: Path) -> None:
    repo.commit("x")
    other = tmp_path / "other tree"
    repo.git("worktree", "add", "-q", "-b", "other", str(other))
    assert told(repo) == [f"the hooks run in 1 other work tree too: {other}"]
    assert told(other) == [f"the hooks run in 1 other work tree too: {repo.path}"]
    for number in range(6):
        repo.git("worktree", "add", "-q", "--detach", str(tmp_path / f"t{number}"))
    assert told(repo)[0].endswith(" and 2 more")
    assert told(repo)[0] in hooks_status(str(repo.path), release="1").notes


def test_submodules(repo: Repo, tmp_path: Path) -> None:
    inner = Repo(tmp_path / "inner")
    inner.commit("x")
    repo.commit("x")
    repo.git("submodule", "add", "-q", str(inner.path), "libs/inner")
    assert told(repo) == ["1 submodule has hooks of its own: libs/inner"]


def test_a_bare_repository(repo: Repo, tmp_path: Path) -> None:
    repo.commit("x")
    bare = repo.clone(tmp_path / "bare.git", "--bare")
    assert told(bare) == []
    bare.git("worktree", "add", "-q", str(tmp_path / "tree"))
    assert told(bare) == [f"the hooks run in 1 other work tree too: {tmp_path / 'tree'}"]
