"""Commits, the versions of files and what messages claim, on histories of every shape."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono_git.cache import Cache
from chrono_git.errors import RepositoryError
from chrono_git.model import Commit
from chrono_git.repo.history import shallow_boundary, versions, walk
from chrono_git.repo.lineage import alike
from chrono_git.repo.rawlog import only, parse
from chrono_git.repo.said import commit_messages, standing
from chrono_git.repo.stream import Git
from tests.gitkit import EPOCH, HOUR, Repo

TASKS = "".join(f"- [ ] T{number:03} something to do, number {number}\n" for number in range(1, 11))


def git(repo: Repo) -> Git:
    return Git(str(repo.path))


def shown(commit: Commit) -> list[str]:
    return [f"{change.status} {change.path}" for change in commit.changes]


def lineage(repo: Repo, path: str, tip: str = "HEAD", store: Cache | None = None) -> list[tuple[str, str]]:
    """(subject of the commit, path then) of each version, oldest first."""
    found = versions(git(repo), repo.head(tip), [path], store=store)[path]
    return [(repo.git("log", "-1", "--format=%s", one.commit), one.path) for one in found]


def test_commits_come_with_what_they_changed(repo: Repo) -> None:
    repo.commit("one", files={"a": "1", "dir/b": "2"})
    repo.write("a", "1", executable=True)
    repo.rm("dir/b")
    second = repo.commit(":two")
    found = list(walk(git(repo), "HEAD"))
    assert [(one.subject, one.time, shown(one)) for one in found] == [
        (":two", EPOCH + HOUR, ["M a", "D dir/b"]),
        ("one", EPOCH, ["A a", "A dir/b"]),
    ]
    assert (found[0].oid, found[0].parents, found[1].parents) == (second, (found[1].oid,), ())
    mode, gone = found[0].changes
    assert (mode.old_mode, mode.new_mode, mode.old_oid) == ("100644", "100755", mode.new_oid)
    assert (gone.new_oid, gone.old_oid) == ("", found[1].changes[1].new_oid)
    assert len(gone.old_oid) == 40


def test_ranges_order_and_paths(repo: Repo) -> None:
    repo.commit("one", files={"a": "1"})
    repo.branch("old")
    repo.commit("two", files={"b": "1"})
    repo.commit("three", files={"a": "2", "b": "2", "*": "3"})
    assert [one.subject for one in walk(git(repo), "HEAD", "old")] == ["three", "two"]
    assert [one.subject for one in walk(git(repo), "HEAD", reverse=True)] == ["one", "two", "three"]
    assert [(one.subject, shown(one)) for one in walk(git(repo), "HEAD", paths=["a"])] == [
        ("three", ["M a"]),
        ("one", ["A a"]),
    ]
    assert [one.subject for one in walk(git(repo), "HEAD", paths=["*"])] == ["three"]
    assert [one.subject for one in walk(git(repo), "HEAD", "HEAD")] == []


def test_merges_and_the_branches_that_they_brought(repo: Repo) -> None:
    repo.commit("base", files={"a": "1"})
    repo.branch("side")
    repo.commit("main", files={"b": "1"})
    repo.checkout("side")
    repo.commit("side", files={"c": "1"})
    repo.commit("undo", files={"c": "2"})
    repo.checkout("main")
    repo.merge("side")
    assert [(one.subject, shown(one)) for one in walk(git(repo), "HEAD", "HEAD~1")] == [
        ("merge", []),
        ("undo", ["M c"]),
        ("side", ["A c"]),
    ]
    assert [(one.subject, shown(one)) for one in walk(git(repo), "HEAD", first_parent=True)] == [
        ("merge", ["A c"]),
        ("main", ["A b"]),
        ("base", ["A a"]),
    ]
    assert [one.subject for one in walk(git(repo), "HEAD", paths=["c"])] == ["undo", "side"]


def test_names_and_subjects_of_any_bytes(repo: Repo) -> None:
    names = [b"\xff\xfe", b"new\nline", b'tab\t"quote"', "é 日本".encode(), b":100644 100644"]
    for name in names:
        repo.write(name, "x")
    repo.git("config", "i18n.commitEncoding", "ISO-8859-1")
    repo.git("add", "-A")
    repo.git("commit", "-q", "-F", "-", input="caf\xe9\x01\n".encode("latin-1"))
    repo.git("config", "--unset", "i18n.commitEncoding")
    repo.git("-c", "i18n.commitEncoding=UTF-8", "commit", "-q", "--allow-empty", "-F", "-", input=b"\xff:")
    repo.commit("", when=EPOCH)
    empty, broken, first = walk(git(repo), "HEAD")
    assert (empty.subject, broken.subject, first.subject) == ("", "ÿ:", "café\x01")
    assert {one.path.encode("utf-8", "surrogateescape") for one in first.changes} == set(names)


@pytest.mark.parametrize(
    "setting",
    ["log.showRoot=false", "diff.renames=copies", "color.ui=always", "log.diffMerges=separate",
     "core.quotePath=true", "diff.noprefix=true", "format.pretty=raw", "log.decorate=full",
     "log.follow=true", "core.abbrev=4", "diff.external=false",
     "log.showSignature=true", "diff.orderFile=order", "log.date=iso"],
)  # fmt: skip
def test_no_setting_changes_what_is_read(repo: Repo, setting: str) -> None:
    repo.write("order", "b\na\n")
    repo.commit("one", files={"a": TASKS, "b": "1"})
    repo.mv("a", "c")
    repo.commit("two")
    repo.git("config", *setting.split("=", 1))
    assert [(one.subject, sorted(shown(one))) for one in walk(git(repo), "HEAD")] == [
        ("two", ["A c", "D a"]),
        ("one", ["A a", "A b", "A order"]),
    ]


def test_sha256_and_submodules(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo", "--object-format=sha256")
    repo.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 64},sub")
    oid = repo.commit("one", add=False)
    [one] = walk(git(repo), "HEAD")
    assert (one.oid, len(oid), shown(one), one.changes[0].new_mode) == (oid, 64, ["A sub"], "160000")


def test_unknown_revisions_and_options_are_errors(repo: Repo) -> None:
    for revision in ("HEAD", "nothing", "--all", "-x"):
        with pytest.raises(RepositoryError):
            list(walk(git(repo), revision))


def test_the_edge_of_a_shallow_clone_adds_nothing(repo: Repo, tmp_path: Path) -> None:
    for number in range(4):
        repo.commit(f"{number}", files={"guide.md": f"{TASKS}{number}", f"{number}": "x"})
    clone = repo.clone(tmp_path / "clone", "--depth=2")
    edge = repo.head("HEAD~1")
    assert shallow_boundary(git(repo)) == frozenset()
    assert shallow_boundary(git(clone)) == {edge}
    assert [(one.subject, shown(one)) for one in walk(git(clone), "HEAD")] == [
        ("3", ["A 3", "M guide.md"]),
        ("2", []),
    ]
    assert [subject for subject, _ in lineage(clone, "guide.md")] == ["2", "3"]
    clone.git("fetch", "-q", "--unshallow")
    assert shallow_boundary(git(clone)) == frozenset()
    assert len(lineage(clone, "guide.md")) == 4


def test_a_linked_worktree_of_a_shallow_clone(repo: Repo, tmp_path: Path) -> None:
    for number in range(3):
        repo.commit(f"{number}")
    clone = repo.clone(tmp_path / "clone", "--depth=1")
    clone.git("worktree", "add", "-q", "--detach", str(tmp_path / "linked"))
    (tmp_path / "linked" / "sub").mkdir()
    assert shallow_boundary(Git(str(tmp_path / "linked" / "sub"))) == {repo.head()}


def test_moves_are_followed(repo: Repo) -> None:
    repo.commit("born", files={"changes/x/tasks.md": TASKS, "changes/y/tasks.md": "- [ ] another list\n"})
    repo.commit("ticked", files={"changes/x/tasks.md": TASKS.replace("[ ]", "[x]", 3)})
    repo.mv("changes/x/tasks.md", "changes/archive/2026-01-02-x/tasks.md")
    repo.mv("changes/y/tasks.md", "changes/archive/2026-01-02-y/tasks.md")
    repo.commit("archived", files={"changes/archive/2026-01-02-x/tasks.md": "- [x] all in one\n"})
    repo.mv("changes/archive/2026-01-02-x/tasks.md", "PLAN.md")
    repo.commit("exact, another name")
    repo.mv("PLAN.md", "docs/ROADMAP.md")
    repo.commit("changed a little", files={"docs/ROADMAP.md": "- [ ] all in one\nmore\n"})
    assert lineage(repo, "docs/ROADMAP.md") == [
        ("born", "changes/x/tasks.md"),
        ("ticked", "changes/x/tasks.md"),
        ("archived", "changes/archive/2026-01-02-x/tasks.md"),
        ("exact, another name", "PLAN.md"),
        ("changed a little", "docs/ROADMAP.md"),
    ]
    assert lineage(repo, "changes/archive/2026-01-02-y/tasks.md")[0] == ("born", "changes/y/tasks.md")
    times = [one.time for one in versions(git(repo), repo.head(), ["docs/ROADMAP.md"])["docs/ROADMAP.md"]]
    assert times == [EPOCH + HOUR * number for number in range(5)]


def test_what_is_not_a_move(repo: Repo) -> None:
    repo.commit("born", files={"a/tasks.md": TASKS, "b/notes.md": "quite\nanother\ntext\n"})
    repo.commit("copied", files={"c/tasks.md": TASKS})
    repo.rm("b/notes.md")
    repo.commit("replaced", files={"d/tasks.md": "- [ ] a new\n- [ ] list\n- [ ] of things\n"})
    assert lineage(repo, "c/tasks.md") == [("copied", "c/tasks.md")]
    assert lineage(repo, "d/tasks.md") == [("replaced", "d/tasks.md")]


def test_files_that_come_back(repo: Repo) -> None:
    repo.commit("born", files={"same.md": TASKS, "other.md": TASKS})
    repo.rm("same.md")
    repo.rm("other.md")
    repo.commit("deleted")
    repo.commit("back", files={"same.md": TASKS.replace("[ ]", "[x]"), "other.md": "- [ ] something else\n"})
    assert lineage(repo, "same.md") == [("born", "same.md"), ("back", "same.md")]
    assert lineage(repo, "other.md") == [("back", "other.md")]


def test_births_on_branches_and_in_merges(repo: Repo) -> None:
    repo.commit("base", files={"f": "1"})
    repo.branch("side")
    repo.commit("main", files={"f": "2"})
    repo.checkout("side")
    repo.commit("born on a branch", files={"branch.md": TASKS})
    repo.checkout("main")
    repo.git("merge", "-q", "--no-ff", "--no-commit", "side")
    repo.commit("evil merge", files={"evil.md": TASKS})
    assert len(repo.git("rev-parse", "HEAD^@").split()) == 2
    repo.commit("later", files={"branch.md": "x", "evil.md": "x"})
    assert lineage(repo, "branch.md") == [("born on a branch", "branch.md"), ("later", "branch.md")]
    assert lineage(repo, "evil.md") == [("evil merge", "evil.md"), ("later", "evil.md")]


def test_a_file_added_on_two_branches_is_as_old_as_the_first(repo: Repo) -> None:
    repo.commit("base")
    repo.branch("side")
    repo.checkout("side")
    repo.commit("first", files={"a.md": TASKS})
    repo.checkout("main")
    repo.commit("squashed", files={"a.md": TASKS})
    repo.merge("side")
    assert lineage(repo, "a.md") == [("first", "a.md"), ("squashed", "a.md")]


def test_a_move_on_a_branch_meets_a_change_on_another(repo: Repo) -> None:
    repo.commit("base", files={"old.md": TASKS})
    repo.branch("side")
    repo.commit("changed", files={"old.md": f"{TASKS}- [ ] more\n"})
    repo.checkout("side")
    repo.mv("old.md", "new.md")
    repo.commit("moved")
    repo.checkout("main")
    repo.merge("side")
    found = lineage(repo, "new.md")
    assert (found[0], found[-1]) == (("base", "old.md"), ("merge", "new.md"))


def test_any_ending_and_many_paths_in_one_go(repo: Repo) -> None:
    repo.commit("born", files={"a.TXT": "1", "TODO": "1", "b.Md": "1", "ignored.py": "1"})
    repo.mv("TODO", "docs/TODO")
    repo.commit("moved")
    found = versions(git(repo), repo.head(), ["a.TXT", "docs/TODO", "b.Md"])
    assert {path: [one.path for one in them] for path, them in found.items()} == {
        "a.TXT": ["a.TXT"],
        "docs/TODO": ["TODO", "docs/TODO"],
        "b.Md": ["b.Md"],
    }
    assert versions(git(repo), repo.head(), ["nothing.md"]) == {"nothing.md": ()}


def test_a_partial_clone_is_compared_as_far_as_it_goes(repo: Repo, tmp_path: Path) -> None:
    repo.commit("born", files={"a.md": TASKS, "b.md": TASKS + "b"})
    repo.mv("a.md", "moved.md")
    repo.mv("b.md", "changed.md")
    repo.commit("moved", files={"changed.md": TASKS + "c"})
    repo.git("config", "uploadpack.allowFilter", "true")
    clone = repo.clone(tmp_path / "clone", "--filter=blob:none", "--no-checkout")
    assert lineage(clone, "moved.md") == [("born", "a.md"), ("moved", "moved.md")]
    # Its content is missing, so that nobody can say that it was b.md.
    assert lineage(clone, "changed.md") == [("moved", "changed.md")]


ALIKE = {
    (TASKS, TASKS.replace("[ ]", "[x]")): True,
    (TASKS, TASKS[: len(TASKS) // 2]): True,
    (TASKS, TASKS[: len(TASKS) // 3]): False,
    ("a\n\n\n\n", "b\n\n\n\n"): False,
    ("", ""): False,
    ("a\r\nb\r\n", "b\na\n"): True,
}


@pytest.mark.parametrize(("old", "new"), ALIKE)
def test_alike(old: str, new: str) -> None:
    assert alike(old.encode(), new.encode()) == ALIKE[old, new]


def test_a_warm_start_reads_only_what_is_new(repo: Repo, tmp_path: Path) -> None:
    repo.commit("born\n\nChrono-Step: 1", files={"a.md": TASKS})
    with Cache(tmp_path / "cache.sqlite") as store:
        for number in range(20):
            assert len(lineage(repo, "a.md", store=store)) == number + 1
            assert len(commit_messages(git(repo), repo.head(), store=store)) == number + 1
            repo.commit(f"{number}\n\nChrono-Step: {number}", files={"a.md": f"{TASKS}{number}"})
        # From here on the older history is not needed: its objects could be gone.
        tip = repo.head()
        expected = versions(git(repo), tip, ["a.md"], store=store)
        messages = commit_messages(git(repo), tip, store=store)
        claims = standing(git(repo), tip, store=store)
        repo.git("update-ref", "-d", "HEAD")
        repo.git("reflog", "expire", "--expire=now", "--all")
        repo.git("gc", "-q", "--prune=now")
        assert versions(git(repo), tip, ["a.md"], store=store) == expected
        assert commit_messages(git(repo), tip, store=store) == messages
        assert standing(git(repo), tip, store=store) == claims


def test_a_rewritten_history_is_read_anew(repo: Repo, tmp_path: Path) -> None:
    repo.commit("born\n\nChrono-Step: 1", files={"a.md": TASKS})
    repo.commit("wrong\n\nChrono-Step: 2", files={"a.md": "wrong"})
    with Cache(tmp_path / "cache.sqlite") as store:
        for tip, subject in (("HEAD", "wrong"), ("HEAD~1", "born")):
            assert lineage(repo, "a.md", tip, store=store)[-1][0] == subject
            assert commit_messages(git(repo), repo.head(tip), store=store)[-1][1].startswith(subject)
        repo.git("reset", "-q", "--hard", "HEAD~1")
        repo.commit("right\n\nChrono-Step: 3", files={"a.md": "right"})
        assert [subject for subject, _ in lineage(repo, "a.md", store=store)] == ["born", "right"]
        found = standing(git(repo), repo.head(), store=store)
        assert sorted(item for _, item in found) == ["1", "3"]


def test_a_cache_that_forgot_a_part_is_no_harm(repo: Repo, tmp_path: Path) -> None:
    class Forgetful(Cache):
        def get(self, space: str, key: bytes | str) -> bytes | None:
            value = super().get(space, key)
            return value if key == "tips" else None if value is None else value[:-3]

    repo.commit("born", files={"a.md": TASKS})
    with Forgetful(tmp_path / "cache.sqlite") as store:
        for number in range(3):
            assert [item[1] for item in lineage(repo, "a.md", store=store)] == ["a.md"] * (number + 1)
            repo.commit(f"{number}", files={"a.md": f"{TASKS}{number}"})


def test_messages_oldest_first_with_subjects_that_may_claim(repo: Repo) -> None:
    texts = [
        "one\n\nChrono-Step: 1\n",
        "feat: T012 two\n\nbody T013\n",
        "nothing\n\nT014 in a body\n\nstep 3\n",
        "CHRONO-003: Step 2\n\nbody\n",
        "CHRONO-003/2 done",
        "revert\n\nThis reverts commit abcdef1.\n",
    ]
    for text in texts:
        repo.commit(text)
    assert [text for _, text in commit_messages(git(repo), repo.head())] == [
        texts[0],
        "feat: T012 two",
        "CHRONO-003: Step 2",
        "CHRONO-003/2 done",
        texts[5],
    ]


def test_what_stands(repo: Repo, tmp_path: Path) -> None:
    repo.commit("base")
    repo.branch("side")
    repo.checkout("side")
    repo.commit("side\n\nChrono-Step: 4")
    mainline = repo.head("main")
    repo.checkout("main")
    merge = repo.merge("side")
    first = repo.commit("CHRONO-003: one\n\nChrono-Step: 1, 2\nChrono-Skip: 3 (no Mac)")
    repo.commit(f"revert\n\nThis reverts commit {merge}, reversing\nchanges made to {mainline}.")
    repo.commit("s\n\nChrono-Reopen: CHRONO-003/2")
    weak = repo.commit("CHRONO-003: step 7")
    with Cache(tmp_path / "cache.sqlite") as store:
        for _ in range(2):
            found = standing(git(repo), repo.head(), ["CHRONO-003"], "CHRONO-003", store=store)
            assert {item: [one.commit for one in it.claims] for (_, item), it in found.items()} == {
                "1": [first],
                "2": [],
                "3": [],
                "7": [weak],
            }
            skip = found["CHRONO-003", "3"].skip
            assert skip is not None
            assert (skip.reason, skip.commit) == ("no Mac", first)
            assert found["CHRONO-003", "7"].claims[0].weak


CHANGES = st.lists(
    st.tuples(st.sampled_from("AMD"), st.sampled_from(["a.md", "b.MD", "c.py", ":", "", "\n"]))
)
LOGS = st.lists(st.tuples(st.sampled_from(["", "subject", ":s", "1"]), CHANGES))


@given(LOGS)
def test_the_part_of_a_log_that_is_kept_is_a_log(log: list[tuple[str, list[tuple[str, str]]]]) -> None:
    text = ""
    for number, (subject, changes) in enumerate(log):
        text += f"{number:040} {number} {'p' * 40}\0{subject}\0" + ("\n" if changes else "")
        text += "".join(f":100644 100644 1 2 {status}\0{path}\0" for status, path in changes)
    tokens = text.encode().split(b"\0")
    kept = b"".join(only(tokens, (b".md",))).split(b"\0")
    whole = [
        (one.oid, [change for change in one.changes if change.path.lower().endswith(".md")])
        for one in parse(tokens)
    ]
    assert [(one.oid, list(one.changes)) for one in parse(kept)] == [one for one in whole if one[1]]
