"""What is not to be written is left, and where something is in the way nothing is touched."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from chrono_git.errors import ChronoError, RepositoryError
from chrono_git.repo.fold import Edit
from tests.gitkit import Repo
from tests.repo.fold_kit import (
    ENTRY,
    GUIDE,
    LOG,
    TEXT,
    TICKED,
    committed,
    entry,
    folded,
    run,
    staged,
    state,
    status,
    ticked,
    ticks,
    with_guide,
)


@pytest.fixture
def guided(repo: Repo) -> Repo:
    """A repository with a guide and another file, committed."""
    return with_guide(repo)


def hinder_untracked(repo: Repo) -> None:
    repo.write(LOG, "mine\n")


def hinder_by_a_loose_link(repo: Repo) -> None:
    repo.at(LOG).symlink_to("nowhere")


def hinder_ignored(repo: Repo) -> None:
    repo.write(".git/info/exclude", "*LOG*\n")


def hinder_staged(repo: Repo) -> None:
    repo.write(LOG, "mine\n")
    repo.git("add", LOG)


def hinder_meant(repo: Repo) -> None:
    repo.write(LOG, "mine\n")
    repo.git("add", "-N", LOG)


def hinder_by_a_link(repo: Repo) -> None:
    repo.at(LOG).symlink_to("other")
    repo.commit("link")


def hinder_by_a_folder(repo: Repo) -> None:
    repo.commit("folder", files={f"{LOG}/file": ""})


def hinder_by_a_module(repo: Repo) -> None:
    inner = Repo(repo.at(LOG))
    inner.commit("inner", files={"x": ""})
    repo.commit("module")


def hinder_by_a_filter(repo: Repo) -> None:
    repo.git("config", "filter.crypt.clean", "tr a-z n-za-m")
    repo.commit("filter", files={".gitattributes": f"*.md text filter=crypt\n{GUIDE} !filter\n"})


@pytest.mark.parametrize(
    ("hinder", "why"),
    [
        (hinder_by_a_filter, "a filter is between git and the file: add it once by hand"),
        (hinder_untracked, "git does not track it"),
        (hinder_by_a_loose_link, "git does not track it"),
        (hinder_ignored, "git ignores it"),
        (hinder_staged, "it is staged"),
        (hinder_meant, "it is staged"),
        (hinder_by_a_link, "it is a link or no file: replace it by a regular file"),
        (hinder_by_a_folder, "it is a link or no file: replace it by a regular file"),
        (hinder_by_a_module, "it is a link or no file: replace it by a regular file"),
    ],
)
def test_one_is_skipped_and_the_others_are_folded(
    guided: Repo, hinder: Callable[[Repo], None], why: str
) -> None:
    hinder(guided)
    before, tree = status(guided), guided.git("ls-tree", "-r", "HEAD", "--", LOG)
    outcome = run(guided, entry(), ticks())
    assert outcome.commit == guided.head()
    [(path, said)] = outcome.skipped
    assert (path, why in said) == (LOG, True)
    assert (committed(guided), status(guided)) == (TICKED, before)
    assert guided.git("ls-tree", "-r", "HEAD", "--", LOG) == tree


@pytest.mark.parametrize("kind", ["file", "link", "module"])
def test_what_stands_in_place_of_a_folder_stays(guided: Repo, kind: str) -> None:
    """A folder put in its place would take it out of the commit."""
    if kind == "file":
        guided.write("place", "content\n")
    elif kind == "link":
        guided.at("place").symlink_to("docs")
    else:
        Repo(guided.at("place")).commit("inner", files={"x": ""})
    guided.commit("in the way")
    tree = guided.git("ls-tree", "HEAD", "place")
    outcome = run(guided, ticks(), entry("place/LOG.md"), entry("place/deep/LOG.md"))
    assert outcome.commit == guided.head()
    assert [path for path, _ in outcome.skipped] == ["place/LOG.md", "place/deep/LOG.md"]
    assert (guided.git("ls-tree", "HEAD", "place"), committed(guided), status(guided)) == (tree, TICKED, "")


def test_an_edit_that_cannot_be_made_in_the_commit(guided: Repo) -> None:
    def refuse(_: bytes | None) -> bytes:
        raise ChronoError("no place is certain", path=LOG)

    outcome = run(guided, Edit(LOG, refuse, lambda _, other: other), ticks())
    assert outcome.commit == guided.head()
    assert outcome.skipped == ((LOG, "no place is certain"),)
    assert (committed(guided), status(guided)) == (TICKED, "")
    outcome = run(guided, Edit(LOG, refuse, lambda _, other: other))
    assert (outcome.commit, outcome.left, len(outcome.skipped)) == (None, "", 1)


@pytest.mark.parametrize("where", ["index", "disk"])
def test_an_edit_that_cannot_be_made_in_what_the_user_has(guided: Repo, where: str) -> None:
    guided.commit("log", files={LOG: "# log\n"})
    guided.write(LOG, "mine\n")
    if where == "index":
        guided.git("add", "-A")
        guided.write(LOG, "# log\n")

    def refuse(_: bytes | None, other: bytes) -> bytes:
        if other == b"mine\n":
            raise ChronoError("no place is certain", path=LOG, line=3, hint="make one")
        return other + ENTRY

    outcome = run(guided, ticks(), Edit(LOG, entry().make, refuse))
    assert outcome.commit == guided.head()
    assert outcome.skipped == ((LOG, "line 3: no place is certain (make one)"),)
    assert (committed(guided), committed(guided, LOG)) == (TICKED, "# log\n- learnt\n")
    assert guided.at(LOG).read_text() == ("mine\n" if where == "disk" else "# log\n- learnt\n")
    assert staged(guided, LOG) == ("mine\n" if where == "index" else "# log\n- learnt\n")
    assert guided.at(GUIDE).read_text() == TICKED


@pytest.mark.parametrize("kind", ["link", "folder", "pipe", "a link above"])
def test_what_lies_on_the_disk_instead(guided: Repo, tmp_path: Path, kind: str) -> None:
    guided.commit("log", files={LOG: "# log\n"})
    place = guided.at(GUIDE)
    place.unlink()
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/guide.md").write_text(TEXT)
    if kind == "link":
        place.symlink_to(tmp_path / "outside/guide.md")
    elif kind == "folder":
        place.mkdir()
    elif kind == "pipe":
        os.mkfifo(place)
    else:
        place.parent.rmdir()
        place.parent.symlink_to(tmp_path / "outside")
    before = state(guided)
    with pytest.raises(ChronoError) as caught:
        run(guided, entry(), ticks())
    assert caught.value.path == GUIDE
    assert state(guided) == before
    assert (tmp_path / "outside/guide.md").read_text() == TEXT


def test_a_path_into_the_git_directory(guided: Repo) -> None:
    before = state(guided)
    for path in (".git/hooks/post-checkout", "docs/.git/config", "../out", "/out"):
        with pytest.raises(ChronoError):
            run(guided, entry(path), ticks())
    assert state(guided) == before
    assert not guided.at(".git/hooks/post-checkout").exists()


def test_head_moves_meanwhile(guided: Repo) -> None:
    commit = guided.head()

    def moving(text: bytes | None) -> bytes:
        guided.git("commit", "-q", "--allow-empty", "-m", "somebody else", env=guided.dates())
        return ticked(text or b"")

    outcome = run(guided, Edit(GUIDE, moving, ticks().alike), commit=commit)
    assert outcome.commit is None
    assert outcome.left == "HEAD moved meanwhile"
    assert guided.git("log", "-1", "--format=%s") == "somebody else"
    assert guided.head("HEAD~1") == commit
    # The edits wait for the next commit.
    assert (status(guided), staged(guided)) == ("M  docs/guide.md", TICKED)


def test_the_branch_goes_away_meanwhile(guided: Repo) -> None:
    commit = guided.head()

    def removing(text: bytes | None) -> bytes:
        guided.git("update-ref", "-d", "refs/heads/main")
        return ticked(text or b"")

    outcome = run(guided, Edit(GUIDE, removing, ticks().alike), commit=commit)
    assert (outcome.commit, outcome.left) == (None, "HEAD moved meanwhile")


@pytest.mark.parametrize("obstacle", ["a lock", "a hook"])
def test_the_branch_cannot_be_moved(guided: Repo, obstacle: str) -> None:
    commit = guided.head()
    if obstacle == "a lock":
        guided.write(".git/refs/heads/main.lock")
    else:
        hook = guided.write(".git/hooks/reference-transaction", '#!/bin/sh\nexec test "$1" != prepared\n')
        hook.chmod(0o755)
    outcome = run(guided)
    assert (outcome.commit, guided.head()) == (None, commit)
    assert outcome.left.startswith("the branch could not be moved: git update-ref: ")
    assert ("main.lock" if obstacle == "a lock" else "hook") in outcome.left
    # The edits wait for the next commit.
    assert (status(guided), staged(guided)) == ("M  docs/guide.md", TICKED)


def test_the_index_is_held_by_another_git(guided: Repo) -> None:
    guided.write(".git/index.lock")
    before = state(guided)
    with pytest.raises(RepositoryError, match="locked"):
        run(guided)
    assert state(guided) == before


def test_the_index_is_let_go(guided: Repo) -> None:
    lock = guided.write(".git/index.lock")

    def removing(_: bytes | None) -> bytes:
        # After a while, and by another process, as an editor's `git status` does.
        os.posix_spawn("/bin/sh", ["sh", "-c", f"sleep 0.05; rm '{lock}'"], os.environ)
        return TICKED.encode()

    folded(guided, Edit(GUIDE, removing, ticks().alike))
    assert status(guided) == ""
    os.wait()


def test_two_folds_at_once(guided: Repo) -> None:
    workshop = guided.at(".git/chrono-git")
    workshop.mkdir()
    before = state(guided)
    with open(workshop / "fold.lock", "w") as file:  # noqa: PTH123
        fcntl.flock(file, fcntl.LOCK_EX)
        outcome = run(guided)
    assert (outcome.commit, "folding" in outcome.left) == (None, True)
    assert state(guided) == before
    folded(guided)


def test_the_user_saves_meanwhile(guided: Repo) -> None:
    guided.write(GUIDE, "mine\n" + TEXT)
    saved: list[Path] = []

    def saving(_: bytes | None, other: bytes) -> bytes:
        if len(saved) < 2:
            saved.append(guided.write(GUIDE, f"mine {len(saved)}\n" + TEXT))
        return ticked(other)

    folded(guided, Edit(GUIDE, ticks().make, saving))
    assert guided.at(GUIDE).read_text() == "mine 1\n" + TICKED
    assert committed(guided) == TICKED


def test_the_user_saves_all_the_time(guided: Repo) -> None:
    guided.write(GUIDE, "mine\n" + TEXT)

    def saving(_: bytes | None, other: bytes) -> bytes:
        guided.write(GUIDE, other + b"more\n")
        return ticked(other)

    commit = guided.head()
    with pytest.raises(ChronoError, match="all the time"):
        run(guided, Edit(GUIDE, ticks().make, saving))
    assert guided.head() == commit
    assert "[x]" not in guided.at(GUIDE).read_text()


@pytest.mark.parametrize("obstacle", ["a file", "a folder for the lock"])
def test_no_place_to_work(guided: Repo, obstacle: str) -> None:
    if obstacle == "a file":
        guided.write(".git/chrono-git", "")
    else:
        guided.at(".git/chrono-git/fold.lock").mkdir(parents=True)
    before = state(guided)
    with pytest.raises(ChronoError) as caught:
        run(guided)
    assert caught.value.hint
    assert state(guided) == before


def test_no_room_for_objects(guided: Repo) -> None:
    new = guided.git("hash-object", "--stdin", input=TICKED)
    guided.write(f".git/objects/{new[:2]}", "no folder")
    before = state(guided)
    with pytest.raises(RepositoryError):
        run(guided)
    assert state(guided) == before
