"""Reports of repositories that are not simply a folder with a `.git` in it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from chrono_git.app.report import build_report
from chrono_git.errors import ChronoError, RepositoryError
from tests.app.kit import (
    FIRST,
    GUIDE,
    SECOND,
    TEXT,
    checklist,
    everything,
    items,
    judge,
    problems,
    seen,
    verdicts,
)
from tests.gitkit import Repo

WORKED = ["done, forgotten", "open, agrees", "unknown"]
EDIT = TEXT + "- [ ] 1.4 Update `src/old.py` to count\n"
OLD, NEW = "x = 1\n", "x = 1\ncount = 2\n"


def work(repo: Repo) -> Repo:
    """The guide, one of its two files, and an edit."""
    repo.commit("before", files={"src/old.py": OLD})
    repo.commit("guide", files={GUIDE: EDIT})
    repo.commit("work\n\nChrono-Step: 1.3\n", files={"src/first.py": FIRST, "src/old.py": NEW})
    return repo


DONE = ["done, forgotten", "open, agrees", "done, attested", "done, forgotten"]


@pytest.fixture
def worked(repo: Repo) -> Repo:
    return work(repo)


# Where the work tree and the git directory are


def test_linked_worktree(worked: Repo, tmp_path: Path) -> None:
    worked.git("worktree", "add", "-q", "-b", "CHRONO-001-side", str(tmp_path / "side"), "HEAD~1")
    side = Repo(tmp_path / "side", init=False)
    report = judge(side)
    assert report.branch == "CHRONO-001-side"
    assert seen(report) == ["open, agrees", "open, agrees", "unknown", "open, agrees"]
    side.write("src/second.py", SECOND)
    assert seen(judge(side))[1] == "done, forgotten"
    assert seen(judge(side, "CHRONO-001-guide.md", folder="docs/implementation"))[1] == "done, forgotten"
    assert seen(judge(worked)) == DONE
    assert seen(judge(side, at="main")) == DONE


def test_submodule(worked: Repo, tmp_path: Path) -> None:
    outer = Repo(tmp_path / "outer")
    text = TEXT.replace("CHRONO-001", "CHRONO-900").replace("src/first.py", "parts/inner")
    outer.commit("guide", files={"docs/implementation/CHRONO-900-guide.md": text})
    outer.git("submodule", "--quiet", "add", str(worked.path), "parts/inner")
    outer.commit("submodule")
    report = judge(outer)
    assert [one.guide.id for one in report.guides] == ["CHRONO-900"]
    assert seen(report) == WORKED
    inner = Repo(outer.path / "parts/inner", init=False)
    assert [one.guide.id for one in judge(inner).guides] == ["CHRONO-001"]
    assert seen(judge(inner)) == DONE
    assert seen(judge(inner, cached=True)) == DONE
    inner.write("src/second.py", SECOND)
    assert seen(judge(inner, cached=True))[1] == "done, forgotten"
    assert seen(judge(outer, cached=True)) == WORKED
    inner.commit("x")
    assert seen(judge(outer)) == WORKED
    with pytest.raises(ChronoError):
        judge(outer, f"parts/inner/{GUIDE}")


def test_repository_within_a_repository(worked: Repo) -> None:
    inner = work(Repo(worked.path / "nested"))
    report = judge(worked)
    assert [one.guide.path for one in report.guides] == [GUIDE]
    assert seen(judge(inner)) == DONE


def test_bare(worked: Repo, tmp_path: Path) -> None:
    bare = worked.clone(tmp_path / "bare.git", "--bare")
    report = judge(bare, at="HEAD")
    assert (seen(report), report.revision) == (DONE, worked.head())
    assert judge(bare, at="main", cached=True) == judge(bare, at="main", cached=True) == report
    assert (bare.path / "chrono-git").is_dir()
    for cached in (False, True):
        with pytest.raises(RepositoryError) as failed:
            judge(bare, cached=cached)
        assert (failed.value.message, "--at" in failed.value.hint) == ("there is no work tree here", True)


def test_inside_the_git_directory(worked: Repo) -> None:
    assert seen(judge(worked.path / ".git", at="HEAD")) == DONE
    with pytest.raises(RepositoryError, match="no work tree"):
        judge(worked.path / ".git")


def test_separate_git_directory(tmp_path: Path) -> None:
    repo = work(Repo(tmp_path / "here", f"--separate-git-dir={tmp_path / 'there'}"))
    assert seen(judge(repo, cached=True)) == DONE
    assert (tmp_path / "there/chrono-git").is_dir()


def test_through_a_link(worked: Repo, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(worked.path)
    assert seen(judge(tmp_path / "link")) == DONE
    assert seen(judge(tmp_path / "link", "../" + GUIDE, folder="src")) == DONE


def test_no_commit_at_all(repo: Repo) -> None:
    report = judge(repo)
    assert (report.guides, report.revision, report.branch) == ((), None, "main")
    repo.write(GUIDE, TEXT)
    repo.write("src/first.py", FIRST)
    for _ in range(2):
        report = judge(repo, cached=True)
        assert seen(report) == WORKED
        assert report.guides[0].base is None
        repo.git("add", "-A")
    with pytest.raises(RepositoryError) as failed:
        judge(repo, at="HEAD")
    assert "no commit yet" in failed.value.hint


def test_detached(worked: Repo) -> None:
    worked.git("checkout", "-q", "HEAD~1")
    report = judge(worked)
    assert report.branch is None
    assert seen(report) == ["open, agrees", "open, agrees", "unknown", "open, agrees"]


def test_orphan_branch(worked: Repo) -> None:
    worked.git("checkout", "-q", "--orphan", "new")
    assert [one.split(",")[0] for one in seen(judge(worked))[:2]] == ["done", "open"]


@pytest.mark.parametrize("form", ["sha1", "sha256"])
def test_both_object_formats(tmp_path: Path, form: str) -> None:
    repo = work(Repo(tmp_path / "r", f"--object-format={form}"))
    report = judge(repo)
    assert (seen(report), len(report.guides[0].base or "")) == (DONE, 64 if form == "sha256" else 40)
    assert seen(judge(repo, at="HEAD")) == DONE
    assert judge(repo, cached=True) == judge(repo, cached=True) == report
    repo.write("src/second.py", SECOND)
    assert seen(judge(repo, cached=True))[1] == "done, forgotten"


def test_an_empty_file_in_sha256(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "r", "--object-format=sha256")
    repo.commit("guide", files={GUIDE: TEXT})
    repo.commit("work", files={"src/first.py": ""})
    assert seen(judge(repo))[0] == "open, agrees"


# What a clone does not have


def test_shallow(worked: Repo, tmp_path: Path) -> None:
    shallow = worked.clone(tmp_path / "shallow", "--depth=1")
    report = judge(shallow)
    assert "shallow" in problems(report)
    found = items(report)
    assert [one.status for one in found.values()][:3] == ["done", "open", "done"]
    assert "new" not in " ".join(each.detail for one in found.values() for each in one.evidence)
    assert seen(judge(shallow, at="HEAD")) == seen(report)
    assert "shallow" not in problems(judge(worked))


def test_nobody_is_accused_because_the_history_is_cut(worked: Repo, tmp_path: Path) -> None:
    worked.commit("tick", files={GUIDE: EDIT.replace("[ ] 1.4", "[x] 1.4")})
    assert verdicts(judge(worked))["CHRONO-001/1.4"] == "done, agrees"
    shallow = worked.clone(tmp_path / "shallow", "--depth=1")
    assert verdicts(judge(shallow))["CHRONO-001/1.4"] == "done, attested"


def test_a_shallow_clone_that_gets_deeper(worked: Repo, tmp_path: Path) -> None:
    shallow = worked.clone(tmp_path / "shallow", "--depth=1")
    before = judge(shallow, cached=True)
    assert judge(shallow, cached=True) == before
    shallow.git("fetch", "-q", "--deepen=1")
    assert judge(shallow, cached=True) == judge(shallow)
    assert seen(judge(shallow, cached=True)) == DONE
    assert "shallow" in problems(judge(shallow, cached=True))
    shallow.git("fetch", "-q", "--unshallow")
    assert judge(shallow, cached=True) == judge(worked, cached=True)


def test_shallow_with_a_later_guide(worked: Repo, tmp_path: Path) -> None:
    later = "docs/implementation/CHRONO-002-guide.md"
    text = TEXT.replace("CHRONO-001", "CHRONO-002")
    worked.commit("another", files={later: text})
    worked.commit("work", files={"src/second.py": SECOND})
    shallow = worked.clone(tmp_path / "shallow", "--depth=2")
    report = judge(shallow, "CHRONO-002")
    assert report.guides[0].base == worked.head("HEAD~1")
    assert seen(report)[1:] == ["done, forgotten", "unknown"]


def filtered(repo: Repo, target: Path, *options: str) -> Repo:
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.git("config", "uploadpack.allowAnySHA1InWant", "true")
    return repo.clone(target, *options)


@pytest.mark.parametrize("bare", [False, True])
def test_partial_without_blobs_and_without_network(worked: Repo, tmp_path: Path, bare: bool) -> None:
    partial = filtered(worked, tmp_path / "partial", "--filter=blob:none", *(["--bare"] if bare else []))
    worked.path.rename(tmp_path / "gone")
    if not bare:
        assert seen(judge(partial)) == DONE
    before = judge(partial, at="HEAD")
    # Guides of a bare one cannot be read at all, and that is said.
    assert seen(before) == ([] if bare else DONE)
    assert ("could not be read" in problems(before)) is bare
    assert judge(partial, at="HEAD", cached=True) == judge(partial, at="HEAD", cached=True) == before


def test_what_a_partial_clone_gets_later(worked: Repo, tmp_path: Path) -> None:
    partial = filtered(worked, tmp_path / "partial", "--filter=blob:none", "--bare")
    assert seen(judge(partial, at="HEAD", cached=True)) == []
    partial.git("show", "HEAD:" + GUIDE)
    assert len(seen(judge(partial, at="HEAD", cached=True))) == 4
    assert judge(partial, at="HEAD", cached=True) == judge(partial, at="HEAD")


def test_old_versions_that_a_partial_clone_has_not(worked: Repo, tmp_path: Path) -> None:
    worked.commit("edit", files={GUIDE: EDIT.replace("1.4 Update", "1.5 Update")})
    partial = filtered(worked, tmp_path / "partial", "--filter=blob:none")
    worked.path.rename(tmp_path / "gone")
    report = judge(partial)
    # The first version of the guide is not here: its items count as being in it.
    assert seen(report) == DONE
    assert "1 older versions of guides are not in this clone" in problems(report)


def test_old_contents_that_a_partial_clone_has_not(repo: Repo, tmp_path: Path) -> None:
    text = checklist("CHRONO-001", ["Teach the parser about nested quotes"])
    repo.commit("before", files={"src/parser.py": "def nested_quotes() -> None:\n    pass\n"})
    repo.commit("guide", files={GUIDE: text})
    repo.commit("work", files={"src/parser.py": "def nested_quotes() -> None:\n    pass\n\n\nx = 1\n"})
    before = seen(judge(repo))
    partial = filtered(repo, tmp_path / "partial", "--filter=blob:none")
    repo.path.rename(tmp_path / "gone")
    report = judge(partial)
    assert before != ["done, forgotten"] != seen(report)
    assert "1 files: what they gained cannot be told" in problems(report)


def test_treeless(worked: Repo, tmp_path: Path) -> None:
    treeless = filtered(worked, tmp_path / "treeless", "--filter=tree:0")
    worked.path.rename(tmp_path / "gone")
    report = judge(treeless)
    assert [one.split(",")[0] for one in seen(report)[:3]] == ["done", "open", "done"]
    assert "no trees of its history" in problems(report)
    with pytest.raises(ChronoError):
        judge(treeless, at="HEAD~1")


def test_a_damaged_object(worked: Repo) -> None:
    oid = worked.git("rev-parse", "HEAD:src/old.py")
    damaged = worked.at(f".git/objects/{oid[:2]}/{oid[2:]}")
    damaged.chmod(0o644)
    damaged.write_bytes(b"nonsense")
    worked.at("src/old.py").unlink()
    worked.write("src/old.py", NEW)
    try:
        assert len(seen(judge(worked))) == 4
    except ChronoError as problem:
        assert problem.hint  # noqa: PT017 - either is an answer


def test_sparse_checkout(worked: Repo) -> None:
    worked.git("sparse-checkout", "set", "--cone", "docs")
    assert not worked.at("src").exists()
    assert seen(judge(worked)) == DONE
    worked.git("sparse-checkout", "set", "--cone", "src")
    assert not worked.at(GUIDE).exists()
    assert seen(judge(worked)) == DONE
    assert seen(judge(worked, cached=True)) == DONE


# Names and contents

NAMES = [
    "with space.py",
    'qu"ote.py',
    "it's.py",
    "line\nbreak.py",
    "tab\t.py",
    "ünï.py",
    "-option.py",
    "文件.py",
]


def test_odd_names(repo: Repo) -> None:
    lines = "".join(f"- [ ] Create `src/{name}`\n" for name in NAMES if not {" ", "\n", "\t"} & set(name))
    repo.commit("guide", files={GUIDE: "# CHRONO-001: x\n\n## Implementation Checklist\n\n" + lines})
    before = seen(judge(repo))
    repo.git("config", "core.quotePath", "true")
    for name in NAMES:
        repo.write(f"src/{name}", f"x = {name!r}\n")
    repo.write(b"src/latin-\xe9.py", FIRST)
    repo.write(b"src/\xff/deep \xfe.py", FIRST)
    report = judge(repo, cached=True)
    shown = [
        (one.item.text, was, one.status) for one, was in zip(items(report).values(), before, strict=True)
    ]
    assert [(text, status) for text, _, status in shown if status != "done"] == []
    repo.commit("work")
    for at in (None, "HEAD"):
        report = judge(repo, at=at, cached=True)
        assert {one.status for one in items(report).values()} == {"done"}
    repo.rm(b"src/latin-\xe9.py")
    repo.mv(b"src/\xff/deep \xfe.py", b"src/\xff/other.py")
    assert {one.status for one in items(judge(repo)).values()} == {"done"}


@pytest.mark.parametrize(
    "name", [b"docs/implementation/CHRONO-\xe9-guide.md", b"a\nb/TODO.md", b'q"\x01/TODO.md']
)
def test_guides_with_odd_names(repo: Repo, name: bytes) -> None:
    repo.commit("guide", files={os.fsdecode(name): "# Work\n\n- [ ] Create `src/first.py`\n"})
    repo.write("src/first.py", FIRST)
    report = judge(repo)
    assert seen(report) == ["done, forgotten"]
    assert report.guides[0].base == repo.head()
    (again,) = judge(repo, report.guides[0].guide.path).guides
    assert again.items == report.guides[0].items


def test_links_and_loops(worked: Repo, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("- [ ] Create `src/first.py`\n")
    for name, target in {
        "src/second.py": "first.py",
        "loop": "loop",
        "a/b": "../a",
        "TODO.md": GUIDE,
        "docs/PLAN.md": "../../secret.md",
        "docs/ROADMAP.md": "ROADMAP.md",
        "dangling.md": "nowhere",
    }.items():
        worked.at(name).parent.mkdir(exist_ok=True)
        worked.at(name).symlink_to(target)
    for commit in (False, True):
        if commit:
            worked.commit("links")
        report = judge(worked)
        assert [one.guide.path for one in report.guides] == [GUIDE]
        assert seen(report)[1] == "done, forgotten"
    assert [one.items for one in judge(worked, "docs/PLAN.md").guides] == [()]


def test_a_folder_that_became_a_link(worked: Repo, tmp_path: Path) -> None:
    shutil.move(worked.at("src"), tmp_path / "src")
    worked.at("src").symlink_to(tmp_path / "src")
    assert [one.split(",")[0] for one in seen(judge(worked))[1:2]] == ["open"]
    assert everything(tmp_path / "src") == everything(tmp_path / "src")


def test_special_files(worked: Repo) -> None:
    os.mkfifo(worked.at("src/second.py"))
    os.mkfifo(worked.at("TODO.md"))
    assert seen(judge(worked, cached=True)) == DONE


def test_files_of_many_megabytes(repo: Repo) -> None:
    lines = "- [ ] 1.1 Create `data/large.csv`\n- [ ] 1.2 Update `data/log.txt` to tell of Zanzibar\n"
    repo.commit("before", files={"data/log.txt": "x\n" * 5_000_000})
    repo.commit("guide", files={GUIDE: "# CHRONO-001: x\n\n## Implementation Checklist\n\n" + lines})
    repo.write("data/large.csv", "a,b,c\n" * 3_500_000)
    repo.write("data/log.txt", "x\n" * 10_000_000)
    report = judge(repo, cached=True)
    assert seen(report) == ["done, forgotten", "done, forgotten"]
    assert "data/large.csv" in problems(report)
    assert "too" in problems(report)
    repo.commit("work")
    assert seen(judge(repo)) == ["done, forgotten", "done, forgotten"]


def test_a_guide_of_many_megabytes(worked: Repo) -> None:
    worked.write("TODO.md", "- [ ] Create `src/first.py`\n" + "word " * 4_000_000)
    report = judge(worked)
    assert [one.guide.path for one in report.guides] == [GUIDE]
    assert "TODO.md:None: could not be read: too large" in problems(report)


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8-sig", ""),
        ("utf-16", ""),
        ("utf-16-le", "save it as UTF-8"),
        ("latin-1", "not valid UTF-8; read as Latin-1"),
    ],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_guides_in_other_encodings(repo: Repo, encoding: str, said: str, ends: str) -> None:
    text = TEXT.replace("name", "näme").replace("\n", ends)
    repo.commit("guide", files={GUIDE: text.encode(encoding)})
    repo.commit("work", files={"src/first.py": FIRST.replace("\n", ends)})
    for at in (None, "HEAD"):
        report = judge(repo, at=at)
        # Whatever cannot be read is told, and never half understood.
        assert seen(report) == ([] if encoding == "utf-16-le" else WORKED)
        assert said in problems(report)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_odd_characters_shift_no_lines(repo: Repo, encoding: str) -> None:
    text = EDIT.replace("## Impl", "a\x0cb\u2028c\x85d\x1ce\n\n## Impl")
    repo.commit("before", files={"src/old.py": OLD})
    repo.commit("guide", files={GUIDE: text.encode(encoding)})
    repo.commit("work", files={"src/old.py": "\x0c# odd\u2028\n" + NEW})
    one = items(judge(repo))["CHRONO-001/1.4"]
    assert (one.status, one.agreement) == ("done", "forgotten")
    assert {found.line for found in one.evidence} <= {None, 3}


def test_line_ends_that_change_are_no_new_items(repo: Repo) -> None:
    repo.commit("before", files={"src/old.py": OLD})
    born = repo.commit("guide", files={GUIDE: EDIT})
    repo.commit("work", files={"src/old.py": NEW})
    repo.commit("line ends", files={GUIDE: EDIT.replace("\n", "\r\n")})
    repo.commit("bom", files={GUIDE: ("\ufeff" + EDIT).encode()})
    report = judge(repo)
    assert (report.guides[0].base, seen(report)[3]) == (born, "done, forgotten")


@pytest.mark.parametrize(
    "content", [b"", b"\0" * 100, b"\xff\xfe", b"\xef\xbb\xbf", b"\r", b"- [ ]", b"```\n- [ ] x"]
)
def test_guides_with_nothing_in_them(repo: Repo, content: bytes) -> None:
    repo.commit("guide", files={GUIDE: content})
    repo.write("src/first.py", FIRST)
    judge(repo)
    assert len(judge(repo, GUIDE).guides) == 1


def test_a_commit_in_another_encoding(repo: Repo) -> None:
    repo.commit("guide", files={GUIDE: TEXT})
    repo.git("config", "i18n.commitEncoding", "ISO-8859-1")
    message = "Größe\n\nChrono-Skip: 1.3 (unnötig)\n".encode("latin-1")
    repo.git("commit", "-q", "--allow-empty", "-F", "-", input=message, env=repo.dates())
    one = items(judge(repo))["CHRONO-001/1.3"]
    assert (one.status, one.claims[0].reason) == ("skipped", "unnötig")


def test_filters_and_attributes(repo: Repo) -> None:
    repo.git("config", "core.autocrlf", "true")
    repo.commit("attributes", files={".gitattributes": "*.py text eol=crlf\n*.md text\n", "src/old.py": OLD})
    repo.commit("guide", files={GUIDE: EDIT})
    repo.at("src/old.py").unlink()
    repo.git("checkout", "-q", "--", ".")
    os.utime(repo.at("src/old.py"), (1, 1))
    assert verdicts(judge(repo))["CHRONO-001/1.4"] == "open, agrees"


def test_a_hostile_configuration_runs_nothing(worked: Repo, tmp_path: Path) -> None:
    script = tmp_path / "evil"
    script.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\nexec cat\n")
    script.chmod(0o755)
    for key in ("core.pager", "diff.external", "core.editor", "diff.x.textconv", "diff.x.command"):
        worked.git("config", key, str(script))
    worked.write(".git/info/attributes", "* diff=x\n")
    worked.write("src/old.py", NEW * 2)
    before = seen(judge(worked))
    assert before == DONE
    judge(worked, at="HEAD", cached=True)
    assert not (tmp_path / "ran").exists()


def test_a_merge_that_is_under_way(worked: Repo) -> None:
    worked.checkout("side", new=True)
    worked.commit("side", files={"src/old.py": "x = 3\n", GUIDE: EDIT.replace("a name", "one name")})
    worked.checkout("main")
    worked.commit("main", files={"src/old.py": "x = 4\n", GUIDE: EDIT.replace("a name", "two names")})
    with pytest.raises(AssertionError):
        worked.git("merge", "-q", "side")
    report = judge(worked, cached=True)
    assert [one.split(",")[0] for one in seen(report)[:2]] == ["done", "open"]


def test_a_folder_of_a_repository_that_is_not_there(worked: Repo) -> None:
    with pytest.raises(ChronoError):
        build_report(str(worked.path / "no-such-folder"))
