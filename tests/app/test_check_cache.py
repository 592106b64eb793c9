"""What is remembered: it never changes an answer, whatever happens in between."""

from __future__ import annotations

import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from chrono_git.app import excuses, scanning, tree_scan
from chrono_git.app.check import check
from chrono_git.model import CheckReport
from chrono_git.repo import workers
from tests.app.test_check import done, seen, stub
from tests.gitkit import Repo

ROOT = Path(__file__).parents[2]


def cache_of(repo: Repo) -> Path:
    return repo.at(".git/chrono-git/cache-v1.sqlite")


def both(repo: Repo, **options: str) -> CheckReport:
    """The report with what is remembered, after a look whether that makes a difference."""
    report = check(str(repo.path), **options)  # type: ignore[arg-type]
    assert report == check(str(repo.path), use_cache=False, **options)  # type: ignore[arg-type]
    return report


@pytest.fixture
def scanned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths that are given to workers, from now on."""
    paths: list[str] = []
    original = workers.each

    def each(*arguments: Any, **options: Any) -> Iterator[Any]:
        for item, answer in original(*arguments, **options):
            paths.append(item[0])
            yield item, answer

    monkeypatch.setattr(scanning, "each", each)
    return paths


def test_only_what_differs_is_looked_at_again(repo: Repo, scanned: list[str]) -> None:
    repo.commit(files={f"f{number}.py": stub(f"f{number}") for number in range(20)})
    first = both(repo)
    scanned.clear()
    assert check(str(repo.path)) == first
    assert scanned == []
    repo.write("f3.py", done("f3"))
    repo.write("new.py", stub("new"))
    assert len(check(str(repo.path)).findings) == 20
    assert sorted(scanned) == ["f3.py", "new.py"]
    scanned.clear()
    repo.commit()
    assert len(check(str(repo.path)).findings) == 20
    assert sorted(scanned) == ["f3.py", "new.py"]
    assert len(both(repo, at="HEAD").findings) == 20
    scanned.clear()
    assert len(check(str(repo.path), at="HEAD").findings) == 20
    assert len(check(str(repo.path), at="HEAD~1").findings) == 20
    assert scanned == ["f3.py"]


def test_no_cache_writes_nothing(repo: Repo) -> None:
    repo.commit(files={"a.py": stub("a")})
    check(str(repo.path), use_cache=False)
    assert not cache_of(repo).exists()


def test_what_was_dirty_at_first_is_not_taken_for_the_commit(repo: Repo) -> None:
    repo.commit(files={"a.py": stub("a"), "b.py": done("b"), "c.py": stub("c"), "d.py": stub("d")})
    repo.write("a.py", done("a"))
    repo.write("b.py", stub("b"))
    repo.at("c.py").unlink()
    repo.git("rm", "-q", "--cached", "d.py")
    repo.write("e.py", stub("e"))
    assert [one[0] for one in seen(both(repo))] == ["b.py", "d.py", "e.py"]
    repo.at("e.py").unlink()
    repo.git("reset", "-q", "--hard")
    report = both(repo)
    assert ([one[0] for one in seen(report)], report.files) == (["a.py", "c.py", "d.py"], 4)


def test_the_index_is_written_while_we_scan(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit(files={"a.py": stub("a"), "b.py": stub("b")})

    def find_kin(*arguments: Any) -> Any:
        repo.commit(files={"a.py": done("a")})
        return excuses.find_kin(*arguments)

    monkeypatch.setattr(tree_scan, "find_kin", find_kin)
    assert len(check(str(repo.path)).findings) == 2
    monkeypatch.undo()
    assert seen(both(repo)) == [("b.py", 2, "b")]


def test_another_branch_and_back(repo: Repo) -> None:
    repo.commit(files={"a.py": stub("a"), "same.py": stub("same")})
    both(repo)
    repo.checkout("side", new=True)
    repo.commit(files={"a.py": done("a"), "deep/b.py": stub("b")})
    assert [one[0] for one in seen(both(repo))] == ["deep/b.py", "same.py"]
    repo.checkout("main")
    assert [one[0] for one in seen(both(repo))] == ["a.py", "same.py"]


def test_a_tree_that_is_gone(repo: Repo) -> None:
    repo.commit(files={"a.py": stub("a")})
    both(repo)
    repo.git("commit", "-q", "--amend", "--allow-empty", "-m", "other", env=repo.dates())
    repo.commit(files={"a.py": done("a")})
    repo.git("checkout", "-q", "--orphan", "new")
    repo.commit(files={"b.py": stub("b")})
    repo.git("branch", "-q", "-D", "main")
    repo.git("reflog", "expire", "--expire=all", "--all")
    repo.git("gc", "-q", "--prune=all")
    assert [one[0] for one in seen(both(repo))] == ["b.py"]


@pytest.mark.parametrize("many", [False, True])
def test_whatever_is_done_in_between(repo: Repo, monkeypatch: pytest.MonkeyPatch, many: bool) -> None:
    """A walk at random through edits, commits and branches; with and without a new record each time."""
    monkeypatch.setattr(tree_scan, "_WORTH_RECORDING", 0 if many else 200)
    chance = random.Random(3)
    base = "class {0}:\n    def go(self):\n        raise NotImplementedError\n"
    heir = "class {0}({1}):\n    def {2}(self):\n        return 1\n"

    def content() -> str:
        kind = chance.randrange(4)
        one, two = (chance.choice("PQRS") for _ in range(2))
        if kind == 0:
            return base.format(one)
        if kind == 1:
            return heir.format(one, two, chance.choice(["go", "stay"]))
        return stub("f") if kind == 2 else done("f")

    names = [f"{folder}{letter}.py" for folder in ("", "x/") for letter in "abcdef"] + ["tool"]
    repo.commit(files={name: content() for name in names[:8]})
    steps: list[Callable[[], object]] = [
        lambda: repo.write(chance.choice(names), content()),
        lambda: repo.write("tool", "#!/usr/bin/python\n" + content()),
        lambda: repo.at(chance.choice(names)).unlink(missing_ok=True),
        lambda: repo.git("add", "-A"),
        repo.commit,
        lambda: repo.git("rm", "-q", "--cached", "--ignore-unmatch", chance.choice(names)),
        lambda: repo.git("reset", "-q", "--hard", chance.choice(["HEAD", "HEAD~1"])),
    ]
    repo.commit(files={names[0]: content()})
    for _ in range(25):
        for _ in range(chance.randrange(1, 4)):
            chance.choice(steps)()
            if repo.git("rev-list", "--count", "HEAD") == "1":
                repo.commit(files={names[1]: content()})
        both(repo)
    both(repo, at="HEAD")
    both(repo, at="HEAD~1")


def test_a_damaged_cache(repo: Repo) -> None:
    repo.commit(files={"a.py": stub("a")})
    first = check(str(repo.path))
    for damage in (b"", b"not a database at all" * 100, cache_of(repo).read_bytes()[:3000]):
        cache_of(repo).write_bytes(damage)
        assert check(str(repo.path)) == first
        assert check(str(repo.path)) == first
    connection = sqlite3.connect(cache_of(repo))
    with connection:
        connection.execute("update entry set value = x'00' || value")
    connection.close()
    assert check(str(repo.path)) == first


def test_nonsense_in_the_cache(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit(files={"a.py": stub("a")})
    first = check(str(repo.path))
    from chrono_git.cache import Cache

    original = Cache.get_many
    for nonsense in (b"nonsense", b"\x00" * 50, b"i\x01\x00\x00\x00", b"[\xff\xff\xff\xff"):
        monkeypatch.setattr(Cache, "get_many", lambda *asked, raw=nonsense: dict.fromkeys(asked[2], raw))
        assert check(str(repo.path)) == first
    monkeypatch.setattr(Cache, "get_many", original)


def test_another_scanner_begins_anew(repo: Repo, scanned: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit(files={"a.py": stub("a")})
    check(str(repo.path))
    scanned.clear()
    from chrono_git.app import check as module

    monkeypatch.setattr(module, "version", lambda: "another")
    check(str(repo.path))
    assert scanned == ["a.py"]


def test_worktrees_share_it_and_do_not_mix(repo: Repo, tmp_path: Path) -> None:
    repo.commit(files={"a.py": stub("a")})
    both(repo)
    repo.git("worktree", "add", "-q", "-b", "side", str(tmp_path / "side"))
    side = Repo(tmp_path / "side", init=False)
    side.write("b.py", stub("b"))
    assert [one[0] for one in seen(both(side))] == ["a.py", "b.py"]
    assert [one[0] for one in seen(both(repo))] == ["a.py"]


def test_runs_at_the_same_time(repo: Repo) -> None:
    repo.commit(files={f"f{number}.py": stub(f"f{number}") for number in range(50)})
    program = "import sys; from chrono_git.app.check import check; print(len(check(sys.argv[1]).findings))"
    command = [sys.executable, "-c", program, str(repo.path)]
    for _ in range(2):
        runs = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) for _ in range(4)]
        assert [run.communicate()[0] for run in runs] == [b"50\n"] * 4
        shutil.rmtree(repo.at(".git/chrono-git"))
