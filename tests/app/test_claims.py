"""Whose word counts: trailers of the history, for which guide they are, and what they cannot mean."""

from __future__ import annotations

import pytest

from tests.app.kit import FIRST, GUIDE, SECOND, TEXT, checklist, items, judge, problems, verdicts
from tests.gitkit import Repo

OTHER = "docs/implementation/CHRONO-002-guide.md"


@pytest.fixture
def guided(repo: Repo) -> Repo:
    """One guide, and nothing done."""
    repo.commit("guide", files={GUIDE: TEXT})
    return repo


@pytest.fixture
def both(guided: Repo) -> Repo:
    """Two guides with the same numbers."""
    guided.commit("another guide", files={OTHER: TEXT.replace("CHRONO-001", "CHRONO-002")})
    return guided


def test_attested_and_phantom_and_proven(guided: Repo) -> None:
    claim = guided.commit("work\n\nChrono-Step: 1.1, 1.2\nChrono-Step: 1.3\n", files={"src/first.py": FIRST})
    found = items(judge(guided))
    assert verdicts(judge(guided)) == {
        "CHRONO-001/1.1": "done, agrees",
        "CHRONO-001/1.2": "open, phantom",
        "CHRONO-001/1.3": "done, attested",
    }
    assert {claim.commit for one in found.values() for claim in one.claims} == {claim}
    assert found["CHRONO-001/1.3"].claims[0].trailer == "Chrono-Step: 1.3"
    assert not found["CHRONO-001/1.3"].item.ticked


def test_a_tick_is_a_claim_too(guided: Repo) -> None:
    guided.write(GUIDE, TEXT.replace("[ ]", "[x]"))
    assert set(verdicts(judge(guided)).values()) == {"open, phantom", "done, attested"}
    assert set(verdicts(judge(guided, at="HEAD")).values()) == {"open, agrees", "unknown"}


def test_skip_and_reopen(guided: Repo) -> None:
    guided.commit("x\n\nChrono-Step: 1.3\nChrono-Skip: 1.2 (not needed)\n")
    skipped = items(judge(guided))["CHRONO-001/1.2"]
    assert (skipped.status, skipped.agreement) == ("skipped", None)
    assert skipped.claims[0].reason == "not needed"
    guided.commit("y\n\nChrono-Reopen: 1.3, 1.2\n")
    assert verdicts(judge(guided))["CHRONO-001/1.3"] == "unknown"
    assert verdicts(judge(guided))["CHRONO-001/1.2"] == "open, agrees"
    guided.commit("z\n\nChrono-Step: 1.3\n")
    assert verdicts(judge(guided))["CHRONO-001/1.3"] == "done, attested"
    assert verdicts(judge(guided, at="HEAD~1"))["CHRONO-001/1.3"] == "unknown"


def test_a_revert_takes_the_claim_back(guided: Repo) -> None:
    guided.commit("decide\n\nChrono-Step: 1.3\n", files={"NAME": "Nexus\n"})
    guided.git("revert", "--no-edit", "HEAD", env=guided.dates())
    assert verdicts(judge(guided))["CHRONO-001/1.3"] == "unknown"


def test_a_squash_body_counts_once(guided: Repo) -> None:
    guided.commit(
        "Feature (#3)\n\n* one\n\nChrono-Step: 1.3\n\n* two\n\nChrono-Step: 1.3\n\nSigned-off-by: A\n"
    )
    one = items(judge(guided))["CHRONO-001/1.3"]
    assert (one.agreement, len(one.claims)) == ("attested", 1)


def test_claims_on_a_merged_branch(guided: Repo) -> None:
    guided.checkout("side", new=True)
    guided.commit("x\n\nChrono-Step: 1.3\n", files={"a": "1"})
    guided.checkout("main")
    assert verdicts(judge(guided))["CHRONO-001/1.3"] == "unknown"
    guided.commit("y", files={"b": "1"})
    guided.merge("side", "merge\n\nChrono-Step: 1.3\n")
    assert verdicts(judge(guided))["CHRONO-001/1.3"] == "done, attested"


@pytest.mark.parametrize(
    "message",
    [
        "x\n\nChrono-Step: CHRONO-002/1.3\n",
        "x\n\nChrono-Guide: CHRONO-002\nChrono-Step: 1.3\n",
        "CHRONO-002: decide\n\nChrono-Step: 1.3\n",
    ],
)
def test_the_guide_that_a_message_names(both: Repo, message: str) -> None:
    both.commit(message)
    found = verdicts(judge(both))
    assert found["CHRONO-002/1.3"] == "done, attested"
    assert found["CHRONO-001/1.3"] == "unknown"


def test_a_bare_number_with_several_guides_is_nobodys(both: Repo) -> None:
    both.commit("x\n\nChrono-Step: 1.3\n")
    report = judge(both)
    assert {verdicts(report)[f"CHRONO-00{n}/1.3"] for n in (1, 2)} == {"unknown"}


def test_the_branch_says_which_guide(both: Repo) -> None:
    both.checkout("warp-in/CHRONO-002-mac-setup", new=True)
    both.commit("x\n\nChrono-Step: 1.3\n")
    found = verdicts(judge(both))
    assert (found["CHRONO-001/1.3"], found["CHRONO-002/1.3"]) == ("unknown", "done, attested")


def test_the_active_guide_of_the_configuration(both: Repo) -> None:
    both.commit("x\n\nChrono-Step: 1.3\n")
    both.write(".chrono/config.toml", '[guides]\nactive = "CHRONO-002"\n')
    found = verdicts(judge(both))
    assert (found["CHRONO-001/1.3"], found["CHRONO-002/1.3"]) == ("unknown", "done, attested")


def test_asking_for_one_of_two_guides_makes_it_not_the_only_one(both: Repo) -> None:
    both.commit("x\n\nChrono-Step: 1.3\n")
    assert verdicts(judge(both, "CHRONO-002"))["CHRONO-002/1.3"] == "unknown"


def test_a_step_that_is_none_is_told_with_the_nearest(guided: Repo) -> None:
    oid = guided.commit("x\n\nChrono-Step: 1.9\n")
    report = judge(guided)
    (told,) = report.problems
    assert told.path == GUIDE
    for part in ("Chrono-Step: 1.9", oid[:10], "names no item", "nearest: CHRONO-001/1."):
        assert part in told.message
    guided.commit("x\n\nChrono-Reopen: 1.9\n")
    assert judge(guided).problems == ()


def test_a_number_that_two_items_have_is_told(repo: Repo) -> None:
    text = checklist("CHRONO-001", ["1.2 Decide on a name", "1.2 Decide on a colour"])
    repo.commit("guide", files={GUIDE: text})
    repo.commit("x\n\nChrono-Step: 1.2\n")
    report = judge(repo)
    assert "names several items" in problems(report)
    assert set(verdicts(report).values()) == {"unknown"}


@pytest.mark.parametrize("name", ["2", "3", "1.", "prerequisites"])
def test_a_part_of_an_id_is_no_claim(repo: Repo, name: str) -> None:
    before = "\n## Prerequisites\n\n" + "".join(f"- [ ] Ask {one}\n" for one in ("Ada", "Bob", "Cy"))
    text = checklist("CHRONO-001", ["1.2 Decide on a name"], before=before)
    repo.commit("guide", files={GUIDE: text + "\n### Phase 2: Again\n\n- [ ] Decide on a colour\n"})
    repo.commit(f"x\n\nChrono-Step: {name}\n")
    report = judge(repo)
    assert f"`Chrono-Step: {name}` of commit " in problems(report)
    assert set(verdicts(report).values()) == {"unknown"}


@pytest.mark.parametrize("name", ["2", "step 2", "Step-2", "02", "CHRONO-001/2", "chrono-001/step-2"])
def test_names_of_a_step(repo: Repo, name: str) -> None:
    text = TEXT + "\n## Step-by-Step Implementation\n\n### Step 2: Decide\n\nTake your time.\n"
    repo.commit("guide", files={GUIDE: text})
    repo.commit(f"x\n\nChrono-Step: {name}\n")
    report = judge(repo)
    assert (problems(report), verdicts(report)["CHRONO-001/step-2"]) == ("", "done, attested")


def test_a_guide_that_is_not_here_is_no_matter(guided: Repo) -> None:
    guided.commit("x\n\nChrono-Step: CHRONO-777/1.3\n")
    report = judge(guided)
    assert verdicts(report)["CHRONO-001/1.3"] == "unknown"


def test_a_subject_is_a_weaker_claim(repo: Repo) -> None:
    tasks = "# Tasks\n\n- [ ] T001 Decide on a name\n- [ ] T002 Create `src/second.py`\n"
    repo.commit("tasks", files={"specs/001-x/tasks.md": tasks})
    oid = repo.commit("T001 T002: work")
    report = judge(repo)
    assert [one.status for one in items(report).values()] == ["unknown", "open"]
    assert [[(claim.commit, claim.weak) for claim in one.claims] for one in items(report).values()] == [
        [(oid, True)],
        [(oid, True)],
    ]
    assert report.problems == ()


def test_a_renamed_step_keeps_its_claim_by_number(guided: Repo) -> None:
    guided.commit("x\n\nChrono-Step: 1.2\n", files={"src/second.py": SECOND})
    guided.commit("edit", files={GUIDE: TEXT.replace("1.2 Create", "1.2 Write")})
    assert verdicts(judge(guided))["CHRONO-001/1.2"] == "done, agrees"


def test_who_reopens_an_item_takes_its_tick_back(guided: Repo) -> None:
    guided.write(GUIDE, guided.at(GUIDE).read_text().replace("- [ ] 1.3", "- [x] 1.3"))
    guided.commit("tick it")
    assert items(judge(guided))["CHRONO-001/1.3"].agreement == "attested"
    guided.commit("x\n\nChrono-Reopen: 1.3\n")
    assert items(judge(guided))["CHRONO-001/1.3"].status == "unknown"
    guided.commit("x\n\nChrono-Step: 1.3\n")
    assert items(judge(guided))["CHRONO-001/1.3"].agreement == "attested"


def test_a_guide_that_is_asked_for_alone_takes_no_claims_of_others(repo: Repo) -> None:
    others = {
        f"docs/implementation/{name}-guide.md": checklist(name, ["1.1 Decide"]) for name in ("CG-1", "CG-2")
    }
    repo.commit("guides", files=others)
    repo.commit("CG-1: decided\n\nChrono-Step: 1.1\n")
    repo.commit("config", files={".chrono/config.toml": '[guides]\nactive = "CG-2"\n'})
    assert verdicts(judge(repo)) == {"CG-1/1.1": "done, attested", "CG-2/1.1": "unknown"}
    assert verdicts(judge(repo, "CG-2")) == {"CG-2/1.1": "unknown"}
    assert verdicts(judge(repo, "CG-1")) == {"CG-1/1.1": "done, attested"}
