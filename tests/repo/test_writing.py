"""Objects and trees are those that git itself would make, in both object formats."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from chrono_git.errors import MissingObjectError, RepositoryError
from chrono_git.repo.stream import Git, ObjectReader
from chrono_git.repo.writing import ObjectWriter, Trees
from tests.gitkit import EPOCH, Repo

# The size of a packed object is told in four bits, and seven more for each byte that follows.
BORDERS = [edge + step for edge in (1 << 4, 1 << 11, 1 << 18) for step in (-1, 0)]
KINDS = {"100644": "blob", "100755": "blob", "120000": "blob", "40000": "tree", "160000": "commit"}

Tree = dict[bytes, tuple[bytes, bytes]]


@pytest.fixture(params=["sha1", "sha256"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Repo:
    return Repo(tmp_path / "store", f"--object-format={request.param}")


def object_format(repo: Repo) -> str:
    return repo.git("rev-parse", "--show-object-format")


def writer_of(repo: Repo) -> ObjectWriter:
    return ObjectWriter(Git(str(repo.path)), object_format(repo))


def stored(repo: Repo, oid: bytes, kind: str) -> bytes:
    return Git(str(repo.path)).run("cat-file", kind, oid.decode())


def hashed(repo: Repo, content: bytes) -> bytes:
    return repo.git("hash-object", "--stdin", "-w", input=content).encode()


@pytest.mark.parametrize("size", [0, 1, *BORDERS])
def test_a_blob_of_any_size(store: Repo, size: int) -> None:
    content = (b"\0 any bytes \xff\n" * (size // 8 + 1))[:size]
    writer = writer_of(store)
    oid = writer.add(b"blob", content)
    assert writer.made(oid) == content
    writer.write()
    assert stored(store, oid, "blob") == content
    assert oid.decode() == store.git("hash-object", "--stdin", input=content)


def test_a_blob_of_some_megabytes(repo: Repo) -> None:
    writer = writer_of(repo)
    sizes = {writer.add(b"blob", bytes(size)): size for size in ((1 << 25) - 1, 1 << 25)}
    writer.write()
    for oid, size in sizes.items():
        assert repo.git("cat-file", "-s", oid.decode()) == str(size)


def test_many_objects_of_all_kinds_at_once(store: Repo) -> None:
    head = store.commit("first", files={"a": "a", "b/c": "c"})
    git, writer = Git(str(store.path)), writer_of(store)
    blobs = [writer.add(b"blob", b"%d" % number) for number in range(300)]
    assert writer.add(b"blob", b"7") == blobs[7]
    with ObjectReader(git) as reader:
        trees = Trees(reader, store.git("rev-parse", "HEAD^{tree}").encode(), len(head) // 2)
        root = trees.replaced({b"many/%d" % at: (b"100644", one) for at, one in enumerate(blobs)}, writer)
    raw = git.run("cat-file", "commit", head)
    commit = writer.add(b"commit", b"tree %b\n%b" % (root, raw.partition(b"\n")[2]))
    writer.write()
    writer.write()
    assert store.git("fsck", "--strict", "--no-dangling", "--no-reflogs") == ""
    store.git("update-ref", "HEAD", commit.decode())
    assert store.git("ls-tree", "-r", "--name-only", "HEAD").split("\n") == sorted(
        ["a", "b/c", *(f"many/{number}" for number in range(300))]
    )
    assert store.git("log", "-1", "--format=%an %at %s") == f"Ada Author {EPOCH} first"


def test_nothing_to_write_starts_nothing(tmp_path: Path) -> None:
    ObjectWriter(Git(str(tmp_path / "nowhere")), "sha1").write()


def test_a_store_that_cannot_be_written(repo: Repo) -> None:
    writer = writer_of(repo)
    oid = writer.add(b"blob", b"content").decode()
    repo.write(f".git/objects/{oid[:2]}", "no folder")
    with pytest.raises(RepositoryError) as caught:
        writer.write()
    assert caught.value.hint


def nested(names: st.SearchStrategy[bytes]) -> st.SearchStrategy[dict[bytes, object]]:
    leaves = st.sampled_from(["100644", "100755", "120000", "160000"])
    return st.recursive(
        st.dictionaries(names, leaves, max_size=6),
        lambda inner: st.dictionaries(names, leaves | inner, max_size=5),
        max_leaves=8,
    )


# Names that stand in another order as a folder than as a file, and such as no encoding knows.
NAMES = st.sampled_from(
    [b"a", b"a.b", b"a-", b"a0", b"a/b".replace(b"/", b"\\"), b"A", b"ab", b"\xff", b"\xc3\xa4", b" ", b"\n",
     b"\t", b'"', b"a b", b"...", b"-", b"--help", b":(top)", b"*", b"\x01", b"a\xe2\x80\xae"]
)  # fmt: skip


def flat(tree: dict[bytes, object], before: bytes = b"") -> dict[bytes, str]:
    """Every file by its path; folders without any are none."""
    found: dict[bytes, str] = {}
    for name, one in tree.items():
        if isinstance(one, dict):
            found |= flat(one, before + name + b"/")
        else:
            found[before + name] = str(one)
    return found


def built(repo: Repo, files: dict[bytes, tuple[str, bytes]]) -> bytes:
    """The tree that git makes of an index with these files."""
    index = {"GIT_INDEX_FILE": str(repo.path / "own-index")}
    (repo.path / "own-index").unlink(missing_ok=True)
    lines = b"".join(b"%b %b\t%b\0" % (mode.encode(), oid, path) for path, (mode, oid) in files.items())
    repo.git("update-index", "-z", "--index-info", input=lines, env=index)
    return repo.git("write-tree", "--missing-ok", env=index).encode()


def without_clashes(files: dict[bytes, tuple[str, bytes]], path: bytes) -> dict[bytes, tuple[str, bytes]]:
    """The files without such as would have to be a folder for `path`, or lie in it."""
    return {
        one: entry
        for one, entry in files.items()
        if one == path or not (path.startswith(one + b"/") or one.startswith(path + b"/"))
    }


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    nested(NAMES), st.lists(st.lists(NAMES, min_size=1, max_size=3).map(b"/".join), min_size=1, max_size=4)
)
@example({}, [b"a"])
@example({b"a": {b"b": "100644"}, b"a.b": "100644", b"a0": "100755"}, [b"a-/b/c", b"a/c", b"a.b"])
@example({b"a": "160000", b"b": "120000"}, [b"a-", b"c/d/e"])
def test_a_tree_with_other_files_is_what_git_writes(
    store: Repo, tree: dict[bytes, object], paths: list[bytes]
) -> None:
    blob, other = hashed(store, b"old"), hashed(store, b"new")
    files = {path: (mode, blob) for path, mode in flat(tree).items()}
    changed: dict[bytes, tuple[str, bytes]] = {}
    for path in paths:
        files, changed = without_clashes(files, path), without_clashes(changed, path)
        changed[path] = (files.get(path, ("100644", b""))[0], other)
    root = built(store, files)
    git, writer = Git(str(store.path)), writer_of(store)
    with ObjectReader(git) as reader:
        trees = Trees(reader, root, len(root) // 2)
        for path, entry in files.items():
            assert trees.find(path) == (entry[0].encode(), entry[1])
            assert trees.find(path + b"/below") is None
        assert trees.find(b"no such file") is None
        made = trees.replaced({path: (mode.encode(), oid) for path, (mode, oid) in changed.items()}, writer)
        assert trees.replaced({}, writer) == root
    writer.write()
    assert made == built(store, files | changed)
    listed = git.run("ls-tree", "-r", "-z", made.decode()).split(b"\0")[:-1]
    assert {line.partition(b"\t")[2] for line in listed} == set(files | changed)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(NAMES, st.sampled_from(sorted(KINDS)), max_size=12))
def test_entries_stand_in_git_s_order(store: Repo, entries: dict[bytes, str]) -> None:
    blob, empty = hashed(store, b""), store.git("mktree", input=b"").encode()
    ids = {"blob": blob, "tree": empty, "commit": b"1" * len(blob)}
    tree = {name: (mode.encode(), ids[KINDS[mode]]) for name, mode in entries.items()}
    asked = b"".join(
        b"%b %b %b\t%b\0" % (mode.zfill(6), KINDS[mode.decode()].encode(), oid, name)
        for name, (mode, oid) in tree.items()
    )
    made = store.git("mktree", "-z", "--missing", input=asked).encode()
    writer = writer_of(store)
    with ObjectReader(Git(str(store.path))) as reader:
        assert Trees(reader, empty, len(empty) // 2).replaced(tree, writer) == made
        assert Trees(reader, made, len(empty) // 2).replaced({}, writer) == made


def test_folders_as_very_old_tools_wrote_them(repo: Repo) -> None:
    """`040000` where git writes `40000`: git-fsck(1), zeroPaddedFilemode."""
    inner = repo.git("mktree", input=f"100644 blob {hashed(repo, b'x').decode()}\tfile\n")
    raw = b"".join(
        b"%b %b\0%b" % (mode, name, bytes.fromhex(oid))
        for mode, name, oid in [(b"100644", b"a.b", hashed(repo, b"x").decode()), (b"040000", b"a", inner)]
    )
    root = repo.git("hash-object", "-t", "tree", "-w", "--literally", "--stdin", input=raw).encode()
    writer = writer_of(repo)
    with ObjectReader(Git(str(repo.path))) as reader:
        trees = Trees(reader, root, 20)
        assert trees.find(b"a/file") == (b"100644", hashed(repo, b"x"))
        made = trees.replaced({b"a/new": (b"100644", hashed(repo, b"x"))}, writer)
    writer.write()
    assert repo.git("ls-tree", "-r", "--name-only", made.decode()).split("\n") == ["a.b", "a/file", "a/new"]


def test_a_tree_that_is_not_here(repo: Repo) -> None:
    with ObjectReader(Git(str(repo.path))) as reader, pytest.raises(MissingObjectError) as caught:
        Trees(reader, b"1" * 40, 20).find(b"a")
    assert caught.value.hint
