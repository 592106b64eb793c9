"""Which guides a report is about, and at which state of the repository it looks."""

from __future__ import annotations

from pathlib import Path

import pytest

from chrono_git.app.report import build_report
from chrono_git.errors import ChronoError, GuideError, RepositoryError
from tests.app.kit import FIRST, GUIDE, SECOND, TEXT, checklist, items, judge, problems, seen, verdicts
from tests.gitkit import Repo


@pytest.fixture
def worked(repo: Repo) -> Repo:
    """The guide first, then one of its two files."""
    repo.commit("guide", files={GUIDE: TEXT})
    repo.commit("work", files={"src/first.py": FIRST})
    return repo


def test_guides_of_all_dialects_are_found_without_configuration(repo: Repo) -> None:
    listed = "- [ ] Create `src/a.py`\n"
    repo.commit(
        files={
            GUIDE: TEXT,
            "specs/001-login/tasks.md": "# Tasks\n\n- [ ] T001 Create `src/a.py`\n",
            "specs/001-login/plan.md": listed,
            "openspec/changes/add-x/tasks.md": "## 1. Do\n\n- [ ] 1.1 Create `src/a.py`\n",
            ".kiro/specs/login/tasks.md": "# Plan\n\n- [ ] 1. Create `src/a.py`\n",
            "TODO.md": listed,
            "docs/notes.md": listed,
            "README.md": listed,
            "docs/ROADMAP.md": "No boxes at all.\n",
            "node_modules/x/TODO.md": listed,
        }
    )
    report = judge(repo)
    assert {guide.guide.path: guide.guide.dialect for guide in report.guides} == {
        ".kiro/specs/login/tasks.md": "kiro",
        "TODO.md": "plain",
        GUIDE: "chrono",
        "openspec/changes/add-x/tasks.md": "openspec",
        "specs/001-login/tasks.md": "spec-kit",
    }
    assert [guide.guide.path for guide in report.guides] == sorted(one.guide.path for one in report.guides)


def test_nothing_to_find(repo: Repo) -> None:
    repo.commit(files={"README.md": "# Hello\n"})
    report = judge(repo)
    assert (report.guides, report.problems) == ((), ())


@pytest.mark.parametrize(
    ("name", "folder"),
    [
        ("CHRONO-001", ""),
        ("chrono-001", ""),
        (GUIDE, ""),
        (f"./{GUIDE}", ""),
        ("docs/../" + GUIDE, ""),
        ("CHRONO-001-guide.md", "docs/implementation"),
        ("../implementation/CHRONO-001-guide.md", "docs/implementation"),
        (GUIDE, "src"),
        ("CHRONO-001", "src"),
    ],
)
def test_names_of_one_guide(worked: Repo, name: str, folder: str) -> None:
    worked.write("TODO.md", "- [ ] Create `src/a.py`\n")
    report = judge(worked, name, folder=folder)
    assert [guide.guide.path for guide in report.guides] == [GUIDE]
    assert verdicts(report)["CHRONO-001/1.1"] == "done, forgotten"


def test_a_file_below_goes_before_one_at_the_root(worked: Repo) -> None:
    worked.write("LIST.md", "- [ ] Create `src/first.py`\n")
    worked.write("src/LIST.md", "- [ ] Create `src/second.py`\n")
    assert seen(judge(worked, "LIST.md")) == ["done, forgotten"]
    assert seen(judge(worked, "LIST.md", folder="src")) == ["open, agrees"]
    assert seen(judge(worked, "../LIST.md", folder="src")) == ["done, forgotten"]


def test_a_guide_that_is_named_twice_is_shown_once(worked: Repo) -> None:
    assert len(judge(worked, "CHRONO-001", GUIDE, "chrono-001").guides) == 1


@pytest.mark.parametrize("name", ["../outside.md", "/etc/outside.md", "src/../../outside.md", "../../x.md"])
def test_a_path_that_leads_out_is_refused(worked: Repo, name: str) -> None:
    (worked.path.parent / "outside.md").write_text("- [x] Create `src/first.py`\n")
    with pytest.raises(GuideError, match="leads out of the repository"):
        judge(worked, name)


def test_a_name_that_means_nothing_tells_the_nearest(worked: Repo) -> None:
    with pytest.raises(GuideError) as failed:
        judge(worked, "CHRONO-011")
    assert (failed.value.message, "CHRONO-001" in failed.value.hint) == ("no guide CHRONO-011", True)
    with pytest.raises(GuideError) as failed:
        judge(worked, "docs/implementation/CHRONO-001-guides.md")
    assert GUIDE in failed.value.hint
    assert failed.value.exit_status == 2


def test_same_ids_in_two_folders_can_be_told_apart(repo: Repo) -> None:
    repo.commit(files={"a/TODO.md": "- [ ] Create `x.py`\n", "b/TODO.md": "- [ ] Create `y.py`\n"})
    report = judge(repo)
    assert len(items(report)) == 2
    first, second = (guide.guide.id for guide in report.guides)
    assert first != second
    assert [guide.guide.path for guide in judge(repo, second).guides] == ["b/TODO.md"]


def test_a_commit_is_judged_by_its_own_guide(worked: Repo) -> None:
    first, second = worked.head("HEAD~1"), worked.head()
    worked.commit("more", files={GUIDE: TEXT + "- [ ] 1.4 Create `src/third.py`\n", "src/second.py": SECOND})
    worked.write("src/third.py", "x = 1\n")
    assert seen(judge(worked, at=first)) == ["open, agrees", "open, agrees", "unknown"]
    assert seen(judge(worked, at=second[:10])) == ["done, forgotten", "open, agrees", "unknown"]
    newest = judge(worked, at="HEAD")
    assert seen(newest) == ["done, forgotten", "done, forgotten", "unknown", "open, agrees"]
    assert newest.revision == worked.head()
    now = judge(worked)
    assert seen(now)[3] == "done, forgotten"
    assert now.revision is None


def test_at_a_commit_before_the_guide(repo: Repo) -> None:
    repo.commit(files={"README.md": "x\n"})
    repo.commit(files={GUIDE: TEXT})
    assert judge(repo, at="HEAD~1").guides == ()
    with pytest.raises(GuideError, match="no guide CHRONO-001"):
        judge(repo, "CHRONO-001", at="HEAD~1")


def test_a_guide_that_nobody_committed(repo: Repo) -> None:
    repo.commit(files={"src/first.py": FIRST})
    repo.write(GUIDE, TEXT)
    report = judge(repo)
    assert report.guides[0].base is None
    # What was there before the guide is there; what is not is open.
    assert seen(report)[1:] == ["open, agrees", "unknown"]
    repo.write("src/second.py", SECOND)
    assert seen(judge(repo))[1] == "done, forgotten"


@pytest.mark.parametrize("how", ["untracked", "staged", "committed"])
def test_a_file_however_far_it_got(worked: Repo, how: str) -> None:
    worked.write("src/second.py", SECOND)
    if how != "untracked":
        worked.git("add", "-A")
    if how == "committed":
        worked.commit("second")
    one = items(judge(worked))["CHRONO-001/1.2"]
    assert (one.status, one.agreement) == ("done", "forgotten")
    assert [found.commit for found in one.evidence if found.result == "pass"] == [
        worked.head() if how == "committed" else None
    ]


def test_an_ignored_file_is_not_there(worked: Repo) -> None:
    worked.write(".gitignore", "src/second.py\n")
    worked.write("src/second.py", SECOND)
    assert verdicts(judge(worked))["CHRONO-001/1.2"] == "open, agrees"


@pytest.mark.parametrize("staged", [False, True])
def test_a_deleted_file_counts_as_gone(worked: Repo, staged: bool) -> None:
    if staged:
        worked.rm("src/first.py")
    else:
        worked.at("src/first.py").unlink()
    assert verdicts(judge(worked))["CHRONO-001/1.1"] == "open, agrees"
    assert verdicts(judge(worked, at="HEAD"))["CHRONO-001/1.1"] == "done, forgotten"


def test_what_was_there_and_went_away_is_done_then_moved(worked: Repo) -> None:
    worked.mv("src/first.py", "lib/primary.py")
    moved = worked.commit("move")
    one = items(judge(worked))["CHRONO-001/1.1"]
    assert one.status == "done"
    (found,) = [found for found in one.evidence if found.result == "pass"]
    assert "lib/primary.py" in found.detail
    assert found.commit == moved


def test_what_was_gone_before_the_guide_is_not_done_by_it(worked: Repo) -> None:
    later = "docs/implementation/CHRONO-002-guide.md"
    worked.rm("src/first.py")
    worked.commit("remove")
    worked.commit("again", files={later: TEXT.replace("CHRONO-001", "CHRONO-002")})
    found = verdicts(judge(worked))
    assert (found["CHRONO-001/1.1"], found["CHRONO-002/1.1"]) == ("done, forgotten", "open, agrees")
    assert verdicts(judge(worked, "CHRONO-002"))["CHRONO-002/1.1"] == "open, agrees"


def test_changes_are_seen_from_the_base_on(repo: Repo) -> None:
    text = checklist("CHRONO-001", ["Update `src/first.py` to answer twice", "Delete `src/old.py`"])
    repo.commit(files={"src/first.py": FIRST, "src/old.py": SECOND})
    repo.commit("guide", files={GUIDE: text})
    assert seen(judge(repo)) == ["open, agrees", "open, agrees"]
    repo.write("src/first.py", FIRST + "\n\ndef answer() -> int:\n    return 2 * first()  # twice\n")
    repo.at("src/old.py").unlink()
    assert seen(judge(repo))[0] == "done, forgotten"
    repo.commit("work")
    assert seen(judge(repo)) == ["done, forgotten", "done, forgotten"]
    assert seen(judge(repo, at="HEAD~1")) == ["open, agrees", "open, agrees"]


def test_a_deletion_that_is_not_committed_yet(repo: Repo) -> None:
    repo.commit(files={"src/old.py": SECOND})
    repo.commit("guide", files={GUIDE: checklist("CHRONO-001", ["Delete `src/old.py`"])})
    repo.at("src/old.py").unlink()
    one = items(judge(repo))["CHRONO-001/1.1"]
    assert (one.status, one.evidence[0].detail) == ("done", "src/old.py is gone")


def test_an_empty_file_is_no_work(worked: Repo) -> None:
    worked.write("src/second.py", "")
    assert verdicts(judge(worked))["CHRONO-001/1.2"] == "open, agrees"
    worked.commit("empty")
    assert verdicts(judge(worked))["CHRONO-001/1.2"] == "open, agrees"


def test_modes_of_files_that_are_not_committed(repo: Repo) -> None:
    repo.write("run.sh", "#!/bin/sh\n")
    repo.commit("guide", files={GUIDE: checklist("CHRONO-001", ["Make `run.sh` executable"])})
    assert seen(judge(repo)) == ["open, agrees"]
    repo.at("run.sh").chmod(0o755)
    assert seen(judge(repo)) == ["done, forgotten"]
    repo.git("config", "core.fileMode", "false")
    assert seen(judge(repo)) == ["open, agrees"]
    repo.git("update-index", "--chmod=+x", "run.sh")
    assert seen(judge(repo)) == ["done, forgotten"]


def test_no_repository_at_all(tmp_path: Path) -> None:
    with pytest.raises(RepositoryError) as failed:
        build_report(str(tmp_path))
    assert failed.value.hint


@pytest.mark.parametrize("revision", ["no-such", "--all", "HEAD:src", "HEAD..HEAD", "", "\0", "a\nb"])
def test_a_revision_that_is_none(worked: Repo, revision: str) -> None:
    with pytest.raises(ChronoError) as failed:
        judge(worked, at=revision)
    assert failed.value.exit_status == 2
    assert failed.value.hint


def test_what_looks_like_a_box_is_never_dropped(repo: Repo) -> None:
    repo.commit(files={GUIDE: TEXT + "\n-[ ] Create `src/third.py`\n\n```\n- [ ] in a fence\n"})
    report = judge(repo)
    # A fence that is never closed ends at once, so that it swallows nothing.
    assert [one.item.text for one in items(report).values()][3:] == ["in a fence"]
    assert [one.line for one in report.problems if one.path == GUIDE] == [11, 13]
    assert "fence" in problems(report)
