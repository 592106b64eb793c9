"""What one fold leaves for the next: nothing is forgotten, whatever stood in the way."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from chrono_git.app.fold import Folded, fold_head
from chrono_git.errors import ChronoError, RepositoryError
from chrono_git.repo.location import locate
from tests.app.kit import FIRST, GUIDE, SECOND, TEXT
from tests.gitkit import Repo

LOG = "IMPLEMENTATION_LOG.md"
LEARNT = "x\n\nChrono-Learning: it\n"


def fold(repo: Repo, *, hindrance: str = "") -> Folded:
    location = locate(str(repo.path))
    assert location.head is not None
    parents = repo.git("rev-parse", "HEAD^@").split()
    return fold_head(location, location.head, parents, hindrance=hindrance)


def ticked(repo: Repo) -> list[str]:
    """The numbers of the ticked items of HEAD's guide."""
    text = repo.git("cat-file", "blob", f"HEAD:{GUIDE}")
    return [line[6:9] for line in text.split("\n") if line.startswith("- [x] ")]


@pytest.fixture(autouse=True)
def guide(repo: Repo) -> None:
    repo.commit("guide", files={GUIDE: TEXT})


def locked_index(repo: Repo) -> Callable[[], None]:
    return repo.write(".git/index.lock").unlink


def full_store(repo: Repo) -> Callable[[], None]:
    """Nothing can be written among the objects any more."""
    kept = repo.at(".git/kept")
    repo.at(".git/objects").rename(kept)
    repo.write(".git/objects/info/alternates", f"{kept}\n")
    (repo.at(".git/objects") / "pack").mkdir()
    new = repo.git("hash-object", "--stdin", input=TEXT.replace("[ ] 1.1", "[x] 1.1"))
    return repo.write(f".git/objects/{new[:2]}", "no folder").unlink


@pytest.mark.parametrize("hinder", [locked_index, full_store])
def test_a_fold_that_fails_is_made_up_for(repo: Repo, hinder: Callable[[Repo], Callable[[], None]]) -> None:
    """Even the first of all, when nothing was remembered yet."""
    repo.commit(LEARNT, files={"src/first.py": FIRST})
    free = hinder(repo)
    with pytest.raises(ChronoError):
        fold(repo)
    free()
    repo.commit("second", files={"src/second.py": SECOND})
    fold(repo)
    assert ticked(repo) == ["1.1", "1.2"]
    assert repo.git("cat-file", "blob", f"HEAD:{LOG}").count("- it <!--") == 1
    assert repo.git("status", "--porcelain") == ""


@pytest.mark.parametrize("content", [b"\0", "# Log\n".encode("utf-16"), b"<<<<<<< a\n=======\n>>>>>>> b\n"])
def test_a_log_that_cannot_be_written_keeps_no_tick_back(repo: Repo, content: bytes) -> None:
    repo.commit(LEARNT, files={"src/first.py": FIRST, LOG: content})
    folded = fold(repo)
    assert folded.commit == repo.head()
    [(path, why)] = folded.skipped
    assert (path, bool(why)) == (LOG, True)
    assert ticked(repo) == ["1.1"]
    repo.commit("a log that can", files={LOG: "# Log\n"})
    folded = fold(repo)
    assert folded.skipped == ()
    assert "- it <!--" in repo.git("cat-file", "blob", f"HEAD:{LOG}")


def test_a_guide_that_cannot_be_ticked_keeps_no_learning_back(repo: Repo) -> None:
    repo.commit("guide", files={GUIDE: TEXT.encode("utf-16")})
    fold(repo)
    repo.commit(LEARNT, files={"src/first.py": FIRST})
    folded = fold(repo)
    assert [path for path, _ in folded.skipped] == [GUIDE]
    assert "UTF-8" in folded.skipped[0][1]
    assert "- it <!--" in repo.git("cat-file", "blob", f"HEAD:{LOG}")
    assert [one.gained for one in folded.moved] == [(("Create `src/first.py`", "src/first.py"),)]


def test_what_was_hindered_is_told_once_and_written_later(repo: Repo) -> None:
    repo.commit(LEARNT, files={"src/first.py": FIRST})
    commit = repo.head()
    folded = fold(repo, hindrance="it came by a merge")
    assert (folded.commit, folded.left, repo.head()) == (None, "it came by a merge", commit)
    assert [(one.done, len(one.gained)) for one in folded.moved] == [(1, 1)]
    repo.commit("second", files={"src/second.py": SECOND})
    folded = fold(repo)
    assert [(one.done, [path for _, path in one.gained]) for one in folded.moved] == [(2, ["src/second.py"])]
    assert ticked(repo) == ["1.1", "1.2"]


def test_nothing_to_write(repo: Repo) -> None:
    repo.commit("other", files={"README": ""})
    commit = repo.head()
    assert fold(repo) == Folded(())
    assert repo.head() == commit


def test_state_that_was_damaged_or_deleted(repo: Repo) -> None:
    repo.commit("first", files={"src/first.py": FIRST})
    fold(repo)
    for name in ("settled", "plan", "told"):
        repo.write(f".git/chrono-git/{name}", b"\0\xff" * 100)
    repo.commit("second", files={"src/second.py": SECOND})
    fold(repo)
    assert ticked(repo) == ["1.1", "1.2"]


def test_a_repository_that_lacks_what_is_needed(repo: Repo) -> None:
    repo.commit("first", files={"src/first.py": FIRST})
    tree = repo.git("rev-parse", "HEAD:src")
    repo.at(f".git/objects/{tree[:2]}/{tree[2:]}").unlink()
    with pytest.raises(RepositoryError):
        fold(repo)
    assert repo.at(GUIDE).read_text() == TEXT
