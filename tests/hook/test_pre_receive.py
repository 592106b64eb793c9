"""pre-receive on the side that is pushed to, over a real transport."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.kit import GUIDE
from tests.app.push_kit import done, stub, with_remote
from tests.gitkit import Repo
from tests.hook.push_kit import install, ours, push


@pytest.fixture
def shop(repo: Repo) -> Repo:
    """A repository whose other side has the hook, and an old stub on its `main`."""
    far = with_remote(repo)
    repo.commit("old", files={"old.py": stub("old"), "a.py": done("a")})
    repo.git("push", "-q", "origin", "main")
    install(far, "pre-receive")
    return repo


def far(repo: Repo) -> Path:
    return repo.path.parent / "origin.git"


def test_a_refused_push_shows_why(shop: Repo) -> None:
    shop.commit("two", files={"b.py": stub("b")})
    told = push(shop, "origin", "main")
    assert told.status == 1
    assert "remote: b.py:2: stub: b: raise NotImplementedError" in told.text
    assert ours(told) == [
        "checked 1 commit, 1 file of 1 ref",
        "1 finding blocks the push of refs/heads/main",
    ]
    assert "pre-receive hook declined" in told.text
    bare = Repo(far(shop), init=False)
    assert bare.git("rev-parse", "main") == shop.head("HEAD~1")
    # Nothing of the refused push is left there.
    assert bare.git("rev-list", "--all", "--count") == "1"
    assert not list((far(shop) / "objects").glob("*incoming*"))


def test_a_clean_push_goes_through(shop: Repo) -> None:
    for number in (1, 2):  # the second time by the quick look
        shop.commit("two", files={f"b{number}.py": done("b")})
        told = push(shop, "origin", "main")
        assert (told.status, ours(told)) == (0, ["checked 1 commit, 1 file of 1 ref: clean"])
    assert Repo(far(shop), init=False).git("rev-parse", "main") == shop.head()


@pytest.mark.parametrize(
    ("specs", "refused"),
    [
        (["main:refs/heads/new"], False),
        (["stub:refs/heads/new"], True),
        (["main:refs/heads/new", "stub:refs/heads/other"], True),
        (["v1:refs/tags/v1"], True),
        ([":refs/heads/gone"], False),
        (["+orphan:main"], True),
    ],
)
def test_refs_of_all_kinds(shop: Repo, specs: list[str], refused: bool) -> None:
    shop.git("push", "-q", "origin", "main:gone")
    shop.checkout("stub", new=True)
    shop.commit("two", files={"b.py": stub("b")})
    shop.git("tag", "-a", "-m", "one", "v1")
    shop.git("checkout", "-q", "--orphan", "orphan")
    shop.commit("another beginning")
    told = push(shop, "origin", *specs)
    assert told.status == refused, told.text
    assert ("b.py:2: stub" in told.text) == refused


def test_what_a_laxer_branch_let_through_is_refused_elsewhere(shop: Repo) -> None:
    shop.commit("two", files={"b.py": stub("b"), ".chrono/config.toml": '[push.branches]\n"wip/*" = "off"\n'})
    for _ in range(2):  # the second time, the configuration is known
        assert push(shop, "origin", "main:wip/a").status == 0
        assert push(shop, "origin", "main:new").status == 1
        told = push(shop, "origin", "main:main", "main:refs/tags/v1")
        assert (told.status, "b.py:2: stub" in told.text) == (1, True)
        shop.git("push", "-q", "origin", ":wip/a")
    shop.commit("three", files={"b.py": done("b")})
    assert ours(push(shop, "origin", "main:main")) == ["checked 2 commits, 1 file of 1 ref: clean"]


def test_packs_are_judged_before_they_are_let_in(shop: Repo) -> None:
    # A pack is kept as such, and lies in quarantine until the hook has said yes.
    Repo(far(shop), init=False).git("config", "receive.unpackLimit", "1")
    shop.commit("two", files={f"{number}.py": stub(f"f{number}") for number in range(20)})
    told = push(shop, "origin", "main")
    assert told.status == 1
    assert ours(told)[-1] == "20 findings block the push of refs/heads/main"
    assert not list((far(shop) / "objects/pack").glob("*.pack"))


def test_a_claim_is_judged_by_the_pushed_guide(shop: Repo) -> None:
    text = "# CHRONO-001: A shop\n\n## Checklist\n\n- [ ] 1.1 Create `old.py`\n"
    shop.commit("guide\n\nChrono-Step: 1.1", files={GUIDE: text})
    told = push(shop, "origin", "main")
    assert told.status == 1
    assert "remote: old.py:2: stub: old: raise NotImplementedError (CHRONO-001/1.1)" in told.text
    assert f"commit {shop.head()[:10]} says `Chrono-Step: 1.1`" in told.text


def test_it_works_in_a_repository_with_a_work_tree(shop: Repo) -> None:
    other = Repo(shop.path.parent / "other")
    other.commit("one", files={"a.py": done("a")})
    other.git("config", "receive.denyCurrentBranch", "updateInstead")
    install(other.at(".git"), "pre-receive")
    shop.git("remote", "add", "other", f"file://{other.path}")
    shop.git("fetch", "-q", "other")
    shop.git("checkout", "-q", "-b", "theirs", "other/main")
    shop.commit("two", files={"b.py": stub("b")})
    assert push(shop, "other", "theirs:main").status == 1
    shop.commit("three", files={"b.py": done("b")})
    assert push(shop, "other", "theirs:main").status == 0
    assert other.at("b.py").read_text() == done("b")


def test_sha256(repo: Repo) -> None:
    new = Repo(repo.path.parent / "new", "--object-format=sha256")
    install(with_remote(new, "--object-format=sha256"), "pre-receive")
    new.commit("one", files={"a.py": done("a")})
    assert push(new, "origin", "main").status == 0
    new.commit("two", files={"b.py": stub("b")})
    assert push(new, "origin", "main").status == 1
