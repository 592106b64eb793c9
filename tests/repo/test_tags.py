"""Tags as git has them: annotated and not, of commits and of other things."""

from __future__ import annotations

import pytest

from chrono_git.errors import RepositoryError
from chrono_git.repo.stream import Git
from chrono_git.repo.tags import Tag, find_tags, nearest_tag
from tests.gitkit import EPOCH, HOUR, Repo


def git_of(repo: Repo) -> Git:
    return Git(str(repo.path))


def annotate(repo: Repo, name: str, target: str = "HEAD", when: int = EPOCH) -> None:
    repo.git("tag", "-a", "-m", name, name, target, env={"GIT_COMMITTER_DATE": f"{when} +0000"})


def test_none(repo: Repo) -> None:
    head = repo.commit("x")
    assert find_tags(git_of(repo)) == []
    assert nearest_tag(git_of(repo), head) is None


def test_both_kinds_and_only_of_commits(repo: Repo) -> None:
    first = repo.commit("first", files={"a": "a"})
    second = repo.commit("second")
    annotate(repo, "v1", first, EPOCH + 50 * HOUR)
    repo.git("tag", "v2/ö", second)
    repo.git("tag", "of-a-blob", "HEAD:a")
    repo.git("tag", "of-a-tree", "HEAD^{tree}")
    annotate(repo, "of-a-blob-too", "HEAD:a")
    assert find_tags(git_of(repo)) == [
        Tag("v2/ö", second, EPOCH + HOUR),
        Tag("v1", first, EPOCH + 50 * HOUR),
    ]
    assert [tag.name for tag in find_tags(git_of(repo), ["v1*", "x"])] == ["v1"]
    assert find_tags(git_of(repo), ["w*"]) == []


def test_the_nearest_is_the_one_with_the_fewest_commits_between(repo: Repo) -> None:
    first = repo.commit("first")
    repo.git("tag", "v1", first)
    repo.git("checkout", "-q", "-b", "side")
    repo.commit("hotfix")
    repo.git("tag", "v1.1")
    repo.git("checkout", "-q", "main")
    for number in range(3):
        repo.commit(f"on main {number}")
    repo.git("tag", "v2")
    repo.merge("side", "hotfix comes to main")
    assert nearest_tag(git_of(repo), repo.head()) == "v2"
    assert nearest_tag(git_of(repo), repo.head(), ["v1*"]) == "v1.1"
    assert nearest_tag(git_of(repo), repo.head(), besides=["v2"]) == "v1.1"
    assert nearest_tag(git_of(repo), first, besides=["v1"]) is None
    assert nearest_tag(git_of(repo), repo.head(), ["w*"]) is None


def test_a_renamed_tag_is_known_by_its_new_name(repo: Repo) -> None:
    annotate(repo, "old-1", repo.commit("first"))
    repo.git("tag", "it's/new", "old-1")
    repo.git("tag", "-d", "old-1")
    assert nearest_tag(git_of(repo), repo.commit("second")) == "it's/new"
    assert nearest_tag(git_of(repo), repo.head("HEAD~1")) == "it's/new"
    assert nearest_tag(git_of(repo), repo.head(), besides=["it's/new"]) is None


@pytest.mark.parametrize("glob", ["v[0-9]*", "v[!a-z]*", "v[^a-z]*", "v?", "*"])
def test_both_read_globs_alike(repo: Repo, glob: str) -> None:
    repo.commit("first")
    repo.git("tag", "v1")
    assert [tag.name for tag in find_tags(git_of(repo), [glob])] == ["v1"]
    assert nearest_tag(git_of(repo), repo.head(), [glob]) == "v1"


def test_an_unknown_commit_is_an_error(repo: Repo) -> None:
    repo.commit("x")
    repo.git("tag", "v1")
    with pytest.raises(RepositoryError):
        nearest_tag(git_of(repo), "1" * 40)
