"""Snapshots of real repositories, the ordinary and the odd."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from chrono_git.errors import MissingObjectError, RepositoryError
from chrono_git.model import Change, Unreadable
from chrono_git.repo.changes import diff_snapshot, diff_trees
from chrono_git.repo.location import locate
from chrono_git.repo.snapshot import Snapshot, open_snapshot, resolve
from chrono_git.repo.stream import Git, ObjectReader
from tests.gitkit import Repo

Opener = Callable[..., Snapshot]

ODD_NAMES = [
    "with space", 'qu"ote', "back\\slash", "line\nbreak", "tab\there", "carriage\r", '"quoted"', "ünï/文.md",
    b"latin1-\xe9".decode("utf-8", "surrogateescape"), "-option", ":(glob)*", "? marked", "a/b/c/d/e", "*",
]  # fmt: skip


@pytest.fixture
def opened() -> Iterator[Opener]:
    made: list[Snapshot] = []

    def opener(
        repo: Repo, revision: str | None = None, kind: str = "worktree", limit: int = 1000
    ) -> Snapshot:
        git = locate(str(repo.path)).git()
        made.append(open_snapshot(git, revision, "index" if kind == "index" else "worktree", limit=limit))
        return made[-1]

    yield opener
    for snapshot in made:
        snapshot.close()


def oid_of(repo: Repo, content: str | bytes) -> str:
    return repo.git("hash-object", "--stdin", input=content)


def contents(snapshot: Snapshot) -> dict[str, bytes | Unreadable]:
    return dict(snapshot.read_many(snapshot.entries()))


def changed(snapshot: Snapshot, repo: Repo, old: str | None) -> list[tuple[str, str]]:
    git = locate(str(repo.path)).git()
    return [(change.status, change.path) for change in diff_snapshot(git, old, snapshot)]


@pytest.mark.parametrize("form", ["sha1", "sha256"])
@pytest.mark.parametrize("kind", ["commit", "index", "worktree"])
def test_three_states_of_the_same_files(opened: Opener, tmp_path: Path, form: str, kind: str) -> None:
    repo = Repo(tmp_path / "r", f"--object-format={form}")
    repo.write("run.sh", "#!/bin/sh\n", executable=True)
    repo.write("empty")
    repo.at("link").symlink_to("run.sh")
    oid = repo.commit("first", files={"src/a.py": "a = 1\n"})
    snapshot = opened(repo, oid[:9] if kind == "commit" else None, kind)
    assert snapshot.revision == (oid if kind == "commit" else None)
    modes = {path: entry.mode for path, entry in snapshot.entries().items()}
    assert modes == {"empty": "100644", "link": "120000", "run.sh": "100755", "src/a.py": "100644"}
    assert snapshot.entries()["src/a.py"].oid == oid_of(repo, "a = 1\n")
    expected = {"empty": b"", "link": b"run.sh", "run.sh": b"#!/bin/sh\n", "src/a.py": b"a = 1\n"}
    assert contents(snapshot) == expected
    assert snapshot.read("link") == b"run.sh"
    for nothing in ("src", "src/", "./empty", "/empty", "link/x", "", "nothing", "src/../empty"):
        assert snapshot.read(nothing) is None
        assert nothing not in snapshot.entries()
    assert snapshot.ids(["link", "nothing"]) == {"link": oid_of(repo, "run.sh")}
    assert changed(snapshot, repo, oid) == []
    assert [status for status, _ in changed(snapshot, repo, None)] == ["A"] * 4


@pytest.mark.parametrize("form", ["sha1", "sha256"])
def test_work_tree_as_it_is_now(opened: Opener, tmp_path: Path, form: str) -> None:
    repo = Repo(tmp_path / "r", f"--object-format={form}")
    names = (
        "kept",
        "touched",
        "modified",
        "staged",
        "both",
        "deleted",
        "removed",
        "mode",
        "to-link",
        "to-dir",
    )
    oid = repo.commit("first", files={".gitignore": "*.log\n", **{name: f"{name}\n" for name in names}})
    repo.write("staged", "new\n")
    repo.write("both", "one\n")
    repo.write("ignored.log", "x")
    repo.write("staged-new", "x")
    repo.git("add", "staged", "both", "staged-new")
    repo.write("announced", "announced\n")
    repo.git("add", "-N", "announced")
    repo.rm("removed")
    for name in ("modified", "both", "new/deep/file"):
        repo.write(name, f"now {name}\n")
    repo.at("deleted").unlink()
    repo.at("mode").chmod(0o755)
    os.utime(repo.at("touched"), (1, 1))
    repo.at("to-link").unlink()
    repo.at("to-link").symlink_to("/etc/passwd")
    repo.at("to-dir").unlink()
    repo.write("to-dir/inner", "inner\n")
    repo.at("new/link").symlink_to("link")
    repo.write("new/run", executable=True)

    snapshot = opened(repo)
    assert contents(snapshot) == {
        ".gitignore": b"*.log\n", "announced": b"announced\n", "both": b"now both\n", "kept": b"kept\n",
        "mode": b"mode\n", "modified": b"now modified\n", "new/deep/file": b"now new/deep/file\n",
        "new/link": b"link", "new/run": b"", "staged": b"new\n", "staged-new": b"x",
        "to-dir/inner": b"inner\n", "to-link": b"/etc/passwd", "touched": b"touched\n",
    }  # fmt: skip
    modes = {path: entry.mode for path, entry in snapshot.entries().items() if entry.mode != "100644"}
    assert modes == {"mode": "100755", "new/link": "120000", "new/run": "100755", "to-link": "120000"}
    assert snapshot.read("ignored.log") is None
    assert snapshot.read("deleted") is None

    unhashed = {path for path, entry in snapshot.entries().items() if not entry.oid}
    assert unhashed == set(snapshot.entries()) - {".gitignore", "kept", "staged", "staged-new"}
    ids = snapshot.ids(snapshot.entries())
    assert ids["modified"] == oid_of(repo, "now modified\n")
    assert ids["to-link"] == oid_of(repo, "/etc/passwd")
    assert set(ids) == set(snapshot.entries())

    assert changed(snapshot, repo, oid) == [
        ("A", "announced"), ("M", "both"), ("D", "deleted"), ("M", "mode"), ("M", "modified"),
        ("A", "new/deep/file"), ("A", "new/link"), ("A", "new/run"), ("D", "removed"), ("M", "staged"),
        ("A", "staged-new"), ("D", "to-dir"), ("A", "to-dir/inner"), ("T", "to-link"),
    ]  # fmt: skip
    index = opened(repo, kind="index")
    assert changed(index, repo, oid) == [
        ("M", "both"), ("D", "removed"), ("M", "staged"), ("A", "staged-new"),
    ]  # fmt: skip
    assert contents(index)["both"] == b"one\n"
    assert "announced" not in index.entries()
    assert "deleted" in index.entries()


def test_removed_from_the_index_only_is_unchanged_on_disk(repo: Repo, opened: Opener) -> None:
    oid = repo.commit("first", files={"same": "1\n", "other": "1\n"})
    repo.git("rm", "-q", "--cached", "same", "other")
    repo.write("other", "2\n")
    assert changed(opened(repo), repo, oid) == [("M", "other")]
    assert changed(opened(repo, kind="index"), repo, oid) == [("D", "other"), ("D", "same")]


@pytest.mark.parametrize("quote", ["true", "false"])
@pytest.mark.parametrize("kind", ["commit", "index", "untracked", "modified"])
def test_odd_names(repo: Repo, opened: Opener, kind: str, quote: str) -> None:
    repo.git("config", "core.quotePath", quote)
    for number, name in enumerate(ODD_NAMES):
        repo.write(name.encode("utf-8", "surrogateescape"), f"{number}\n")
    if kind != "untracked":
        repo.commit("first")
    if kind == "modified":
        for number, name in enumerate(ODD_NAMES):
            repo.write(name.encode("utf-8", "surrogateescape"), f"{number}\n\n")
    snapshot = opened(repo, "HEAD" if kind == "commit" else None, kind)
    tail = "\n\n" if kind == "modified" else "\n"
    assert contents(snapshot) == {name: f"{number}{tail}".encode() for number, name in enumerate(ODD_NAMES)}
    assert snapshot.ids(ODD_NAMES) == {
        name: oid_of(repo, f"{number}{tail}") for number, name in enumerate(ODD_NAMES)
    }
    assert snapshot.read("*") == f"{ODD_NAMES.index('*')}{tail}".encode()


def test_special_files_are_never_opened(repo: Repo, opened: Opener, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret").write_text("secret\n")
    repo.commit(
        "first", files={"pipe": "x", "socket": "x", "dir/secret": "secret\n", "gone/a": "x", "big": "x"}
    )
    for name in ("pipe", "socket", "dir/secret", "gone/a"):
        repo.at(name).unlink()
    os.mkfifo(repo.at("pipe"))
    os.mkfifo(repo.at("untracked-pipe"))
    repo.at("dir").rmdir()
    repo.at("dir").symlink_to(outside)
    for name, target in (("loop", "loop"), ("a", "b"), ("b", "a"), ("dangling", "nowhere")):
        repo.at(name).symlink_to(target)
    repo.write("big", "x" * 1001)
    here = Path.cwd()
    os.chdir(repo.path)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket")
    os.chdir(here)

    snapshot = opened(repo, limit=1000)
    assert contents(snapshot) == {
        "pipe": Unreadable("not a file but a named pipe"),
        "socket": Unreadable("not a file but a socket"),
        "big": Unreadable("too large: 1001 bytes, and the limit is 1000"),
        "dir": str(outside).encode(),
        "loop": b"loop", "a": b"b", "b": b"a", "dangling": b"nowhere",
    }  # fmt: skip
    assert snapshot.read("dir/secret") is None
    assert "pipe" not in snapshot.ids(snapshot.entries())


def test_file_that_changes_after_the_listing(repo: Repo, opened: Opener, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    for name in ("gone", "linked", "dir/file", "unreadable"):
        repo.write(name, "x")
    snapshot = opened(repo)
    assert len(snapshot.entries()) == 4
    repo.at("gone").unlink()
    repo.at("linked").unlink()
    repo.at("linked").symlink_to(secret)
    repo.at("dir/file").unlink()
    repo.at("dir").rmdir()
    repo.at("dir").symlink_to(tmp_path)
    (tmp_path / "file").write_text("secret")
    assert snapshot.read("gone") is None
    assert snapshot.read("dir/file") is None
    assert snapshot.read("linked") == str(secret).encode()
    assert set(snapshot.ids(snapshot.entries())) == {"linked", "unreadable"}


@pytest.mark.parametrize("kind", ["commit", "index", "worktree"])
def test_large_blobs_are_said_to_be_large(repo: Repo, opened: Opener, kind: str) -> None:
    repo.commit("first", files={"a": "a", "large": "x" * 5000, "z": "z"})
    snapshot = opened(repo, "HEAD" if kind == "commit" else None, kind, limit=4999)
    large = Unreadable("too large: 5000 bytes, and the limit is 4999")
    assert list(snapshot.read_many(["z", "large", "no", "a"])) == [("z", b"z"), ("large", large), ("a", b"a")]
    assert snapshot.read("large") == large


def test_unmodified_files_are_the_blob_whatever_the_filters(repo: Repo, opened: Opener) -> None:
    repo.commit(
        "first", files={".gitattributes": "*.txt text eol=crlf\n", "a.txt": "1\r\n", "b.txt": "2\r\n"}
    )
    repo.write("b.txt", "3\r\n")
    snapshot = opened(repo)
    assert snapshot.read("a.txt") == b"1\n"
    assert snapshot.read("b.txt") == b"3\r\n"
    assert snapshot.ids(["b.txt"]) == {"b.txt": oid_of(repo, "3\n")}


def test_file_systems_where_everything_is_executable(repo: Repo, opened: Opener) -> None:
    repo.git("config", "core.fileMode", "false")
    repo.commit("first", files={"old": "1"})
    repo.write("old", "2", executable=True)
    repo.write("new", "2", executable=True)
    assert {entry.mode for entry in opened(repo).entries().values()} == {"100644"}


def conflicting(repo: Repo) -> str:
    repo.commit("base", files={"both": "1\n", "we-delete": "1\n", "they-delete": "1\n", "clean": "1\n"})
    repo.checkout("other", new=True)
    repo.rm("they-delete")
    repo.commit("theirs", files={"both": "2\n", "we-delete": "2\n", "added": "2\n"})
    repo.checkout("main")
    repo.rm("we-delete")
    ours = repo.commit("ours", files={"both": "3\n", "they-delete": "3\n", "added": "3\n"})
    with pytest.raises(AssertionError):
        repo.merge("other")
    return ours


def test_merge_conflicts(repo: Repo, opened: Opener) -> None:
    ours = conflicting(repo)
    repo.at("added").unlink()
    worktree, index = opened(repo), opened(repo, kind="index")
    assert set(worktree.entries()) == {"both", "we-delete", "they-delete", "clean"}
    assert str(worktree.read("both")).count("<<<<<<<") == 1
    assert worktree.read("we-delete") == b"2\n"
    assert changed(worktree, repo, ours) == [("D", "added"), ("M", "both"), ("A", "we-delete")]
    assert {path for path, entry in index.entries().items() if not entry.oid} == {
        "added", "both", "they-delete", "we-delete",
    }  # fmt: skip
    assert index.read("both") == Unreadable("a merge conflict in the index: it has no content yet")
    assert index.read("clean") == b"1\n"
    git = locate(str(repo.path)).git()
    conflict = next(change for change in diff_snapshot(git, ours, index) if change.path == "both")
    assert (conflict.status, conflict.new_oid) == ("M", "")


def test_no_commit_yet(repo: Repo, opened: Opener) -> None:
    repo.write("a", "1\n")
    assert contents(opened(repo)) == {"a": b"1\n"}
    assert contents(opened(repo, kind="index")) == {}
    assert changed(opened(repo), repo, None) == [("A", "a")]
    with pytest.raises(RepositoryError, match="unknown revision 'HEAD'") as caught:
        opened(repo, "HEAD")
    assert "no commit yet" in caught.value.hint
    assert (locate(str(repo.path)).head, locate(str(repo.path)).branch) == (None, "main")


def test_bare_repository(repo: Repo, opened: Opener, tmp_path: Path) -> None:
    oid = repo.commit("first", files={"a": "1\n"})
    bare = repo.clone(tmp_path / "bare.git", "--bare")
    location = locate(str(bare.path))
    assert (location.root, location.head, location.branch) == (None, oid, "main")
    assert contents(opened(bare, "main")) == {"a": b"1\n"}
    assert list(diff_trees(location.git(), None, oid)) == [
        Change("a", "A", "000000", "100644", "", oid_of(repo, "1\n"))
    ]
    with pytest.raises(RepositoryError, match="no work tree") as caught:
        opened(bare)
    assert "--at" in caught.value.hint


def test_linked_work_tree(repo: Repo, opened: Opener, tmp_path: Path) -> None:
    repo.commit("first", files={"a": "1\n"})
    repo.git("worktree", "add", "-q", "-b", "side", str(tmp_path / "linked"))
    linked = Repo(tmp_path / "linked", init=False)
    linked.write("b", "2\n")
    location = locate(str(linked.path))
    assert location.root == str(linked.path)
    assert location.common_dir == str(repo.path / ".git")
    assert location.git_dir == str(repo.path / ".git/worktrees/linked")
    assert location.branch == "side"
    assert contents(opened(linked)) == {"a": b"1\n", "b": b"2\n"}
    assert contents(opened(repo)) == {"a": b"1\n"}


def test_submodules_are_one_entry(repo: Repo, opened: Opener, tmp_path: Path) -> None:
    inner = Repo(tmp_path / "inner")
    pinned = inner.commit("inner", files={"x": "1\n"})
    repo.git("submodule", "--quiet", "add", f"file://{inner.path}", "libs/inner")
    oid = repo.commit("first", files={"a": "1\n"})
    inside = Repo(repo.at("libs/inner"), init=False)
    inside.write("x", "dirty\n")
    Repo(repo.at("nested")).commit("nested", files={"y": "1\n"})
    for snapshot in (opened(repo, "HEAD"), opened(repo, kind="index"), opened(repo)):
        entry = snapshot.entries()["libs/inner"]
        assert (entry.mode, entry.oid) == ("160000", pinned)
        assert isinstance(snapshot.read("libs/inner"), Unreadable)
        assert "libs/inner/x" not in snapshot.entries()
    assert opened(repo).entries()["nested"].mode == "160000"
    assert changed(opened(repo), repo, oid) == [("A", "nested")]
    location = locate(str(inside.path))
    assert location.root == str(inside.path)
    assert location.git_dir == str(repo.path / ".git/modules/libs/inner")
    assert contents(opened(inside)) == {"x": b"dirty\n"}


def test_sparse_checkout(repo: Repo, opened: Opener) -> None:
    oid = repo.commit("first", files={"in/a": "1\n", "out/b": "2\n", "out/deep/c": "3\n"})
    for arguments in (["--cone"], ["--cone", "--sparse-index"]):
        repo.git("sparse-checkout", "init", *arguments)
        repo.git("sparse-checkout", "set", "in")
        assert not repo.at("out").exists()
        repo.write("in/a", "now\n")
        snapshot = opened(repo)
        assert contents(snapshot) == {"in/a": b"now\n", "out/b": b"2\n", "out/deep/c": b"3\n"}
        assert changed(snapshot, repo, oid) == [("M", "in/a")]
        assert changed(opened(repo, kind="index"), repo, oid) == []


def test_shallow_clone(repo: Repo, opened: Opener, tmp_path: Path) -> None:
    first = repo.commit("first", files={"a": "1\n"})
    repo.commit("second", files={"a": "2\n"})
    assert not locate(str(repo.path)).shallow
    shallow = repo.clone(tmp_path / "shallow", "--depth=1")
    assert locate(str(shallow.path)).shallow
    assert contents(opened(shallow, "HEAD")) == {"a": b"2\n"}
    for revision in (first, "HEAD~1"):
        with pytest.raises(RepositoryError, match="unknown revision") as caught:
            opened(shallow, revision)
        assert "shallow" in caught.value.hint


@pytest.mark.parametrize("known", [True, False])
def test_partial_clone(repo: Repo, tmp_path: Path, known: bool) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    old = repo.commit("first", files={"a": "old a\n", "b": "same\n", "c": "old c\n", "d": "same\n"})
    repo.commit("second", files={"a": "new a\n", "c": "new c\n"})
    partial = repo.clone(tmp_path / "partial", "--filter=blob:none")
    location = locate(str(partial.path))
    assert location.partial
    assert not locate(str(repo.path)).partial
    git = Git(location.top, partial=known)
    missing = Unreadable("not in this clone: the clone is partial, or damaged")
    with open_snapshot(git, old) as snapshot:
        for _ in range(2):
            assert contents(snapshot) == {"a": missing, "b": b"same\n", "c": missing, "d": b"same\n"}
        assert snapshot.read("a") == missing
        assert snapshot.read("b") == b"same\n"
    with open_snapshot(git) as snapshot:
        assert contents(snapshot) == {"a": b"new a\n", "b": b"same\n", "c": b"new c\n", "d": b"same\n"}
    assert [change.path for change in diff_trees(git, old, "HEAD")] == ["a", "c"]
    with ObjectReader(git) as reader:
        names = [f"{old}:{name}".encode() for name in "abcd"]
        assert [kind for _, kind, _ in reader.read_many(names)] == [b"missing", b"blob", b"missing", b"blob"]


def test_clone_without_trees(repo: Repo, opened: Opener, tmp_path: Path) -> None:
    repo.git("config", "uploadpack.allowFilter", "true")
    old = repo.commit("first", files={"a": "1\n"})
    repo.commit("second", files={"a": "2\n"})
    treeless = repo.clone(tmp_path / "treeless", "--filter=tree:0")
    with pytest.raises(MissingObjectError, match="not in this clone"):
        opened(treeless, old).entries()


def test_from_a_subdirectory_and_a_detached_head(repo: Repo, opened: Opener) -> None:
    oid = repo.commit("first", files={"a": "1\n", "sub/dir/b": "2\n"})
    repo.checkout(oid)
    repo.write("sub/dir/new", "3\n")
    location = locate(str(repo.at("sub/dir")))
    assert (location.root, location.branch, location.head) == (str(repo.path), None, oid)
    with open_snapshot(location.git()) as snapshot:
        assert set(snapshot.entries()) == {"a", "sub/dir/b", "sub/dir/new"}


def test_names_that_differ_in_case(repo: Repo, opened: Opener) -> None:
    repo.commit("first", files={"README": "1\n"})
    assert opened(repo, "HEAD").read("readme") is None


def test_nothing_is_written(repo: Repo, opened: Opener) -> None:
    oid = repo.commit("first", files={"a": "1\n", "b": "1\n"})
    os.utime(repo.at("a"), (1, 1))
    repo.write("c", "1\n")

    def state() -> dict[str, tuple[int, int]]:
        return {str(p): (p.lstat().st_mtime_ns, p.lstat().st_size) for p in repo.path.rglob("*")}

    before = state()
    snapshot = opened(repo)
    contents(snapshot)
    snapshot.ids(snapshot.entries())
    changed(snapshot, repo, oid)
    changed(opened(repo, kind="index"), repo, oid)
    assert state() == before


def test_index_that_git_names_to_a_hook(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    oid = repo.commit("first", files={"a": "1\n", "b": "1\n"})
    report = repo.path.parent / "seen"
    repo.write(
        ".git/hooks/pre-commit",
        f"#!/bin/sh\necho \"$GIT_INDEX_FILE\" > '{report}'\n'{sys.executable}' -c '{HOOK}' >> '{report}'\n",
        executable=True,
    )
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    repo.write("a", "2\n")
    repo.write("b", "2\n")
    repo.git("add", "a")
    repo.git("commit", "-q", "-m", "only b", "--", "b")
    named, seen = report.read_text().splitlines()
    assert named.endswith(".lock")
    assert seen == f"[('M', 'b')] {oid}"


HOOK = """
from chrono_git.repo.changes import diff_snapshot
from chrono_git.repo.location import locate
from chrono_git.repo.snapshot import open_snapshot
location = locate(".")
with open_snapshot(location.git(), kind="index") as index:
    changes = diff_snapshot(location.git(), location.head, index)
    print([(change.status, change.path) for change in changes], location.head)
"""

REVISIONS = [
    "-x",
    "--help",
    "--all",
    "nothing",
    "",
    "HEAD..main",
    "HEAD:a",
    "HEAD^{tree}",
    ":/nothing",
    "@{9}",
]


@pytest.mark.parametrize("revision", REVISIONS)
def test_revisions_that_mean_no_commit(repo: Repo, revision: str) -> None:
    repo.commit("first", files={"a": "1\n"})
    with pytest.raises(RepositoryError) as caught:
        resolve(Git(str(repo.path)), revision)
    assert caught.value.hint
    assert type(caught.value) is RepositoryError


@pytest.mark.parametrize(
    "revision", ["HEAD", "main", "v1", "@", ":/first", "HEAD^{/first}", "refs/heads/main", "-x"]
)
def test_revisions_that_mean_one(repo: Repo, revision: str) -> None:
    oid = repo.commit("first commit")
    repo.git("tag", "-a", "-m", "tag", "v1")
    repo.git("update-ref", "refs/heads/-x", oid)
    assert resolve(Git(str(repo.path)), revision) == oid


def test_ambiguous_revision(repo: Repo) -> None:
    seen: dict[str, str] = {}
    for number in range(2000):
        oid = _commit_object(repo, number)
        if oid[:4] in seen:
            with pytest.raises(RepositoryError, match="ambiguous"):
                resolve(Git(str(repo.path)), oid[:4])
            return
        seen[oid[:4]] = oid
    pytest.fail("no two ids began alike")


def _commit_object(repo: Repo, number: int) -> str:
    tree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
    return repo.git("commit-tree", "-m", str(number), tree)


@pytest.mark.parametrize(
    ("path", "message"), [("empty", "not a git repository"), ("nothing", "No such file or directory")]
)
def test_not_a_repository(tmp_path: Path, path: str, message: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(RepositoryError, match=message) as caught:
        locate(str(tmp_path / path))
    assert caught.value.hint


def test_somebody_elses_repository(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(RepositoryError, match="dubious ownership") as caught:
        locate(str(repo.path))
    assert "safe.directory" in caught.value.hint


@pytest.mark.parametrize("name", ["with space", "line\nbreak", "tr\ntrue\n--chrono-git"])
def test_repository_in_an_odd_directory(tmp_path: Path, opened: Opener, name: str) -> None:
    repo = Repo(tmp_path / name)
    repo.commit("first", files={"a": "1\n"})
    location = locate(str(repo.path))
    assert (location.root, location.git_dir) == (str(repo.path), str(repo.path / ".git"))
    assert contents(opened(repo)) == {"a": b"1\n"}


def test_does_without_gitpython_and_the_command_line() -> None:
    code = "import sys, chrono_git.repo.changes, chrono_git.repo.location; print(*sys.modules)"
    command = [sys.executable, "-c", code]
    root = Path(__file__).parents[2]
    loaded = set(subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout.split())
    assert loaded & {"git", "click", "tomlkit", "markdown_it", "subprocess"} == set()
