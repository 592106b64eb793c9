"""When each item was written down, whatever became of its line and its file."""

from __future__ import annotations

from tests.app.kit import GUIDE, checklist, items, judge, seen, verdicts
from tests.gitkit import Repo

UPDATE = "Update `src/a.py` to count"
OLD, NEW = "x = 1\n", "x = 1\ncount = 2\n"


def start(repo: Repo, *lines: str) -> None:
    repo.commit(files={"src/a.py": OLD})
    repo.commit("guide", files={GUIDE: checklist("CHRONO-001", lines)})


def test_the_guide_begins_with_its_first_commit(repo: Repo) -> None:
    start(repo, "Create `src/b.py`")
    born = repo.head()
    repo.commit("work", files={"src/b.py": NEW})
    repo.commit("edit", files={GUIDE: checklist("CHRONO-001", ["Create `src/b.py`", "Create `src/c.py`"])})
    (guide,) = judge(repo).guides
    assert guide.base == born
    assert guide.base_time == int(repo.git("log", "-1", "--format=%ct", born))


def test_an_item_that_was_added_later_has_its_own_base(repo: Repo) -> None:
    start(repo, "Create `src/b.py`")
    repo.commit("work before the second item", files={"src/a.py": NEW})
    later = repo.commit("edit", files={GUIDE: checklist("CHRONO-001", ["Create `src/b.py`", UPDATE])})
    assert verdicts(judge(repo))["CHRONO-001/1.2"] == "open, agrees"
    repo.commit("work after it", files={"src/a.py": NEW + "count += 1\n"})
    assert verdicts(judge(repo))["CHRONO-001/1.2"] == "done, forgotten"
    assert verdicts(judge(repo, at=later))["CHRONO-001/1.2"] == "open, agrees"


def test_an_item_that_is_not_committed_yet_begins_now(repo: Repo) -> None:
    start(repo, "Create `src/b.py`")
    repo.commit("work", files={"src/a.py": NEW})
    repo.write(GUIDE, checklist("CHRONO-001", ["Create `src/b.py`", UPDATE]))
    assert verdicts(judge(repo))["CHRONO-001/1.2"] == "open, agrees"
    repo.write("src/a.py", NEW + "count += 1\n")
    assert verdicts(judge(repo))["CHRONO-001/1.2"] == "done, forgotten"


def test_renumbering_and_ticking_keep_the_base(repo: Repo) -> None:
    start(repo, f"1.1 {UPDATE}")
    repo.commit("work", files={"src/a.py": NEW})
    ticked = checklist("CHRONO-001", ["1.1 Create `src/b.py`", f"1.2 {UPDATE}"]).replace(
        f"[ ] 1.2 {UPDATE}", f"[x] 1.2 {UPDATE}"
    )
    repo.commit("insert, renumber, tick", files={GUIDE: ticked})
    assert verdicts(judge(repo)) == {"CHRONO-001/1.1": "open, agrees", "CHRONO-001/1.2": "done, agrees"}


def test_the_same_words_under_a_second_number_are_another_item(repo: Repo) -> None:
    start(repo, f"1.1 {UPDATE}")
    repo.commit("work", files={"src/a.py": NEW})
    repo.commit("again", files={GUIDE: checklist("CHRONO-001", [f"1.1 {UPDATE}", f"1.2 {UPDATE}"])})
    assert verdicts(judge(repo))["CHRONO-001/1.2"] == "open, agrees"


def test_another_bullet_or_indentation_keeps_the_base(repo: Repo) -> None:
    start(repo, UPDATE)
    repo.commit("work", files={"src/a.py": NEW})
    text = checklist("CHRONO-001", ["Do it all", UPDATE])
    repo.commit("nest", files={GUIDE: text.replace(f"- [ ] {UPDATE}", f"  * [ ]  {UPDATE}")})
    (nested,) = [one for one in items(judge(repo)).values() if "count" in one.item.text]
    assert nested.status == "done"


def test_edited_words_keep_the_base_as_long_as_the_number_stays(repo: Repo) -> None:
    start(repo, f"1.1 {UPDATE}")
    repo.commit("work", files={"src/a.py": NEW})
    repo.commit("edit", files={GUIDE: checklist("CHRONO-001", ["1.1 Update `src/a.py` to count things"])})
    assert seen(judge(repo)) == ["done, forgotten"]
    repo.commit(
        "other", files={GUIDE: checklist("CHRONO-001", ["1.1 Update `src/a.py` to log retries verbosely"])}
    )
    assert seen(judge(repo)) == ["open, agrees"]


def test_a_moved_guide_keeps_its_base(repo: Repo) -> None:
    start(repo, UPDATE)
    born = repo.head()
    repo.commit("work", files={"src/a.py": NEW})
    repo.mv(GUIDE, "plans/CHRONO-001-guide.md")
    repo.commit("move")
    report = judge(repo)
    assert (report.guides[0].base, seen(report)) == (born, ["done, forgotten"])


def test_an_archived_change_of_openspec_keeps_its_base(repo: Repo) -> None:
    tasks = f"## 1. Work\n\n- [ ] 1.1 {UPDATE}\n- [ ] 1.2 Create `src/b.py`\n"
    repo.commit(files={"src/a.py": OLD})
    change = "openspec/changes/add-counting"
    born = repo.commit("propose", files={f"{change}/tasks.md": tasks, f"{change}/proposal.md": "# Why\n"})
    repo.commit("work", files={"src/a.py": NEW, "src/b.py": OLD})
    repo.mv(change, "openspec/changes/archive/2026-01-02-add-counting")
    archived = tasks.replace("[ ] 1.1", "[x] 1.1")
    repo.commit("archive", files={"openspec/changes/archive/2026-01-02-add-counting/tasks.md": archived})
    report = judge(repo)
    assert report.guides[0].base == born
    assert seen(report) == ["done, agrees", "done, forgotten"]


def test_guide_and_work_in_one_commit(repo: Repo) -> None:
    """A squash merge brings both: what it created is done, and what it changed cannot be told."""
    repo.commit(files={"src/a.py": OLD})
    text = checklist("CHRONO-001", ["Create `src/b.py`", UPDATE, "Create `src/c.py`"])
    repo.commit("all at once", files={GUIDE: text, "src/b.py": NEW, "src/a.py": NEW})
    assert seen(judge(repo)) == ["done, forgotten", "unknown", "open, agrees"]


def test_guide_and_work_in_the_very_first_commit(repo: Repo) -> None:
    text = checklist("CHRONO-001", ["Create `src/b.py`", "Create `src/c.py`"])
    repo.commit("all at once", files={GUIDE: text, "src/b.py": NEW})
    assert seen(judge(repo)) == ["done, forgotten", "open, agrees"]


def test_a_guide_on_a_branch_that_was_merged(repo: Repo) -> None:
    repo.commit(files={"src/a.py": OLD})
    repo.checkout("work", new=True)
    born = repo.commit("guide", files={GUIDE: checklist("CHRONO-001", [UPDATE])})
    repo.commit("work", files={"src/a.py": NEW})
    repo.checkout("main")
    repo.commit("meanwhile", files={"README.md": "x\n"})
    repo.merge("work")
    report = judge(repo)
    assert (report.guides[0].base, seen(report)) == (born, ["done, forgotten"])
