"""The second report is the first one, until what it depends on changes; and nothing else is written."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from chrono_git.app.explain import find_item
from chrono_git.app.memory import dumps, loads
from chrono_git.app.next_items import next_items
from chrono_git.repo.stream import Git
from tests.app.kit import FIRST, GUIDE, SECOND, TEXT, everything, judge, seen, verdicts
from tests.gitkit import Repo

MORE = "- [ ] 1.4 Make `run.sh` executable\n- [ ] 1.5 Update `src/old.py` to count\n"


@pytest.fixture
def worked(repo: Repo) -> Repo:
    """A guide, one of its two files, a script and another file."""
    repo.commit("before", files={"run.sh": "#!/bin/sh\n", "src/old.py": "x = 1\n", "src/other.py": "y = 1\n"})
    repo.commit("guide", files={GUIDE: TEXT + MORE})
    repo.commit("work", files={"src/first.py": FIRST})
    return repo


def database(repo: Repo) -> Path:
    return repo.path / ".git" / "chrono-git" / "cache-v1.sqlite"


@pytest.mark.parametrize("at", [None, "HEAD", "HEAD~1"])
def test_the_second_report_is_the_first(worked: Repo, at: str | None) -> None:
    plain = judge(worked, at=at)
    first = judge(worked, at=at, cached=True)
    assert plain == first == judge(worked, at=at, cached=True)
    assert loads(dumps(plain)) == plain


def test_the_second_report_is_remembered(worked: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    report = judge(worked, cached=True)
    started: list[tuple[str | bytes, ...]] = []
    start = Git.start

    def watched(git: Git, *commands: tuple[str | bytes, ...], fed: bool = False) -> object:
        started.extend(commands)
        return start(git, *commands, fed=fed)

    monkeypatch.setattr(Git, "start", watched)
    assert judge(worked, cached=True) == report
    assert [command[0] for command in started] == ["rev-parse", "status"]


def test_questions_are_told_apart(worked: Repo) -> None:
    worked.write("src/LIST.md", "- [ ] Create `src/first.py`\n")
    worked.write("LIST.md", "- [ ] Create `src/none.py`\n")
    asked: list[Callable[[bool], object]] = [
        lambda cached: judge(worked, cached=cached),
        lambda cached: judge(worked, "LIST.md", cached=cached),
        lambda cached: judge(worked, "LIST.md", folder="src", cached=cached),
        lambda cached: judge(worked, "LIST.md", GUIDE, cached=cached),
        lambda cached: judge(worked, at="HEAD", cached=cached),
        lambda cached: judge(worked, "CHRONO-001", at="HEAD~1", cached=cached),
    ]
    for _ in range(2):
        assert [one(True) for one in asked] == [one(False) for one in asked]


def linked(repo: Repo, name: str) -> None:
    repo.at(name).unlink()
    repo.at(name).symlink_to("x")


def replaced_by_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


CHANGES: dict[str, Callable[[Repo], object]] = {
    "tracked file": lambda repo: repo.write("src/old.py", "x = 1\ncount = 2\n"),
    "same size": lambda repo: repo.write("src/first.py", ""),
    "untracked file": lambda repo: repo.write("src/second.py", SECOND),
    "untracked in a new folder": lambda repo: repo.write("new/deep/second.py", SECOND),
    "deleted file": lambda repo: repo.at("src/first.py").unlink(),
    "mode": lambda repo: repo.at("run.sh").chmod(0o755),
    "guide": lambda repo: repo.write(GUIDE, TEXT.replace("[ ]", "[x]")),
    "guide deleted": lambda repo: repo.at(GUIDE).unlink(),
    "index": lambda repo: repo.git("rm", "-q", "--cached", "src/first.py"),
    "index mode": lambda repo: repo.git("update-index", "--chmod=+x", "run.sh"),
    "claim": lambda repo: repo.commit("x\n\nChrono-Step: 1.3\n"),
    "amended claim": lambda repo: repo.git("commit", "-q", "--amend", "-m", "work\n\nChrono-Step: 1.3"),
    "HEAD": lambda repo: repo.git("reset", "-q", "--hard", "HEAD~1"),
    "HEAD alone": lambda repo: repo.git("reset", "-q", "--soft", "HEAD~1"),
    "branch": lambda repo: repo.checkout("CHRONO-777-x", new=True),
    "detached": lambda repo: repo.git("checkout", "-q", "--detach"),
    "configuration": lambda repo: repo.write(".chrono/config.toml", '[guides]\nexclude = ["docs/*"]\n'),
    "link": lambda repo: linked(repo, "src/old.py"),
    "link for a file": lambda repo: linked(repo, "src/loose.py"),
    "mode of an untracked file": lambda repo: repo.at("loose.sh").chmod(0o755),
    "ignored": lambda repo: repo.write(".git/info/exclude", "src/loose.py\n"),
    "file mode is not trusted": lambda repo: repo.git("config", "core.fileMode", "false"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_whatever_changes_the_verdict_is_fresh(worked: Repo, name: str) -> None:
    worked.write("src/loose.py", "x")
    worked.write("loose.sh", "#!/bin/sh\n")
    worked.write("TODO.md", "- [ ] Make `loose.sh` executable\n")
    before = judge(worked, cached=True)
    assert before == judge(worked, cached=True)
    CHANGES[name](worked)
    fresh = judge(worked)
    assert judge(worked, cached=True) == fresh
    assert judge(worked, cached=True) == fresh


@pytest.mark.parametrize(
    ("name", "which", "expected"),
    [
        ("untracked file", "1.2", "done, forgotten"),
        ("tracked file", "1.5", "done, forgotten"),
        ("mode", "1.4", "done, forgotten"),
        ("claim", "1.3", "done, attested"),
        ("HEAD", "1.1", "open, agrees"),
    ],
)
def test_the_verdict_changes_with_it(worked: Repo, name: str, which: str, expected: str) -> None:
    assert verdicts(judge(worked, cached=True))[f"CHRONO-001/{which}"] != expected
    CHANGES[name](worked)
    assert verdicts(judge(worked, cached=True))[f"CHRONO-001/{which}"] == expected


def test_a_file_that_changes_again_within_the_same_moment(worked: Repo) -> None:
    """Same size, same time, no entry of the index changed: only the content tells."""
    worked.write("src/second.py", SECOND)
    worked.write(".chrono/config.toml", "[limits]\nfile_bytes = 1000000\n")
    when = worked.at(GUIDE).stat().st_mtime_ns
    for box, expected in ((" ", "done, forgotten"), ("x", "done, agrees"), (" ", "done, forgotten")):
        worked.write(GUIDE, TEXT.replace("[ ] 1.2", f"[{box}] 1.2"))
        os.utime(worked.at(GUIDE), ns=(when, when))
        assert verdicts(judge(worked, cached=True))["CHRONO-001/1.2"] == expected


def test_without_the_cache_nothing_is_written(worked: Repo) -> None:
    before = everything(worked.path, without=())
    judge(worked)
    judge(worked, at="HEAD")
    assert everything(worked.path, without=()) == before
    assert not database(worked).parent.exists()


def test_nothing_but_the_cache_is_ever_written(worked: Repo) -> None:
    worked.write("src/second.py", SECOND)
    worked.write("src/old.py", "x = 1\ncount = 2\n")
    # Times that git would refresh in the index, were it allowed to.
    for name in ("src/other.py", "run.sh"):
        os.utime(worked.at(name), (1, 1))
    before = everything(worked.path)
    for at in (None, "HEAD"):
        for _ in range(2):
            report = judge(worked, at=at, cached=True)
            find_item(report, "1.2")
            next_items(report, 3)
    assert everything(worked.path) == before
    assert sorted(path.name for path in database(worked).parent.iterdir() if "cache" not in path.name) == []
    assert worked.git("status", "--porcelain", "--", "*.sqlite*") == ""


DAMAGES: dict[str, Callable[[Path], object]] = {
    "garbage": lambda path: path.write_bytes(b"\xff" * 5000),
    "empty": lambda path: path.write_bytes(b""),
    "cut": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "flipped": lambda path: path.write_bytes(bytes(one ^ 1 for one in path.read_bytes())),
    "a folder": replaced_by_a_folder,
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_cache_is_harmless(worked: Repo, name: str) -> None:
    fresh = judge(worked, cached=True)
    for path in database(worked).parent.glob("*-*l-*"):
        path.unlink()
    DAMAGES[name](database(worked))
    assert judge(worked, cached=True) == fresh
    assert judge(worked, cached=True) == fresh


def test_what_was_remembered_in_another_form_is_forgotten(
    worked: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh = judge(worked)
    for wrong in (
        b"",
        b"{}",
        b"[]",
        b'{"Report":[]}',
        b'{"Nothing":[1]}',
        b'{"Report":[1,2,3,4,5,6,7,8]}',
        b"\xff",
    ):
        monkeypatch.setattr("chrono_git.app.memory.dumps", lambda _, wrong=wrong: wrong)
        assert judge(worked, cached=True) == fresh
        assert judge(worked, cached=True) == fresh
        CHANGES["claim"](worked)
        fresh = judge(worked)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is read-only for root")
def test_a_read_only_repository(worked: Repo) -> None:
    top = worked.path / ".git"
    top.chmod(0o555)
    try:
        assert judge(worked, cached=True) == judge(worked)
    finally:
        top.chmod(0o755)


def test_a_place_where_no_cache_can_be(worked: Repo) -> None:
    worked.write(".git/chrono-git", "in the way")
    assert judge(worked, cached=True) == judge(worked)
    assert worked.at(".git/chrono-git").read_text() == "in the way"


def test_worktrees_share_the_cache_but_no_verdict(worked: Repo, tmp_path: Path) -> None:
    worked.git("worktree", "add", "-q", "-b", "side", str(tmp_path / "side"))
    worked.write("src/second.py", SECOND)
    for _ in range(2):
        assert seen(judge(worked, cached=True))[1] == "done, forgotten"
        assert seen(judge(tmp_path / "side", cached=True))[1] == "open, agrees"
    assert not (tmp_path / "side" / "chrono-git").exists()
