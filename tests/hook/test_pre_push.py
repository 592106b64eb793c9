"""pre-push as git runs it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from chrono_git.config import Config
from chrono_git.hook import limit, quick, remembered
from tests.app.push_kit import done, lines, stub, with_remote
from tests.gitkit import Repo
from tests.hook.push_kit import RUN, hook, install, ours, push

CLEAN = "checked 1 commit, 1 file of 1 ref: clean"


@pytest.fixture
def shop(repo: Repo) -> Repo:
    """A repository with an old stub, whose `main` the other side has, and with the hook."""
    with_remote(repo)
    repo.commit("old", files={"old.py": stub("old"), "a.py": done("a")})
    repo.git("push", "-q", "origin", "main")
    install(repo.at(".git"), "pre-push")
    return repo


def there(repo: Repo, ref: str = "refs/heads/main") -> str:
    """What a ref of the other side is."""
    return repo.git("ls-remote", "origin", ref).partition("\t")[0]


def test_a_clean_push_and_one_with_a_stub(shop: Repo) -> None:
    shop.commit("two", files={"b.py": done("b")})
    told = push(shop, "origin", "main")
    assert (told.status, ours(told), there(shop)) == (0, [CLEAN], shop.head())
    shop.commit("three", files={"b.py": stub("b")})
    told = push(shop, "origin", "main")
    assert (told.status, there(shop)) == (1, shop.head("HEAD~1"))
    assert told.text.splitlines()[:5] == [
        "b.py:2: stub: b: raise NotImplementedError",
        "    stands in for an implementation; implement it, or say why it stays: "
        "`chrono-git: allow(stub) <reason>`",
        "chrono-git: pre-push: checked 1 commit, 1 file of 1 ref",
        "chrono-git: pre-push: 1 finding blocks the push of refs/heads/main",
        "hint: commits are judged, not the work tree: commit what puts it right, then push again.",
    ]
    shop.commit("four", files={"b.py": done("b")})
    assert (push(shop, "origin", "main").status, there(shop)) == (0, shop.head())


@pytest.mark.parametrize(
    ("arguments", "blocked"),
    [
        (["origin", "HEAD~1:refs/heads/x"], False),
        (["origin", "HEAD:refs/heads/x"], True),
        (["origin", "v1"], True),
        (["--tags", "origin"], True),
        (["origin", "clean", "main"], True),
        (["--all", "origin"], True),
        (["--mirror", "origin"], True),
        (["--follow-tags", "origin", "clean"], False),
        (["origin", ":main"], False),
        (["--force", "origin", "HEAD~2:main"], False),
        (["../origin.git", "clean:y"], False),
        (["../origin.git", "main:y"], True),
        (["--no-verify", "origin", "main"], False),
    ],
)
def test_ways_to_push(shop: Repo, arguments: list[str], blocked: bool) -> None:
    Repo(shop.path.parent / "origin.git", init=False).git("config", "receive.denyDeleteCurrent", "ignore")
    shop.commit("two", files={"b.py": done("b")})
    shop.branch("clean")
    shop.commit("three", files={"c.py": stub("c")})
    shop.git("tag", "-a", "-m", "one", "v1")
    told = push(shop, *arguments)
    assert told.status == blocked, told.text
    assert ("c.py:2: stub" in told.text) == blocked
    if "--no-verify" not in arguments:
        assert len(ours(told)) == 1 + blocked


def test_nothing_to_push(shop: Repo) -> None:
    told = push(shop, "origin", "main")
    assert (told.status, ours(told)) == (0, ["nothing to check"])
    assert ours(push(shop, "origin", "main:again")) == [
        "nothing to check: the other side has all commits of 1 ref"
    ]
    assert ours(push(shop, "origin", ":again")) == ["nothing to check (1 ref deleted)"]
    shop.commit("words", files={"notes.md": "raise NotImplementedError\n"})
    assert ours(push(shop, "origin", "main")) == [
        "nothing to check in 1 commit of 1 ref: no file of a language that is known"
    ]


def test_a_linked_worktree_and_a_submodule(shop: Repo) -> None:
    side = Repo(shop.path.parent / "side", init=False)
    shop.git("worktree", "add", "-q", "-b", "side", str(side.path))
    side.commit("two", files={"b.py": stub("b")})
    assert push(side, "origin", "side").status == 1
    outer = Repo(shop.path.parent / "outer")
    outer.git("submodule", "--quiet", "add", shop.git("remote", "get-url", "origin"), "inner")
    inner = Repo(outer.at("inner"), init=False)
    install(outer.at(".git/modules/inner"), "pre-push")
    inner.commit("two", files={"b.py": done("b")})
    assert ours(push(inner, "origin", "HEAD:inner")) == [CLEAN]
    inner.commit("three", files={"b.py": stub("b")})
    assert push(inner, "origin", "HEAD:inner").status == 1


def test_policies_by_the_branch_of_the_other_side(shop: Repo) -> None:
    config = '[push.branches]\n"wip/*" = "off"\n'
    shop.commit("two", files={"b.py": stub("b"), ".chrono/config.toml": config})
    off = ["nothing to check (1 ref let through: its policy is off)"]
    for _ in range(2):  # the second time, the configuration is known
        assert push(shop, "origin", "main:main").status == 1
        told = push(shop, "--force", "origin", "main:wip/a")
        assert (told.status, ours(told)) == (
            0,
            off if "Everything" not in told.text else ["nothing to check"],
        )
        shop.git("push", "-q", "--no-verify", "origin", ":wip/a")


def test_what_a_laxer_branch_let_through_blocks_elsewhere(shop: Repo) -> None:
    config = '[push.branches]\n"wip/*" = "off"\n'
    shop.commit("two", files={"b.py": stub("b"), ".chrono/config.toml": config})
    for _ in range(2):  # the second time, the configuration is known
        assert push(shop, "origin", "main:wip/a").status == 0
        assert push(shop, "origin", "main:main").status == 1
        assert push(shop, "origin", "main:new").status == 1
    shop.commit("three", files={"b.py": done("b")})
    assert ours(push(shop, "origin", "main:main")) == ["checked 2 commits, 1 file of 1 ref: clean"]


# What goes wrong.


def test_a_fault_of_ours_lets_it_through_loudly(shop: Repo, tmp_path: Path) -> None:
    shop.commit("two", files={"b.py": stub("b")})
    broken = tmp_path / "broken"
    broken.mkdir(exist_ok=True)
    subprocess.run(["cp", "-r", str(RUN.parents[1]), str(broken)], check=True)
    module = broken / "chrono_git" / "app" / "pushed_tip.py"
    module.write_text(module.read_text().replace("def _introduced(", "def _gone("))
    install(shop.at(".git"), "pre-push", cold=True)
    path = shop.at(".git/hooks/pre-push")
    path.write_text(path.read_text().replace(str(RUN), str(broken / "chrono_git/hook/run.py")))
    told = push(shop, "--dry-run", "origin", "main")
    assert told.status == 0
    assert "a bug in chrono-git: AttributeError" in told.text
    assert "chrono-git: pre-push: THE PUSH WENT UNCHECKED." in told.text
    # But not where something was found beside it.
    shop.checkout("all", new=True)
    shop.commit("three", files={".chrono/config.toml": '[push]\npolicy = "all"\n'})
    told = push(shop, "origin", "HEAD~1:refs/heads/x", "HEAD:refs/heads/y")
    assert told.status == 1
    assert "old.py:2: stub" in told.text
    assert "NOT CHECKED: refs/heads/x: a bug in chrono-git" in told.text


def test_what_is_no_line_of_git(shop: Repo) -> None:
    told = hook(shop, "pre-push", "origin", "url", lines=b"nonsense\n")
    assert told.status == 0
    assert "expected <local ref> <id> <remote ref> <id>" in told.text
    assert "THE PUSH WENT UNCHECKED" in told.text


def test_the_time_is_over(shop: Repo, tmp_path: Path) -> None:
    shop.commit("two", files={"b.py": stub("b"), ".chrono/config.toml": "[push]\nseconds = 3\n"})
    shop.checkout("slow", new=True)
    slow = shop.commit("three", files={"c.py": stub("c")})
    git = tmp_path / "bin" / "git"
    git.parent.mkdir()
    real = subprocess.run(["which", "git"], capture_output=True, check=True).stdout.decode().strip()
    git.write_text(f'#!/bin/sh\ncase "$*" in *" diff "*{slow}*) exec sleep 600;; esac\nexec "{real}" "$@"\n')
    git.chmod(0o755)
    path = {"PATH": f"{git.parent}:{os.environ['PATH']}"}
    late = "NOT CHECKED, as the 3 s for it were over: refs/heads/slow"
    told = hook(shop, "pre-push", "origin", "url", lines=lines(shop, "slow:slow"), env=path)
    assert told.status == 0
    assert ours(told) == [
        late, "checked 0 files of 0 refs: nothing was found there, and the push goes through"
    ]  # fmt: skip
    told = hook(shop, "pre-push", "origin", "url", lines=lines(shop, "slow:slow", "main:main"), env=path)
    assert told.status == 1
    assert "b.py:2: stub" in told.text
    assert ours(told)[0] == late


@pytest.mark.parametrize("seconds", ["0.001", "inf", "1e300"])
def test_a_time_that_is_none(shop: Repo, seconds: str) -> None:
    shop.commit("two", files={"b.py": stub("b"), ".chrono/config.toml": f"[push]\nseconds = {seconds}\n"})
    told = push(shop, "origin", "main")
    assert told.status == 1
    assert "`push.seconds` must be a number of seconds from 1 to 3600" in ours(told)[0]


def test_the_limit_leaves_nothing_behind() -> None:
    before = signal.getsignal(signal.SIGALRM)
    try:
        limit.begin(0.01)
        with pytest.raises(limit.TimeUp):
            signal.pause()
        limit.end()
        assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    finally:
        signal.signal(signal.SIGALRM, before)


# The quick look.


def test_a_quiet_push_loads_nothing_slow(shop: Repo) -> None:
    shop.commit("two", files={"b.py": done("b")})
    push(shop, "--dry-run", "origin", "main")
    slow = [
        "re", "json", "typing", "dataclasses", "click", "git", "tomllib", "tomlkit", "markdown_it", "rich",
        "sqlite3", "subprocess", "pathlib", "enum", "collections", "contextlib", "hashlib", "signal",
    ]  # fmt: skip
    code = (
        "import sys\n"
        f"sys.path.insert(0, {str(RUN.parents[2])!r})\n"
        "from chrono_git.hook.pre_push import push\n"
        "status = push(bytes.fromhex(sys.argv[1]), 'origin', 'url')\n"
        f"print(status, sorted(set({slow!r}) & set(sys.modules)))\n"
    )
    asked = {"refs/heads/main": "main:main", "refs/heads/new": "main:new", "refs/tags/v1": "v1:refs/tags/v1"}
    shop.git("tag", "-a", "-m", "one", "v1")
    for spec in asked.values():
        ran = subprocess.run(
            [sys.executable, "-SE", "-c", code, lines(shop, spec).hex()],
            cwd=shop.path,
            capture_output=True,
            check=True,
        )
        assert (ran.stdout, ran.stderr.decode()) == (b"0 []\n", f"chrono-git: pre-push: {CLEAN}\n")


def test_the_defaults_are_those_of_the_configuration() -> None:
    assert (Config().push_policy, Config().push_seconds) == (quick.POLICY, quick.SECONDS)


def test_remembered_values(tmp_path: Path) -> None:
    folder = str(tmp_path)
    assert remembered.get(folder, "x", "key") is None
    remembered.put(folder, "x", "key", ("a", b"b", 1.5))
    assert remembered.get(folder, "x", "key") == ("a", b"b", 1.5)
    assert remembered.get(folder, "x", "other") is None
    path = tmp_path / "chrono-git" / "x"
    data = path.read_bytes()
    for damaged in (b"", b"\0", data[:-1], data[:5], data[:8] + b"\xff" + data[9:], b"\xff" * 40):
        path.write_bytes(damaged)
        assert remembered.get(folder, "x", "key") is None
    path.unlink()
    path.mkdir()
    remembered.put(folder, "x", "key", 1)
    assert remembered.get(folder, "x", "key") is None
    assert [one.name for one in path.parent.iterdir()] == ["x"]
    remembered.put("/dev/null", "x", "key", 1)


def test_what_is_remembered_may_be_damaged_or_not_writable(shop: Repo) -> None:
    shop.commit("two", files={"b.py": done("b"), ".chrono/config.toml": "[push]\nseconds = 20\n"})
    assert ours(push(shop, "--dry-run", "origin", "main")) == [CLEAN]
    for path in shop.at(".git/chrono-git").glob("gate-*"):
        path.write_bytes(b"\xff" * 100)
    assert ours(push(shop, "--dry-run", "origin", "main")) == [CLEAN]
    subprocess.run(["rm", "-r", str(shop.at(".git/chrono-git"))], check=True)
    shop.write(".git/chrono-git", "")
    assert ours(push(shop, "--dry-run", "origin", "main")) == [CLEAN]
    shop.commit("three", files={"b.py": stub("b")})
    assert push(shop, "--dry-run", "origin", "main").status == 1


def test_a_partial_clone(shop: Repo, tmp_path: Path) -> None:
    far = Repo(shop.path.parent / "origin.git", init=False)
    far.git("config", "uploadpack.allowFilter", "true")
    clone = Repo(tmp_path / "partial", init=False)
    far.git("clone", "-q", "--filter=blob:none", "--sparse", f"file://{far.path}", str(clone.path))
    install(clone.at(".git"), "pre-push")
    clone.commit("two", files={"lib/b.py": done("b")}, add=False)
    clone.git("add", "--sparse", "lib/b.py")
    clone.commit("three", add=False)
    for _ in range(2):
        told = push(clone, "--dry-run", "origin", "HEAD:refs/heads/x")
        assert (told.status, ours(told)[-1]) == (0, "checked 2 commits, 1 file of 1 ref: clean")
    clone.write("lib/b.py", stub("b"))
    clone.git("add", "--sparse", "lib/b.py")
    clone.commit("four", add=False)
    assert push(clone, "origin", "HEAD:refs/heads/x").status == 1
