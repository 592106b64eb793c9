"""What `check` finds in each state of a repository, and what it says it looked at."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from pytest_git import GitRepo

from chrono_git.app.check import check
from chrono_git.errors import ChronoError, ConfigError, RepositoryError
from chrono_git.model import CheckReport
from tests.gitkit import Repo

STUB = "def {name}():\n    raise NotImplementedError\n"
DONE = "def {name}():\n    return 1\n"


def stub(*names: str) -> str:
    return "\n\n".join(STUB.format(name=name) for name in names)


def done(*names: str) -> str:
    return "\n\n".join(DONE.format(name=name) for name in names)


def seen(report: CheckReport) -> list[tuple[str, int, str]]:
    return [(one.path, one.line, one.symbol) for one in report.findings]


def tree(repo: Repo, *paths: str, folder: str = "") -> list[tuple[str, int, str]]:
    return seen(check(str(repo.path / folder), paths=paths))


def staged(repo: Repo, *paths: str) -> list[tuple[str, int, str]]:
    return seen(check(str(repo.path), staged=True, paths=paths))


def span(repo: Repo, span: str, *paths: str) -> list[tuple[str, int, str]]:
    return seen(check(str(repo.path), span=span, paths=paths))


def at(repo: Repo, revision: str, *paths: str) -> list[tuple[str, int, str]]:
    return seen(check(str(repo.path), at=revision, paths=paths))


# The work tree.


def test_the_work_tree(repo: Repo) -> None:
    repo.commit(
        files={"src/a.py": stub("a"), "src/b.py": done("b"), "README.md": "raise NotImplementedError\n"}
    )
    repo.write("src/b.py", stub("b"))
    repo.write("new.py", stub("new"))
    repo.write(".gitignore", "ignored*\n")
    repo.write("ignored.py", stub("ignored"))
    report = check(str(repo.path))
    assert seen(report) == [("new.py", 2, "new"), ("src/a.py", 2, "a"), ("src/b.py", 2, "b")]
    assert (report.mode, report.revision, report.files, report.notes) == ("worktree", None, 3, ())


def test_what_is_gone_and_what_is_announced(repo: Repo) -> None:
    repo.commit(files={"a.py": stub("a"), "b.py": stub("b"), "c.py": done("c")})
    repo.at("a.py").unlink()
    repo.git("rm", "-q", "--cached", "b.py")
    repo.write("d.py", stub("d"))
    repo.git("add", "-N", "d.py")
    report = check(str(repo.path))
    assert seen(report) == [("b.py", 2, "b"), ("d.py", 2, "d")]
    assert report.files == 3
    assert check(str(repo.path)).files == 3


def test_tracked_though_ignored(repo: Repo) -> None:
    repo.commit(files={"a.py": stub("a"), ".gitignore": "a.py\n"}, add=False)
    repo.git("add", "-f", "a.py", ".gitignore")
    repo.commit()
    assert tree(repo) == [("a.py", 2, "a")]


def test_no_commits_yet(repo: Repo) -> None:
    assert check(str(repo.path)).files == 0
    repo.write("a.py", stub("a"))
    repo.git("add", "a.py")
    repo.write("b.py", stub("b"))
    assert tree(repo) == [("a.py", 2, "a"), ("b.py", 2, "b")]
    assert staged(repo) == [("a.py", 2, "a")]
    for options in ({"at": "HEAD"}, {"span": "HEAD..HEAD"}):
        with pytest.raises(RepositoryError, match="unknown revision"):
            check(str(repo.path), **options)  # type: ignore[arg-type]


def test_scripts_are_known_by_their_first_line(repo: Repo) -> None:
    script = "#!/usr/bin/env python3\n" + stub("run")
    repo.commit(files={"run": script, "notes": stub("notes"), "LICENSE": "NotImplementedError\n"})
    expected = [("run", 3, "run")]
    assert tree(repo) == expected
    report = check(str(repo.path))
    assert (seen(report), report.files) == (expected, 1)
    assert check(str(repo.path), at="HEAD").files == 1
    assert span(repo, "HEAD..HEAD") == []
    repo.write("again", script)
    repo.git("add", "-A")
    report = check(str(repo.path), staged=True)
    assert (seen(report), report.files) == ([("again", 3, "run")], 1)


def test_a_sparse_checkout(repo: Repo) -> None:
    repo.commit(files={"in/a.py": stub("a"), "out/b.py": stub("b")})
    repo.git("sparse-checkout", "set", "in")
    report = check(str(repo.path))
    assert (seen(report), report.files) == ([("in/a.py", 2, "a")], 1)
    assert at(repo, "HEAD") == [("in/a.py", 2, "a"), ("out/b.py", 2, "b")]


def test_a_conflict(repo: Repo) -> None:
    repo.commit(files={"a.py": done("a")})
    repo.checkout("side", new=True)
    repo.commit(files={"a.py": stub("a")})
    repo.checkout("main")
    repo.commit(files={"a.py": done("other")})
    with pytest.raises(AssertionError):
        repo.merge("side")
    assert [path for path, _, _ in tree(repo)] == ["a.py"]
    report = check(str(repo.path), staged=True)
    assert seen(report) == []
    assert [(note.path, "conflict" in note.message) for note in report.notes] == [("a.py", True)]


def test_what_attributes_call_binary_is_looked_at(repo: Repo) -> None:
    base = repo.commit(files={".gitattributes": "*.py binary -diff -text\n"})
    repo.commit(files={"a.py": stub("a")})
    expected = [("a.py", 2, "a")]
    assert tree(repo) == at(repo, "HEAD") == span(repo, f"{base}..") == expected


def test_isolated_repository_of_the_plugin(git_repo: GitRepo, api_repo: Repo) -> None:
    api_repo.commit(files={"a.py": stub("a")})
    assert seen(check(str(git_repo.workspace))) == [("a.py", 2, "a")]


# A commit.


def test_a_commit(repo: Repo) -> None:
    first = repo.commit(files={"a.py": stub("a")})
    repo.commit(files={"a.py": done("a"), "b.py": stub("b")})
    repo.write("c.py", stub("c"))
    assert at(repo, first) == [("a.py", 2, "a")]
    assert at(repo, "HEAD") == [("b.py", 2, "b")]
    report = check(str(repo.path), at="main~1")
    assert (report.mode, report.revision, report.files) == ("commit", first, 1)


def test_a_bare_repository(repo: Repo) -> None:
    repo.commit(files={"a.py": stub("a")})
    bare = repo.clone(repo.path.parent / "bare", "--bare")
    assert at(bare, "HEAD") == at(bare, "HEAD") == [("a.py", 2, "a")]
    assert span(bare, "HEAD..HEAD") == []
    with pytest.raises(RepositoryError, match="no work tree"):
        check(str(bare.path))


def test_an_unknown_revision(repo: Repo) -> None:
    repo.commit()
    for revision in ("nope", "--all", "HEAD^{tree}", ""):
        with pytest.raises(RepositoryError):
            check(str(repo.path), at=revision)


# The index.


def test_what_the_index_adds(repo: Repo) -> None:
    repo.commit(files={"old.py": stub("old"), "a.py": done("a")})
    repo.write("a.py", done("a") + "\n\n" + stub("b"))
    repo.git("add", "-A")
    repo.write("a.py", done("a"))
    repo.write("loose.py", stub("loose"))
    report = check(str(repo.path), staged=True)
    assert seen(report) == [("a.py", 6, "b")]
    assert (report.mode, report.revision, report.files) == ("index", None, 1)


def test_what_is_only_in_the_work_tree_is_not_staged(repo: Repo) -> None:
    repo.commit(files={"a.py": done("a")})
    repo.write("a.py", done("a") + "x = 1\n")
    repo.git("add", "-A")
    repo.write("a.py", stub("a"))
    assert staged(repo) == []


def test_a_part_of_a_file_is_staged(repo: Repo) -> None:
    repo.commit(files={"a.py": done("a")})
    repo.write("a.py", done("a") + "\n\n" + stub("b") + "\n\n" + stub("c"))
    index = done("a") + "\n\n" + stub("b")
    oid = repo.git("hash-object", "-w", "--stdin", input=index)
    repo.git("update-index", "--cacheinfo", f"100644,{oid},a.py")
    assert staged(repo) == [("a.py", 6, "b")]


def test_an_allowance_that_was_removed(repo: Repo) -> None:
    allowed = stub("a").replace("Error\n", "Error  # chrono-git: allow(stub) later\n")
    repo.commit(files={"a.py": allowed})
    repo.write("a.py", stub("a"))
    repo.git("add", "-A")
    assert staged(repo) == [("a.py", 2, "a")]


# A range.


def test_what_a_range_adds(repo: Repo) -> None:
    base = repo.commit(files={"old.py": stub("old")})
    repo.commit(files={"a.py": stub("a"), "b.py": stub("b")})
    last = repo.commit(files={"b.py": done("b"), "c.md": "x"})
    report = check(str(repo.path), span=f"{base}..HEAD")
    assert seen(report) == [("a.py", 2, "a")]
    assert (report.mode, report.revision, report.files) == ("range", last, 2)
    assert span(repo, "HEAD~1..HEAD") == []
    assert span(repo, "HEAD..HEAD") == []


def test_only_what_the_branch_adds_counts(repo: Repo) -> None:
    repo.commit(files={"a.py": done("a")})
    repo.checkout("side", new=True)
    repo.commit(files={"side.py": stub("side")})
    repo.checkout("main")
    repo.commit(files={"main.py": stub("main")})
    assert span(repo, "main..side") == span(repo, "main...side") == [("side.py", 2, "side")]
    assert span(repo, "side..") == [("main.py", 2, "main")]


def test_histories_that_have_nothing_in_common(repo: Repo) -> None:
    repo.commit(files={"a.py": stub("a")})
    repo.git("checkout", "-q", "--orphan", "other")
    repo.commit(files={"b.py": stub("b")})
    assert span(repo, "main..other") == [("a.py", 2, "a"), ("b.py", 2, "b")]


def test_a_branch_name_alone_is_no_range(repo: Repo) -> None:
    repo.commit()
    with pytest.raises(RepositoryError, match=r"'main' is no range") as caught:
        check(str(repo.path), span="main")
    assert "A..B" in caught.value.hint


# What is old stays old.

OTHERS = "\n\n".join(DONE.format(name=f"other{number}") for number in range(40))


@pytest.mark.parametrize(
    ("before", "after", "news"),
    [
        pytest.param({"a.py": stub("f")}, {"b.py": stub("f")}, [], id="renamed"),
        pytest.param({"a.py": stub("f")}, {"b.py": OTHERS + "\n\n" + stub("f")}, [], id="moved to another"),
        pytest.param(
            {"a.py": stub("f") + "\n\n" + OTHERS}, {"a.py": OTHERS + "\n\n" + stub("f")}, [], id="moved down"
        ),
        pytest.param(
            {"a.py": stub("f")},
            {"a.py": "class C:\n" + "".join(f"    {line}\n" for line in stub("f").splitlines())},
            [],
            id="indented",
        ),
        pytest.param({"a.py": stub("f")}, {"a.py": "# a note\n" + stub("f")}, [], id="a line above"),
        pytest.param(
            {"a.py": stub("f")}, {"a.py": stub("f").replace("\n", "\r\n")}, [], id="other line ends"
        ),
        pytest.param({"a.py": stub("f")}, {"a.py": stub("f", "g")}, [("a.py", 6, "g")], id="one more"),
        pytest.param({"a.py": stub("f")}, {"a.py": stub("g", "f")}, [("a.py", 2, "g")], id="one more above"),
        pytest.param({"a.py": stub("f")}, {"a.py": stub("g")}, [], id="another name"),
        pytest.param(
            {"a.py": stub("f")}, {"b.py": stub("f"), "c.py": stub("f")}, [("c.py", 2, "f")], id="a copy more"
        ),
        pytest.param(
            {"a.py": stub("f")}, {"a.py": stub("f"), "b.py": stub("f")}, [("b.py", 2, "f")], id="a copy"
        ),
        pytest.param({"a.py": done("f")}, {"a.py": stub("f")}, [("a.py", 2, "f")], id="undone"),
        pytest.param({"a.py": stub("f")}, {"a.py": done("f")}, [], id="done"),
        pytest.param({"a.py": stub("f")}, {}, [], id="deleted"),
        pytest.param({}, {"x/a.py": stub("f")}, [("x/a.py", 2, "f")], id="a new file"),
        pytest.param(
            {"a.py": "def f(x):\n    if x:\n        return 1\n    raise NotImplementedError\n"},
            {"a.py": 'def f(x):\n    """Tell."""\n    raise NotImplementedError\n'},
            [("a.py", 3, "f")],
            id="only the stub is left",
        ),
        pytest.param({"a.md": stub("f")}, {"a.py": stub("f")}, [("a.py", 2, "f")], id="code now"),
    ],
)
def test_news(
    repo: Repo, before: dict[str, str], after: dict[str, str], news: Sequence[tuple[str, int, str]]
) -> None:
    same = {"same.py": stub("same"), "keep.txt": "x"}
    repo.commit(files={**same, **before})
    for path in before:
        repo.rm(path)
    for path, text in after.items():
        repo.write(path, text)
    repo.git("add", "-A")
    assert staged(repo) == list(news)
    repo.commit()
    assert span(repo, "HEAD~1..HEAD") == list(news)


def test_a_print_where_nothing_printed_before(repo: Repo) -> None:
    repo.commit(files={"a.py": done("a"), "b.py": 'print("a report")\n'})
    repo.commit(files={"a.py": done("a") + 'print("here")\n', "b.py": 'print("a report")\nprint("here")\n'})
    report = check(str(repo.path), span="HEAD~1..HEAD")
    assert [(one.path, one.rule, one.severity) for one in report.findings] == [
        ("a.py", "debug-print", "warn")
    ]
    assert tree(repo) == []


# Paths.


def test_paths(repo: Repo) -> None:
    names = ["a.py", "src/b.py", "src/deep/c.py", "srcs/d.py", "odd [x]*/e.py"]
    base = repo.commit()
    repo.commit(files={name: stub("f") for name in names})
    for check_them in (tree, lambda *a: at(a[0], "HEAD", *a[1:]), lambda *a: span(a[0], f"{base}..", *a[1:])):
        assert [one[0] for one in check_them(repo, "src")] == ["src/b.py", "src/deep/c.py"]
        assert [one[0] for one in check_them(repo, "src/", "a.py")] == ["a.py", "src/b.py", "src/deep/c.py"]
        assert [one[0] for one in check_them(repo, "./src/b.py", "src/b.py")] == ["src/b.py"]
        assert [one[0] for one in check_them(repo, "odd [x]*")] == ["odd [x]*/e.py"]
        assert len(check_them(repo, ".")) == len(names)
    assert [one[0] for one in tree(repo, "deep", "../a.py", folder="src")] == ["a.py", "src/deep/c.py"]
    assert [one[0] for one in tree(repo, str(repo.path / "src/b.py"))] == ["src/b.py"]
    assert check(str(repo.path), paths=["src"]).files == 2


def test_many_paths(repo: Repo) -> None:
    """More than are read one by one."""
    repo.commit(files={f"src/f{number}.py": done("f") for number in range(500)} | {"src/x/a.py": stub("a")})
    repo.write("src/y/b.py", stub("b"))
    report = check(str(repo.path), paths=["src"])
    assert (seen(report), report.files) == ([("src/x/a.py", 2, "a"), ("src/y/b.py", 2, "b")], 502)
    assert check(str(repo.path), paths=["src/x", "src/f1.py"]).files == 2


def test_paths_that_are_not_there(repo: Repo) -> None:
    repo.commit(files={"a.py": stub("a")})
    repo.write("new.py", stub("new"))
    for options in ({}, {"at": "HEAD"}, {"staged": True}, {"span": "HEAD..HEAD"}):
        with pytest.raises(ChronoError, match=r"no file or folder 'nope.py'"):
            check(str(repo.path), paths=["a.py", "nope.py"], **options)
    with pytest.raises(ChronoError, match=r"'new.py' in that commit"):
        check(str(repo.path), paths=["new.py"], at="HEAD")
    for outside in ("..", "../x", "/", ""):
        with pytest.raises(ChronoError, match="leads out of the repository"):
            check(str(repo.path), paths=[outside])


def test_only_one_question(repo: Repo) -> None:
    repo.commit()
    with pytest.raises(ChronoError, match="only one"):
        check(str(repo.path), at="HEAD", staged=True)


# What the repository says.


def test_the_configuration_is_that_of_the_state(repo: Repo) -> None:
    config = '[check]\nexclude = ["gen/**", "old"]\n'
    base = repo.commit(files={"gen/a.py": stub("a"), "old/b.py": stub("b"), "c.py": stub("c")})
    repo.commit(files={".chrono/config.toml": config, "gen/a.py": stub("a", "aa"), "c.py": stub("c", "cc")})
    assert len(at(repo, base)) == 3
    assert [one[2] for one in at(repo, "HEAD")] == ["c", "cc"]
    assert [one[2] for one in tree(repo)] == ["c", "cc"]
    assert [one[2] for one in span(repo, f"{base}..")] == ["cc"]
    repo.write(".chrono/config.toml", "[check]\nexclude = []\n")
    assert len(tree(repo)) == 5
    assert [one[2] for one in at(repo, "HEAD")] == ["c", "cc"]
    repo.write(".chrono/config.toml", "[check]\nexclude = 1\n")
    with pytest.raises(ConfigError):
        check(str(repo.path))
    assert staged(repo) == []


def test_allowances_and_the_baseline_are_counted(repo: Repo) -> None:
    allowed = stub("c").replace("Error\n", "Error  # chrono-git: allow(stub) later\n")
    line = '{"path": "a.py", "rule": "stub", "symbol": "a", "content": "raise NotImplementedError"}\n'
    repo.commit(
        files={"a.py": stub("a"), "b.py": stub("b"), "c.py": allowed, ".chrono/check-baseline.jsonl": line}
    )
    for options in ({}, {"at": "HEAD"}):
        report = check(str(repo.path), **options)  # type: ignore[arg-type]
        assert (seen(report), report.baselined, report.allowed) == ([("b.py", 2, "b")], 1, 1)
    assert len(check(str(repo.path), use_baseline=False).findings) == 2


def test_a_second_stub_beside_one_of_the_baseline(repo: Repo) -> None:
    line = '{"path": "a.py", "rule": "stub", "symbol": "C.f", "content": "raise NotImplementedError"}\n'
    text = "class C:\n    def f(self):\n        raise NotImplementedError\n"
    repo.commit(files={"a.py": text, ".chrono/check-baseline.jsonl": line})
    assert tree(repo) == []
    repo.write("a.py", text.replace("class C", "class B") + "\n\n" + text)
    repo.git("add", "-A")
    assert staged(repo) == [("a.py", 3, "B.f")]
    assert len(tree(repo)) == 1


def test_what_an_allowance_far_above_no_longer_allows(repo: Repo) -> None:
    words = "one\n\n    two\n\n    three\n\n    four\n    "
    said = f'# chrono-git: allow(stub) later\ndef a():\n    """{words}"""\n    raise NotImplementedError\n'
    repo.commit(files={"a.py": said})
    repo.commit(files={"a.py": said.partition("\n")[2]})
    assert span(repo, "HEAD~1..HEAD") == [("a.py", 10, "a")]


CLAIMED = "# CHRONO-001: Things\n\n## Checklist\n\n- [ ] 1.1 Create `a.py`\n- [ ] 1.2 Create `b.py`\n"


def test_a_range_whose_commits_claim_what_is_not_done(repo: Repo) -> None:
    guide = "docs/implementation/CHRONO-001-guide.md"
    repo.commit(files={guide: CLAIMED, "a.py": stub("a"), "b.py": stub("b")})
    claim = repo.commit("x\n\nChrono-Step: 1.1", files={"c.py": stub("c")})
    report = check(str(repo.path), span="HEAD~1..HEAD")
    assert seen(report) == [("a.py", 2, "a"), ("c.py", 2, "c")]
    assert (report.findings[0].item, report.findings[0].severity) == ("CHRONO-001/1.1", "block")
    said = f"stands in for an implementation, though commit {claim[:10]} says `Chrono-Step: 1.1`"
    assert report.findings[0].message == said
    assert span(repo, "HEAD~1..HEAD", "b.py", "c.py") == [("c.py", 2, "c")]
    assert span(repo, "HEAD..HEAD") == []
