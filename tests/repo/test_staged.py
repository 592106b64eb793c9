"""A few entries of the index get another blob; all others, and all flags, stay as they are."""

from __future__ import annotations

import os

import pytest

from chrono_git.errors import RepositoryError
from chrono_git.repo.staged import Staged, read_staged, write_staged
from chrono_git.repo.stream import Git
from tests.gitkit import Repo

ODD = [b"a b", b"\xff.md", "ä".encode(), b'"', b"\n", b"a\tb", b"*", b":(top)x", b"-", b"--help", b"\\"]


@pytest.fixture
def git(repo: Repo) -> Git:
    repo.commit("first", files={"a": "1\n", "b": "2\n", "c/d": "3\n"})
    return Git(str(repo.path))


def read(git: Git, *paths: str) -> dict[str, Staged]:
    found = read_staged(git, paths)
    assert found is not None
    return found


def blob(repo: Repo, content: str | bytes) -> bytes:
    return repo.git("hash-object", "-w", "--stdin", input=content).encode()


def test_what_is_staged(repo: Repo, git: Git) -> None:
    repo.write("x", "#!/bin/sh\n", executable=True)
    repo.git("add", "x")
    found = read(git, "a", "x", "c/d", "no such file")
    assert {path: (one.mode, one.oid) for path, one in found.items()} == {
        "a": (b"100644", blob(repo, "1\n")),
        "x": (b"100755", blob(repo, "#!/bin/sh\n")),
        "c/d": (b"100644", blob(repo, "3\n")),
    }
    assert not any(one.skipped or one.assumed for one in found.values())


def test_names_are_no_patterns(repo: Repo, git: Git) -> None:
    for name in ODD:
        repo.write(name, name)
    repo.git("add", "-A")
    names = [os.fsdecode(name) for name in ODD]
    found = read(git, *names)
    assert set(found) == set(names)
    assert set(read(git, "*")) == {"*"}
    oid = blob(repo, "new")
    write_staged(git, [(name, found[name], oid) for name in names], ())
    assert {one.oid for one in read(git, *names).values()} == {oid}
    assert read(git, "a", "b").keys() == {"a", "b"}


@pytest.mark.parametrize(
    ("options", "skipped", "assumed"),
    [
        ((), False, False),
        (("--skip-worktree",), True, False),
        (("--assume-unchanged",), False, True),
        (("--skip-worktree", "--assume-unchanged"), True, True),
    ],
    ids=str,
)
def test_flags_stay(repo: Repo, git: Git, options: tuple[str, ...], skipped: bool, assumed: bool) -> None:
    for option in options:
        repo.git("update-index", option, "a")
    found = read(git, "a", "b")
    assert (found["a"].skipped, found["a"].assumed) == (skipped, assumed)
    oid, before = blob(repo, "new\n"), repo.git("ls-files", "-v")
    write_staged(git, [("a", found["a"], oid)], ())
    assert read(git, "a")["a"].oid == oid
    assert repo.git("ls-files", "-v") == before


def test_the_mode_stays(repo: Repo, git: Git) -> None:
    repo.git("update-index", "--chmod=+x", "a")
    write_staged(git, [("a", read(git, "a")["a"], blob(repo, "new"))], ())
    assert read(git, "a")["a"].mode == b"100755"


def test_a_new_entry(repo: Repo, git: Git) -> None:
    repo.write("new/file", "new\n")
    write_staged(git, [("new/file", None, blob(repo, "new\n"))], ["new/file"])
    assert repo.git("status", "--porcelain") == "A  new/file"
    assert read(git, "new/file")["new/file"].mode == b"100644"


def stat_data(repo: Repo, path: str) -> str:
    return repo.git("ls-files", "--debug", "-s", "--", path)


def test_others_are_not_looked_at(repo: Repo, git: Git) -> None:
    """A `git add --refresh` of all would take the times of what was merely touched."""
    repo.git("update-index", "--refresh")
    for name in ("a", "b", "c/d"):
        os.utime(repo.at(name), (1, 1))
    before = [stat_data(repo, name) for name in ("b", "c/d")]
    repo.write("a", "new\n")
    write_staged(git, [("a", read(git, "a")["a"], blob(repo, "new\n"))], ["a"])
    assert [stat_data(repo, name) for name in ("b", "c/d")] == before
    # `diff-files` compares times and looks at no content.
    assert repo.git("diff-files", "--name-only").split("\n") == ["b", "c/d"]


def test_only_what_is_unmodified_gets_its_times(repo: Repo, git: Git) -> None:
    repo.write("a", "new\n")
    repo.write("b", "new\n")
    oid = blob(repo, "new\n")
    found = read(git, "a", "b")
    write_staged(git, [("a", found["a"], oid), ("b", found["b"], oid)], ["a"])
    assert repo.git("diff-files", "--name-only") == "b"
    assert repo.git("status", "--porcelain") == "M  a\nM  b"


def test_what_is_called_unmodified_and_is_not(repo: Repo, git: Git) -> None:
    repo.write("a", "somebody was faster\n")
    write_staged(git, [("a", read(git, "a")["a"], blob(repo, "new\n"))], ["a"])
    assert repo.git("status", "--porcelain") == "MM a"
    assert repo.at("a").read_text() == "somebody was faster\n"


def test_nothing_to_write_leaves_the_index_alone(repo: Repo, git: Git) -> None:
    before = repo.at(".git/index").stat()
    write_staged(git, [], ["a"])
    after = repo.at(".git/index").stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_an_index_that_somebody_holds(repo: Repo, git: Git) -> None:
    repo.write(".git/index.lock")
    with pytest.raises(RepositoryError, match=r"^git update-index: .*index\.lock") as caught:
        write_staged(git, [("a", read(git, "a")["a"], blob(repo, "new"))], ())
    assert caught.value.hint
    assert read(git, "a")["a"].oid == blob(repo, "1\n")


def test_a_conflict(repo: Repo, git: Git) -> None:
    repo.branch("other")
    repo.commit("ours", files={"a": "ours\n", "b": "ours\n"})
    repo.checkout("other")
    repo.commit("theirs", files={"a": "theirs\n"})
    with pytest.raises(AssertionError, match="merge"):
        repo.git("merge", "main")
    assert read_staged(git, ["a"]) is None
    assert read_staged(git, ["b", "a"]) is None
    assert read(git, "b")["b"].oid == blob(repo, "ours\n")


def test_only_meant_to_be_added(repo: Repo, git: Git) -> None:
    repo.write("new", "new\n")
    repo.git("add", "-N", "new")
    assert read(git, "new")["new"].oid == blob(repo, "")


@pytest.mark.parametrize("kind", ["--cone", "--no-cone", "--sparse-index"])
def test_in_a_sparse_checkout(repo: Repo, git: Git, kind: str) -> None:
    shape = ["--cone", "--sparse-index"] if kind == "--sparse-index" else [kind]
    repo.git("sparse-checkout", "set", *shape, "c" if kind != "--no-cone" else "/c/")
    repo.git("sparse-checkout", "reapply")
    found = read(git, "a", "c/d")
    assert found["a"].skipped == (kind == "--no-cone")
    oid = blob(repo, "new\n")
    repo.write("c/d", "new\n")
    write_staged(git, [(path, one, oid) for path, one in found.items()], ["c/d"])
    assert read(git, "a")["a"].skipped == found["a"].skipped
    assert repo.git("diff-index", "--cached", "--name-only", "HEAD") == "a\nc/d"
    assert "c/d" not in repo.git("diff-files", "--name-only")


def test_a_folder_that_a_sparse_index_does_not_spell_out(repo: Repo, git: Git) -> None:
    repo.commit("more", files={"far/away/file": "far\n"})
    repo.git("sparse-checkout", "set", "--cone", "--sparse-index", "c")
    found = read(git, "far/away/file")
    assert found["far/away/file"].skipped
    write_staged(git, [("far/away/file", found["far/away/file"], blob(repo, "new\n"))], ())
    assert repo.git("status", "--porcelain") == "M  far/away/file"
    assert not repo.at("far").exists()


def test_what_lies_there_though_it_is_left_out(repo: Repo, git: Git) -> None:
    """git refuses to `add` what is beyond the sparse checkout, even where it is on the disk."""
    repo.git("sparse-checkout", "set", "--no-cone", "/c/")
    repo.write("a", "1\n")
    repo.git("update-index", "--no-skip-worktree", "a")
    found = read(git, "a")
    assert not found["a"].skipped
    repo.write("a", "new\n")
    write_staged(git, [("a", found["a"], blob(repo, "new\n"))], ["a"])
    assert repo.git("diff-index", "--cached", "--name-only", "HEAD") == "a"
    assert "a" not in repo.git("diff-files", "--name-only").split("\n")


def test_another_index(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit("first", files={"a": "1\n"})
    repo.git("read-tree", "HEAD", env={"GIT_INDEX_FILE": str(repo.at("other-index"))})
    monkeypatch.setenv("GIT_INDEX_FILE", str(repo.at("other-index")))
    git = Git(str(repo.path))
    before = repo.at(".git/index").read_bytes()
    write_staged(git, [("a", read(git, "a")["a"], blob(repo, "new"))], ())
    assert read(git, "a")["a"].oid == blob(repo, "new")
    assert repo.at(".git/index").read_bytes() == before


@pytest.mark.parametrize(
    "options", [["--split-index"], ["--index-version", "4"], ["--untracked-cache"]], ids=str
)
def test_other_kinds_of_index(repo: Repo, git: Git, options: list[str]) -> None:
    repo.git("update-index", *options)
    repo.write("a", "new\n")
    write_staged(git, [("a", read(git, "a")["a"], blob(repo, "new\n"))], ["a"])
    assert repo.git("status", "--porcelain") == "M  a"
