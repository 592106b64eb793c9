"""What is asked rarely: settings, remotes, work trees, submodules."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_git import GitRepo

from chrono_git.errors import RepositoryError
from chrono_git.repo.git import LinkedTree, Remote, opened, remotes, settings, submodules, worktrees
from chrono_git.repo.location import Location, locate
from tests.gitkit import Repo


def at(repo: Repo) -> Location:
    return locate(str(repo.path))


def test_settings_of_all_levels_and_includes(
    git_repo: GitRepo, api_repo: Repo, isolated_git: Path, tmp_path: Path
) -> None:
    (tmp_path / "more").write_text(
        '[chrono]\n\tguide = included\n\tflag\n[chrono "Sub.Section"]\n\tKey = a\\nb\n'
    )
    (tmp_path / "never").write_text("[chrono]\n\tguide = never\n")
    with (isolated_git / ".gitconfig").open("a") as config:
        config.write(
            f'[chrono]\n\tguide = global\n[includeIf "gitdir:/nowhere/"]\n\tpath = {tmp_path}/never\n'
        )
    api_repo.git("config", "chrono.guide", "local")
    api_repo.git("config", "include.path", str(tmp_path / "more"))
    api_repo.git("config", "chronos.other", "x")
    with git_repo.api.config_reader() as reader:
        assert reader.get_value("chronos", "other") == "x"
    git_repo.api.close()
    assert settings(at(api_repo)) == {
        "guide": ("global", "local", "included"),
        "flag": ("true",),
        "Sub.Section.key": ("a\nb",),
    }
    assert settings(at(api_repo), "nothing") == {}


def test_settings_that_git_cannot_read(repo: Repo) -> None:
    location = at(repo)
    repo.write(".git/config", "[chrono\n")
    with pytest.raises(RepositoryError, match="git config: bad config line 1"):
        settings(location)


def test_remotes(repo: Repo) -> None:
    assert remotes(at(repo)) == ()
    repo.git("remote", "add", "origin", "gh:owner/name.git")
    repo.git("remote", "add", "other", "/srv/git/name")
    repo.git("config", "url.https://example.org/.insteadOf", "gh:")
    found = remotes(at(repo))
    assert found == (Remote("origin", "https://example.org/owner/name.git"), Remote("other", "/srv/git/name"))


def test_work_trees(repo: Repo, tmp_path: Path) -> None:
    oid = repo.commit("first")
    linked = tmp_path / "line\nbreak"
    repo.git("worktree", "add", "-q", "--detach", str(linked))
    repo.git("worktree", "add", "-q", "-b", "side/branch", str(tmp_path / "side"))
    expected = (
        LinkedTree(str(repo.path), oid, "main", False),
        LinkedTree(str(linked), oid, None, False),
        LinkedTree(str(tmp_path / "side"), oid, "side/branch", False),
    )
    assert worktrees(at(repo)) == expected
    assert worktrees(locate(str(linked))) == expected


def test_work_trees_of_a_bare_and_of_an_empty_repository(repo: Repo, tmp_path: Path) -> None:
    bare = Repo(tmp_path / "bare", "--bare")
    assert worktrees(at(bare)) == (LinkedTree(str(bare.path), None, None, True),)
    assert worktrees(at(repo)) == (LinkedTree(str(repo.path), None, "main", False),)


@pytest.mark.parametrize("form", ["sha1", "sha256"])
def test_submodules(tmp_path: Path, form: str) -> None:
    inner = Repo(tmp_path / "inner", f"--object-format={form}")
    inner.commit("inner")
    repo = Repo(tmp_path / "outer", f"--object-format={form}")
    before = repo.commit("before")
    repo.git("submodule", "--quiet", "add", "--name", "the.name", f"file://{inner.path}", "libs/in ner")
    after = repo.commit("after")
    for found in (submodules(at(repo)), submodules(at(repo), after)):
        assert [(one.name, one.path, one.url) for one in found] == [
            ("the.name", "libs/in ner", f"file://{inner.path}")
        ]
    assert submodules(at(repo), before) == ()
    assert submodules(locate(str(inner.path))) == ()


def test_submodules_file_cannot_include_others(repo: Repo, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text('[submodule "x"]\n\tpath = secret\n')
    oid = repo.commit("first", files={".gitmodules": f"[include]\n\tpath = {tmp_path}/secret\n"})
    assert submodules(at(repo)) == ()
    assert submodules(at(repo), oid) == ()
    repo.at(".gitmodules").unlink()
    repo.at(".gitmodules").symlink_to(tmp_path / "secret")
    assert submodules(at(repo)) == ()


def test_no_repository(tmp_path: Path, repo: Repo) -> None:
    location = at(repo)
    repo.at(".git").rename(tmp_path / "elsewhere")
    with pytest.raises(RepositoryError, match="not a git repository"), opened(location):
        pass
