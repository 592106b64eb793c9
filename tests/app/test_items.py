"""Which item somebody means, and which are the next."""

from __future__ import annotations

import pytest

from chrono_git.app.explain import find_item
from chrono_git.app.next_items import next_items
from chrono_git.errors import GuideError
from chrono_git.model import Report
from tests.app.kit import FIRST, GUIDE, SECOND, TEXT, checklist, judge, verdicts
from tests.gitkit import Repo

STEP = "\n## Step-by-Step Implementation\n\n### Step 2: Third\n\nCreate `src/third.py`\n"


def path(number: int) -> str:
    return f"docs/implementation/CHRONO-00{number}-guide.md"


def upcoming(report: Report, count: int = 99) -> list[str]:
    return [one.item.id for _, one in next_items(report, count)]


@pytest.fixture
def guided(repo: Repo) -> Repo:
    """Two guides, one with a step."""
    other = checklist("CHRONO-002", ["1.1 Create `src/x.py`", "2.7 Create `src/y.py`"])
    repo.commit("guides", files={GUIDE: TEXT + STEP, path(2): other})
    return repo


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("CHRONO-001/1.1", "CHRONO-001/1.1"),
        ("chrono-001/1.1", "CHRONO-001/1.1"),
        ("CHRONO-001/step-2", "CHRONO-001/step-2"),
        ("step 2", "CHRONO-001/step-2"),
        ("step-2", "CHRONO-001/step-2"),
        ("2.7", "CHRONO-002/2.7"),
        ("1.3", "CHRONO-001/1.3"),
    ],
)
def test_an_item_by_name(guided: Repo, name: str, meant: str) -> None:
    guide, one = find_item(judge(guided), name)
    assert one.item.id == meant
    assert guide.guide.id == meant.partition("/")[0]


def test_a_name_that_two_items_have(guided: Repo) -> None:
    with pytest.raises(GuideError) as failed:
        find_item(judge(guided), "1.1")
    assert "CHRONO-001/1.1, CHRONO-002/1.1" in failed.value.message
    assert find_item(judge(guided, "CHRONO-002"), "1.1")[1].item.id == "CHRONO-002/1.1"


@pytest.mark.parametrize("name", ["1.9", "CHRONO-001/1.11", "CHRONO-001/step-3"])
def test_a_name_that_nothing_has(guided: Repo, name: str) -> None:
    with pytest.raises(GuideError) as failed:
        find_item(judge(guided), name)
    assert failed.value.message == f"no item {name}"
    assert "did you mean CHRONO-00" in failed.value.hint


def test_the_nearest_item_is_of_the_guide_that_was_named(guided: Repo) -> None:
    with pytest.raises(GuideError, match=r"no item") as failed:
        find_item(judge(guided), "CHRONO-002/1.2")
    assert failed.value.hint.startswith("did you mean CHRONO-002/1.1, ")


@pytest.mark.parametrize("name", ["", "/", "zzz", "CHRONO-001/", "\x1b[31m", "1.1\n"])
def test_odd_names(guided: Repo, name: str) -> None:
    with pytest.raises(GuideError):
        find_item(judge(guided), name)


def test_begun_then_open_then_phantoms_then_unseen(repo: Repo) -> None:
    lines = [
        "1.1 Decide on a name",
        "1.2 Create `src/none.py`",
        "1.3 Create `src/first.py` and `src/second.py`",
        "1.4 Create `src/third.py`",
        "1.5 Create `src/first.py`",
        "1.6 Skip this ~~not~~",
    ]
    text = checklist("CHRONO-001", lines).replace("[ ] 1.4", "[x] 1.4").replace("[ ] 1.6", "[~] 1.6")
    repo.commit("guide", files={GUIDE: text})
    repo.commit("work", files={"src/first.py": FIRST})
    report = judge(repo)
    assert upcoming(report) == [f"CHRONO-001/1.{n}" for n in (3, 2, 4, 1)]
    assert upcoming(report, 2) == ["CHRONO-001/1.3", "CHRONO-001/1.2"]
    assert upcoming(report, 0) == []


def test_blocked_guides_come_last(repo: Repo) -> None:
    before = "\n## Prerequisites\n\n### Dependencies\n\n- [ ] CHRONO-002 completed\n"
    repo.commit(
        "guides",
        files={
            path(1): checklist("CHRONO-001", ["1.1 Create `src/a.py`"], before=before),
            path(2): checklist("CHRONO-002", ["1.1 Create `src/b.py`"]),
        },
    )
    assert upcoming(judge(repo))[0] == "CHRONO-002/1.1"
    repo.write("src/b.py", FIRST)
    assert upcoming(judge(repo)) == ["CHRONO-001/1.1"]


def test_an_item_stands_back_behind_its_open_sub_items(repo: Repo) -> None:
    text = checklist("CHRONO-001", ["1.1 Make it"]) + "  - [ ] Create `src/a.py`\n  - [ ] Create `src/b.py`\n"
    repo.commit("guide", files={GUIDE: text})
    repo.write("src/a.py", FIRST)
    report = judge(repo)
    assert upcoming(report) == ["CHRONO-001/1.1.2"]
    repo.write("src/b.py", FIRST)
    assert upcoming(judge(repo)) == []


def test_optional_items_are_not_next(repo: Repo) -> None:
    repo.commit(
        files={
            ".kiro/specs/x/tasks.md": "# Plan\n\n- [ ]* 1. Create `src/a.py`\n- [ ] 2. Create `src/b.py`\n"
        }
    )
    assert [name.split("/")[-1] for name in upcoming(judge(repo))] == ["2"]


def test_next_in_an_empty_report(repo: Repo) -> None:
    assert upcoming(judge(repo)) == []


def test_what_another_item_names_is_no_file_that_was_moved(repo: Repo) -> None:
    lines = ["1.1 Create `app/log.py`", "1.2 Create `cli/log.py`", "1.3 Create `core/pay.py`"]
    repo.commit("guide", files={GUIDE: checklist("CHRONO-001", lines)})
    repo.commit("one of them", files={"app/log.py": FIRST, "moved/pay.py": SECOND})
    found = verdicts(judge(repo))
    assert found["CHRONO-001/1.1"] == "done, forgotten"
    assert found["CHRONO-001/1.2"] == "open, agrees"
    assert found["CHRONO-001/1.3"] == "done, forgotten"
