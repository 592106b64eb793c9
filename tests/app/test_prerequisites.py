"""Guides that ask for other guides."""

from __future__ import annotations

from tests.app.kit import FIRST, checklist, items, judge, verdicts
from tests.gitkit import Repo


def path(number: int) -> str:
    return f"docs/implementation/CHRONO-00{number}-guide.md"


def guide(number: int, *requires: int, line: str = "") -> str:
    wanted = "".join(f"- [ ] CHRONO-00{one} completed\n" for one in requires)
    before = f"\n## Prerequisites\n\n### Dependencies\n\n{wanted}" if wanted else ""
    return checklist(f"CHRONO-00{number}", [line or f"Create `src/m{number}.py`"], before=before)


def prerequisite(repo: Repo, number: int, *names: str) -> list[tuple[str, str]]:
    return [
        (one.status, one.evidence[0].detail)
        for name, one in items(judge(repo, *names)).items()
        if one.item.kind == "prerequisite" and name.startswith(f"CHRONO-00{number}/")
    ]


def test_a_guide_is_completed_when_nothing_of_it_is_open(repo: Repo) -> None:
    repo.commit("guides", files={path(1): guide(1), path(2): guide(2, 1)})
    ((status, detail),) = prerequisite(repo, 2)
    assert status == "open"
    assert "CHRONO-001" in detail
    repo.write("src/m1.py", FIRST)
    ((status, detail),) = prerequisite(repo, 2)
    assert (status, "CHRONO-001" in detail) == ("done", True)


def test_it_is_asked_for_even_if_only_the_other_is_shown(repo: Repo) -> None:
    repo.commit("guides", files={path(1): guide(1), path(2): guide(2, 1), path(3): guide(3, 2)})
    repo.commit("work", files={"src/m1.py": FIRST, "src/m2.py": FIRST})
    report = judge(repo, "CHRONO-003")
    assert [one.guide.id for one in report.guides] == ["CHRONO-003"]
    assert prerequisite(repo, 3, "CHRONO-003") == prerequisite(repo, 3)
    assert prerequisite(repo, 3)[0][0] == "done"


def test_order_of_names_does_not_matter(repo: Repo) -> None:
    repo.commit("guides", files={path(1): guide(1, 2), path(2): guide(2)})
    repo.commit("work", files={"src/m2.py": FIRST})
    assert prerequisite(repo, 1)[0][0] == "done"
    assert verdicts(judge(repo, "CHRONO-001", "CHRONO-002")) == verdicts(
        judge(repo, "CHRONO-002", "CHRONO-001")
    )


def test_a_cycle_comes_to_an_end(repo: Repo) -> None:
    files = {path(1): guide(1, 3), path(2): guide(2, 1), path(3): guide(3, 2), path(4): guide(4, 4)}
    repo.commit("guides", files=files)
    assert len(judge(repo).guides) == 4
    assert len(judge(repo, "CHRONO-002").guides) == 1
    assert [one.guide.id for one in judge(repo, "CHRONO-004").guides] == ["CHRONO-004"]


def test_a_guide_that_is_not_here(repo: Repo) -> None:
    repo.commit("guides", files={path(2): guide(2, 1)})
    ((status, detail),) = prerequisite(repo, 2)
    assert (status, detail) == ("unknown", "there is no guide CHRONO-001 here to ask")


def test_it_is_judged_at_the_same_commit(repo: Repo) -> None:
    repo.commit("guides", files={path(1): guide(1), path(2): guide(2, 1)})
    repo.commit("work", files={"src/m1.py": FIRST})
    kinds = [verdicts(judge(repo, at=at)) for at in ("HEAD~1", "HEAD")]
    name = next(name for name, one in items(judge(repo)).items() if one.item.kind == "prerequisite")
    assert [found[name].split(",")[0] for found in kinds] == ["open", "done"]
