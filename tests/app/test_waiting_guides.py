"""Guides that wait for others: told in the report, never first in what is next, and not in circles."""

from __future__ import annotations

import json

import pytest

from chrono_git.app.next_items import next_items
from chrono_git.errors import GuideError
from tests.app.kit import FIRST, SECOND, checklist, judge
from tests.cli.test_commands import chrono
from tests.gitkit import Repo


def write(repo: Repo, name: str, *lines: str, before: str = "") -> None:
    repo.write(f"docs/implementation/{name}-guide.md", checklist(name, lines, before=before))


@pytest.fixture
def waiting(repo: Repo) -> Repo:
    """A-2 was begun, and waits for A-1; A-3 says that it blocks A-1."""
    write(repo, "A-1", "1.1 Create `one.py`")
    write(repo, "A-2", "1.1 Create `two.py`", "1.2 Create `more.py`", before="\n**Requires**: A-1\n")
    write(repo, "A-3", "1.1 Create `three.py`", before="\n**Blocks**: A-1\n")
    repo.commit("guides")
    repo.commit("begun", files={"two.py": FIRST})
    return repo


def waits(repo: Repo, *names: str) -> dict[str, tuple[str, ...]]:
    return {guide.guide.id: guide.waits_for for guide in judge(repo, *names).guides}


def test_what_waits_for_what(waiting: Repo) -> None:
    assert waits(waiting) == {"A-1": ("A-3",), "A-2": ("A-1",), "A-3": ()}
    assert waits(waiting, "A-2") == {"A-2": ("A-1",)}
    waiting.commit("three", files={"three.py": SECOND})
    assert waits(waiting) == {"A-1": (), "A-2": ("A-1",), "A-3": ()}


def test_next_never_proposes_what_waits_first(waiting: Repo) -> None:
    order = [item.item.id for _, item in next_items(judge(waiting), 9)]
    # What was begun comes first among its like, but that guide waits the longest.
    assert order == ["A-3/1.1", "A-1/1.1", "A-2/1.2"]
    waiting.commit("three", files={"three.py": SECOND})
    assert [item.item.id for _, item in next_items(judge(waiting), 9)] == ["A-1/1.1", "A-2/1.2"]


def test_the_report_says_so(waiting: Repo) -> None:
    shown = chrono(waiting, "report")
    assert shown.returncode == 0
    assert "waits for A-1: 1 of 1 to do" in shown.stdout
    assert "A-2  " in shown.stdout.partition("All guides")[2]
    guides = json.loads(chrono(waiting, "report", "--format", "json").stdout)["guides"]
    assert [(one["requires"], one["blocks"], one["waits_for"]) for one in guides] == [
        ([], [], ["A-3"]), (["A-1"], [], ["A-1"]), ([], ["A-1"], []),
    ]  # fmt: skip


def test_a_circle_is_an_error_that_names_it(waiting: Repo) -> None:
    write(waiting, "A-3", "1.1 Create `three.py`", before="\n**Blocks**: A-1\n**Requires**: A-2\n")
    with pytest.raises(GuideError, match="A-1 → A-3 → A-2 → A-1") as caught:
        next_items(judge(waiting), 3)
    assert caught.value.path == "docs/implementation/A-1-guide.md"
    shown = chrono(waiting, "report")
    assert (shown.returncode, "A-1/1.1" in shown.stdout or "one.py" in shown.stdout) == (2, True)
    assert "guides that wait for each other: A-1 → A-3 → A-2 → A-1" in shown.stderr
    assert chrono(waiting, "next").returncode == 2


def test_an_unknown_guide_is_a_warning(waiting: Repo) -> None:
    write(waiting, "A-3", "1.1 Create `three.py`", before="\n**Requires**: A-77\n")
    [problem] = judge(waiting).problems
    assert (problem.line, problem.message) == (3, "there is no guide A-77 here to wait for")
    shown = chrono(waiting, "report")
    assert (shown.returncode, "A-3-guide.md:3: there is no guide A-77" in shown.stdout) == (0, True)
