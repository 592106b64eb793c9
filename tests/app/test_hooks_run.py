"""git itself runs what was installed: files, or since 2.54 what its configuration says."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from chrono_git.app.hooks import hooks_status, install_hooks, uninstall_hooks
from chrono_git.repo.hookplace import CONFIGURED_SINCE, git_version
from chrono_git.repo.stream import Git
from tests.gitkit import Repo
from tests.hook.stubkit import Bench

CONFIGURED = git_version(Git(".")) >= CONFIGURED_SINCE
Said = list[tuple[str, list[str]]]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path / "it's a bench")


@pytest.fixture
def hooked(repo: Repo, bench: Bench) -> Repo:
    """A repository whose hooks start a recorder instead of an interpreter."""
    repo.commit("x", files={"a": "1"})
    install_hooks(str(repo.path), release="1", python=str(recorder(bench)))
    return repo


def recorder(bench: Bench) -> Path:
    return bench.recorder(bench.folder / "python", "chrono-git")


def runs(bench: Bench) -> list[dict[str, Any]]:
    """What was recorded, without the trial that `install_hooks` makes."""
    return [one for one in bench.said() if one["argv"][1:2] != ["-c"]]


def said(bench: Bench) -> Said:
    """The hooks that were run, with their arguments."""
    return [(one["argv"][2], one["argv"][3:]) for one in runs(bench)]


def a_commit(repo: Repo) -> Said:
    repo.git("commit", "-q", "--allow-empty", "-m", "y")
    return [
        ("prepare-commit-msg", [".git/COMMIT_EDITMSG", "message"]),
        ("commit-msg", [".git/COMMIT_EDITMSG"]),
        ("post-commit", []),
    ]


def an_amendment(repo: Repo) -> Said:
    repo.git("commit", "-q", "--amend", "--no-edit", "--no-verify")
    return [
        ("prepare-commit-msg", [".git/COMMIT_EDITMSG", "commit", "HEAD"]),
        ("post-commit", []),
        ("post-rewrite", ["amend"]),
    ]


def a_checkout(repo: Repo) -> Said:
    repo.git("checkout", "-q", "-b", "other")
    return [("post-checkout", [repo.head(), repo.head(), "1"])]


@pytest.mark.parametrize("act", [a_commit, an_amendment, a_checkout])
def test_git_runs_them(hooked: Repo, bench: Bench, act: Callable[[Repo], Said]) -> None:
    expected = act(hooked)
    assert said(bench) == expected


def test_a_fast_forward_and_a_rebase(hooked: Repo, bench: Bench) -> None:
    uninstall_hooks(str(hooked.path), release="1")
    hooked.checkout("side", new=True)
    hooked.commit("side", files={"b": "1"})
    hooked.checkout("topic", new=True)
    hooked.commit("topic", files={"c": "1"})
    hooked.checkout("main")
    install_hooks(str(hooked.path), release="1", python=str(recorder(bench)))
    hooked.git("merge", "-q", "side")
    assert said(bench) == [("post-merge", ["0"])]
    hooked.git("commit", "-q", "--allow-empty", "-m", "main goes on")
    old = hooked.head("topic")
    hooked.git("rebase", "-q", "main", "topic")
    last = runs(bench)[-1]
    assert last["argv"][2:] == ["post-rewrite", "rebase"]
    assert last["stdin"] == f"{old} {hooked.head('topic')}\n"


def test_a_push_is_given_to_whom_it_concerns(hooked: Repo, bench: Bench, tmp_path: Path) -> None:
    """Whatever was there before reads all of it too."""
    uninstall_hooks(str(hooked.path), release="1")
    script = bench.recorder(hooked.path / ".git/hooks/pre-push", "before", shebang=sys.executable)
    before = script.read_bytes()
    install_hooks(str(hooked.path), release="1", python=str(recorder(bench)))
    remote = Repo(tmp_path / "remote", "--bare")
    hooked.git("push", "-q", str(remote.path), "main:a", "main:b")
    lines = "".join(f"refs/heads/main {hooked.head()} refs/heads/{name} {'0' * 40}\n" for name in "ab")
    found = {one["who"]: one for one in runs(bench)}
    assert found.keys() == {"before", "chrono-git"}
    assert {one["stdin"] for one in found.values()} == {lines}
    assert found["chrono-git"]["argv"][2:] == ["pre-push", str(remote.path), str(remote.path)]
    assert found["before"]["argv"] == [str(remote.path), str(remote.path)]
    uninstall_hooks(str(hooked.path), release="1")
    assert script.read_bytes() == before


@pytest.mark.parametrize("event", ["commit-msg", "prepare-commit-msg", "pre-push"])
def test_a_finding_stops_git(hooked: Repo, bench: Bench, tmp_path: Path, event: str) -> None:
    remote = Repo(tmp_path / "remote", "--bare")
    head = hooked.head()
    (bench.folder / "python").write_text(f'#!/bin/sh\n[ "$3" != {event} ]\n')
    command = (
        ("push", "-q", str(remote.path), "main")
        if event == "pre-push"
        else ("commit", "-qm", "y", "--allow-empty")
    )
    with pytest.raises(AssertionError):
        hooked.git(*command)
    assert (hooked.head(), remote.git("branch")) == (head, "")


def test_linked_work_trees_and_submodules(hooked: Repo, bench: Bench, tmp_path: Path) -> None:
    hooked.git("worktree", "add", "-q", "--no-checkout", str(tmp_path / "linked"))
    linked = Repo(tmp_path / "linked", init=False)
    bench.log.unlink(missing_ok=True)
    linked.git("commit", "-q", "--allow-empty", "-m", "linked")
    assert [name for name, _ in said(bench)] == ["prepare-commit-msg", "commit-msg", "post-commit"]
    hooked.git("submodule", "add", "-q", str(hooked.path), "sub")
    sub = Repo(hooked.at("sub"), init=False)
    bench.log.unlink()
    sub.git("commit", "-q", "--allow-empty", "-m", "no hooks of its own yet")
    assert runs(bench) == []
    install_hooks(str(sub.path), release="1", python=str(recorder(bench)))
    sub.git("commit", "-q", "--allow-empty", "-m", "sub")
    assert [name for name, _ in said(bench)] == ["prepare-commit-msg", "commit-msg", "post-commit"]


def test_a_server(repo: Repo, bench: Bench, tmp_path: Path) -> None:
    repo.commit("x")
    server = Repo(tmp_path / "server", "--bare")
    install_hooks(str(server.path), release="1", server=True, python=str(recorder(bench)))
    repo.git("push", "-q", f"file://{server.path}", "main")
    (one,) = runs(bench)
    assert one["argv"][2:] == ["pre-receive"]
    assert one["stdin"] == f"{'0' * 40} {repo.head()} refs/heads/main\n"
    bench.recorder(bench.folder / "python", "chrono-git", status=1)
    repo.commit("y")
    with pytest.raises(AssertionError, match="pre-receive hook declined"):
        repo.git("push", "-q", f"file://{server.path}", "main")
    recorder(bench).unlink()
    repo.git("push", "-q", f"file://{server.path}", "main")
    assert server.head("main") == repo.head()


@pytest.mark.skipif(not CONFIGURED, reason="hooks of the configuration came with git 2.54")
def test_beside_the_hooks_of_another_tool(repo: Repo, bench: Bench) -> None:
    """They need no folder: whoever owns it is not disturbed."""
    repo.git("config", "core.hooksPath", ".husky/_")
    repo.write(".husky/_/post-commit", "#!/bin/sh\necho husky >>husky-ran\n", executable=True)
    installed = install_hooks(str(repo.path), release="1", python=str(recorder(bench)))
    assert (installed.manager, installed.lines, {hook.through for hook in installed.hooks}) == (
        "husky", (), {"configuration"},
    )  # fmt: skip
    repo.commit("x")
    assert said(bench)[-1] == ("post-commit", [])
    assert repo.at("husky-ran").read_text() == "husky\n"
    (repo.path / ".git/chrono-git/hooks/post-commit").unlink()
    repo.commit("the commit goes through")
    assert not hooks_status(str(repo.path), release="1").is_well
