"""Edits of files reach the commit, and all else in the commit stays as it is."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from chrono_git.errors import MissingObjectError, RepositoryError
from chrono_git.repo.fold import why_not
from chrono_git.repo.stream import Git
from tests.gitkit import Repo
from tests.repo.fold_kit import (
    GUIDE,
    LOG,
    TEXT,
    TICKED,
    committed,
    entry,
    folded,
    run,
    state,
    status,
    ticks,
    with_guide,
)


@pytest.fixture
def guided(repo: Repo) -> Repo:
    """A repository with a guide and another file, committed."""
    return with_guide(repo)


def test_a_clean_state_stays_clean(guided: Repo) -> None:
    parent = guided.head("HEAD~1")
    folded(guided, ticks(), entry())
    assert (committed(guided), committed(guided, LOG)) == (TICKED, "# log\n- learnt\n")
    assert guided.at(GUIDE).read_text() == TICKED
    assert (status(guided), guided.head("HEAD~1")) == ("", parent)
    # Neither git nor the next hook has to read them again.
    assert guided.git("diff-files", "--name-only") == ""
    assert guided.git("fsck", "--strict", "--no-dangling") == ""


def test_the_reflog_says_so_and_the_branch_moves(guided: Repo) -> None:
    before = guided.head()
    folded(guided)
    assert guided.git("reflog", "-1", "--format=%gs") == "chrono-git: folded"
    assert guided.git("reflog", "-1", "--format=%gs", "main") == "chrono-git: folded"
    assert guided.head("main") == guided.head()
    assert guided.head("HEAD@{1}") == before


def test_a_detached_head(guided: Repo) -> None:
    before = guided.head()
    guided.git("checkout", "-q", "--detach")
    folded(guided)
    assert guided.head("main") == before


def test_twice_changes_nothing(guided: Repo) -> None:
    folded(guided)
    before = state(guided)
    outcome = run(guided)
    assert (outcome.commit, outcome.left, outcome.skipped) == (None, "", ())
    assert state(guided) == before


def test_the_first_commit(repo: Repo) -> None:
    repo.commit("guide", files={GUIDE: TEXT})
    folded(repo)
    assert committed(repo) == TICKED
    assert repo.git("rev-list", "--count", "HEAD") == "1"


@pytest.mark.parametrize("kind", ["sha1", "sha256"])
def test_object_formats(tmp_path: Path, kind: str) -> None:
    repo = Repo(tmp_path / "it", f"--object-format={kind}")
    repo.commit("guide", files={GUIDE: TEXT, "docs/a": "", "docs/guide.md.d/x": "", "docs/guide-md": ""})
    folded(repo, ticks(), entry("docs/deep/LOG.md"))
    assert (status(repo), repo.git("fsck", "--strict")) == ("", "")


@pytest.mark.parametrize(
    "name", ["a b.md", os.fsdecode(b"\xff/\xfe.md"), "ä.md", '"q".md', "a\nb.md", "*.md", "-x.md"]
)
def test_odd_names(repo: Repo, name: str) -> None:
    repo.commit("guide", files={name: TEXT, "x.md": TEXT})
    folded(repo, ticks(name))
    assert repo.at(name).read_text() == TICKED
    assert (status(repo), committed(repo, "x.md")) == ("", TEXT)


HEADERS = {
    "plain": (b"A <a@b> 7 +0000", [], b"subject\n"),
    "encoding": (b"J\xf6rg <j@b> 7 +0000", [b"encoding ISO-8859-1"], b"\xfcber\n"),
    "other headers": (b"A <a@b> 7 +0000", [b"HG:extra rebase_source:1", b"x-long a", b"  b"], b"subject\n"),
    "no line break": (b"A <a@b> 7 +0000", [], b"subject"),
    "no message": (b"A <a@b> 7 +0000", [], b""),
    "blank lines": (b"A <a@b> 7 +0000", [], b"\n\n  subject  \n\n\n#x\n"),
    "carriage returns": (b"A <a@b> 7 +0000", [], b"subject\r\n\r\nbody\r\n"),
    "looks like headers": (b"A <a@b> 7 +0000", [], b"s\n\ngpgsig x\nparent 1\nparent 2\ntree 1\n"),
    "no name": (b" <> 7 -0000", [], b"subject\n"),
    "odd date": (b"A <a@b> 7 +9999", [], b"subject\n"),
    "no date": (b"A <a@b>", [], b"subject\n"),
}  # fmt: skip


def raw_commit(repo: Repo, author: bytes, more: list[bytes], message: bytes, parents: int = 1) -> bytes:
    tree, parent = repo.git("rev-parse", "HEAD^{tree}").encode(), repo.head().encode()
    headers = [
        b"tree " + tree,
        *[b"parent " + parent] * parents,
        b"author " + author,
        b"committer C <c@d> 9 -0130",
    ]
    raw = b"\n".join([*headers, *more, b"", message])
    oid = repo.git("hash-object", "-t", "commit", "-w", "--literally", "--stdin", input=raw)
    repo.git("update-ref", "HEAD", oid)
    return raw


@pytest.mark.parametrize("name", HEADERS)
def test_everything_but_the_tree_stays_byte_for_byte(guided: Repo, name: str) -> None:
    raw = raw_commit(guided, *HEADERS[name])
    assert why_not(raw) == ""
    folded(guided)
    made = Git(str(guided.path)).run("cat-file", "commit", "HEAD")
    assert made.partition(b"\n")[2] == raw.partition(b"\n")[2]
    assert made != raw
    assert (committed(guided), status(guided)) == (TICKED, "")


@pytest.mark.parametrize(
    ("more", "parents", "why"),
    [
        (
            [b"gpgsig -----BEGIN PGP SIGNATURE-----", b" ", b" x", b" -----END PGP SIGNATURE-----"],
            1,
            "signed",
        ),
        ([b"gpgsig-sha256 -----BEGIN SSH SIGNATURE-----", b" x"], 1, "signed"),
        ([], 2, "a merge"),
        ([], 3, "a merge"),
        ([b"mergetag object " + b"1" * 40, b" type commit"], 2, "a merge"),
    ],
)
def test_merges_and_signed_commits_are_left(guided: Repo, more: list[bytes], parents: int, why: str) -> None:
    raw_commit(guided, b"A <a@b> 7 +0000", more, b"subject\n", parents)
    before = state(guided)
    outcome = run(guided)
    assert (outcome.commit, outcome.left) == (None, f"the commit is {why}")
    assert state(guided) == before


def test_a_linked_work_tree(guided: Repo, tmp_path: Path) -> None:
    guided.git("worktree", "add", "-q", "-b", "side", str(tmp_path / "linked"))
    linked, before = Repo(tmp_path / "linked", init=False), state(guided)
    folded(linked)
    assert (committed(linked), status(linked)) == (TICKED, "")
    assert state(guided) == before
    assert linked.head("side") != guided.head("main")


def test_a_submodule(guided: Repo, tmp_path: Path) -> None:
    outer = Repo(tmp_path / "outer")
    outer.git("submodule", "--quiet", "add", f"file://{guided.path}", "inner")
    inner = Repo(outer.at("inner"), init=False)
    folded(inner)
    assert (committed(inner), status(inner)) == (TICKED, "")


@pytest.mark.parametrize("kind", ["--cone", "--no-cone", "--sparse-index"])
def test_a_sparse_checkout(guided: Repo, kind: str) -> None:
    guided.commit("src", files={"src/a": "", "far/away/x": ""})
    shape = ["--cone", "--sparse-index"] if kind == "--sparse-index" else [kind]
    guided.git("sparse-checkout", "set", *shape, "src")
    assert not guided.at("docs").exists()
    folded(guided, ticks(), entry())
    assert (committed(guided), committed(guided, LOG), status(guided)) == (TICKED, "# log\n- learnt\n", "")
    assert not guided.at("docs").exists()
    folded(guided, entry("far/away/LOG.md"))
    assert status(guided) == ""
    guided.git("sparse-checkout", "disable")
    assert guided.at(GUIDE).read_text() == TICKED
    assert status(guided) == ""


@pytest.mark.parametrize("kept", ["tree:0", "blob:none"])
def test_a_partial_clone_that_lacks_what_is_needed(guided: Repo, tmp_path: Path, kept: str) -> None:
    guided.git("config", "uploadpack.allowFilter", "true")
    clone = guided.clone(tmp_path / "partial", f"--filter={kept}", "--no-checkout")
    objects, head = clone.git("count-objects", "-v"), clone.head()
    with pytest.raises(RepositoryError) as caught:
        run(clone)
    assert isinstance(caught.value, MissingObjectError) == (kept == "tree:0")
    assert "not in this clone" in caught.value.message
    assert caught.value.hint
    assert clone.git("count-objects", "-v") == objects
    assert (clone.head(), list(clone.path.iterdir())) == (head, [clone.at(".git")])


def test_a_partial_clone_that_has_what_is_needed(guided: Repo, tmp_path: Path) -> None:
    guided.commit("far", files={"far/away": "far\n"})
    guided.git("config", "uploadpack.allowFilter", "true")
    clone = guided.clone(tmp_path / "partial", "--filter=blob:none", "--no-checkout")
    clone.git("sparse-checkout", "set", "docs")
    clone.git("checkout", "-q", "main")
    clone.commit("more", files={GUIDE: TEXT + "- [ ] three\n"})
    folded(clone)
    assert "[ ]" not in committed(clone)
    assert status(clone) == ""
    assert clone.git("ls-tree", "HEAD", "far/away")


def test_a_shallow_clone(guided: Repo, tmp_path: Path) -> None:
    clone = guided.clone(tmp_path / "shallow", "--depth=1")
    folded(clone)
    assert (committed(clone), status(clone)) == (TICKED, "")
    assert clone.git("rev-parse", "--is-shallow-repository") == "true"


def test_another_index_than_usual(guided: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    """GIT_INDEX_FILE is what git itself works on: prek #2505."""
    index = str(guided.at(".git/other-index"))
    guided.git("read-tree", "HEAD", env={"GIT_INDEX_FILE": index})
    usual = guided.at(".git/index").read_bytes()
    monkeypatch.setenv("GIT_INDEX_FILE", index)
    folded(guided)
    assert status(guided) == ""
    assert guided.at(".git/index").read_bytes() == usual
