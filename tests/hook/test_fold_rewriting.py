"""Folding while history is rewritten and joined: rebase, cherry-pick, revert, merge, am, stash, bisect."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hook.foldkit import (
    GUIDE,
    LOG,
    NO_HOOKS,
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
    learning,
    script,
)

ATTEST = "\n\nChrono-Step: 7.1\n"
MARKERS = (b"<<<", b"===", b">>>")
BOTH = pytest.mark.parametrize("backend", ["--merge", "--apply"])


def branches(repo: FoldRepo, letters: str = "ab", *, hooks: bool = True) -> None:
    """A branch `topic` with a commit a letter, and one commit on main beside it; leaves topic checked out.

    Without hooks, these have seen the commit before.
    """
    assert repo.hook() == 0
    repo.git("checkout", "-q", "-b", "topic")
    for letter in letters:
        repo.work(letter, words=f"Learnt {letter}", hooks=hooks)
    repo.git("checkout", "-q", "main")
    repo.write("other.txt", "other\n")
    repo.git("add", "other.txt")
    repo.record("other", hooks=False)
    repo.git("checkout", "-q", "topic")


def assert_once(repo: FoldRepo, letters: str, revision: str = "HEAD") -> None:
    """These items are ticked, and what was learnt with each is in the log exactly once, and nothing else."""
    assert repo.boxes(revision) == letters
    log = repo.words(revision)
    for letter in letters.replace("n", ""):
        assert log.count(f"Learnt {letter}".encode()) == 1
    assert len(entries(log)) == len(letters.replace("n", ""))


def stopped(repo: FoldRepo, *arguments: str) -> None:
    """Runs a git that has to stop with a conflict."""
    repo.run(*arguments, status=1)
    assert repo.git("status", "--porcelain", "--untracked-files=no")


def goes_on(repo: FoldRepo, *arguments: str, files: dict[str, str | bytes]) -> None:
    """Resolves the conflict with these files and goes on."""
    for name, content in files.items():
        repo.write(name, content)
        repo.git("add", name)
    repo.run(*arguments, "--continue")


def todo(path: Path, *edits: str) -> dict[str, str]:
    """The environment for an interactive rebase whose list is edited by sed."""
    return {"GIT_SEQUENCE_EDITOR": script(path, *(f"sed -i -e '{edit}' \"$1\"" for edit in edits))}


# Rebase


@BOTH
def test_rebase_of_folded_commits_folds_nothing_more(fold_repo: FoldRepo, backend: str) -> None:
    branches(fold_repo)
    before = folds(fold_repo)
    fold_repo.run("rebase", "-q", backend, "main")
    assert folds(fold_repo) == before
    assert_once(fold_repo, "ab")
    assert_once(fold_repo, "a", "HEAD~1")
    assert fold_repo.head("HEAD~2") == fold_repo.head("main")
    assert fold_repo.git("symbolic-ref", "HEAD") == "refs/heads/topic"
    assert_clean(fold_repo)


@BOTH
def test_rebase_folds_once_what_was_made_without_hooks(fold_repo: FoldRepo, backend: str) -> None:
    """Guard: nothing is folded while git replays; if it were, there would be a fold for each commit,
    and git would go on from another commit than the one that it made."""
    branches(fold_repo, "abc", hooks=False)
    fold_repo.run("rebase", "-q", backend, "main")
    assert_once(fold_repo, "abc")
    assert fold_repo.boxes("HEAD~1") == ""
    assert folds(fold_repo) == 1
    assert fold_repo.head("HEAD~3") == fold_repo.head("main")
    assert fold_repo.git("symbolic-ref", "HEAD") == "refs/heads/topic"
    assert fold_repo.head("topic") == fold_repo.head()
    assert_clean(fold_repo)


@BOTH
def test_rebase_with_a_conflict_in_the_work(fold_repo: FoldRepo, backend: str) -> None:
    branches(fold_repo, "ab")
    fold_repo.git("checkout", "-q", "main")
    fold_repo.write("src/a.py", "A = 'of somebody else'\n")
    fold_repo.git("add", "-A")
    fold_repo.record("another a", hooks=False)
    fold_repo.git("checkout", "-q", "topic")
    stopped(fold_repo, "rebase", "-q", backend, "main")
    goes_on(fold_repo, "rebase", files={"src/a.py": code("a")})
    assert_once(fold_repo, "ab")
    assert_clean(fold_repo)


@BOTH
def test_rebase_with_a_conflict_in_the_guide(fold_repo: FoldRepo, backend: str) -> None:
    """The resolution takes the other side's words, and with them the empty box."""
    branches(fold_repo, "ab")
    fold_repo.git("checkout", "-q", "main")
    other = guide_text().replace("Create `src/a.py`", "Create `src/a.py`, soon")
    fold_repo.write(GUIDE, other)
    fold_repo.record("reworded", "-a", hooks=False)
    fold_repo.git("checkout", "-q", "topic")
    stopped(fold_repo, "rebase", "-q", backend, "main")
    goes_on(fold_repo, "rebase", files={GUIDE: other})
    assert_once(fold_repo, "ab")
    assert b"Create `src/a.py`, soon" in fold_repo.raw(GUIDE)
    assert_clean(fold_repo)


def test_rebase_with_a_conflict_in_the_log(fold_repo: FoldRepo) -> None:
    fold_repo.write(".gitattributes", "\n")
    fold_repo.record("no union", "-a", hooks=False)
    branches(fold_repo, "a")
    fold_repo.git("checkout", "-q", "main")
    fold_repo.work("b", words="Learnt b")
    fold_repo.git("checkout", "-q", "topic")
    stopped(fold_repo, "rebase", "-q", "main")
    goes_on(fold_repo, "rebase", files={LOG: fold_repo.raw(LOG, "main")})
    assert_once(fold_repo, "ab")
    assert_clean(fold_repo)


def test_rebase_onto_work_of_others(fold_repo: FoldRepo) -> None:
    """Both sides have ticked and logged; with merge=union git joins the logs."""
    branches(fold_repo, "ab")
    fold_repo.git("checkout", "-q", "main")
    fold_repo.work("c", words="Learnt c")
    fold_repo.git("checkout", "-q", "topic")
    fold_repo.run("rebase", "-q", "main")
    assert_once(fold_repo, "abc")
    assert_clean(fold_repo)


def test_rebase_that_is_given_up(fold_repo: FoldRepo, tmp_path: Path) -> None:
    """What a commit of a rebase said that is in no history any more goes into no log."""
    branches(fold_repo, "ab")
    before = fold_repo.head()
    fold_repo.git("checkout", "-q", "main")
    fold_repo.write("src/b.py", "B = 'of somebody else'\n")
    fold_repo.git("add", "-A")
    fold_repo.record("another b", hooks=False)
    fold_repo.git("checkout", "-q", "topic")
    editor = script(tmp_path / "editor", "printf '\\nChrono-Learning: Never said\\n' >> \"$1\"")
    environment = {**todo(tmp_path / "todo", "1s/^pick/reword/"), "GIT_EDITOR": editor}
    fold_repo.run("rebase", "-q", "-i", "main", status=1, env=environment)
    fold_repo.run("rebase", "--abort")
    assert fold_repo.head() == before
    assert_clean(fold_repo)
    fold_repo.work("c", words="Learnt c")
    assert_folded(fold_repo, "c", ["Learnt c"])
    assert_once(fold_repo, "abc")
    assert_clean(fold_repo)


def test_a_commit_in_the_middle_of_a_rebase_waits(fold_repo: FoldRepo, tmp_path: Path) -> None:
    branches(fold_repo, "ab")
    fold_repo.run("rebase", "-q", "-i", "main", env=todo(tmp_path / "todo", "1s/^pick/edit/"))
    fold_repo.work("c", words="Learnt c")
    assert_untouched(fold_repo)
    fold_repo.write("src/d.py", code("d"))
    fold_repo.git("add", "-A")
    fold_repo.run("commit", "-q", "--amend", "--no-edit")
    assert_untouched(fold_repo)
    assert fold_repo.boxes() == "a"
    fold_repo.run("rebase", "--continue")
    assert fold_repo.boxes() == "abcd"
    for letter in "abc":
        assert fold_repo.words().count(f"Learnt {letter}".encode()) == 1
    assert_clean(fold_repo)


@pytest.mark.parametrize(
    ("how", "hooks"),
    [("squash", True), ("squash", False), ("fixup", True), ("fixup", False), ("fixup -C", True)],
)
def test_rebase_that_joins_commits(fold_repo: FoldRepo, tmp_path: Path, how: str, hooks: bool) -> None:
    """What the message of the one that is left teaches is in the log, once; all boxes stay ticked."""
    branches(fold_repo, "ab", hooks=hooks)
    fold_repo.run("rebase", "-q", "-i", "main", env=todo(tmp_path / "todo", f"2s/^pick/{how}/"))
    assert fold_repo.head("HEAD~1") == fold_repo.head("main")
    assert fold_repo.boxes() == "ab"
    said, log = fold_repo.change().message, fold_repo.words()
    for words in (b"Learnt a", b"Learnt b"):
        assert log.count(words) == 1 if words in said else log.count(words) <= 1
    assert_clean(fold_repo)


def test_rebase_that_joins_and_is_amended_and_rebased_again(fold_repo: FoldRepo, tmp_path: Path) -> None:
    branches(fold_repo, "abc")
    fold_repo.run("rebase", "-q", "-i", "main", env=todo(tmp_path / "todo", "2,3s/^pick/squash/"))
    assert_once(fold_repo, "abc")
    fold_repo.run("commit", "-q", "--amend", "--no-edit", "--reset-author")
    fold_repo.git("checkout", "-q", "main")
    fold_repo.work("d", words="Learnt d")
    fold_repo.git("checkout", "-q", "topic")
    fold_repo.run("rebase", "-q", "main")
    assert_once(fold_repo, "abcd")
    assert_clean(fold_repo)


def test_rebase_that_rewords(fold_repo: FoldRepo, tmp_path: Path) -> None:
    branches(fold_repo, "ab")
    editor = script(tmp_path / "editor", "printf '\\nChrono-Learning: Said later\\n' >> \"$1\"")
    environment = {**todo(tmp_path / "todo", "1s/^pick/reword/"), "GIT_EDITOR": editor}
    before = folds(fold_repo)
    fold_repo.run("rebase", "-q", "-i", "main", env=environment)
    assert fold_repo.words().count(b"Said later") == 1
    assert fold_repo.words().count(b"Learnt a") == fold_repo.words().count(b"Learnt b") == 1
    assert fold_repo.boxes() == "ab"
    assert folds(fold_repo) == before + 1
    assert_clean(fold_repo)


def test_rebase_that_changes_the_dates(fold_repo: FoldRepo) -> None:
    """An entry is of author, date and text; the text is what must not be there twice, or get lost."""
    branches(fold_repo, "ab")
    fold_repo.run("rebase", "-q", "--reset-author-date", "main")
    assert_once(fold_repo, "ab")
    assert_clean(fold_repo)


def test_rebase_that_drops_what_is_there_already(fold_repo: FoldRepo) -> None:
    """Git tells of the dropped commit as of a rewritten one; what it taught was taught by another, too."""
    branches(fold_repo, "ab")
    fold_repo.git("checkout", "-q", "main")
    fold_repo.run("cherry-pick", "topic~1")
    fold_repo.git("checkout", "-q", "topic")
    fold_repo.run("rebase", "-q", "--reapply-cherry-picks", "--empty=drop", "main")
    assert fold_repo.git("log", "--format=%s", "main..") == "work b"
    assert_once(fold_repo, "ab")
    assert_clean(fold_repo)


def test_rebase_to_where_it_was(fold_repo: FoldRepo) -> None:
    """In the same second, the commits that git makes anew are the same ones."""
    fold_repo.work("a", words="Learnt a")
    fold_repo.work("b", words="Learnt b")
    before = fold_repo.head()
    when = fold_repo.git("log", "-1", "--format=%cd", "--date=raw")
    fold_repo.run("rebase", "-q", "--force-rebase", "HEAD~1", env={"GIT_COMMITTER_DATE": when})
    assert_once(fold_repo, "ab")
    assert fold_repo.head() == before
    assert_clean(fold_repo)


def test_rebase_that_reorders_and_drops(fold_repo: FoldRepo, tmp_path: Path) -> None:
    """Of what is dropped, only its line of the log can stay: that is how git joins with merge=union."""
    fold_repo.work("f", words="Learnt f")
    branches(fold_repo, "abc")
    fold_repo.run("rebase", "-q", "-i", "main", env=todo(tmp_path / "todo", "1d", "2{h;d};3G"))
    assert set(fold_repo.git("log", "--format=%s", "main..").splitlines()) == {"work b", "work c"}
    assert_clean(fold_repo)
    fold_repo.work("d", words="Learnt d")
    assert fold_repo.boxes() == "bcdf"
    for letter in "bcdf":
        assert fold_repo.words().count(f"Learnt {letter}".encode()) == 1
    assert_clean(fold_repo)


@pytest.mark.parametrize(("union", "made"), [(True, True), (False, True), (False, False)])
def test_rebase_that_drops_and_conflicts(
    fold_repo: FoldRepo, tmp_path: Path, union: bool, made: bool
) -> None:
    """As docs/folding.md has it: the log is gone with the commit that made it, or lines beside are."""
    if not union:
        fold_repo.write(".gitattributes", "\n")
        fold_repo.record("no union", "-a", hooks=False)
    if not made:
        fold_repo.work("f", words="Learnt f")
    branches(fold_repo, "ab")
    fold_repo.run("rebase", "-q", "-i", "main", status=1, env=todo(tmp_path / "todo", "1d"))
    assert f"{'DU' if made else 'UU'} {LOG}" in fold_repo.git("status", "--porcelain").splitlines()
    both = [line for line in fold_repo.work_bytes(LOG).splitlines(True) if line[:3] not in MARKERS]
    fold_repo.write(LOG, b"".join(both))
    fold_repo.git("add", LOG)
    fold_repo.run("rebase", "--continue", env={"GIT_EDITOR": "true"})
    assert fold_repo.git("log", "--format=%s", "main..") == "work b"
    fold_repo.work("d", words="Learnt d")
    for letter in "bd" if made else "bdf":
        assert fold_repo.words().count(f"Learnt {letter}".encode()) == 1
    assert_clean(fold_repo)


def test_rebase_with_commands_between(fold_repo: FoldRepo) -> None:
    branches(fold_repo, "ab", hooks=False)
    fold_repo.run("rebase", "-q", "--exec", 'test -z "$(git status --porcelain)"', "main")
    assert_once(fold_repo, "ab")
    assert folds(fold_repo) == 1
    assert_clean(fold_repo)


def test_rebase_with_a_command_that_commits(fold_repo: FoldRepo) -> None:
    branches(fold_repo, "ab")
    command = "git commit -q --allow-empty -m 'between' -m 'Chrono-Learning: Between'"
    fold_repo.run("rebase", "-q", "--exec", command, "main")
    assert fold_repo.git("rev-list", "--count", "main..") == "4"
    fold_repo.work("c", words="Learnt c")
    assert fold_repo.boxes() == "abc"
    assert fold_repo.words().count(b"Between") in (1, 2)
    assert_clean(fold_repo)


def test_autosquash(fold_repo: FoldRepo) -> None:
    branches(fold_repo, "ab")
    fold_repo.write("src/a.py", code("a") + "\n\nA = 1\n")
    fold_repo.write("src/c.py", code("c"))
    fold_repo.git("add", "-A")
    fold_repo.run("commit", "-q", "--fixup", "HEAD~1")
    assert fold_repo.boxes() == "abc"
    fold_repo.run("rebase", "-q", "-i", "--autosquash", "main", env={"GIT_SEQUENCE_EDITOR": "true"})
    assert fold_repo.git("log", "--format=%s", "main..").splitlines() == ["work b", "work a"]
    assert fold_repo.boxes() == "abc"
    assert len(entries(fold_repo.words())) == 2
    assert_clean(fold_repo)


@pytest.mark.parametrize(("backend", "hooks"), [("--merge", True), ("--merge", False), ("--apply", False)])
def test_rebase_with_autostash(fold_repo: FoldRepo, backend: str, hooks: bool) -> None:
    """Edits of the user's that wait in git's own stash while the end of the rebase is folded."""
    branches(fold_repo, "ab", hooks=hooks)
    mine = fold_repo.work_bytes(GUIDE) + b"\nMine.\n"
    fold_repo.write(GUIDE, mine)
    fold_repo.write("README.md", "# Mine\n")
    fold_repo.run("rebase", "-q", backend, "--autostash", "main")
    assert_once(fold_repo, "ab")
    assert fold_repo.work_bytes(GUIDE) == guide_text("ab").encode() + b"\nMine.\n"
    assert fold_repo.work_bytes("README.md") == b"# Mine\n"
    assert fold_repo.git("status", "--porcelain") == f" M README.md\n M {GUIDE}"
    assert_sound(fold_repo)


def test_rebase_of_merges(fold_repo: FoldRepo) -> None:
    """The last commit is a merge: it stays as git made it, and the next commit takes up what is left."""
    assert fold_repo.hook() == 0
    fold_repo.git("checkout", "-q", "-b", "topic")
    fold_repo.git("checkout", "-q", "-b", "side")
    fold_repo.work("a", words="Learnt a", hooks=False)
    fold_repo.git("checkout", "-q", "topic")
    fold_repo.work("b", words="Learnt b", hooks=False)
    fold_repo.run(*NO_HOOKS, "merge", "-q", "--no-ff", "-m", "join", "side")
    fold_repo.git("checkout", "-q", "main")
    fold_repo.write("other.txt", "other\n")
    fold_repo.git("add", "-A")
    fold_repo.record("other", hooks=False)
    fold_repo.git("checkout", "-q", "topic")
    fold_repo.run("rebase", "-q", "--rebase-merges", "main")
    assert folds(fold_repo) == 0
    assert_clean(fold_repo)
    fold_repo.work("c", words="Learnt c")
    assert_once(fold_repo, "abc")
    assert folds(fold_repo) == 1
    assert_clean(fold_repo)


def test_rebase_that_only_goes_forward(fold_repo: FoldRepo) -> None:
    branches(fold_repo, "a")
    fold_repo.git("checkout", "-q", "main")
    fold_repo.git("reset", "-q", "--hard", "topic")
    fold_repo.run("rebase", "-q", "topic")
    assert fold_repo.head() == fold_repo.head("topic")
    assert_clean(fold_repo)


def test_pull_with_rebase(fold_repo: FoldRepo, tmp_path: Path) -> None:
    fold_repo.git("clone", "-q", "--bare", ".", str(tmp_path / "shared.git"))
    repos = []
    for name in ("ada", "bob"):
        fold_repo.git("clone", "-q", f"file://{tmp_path / 'shared.git'}", str(tmp_path / name))
        repos.append(FoldRepo(tmp_path / name, init=False))
        install(repos[-1])
    ada, bob = repos
    ada.work("a", words="Learnt a")
    ada.git("push", "-q", "origin", "main")
    bob.work("b", words="Learnt b")
    bob.run("pull", "-q", "--rebase")
    assert_once(bob, "ab")
    assert_once(bob, "a", "HEAD~1")
    assert bob.head("HEAD~1") == ada.head()
    assert_clean(bob)
    bob.git("push", "-q", "origin", "main")
    ada.run("pull", "-q", "--ff-only")
    assert ada.head() == bob.head()
    assert_clean(ada)
    ada.work("c", words="Learnt c")
    assert_once(ada, "abc")


# Cherry-pick, revert, am


def test_cherry_pick_of_several_folded_commits(fold_repo: FoldRepo) -> None:
    branches(fold_repo, "abc")
    fold_repo.git("checkout", "-q", "main")
    before = folds(fold_repo)
    fold_repo.run("cherry-pick", "main..topic")
    assert_once(fold_repo, "abc")
    assert_once(fold_repo, "a", "HEAD~2")
    assert folds(fold_repo) == before
    assert_clean(fold_repo)
    fold_repo.work("d", words="Learnt d")
    assert_once(fold_repo, "abcd")
    assert_clean(fold_repo)


def test_cherry_pick_of_several_waits_for_the_next_commit(fold_repo: FoldRepo) -> None:
    """Guard: CHERRY_PICK_HEAD and the sequencer hold folding back; an amend in between would make the
    second pick fail."""
    branches(fold_repo, "abc", hooks=False)
    fold_repo.git("checkout", "-q", "main")
    fold_repo.run("cherry-pick", "main..topic")
    assert folds(fold_repo) == 0
    assert fold_repo.git("rev-list", "--count", "HEAD") == "5"
    assert_clean(fold_repo)
    fold_repo.work("d", words="Learnt d")
    assert_folded(fold_repo, "abcd", ["Learnt a", "Learnt b", "Learnt c", "Learnt d"])
    assert_clean(fold_repo)


def test_cherry_pick_with_a_conflict(fold_repo: FoldRepo) -> None:
    branches(fold_repo, "ab")
    fold_repo.git("checkout", "-q", "main")
    fold_repo.write("src/a.py", "A = 'of somebody else'\n")
    fold_repo.git("add", "-A")
    fold_repo.record("another a", hooks=False)
    stopped(fold_repo, "cherry-pick", "main..topic")
    goes_on(fold_repo, "cherry-pick", files={"src/a.py": code("a")})
    assert_once(fold_repo, "ab")
    assert_clean(fold_repo)


def test_what_was_picked_is_merged_later(fold_repo: FoldRepo) -> None:
    branches(fold_repo, "ab")
    fold_repo.git("checkout", "-q", "main")
    fold_repo.run("cherry-pick", "topic~1")
    fold_repo.run("merge", "-q", "--no-ff", "-m", "join", "topic")
    fold_repo.work("c", words="Learnt c")
    assert_once(fold_repo, "abc")
    assert_clean(fold_repo)


def test_revert_of_a_folded_commit(fold_repo: FoldRepo) -> None:
    """The tick and the entry go with the work, and no later commit brings them back."""
    fold_repo.work("a", words="Learnt a")
    fold_repo.record(f"name it{ATTEST}", "--allow-empty")
    assert fold_repo.boxes() == "an"
    fold_repo.run("revert", "--no-edit", "HEAD", "HEAD~1")
    assert fold_repo.boxes() == ""
    assert entries(fold_repo.words()) == []
    assert_clean(fold_repo)
    fold_repo.work("b", words="Learnt b")
    assert_folded(fold_repo, "b", ["Learnt b"])
    assert_once(fold_repo, "b")
    assert_clean(fold_repo)


def test_revert_of_a_claim_that_was_not_folded_yet(fold_repo: FoldRepo) -> None:
    assert fold_repo.hook() == 0
    fold_repo.write("README.md", "# Named\n")
    fold_repo.record(f"name it{ATTEST}", "-a", hooks=False)
    fold_repo.run("revert", "--no-edit", "HEAD")
    assert_clean(fold_repo)
    fold_repo.work("b", words="Learnt b")
    assert_once(fold_repo, "b")
    assert_clean(fold_repo)


def test_revert_of_a_revert(fold_repo: FoldRepo) -> None:
    fold_repo.work("a", words="Learnt a")
    fold_repo.run("revert", "--no-edit", "HEAD")
    fold_repo.run("revert", "--no-edit", "HEAD")
    assert_once(fold_repo, "a")
    fold_repo.work("b", words="Learnt b")
    assert_once(fold_repo, "ab")
    assert_clean(fold_repo)


@pytest.mark.parametrize("hooks", [True, False], ids=["folded", "without hooks"])
def test_am(fold_repo: FoldRepo, tmp_path: Path, hooks: bool) -> None:
    branches(fold_repo, "ab", hooks=hooks)
    fold_repo.git("format-patch", "-q", "-o", str(tmp_path / "patches"), "main")
    fold_repo.git("checkout", "-q", "main")
    before = folds(fold_repo)
    fold_repo.run("am", "-q", *map(str, sorted((tmp_path / "patches").iterdir())))
    assert folds(fold_repo) == before
    assert_clean(fold_repo)
    fold_repo.work("c", words="Learnt c")
    assert fold_repo.boxes().endswith("c")
    if hooks:
        assert_once(fold_repo, "abc")
    assert_clean(fold_repo)


# Merge


@pytest.mark.parametrize("hooks", [True, False], ids=["folded", "without hooks"])
def test_a_merge_is_not_folded(fold_repo: FoldRepo, hooks: bool) -> None:
    branches(fold_repo, "ab", hooks=hooks)
    fold_repo.git("checkout", "-q", "main")
    before = folds(fold_repo)
    fold_repo.run("merge", "-q", "--no-ff", "-m", "join", "topic")
    assert folds(fold_repo) == before
    assert fold_repo.git("rev-list", "--parents", "-1", "HEAD").count(" ") == 2
    assert_clean(fold_repo)
    fold_repo.work("c", words="Learnt c")
    assert_once(fold_repo, "abc")
    assert_clean(fold_repo)


def test_a_merge_of_two_that_ticked_and_learnt(fold_repo: FoldRepo) -> None:
    branches(fold_repo, "ab")
    fold_repo.git("checkout", "-q", "main")
    fold_repo.work("c", words="Learnt c")
    fold_repo.run("merge", "-q", "-m", "join", "topic")
    assert_once(fold_repo, "abc")
    assert_clean(fold_repo)
    fold_repo.work("d", words="Learnt d")
    assert_once(fold_repo, "abcd")
    assert_clean(fold_repo)


def test_a_merge_with_a_conflict_is_not_folded(fold_repo: FoldRepo) -> None:
    branches(fold_repo, "ab", hooks=False)
    fold_repo.git("checkout", "-q", "main")
    fold_repo.write("src/a.py", "A = 'of somebody else'\n")
    fold_repo.git("add", "-A")
    fold_repo.record("another a", hooks=False)
    stopped(fold_repo, "merge", "-q", "topic")
    fold_repo.write("src/a.py", code("a"))
    fold_repo.git("add", "-A")
    fold_repo.record(f"join{learning('Learnt c')}")
    assert_untouched(fold_repo)
    assert_clean(fold_repo)
    fold_repo.write("src/c.py", code("c"))
    fold_repo.git("add", "-A")
    fold_repo.record("work c")
    assert set(fold_repo.boxes()) >= {"b", "c"}
    assert fold_repo.words().count(b"Learnt c") == 1
    assert_clean(fold_repo)


def test_a_merge_that_is_left_to_be_committed(fold_repo: FoldRepo) -> None:
    branches(fold_repo, "ab")
    fold_repo.git("checkout", "-q", "main")
    fold_repo.run("merge", "-q", "--no-ff", "--no-commit", "topic")
    fold_repo.record("join")
    assert_untouched(fold_repo)
    assert_once(fold_repo, "ab")
    assert_clean(fold_repo)


@pytest.mark.parametrize("hooks", [True, False], ids=["folded", "without hooks"])
def test_a_squash_merge(fold_repo: FoldRepo, hooks: bool) -> None:
    """The message has all trailers of the branch in it, under another author date."""
    branches(fold_repo, "ab", hooks=hooks)
    said = fold_repo.git("log", "--format=%B", "main..topic")
    fold_repo.git("checkout", "-q", "main")
    fold_repo.run("merge", "-q", "--squash", "topic")
    fold_repo.record(f"all of it\n\n{said}\n")
    assert_once(fold_repo, "ab")
    assert_clean(fold_repo)
    fold_repo.run("commit", "-q", "--amend", "--no-edit")
    assert_once(fold_repo, "ab")
    assert_clean(fold_repo)


def test_a_squash_merge_with_gits_own_message(fold_repo: FoldRepo) -> None:
    branches(fold_repo, "ab")
    fold_repo.git("checkout", "-q", "main")
    fold_repo.run("merge", "-q", "--squash", "topic")
    fold_repo.run("commit", "-q", "--no-edit")
    assert_once(fold_repo, "ab")
    assert_clean(fold_repo)


def test_a_fast_forward_writes_nothing(fold_repo: FoldRepo) -> None:
    fold_repo.git("checkout", "-q", "-b", "topic")
    fold_repo.work("a", words="Learnt a", hooks=False)
    fold_repo.git("checkout", "-q", "main")
    fold_repo.run("merge", "-q", "--ff-only", "topic")
    assert fold_repo.head() == fold_repo.head("topic")
    assert_untouched(fold_repo)
    assert_clean(fold_repo)


def test_checkouts_write_nothing(fold_repo: FoldRepo) -> None:
    branches(fold_repo, "a", hooks=False)
    for name in ("main", "topic", "main~1", "topic"):
        fold_repo.run("checkout", "-q", name)
        assert fold_repo.head() == fold_repo.head(name)
        assert_clean(fold_repo)
    fold_repo.write(GUIDE, "mine\n")
    fold_repo.run("checkout", "-q", "--", GUIDE)
    assert_clean(fold_repo)
    assert folds(fold_repo) == 0


# Stash, bisect


def test_a_stash_around_a_commit(fold_repo: FoldRepo) -> None:
    mine = guide_text() + "\nMine.\n"
    fold_repo.write(GUIDE, mine)
    fold_repo.write("new.txt", "new\n")
    fold_repo.run("stash", "push", "-q", "--include-untracked")
    fold_repo.work("a", words="Learnt a")
    assert fold_repo.git("stash", "list").count("\n") == 0
    fold_repo.run("stash", "pop", "-q")
    assert_once(fold_repo, "a")
    assert fold_repo.work_bytes(GUIDE) == guide_text("a").encode() + b"\nMine.\n"
    assert fold_repo.work_bytes("new.txt") == b"new\n"
    assert fold_repo.git("status", "--porcelain") == f" M {GUIDE}\n?? new.txt"
    assert_sound(fold_repo)


def test_a_stash_of_what_is_staged(fold_repo: FoldRepo) -> None:
    fold_repo.write("src/b.py", code("b"))
    fold_repo.git("add", "-A")
    fold_repo.write(GUIDE, guide_text() + "\nMine.\n")
    fold_repo.run("stash", "push", "-q")
    fold_repo.work("a")
    fold_repo.run("stash", "pop", "-q", "--index")
    fold_repo.record("work b")
    assert_folded(fold_repo, "b")
    assert fold_repo.boxes() == "ab"
    assert fold_repo.work_bytes(GUIDE) == guide_text("ab").encode() + b"\nMine.\n"
    assert_sound(fold_repo)


def test_bisect_run(fold_repo: FoldRepo) -> None:
    for letter in "abcd":
        fold_repo.work(letter, words=f"Learnt {letter}")
    before, history = folds(fold_repo), fold_repo.git("rev-list", "--all")
    fold_repo.git("bisect", "start", "HEAD", "HEAD~4")
    done = fold_repo.git("bisect", "run", "sh", "-c", "! test -f src/c.py")
    assert f"{fold_repo.head('main~1')} is the first bad commit" in done
    assert_clean(fold_repo)
    fold_repo.git("bisect", "reset")
    assert folds(fold_repo) == before
    assert fold_repo.git("rev-list", "--all") == history
    assert_once(fold_repo, "abcd")
    assert_clean(fold_repo)


def test_a_commit_while_bisecting_waits(fold_repo: FoldRepo) -> None:
    for letter in "ab":
        fold_repo.work(letter)
    fold_repo.git("bisect", "start", "HEAD", "HEAD~2")
    fold_repo.work("c", words="Learnt c")
    assert_untouched(fold_repo)
    assert_clean(fold_repo)
    fold_repo.git("checkout", "-q", "-b", "kept")
    fold_repo.git("bisect", "reset", "kept")
    fold_repo.work("d", words="Learnt d")
    assert_folded(fold_repo, "cd", ["Learnt c", "Learnt d"])
    assert_clean(fold_repo)
