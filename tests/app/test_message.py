"""One message against the guides of the index: problems, remarks, and the evidence for its claims."""

from __future__ import annotations

from pathlib import Path

import pytest

from chrono_git.app.build import Builder
from chrono_git.app.message import Verdict, check_message
from chrono_git.app.prepare import with_carried, with_suggestion
from chrono_git.cache import NullCache
from chrono_git.model import Report
from chrono_git.repo.location import locate
from chrono_git.repo.snapshot import open_snapshot
from tests.app.kit import FIRST, GUIDE, SECOND, TEXT, checklist, judge, verdicts
from tests.copies import copied
from tests.gitkit import Repo

OTHER = "docs/implementation/CHRONO-002-guide.md"
STEPS = """\
# CHRONO-002: Others

## Implementation Checklist

### Phase 1: Making

- [ ] 1.1 Create `src/one.py`
  - [ ] Write `src/two.py`
- [ ] 1.2 Decide on a name
- [~] 1.3 Create `src/three.py`
- [ ] 2 Create `src/four.py`

## Step 2: Create the rest

Create `src/five.py`.
"""


def checked(repo: Repo, message: str, doing: str = "") -> Verdict:
    return check_message(message, locate(str(repo.path)), doing=doing)


@pytest.fixture
def both(repo: Repo, tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """Two guides, and nothing done."""
    files = {GUIDE: TEXT, OTHER: STEPS}
    return copied("both-guides", repo, tmp_path_factory, lambda one: one.commit("guides", files=files))


# A message, and its problems as `line: message`, "…" for more of it.
PROBLEMS: dict[str, list[str]] = {
    "CHRONO-001: a\n\nChrono-Step: 1.1, 1.3": [],
    "a\n\nChrono-Step: CHRONO-002/step-2": [],
    "a\n\nChrono-Guide: CHRONO-002\nChrono-Step: Step 2\nChrono-Skip: 1.2 (no)\nChrono-Reopen: 1.1.1": [],
    "a\n\nChrono-Learning: x": [],
    "a\n\nit lasts\nChrono-Learning: always check the\nvalue": [
        "4: `Chrono-Learning` stands in the middle of a sentence and is not read; …"
    ],
    "T012 a\n": [],
    "chrono-git: a": [],
    "a\n\nChrono-Learning: x\nChrono-Guide: CHRONO-002": [],
    "CHRONO-001: a\n\nChrono-Step: 1.4": ["3: `1.4` names no item of CHRONO-001; nearest: CHRONO-001/1.…"],
    "CHRONO-001: a\n\nChrono-Step: 1.1.1": [
        "3: `1.1.1` names no item of CHRONO-001; nearest: CHRONO-001/1.1…; there is one in CHRONO-002"
    ],
    "CHRONO-002: a\n\nChrono-Step: 1": ["3: `1` names several items of CHRONO-002; nearest: CHRONO-002/1.…"],
    "a\n\nChrono-Step: 1.1.1": ["3: `1.1.1` is of no guide, and there are 2: …; it may be one of CHRONO-002"],
    "a\n\nChrono-Step: 77": [
        "3: `77` is of no guide, and there are 2: …may be one of CHRONO-001, CHRONO-002"
    ],
    "a\n\nChrono-Guide: CHRONO-2": ["3: no guide `CHRONO-2`; nearest: CHRONO-002, CHRONO-001"],
    "a\n\nChrono-Guide: CHRONO-2\nChrono-Step: 1.1": ["3: no guide `CHRONO-2`; nearest: …"],
    "a\n\nChrono-Step: ELSE-3/1.1": ["3: no guide `ELSE-3`; known: CHRONO-001, CHRONO-002"],
    "a\n\nChrono-Guide: A, B": ["3: Chrono-Guide: `A, B` is not one guide id; …"],
    "CHRONO-001: a\n\nChrono-Step: 1.1, 8\nChrono-Step: 9\n\nChrono-Step: 8": [
        "3: `8` names no item of CHRONO-001; `chrono-git report CHRONO-001` lists them",
        "4: `9` names no item of CHRONO-001",
    ],
    "CHRONO-001: a\n\nChrono-Stpe: 1.1\n\nChrono-Learning:": [
        "3: `Chrono-Stpe` is no trailer of chrono-git; did you mean `Chrono-Step`?",
        "5: Chrono-Learning is empty; expected what was learnt",
    ],
    "CHRONO-001: a\n\n```\nChrono-Step: 77\n```": [],
}


@pytest.mark.parametrize("message", PROBLEMS)
def test_problems(both: Repo, message: str) -> None:
    verdict = checked(both, message)
    found = [f"{one.line}: {one.message}" for one in verdict.problems]
    assert verdict.is_refused == bool(PROBLEMS[message])
    assert len(found) == len(PROBLEMS[message])
    for one, expected in zip(found, PROBLEMS[message], strict=True):
        rest = one
        for part in filter(None, expected.split("…")):
            assert part in rest
            rest = rest.partition(part)[2]


# What is claimed of which state, and what is said against it.
REMARKS: dict[str, tuple[dict[str, str], list[str]]] = {
    "CHRONO-001/1.1": ({}, ["CHRONO-001/1.1 is claimed, but: src/first.py does not exist"]),
    "CHRONO-001 1.1, 1.2": (
        {"src/first.py": FIRST},
        ["CHRONO-001/1.2 is claimed, but: src/second.py does not exist"],
    ),
    "CHRONO-001/1.3": ({}, []),
    "CHRONO-002/1.1": (
        {"src/one.py": FIRST},
        ["CHRONO-002/1.1 is claimed, but: not done: CHRONO-002/1.1.1"],
    ),
    "CHRONO-002/1.3": ({}, ["CHRONO-002/1.3 is claimed, but: the guide skips it (…)"]),
    "CHRONO-002/1.2, CHRONO-001/1.1": ({"src/first.py": FIRST}, []),
}


@pytest.mark.parametrize("claim", REMARKS)
def test_remarks(both: Repo, claim: str) -> None:
    files, expected = REMARKS[claim]
    for name, content in files.items():
        both.write(name, content)
    both.git("add", "-A")
    verdict = checked(both, f"work\n\nChrono-Step: {claim}")
    assert not verdict.problems
    assert len(verdict.remarks) == len(expected)
    for one, wanted in zip(verdict.remarks, expected, strict=True):
        assert one.startswith(wanted.partition("…")[0])


def test_only_claims_are_doubted(both: Repo) -> None:
    text = "work\n\nChrono-Guide: CHRONO-001\nChrono-Skip: 1.1 (no)\nChrono-Reopen: 1.2"
    assert checked(both, text) == Verdict()


def test_what_is_lenient(both: Repo) -> None:
    wrong = "\n\nChrono-Step: CHRONO-001/77, CHRONO-001/1.1"
    refused = checked(both, f"work{wrong}")
    assert (refused.is_refused, refused.remarks) == (True, ())
    merge = checked(both, f"work{wrong}", "a merge")
    assert (merge.is_refused, merge.lenient) == (False, "a merge")
    assert "1.1 is claimed, but" in merge.remarks[0]
    fixup = checked(both, f"fixup! work{wrong}")
    assert (fixup.is_refused, fixup.lenient, fixup.remarks) == (False, "a `fixup!` commit", ())
    assert not checked(both, f'Revert "work"{wrong}').is_refused
    assert checked(both, f"amend! work\n\nwork{wrong}").is_refused


def test_nothing_but_a_guide_is_empty(both: Repo) -> None:
    assert checked(both, "\n\nChrono-Guide: CHRONO-001\n\n# Please enter\n").is_empty
    assert checked(both, "Chrono-Guide: CHRONO-001\n").is_empty
    assert not checked(both, "Chrono-Guide: CHRONO-001\n; text\n").is_empty
    both.git("config", "core.commentChar", ";")
    assert checked(both, "Chrono-Guide: CHRONO-001\n; text\n").is_empty
    assert not checked(both, "Chrono-Guide: CHRONO-001\nChrono-Step: 1.1\n").is_empty


def test_learnings_alone_need_no_guide(both: Repo) -> None:
    both.write(".chrono/config.toml", "[guides\n")
    both.git("add", "-A")
    assert checked(both, "a\n\nChrono-Learning: x") == Verdict()


def test_guides_of_the_same_id(repo: Repo) -> None:
    repo.commit("guides", files={GUIDE: TEXT, GUIDE.replace("-guide", "-other-guide"): TEXT})
    (problem,) = checked(repo, "a\n\nChrono-Step: CHRONO-001/1.1").problems
    assert problem.message.startswith("no guide `CHRONO-001`; ")
    assert "docs/implementation/CHRONO-001-other-guide" in problem.message


def test_without_any_guide(repo: Repo) -> None:
    repo.commit("x")
    assert [one.message for one in checked(repo, "a\n\nChrono-Step: 1").problems] == [
        "`1` is of no guide: there is none"
    ]
    assert checked(repo, "a\n\nChrono-Guide: X-1\nChrono-Step: 1").problems[0].message.startswith("no guide")


def test_a_guide_at_the_top_of_the_repository(repo: Repo) -> None:
    repo.commit("guide", files={"TODO.md": checklist("Todo", ["1.1 Create `src/first.py`"])})
    (remark,) = checked(repo, "a\n\nChrono-Step: 1.1").remarks
    assert "src/first.py does not exist" in remark


def _of_index(repo: Repo) -> Report:
    location = locate(str(repo.path))
    git = location.git()
    with open_snapshot(git, kind="index") as snapshot:
        return Builder(git, location, snapshot, NullCache()).build((), "")


def test_the_index_is_judged_like_the_commit_that_is_made_of_it(both: Repo) -> None:
    """Judged by the index, each state says what it says once it is committed."""
    both.write("src/first.py", FIRST)
    both.write("src/one.py", SECOND)
    both.git("add", "-A")
    both.write("src/second.py", SECOND)
    both.write(GUIDE, TEXT.replace("[ ]", "[x]"))
    both.at("src/one.py").unlink()
    before = verdicts(_of_index(both))
    assert before["CHRONO-001/1.1"] == "done, forgotten"
    assert before["CHRONO-001/1.2"] == "open, agrees"
    assert before["CHRONO-002/1.1.1"] == "open, agrees"
    assert verdicts(judge(both)) != before
    both.commit("work", add=False)
    assert verdicts(judge(both, at="HEAD")) == before == verdicts(_of_index(both))
    both.git("rm", "-q", "--cached", "src/first.py")
    both.commit("gone", "--no-verify", add=False)
    assert verdicts(judge(both, at="HEAD")) == verdicts(_of_index(both))


def test_another_index_is_honoured_and_not_written(both: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    index = both.path / ".git/index"
    other = both.path / ".git/next-index-1.lock"
    other.write_bytes(index.read_bytes())
    both.write("src/first.py", FIRST)
    both.git("add", "src/first.py", env={"GIT_INDEX_FILE": str(other)})
    before = index.read_bytes(), other.read_bytes()
    claim = "CHRONO-001: a\n\nChrono-Step: 1.1"
    assert checked(both, claim).remarks
    monkeypatch.chdir(both.path)
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/next-index-1.lock")
    assert checked(both, claim).remarks == ()
    assert (index.read_bytes(), other.read_bytes()) == before


def test_carrying_over_and_suggesting_change_no_more_than_they_should(both: Repo) -> None:
    location = locate(str(both.path))
    assert with_carried(b"all\xff\n", b"no squash", location, edited=False) == b"all\xff\n"
    assert with_suggestion(b"all\n", location, edited=True, given=False) == b"all\n"


def test_a_shallow_clone(both: Repo, tmp_path: Path) -> None:
    both.commit("more", files={"src/first.py": FIRST})
    clone = both.clone(tmp_path / "clone", "--depth=1")
    verdict = checked(clone, "CHRONO-001: a\n\nChrono-Step: 1.2")
    assert ["1.2 is claimed" in one for one in verdict.remarks] == [True]
