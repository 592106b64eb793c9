"""Which commits had nothing left to be written, in a file that may be lost or damaged at any time."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from chrono_git.repo.settled import nearest, settle, settled, since
from chrono_git.repo.stream import Git
from tests.gitkit import Repo

ONE, TWO = "1" * 40, "2" * 64


@pytest.fixture
def workshop(tmp_path: Path) -> str:
    return str(tmp_path / "git dir" / "chrono-git")


@pytest.fixture
def line(repo: Repo) -> list[str]:
    """Six commits in a row, the oldest first."""
    return [repo.commit(str(number)) for number in range(6)]


def git_of(repo: Repo) -> Git:
    return Git(str(repo.path))


def test_nothing_was_remembered(workshop: str) -> None:
    assert settled(workshop) == []
    assert not Path(workshop).exists()


def test_the_newest_is_the_last(workshop: str) -> None:
    for one in (ONE, TWO, ONE):
        settle(workshop, one)
    assert settled(workshop) == [ONE, TWO, ONE]


def test_it_does_not_grow_for_ever(workshop: str) -> None:
    ids = [f"{number:040x}" for number in range(1000)]
    for one in ids:
        settle(workshop, one)
        assert settled(workshop)[-1] == one
    kept = settled(workshop)
    assert kept == ids[-len(kept) :]
    assert 60 < len(kept) < 70
    [file] = Path(workshop).iterdir()
    assert (file.name, file.stat().st_size < 20_000) == ("settled", True)


@pytest.mark.parametrize("place", ["a file", "a folder in its place"])
def test_where_it_cannot_be_remembered_it_is_not(workshop: str, place: str) -> None:
    if place == "a file":
        Path(workshop).parent.mkdir()
        Path(workshop).write_text("")
    else:
        Path(workshop, "settled").mkdir(parents=True)
    settle(workshop, ONE)
    assert settled(workshop) == []


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary())
@example(b"\0" * 40 + b"\n")
@example(b"--all".ljust(40, b"-") + b"\n")
@example("é".encode() * 40)
@example(b"zz" * 20 + b"\r\n" + b"A" * 40)
def test_a_damaged_file(repo: Repo, workshop: str, damage: bytes) -> None:
    Path(workshop).mkdir(parents=True, exist_ok=True)
    Path(workshop, "settled").write_bytes(damage)
    if not settled(workshop):  # else it is no damage that shows
        assert since(git_of(repo), workshop, ONE, TWO) == TWO
    assert all(one.isascii() and one.isalnum() for one in settled(workshop))
    Path(workshop, "settled").write_bytes(damage + b"\n")
    settle(workshop, TWO)
    assert settled(workshop)[-1] == TWO


@pytest.mark.parametrize(
    "damage", [b"\0" * 40, b"-" * 40, b"g" * 40, b"0" * 40, b"1" * 40, b"\xff" * 64, b"1" * 17], ids=repr
)
def test_damage_leads_to_the_parent(repo: Repo, line: list[str], workshop: str, damage: bytes) -> None:
    Path(workshop).mkdir(parents=True)
    Path(workshop, "settled").write_bytes(damage + b"\n")
    assert since(git_of(repo), workshop, line[-1], line[-2]) == line[-2]


def test_a_line_that_was_cut_short(repo: Repo, line: list[str], workshop: str) -> None:
    settle(workshop, line[0])
    with Path(workshop, "settled").open("a") as file:
        file.write(line[1][:20])
    settle(workshop, line[2])
    settle(workshop, line[3])
    assert since(git_of(repo), workshop, line[5], line[4]) == line[3]


def test_without_any_it_is_the_parent(repo: Repo, line: list[str], workshop: str) -> None:
    assert since(git_of(repo), workshop, line[0], None) is None
    assert since(git_of(repo), workshop, line[5], line[4]) == line[4]


def test_the_nearest_that_was_settled(repo: Repo, line: list[str], workshop: str) -> None:
    git = git_of(repo)
    for one in (line[3], line[1]):
        settle(workshop, one)
    assert since(git, workshop, line[5], line[4]) == line[3]
    assert since(git, workshop, line[3], line[2]) == line[3]
    assert since(git, workshop, line[2], line[1]) == line[1]
    assert nearest(git, [line[1], "f" * 40], line[5]) == line[1]
    assert nearest(git, ["f" * 40], line[5]) is None


def test_a_commit_that_was_replaced(repo: Repo, line: list[str], workshop: str) -> None:
    settle(workshop, line[4])
    settle(workshop, line[5])
    repo.git("commit", "-q", "--allow-empty", "--amend", "-m", "other", env=repo.dates())
    assert since(git_of(repo), workshop, repo.head(), line[4]) == line[4]


def test_another_branch_starts_where_it_left(repo: Repo, line: list[str], workshop: str) -> None:
    settle(workshop, line[5])
    repo.git("checkout", "-q", "-b", "other", line[2])
    two = [repo.commit("b1"), repo.commit("b2")]
    assert since(git_of(repo), workshop, two[1], two[0]) == line[2]


def test_a_history_of_its_own(repo: Repo, line: list[str], workshop: str) -> None:
    settle(workshop, line[5])
    repo.git("checkout", "-q", "--orphan", "other")
    first = repo.commit("o1")
    assert since(git_of(repo), workshop, first, None) is None
    second = repo.commit("o2")
    assert since(git_of(repo), workshop, second, first) == first


def test_what_a_merge_brought(repo: Repo, line: list[str], workshop: str) -> None:
    settle(workshop, line[5])
    repo.git("checkout", "-q", "-b", "side", line[3])
    repo.commit("side")
    repo.checkout("main")
    merge = repo.merge("side")
    assert since(git_of(repo), workshop, merge, line[5]) == line[5]
