"""Faults that other tools are known for."""

from __future__ import annotations

import pytest

from tests.app.push_kit import done, lines, stub, with_remote
from tests.gitkit import Repo
from tests.hook.push_kit import hook, install, ours, push


@pytest.mark.parametrize("order", [("clean", "main"), ("main", "clean")])
def test_pre_commit_1940_only_the_first_ref_is_checked(repo: Repo, order: tuple[str, ...]) -> None:
    with_remote(repo)
    repo.commit("one", files={"a.py": done("a")})
    repo.git("push", "-q", "origin", "main")
    install(repo.at(".git"), "pre-push")
    repo.branch("clean")
    repo.commit("two", files={"b.py": stub("b")})
    told = push(repo, "origin", *order)
    assert told.status == 1
    assert ours(told)[-1] == "1 finding blocks the push of refs/heads/main"


@pytest.mark.parametrize("text", [done("new"), stub("new")])
def test_great_cto_65_a_new_branch_scans_the_whole_history(repo: Repo, text: str) -> None:
    with_remote(repo)
    for number in range(30):
        repo.commit(f"{number}", files={f"{number}.py": stub(f"a{number}"), "x.py": f"x = {number}\n"})
    repo.git("push", "-q", "origin", "main")
    repo.checkout("topic", new=True)
    repo.commit("new", files={"new.py": text})
    # Whoever looks at the history, or at the files that the branch did not touch, stumbles over this.
    gone = repo.git("rev-list", "main~12").split()
    gone += [repo.git("rev-parse", f"main:{number}.py") for number in range(30)]
    gone += repo.git("rev-list", "--objects", "--no-object-names", "main~12", "^main", "^main~3").split()
    for oid in dict.fromkeys(gone):
        repo.at(f".git/objects/{oid[:2]}/{oid[2:]}").unlink()
    told = hook(repo, "pre-push", "origin", "url", lines=lines(repo, "topic:topic"))
    # The second time, the quick look knows what to look for.
    assert hook(repo, "pre-push", "origin", "url", lines=lines(repo, "topic:topic")) == told
    if text == done("new"):
        assert (told.status, ours(told)) == (0, ["checked 1 commit, 1 file of 1 ref: clean"])
    else:
        assert (told.status, ours(told)[0]) == (1, "checked 1 commit, 1 file of 1 ref")
        assert told.text.count(": stub: ") == 1
