"""A repository of the shape that the idea comes from: see cases/chrono.json for what it stands for."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.app.kit import items, judge, verdicts
from tests.gitkit import Repo

CASES = Path(__file__).parent / "cases"
CASE: dict[str, Any] = json.loads((CASES / "chrono.json").read_text())
LOG = "IMPLEMENTATION_LOG.md"
BORN = 2  # the commit that brings the guide of CHRONO-002
CREATES = [name for name in CASE["head"] if re.match(r"CHRONO-002/[1-6]", name) and name[-3:] != "3.4"]


def content(path: str) -> str:
    starts = {
        ".sh": "#!/bin/bash\necho",
        ".json": "{}",
        ".toml": 'name = "x"\n#',
        ".ts": "//",
        ".yml": "name:",
    }
    known: str | None = CASE["contents"].get(path)
    return known or f"{starts.get(Path(path).suffix, '#')} {path}\n"


def grow(repo: Repo, commit: dict[str, Any], plain: tuple[str, ...] = ()) -> str:
    """Makes one commit of the case; `plain` scripts do not become executable."""
    for path in commit.get("files", ()):
        repo.write(path, content(path))
    for path in commit.get("executable", ()):
        repo.write(path, content(path), executable=path not in plain)
    for name in commit.get("guides", ()):
        text = (CASES / "chrono" / f"{name}-guide.md").read_text()
        repo.write(f"docs/implementation/{name}-guide.md", text)
    if "log" in commit:
        entries = "".join(f"### {name}: Something\n\n- **Completed**\n\n" for name in commit["log"])
        repo.write(LOG, f"# Log\n\n## Tickets\n\n{entries}")
    return repo.commit(commit["message"])


def test_the_case_itself() -> None:
    assert len(CREATES) == 13


@pytest.fixture
def chrono(repo: Repo) -> Repo:
    for commit in CASE["commits"]:
        grow(repo, commit)
    return repo


def test_verdicts_at_head(chrono: Repo) -> None:
    report = judge(chrono)
    assert [one.guide.id for one in report.guides] == ["CHRONO-002", "CHRONO-003", "CHRONO-010", "CHRONO-011"]
    found = verdicts(report)
    assert {name: found.get(name) for name in CASE["head"]} == CASE["head"]
    assert verdicts(judge(chrono, at="HEAD")) == found
    # Guides that the repository had once, or had elsewhere.
    assert {one.message for one in report.problems} <= {
        f"there is no guide CHRONO-{number} here to wait for" for number in ("001", "007", "008", "009")
    }


def test_every_guide_begins_where_it_was_added(chrono: Repo) -> None:
    where = [
        chrono.git("log", "--format=%H", "--diff-filter=A", "--", one.guide.path)
        for one in judge(chrono).guides
    ]
    assert [one.base for one in judge(chrono).guides] == where


def test_the_thirteen_files(chrono: Repo) -> None:
    found = items(judge(chrono))
    squash = chrono.head(f"HEAD~{len(CASE['commits']) - 1 - BORN - 1}")
    for name in CREATES:
        one = found[name]
        (path,) = re.findall(r"`(.+)`", one.item.text)
        assert (one.observed, one.agreement) == ("done", "forgotten")
        assert ("paths", path, squash) in [(each.rule, each.path, each.commit) for each in one.evidence]


def test_none_of_the_thirteen_is_done_where_the_guide_was_added(chrono: Repo) -> None:
    report = judge(chrono, at=f"HEAD~{len(CASE['commits']) - 1 - BORN}")
    assert [one.guide.id for one in report.guides] == ["CHRONO-002"]
    found = items(report)
    assert {found[name].observed for name in CREATES} == {"open"}
    assert "done" not in {found[name].observed for name in found if name.startswith("CHRONO-002/3.4")}


@pytest.mark.parametrize("name", ["dev-setup", "new-ticket", "run-tests"])
def test_one_script_that_is_not_executable(repo: Repo, name: str) -> None:
    path = f"scripts/helpers/{name}.sh"
    for commit in CASE["commits"][: BORN + 2]:
        grow(repo, commit, plain=(path,))
    one = items(judge(repo))["CHRONO-002/3.4"]
    assert one.observed in ("open", "partial")
    assert f"{path} is not executable" in [each.detail for each in one.evidence]
    repo.git("update-index", "--chmod=+x", path)
    repo.at(path).chmod(0o755)
    one = items(judge(repo))["CHRONO-002/3.4"]
    assert (one.observed, one.status) == ("done", "done")
    assert "mode 755" in one.evidence[0].detail


def test_an_entry_of_the_log_from_before_the_guide(repo: Repo) -> None:
    """The log announced CHRONO-002 as `Not Started` when its guide was written."""
    for commit in CASE["commits"][: BORN + 1]:
        grow(repo, {**commit, "log": ["CHRONO-001", "CHRONO-002"]})
    assert items(judge(repo))["CHRONO-002/7.3"].observed == "open"


def test_nothing_inside_a_fence_is_an_item(chrono: Repo) -> None:
    for guide in judge(chrono).guides:
        text = (CASES / "chrono" / f"{guide.guide.id}-guide.md").read_text()
        fenced, inside = set(), False
        for number, line in enumerate(text.splitlines(), 1):
            inside ^= line.strip().startswith("```")
            fenced.update([number] if inside else [])
        assert not {one.item.line for one in guide.items} & fenced


def test_what_the_machine_cannot_see_says_so(chrono: Repo) -> None:
    found = items(judge(chrono))
    for name in ("CHRONO-002/7.1", "CHRONO-003/1.1", "CHRONO-003/3.1"):
        assert found[name].observed == "unknown"
        assert found[name].evidence[0].remedy
    # Not even for a tick: a prerequisite of the machine.
    prerequisites = [one for one in found.values() if one.item.kind == "prerequisite" and not one.item.ticked]
    assert {one.status for one in prerequisites} == {"unknown"}


def test_another_guide_that_is_wanted(chrono: Repo) -> None:
    (one,) = [one for one in items(judge(chrono)).values() if "CHRONO-002 completed" in one.item.text]
    assert (one.status, one.agreement) == ("done", "agrees")
    assert one.evidence[0].rule == "guides"


def test_every_step_is_listed_with_evidence(chrono: Repo) -> None:
    for guide in judge(chrono).guides[2:]:
        text = (CASES / "chrono" / f"{guide.guide.id}-guide.md").read_text()
        steps = set(re.findall(r"^(?:- \[ \] \*\*|### )Step (\S+?)\*{0,2}:", text, re.MULTILINE))
        assert {one.item.number for one in guide.items if one.item.number} >= steps
        for one in guide.items:
            assert one.evidence
        assert any(each.path for one in guide.items for each in one.evidence)


def test_a_guide_alone_is_judged_as_among_the_others(chrono: Repo) -> None:
    for guide in judge(chrono).guides:
        (alone,) = judge(chrono, guide.guide.id).guides
        assert alone == guide
