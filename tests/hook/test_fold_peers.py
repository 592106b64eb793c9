"""Faults that other tools' hooks had, tried on ours: each is named by its public issue."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.hook.foldkit import (
    GUIDE,
    LOG,
    FoldRepo,
    assert_clean,
    assert_folded,
    assert_sound,
    code,
    guide_text,
    install,
    learning,
    make,
)


def staged_files(repo: FoldRepo) -> list[str]:
    return repo.git("ls-files").splitlines()


# j178/prek #2505: from a linked work tree git hands its hooks absolute paths in GIT_INDEX_FILE and GIT_DIR;
# passed on to a git that works in another repository, that one's files replaced the user's index.


def test_prek_2505_the_index_of_a_linked_worktree(fold_repo: FoldRepo, tmp_path: Path) -> None:
    """Guard: what names an index is kept for the hook's own repository only; with `git -C elsewhere` in
    the same environment the blobs of that repository would be in this index."""
    inner = make(tmp_path / "inner", {"only-inside.txt": "inside\n"})
    fold_repo.git("submodule", "--quiet", "add", f"file://{inner.path}", "inner")
    fold_repo.record("a submodule", hooks=False)
    fold_repo.git("worktree", "add", "-q", "-b", "linked", str(tmp_path / "linked"))
    linked = FoldRepo(tmp_path / "linked", init=False)
    linked.git("submodule", "--quiet", "update", "--init")
    before = {
        name: (fold_repo.path / name).read_bytes() for name in (".git/index", ".git/modules/inner/index")
    }
    inside = (Path(linked.git("rev-parse", "--absolute-git-dir")) / "modules/inner/index").read_bytes()
    files = staged_files(linked)
    linked.write("kept.txt", "kept\n")
    linked.git("add", "kept.txt")
    linked.write("src/a.py", code("a"))
    linked.git("add", "src/a.py")
    linked.record(f"work a{learning('Linked')}", "--", "src/a.py")
    assert_folded(linked, "a", ["Linked"])
    assert staged_files(linked) == sorted([*files, "kept.txt", "src/a.py", LOG], key=os.fsencode)
    assert {name: (fold_repo.path / name).read_bytes() for name in before} == before
    assert (
        Path(linked.git("rev-parse", "--absolute-git-dir")) / "modules/inner/index"
    ).read_bytes() == inside
    assert linked.git("status", "--porcelain") == "A  kept.txt"
    linked.git("ls-files", "--error-unmatch", GUIDE, LOG)
    linked.record("kept")
    assert_clean(linked)


def test_prek_2505_another_index_than_the_usual(fold_repo: FoldRepo, tmp_path: Path) -> None:
    """`GIT_INDEX_FILE=other git commit`: the usual index is not replaced by that other one."""
    fold_repo.write("staged.txt", "staged\n")
    fold_repo.git("add", "staged.txt")
    before = fold_repo.entries_of_index()
    other = {"GIT_INDEX_FILE": str(tmp_path / "other-index")}
    fold_repo.git("read-tree", "HEAD", env=other)
    fold_repo.write("src/a.py", code("a"))
    fold_repo.git("add", "src/a.py", env=other)
    fold_repo.record("work a", env=other)
    assert fold_repo.entries_of_index() == before
    assert fold_repo.boxes() == "a"
    assert fold_repo.raw("src/a.py") == code("a").encode()
    assert fold_repo.git("diff", "--cached", "--name-only", env=other) == ""
    fold_repo.git("fsck", "--strict", "--no-dangling")
    # The usual index knows nothing of that commit, neither of the file nor of the tick.
    assert fold_repo.git("diff", "--cached", "--name-only").splitlines() == [
        *([] if fold_repo.raw(GUIDE, "") == fold_repo.raw(GUIDE) else [GUIDE]),
        "src/a.py",
        "staged.txt",
    ]


def test_prek_2505_an_index_that_leaked_from_another_repository(fold_repo: FoldRepo, tmp_path: Path) -> None:
    """A hook of an outer repository commits in ours, in an environment that was cleaned; then one that
    starts our hook by hand and forgets to."""
    outer = make(tmp_path / "outer")
    outer.write("staged.txt", "staged\n")
    outer.git("add", "-A")
    index = (outer.path / ".git/index").read_bytes()
    fold_repo.work("a", hooks=False)
    script = fold_repo.path / ".git/hooks/post-commit"
    leaked = {
        **os.environ,
        "GIT_DIR": str(outer.path / ".git"),
        "GIT_INDEX_FILE": str(outer.path / ".git/index"),
    }
    done = subprocess.run([script], cwd=fold_repo.path, env=leaked, capture_output=True, check=False)
    assert done.returncode == 0
    assert (outer.path / ".git/index").read_bytes() == index
    assert outer.git("log", "--format=%s") == "the guide"
    assert_sound(fold_repo)


# evilmartians/lefthook #1480 and #1400, overcommit #751: unstaged work was put into a stash or a patch while
# the hook ran, and was gone when the hook failed, was killed, or the patch did not apply.


def messy(repo: FoldRepo) -> dict[str, bytes]:
    """Edits of every kind; returns the files as they lie in the work tree."""
    for name in ("partly.txt", "deleted.txt", "edited.txt"):
        repo.write(name, "one\ntwo\nthree\n")
    repo.git("add", "-A")
    repo.record("files", hooks=False)
    repo.write("partly.txt", "ONE\ntwo\nthree\n")
    repo.git("add", "partly.txt")
    repo.write("partly.txt", "ONE\ntwo\nTHREE\n")
    repo.at("deleted.txt").unlink()
    repo.write("edited.txt", b"one\r\ntwo\n\xff\x00three")
    repo.write("untracked.txt", "untracked\n")
    repo.write(".gitignore", "*.ignored\n")
    repo.write("secret.ignored", "ignored\n")
    repo.write("folder/new.txt", "staged\n")
    repo.git("add", "folder/new.txt")
    repo.write("folder/new.txt", "staged and edited\n")
    repo.write(GUIDE, guide_text() + "\nMine.\n")
    return {
        str(path): path.read_bytes()
        for path in repo.path.rglob("*")
        if path.is_file() and ".git/" not in str(path)
    }


@pytest.mark.parametrize("ending", ["well", "locked", "killed"])
def test_lefthook_1480_no_work_is_put_away(fold_repo: FoldRepo, ending: str) -> None:
    """However the hook ends, nothing had been taken out of the work tree."""
    files = messy(fold_repo)
    inodes = {name: Path(name).stat().st_ino for name in files if not name.endswith(GUIDE)}
    status = fold_repo.git("status", "--porcelain")
    fold_repo.write("src/a.py", code("a"))
    fold_repo.git("add", "src/a.py")
    fold_repo.record("work a", "--", "src/a.py", hooks=False)
    assert fold_repo.git("status", "--porcelain") == status
    if ending == "locked":
        (fold_repo.path / ".git/index.lock").touch()
    if ending == "killed":
        script = fold_repo.path / ".git/hooks/post-commit"
        with subprocess.Popen([script], cwd=fold_repo.path, stderr=subprocess.DEVNULL) as hook:
            hook.kill()
    else:
        assert fold_repo.hook() == 0
    (fold_repo.path / ".git/index.lock").unlink(missing_ok=True)
    assert_sound(fold_repo)
    for name, content in files.items():
        found = Path(name).read_bytes()
        assert (found.replace(b"[x]", b"[ ]") if name.endswith(GUIDE) else found) == content
    # They were never away for a moment: they are the same files.
    assert {name: Path(name).stat().st_ino for name in inodes} == inodes
    assert fold_repo.git("status", "--porcelain") == status
    assert not fold_repo.at("deleted.txt").exists()
    assert fold_repo.raw("partly.txt", "") == b"ONE\ntwo\nthree\n"
    assert fold_repo.raw("folder/new.txt", "") == b"staged\n"


def test_lefthook_1480_a_conflict_between_edits_and_the_fold(fold_repo: FoldRepo) -> None:
    """Where a patch put aside would not apply any more: the user is editing the line that is ticked."""
    mine = guide_text().replace("- [ ] Create `src/a.py`", "- [ ] Create `src/a.py` and more of it")
    fold_repo.write(GUIDE, mine)
    fold_repo.work("a")
    assert_folded(fold_repo, "a")
    assert b"and more of it" in fold_repo.work_bytes(GUIDE)
    assert b"<<<<" not in fold_repo.work_bytes(GUIDE)
    assert fold_repo.work_bytes(GUIDE).replace(b"[x]", b"[ ]") == mine.encode()
    assert_sound(fold_repo)
    install(fold_repo)
