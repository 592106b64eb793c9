"""Folding into commits as people make them, one by one: what is folded, and what is left alone."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.app.kit import everything
from tests.gitkit import Repo
from tests.hook.foldkit import (
    CONFIG,
    GUIDE,
    LOG,
    FoldRepo,
    assert_clean,
    assert_folded,
    assert_sound,
    assert_untouched,
    code,
    copy,
    entries,
    folds,
    guide_text,
    install,
    learning,
    make,
    ticked,
    with_tick,
)

ATTEST = "\n\nChrono-Step: 7.1\n"


def config(**hooks: bool) -> str:
    lines = "".join(f"{name} = {str(value).lower()}\n" for name, value in hooks.items())
    return f'schema = "chrono-git/config/1"\n\n[hooks]\n{lines}'


# What a commit brings


def test_the_work_of_a_commit_is_ticked_in_that_commit(fold_repo: FoldRepo) -> None:
    said = fold_repo.work("a")
    assert_folded(fold_repo, "a")
    assert_clean(fold_repo)
    assert fold_repo.boxes() == "a"
    [line] = said.splitlines()
    assert re.search(r"^CHRONO-003 [▰▱]+ 1/7  \+1 ", line)
    assert "src/a.py" in line


def test_learnings_go_into_the_log_of_the_same_commit(fold_repo: FoldRepo) -> None:
    fold_repo.record(f"say{learning('Stash nothing', 'Keep everything')}", "--allow-empty")
    assert_folded(fold_repo, words=["Stash nothing", "Keep everything"])
    assert_clean(fold_repo)
    fold_repo.work("a", words="Third")
    assert_folded(fold_repo, "a", ["Third"])
    assert_clean(fold_repo)
    assert len(entries(fold_repo.words())) == 3


def test_a_learning_of_several_lines_is_one_entry(fold_repo: FoldRepo) -> None:
    fold_repo.record("say\n\nChrono-Learning: One line\n that goes on\n", "--allow-empty")
    assert_clean(fold_repo)
    assert len(entries(fold_repo.words())) == 1
    assert b"that goes on" in fold_repo.words()


def test_an_item_that_cannot_be_seen_is_ticked_on_the_word_of_the_commit(fold_repo: FoldRepo) -> None:
    fold_repo.record(f"name it{ATTEST}", "--allow-empty")
    assert_folded(fold_repo, "n")
    assert_clean(fold_repo)


def test_a_claim_that_the_tree_contradicts_is_not_ticked(fold_repo: FoldRepo) -> None:
    fold_repo.record("claim\n\nChrono-Step: 2.1\n", "--allow-empty")
    assert fold_repo.boxes() == ""
    assert_clean(fold_repo)


def test_several_items_are_ticked_at_once(fold_repo: FoldRepo) -> None:
    said = fold_repo.work("a", "c", "e")
    assert_folded(fold_repo, "ace")
    assert_clean(fold_repo)
    assert re.search(r"3/7  \+3 ", said)


def test_a_commit_that_moves_nothing_is_left_alone_in_silence(fold_repo: FoldRepo) -> None:
    fold_repo.write("README.md", "# Read me again\n")
    assert fold_repo.record("words", "-a") == ""
    assert_untouched(fold_repo)
    assert_clean(fold_repo)


def test_what_was_stale_long_before_is_not_ticked(fold_repo: FoldRepo) -> None:
    fold_repo.work("a", hooks=False)
    fold_repo.write("README.md", "# Between\n")
    fold_repo.record("between", "-a", hooks=False)
    fold_repo.work("b")
    assert_folded(fold_repo, "b")
    assert_clean(fold_repo)


def test_a_box_that_was_ticked_by_hand_in_the_same_commit_needs_nothing(fold_repo: FoldRepo) -> None:
    fold_repo.write(GUIDE, with_tick(fold_repo.work_bytes(GUIDE), "a"))
    fold_repo.write("src/a.py", code("a"))
    fold_repo.git("add", "-A")
    fold_repo.record("work and tick")
    assert_untouched(fold_repo)
    assert_clean(fold_repo)


@pytest.mark.parametrize("message", ["x", "x\n\n\n body \n\ttab  \n\n\n", "# no comment\n\n--- \ny\n", ""])
def test_the_message_stays_byte_for_byte(fold_repo: FoldRepo, message: str) -> None:
    fold_repo.write("src/a.py", code("a"))
    fold_repo.git("add", "-A")
    fold_repo.record(message, "--allow-empty-message")
    assert_folded(fold_repo, "a")
    assert fold_repo.change().message == message.encode()


def test_headers_and_dates_stay_as_they_are(fold_repo: FoldRepo) -> None:
    """Guard: the new commit is written from the old one's bytes; with `commit-tree` and its
    environment, the encoding, the odd zone or the committer would be lost."""
    fold_repo.write("src/a.py", code("a"))
    fold_repo.git("add", "-A")
    who = {
        "GIT_AUTHOR_NAME": "Zoë Fremd",
        "GIT_AUTHOR_EMAIL": "zoe@example.net",
        "GIT_AUTHOR_DATE": "1234567890 +0545",
        "GIT_COMMITTER_DATE": "1700000000 -1130",
    }
    message = ("Gr\xfc\xdfe" + learning("L\xe4rm")).encode("latin-1")
    off = ("-c", "i18n.commitEncoding=ISO-8859-1", "-c", "i18n.logOutputEncoding=UTF-8")
    fold_repo.run(*off, "commit", "-q", "--cleanup=verbatim", "-F", "-", input=message, env=who)
    assert b"encoding ISO-8859-1" in fold_repo.change().headers
    assert b"1234567890 +0545" in fold_repo.change().headers
    assert fold_repo.change().message == message
    assert_folded(fold_repo, "a", ["Lärm"])
    assert_clean(fold_repo)


# How it is committed


def test_commit_all(fold_repo: FoldRepo) -> None:
    fold_repo.work("a")
    fold_repo.write("src/a.py", code("a") + "\n\nA = 1\n")
    fold_repo.write("src/b.py", code("b"))
    fold_repo.git("add", "--intent-to-add", "src/b.py")
    fold_repo.record(f"all{learning('Everything')}", "-a")
    assert_folded(fold_repo, "b", ["Everything"])
    assert_clean(fold_repo)


def test_commit_of_a_path_leaves_what_else_is_staged(fold_repo: FoldRepo) -> None:
    """Guard: the index gets its one entry and is not read anew from the commit; with `read-tree HEAD`
    everything staged here would be gone."""
    fold_repo.write("gone.txt", "gone\n")
    fold_repo.write("moved.txt", "moved\n")
    fold_repo.write("mode.txt", "mode\n")
    fold_repo.git("add", "-A")
    fold_repo.record("before", hooks=False)
    fold_repo.git("rm", "-q", "gone.txt")
    fold_repo.git("mv", "moved.txt", "away.txt")
    fold_repo.at("mode.txt").chmod(0o755)
    fold_repo.write("staged.txt", "staged\n")
    fold_repo.git("add", "mode.txt", "staged.txt")
    fold_repo.write("staged.txt", "staged\nand more\n")
    fold_repo.write("later.txt", "later\n")
    fold_repo.git("add", "--intent-to-add", "later.txt")
    fold_repo.write("unknown.txt", "unknown\n")
    fold_repo.git("update-index", "--assume-unchanged", "README.md")
    fold_repo.write("README.md", "# Not to be looked at\n")
    fold_repo.write("src/a.py", code("a"))
    fold_repo.git("add", "src/a.py")
    twin = copy(fold_repo.path, fold_repo.path.parent / "twin")
    twin.record("work", "--", "src/a.py", hooks=False)

    fold_repo.record("work", "--", "src/a.py")
    assert_folded(fold_repo, "a")
    assert_sound(fold_repo)
    expected = "RM moved.txt -> away.txt"
    assert fold_repo.git("status", "--porcelain") == twin.git("status", "--porcelain")
    assert expected.replace("RM", "R ") in fold_repo.git("status", "--porcelain").splitlines()
    stage = fold_repo.git("ls-files", "--stage").splitlines()
    assert [one for one in stage if GUIDE not in one] == [
        one for one in twin.git("ls-files", "--stage").splitlines() if GUIDE not in one
    ]
    assert fold_repo.git("ls-files", "-v", "README.md") == "h README.md"
    assert fold_repo.work_bytes("staged.txt") == b"staged\nand more\n"
    assert fold_repo.work_bytes("README.md") == b"# Not to be looked at\n"


def test_the_entries_of_other_files_keep_their_bytes(fold_repo: FoldRepo) -> None:
    fold_repo.write("src/b.py", code("b"))
    fold_repo.git("add", "src/b.py")
    fold_repo.work("a", hooks=False)
    before = fold_repo.entries_of_index()
    assert {"README.md", "src/a.py"} <= before.keys()
    assert fold_repo.hook() == 0
    assert_folded(fold_repo, "ab")
    assert fold_repo.entries_of_index() == before


def test_amending_the_message_folds_nothing_twice(fold_repo: FoldRepo) -> None:
    fold_repo.work("a", words="Once")
    fold_repo.record(f"other words{learning('Once')}", "--amend")
    assert (fold_repo.boxes(), len(entries(fold_repo.words()))) == ("a", 1)
    assert_untouched(fold_repo)
    assert_clean(fold_repo)


def test_amending_the_message_brings_a_new_learning(fold_repo: FoldRepo) -> None:
    fold_repo.work("a", words="Once")
    fold_repo.record(f"work a{learning('Once', 'Afterwards')}", "--amend")
    assert_folded(fold_repo, words=["Afterwards"])
    assert fold_repo.words().count(b"Once") == 1
    assert_clean(fold_repo)


@pytest.mark.parametrize(
    "options", [["--reset-author"], ["--date=2020-02-02T02:02:02Z"], ["--no-edit", "--signoff"]]
)
def test_amending_author_and_date_folds_nothing_twice(fold_repo: FoldRepo, options: list[str]) -> None:
    fold_repo.work("a", words="Once")
    fold_repo.run("commit", "-q", "--amend", "--no-edit", *options)
    assert fold_repo.words().count(b"Once") == 1
    assert fold_repo.boxes() == "a"
    assert_clean(fold_repo)


def test_amending_the_content_ticks_what_it_adds(fold_repo: FoldRepo) -> None:
    fold_repo.work("a", words="Once")
    fold_repo.write("src/b.py", code("b"))
    fold_repo.git("add", "-A")
    fold_repo.run("commit", "-q", "--amend", "--no-edit")
    assert_folded(fold_repo, "b")
    assert fold_repo.boxes() == "ab"
    assert fold_repo.words().count(b"Once") == 1
    assert_clean(fold_repo)


def test_amending_the_work_away_unticks_nothing(fold_repo: FoldRepo) -> None:
    fold_repo.work("a")
    fold_repo.git("rm", "-qf", "src/a.py")
    fold_repo.run("commit", "-q", "--amend", "--no-edit")
    assert fold_repo.boxes() == "a"
    assert_clean(fold_repo)


def test_an_empty_commit_without_words_is_left_alone(fold_repo: FoldRepo) -> None:
    said = fold_repo.record("empty", "--allow-empty")
    assert said == ""
    assert_untouched(fold_repo)
    assert_clean(fold_repo)


def test_the_first_commit_of_a_repository(tmp_path: Path) -> None:
    repo = FoldRepo(tmp_path / "first", "--template=")
    install(repo)
    repo.write(GUIDE, guide_text())
    repo.write("src/a.py", code("a"))
    repo.git("add", "-A")
    repo.record(f"everything{learning('At once')}{ATTEST.strip()}\n")
    assert repo.git("rev-list", "--count", "HEAD") == "1"
    assert repo.git("rev-list", "--max-parents=0", "HEAD") == repo.head()
    assert len(entries(repo.words())) == 1
    assert set(repo.boxes()) <= {"a", "n"}
    assert_clean(repo)


def test_a_first_commit_beside_others(fold_repo: FoldRepo) -> None:
    fold_repo.git("checkout", "-q", "--orphan", "alone")
    fold_repo.work("a", words="Alone")
    assert fold_repo.git("rev-list", "--count", "HEAD") == "1"
    assert len(entries(fold_repo.words())) == 1
    assert_clean(fold_repo)


def test_a_guide_and_its_work_in_one_commit(fold_repo: FoldRepo) -> None:
    other = "docs/implementation/CHRONO-004-guide.md"
    fold_repo.write(other, guide_text().replace("CHRONO-003", "CHRONO-004").replace("src/", "lib/"))
    fold_repo.write("lib/a.py", code("a"))
    fold_repo.git("add", "-A")
    fold_repo.record("guide and work")
    assert set(ticked(fold_repo.raw(other))) <= {"a"}
    assert_clean(fold_repo)


def test_two_guides_are_folded_at_once(fold_repo: FoldRepo) -> None:
    other = "docs/implementation/CHRONO-004-guide.md"
    fold_repo.write(other, guide_text().replace("CHRONO-003", "CHRONO-004"))
    fold_repo.git("add", "-A")
    fold_repo.record("a second guide", hooks=False)
    said = fold_repo.work("b")
    assert (fold_repo.boxes(), fold_repo.boxes(name=other)) == ("b", "b")
    assert said.count("+1 ") == 2
    assert folds(fold_repo) == 1
    assert_clean(fold_repo)


def test_a_guide_that_leaves_and_one_that_moves(fold_repo: FoldRepo) -> None:
    fold_repo.work("a")
    moved = "docs/implementation/CHRONO-003-moved-guide.md"
    fold_repo.git("mv", GUIDE, moved)
    fold_repo.work("b")
    assert set(fold_repo.boxes(name=moved)) >= {"a"}
    assert_clean(fold_repo)
    fold_repo.git("rm", "-q", moved)
    fold_repo.work("c", words="No guide is left")
    assert len(entries(fold_repo.words())) == 1
    assert_clean(fold_repo)


# Where it is committed


def test_in_a_linked_worktree(fold_repo: FoldRepo, tmp_path: Path) -> None:
    before = everything(fold_repo.path, without=("objects", "logs", "refs", "worktrees", "chrono-git"))
    fold_repo.git("worktree", "add", "-q", "-b", "linked", str(tmp_path / "linked"))
    linked = FoldRepo(tmp_path / "linked", init=False)
    linked.work("a", words="Linked")
    assert_folded(linked, "a", ["Linked"])
    assert_clean(linked)
    assert (
        everything(fold_repo.path, without=("objects", "logs", "refs", "worktrees", "chrono-git")) == before
    )
    assert_clean(fold_repo)
    fold_repo.work("b")
    assert_folded(fold_repo, "b")
    assert_clean(fold_repo)
    assert linked.boxes() == "a"


def test_in_a_submodule(fold_repo: FoldRepo, tmp_path: Path) -> None:
    outer = make(tmp_path / "outer")
    outer.git("submodule", "--quiet", "add", f"file://{fold_repo.path}", "inner")
    outer.record("a submodule", hooks=False)
    inner = FoldRepo(outer.path / "inner", init=False)
    install(inner)
    index = (outer.path / ".git/index").read_bytes()
    inner.work("a", words="Inside")
    assert_folded(inner, "a", ["Inside"])
    assert_clean(inner)
    assert (outer.path / ".git/index").read_bytes() == index
    assert outer.git("status", "--porcelain") == " M inner"
    outer.git("add", "inner")
    outer.work("b")
    assert_folded(outer, "b")
    assert_clean(outer)


def test_on_a_detached_head(fold_repo: FoldRepo) -> None:
    main = fold_repo.head("main")
    fold_repo.git("checkout", "-q", "--detach")
    fold_repo.work("a", words="Nowhere")
    assert_folded(fold_repo, "a", ["Nowhere"])
    assert_clean(fold_repo)
    assert fold_repo.head("main") == main
    assert fold_repo.git("rev-parse", "--symbolic-full-name", "HEAD") == "HEAD"


def test_from_a_directory_below(fold_repo: FoldRepo) -> None:
    fold_repo.write("src/a.py", code("a"))
    fold_repo.run("add", "a.py", cwd="src")
    fold_repo.run("commit", "-q", "-m", "from below", cwd="src")
    assert_folded(fold_repo, "a")
    assert_clean(fold_repo)


def test_with_a_git_directory_elsewhere(fold_repo: FoldRepo, tmp_path: Path) -> None:
    (fold_repo.path / ".git").rename(tmp_path / "kept.git")
    fold_repo.write("src/a.py", code("a"))
    elsewhere = {"GIT_DIR": str(tmp_path / "kept.git"), "GIT_WORK_TREE": str(fold_repo.path)}
    fold_repo.git("add", "-A", env=elsewhere)
    fold_repo.record(f"work{learning('Far away')}", env=elsewhere)
    (tmp_path / "kept.git").rename(fold_repo.path / ".git")
    assert_folded(fold_repo, "a", ["Far away"])
    assert_clean(fold_repo)


@pytest.mark.parametrize(
    "settings",
    [
        ["index.version=4", "core.untrackedCache=true", "core.fileMode=false", "commit.cleanup=scissors"],
        ["core.splitIndex=true", "core.quotePath=true", "status.showUntrackedFiles=no", "diff.noprefix=true"],
        ["core.logAllRefUpdates=false", "core.abbrev=4", "log.showSignature=true", "color.ui=always"],
        ["diff.external=false", "core.pager=false", "core.commentChar=;", "commit.verbose=true"],
    ],
    ids=lambda settings: settings[0],
)
def test_whatever_is_configured(fold_repo: FoldRepo, settings: list[str]) -> None:
    for one in settings:
        fold_repo.git("config", *one.split("="))
    fold_repo.git("update-index", "--force-write-index")
    fold_repo.work("a", words="As ever")
    assert (fold_repo.boxes(), len(entries(fold_repo.words()))) == ("a", 1)
    for one in settings:
        fold_repo.git("config", "--unset", one.split("=")[0])
    assert_clean(fold_repo)


def test_with_longer_ids(tmp_path: Path) -> None:
    repo = make(tmp_path / "longer", None, "--object-format=sha256")
    repo.work("a", words="Longer")
    assert_folded(repo, "a", ["Longer"])
    assert_clean(repo)


def test_in_a_sparse_checkout(fold_repo: FoldRepo) -> None:
    """The guide is not in the work tree, and must not appear there."""
    fold_repo.write("src/z.py", code("z"))
    fold_repo.git("add", "-A")
    fold_repo.record("z", hooks=False)
    fold_repo.git("sparse-checkout", "set", "--cone", "src")
    assert not fold_repo.at(GUIDE).exists()
    fold_repo.work("a")
    assert_folded(fold_repo, "a")
    assert not fold_repo.at(GUIDE).exists()
    assert fold_repo.git("ls-files", "-t", GUIDE) == f"S {GUIDE}"
    assert_clean(fold_repo)


# What is configured of it


def test_fold_false_leaves_it_all_for_later(fold_repo: FoldRepo) -> None:
    fold_repo.write(CONFIG, config(fold=False))
    fold_repo.git("add", "-A")
    fold_repo.record("no folding", hooks=False)
    fold_repo.work("a", words="Later")
    assert_untouched(fold_repo)
    assert_clean(fold_repo)
    fold_repo.write(CONFIG, config(fold=True))
    fold_repo.record("folding", "-a")
    assert_folded(fold_repo, "a", ["Later"])
    assert_clean(fold_repo)


def test_tick_false_writes_learnings_only(fold_repo: FoldRepo) -> None:
    fold_repo.write(CONFIG, config(tick=False))
    fold_repo.git("add", "-A")
    fold_repo.record("no ticks", hooks=False)
    fold_repo.work("a", words="Still")
    assert_folded(fold_repo, "", ["Still"])
    assert_clean(fold_repo)


def test_learnings_false_ticks_only(fold_repo: FoldRepo) -> None:
    fold_repo.write(CONFIG, config(learnings=False))
    fold_repo.git("add", "-A")
    fold_repo.record("no learnings", hooks=False)
    fold_repo.work("a", words="Not written")
    assert_folded(fold_repo, "a")
    assert_clean(fold_repo)


# What can be seen of it, and undone


def test_the_reflog_tells_and_one_command_undoes(fold_repo: FoldRepo) -> None:
    fold_repo.write("README.md", "# Not committed\n")
    fold_repo.work("a", words="Undone", hooks=False)
    original, tree = fold_repo.head(), fold_repo.git("rev-parse", "HEAD^{tree}")
    before = {name: path.read_bytes() for name, path in files_below(fold_repo.path).items()}
    staged = fold_repo.git("ls-files", "--stage")
    fold_repo.hook()
    for name in ("HEAD", "main"):
        newest, older, *_ = fold_repo.reflog(name)
        assert newest.startswith("chrono-git:")
        assert older.startswith("commit:")
    assert len(newest) > len("chrono-git: ")

    fold_repo.git("reset", "-q", "--keep", "HEAD@{1}")
    assert fold_repo.head() == original
    assert fold_repo.git("write-tree") == tree
    assert fold_repo.git("ls-files", "--stage") == staged
    assert {name: path.read_bytes() for name, path in files_below(fold_repo.path).items()} == before
    assert fold_repo.git("status", "--porcelain") == " M README.md"


def test_the_undo_beside_edits_of_the_folded_file(fold_repo: FoldRepo) -> None:
    fold_repo.write(GUIDE, guide_text() + "\nMine.\n")
    fold_repo.work("a", words="Undone", hooks=False)
    original = fold_repo.head()
    fold_repo.hook()
    before = {name: path.read_bytes() for name, path in files_below(fold_repo.path).items()}
    fold_repo.run("reset", "-q", "--keep", "HEAD@{1}", status=128)
    fold_repo.git("reset", "-q", "--soft", "HEAD@{1}")
    assert fold_repo.head() == original
    assert {name: path.read_bytes() for name, path in files_below(fold_repo.path).items()} == before
    assert fold_repo.git("status", "--porcelain") == f"A  {LOG}\nMM {GUIDE}"


def files_below(top: Path) -> dict[str, Path]:
    found = (path for path in top.rglob("*") if path.is_file() and ".git" not in path.relative_to(top).parts)
    return {str(path.relative_to(top)): path for path in found}


def test_a_fold_that_was_undone_can_be_made_again_by_amending(fold_repo: FoldRepo) -> None:
    fold_repo.work("a", words="Again")
    fold_repo.git("reset", "-q", "--keep", "HEAD@{1}")
    fold_repo.run("commit", "-q", "--amend", "--no-edit")
    assert (fold_repo.boxes(), len(entries(fold_repo.words()))) == ("a", 1)
    assert_clean(fold_repo)


def test_one_commit_is_one_line_in_the_reflog(fold_repo: FoldRepo) -> None:
    fold_repo.work("a", "b", words="One line")
    assert [line.split(":")[0] for line in fold_repo.reflog()[:2]] == ["chrono-git", "commit"]
    assert folds(fold_repo) == 1


# What must not be written to


def test_nothing_outside_is_written(fold_repo: FoldRepo, isolated_git: Path) -> None:
    before = everything(isolated_git)
    fold_repo.work("a", words="Inside only")
    assert everything(isolated_git) == before
    assert sorted(path.name for path in fold_repo.path.iterdir()) == sorted(
        [".git", ".gitattributes", LOG, "README.md", "docs", "src"]
    )


@pytest.mark.parametrize("name", [GUIDE, LOG])
def test_a_symlink_out_of_the_repository_is_not_followed(
    fold_repo: FoldRepo, tmp_path: Path, name: str
) -> None:
    """Guard: work tree files are opened without following links; with `open(path)`, the file outside
    would be ticked."""
    outside = tmp_path / "outside.md"
    outside.write_text(guide_text())
    fold_repo.at(name).unlink(missing_ok=True)
    fold_repo.at(name).symlink_to(outside)
    fold_repo.git("add", "-A")
    fold_repo.record("a link", hooks=False)
    fold_repo.work("a", words="Linked out")
    assert outside.read_text() == guide_text()
    assert fold_repo.at(name).readlink() == outside
    assert fold_repo.raw(name) == os.fsencode(outside)
    assert_clean(fold_repo)


def test_a_file_that_has_become_a_symlink_is_not_followed(fold_repo: FoldRepo, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    fold_repo.at(GUIDE).rename(outside)
    fold_repo.at(GUIDE).symlink_to(outside)
    fold_repo.work("a")
    assert outside.read_text() == guide_text()
    assert fold_repo.at(GUIDE).readlink() == outside
    assert_sound(fold_repo)


def test_a_directory_that_has_become_a_symlink_is_not_followed(fold_repo: FoldRepo, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    fold_repo.at("docs/implementation").rename(outside)
    fold_repo.at("docs/implementation").symlink_to(outside)
    fold_repo.work("a")
    assert (outside / Path(GUIDE).name).read_text() == guide_text()
    assert sorted(path.name for path in outside.iterdir()) == [Path(GUIDE).name]
    assert fold_repo.at("docs/implementation").readlink() == outside
    assert_sound(fold_repo)


@pytest.mark.parametrize("mode", [0o755, 0o440])
def test_the_mode_of_a_file_stays(fold_repo: FoldRepo, mode: int) -> None:
    fold_repo.write(LOG, "# Log\n")
    for name in (GUIDE, LOG):
        fold_repo.at(name).chmod(mode)
    fold_repo.git("add", "-A")
    fold_repo.record("modes", "--allow-empty", hooks=False)
    fold_repo.work("a", words="Modes")
    for name in (GUIDE, LOG):
        assert fold_repo.at(name).stat().st_mode & 0o7777 == mode
        assert fold_repo.git("ls-tree", "HEAD", name).startswith("100755" if mode & 0o100 else "100644")
    assert fold_repo.boxes() == "a"
    assert_clean(fold_repo)


def test_a_log_made_anew_is_an_ordinary_file(fold_repo: FoldRepo) -> None:
    umask = os.umask(0)
    os.umask(umask)
    fold_repo.work("a", words="New")
    assert fold_repo.at(LOG).stat().st_mode & 0o7777 == 0o666 & ~umask
    assert_clean(fold_repo)


def test_a_bare_repository_has_nothing_to_fold(fold_repo: FoldRepo, tmp_path: Path) -> None:
    bare = tmp_path / "bare.git"
    fold_repo.git("clone", "-q", "--bare", ".", str(bare))
    install(Repo(bare, init=False))
    before = everything(bare)
    done = subprocess.run([bare / "hooks/post-commit"], cwd=bare, capture_output=True, check=False)
    assert done.returncode == 0
    assert everything(bare) == before
