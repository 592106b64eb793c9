"""Folding that is cut short: killed or disturbed at every step, without space, without the right to write."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.hook.foldkit import (
    GUIDE,
    LOG,
    ROOT,
    FoldRepo,
    assert_clean,
    assert_sound,
    code,
    copy,
    entries,
    guide_text,
    install,
    install_driver,
    learning,
    with_tick,
)
from tests.warm import COLD

MINE = "\nMine, and committed nowhere.\n"
LOG_TEXT = "# Log\n\nBy hand.\n"


@pytest.fixture
def halfway(fold_repo: FoldRepo) -> FoldRepo:
    """Just after a commit of a path, before its hook: with edits of the user's, staged and not."""
    assert fold_repo.hook() == 0
    fold_repo.write(LOG, LOG_TEXT)
    fold_repo.git("add", LOG)
    fold_repo.record("a log", hooks=False)
    fold_repo.write("staged.txt", "staged\n")
    fold_repo.git("add", "staged.txt")
    fold_repo.write("staged.txt", "staged\nand edited\n")
    fold_repo.write(GUIDE, guide_text() + MINE)
    fold_repo.write(LOG, MINE + LOG_TEXT)
    fold_repo.write("unknown.txt", "unknown\n")
    fold_repo.write("src/a.py", code("a"))
    fold_repo.git("add", "src/a.py")
    fold_repo.record(f"work a{learning('Learnt a')}", "--", "src/a.py", hooks=False)
    install_driver(fold_repo)
    return fold_repo


@pytest.fixture
def tidy(fold_repo: FoldRepo) -> FoldRepo:
    """Just after a commit, before its hook, with nothing else to be seen."""
    assert fold_repo.hook() == 0
    fold_repo.work("a", words="Learnt a", hooks=False)
    install_driver(fold_repo)
    return fold_repo


def steps(repo: FoldRepo, folder: Path) -> list[str]:
    """What the hook changes in such a repository, step by step."""
    twin, trace = copy(repo.path, folder / "counted"), folder / "trace"
    assert twin.hook(env={"FOLD_TRACE": str(trace)}) == 0
    assert twin.boxes() == "a"
    return trace.read_text().splitlines()


def at_every_step(
    repo: FoldRepo, folder: Path, kind: str, check: Callable[[FoldRepo, int], None], only: str = ""
) -> None:
    """Lets `check` look at a copy of the repository for every step that was tripped, and how it ended.

    `only` is what the steps must match.
    """
    chosen = [(at, line) for at, line in enumerate(steps(repo, folder), 1) if re.search(only, line)]
    # Two files, the objects, the index and the ref: with fewer steps, the driver would not see them.
    assert len(chosen) >= 5

    def one(step: tuple[int, str]) -> Exception | None:
        twin = copy(repo.path, folder / f"{kind}{step[0]}")
        try:
            check(twin, twin.hook(env={"FOLD_AT": f"{kind}:{step[0]}"}))
        except Exception as failure:
            failure.add_note(f"{kind} at {step}")
            return failure
        shutil.rmtree(twin.path)
        return None

    with ThreadPoolExecutor(2) as pool:
        if failures := [failure for failure in pool.map(one, chosen) if failure]:
            raise ExceptionGroup(f"{len(failures)} of {len(chosen)} steps", failures)


# Without what only a temporary file goes through.
EFFECTS = "os.rename|os.posix_spawn|settled"
FILES = "os.rename|os.fsync|open"


def assert_nothing_lost(repo: FoldRepo) -> None:
    """Everything of the user's is there, whatever else is."""
    assert_sound(repo)
    assert repo.git("log", "-1", "--format=%s") == "work a"
    assert repo.raw("src/a.py") == code("a").encode()
    assert repo.raw("staged.txt", "") == b"staged\n"
    assert repo.work_bytes("staged.txt") == b"staged\nand edited\n"
    assert repo.work_bytes("unknown.txt") == b"unknown\n"
    assert repo.work_bytes(GUIDE).replace(b"[x]", b"[ ]") == (guide_text() + MINE).encode()
    assert repo.work_bytes(LOG).startswith((MINE + LOG_TEXT.rstrip("\n")).encode())
    changed = {line[3:] for line in repo.git("status", "--porcelain", "-uall").splitlines()}
    assert changed == {"staged.txt", GUIDE, LOG, "unknown.txt"}


def assert_completed(repo: FoldRepo) -> None:
    """After one more commit everything is there once, and what is left to commit is the user's own."""
    assert_sound(repo)
    assert repo.git("log", "--format=%s", "-2").splitlines() == ["work b", "work a"]
    for version in (repo.raw(GUIDE), repo.raw(GUIDE, "")):
        assert version == with_tick(guide_text().encode(), "ab")
    assert repo.work_bytes(GUIDE) == with_tick((guide_text() + MINE).encode(), "ab")
    for version in (repo.raw(LOG), repo.raw(LOG, ""), repo.work_bytes(LOG)):
        assert version.count(b"Learnt a") == version.count(b"Learnt b") == 1
        assert len(entries(version)) == 2
    assert repo.git("status", "--porcelain").splitlines() == [
        f" M {LOG}",
        f" M {GUIDE}",
        "AM staged.txt",
        "?? unknown.txt",
    ]
    assert repo.work_bytes("staged.txt") == b"staged\nand edited\n"


def next_commit(repo: FoldRepo) -> None:
    install(repo)
    repo.write("src/b.py", code("b"))
    repo.git("add", "src/b.py")
    repo.record(f"work b{learning('Learnt b')}", "--", "src/b.py")


def test_the_steps_come_in_their_order(halfway: FoldRepo, tmp_path: Path) -> None:
    """Objects, work tree, index, and the ref last: DESIGN section 5."""
    done = steps(halfway, tmp_path)
    commands = "\n".join(done)
    assert "stash" not in commands
    assert re.search(r"hash-object|unpack-objects|mktree|fast-import", commands) or "objects" in commands
    renames = [
        at for at, line in enumerate(done) if "os.rename" in line and ("guide.md" in line or LOG in line)
    ]
    index = [at for at, line in enumerate(done) if "update-index" in line]
    refs = [at for at, line in enumerate(done) if "update-ref" in line]
    assert len(renames) == 2
    assert len(refs) == 1
    assert max(renames) < min(index)
    assert max(index) < refs[0]


def test_killed_at_every_step(halfway: FoldRepo, tmp_path: Path) -> None:
    def check(repo: FoldRepo, status: int) -> None:
        assert status == -9
        assert_nothing_lost(repo)
        next_commit(repo)
        assert_completed(repo)

    at_every_step(halfway, tmp_path, "kill", check)


def test_killed_at_every_step_and_what_is_left_is_committed(tidy: FoldRepo, tmp_path: Path) -> None:
    """What a killed run left in work tree or index is committed by the user, who knows nothing of it."""

    def check(repo: FoldRepo, status: int) -> None:
        assert status == -9
        assert_sound(repo)
        left = repo.git("status", "--porcelain", "-uall").splitlines()
        assert {line[3:] for line in left} <= {GUIDE, LOG}
        install(repo)
        twin = copy(repo.path, repo.path.with_name(f"{repo.path.name}-amended"))
        repo.write("src/b.py", code("b"))
        repo.git("add", "-A")
        repo.record(f"work b{learning('Learnt b')}")
        assert repo.boxes() == "ab"
        assert repo.words().count(b"Learnt a") == repo.words().count(b"Learnt b") == 1
        assert_clean(repo)
        twin.run("commit", "-q", "--amend", "--no-edit")
        assert twin.boxes() == "a"
        assert twin.words().count(b"Learnt a") == 1
        assert_clean(twin)

    at_every_step(tidy, tmp_path, "kill", check, EFFECTS)


def test_somebody_else_commits_at_every_step(halfway: FoldRepo, tmp_path: Path) -> None:
    """Another process commits what is staged, between any two steps of ours."""

    def check(repo: FoldRepo, status: int) -> None:
        assert status == 0
        assert_sound(repo)
        subjects = repo.git("log", "--format=%s").splitlines()
        assert subjects == [
            # It may have found the index locked.
            *(["somebody else's"] if "commit: somebody else's" in repo.reflog() else []),
            *("work a", "a log", "the guide"),
        ]
        assert repo.work_bytes("staged.txt") == b"staged\nand edited\n"
        assert repo.work_bytes(GUIDE).replace(b"[x]", b"[ ]") == (guide_text() + MINE).encode()
        next_commit(repo)
        assert repo.git("log", "--format=%s").splitlines() == ["work b", *subjects]
        for version in (repo.raw(GUIDE), repo.raw(GUIDE, "")):
            assert version == with_tick(guide_text().encode(), "ab")
        assert repo.work_bytes(GUIDE) == with_tick((guide_text() + MINE).encode(), "ab")
        for version in (repo.raw(LOG), repo.raw(LOG, ""), repo.work_bytes(LOG)):
            assert version.count(b"Learnt a") == version.count(b"Learnt b") == 1
        assert repo.work_bytes("staged.txt") == b"staged\nand edited\n"
        assert_sound(repo)

    at_every_step(halfway, tmp_path, "moved", check, EFFECTS)


def test_no_space_at_every_step(halfway: FoldRepo, tmp_path: Path) -> None:
    """As the interpreter meets it; what git does without space is tried on a real disk below."""

    def check(repo: FoldRepo, status: int) -> None:
        assert status == 0
        assert_nothing_lost(repo)
        next_commit(repo)
        assert_completed(repo)

    at_every_step(halfway, tmp_path, "full", check, FILES)


# File systems of their own, in a mount namespace that ends with the test


def in_a_namespace(function: str, *arguments: Path) -> None:
    """Calls a function of this module where mounts are nobody else's; skips where that is not allowed."""
    alone = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--mount", "--map-root-user"]
    if (
        not shutil.which("unshare")
        or subprocess.run(
            [*alone, "mount", "-t", "tmpfs", "x", "/mnt"], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("mounting is not allowed here")
    call = f"import sys; from tests.hook import test_fold_kills as m; m.{function}(*sys.argv[1:])"
    done = subprocess.run(
        [*alone, sys.executable, "-c", call, *map(str, arguments)],
        cwd=ROOT, capture_output=True, check=False, text=True, env={**os.environ, COLD: "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def mount(*arguments: str | Path) -> None:
    subprocess.run(["mount", *map(str, arguments)], check=True)


def on_a_full_disk(source: str, folder: str) -> None:
    """With ever more space left: from none to enough."""
    Path(folder).mkdir()
    mount("-t", "tmpfs", "-o", "size=1M", "none", folder)
    done = []
    for left in (0, 8, 16, 32, 160):
        repo = copy(Path(source), Path(folder) / "repo")
        ballast = Path(folder) / "ballast"
        space = os.statvfs(folder)
        with contextlib.suppress(OSError), ballast.open("wb") as file:
            file.write(b"\0" * (space.f_bavail * space.f_frsize - left * 1024))
        assert repo.hook() == 0
        ballast.unlink()
        done.append(repo.boxes())
        assert_nothing_lost(repo)
        next_commit(repo)
        assert_completed(repo)
        shutil.rmtree(repo.path)
    assert done[0] == ""
    assert done[-1] == "a"


def test_a_full_disk(halfway: FoldRepo, tmp_path: Path) -> None:
    install(halfway, cold=True)
    in_a_namespace("on_a_full_disk", halfway.path, tmp_path / "disk")


def on_a_read_only_repository(source: str) -> None:
    repo = FoldRepo(Path(source), init=False)
    mount("--bind", source, source)
    mount("-o", "remount,bind,ro", source)
    os.chdir(source)
    before = {path: path.read_bytes() for path in repo.path.rglob("*") if path.is_file()}
    assert repo.hook() == 0
    assert {path: path.read_bytes() for path in repo.path.rglob("*") if path.is_file()} == before


def test_a_read_only_repository(halfway: FoldRepo) -> None:
    install(halfway, cold=True)
    in_a_namespace("on_a_read_only_repository", halfway.path)
    assert_nothing_lost(halfway)
    next_commit(halfway)
    assert_completed(halfway)


def with_a_read_only_part(source: str, part: str) -> None:
    repo = FoldRepo(Path(source), init=False)
    path = f"{source}/{part}"
    mount("--bind", path, path)
    mount("-o", "remount,bind,ro", path)
    assert repo.hook() == 0
    assert_nothing_lost(repo)


@pytest.mark.parametrize("part", ["docs", ".git/objects", ".git/index", ".git/refs"])
def test_a_read_only_part(halfway: FoldRepo, part: str) -> None:
    install(halfway, cold=True)
    in_a_namespace("with_a_read_only_part", halfway.path, Path(part))
    assert_nothing_lost(halfway)
    next_commit(halfway)
    assert_completed(halfway)


def on_two_file_systems(source: str, folder: str) -> None:
    """The git directory is elsewhere, so that nothing can be renamed from there."""
    Path(folder).mkdir()
    mount("-t", "tmpfs", "none", folder)
    shutil.move(f"{source}/.git", f"{folder}/git")
    Path(source, ".git").write_text(f"gitdir: {folder}/git\n")
    repo = FoldRepo(Path(source), init=False)
    assert repo.hook(env={"GIT_INDEX_FILE": f"{folder}/git/index"}) == 0
    assert repo.boxes() == "a"
    assert_nothing_lost(repo)
    next_commit(repo)
    assert_completed(repo)


def test_a_git_directory_on_another_file_system(halfway: FoldRepo, tmp_path: Path) -> None:
    install(halfway, cold=True)
    in_a_namespace("on_two_file_systems", halfway.path, tmp_path / "disk")
