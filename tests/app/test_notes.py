"""Release notes of real histories: what is told, of whom, and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from chrono_git.app.notes import Asked, build_notes
from chrono_git.errors import ChronoError, ConfigError, RepositoryError
from chrono_git.notes import Contributor, Notes, Release
from tests.app.kit import FIRST, GUIDE, SECOND, TEXT, checklist
from tests.gitkit import AUTHOR, EMAIL, Repo

CONFIG = ".chrono/config.toml"
OTHER = "docs/implementation/CHRONO-002-guide.md"


@pytest.fixture
def worked(repo: Repo) -> Repo:
    """v1 finished nothing; since then an item was finished, and something learnt."""
    repo.commit("guide", files={GUIDE: TEXT})
    repo.git("tag", "v1")
    repo.commit("feat: first\n\nChrono-Step: 1.1\nChrono-Learning: it\n", files={"src/first.py": FIRST})
    return repo


def tell(repo: Repo, asked: Asked = Asked()) -> Notes:  # noqa: B008 - it is frozen
    return build_notes(str(repo.path), asked, use_cache=False)


def only(repo: Repo, asked: Asked = Asked()) -> Release:  # noqa: B008
    [release] = tell(repo, asked).releases
    return release


def learnt(release: Release) -> list[str]:
    guides = [one.text for guide in release.guides for one in guide.learnings]
    return [*guides, *(one.text for one in release.learnings)]


def finished(release: Release) -> list[str]:
    return [one.id for guide in release.guides for one in guide.finished]


def test_what_became_done_and_what_was_learnt(worked: Repo) -> None:
    release = only(worked)
    assert (release.name, release.since, release.commits) == ("Unreleased", "v1", 1)
    [guide] = release.guides
    assert (guide.id, guide.path, guide.before, guide.done, guide.counted) == ("CHRONO-001", GUIDE, 0, 1, 3)
    [done] = guide.finished
    assert (done.id, done.commit, done.path) == ("CHRONO-001/1.1", worked.head(), "src/first.py")
    assert done.phase == ("Implementation Checklist", "Phase 1: Making")
    [one] = guide.learnings
    assert (one.text, one.commit, one.author) == ("it", worked.head(), f"{AUTHOR} <{EMAIL}>")
    assert (one.kind, one.steps, one.subject) == ("feat", ("1.1",), "feat: first")
    assert release.contributors == (Contributor(AUTHOR, EMAIL, 1),)


def test_a_tag_is_judged_as_it_was(worked: Repo) -> None:
    worked.git("tag", "v2")
    worked.commit(
        "a stub again", files={"src/first.py": "def first() -> int:\n    raise NotImplementedError\n"}
    )
    worked.git("tag", "v3")
    assert finished(only(worked, Asked("v2"))) == ["CHRONO-001/1.1"]
    [guide] = only(worked, Asked("v3")).guides
    assert ([one.id for one in guide.regressed], guide.before, guide.done) == (["CHRONO-001/1.1"], 1, 0)
    assert [one.name for one in tell(worked, Asked(everything=True)).releases] == ["v3", "v2", "v1"]
    assert finished(only(worked, Asked("v1..v3"))) == []


def test_nothing_to_tell(worked: Repo) -> None:
    worked.git("tag", "v2")
    release = only(worked)
    assert (release.guides, release.learnings, release.contributors, release.commits) == ((), (), (), 0)


def test_no_guide_at_all(repo: Repo) -> None:
    repo.commit("x\n\nChrono-Learning: one\n")
    repo.commit("y\n\nChrono-Learning: two\nChrono-Guide: GONE-1\n")
    release = only(repo)
    assert [one.text for one in release.learnings] == ["one"]
    [guide] = release.guides
    assert (guide.id, guide.path, guide.counted, [one.text for one in guide.learnings]) == (
        "GONE-1", "", 0, ["two"],
    )  # fmt: skip


SQUASHED = """\
CHRONO-001: all of it (#12)

* feat: one

Chrono-Learning: first
Chrono-Step: 1.1

* fix: two

Chrono-Learning: second

---------

Co-authored-by: Bob <bob@example.org>
Co-authored-by: ada <ADA@example.org>
"""


def test_a_squash_merge_gives_an_entry_per_learning(worked: Repo) -> None:
    worked.commit(SQUASHED)
    release = only(worked, Asked("HEAD~1.."))
    assert [(one.text, one.kind, one.steps, one.subject) for one in release.guides[0].learnings] == [
        ("first", "feat", ("1.1",), "feat: one"),
        ("second", "fix", (), "fix: two"),
    ]
    assert release.guides[0].learnings[0].co_authors == ("Bob <bob@example.org>",)
    assert release.contributors == (
        Contributor(AUTHOR, EMAIL, 1),
        Contributor("Bob", "bob@example.org", 0, 1),
    )


def test_what_was_said_before_is_no_news(worked: Repo) -> None:
    worked.git("tag", "v2")
    worked.commit("again\n\nChrono-Learning: it\n\nChrono-Learning: more\n")
    assert learnt(only(worked)) == ["more"]
    assert [learnt(one) for one in tell(worked, Asked(everything=True)).releases] == [["more"], ["it"], []]


def test_what_was_reverted(worked: Repo) -> None:
    old = worked.head()
    worked.git("tag", "v2")
    new = worked.commit("y\n\nChrono-Learning: hasty\n")
    worked.commit(f'Revert "y"\n\nThis reverts commit {new}.\n')
    worked.commit(f'Revert "feat: first"\n\nThis reverts commit {old}.\n')
    release = only(worked)
    assert (learnt(release), [one.text for one in release.withdrawn]) == ([], ["it"])
    worked.git("tag", "v3")
    worked.commit("z")
    assert only(worked).withdrawn == ()
    assert learnt(only(worked, Asked("v2"))) == ["it"]


def test_a_reverted_merge_takes_its_commits_back(repo: Repo) -> None:
    repo.commit("base")
    repo.git("checkout", "-q", "-b", "side")
    repo.commit("x\n\nChrono-Learning: of the branch\n")
    repo.checkout("main")
    base = repo.commit("on main")
    merge = repo.merge("side")
    assert learnt(only(repo)) == ["of the branch"]
    repo.commit(f"Revert\n\nThis reverts commit {merge}, reversing\nchanges made to {base}.\n")
    assert learnt(only(repo)) == []


def test_contributors(repo: Repo) -> None:
    env = {"GIT_AUTHOR_NAME": "A. Author", "GIT_AUTHOR_EMAIL": "old@example.org"}
    repo.write(".mailmap", f"{AUTHOR} <{EMAIL}> <old@example.org>\nBob Known <bob@example.org> <b@old.org>\n")
    repo.commit("one\n\nCo-authored-by: B <b@old.org>\nCo-authored-by: Old <old@example.org>\n")
    repo.commit("two", env=env)
    repo.git("checkout", "-q", "-b", "side", "HEAD~1")
    repo.commit("three\n\nCo-authored-by: nobody\nCo-authored-by: B <B@OLD.org>\n", env=env)
    repo.checkout("main")
    repo.merge("side")
    release = only(repo)
    assert release.contributors == (
        Contributor(AUTHOR, EMAIL, 3),
        Contributor("Bob Known", "bob@example.org", 0, 2),
    )
    assert release.commits == 3


def test_one_name_with_two_addresses_is_one_person(repo: Repo) -> None:
    forges = "1+ada@users.noreply.example.org"
    repo.commit(f"one (#1)\n\nCo-authored-by: {AUTHOR} <{forges}>\nCo-authored-by: Bee <B@x.org>\n")
    repo.commit("two (#2)", env={"GIT_AUTHOR_NAME": AUTHOR.upper(), "GIT_AUTHOR_EMAIL": forges})
    repo.commit("three\n\nCo-authored-by: B <b@x.org>\n")
    assert only(repo).contributors == (
        Contributor(AUTHOR, EMAIL, 3),
        Contributor("B", "b@x.org", 0, 2),
    )


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://github.com/o/n.git", ("github", "https://github.com/o/n")),
        ("git@gitlab.com:o/p/n.git", ("gitlab", "https://gitlab.com/o/p/n")),
        ("https://user:secret@github.com/o/n", ("github", "https://github.com/o/n")),
        ("short:o/n", ("github", "https://github.com/o/n")),
        ("/some/where", None),
        ("https://example.org/o/n", None),
    ],
)
def test_forges(worked: Repo, url: str, expected: tuple[str, str] | None) -> None:
    assert tell(worked).forge is None
    worked.git("config", "url.https://github.com/.insteadOf", "short:")
    worked.git("remote", "add", "origin", url)
    found = tell(worked).forge
    assert (found and (found.kind, found.url)) == expected


def test_a_forge_that_only_the_configuration_knows(worked: Repo) -> None:
    worked.git("remote", "add", "origin", "https://code.example.org/o/n")
    worked.commit("config", files={CONFIG: '[notes]\nforge = "gitea"\n'})
    found = tell(worked).forge
    assert found is not None
    assert (found.kind, found.url) == ("gitea", "https://code.example.org/o/n")


def test_only_what_lies_below_a_path(repo: Repo) -> None:
    text = checklist("CHRONO-001", ["1.1 Create `core/a.py`", "1.2 Create `web/b.py`"])
    repo.commit("guide", files={GUIDE: text})
    repo.git("tag", "core-1")
    repo.git("tag", "web-1")
    repo.commit("a\n\nChrono-Learning: of core\n", files={"core/a.py": FIRST})
    repo.commit("b\n\nChrono-Learning: of web\n", files={"web/b.py": SECOND})
    release = only(repo, Asked(paths=("core/",)))
    assert (finished(release), learnt(release), release.commits) == (["CHRONO-001/1.1"], ["of core"], 1)
    repo.commit("c", files={CONFIG: '[notes]\npaths = ["web"]\ntags = "web-*"\n'})
    release = only(repo)
    assert (finished(release), learnt(release), release.since) == (["CHRONO-001/1.2"], ["of web"], "web-1")
    assert only(repo, Asked(tags=("core-*",))).since == "core-1"


@pytest.mark.parametrize(
    ("folder", "path", "expected"),
    [
        ("", "./core", ["1.1"]),
        ("", "web/../core/", ["1.1"]),
        ("", ".", ["1.1", "1.2"]),
        ("", "core/a.py", ["1.1"]),
        ("core", ".", ["1.1"]),
        ("core", "a.py", ["1.1"]),
        ("core", "../web", ["1.2"]),
        ("core", "..", ["1.1", "1.2"]),
        ("core", "web", []),
    ],
)
def test_paths_are_relative_to_where_it_starts(
    repo: Repo, folder: str, path: str, expected: list[str]
) -> None:
    text = checklist("CHRONO-001", ["1.1 Create `core/a.py`", "1.2 Create `web/b.py`"])
    repo.commit("guide", files={GUIDE: text, CONFIG: '[notes]\npaths = ["web"]\n'})
    repo.git("tag", "v1")
    repo.commit("a", files={"core/a.py": FIRST})
    repo.commit("b", files={"web/b.py": SECOND})
    [release] = build_notes(str(repo.at(folder)), Asked(paths=(path,)), use_cache=False).releases
    assert finished(release) == [f"CHRONO-001/{number}" for number in expected]
    assert release.commits == len(expected)


@pytest.mark.parametrize("path", ["..", "../x", "/elsewhere", ""])
def test_a_path_outside(worked: Repo, path: str) -> None:
    with pytest.raises(ChronoError, match="leads out of the repository"):
        tell(worked, Asked(paths=(path,)))


def test_headings_teach_where_the_configuration_says_so(repo: Repo) -> None:
    repo.commit("x\n\nKey learnings:\n\n- one\n- two\n")
    assert learnt(only(repo)) == []
    repo.commit("config", files={CONFIG: '[learnings]\nheadings = ["Key learnings"]\n'})
    assert learnt(only(repo)) == ["one", "two"]


def test_a_shallow_clone_is_an_error(worked: Repo, tmp_path: Path) -> None:
    clone = worked.clone(tmp_path / "clone", "--depth=1")
    with pytest.raises(RepositoryError, match="shallow") as caught:
        tell(clone, Asked("HEAD..HEAD"))
    assert "--unshallow" in caught.value.hint


def test_no_commit_yet(repo: Repo) -> None:
    with pytest.raises(RepositoryError, match="no commit yet"):
        tell(repo)


def test_a_broken_configuration_is_told(worked: Repo) -> None:
    worked.commit("config", files={CONFIG: "[notes]\nforge = 3\n"})
    with pytest.raises(ConfigError, match=r"notes\.forge"):
        tell(worked)


def test_a_bare_repository(worked: Repo, tmp_path: Path) -> None:
    bare = worked.clone(tmp_path / "bare.git", "--bare")
    assert learnt(only(bare)) == ["it"]


def test_the_second_time_is_the_same(worked: Repo) -> None:
    first = build_notes(str(worked.path), Asked())
    assert build_notes(str(worked.path), Asked()) == first == tell(worked)


def test_who_finished_what_nobody_claimed(repo: Repo) -> None:
    lines = ["1.1 Create `src/one.py`", "1.2 Update `src/two.py` to be quick", "1.3 Create `src/three.py`"]
    repo.commit("guide", files={GUIDE: checklist("CHRONO-001", lines), "src/two.py": FIRST})
    repo.git("tag", "v1")
    made = repo.commit("made", files={"src/one.py": FIRST})
    repo.commit("touched", files={"src/one.py": FIRST + "\n", "src/two.py": SECOND})
    repo.commit("again", files={"src/two.py": SECOND + "def quick() -> None:\n    pass\n"})
    alone = repo.commit("alone", files={"src/three.py": SECOND})
    [guide] = only(repo).guides
    assert {one.id[-3:]: one.commit for one in guide.finished} == {"1.1": made, "1.2": None, "1.3": alone}
