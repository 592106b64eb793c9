"""action.yml and its script, with events as GitHub describes them."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.app.push_kit import done, stub, with_remote
from tests.gitkit import Repo
from tests.warm import commander

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "scripts" / "action"
ZERO = "0" * 40


def act(repo: Repo, **told: str) -> tuple[int, str, str, str]:
    """Runs the script for an event; returns status, both outputs and the step summary."""
    summary = repo.path.parent / "summary.md"
    summary.write_text("")
    git = repo.path.parent / "chrono-git"
    git.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec {shlex.join(commander())} "$@"\n')
    git.chmod(0o755)
    known = {"CHRONO_DEFAULT": "main", "CHRONO_GIT": str(git), "GITHUB_STEP_SUMMARY": str(summary)}
    done = subprocess.run(
        [str(SCRIPT)], cwd=repo.path, env={**os.environ, **known, **told}, capture_output=True, check=False
    )
    return done.returncode, done.stdout.decode(), done.stderr.decode(), summary.read_text()


@pytest.fixture
def shop(repo: Repo) -> Repo:
    """A branch with a stub in its last commit; the other side has its beginning."""
    with_remote(repo)
    repo.commit("old", files={"old.py": stub("old")})
    repo.git("push", "-q", "origin", "main")
    repo.checkout("topic", new=True)
    repo.commit("clean", files={"a.py": done("a")})
    repo.commit("stub", files={"b.py": stub("b")})
    return repo


def pull_request(base: str, head: str) -> dict[str, str]:
    return {
        "CHRONO_EVENT": "pull_request",
        "CHRONO_REF": "refs/pull/7/merge",
        "CHRONO_BASE": base,
        "CHRONO_HEAD": head,
    }


def pushed(before: str, after: str, ref: str = "refs/heads/topic") -> dict[str, str]:
    return {"CHRONO_EVENT": "push", "CHRONO_REF": ref, "CHRONO_BASE": before, "CHRONO_HEAD": after}


def test_a_pull_request(shop: Repo) -> None:
    status, out, err, summary = act(shop, **pull_request(shop.head("main"), shop.head()))
    assert (status, err) == (1, "")
    assert "::error file=b.py,line=2,col=5,endLine=2,title=stub" in out
    assert "checked 2 files: 1 block" in out
    assert summary.startswith("### chrono-git check\n\n````text\nb.py:2:5  block stub  b")
    assert summary.endswith("checked 2 files: 1 block, 0 warn, 0 allowed, 0 in the baseline\n\n````\n")


def test_a_pull_request_of_a_fork(shop: Repo) -> None:
    # actions/checkout fetches the merge that GitHub made, whose second parent is the fork's commit.
    head = shop.head()
    shop.git("push", "-q", "origin", "topic:refs/pull/7/head")
    clone = Repo(shop.path.parent / "clone", init=False)
    shop.git("clone", "-q", shop.git("remote", "get-url", "origin"), str(clone.path))
    clone.git("fetch", "-q", "origin", "refs/pull/7/head")
    clone.git("checkout", "-q", "--detach")
    clone.git("merge", "-q", "--no-ff", "-m", "merge", "FETCH_HEAD")
    status, out, _, _ = act(clone, **pull_request(clone.head("origin/main"), head))
    assert (status, "file=b.py" in out, "old.py" in out) == (1, True, False)


def test_pushes(shop: Repo) -> None:
    head = shop.head()
    assert act(shop, **pushed(shop.head("HEAD~1"), head))[0] == 1
    assert act(shop, **pushed(shop.head("HEAD~2"), shop.head("HEAD~1")))[0] == 0
    # A new branch, and one whose old commit is not here, against the default branch.
    for before in (ZERO, "1" * 40):
        status, out, _, _ = act(shop, **pushed(before, head))
        assert (status, "file=b.py" in out, "old.py" in out) == (1, True, False)
    # The first push of all: everything is new.
    status, out, _, _ = act(shop, **pushed(ZERO, head, "refs/heads/main"))
    assert (status, "file=b.py" in out, "file=old.py" in out) == (1, True, True)
    status, _, err, _ = act(shop, **pushed("1" * 40, head, "refs/heads/main"))
    assert (status, "the commit before this push is not here" in err) == (2, True)


def test_a_range_of_ones_own(shop: Repo) -> None:
    assert act(shop, CHRONO_RANGE="HEAD~1..HEAD", CHRONO_EVENT="schedule")[0] == 1
    assert act(shop, CHRONO_RANGE="HEAD~2..HEAD~1", CHRONO_EVENT="schedule")[0] == 0
    status, _, err, summary = act(shop, CHRONO_RANGE="gone..HEAD")
    assert (status, "unknown revision 'gone'" in err) == (2, True)
    assert "unknown revision 'gone'" in summary
    for event in ("schedule", ""):
        status, _, err, _ = act(shop, CHRONO_EVENT=event)
        assert (status, "no range of commits" in err) == (2, True)


def test_a_shallow_clone_is_no_pass(shop: Repo) -> None:
    shop.git("push", "-q", "origin", "topic")
    clone = Repo(shop.path.parent / "clone", init=False)
    url = shop.git("remote", "get-url", "origin")
    shop.git("clone", "-q", "--depth=1", "--no-single-branch", "--branch=topic", url, str(clone.path))
    told = [
        pull_request(shop.head("HEAD~1"), shop.head()),
        pushed(shop.head("HEAD~1"), shop.head(), "refs/heads/main"),
        pushed(ZERO, shop.head(), "refs/heads/main"),
        # Both are here, but not what they have in common.
        pull_request(shop.head("main"), shop.head()),
    ]
    for event in told:
        status, _, err, _ = act(clone, **event)
        assert (status, "shallow" in err, "fetch-depth: 0" in err) == (2, True, True), err


def test_a_commit_that_is_not_here_is_no_shallow_clone(shop: Repo) -> None:
    status, _, err, _ = act(shop, **pull_request(shop.head("HEAD~1"), "1" * 40))
    assert (status, "shallow" in err, f"the commit {'1' * 40} is not here" in err) == (2, False, True), err


@pytest.mark.parametrize(
    "range_", ["$(touch injected)..HEAD", "; touch injected", "--output=injected", "`touch injected`"]
)
def test_nothing_that_comes_from_outside_is_run(shop: Repo, range_: str) -> None:
    before = sorted(shop.path.iterdir())
    assert act(shop, CHRONO_RANGE=range_)[0] == 2
    assert act(shop, **pull_request(range_, shop.head()))[0] == 2
    assert act(shop, **{**pushed(ZERO, shop.head()), "CHRONO_DEFAULT": range_, "CHRONO_REF": range_})[0] == 1
    status, _, err, _ = act(shop, CHRONO_RANGE="HEAD~1..HEAD", CHRONO_GIT="", CHRONO_VERSION=f"1 {range_}")
    assert (status, "'version' is none" in err) == (2, True)
    assert sorted(shop.path.iterdir()) == before


def test_the_action_itself() -> None:
    action: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text())
    steps = action["runs"]["steps"]
    assert [step["uses"] for step in steps if "uses" in step] == ["actions/setup-python@v5"]
    (run,) = [step for step in steps if "run" in step]
    assert "${{" not in run["run"]
    names = set(re.findall(r"\bCHRONO_[A-Z]+", SCRIPT.read_text())) - {"CHRONO_GIT"}
    assert names == run["env"].keys() - {"CHRONO_ACTION"}
    asked = re.findall(r"inputs\.([\w-]+)", (ROOT / "action.yml").read_text())
    assert set(asked) == action["inputs"].keys()
    assert os.access(SCRIPT, os.X_OK)


@pytest.mark.parametrize("branch", ["warp/CHRONO-001-x", ""])
def test_the_branch_of_a_pull_request_tells_the_guide(shop: Repo, branch: str) -> None:
    text = "# CHRONO-001: A shop\n\n## Checklist\n\n- [ ] 1.1 Create `old.py`\n"
    guides = {f"docs/implementation/CHRONO-00{n}-guide.md": text.replace("001", f"00{n}") for n in (1, 2)}
    shop.checkout("main")
    base = shop.commit("guides", files=guides)
    shop.commit("x\n\nChrono-Step: 1.1", files={"c.py": done("c")})
    shop.git("checkout", "-q", "--detach")
    status, out, err, _ = act(shop, **pull_request(base, shop.head()), CHRONO_BRANCH=branch)
    assert status == bool(branch), err
    assert ("file=old.py" in out) == bool(branch)
    assert ("1 claim could not be judged" in out + err) == (not branch)
