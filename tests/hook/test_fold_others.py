"""Folding beside others: signatures, hooks that amend, locks, processes that commit at the same time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hook.foldkit import (
    GUIDE,
    LOG,
    FoldRepo,
    assert_clean,
    assert_folded,
    assert_sound,
    assert_untouched,
    code,
    entries,
    folds,
    guide_text,
    install,
    install_driver,
    learning,
    put_hook,
    script,
)

# Signatures


def sign_with_a_program(repo: FoldRepo, tmp_path: Path) -> None:
    """Has commits signed by a program that answers as gpg does: doc/DETAILS of GnuPG, SIG_CREATED."""
    program = script(
        tmp_path / "gpg",
        "cat > /dev/null",
        "printf '\\n[GNUPG:] SIG_CREATED D 1 8 00 1700000000 0123\\n' >&2",
        "printf -- '-----BEGIN PGP SIGNATURE-----\\n\\naGVsbG8=\\n-----END PGP SIGNATURE-----\\n'",
    )
    repo.git("config", "gpg.program", program.strip("'"))
    repo.git("config", "user.signingKey", "0123")


def sign_with_ssh(repo: FoldRepo, tmp_path: Path) -> None:
    if not shutil.which("ssh-keygen"):
        pytest.skip("there is no ssh-keygen here")
    key = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "", "-f", key], check=True)
    repo.git("config", "gpg.format", "ssh")
    repo.git("config", "user.signingKey", str(key))


@pytest.mark.parametrize("sign", [sign_with_a_program, sign_with_ssh])
def test_a_signed_commit_stays_and_the_next_one_completes_it(
    fold_repo: FoldRepo, tmp_path: Path, sign: Callable[[FoldRepo, Path], None]
) -> None:
    """Guard: a commit with a `gpgsig` header is not written anew; without the guard the signature would
    be one of another text, and `git log --show-signature` would call it bad."""
    sign(fold_repo, tmp_path)
    fold_repo.write("src/a.py", code("a"))
    fold_repo.git("add", "-A")
    said = fold_repo.record(f"work a{learning('Signed')}", "-S")
    assert b"gpgsig" in fold_repo.change().headers
    assert "signed" in said
    assert_untouched(fold_repo)
    assert fold_repo.boxes() == ""
    assert_clean(fold_repo)
    fold_repo.work("b", words="Unsigned")
    assert_folded(fold_repo, "ab", ["Signed", "Unsigned"])
    assert_clean(fold_repo)


def test_where_every_commit_is_signed_nothing_is_folded_and_nothing_lost(
    fold_repo: FoldRepo, tmp_path: Path
) -> None:
    sign_with_a_program(fold_repo, tmp_path)
    fold_repo.git("config", "commit.gpgSign", "true")
    fold_repo.work("a", words="First")
    fold_repo.work("b", words="Second")
    fold_repo.run("commit", "-q", "--amend", "--no-edit")
    assert folds(fold_repo) == 0
    assert_clean(fold_repo)
    fold_repo.git("config", "commit.gpgSign", "false")
    fold_repo.work("c", words="Third")
    assert_folded(fold_repo, "abc", ["First", "Second", "Third"])
    assert_clean(fold_repo)


def test_where_every_commit_is_signed_sync_completes_it(fold_repo: FoldRepo, tmp_path: Path) -> None:
    sign_with_a_program(fold_repo, tmp_path)
    fold_repo.git("config", "commit.gpgSign", "true")
    fold_repo.work("a", words="Signed")
    done = subprocess.run(
        [sys.executable, "-m", "chrono_git", "sync"],
        cwd=fold_repo.path,
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert fold_repo.work_bytes(GUIDE) == guide_text("a").encode()
    assert fold_repo.work_bytes(LOG).count(b"Signed") == 1
    fold_repo.git("add", "-A")
    fold_repo.record("what was left")
    assert folds(fold_repo) == 0
    assert fold_repo.boxes() == "a"
    assert_clean(fold_repo)


def test_a_message_that_only_talks_of_signatures(fold_repo: FoldRepo) -> None:
    fold_repo.write("src/a.py", code("a"))
    fold_repo.git("add", "-A")
    fold_repo.record("work\n\ngpgsig -----BEGIN PGP SIGNATURE-----\nparent of all\n")
    assert_folded(fold_repo, "a")
    assert_clean(fold_repo)


# Hooks of others

AMENDING = (
    'if [ -z "${AMENDED-}" ]; then\n  AMENDED=1\n  export AMENDED\n'
    "  echo more >> other.txt\n  git add other.txt\n  git commit -q --amend --no-edit\n  unset AMENDED\nfi"
)


@pytest.mark.parametrize("where", ["before", "after"])
def test_a_hook_that_amends(fold_repo: FoldRepo, where: str) -> None:
    if where == "before":
        install(fold_repo, ["post-commit"], before=AMENDING)
    else:
        install(fold_repo, ["post-commit"], after=AMENDING)
    for letter in "ab":
        fold_repo.work(letter, words=f"Learnt {letter}")
    assert fold_repo.boxes() == "ab"
    assert len(entries(fold_repo.words())) == 2
    assert fold_repo.raw("other.txt") == b"more\nmore\n"
    assert fold_repo.git("log", "--format=%s").splitlines() == ["work b", "work a", "the guide"]
    assert_clean(fold_repo)


def test_a_hook_that_stages_and_leaves_it(fold_repo: FoldRepo) -> None:
    """A formatter, say, that runs before us and stages what it made of the guide."""
    install(fold_repo, ["post-commit"], before=f"printf '\\nFormatted.\\n' >> {GUIDE}\ngit add {GUIDE}")
    fold_repo.work("a")
    assert_folded(fold_repo, "a")
    assert fold_repo.raw(GUIDE, "") == guide_text("a").encode() + b"\nFormatted.\n"
    assert fold_repo.git("status", "--porcelain") == f"M  {GUIDE}"
    assert_sound(fold_repo)


def test_the_hook_started_twice(fold_repo: FoldRepo) -> None:
    """As where it is installed by itself and by a framework too."""
    again = f"'{fold_repo.path}/.git/hooks/again' \"$@\""
    put_hook(fold_repo, "again", (fold_repo.path / ".git/hooks/post-commit").read_text())
    install(fold_repo, ["post-commit"], before=again)
    fold_repo.work("a", words="Once")
    assert folds(fold_repo) == 1
    assert_folded(fold_repo, "a", ["Once"])
    assert_clean(fold_repo)


def test_a_hook_that_refuses_our_update_of_the_ref(fold_repo: FoldRepo) -> None:
    refusal = 'while read -r old new ref; do [ "$ref" != HEAD ] || [ ! -e .git/refuse ] || exit 1; done'
    fold_repo.work("a", hooks=False, words="Refused")
    put_hook(fold_repo, "reference-transaction", refusal)
    (fold_repo.path / ".git/refuse").touch()
    fold_repo.hook()
    (fold_repo.path / ".git/refuse").unlink()
    assert_untouched(fold_repo)
    assert_sound(fold_repo)
    fold_repo.work("b", words="Allowed")
    assert fold_repo.boxes() == "ab"
    assert len(entries(fold_repo.words())) == 2
    assert_clean(fold_repo)


def test_a_rebase_that_another_hook_starts(fold_repo: FoldRepo) -> None:
    fold_repo.work("a", words="Learnt a")
    install(
        fold_repo, ["post-commit"], after='[ -n "${AGAIN-}" ] || AGAIN=1 git rebase -q --force-rebase HEAD~1'
    )
    fold_repo.work("b", words="Learnt b")
    assert fold_repo.boxes() == "ab"
    assert len(entries(fold_repo.words())) == 2
    assert_clean(fold_repo)


# Locks


@pytest.mark.parametrize("lock", ["index.lock", "HEAD.lock", "refs/heads/main.lock"])
def test_a_lock_that_somebody_holds(fold_repo: FoldRepo, lock: str) -> None:
    fold_repo.work("a", hooks=False, words="Locked out")
    held = fold_repo.path / ".git" / lock
    held.touch()
    before = fold_repo.head()
    assert fold_repo.hook() == 0
    assert fold_repo.head() == before
    assert held.read_bytes() == b""
    held.unlink()
    if lock == "index.lock":
        assert_clean(fold_repo)
    fold_repo.work("b", words="Let in")
    assert fold_repo.boxes() == "ab"
    assert len(entries(fold_repo.words())) == 2
    assert_clean(fold_repo)


def test_a_lock_that_is_let_go_soon(fold_repo: FoldRepo) -> None:
    """An editor's `git status` holds the index for a moment; folding waits for it."""
    fold_repo.work("a", hooks=False)
    held = fold_repo.path / ".git/index.lock"
    held.touch()
    timer = threading.Timer(0.4, held.unlink)
    timer.start()
    assert fold_repo.hook() == 0
    timer.join()
    if fold_repo.boxes() == "a":
        assert_folded(fold_repo, "a")
    assert_clean(fold_repo)


# Others at the same time


@pytest.mark.parametrize("at", ["moved:update-ref", "moved:1"])
def test_head_moves_between_reading_and_writing(fold_repo: FoldRepo, at: str) -> None:
    """Guard: the ref is written with the value that was read; with a plain `update-ref HEAD <new>`,
    somebody else's commit would be in no branch any more."""
    assert fold_repo.hook() == 0
    fold_repo.work("a", hooks=False, words="Moved")
    install_driver(fold_repo)
    assert fold_repo.hook(env={"FOLD_AT": at}) == 0
    assert fold_repo.git("log", "--format=%s", "-2").splitlines() == ["somebody else's", "work a"]
    assert_sound(fold_repo)
    install(fold_repo)
    fold_repo.work("b", words="Went on")
    assert fold_repo.git("log", "--format=%s", "-3").splitlines() == ["work b", "somebody else's", "work a"]
    assert fold_repo.boxes() == "ab"
    assert len(entries(fold_repo.words())) == 2
    assert_clean(fold_repo)


def commits(repo: FoldRepo, letters: str, failures: list[BaseException]) -> None:
    try:
        for letter in letters:
            repo.work(letter, words=f"Learnt {letter}")
    except BaseException as failure:
        failures.append(failure)


def test_two_worktrees_at_once(fold_repo: FoldRepo, tmp_path: Path) -> None:
    """They share objects, refs and our cache."""
    assert fold_repo.hook() == 0
    trees = [fold_repo]
    fold_repo.git("worktree", "add", "-q", "-b", "second", str(tmp_path / "second"))
    trees.append(FoldRepo(tmp_path / "second", init=False))
    failures: list[BaseException] = []
    runs = [threading.Thread(target=commits, args=(tree, "abcd", failures)) for tree in trees]
    for run in runs:
        run.start()
    for run in runs:
        run.join()
    assert failures == []
    for tree in trees:
        assert tree.boxes() == "abcd"
        assert tree.boxes("HEAD~2") == "ab"
        assert len(entries(tree.words())) == 4
        assert folds(tree) == 4
        assert_clean(tree)


def test_many_commits_at_once_in_one_worktree(fold_repo: FoldRepo) -> None:
    """Git lets one after the other commit; while one is folded, the next may come."""
    for letter in "abcd":
        fold_repo.write(f"src/{letter}.py", code(letter))
    fold_repo.git("add", "-A")
    assert fold_repo.hook() == 0
    environment = {**os.environ, **fold_repo.dates()}
    asked = {
        letter: [
            "git",
            "commit",
            "-q",
            "-m",
            f"work {letter}",
            "-m",
            f"Chrono-Learning: Learnt {letter}",
            "--",
            f"src/{letter}.py",
        ]
        for letter in "abcd"
    }
    while asked:
        started = {
            letter: subprocess.Popen(command, cwd=fold_repo.path, env=environment, stderr=subprocess.PIPE)
            for letter, command in asked.items()
        }
        for letter, process in started.items():
            said = process.communicate()[1]
            assert b"a bug in chrono-git" not in said
            if process.returncode == 0:
                del asked[letter]
    assert_sound(fold_repo)
    fold_repo.work("e", words="Learnt e")
    assert fold_repo.boxes() == "abcde"
    assert sorted(fold_repo.git("log", "--format=%s").splitlines()) == [
        "the guide",
        *(f"work {letter}" for letter in "abcde"),
    ]
    assert len(entries(fold_repo.words())) == 5
    for letter in "abcde":
        assert fold_repo.words().count(f"Learnt {letter}".encode()) == 1
    assert_clean(fold_repo)
