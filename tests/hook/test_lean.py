"""Where a hook runs and what git is in the middle of, without asking git: the same as git says."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

import chrono_git
from chrono_git.hook.lean import find_place, tell, under_way
from chrono_git.repo.location import locate
from tests.gitkit import Repo

ROOT = Path(chrono_git.__file__).parents[1]
# A hook that writes down what `find_place` says, and what git does: top, git directory, common directory.
PROBE = f"""\
import os, sys
sys.path[0] = {str(ROOT)!r}
from chrono_git.hook.lean import find_place
place = find_place()
said = [place.top, place.git_dir, place.common_dir] if place else ["None"]
top = os.popen("git rev-parse --path-format=absolute --show-toplevel 2>/dev/null").read().strip()
rest = os.popen("git rev-parse --path-format=absolute --git-dir --git-common-dir").read().split("\\n")
with open(os.environ["PROBED"], "w") as file:
    file.write("\\n".join(["|".join(said), "|".join([top, *rest[:2]])]))
"""
ASKED = ("rev-parse", "--path-format=absolute", "--git-dir", "--git-common-dir")


@pytest.fixture
def probe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A hooks folder for post-commit, post-checkout and pre-receive that probe the place."""
    hooks = tmp_path / "probing hooks"
    hooks.mkdir()
    (hooks / "probe.py").write_text(PROBE)
    for name in ("post-commit", "post-checkout", "pre-receive"):
        (hooks / name).write_text(f"#!/bin/sh\nexec '{sys.executable}' -SE '{hooks}/probe.py'\n")
        (hooks / name).chmod(0o755)
    monkeypatch.setenv("PROBED", str(tmp_path / "probed"))
    return hooks


def probed(tmp_path: Path) -> tuple[list[str], list[str]]:
    """What we found and what git says, with all links resolved."""
    ours, theirs = (tmp_path / "probed").read_text().split("\n")
    (tmp_path / "probed").unlink()
    resolved = [[path and os.path.realpath(path) for path in one.split("|")] for one in (ours, theirs)]
    return resolved[0], resolved[1]


def commit(
    repo: Repo, probe: Path, *before: str, cwd: str = "", env: Mapping[str, str] | None = None
) -> None:
    subprocess.run(
        ["git", *before, "-c", f"core.hooksPath={probe}", "commit", "-q", "--allow-empty", "-m", "x"],
        cwd=repo.path / cwd, check=True, env={**os.environ, **(env or {})},
    )  # fmt: skip


def in_the_main_one(repo: Repo, probe: Path) -> None:
    commit(repo, probe)


def from_a_folder(repo: Repo, probe: Path) -> None:
    repo.write("deep/down/file")
    commit(repo, probe, cwd="deep/down")


def from_elsewhere(repo: Repo, probe: Path) -> None:
    repo.at("elsewhere").mkdir()
    commit(repo, probe, "-C", str(repo.path), cwd="elsewhere")


def with_git_dir(repo: Repo, probe: Path) -> None:
    commit(repo, probe, env={"GIT_DIR": ".git"})


def with_a_whole_git_dir(repo: Repo, probe: Path) -> None:
    commit(repo, probe, env={"GIT_DIR": str(repo.at(".git"))})


def with_git_dir_and_work_tree(repo: Repo, probe: Path) -> None:
    other = repo.path.parent / "other tree"
    other.mkdir()
    commit(repo, probe, env={"GIT_DIR": str(repo.at(".git")), "GIT_WORK_TREE": str(other)})


def with_options(repo: Repo, probe: Path) -> None:
    other = repo.path.parent / "other tree"
    (other / "inner").mkdir(parents=True)
    commit(repo, probe, f"--git-dir={repo.at('.git')}", f"--work-tree={other}", cwd="../other tree/inner")


def with_a_configured_work_tree(repo: Repo, probe: Path) -> None:
    other = repo.path.parent / "other tree"
    other.mkdir()
    repo.git("config", "core.worktree", str(other))
    commit(repo, probe)


def in_a_linked_work_tree(repo: Repo, probe: Path) -> None:
    repo.git("worktree", "add", "-q", "-b", "linked", "../linked tree")
    commit(Repo(repo.path.parent / "linked tree", init=False), probe)


def in_a_linked_work_tree_of_a_bare_one(repo: Repo, probe: Path) -> None:
    bare = repo.clone(repo.path.parent / "bare", "--bare")
    bare.git("worktree", "add", "-q", "-b", "linked", "../linked tree")
    commit(Repo(repo.path.parent / "linked tree", init=False), probe)


def while_a_work_tree_is_made(repo: Repo, probe: Path) -> None:
    repo.git("-c", f"core.hooksPath={probe}", "worktree", "add", "-q", "-b", "linked", "../linked tree")


def in_a_submodule(repo: Repo, probe: Path) -> None:
    outer = Repo(repo.path.parent / "outer")
    outer.git("submodule", "--quiet", "add", f"file://{repo.path}", "inner")
    commit(Repo(outer.at("inner"), init=False), probe)


def in_a_linked_work_tree_of_a_submodule(repo: Repo, probe: Path) -> None:
    outer = Repo(repo.path.parent / "outer")
    outer.git("submodule", "--quiet", "add", f"file://{repo.path}", "inner")
    Repo(outer.at("inner"), init=False).git("worktree", "add", "-q", "-b", "linked", "../../linked tree")
    commit(Repo(repo.path.parent / "linked tree", init=False), probe)


def with_a_separate_git_dir(repo: Repo, probe: Path) -> None:
    repo.git("init", "-q", "--separate-git-dir", "../the git dir")
    commit(repo, probe)


def with_a_linked_git_dir(repo: Repo, probe: Path) -> None:
    repo.at(".git").rename(repo.path.parent / "real.git")
    repo.at(".git").symlink_to("../real.git")
    commit(repo, probe)


def through_a_link(repo: Repo, probe: Path) -> None:
    (repo.path.parent / "link").symlink_to(repo.path)
    commit(Repo(repo.path.parent / "link", init=False), probe)


def in_a_folder_with_an_odd_name(repo: Repo, probe: Path) -> None:
    odd = Repo(repo.path.parent / "a 'b' ä $(c)")
    commit(odd, probe)


@pytest.mark.parametrize(
    "make",
    [
        in_the_main_one, from_a_folder, from_elsewhere, with_git_dir, with_a_whole_git_dir, with_options,
        with_git_dir_and_work_tree, with_a_configured_work_tree, in_a_linked_work_tree, through_a_link,
        in_a_linked_work_tree_of_a_bare_one, while_a_work_tree_is_made, in_a_submodule, with_a_linked_git_dir,
        in_a_linked_work_tree_of_a_submodule, with_a_separate_git_dir, in_a_folder_with_an_odd_name,
    ],
)  # fmt: skip
def test_a_hook_finds_its_place(
    repo: Repo, tmp_path: Path, probe: Path, make: Callable[[Repo, Path], None]
) -> None:
    repo.commit("first")
    make(repo, probe)
    ours, theirs = probed(tmp_path)
    assert ours == theirs
    assert theirs[0]


@pytest.mark.parametrize("kind", [(), ("--bare",)])
def test_a_hook_of_a_push_has_no_work_tree(
    repo: Repo, tmp_path: Path, probe: Path, kind: tuple[str, ...]
) -> None:
    remote = repo.clone(tmp_path / "remote", *kind) if repo.commit("first") else repo
    remote.git("config", "core.hooksPath", str(probe))
    repo.git("push", "-q", str(remote.path), "main:other")
    ours, theirs = probed(tmp_path)
    assert ours[0] == ""
    assert ours[1:] == theirs[1:]


def asked(folder: Path) -> tuple[str, ...]:
    return tuple(map(os.path.realpath, Repo(folder, init=False).git(*ASKED).split("\n")))


@pytest.mark.parametrize("folder", [".", ".git", "inner", "with HEAD", ".git/refs", "inner/bare.git"])
def test_anywhere_it_is_right_or_not_known(repo: Repo, monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    repo.commit("first", files={"inner/a": "", "with HEAD/HEAD": "ref: refs/heads/main\n"})
    Repo(repo.at("inner/bare.git"), "--bare")
    monkeypatch.chdir(repo.at(folder))
    place = find_place()
    if folder in ("inner", "with HEAD", ".git/refs"):
        assert place is None
        return
    assert place is not None
    assert (place.git_dir, place.common_dir) == asked(repo.at(folder))
    assert place.top == (str(repo.path) if folder == "." else "")


def test_the_same_folder_for_what_is_kept(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit("first")
    repo.git("worktree", "add", "-q", str(tmp_path / "linked"))
    for top in (repo.path, tmp_path / "linked"):
        monkeypatch.chdir(top)
        place, location = find_place(), locate(".")
        assert place is not None
        assert (place.git_dir, place.common_dir, place.top) == (
            location.git_dir, location.common_dir, location.root,
        )  # fmt: skip
        assert place.state_dir == f"{location.git_dir}/chrono-git"


@pytest.mark.parametrize("content", ["", "gitdir: nowhere\n", "nonsense\n", "gitdir:\n", "gitdir: .git\n"])
def test_a_broken_git_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str) -> None:
    (tmp_path / ".git").write_text(content)
    monkeypatch.chdir(tmp_path)
    assert find_place() is None


def test_outside_of_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_place() is None
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "nowhere"))
    assert find_place() is None


# -- what git is in the middle of -----------------------------------------------------------


@pytest.fixture
def torn(repo: Repo) -> Repo:
    """A repository with branches main and side, of which each commit is in conflict with the other's."""
    repo.commit("start", files={"a": "1\n", "b": "1\n"})
    repo.branch("side")
    repo.commit("ours", files={"a": "ours\n"})
    repo.checkout("side")
    repo.commit("theirs", files={"a": "theirs\n"})
    repo.commit("more", files={"b": "theirs\n"})
    repo.checkout("main")
    return repo


def stops(*arguments: str) -> Callable[[Repo], None]:
    def start(repo: Repo) -> None:
        with pytest.raises(AssertionError):
            repo.git(*arguments)

    return start


def goes(*arguments: str, env: Mapping[str, str] | None = None) -> Callable[[Repo], None]:
    def start(repo: Repo) -> None:
        repo.git(*arguments, env=env)

    return start


def am(repo: Repo) -> None:
    patch = repo.git("format-patch", "--stdout", "-1", "side~1") + "\n"
    with pytest.raises(AssertionError):
        repo.git("am", input=patch)


def after_a_commit_by_hand(*arguments: str) -> Callable[[Repo], None]:
    """The stopped one was committed by `git commit`, and the others wait."""

    def start(repo: Repo) -> None:
        stops(*arguments)(repo)
        repo.git("commit", "-q", "--allow-empty", "-a", "-m", "by hand")

    return start


STATES: dict[str, tuple[Callable[[Repo], None], str]] = {
    "nothing": (goes("status"), ""),
    "a commit": (goes("commit", "-q", "--allow-empty", "-m", "x"), ""),
    "rebase": (stops("rebase", "side"), "a rebase"),
    "rebase --apply": (stops("rebase", "--apply", "side"), "a rebase"),
    "rebase -i": (
        goes("rebase", "-q", "-i", "HEAD~1", env={"GIT_SEQUENCE_EDITOR": "sed -i s/^pick/edit/"}), "a rebase",
    ),
    "rebase --exec": (stops("rebase", "--exec", "false", "HEAD~1"), "a rebase"),
    "am": (am, "an am"),
    "cherry-pick": (stops("cherry-pick", "side~1"), "a cherry-pick"),
    "cherry-pick of several": (stops("cherry-pick", "side~2..side"), "a cherry-pick"),
    "cherry-pick of several, by hand": (
        after_a_commit_by_hand("cherry-pick", "side~2..side"), "a cherry-pick or revert",
    ),
    "revert": (stops("revert", "--no-edit", "side~1"), "a revert"),
    "revert of several": (stops("revert", "--no-edit", "side~1", "HEAD"), "a revert"),
    "merge": (stops("merge", "side"), "a merge"),
    "merge --no-commit": (goes("merge", "-q", "--no-commit", "--no-ff", "-s", "ours", "side"), "a merge"),
    "merge --squash": (goes("merge", "-q", "--squash", "-s", "ours", "side"), ""),
    "bisect": (goes("bisect", "start"), "a bisect"),
}  # fmt: skip


@pytest.mark.parametrize("linked", [False, True], ids=["main", "linked"])
@pytest.mark.parametrize("name", STATES)
def test_what_git_is_in_the_middle_of(torn: Repo, tmp_path: Path, name: str, linked: bool) -> None:
    start, expected = STATES[name]
    repo = torn
    if linked:
        torn.git("worktree", "add", "-q", str(tmp_path / "linked"), "-b", "third")
        repo = Repo(tmp_path / "linked", init=False)
    start(repo)
    git_dir = repo.git("rev-parse", "--absolute-git-dir")
    assert under_way(git_dir) == expected
    assert under_way(str(torn.at(".git"))) == ("" if linked else expected)


@pytest.mark.parametrize("command", ["rebase", "cherry-pick", "merge"])
def test_given_up_is_over(torn: Repo, command: str) -> None:
    stops(command, "side" if command != "cherry-pick" else "side~2..side")(torn)
    assert under_way(str(torn.at(".git")))
    torn.git(command, "--abort")
    assert under_way(str(torn.at(".git"))) == ""


# -- input and output -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("plain", "plain\n"),
        ("", "\n"),
        ("  two blanks stay ", "  two blanks stay\n"),
        (["one", "  two"], "one\n  two\n"),
        ("▰▱ ä 日本", "▰▱ ä 日本\n"),
        ("\x1b[31mred\x07 \u202e", "\\x1b[31mred\\x07 \\u202e\n"),
        ("a\nb", "a; b\n"),
        ([], ""),
    ],
)
def test_what_is_told(capfd: pytest.CaptureFixture[str], said: str | list[str], expected: str) -> None:
    tell(said)
    assert capfd.readouterr() == ("", expected)


@pytest.mark.parametrize("surrogate", [0xDCFF, 0xD800, 0xDFFF])
def test_what_is_no_text_is_told_all_the_same(capfd: pytest.CaptureFixture[str], surrogate: int) -> None:
    tell(f"a{chr(surrogate)}b")
    out, err = capfd.readouterr()
    assert (out, err[0], err[-2:]) == ("", "a", "b\n")


def started(code: str, shell: str, source: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    whole = f"import sys; sys.path[0] = {str(ROOT)!r}; {code}"
    command = ["sh", "-c", f'exec "$0" -SE -c "$1" {shell}', sys.executable, whole]
    return subprocess.run(command, input=source, capture_output=True, check=False)


@pytest.mark.parametrize("shell", ["2>&-", "2>/dev/full", "2>&1 | true"])
def test_nobody_listens(shell: str) -> None:
    code = "from chrono_git.hook.lean import tell; tell(['x' * 1000] * 100); print('on')"
    done = started(code, f"3>&1 {shell}")
    assert done.returncode == 0


@pytest.mark.parametrize("source", [b"", b"a b\n", b"x" * 3_000_000, b"\0\xff"])
def test_all_of_the_input(source: bytes) -> None:
    code = "from chrono_git.hook.lean import read_input; sys.stdout.buffer.write(read_input())"
    done = started(code, "", source)
    assert (done.returncode, done.stdout) == (0, source)


@pytest.mark.parametrize("shell", ["0<&-", "</dev/null"])
def test_no_input(shell: str) -> None:
    code = "from chrono_git.hook.lean import read_input; print(read_input())"
    done = started(code, shell)
    assert (done.returncode, done.stdout) == (0, b"b''\n")
