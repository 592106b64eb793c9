"""Files that were not made to be read: each is looked at or told of, and nothing hangs or falls over."""

from __future__ import annotations

import os
import time

import pytest

from chrono_git import scan as scanner
from chrono_git.app import scanning
from chrono_git.app.check import check
from chrono_git.model import CheckReport
from chrono_git.scan import Scan
from chrono_git.scan import scan as honest
from tests.app.test_check import done, seen, stub
from tests.gitkit import Repo

MIB = 1 << 20


def everywhere(repo: Repo) -> list[CheckReport]:
    """The reports of all modes: everything is committed in one commit after the first."""
    base = repo.git("rev-list", "--max-parents=0", "HEAD")
    repo.git("reset", "-q", "--soft", base)
    staged = check(str(repo.path), staged=True)
    repo.commit()
    return [
        staged,
        check(str(repo.path)),
        check(str(repo.path)),
        check(str(repo.path), at="HEAD"),
        check(str(repo.path), span=f"{base}..HEAD"),
        check(str(repo.path), paths=["."]),
        check(str(repo.path), paths=["src"]),
    ]


def notes(report: CheckReport) -> dict[str, str]:
    return {note.path: note.message for note in report.notes}


@pytest.fixture
def sources(repo: Repo) -> Repo:
    repo.commit()
    repo.commit(files={"src/fine.py": stub("fine")})
    return repo


def test_a_huge_file(sources: Repo) -> None:
    with sources.write("src/huge.py", stub("huge")).open("r+b") as file:
        file.truncate(100 * MIB)
    sources.commit()
    started = time.monotonic()
    for report in everywhere(sources):
        assert seen(report) == [("src/fine.py", 2, "fine")]
        assert notes(report)["src/huge.py"].startswith("not looked at: too large")
    assert time.monotonic() - started < 30


def test_a_huge_file_without_anything_in_it_is_no_news(sources: Repo) -> None:
    with sources.write("src/huge.py", done("huge")).open("r+b") as file:
        file.truncate(100 * MIB)
    sources.git("add", "-A")
    assert check(str(sources.path)).notes == ()


def test_a_huge_line(sources: Repo) -> None:
    sources.commit(files={"src/wide.js": "var x = [" + "1," * (3 * MIB) + "];\nfunction f() { debugger; }\n"})
    for report in everywhere(sources):
        assert ("src/fine.py", 2, "fine") in seen(report)
        assert "src/wide.js" in notes(report)


def test_bytes_of_all_kinds(sources: Repo) -> None:
    text = stub("f")
    sources.write(b"src/\xff\xfe.py", text)
    sources.commit(
        files={
            "src/nul.py": text.encode() + b"\0",
            "src/latin.py": "# \u00e9\n".encode("latin-1") + text.encode(),
            "src/wide.py": text.encode("utf-16"),
            "src/mark.py": b"\xef\xbb\xbf" + text.encode(),
            "src/mac.py": text.replace("\n", "\r").encode(),
            "src/ \t\n\x1b[31m.py": text,
        }
    )
    for report in everywhere(sources):
        found = {path for path, _, _ in seen(report)}
        assert {"src/fine.py", "src/latin.py", "src/wide.py", "src/mark.py", "src/ \t\n\x1b[31m.py"} <= found
        assert os.fsdecode(b"src/\xff\xfe.py") in found
        assert "NUL" in notes(report)["src/nul.py"]
        assert "UTF-8" in notes(report)["src/latin.py"]


def test_deep_nesting(sources: Repo) -> None:
    deep = "[" * 100_000
    sources.commit(
        files={
            "src/a.py": f"x = {deep}\nbreakpoint()\n",
            "src/b.js": f"debugger;\nlet x = {deep}",
            "src/c.rs": "fn f() { todo!() }\nfn g() " + "{" * 100_000,
        }
    )
    for report in everywhere(sources):
        assert ("src/fine.py", 2, "fine") in seen(report)


def test_links(sources: Repo) -> None:
    sources.at("loop").symlink_to(".")
    sources.at("src/self.py").symlink_to("self.py")
    sources.at("src/link.py").symlink_to("fine.py")
    sources.at("src/away.py").symlink_to("/etc/passwd")
    sources.commit()
    sources.at("src/new.py").symlink_to("fine.py")
    for report in everywhere(sources):
        assert (seen(report), report.notes) == ([("src/fine.py", 2, "fine")], ())
    assert check(str(sources.path)).files == 1


def test_a_folder_that_became_a_link(sources: Repo) -> None:
    sources.commit(files={"old/a.py": stub("a")})
    sources.write("elsewhere/a.py", stub("b"))
    sources.at("old/a.py").unlink()
    sources.at("old").rmdir()
    sources.at("old").symlink_to("elsewhere")
    assert seen(check(str(sources.path))) == [("elsewhere/a.py", 2, "b"), ("src/fine.py", 2, "fine")]


def test_a_pipe(sources: Repo) -> None:
    os.mkfifo(sources.at("src/pipe.py"))
    sources.at("src/fine.py").unlink()
    os.mkfifo(sources.at("src/fine.py"))
    assert seen(check(str(sources.path))) == []


def _crash(path: str, data: bytes, *, text_only: bool = False, **how: bool) -> Scan:
    if path.endswith("bad.py") and not text_only:
        os.abort()
    return honest(path, data, text_only=text_only, **how)


def _hang(path: str, data: bytes, **how: bool) -> Scan:
    while path.endswith("bad.py"):
        time.sleep(1)  # a loop that works is tried in tests/repo/test_workers.py
    return honest(path, data, **how)


def test_a_parser_that_crashes(sources: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    sources.commit(files={"src/bad.py": stub("bad")})
    monkeypatch.setattr(scanner, "scan", _crash)
    for report in everywhere(sources):
        assert seen(report) == [("src/bad.py", 2, "bad"), ("src/fine.py", 2, "fine")]
        assert notes(report) == {"src/bad.py": "read as text: the parser gave up"}


def test_a_parser_that_hangs(sources: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    sources.commit(files={"src/bad.py": stub("bad")})
    monkeypatch.setattr(scanner, "scan", _hang)
    monkeypatch.setattr(scanning, "SECONDS", 0.2)
    for report in everywhere(sources):
        assert seen(report) == [("src/fine.py", 2, "fine")]
        assert notes(report) == {"src/bad.py": "not looked at: took too long"}
    monkeypatch.undo()
    assert len(check(str(sources.path)).findings) == 2


def test_an_object_that_is_gone(sources: Repo) -> None:
    base = sources.git("rev-parse", "HEAD")
    sources.commit(files={"src/lost.py": stub("lost"), "src/new.py": stub("new")})
    oid = sources.git("rev-parse", "HEAD:src/lost.py")
    sources.at(f".git/objects/{oid[:2]}/{oid[2:]}").unlink()
    for options in ({"at": "HEAD"}, {"span": f"{base}..HEAD"}):
        report = check(str(sources.path), **options)  # type: ignore[arg-type]
        assert ("src/new.py", 2, "new") in seen(report)
        assert "not in this clone" in notes(report)["src/lost.py"]


def test_a_partial_clone(sources: Repo) -> None:
    sources.commit(files={"src/new.py": stub("new")})
    sources.git("config", "uploadpack.allowFilter", "true")
    clone = sources.clone(sources.path.parent / "partial", "--filter=blob:none", "--no-checkout")
    report = check(str(clone.path), at="HEAD")
    assert (seen(report), set(notes(report))) == ([], {"src/fine.py", "src/new.py"})
    report = check(str(clone.path), span="HEAD~1..HEAD")
    assert (seen(report), set(notes(report))) == ([], {"src/new.py"})


def test_a_shallow_clone(sources: Repo) -> None:
    sources.commit(files={"src/new.py": stub("new")})
    clone = sources.clone(sources.path.parent / "shallow", "--depth=1")
    assert len(check(str(clone.path)).findings) == 2
    assert len(check(str(clone.path), at="HEAD").findings) == 2
    clone.write("src/more.py", stub("more"))
    clone.git("add", "-A")
    assert seen(check(str(clone.path), staged=True)) == [("src/more.py", 2, "more")]
