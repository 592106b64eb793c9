"""What is ticked must be proven, and what was said must stay said: faults that a reviewer showed."""

from __future__ import annotations

from tests.hook.foldkit import GUIDE, LOG, NO_HOOKS, FoldRepo, code, learning, ticked


def test_a_namesake_in_another_folder_ticks_nothing(fold_repo: FoldRepo) -> None:
    fold_repo.write("other/b.py", code("b"))
    fold_repo.git("add", "-A")
    fold_repo.record("something else")
    assert ticked(fold_repo.raw(GUIDE)) == ""


def test_words_alone_tick_nothing(fold_repo: FoldRepo) -> None:
    text = fold_repo.at(GUIDE).read_text() + "- [ ] Add rate limiting to the public API\n"
    fold_repo.write(GUIDE, text)
    fold_repo.git("add", "-A")
    fold_repo.record("one more item")
    fold_repo.write("src/notes.py", "# TODO: Add rate limiting to the public API\n")
    fold_repo.git("add", "-A")
    fold_repo.record("a note")
    assert b"- [ ] Add rate limiting" in fold_repo.raw(GUIDE)
    fold_repo.record("and now it is\n\nChrono-Step: CHRONO-003/7.2\n", "--allow-empty")
    assert b"- [x] Add rate limiting" in fold_repo.raw(GUIDE)


def test_a_commit_of_another_branch_is_not_one_that_was_amended(fold_repo: FoldRepo) -> None:
    fold_repo.run("checkout", "-q", "-b", "feature")
    fold_repo.work("b", words="Precious")
    fold_repo.run("checkout", "-q", "-")
    fold_repo.run("cherry-pick", "-n", "feature")
    said = fold_repo.record("take over")
    assert fold_repo.raw(LOG).count(b"Precious") == 1
    assert "-1" not in said


def test_entries_that_a_union_merge_doubled_are_repaired(fold_repo: FoldRepo) -> None:
    fold_repo.work("a", words="First")
    fold_repo.write(LOG, fold_repo.raw(LOG) + b"\n".join(fold_repo.raw(LOG).splitlines()[-1:]) + b"\n")
    fold_repo.git("add", "-A")
    fold_repo.record("as a merge leaves it", hooks=False)
    assert fold_repo.raw(LOG).count(b"First <!-- chrono:") == 2
    fold_repo.work("b")
    assert fold_repo.raw(LOG).count(b"First <!-- chrono:") == 1


def test_what_others_did_on_a_branch_before_is_not_taken_up(fold_repo: FoldRepo) -> None:
    fold_repo.work("a")
    fold_repo.run(*NO_HOOKS, "checkout", "-q", "-b", "theirs")
    fold_repo.work("b", hooks=False, words="Theirs")
    fold_repo.run(*NO_HOOKS, "checkout", "-q", "-")
    fold_repo.run("checkout", "-q", "theirs")
    fold_repo.work("c")
    assert ticked(fold_repo.raw(GUIDE)) == "ac"
    assert not fold_repo.has(LOG)


def test_a_revert_of_what_was_never_folded_ticks_nothing(fold_repo: FoldRepo) -> None:
    fold_repo.work("a", hooks=False)
    fold_repo.run("revert", "--no-edit", "HEAD")
    assert ticked(fold_repo.raw(GUIDE)) == ""


def test_a_rebase_that_moves_nothing_says_nothing(fold_repo: FoldRepo) -> None:
    fold_repo.work("a")
    fold_repo.work("b")
    said = fold_repo.run("rebase", "-q", "--force-rebase", "HEAD~2")
    assert "CHRONO-003" not in said
    assert ticked(fold_repo.raw(GUIDE)) == "ab"


def test_a_learning_that_is_said_again_stays(fold_repo: FoldRepo) -> None:
    fold_repo.record("one" + learning("Once"), "--allow-empty")
    fold_repo.run("commit", "-q", "--amend", "--no-edit", "--reset-author")
    assert fold_repo.raw(LOG).count(b"Once") == 1
