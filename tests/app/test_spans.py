"""Which commits a range, a tag, `--unreleased` and `--all` stand for."""

from __future__ import annotations

import pytest

from chrono_git.app.spans import Span, all_spans, one_span
from chrono_git.errors import RepositoryError
from chrono_git.repo.stream import Git
from tests.gitkit import AUTHOR, EMAIL, EPOCH, HOUR, Repo


@pytest.fixture
def tagged(repo: Repo) -> Repo:
    """Six commits; v1 is the second, v2 the fourth."""
    for number in range(1, 7):
        repo.commit(f"c{number}", files={f"{'core' if number % 2 else 'web'}/{number}": ""})
        if number in (2, 4):
            repo.git("tag", f"v{number // 2}")
    return repo


def git_of(repo: Repo) -> Git:
    return Git(str(repo.path))


def told(repo: Repo, span: Span) -> tuple[str, str | None, str | None, str]:
    """Name, tag, since, and the subjects of its commits, the oldest first."""
    subjects = [repo.git("log", "-1", "--format=%s", one.oid) for one in reversed(span.commits)]
    return span.name, span.tag, span.since, " ".join(subjects)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (None, ("Unreleased", None, "v2", "c5 c6")),
        ("v2", ("v2", "v2", "v1", "c3 c4")),
        ("refs/tags/v2", ("v2", "v2", "v1", "c3 c4")),
        ("v1", ("v1", "v1", None, "c1 c2")),
        ("v1..v2", ("v2", "v2", "v1", "c3 c4")),
        ("v1..", ("v1..", None, "v1", "c3 c4 c5 c6")),
        ("v1...HEAD", ("v1...HEAD", None, "v1", "c3 c4 c5 c6")),
        ("HEAD~1..main", ("HEAD~1..main", None, "HEAD~1", "c6")),
        ("v2..v1", ("v1", "v1", "v2", "")),
    ],
)
def test_one(tagged: Repo, asked: str | None, expected: tuple[str, str | None, str | None, str]) -> None:
    assert told(tagged, one_span(git_of(tagged), asked)) == expected


def test_ends_and_times(tagged: Repo) -> None:
    span = one_span(git_of(tagged), "v2")
    assert (span.first, span.base, span.tip) == tuple(map(tagged.head, ("v1", "v1", "v2")))
    assert span.time == EPOCH + 3 * HOUR
    tagged.git("tag", "-a", "-m", "x", "v3", env={"GIT_COMMITTER_DATE": f"{EPOCH + 99 * HOUR} +0000"})
    assert one_span(git_of(tagged), "v3").time == EPOCH + 99 * HOUR
    assert one_span(git_of(tagged), None).commits == ()


def test_a_name_for_what_will_be_tagged(tagged: Repo) -> None:
    span = one_span(git_of(tagged), None, name="v3")
    assert told(tagged, span) == ("v3", "v3", "v2", "c5 c6")
    assert all_spans(git_of(tagged), name="v3")[0].tag == "v3"


def test_a_name_that_is_tagged_already(tagged: Repo) -> None:
    tagged.git("tag", "v3")
    assert told(tagged, one_span(git_of(tagged), None, name="v3")) == ("v3", "v3", "v2", "c5 c6")
    assert all_spans(git_of(tagged), name="v3")[0].name == "v3"
    for tell in (lambda git: one_span(git, None, name="v1"), lambda git: all_spans(git, name="v1")):
        with pytest.raises(RepositoryError, match="a tag v1 already") as caught:
            tell(git_of(tagged))
        assert "notes v1" in caught.value.hint


def test_globs_and_paths(tagged: Repo) -> None:
    tagged.git("tag", "web-1", "HEAD~1")
    git = git_of(tagged)
    assert told(tagged, one_span(git, None)) == ("Unreleased", None, "web-1", "c6")
    assert told(tagged, one_span(git, None, ["v*"])) == ("Unreleased", None, "v2", "c5 c6")
    assert told(tagged, one_span(git, None, ["v*"], ["web"])) == ("Unreleased", None, "v2", "c6")
    assert told(tagged, one_span(git, "web-1", ["v*"])) == ("web-1", "web-1", "v2", "c5")
    assert [told(tagged, one) for one in all_spans(git, ["v*"], ["core/5", "core/1"])] == [
        ("Unreleased", None, "v2", "c5"),
        ("v2", "v2", "v1", ""),
        ("v1", "v1", None, "c1"),
    ]


def test_no_tag_at_all(repo: Repo) -> None:
    repo.commit("one")
    assert told(repo, one_span(git_of(repo), None)) == ("Unreleased", None, None, "one")
    assert [told(repo, one) for one in all_spans(git_of(repo))] == [("Unreleased", None, None, "one")]


def test_all_has_each_commit_once(tagged: Repo) -> None:
    assert [told(tagged, one) for one in all_spans(git_of(tagged))] == [
        ("Unreleased", None, "v2", "c5 c6"),
        ("v2", "v2", "v1", "c3 c4"),
        ("v1", "v1", None, "c1 c2"),
    ]
    tagged.git("tag", "v3")
    assert [one.name for one in all_spans(git_of(tagged))] == ["v3", "v2", "v1"]


def test_a_release_of_a_side_branch_is_no_state_to_compare_with(repo: Repo) -> None:
    repo.commit("c1")
    repo.git("tag", "v1")
    repo.git("checkout", "-q", "-b", "side")
    repo.commit("fix")
    repo.git("tag", "v1.1")
    repo.checkout("main")
    repo.commit("c2")
    repo.git("tag", "v2")
    repo.merge("side", "merge")
    repo.git("tag", "v3")
    found = {one.name: told(repo, one)[2:] for one in all_spans(git_of(repo))}
    assert found["v1"] == (None, "c1")
    assert found["v2"] == ("v1", "c2")
    assert found["v1.1"] == ("v1", "fix")
    assert found["v3"][1] == "merge"


def test_releases_of_two_branches_do_not_come_after_each_other(repo: Repo) -> None:
    repo.commit("c1")
    repo.git("tag", "v1")
    repo.commit("c2")
    repo.git("checkout", "-q", "-b", "side")
    repo.commit("fix")
    repo.git("tag", "v1.1")
    repo.checkout("main")
    repo.commit("c3")
    repo.commit("c4")
    repo.git("tag", "v2")
    repo.merge("side", "merge")
    repo.git("tag", "v3")
    repo.commit("c5")
    found = {one.name: one for one in all_spans(git_of(repo))}
    assert {name: one.since for name, one in found.items()} == {
        "v1": None, "v1.1": "v1", "v2": "v1", "v3": "v2", "Unreleased": "v3",
    }  # fmt: skip
    for name in ("v1.1", "v2", "v3"):
        alone = one_span(git_of(repo), name)
        assert (alone.since, alone.base) == (found[name].since, found[name].base)
    assert sum(len(one.commits) for one in found.values()) == 7


def test_what_has_diverged_is_compared_where_it_began(repo: Repo) -> None:
    base = repo.commit("base")
    repo.git("checkout", "-q", "-b", "side")
    repo.commit("on side")
    repo.checkout("main")
    repo.commit("on main")
    span = one_span(git_of(repo), "main..side")
    assert (span.base, span.first) == (base, repo.head("main"))
    assert told(repo, span)[3] == "on side"


def test_who_made_them(repo: Repo) -> None:
    repo.commit("base\n\nCo-authored-by: B <b@x.org>\n\nmore\n\nco-Authored-By: C <c@x.org>\n")
    repo.write(".mailmap", f"Ada Known <known@example.org> <{EMAIL}>\n")
    [one] = one_span(git_of(repo), None).commits
    assert (one.author, one.co_authors) == ("Ada Known <known@example.org>", ("B <b@x.org>", "C <c@x.org>"))
    repo.at(".mailmap").unlink()
    assert one_span(git_of(repo), None).commits[0].author == f"{AUTHOR} <{EMAIL}>"


@pytest.mark.parametrize("asked", ["v9", "main", "--all", "v1.2", "HEAD", ""])
def test_what_is_no_range(tagged: Repo, asked: str) -> None:
    with pytest.raises(RepositoryError, match=r"is no tag, and no range") as caught:
        one_span(git_of(tagged), asked)
    assert caught.value.hint


@pytest.mark.parametrize("asked", ["nope..HEAD", "v1..nope", "--all..HEAD"])
def test_unknown_ends(tagged: Repo, asked: str) -> None:
    with pytest.raises(RepositoryError, match="revision"):
        one_span(git_of(tagged), asked)
