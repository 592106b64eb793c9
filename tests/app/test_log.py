"""The learnings of a history beside the log of the work tree: shown, written, checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from chrono_git.app.log import Gap, Wanted, check_log, show_learnings, write_log
from chrono_git.errors import ChronoError, GuideError, RepositoryError
from tests.app.kit import FIRST, GUIDE, TEXT, checklist, everything
from tests.gitkit import AUTHOR, EMAIL, EPOCH, HOUR, Repo

LOG = "IMPLEMENTATION_LOG.md"
CONFIG = ".chrono/config.toml"
OTHER = "docs/implementation/CHRONO-002-guide.md"
SQUASHED = """\
CHRONO-002: all of it (#12)

* feat: one

Chrono-Learning: of the first
Chrono-Step: 1.1

* fix(x): two

Chrono-Learning: of the second

---------

Co-authored-by: Bob <bob@example.org>
"""


@pytest.fixture
def taught(repo: Repo) -> Repo:
    """Two guides; one learning of the first, one of none, two of the second in a squash merge."""
    repo.commit("guides", files={GUIDE: TEXT, OTHER: checklist("CHRONO-002", ["1.1 Decide"])})
    repo.commit("CHRONO-001: first\n\nChrono-Learning: Prices arrive late\n", files={"src/first.py": FIRST})
    repo.commit("x\n\nChrono-Learning: of none\n", env={"GIT_AUTHOR_NAME": "Zoë"})
    repo.commit(SQUASHED)
    return repo


def show(repo: Repo, wanted: Wanted = Wanted()) -> list[str]:  # noqa: B008 - it is frozen
    return [one.text for one in show_learnings(str(repo.path), wanted, use_cache=False)]


def write(repo: Repo, *guides: str, dry: bool = False) -> Gap:
    return write_log(str(repo.path), guides, write=not dry, use_cache=False)


def check(repo: Repo, *guides: str) -> Gap:
    return check_log(str(repo.path), guides, use_cache=False)


def counts(gap: Gap) -> tuple[int, int, int, int, str]:
    return gap.checked, len(gap.missing), gap.repeats, len(gap.withdrawn), gap.problem


def test_all_that_is_known_of_one(taught: Repo) -> None:
    found = show_learnings(str(taught.path), Wanted(), use_cache=False)
    assert [one.text for one in found] == ["Prices arrive late", "of none", "of the first", "of the second"]
    one = found[2]
    assert (one.guide, one.commit, one.author) == ("CHRONO-002", taught.head(), f"{AUTHOR} <{EMAIL}>")
    assert (one.steps, one.kind, one.subject) == (("1.1",), "feat", "feat: one")
    assert (one.co_authors, one.time, one.zone) == (("Bob <bob@example.org>",), EPOCH + 3 * HOUR, "+0000")
    assert [one.guide for one in found] == ["CHRONO-001", None, "CHRONO-002", "CHRONO-002"]
    assert [one.logged for one in found] == [False] * 4


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(guide="chrono-001"), ["Prices arrive late"]),
        (Wanted(guide="general"), ["of none"]),
        (Wanted(guide="CHRONO-009"), []),
        (Wanted(step="1.1"), ["of the first"]),
        (Wanted(step="CHRONO-002/1.1"), ["of the first"]),
        (Wanted(step="CHRONO-001/1.1"), []),
        (Wanted(step="9"), []),
        (Wanted(author="zoë"), ["of none"]),
        (Wanted(author="BOB@"), ["of the first", "of the second"]),
        (Wanted(text="prices ARRIVE"), ["Prices arrive late"]),
        (Wanted(text="of", guide="CHRONO-002", author="bob", step="1.1"), ["of the first"]),
        (Wanted(span="HEAD~2.."), ["of none", "of the first", "of the second"]),
        (Wanted(span="HEAD~3..HEAD~2"), ["Prices arrive late"]),
        (Wanted(span="HEAD..HEAD"), []),
    ],
)
def test_filters(taught: Repo, wanted: Wanted, expected: list[str]) -> None:
    assert show(taught, wanted) == expected


@pytest.mark.parametrize("span", ["HEAD", "nope..HEAD", ""])
def test_what_is_no_range(taught: Repo, span: str) -> None:
    if span:
        with pytest.raises(RepositoryError):
            show(taught, Wanted(span=span))
    else:
        assert len(show(taught, Wanted(span=span))) == 4


def test_nothing_there(repo: Repo, tmp_path: Path) -> None:
    assert show(repo) == []
    repo.commit("x")
    assert show(repo) == []
    assert counts(check(repo)) == (0, 0, 0, 0, "")
    assert counts(write(repo)) == (0, 0, 0, 0, "")
    assert not repo.at(LOG).exists()
    with pytest.raises(RepositoryError):
        show_learnings(str(tmp_path), Wanted())


def test_what_the_log_has(taught: Repo) -> None:
    write(taught, "CHRONO-001")
    found = show_learnings(str(taught.path), Wanted(), use_cache=False)
    assert [one.logged for one in found] == [True, False, False, False]


def test_write_makes_sections_of_what_is_known(taught: Repo) -> None:
    assert counts(write(taught, dry=True)) == (4, 4, 0, 0, "")
    assert not taught.at(LOG).exists()
    assert counts(write(taught)) == (4, 4, 0, 0, "")
    text = taught.at(LOG).read_text()
    assert "### CHRONO-001: First things\n\n- **Started**: 2026-01-01\n- **Status**: In progress\n" in text
    assert "- **Key Deliverables**:\n  - src/first.py\n- **Learnings**:\n  - Prices arrive late <!-- " in text
    before = everything(taught.path)
    assert counts(write(taught)) == counts(check(taught)) == (4, 0, 0, 0, "")
    assert everything(taught.path) == before


def test_a_complete_guide_says_since_when(taught: Repo) -> None:
    more = checklist("CHRONO-002", ["1.1 Decide", "1.2 Decide on a colour"])
    taught.commit("more", files={OTHER: more})
    write(taught, "CHRONO-002")
    assert "Completed" not in taught.at(LOG).read_text()
    taught.at(LOG).unlink()
    taught.commit("x\n\nChrono-Step: CHRONO-002/1.2\n", when=EPOCH + 50 * HOUR)
    write(taught, "CHRONO-002")
    section = taught.at(LOG).read_text().partition("### CHRONO-002")[2]
    assert "- **Started**: 2026-01-01\n- **Completed**: 2026-01-03\n- **Status**: Complete\n" in section


def test_only_the_guides_that_are_asked_for(taught: Repo) -> None:
    assert counts(check(taught, "chrono-002")) == (2, 2, 0, 0, "")
    write(taught, "CHRONO-002")
    text = taught.at(LOG).read_text()
    assert "of the first" in text
    assert "Prices" not in text
    assert "of none" not in text
    with pytest.raises(GuideError, match="no guide CHRONO-009") as caught:
        write(taught, "CHRONO-009")
    assert "CHRONO-001" in caught.value.hint


def test_check_sees_what_is_missing_and_what_is_too_much(taught: Repo) -> None:
    write(taught)
    text = taught.at(LOG).read_text()
    line = next(line for line in text.splitlines(keepends=True) if "of the first" in line)
    taught.write(LOG, text.replace(line, ""))
    gap = check(taught)
    assert [one.text for one in gap.missing] == ["of the first"]
    taught.write(LOG, text + "\n" + line)
    assert counts(check(taught)) == (4, 0, 1, 0, "")
    assert counts(write(taught)) == (4, 0, 1, 0, "")
    assert taught.at(LOG).read_text() == text + "\n"


def test_a_reverted_commit_takes_its_entry_back(taught: Repo) -> None:
    write(taught)
    taught.commit("log")
    before = taught.at(LOG).read_text()
    old = taught.head("HEAD~4")
    assert "Prices" in taught.git("log", "-1", "--format=%B", "HEAD~3")
    old = taught.head("HEAD~3")
    taught.commit(f"Revert\n\nThis reverts commit {old}.\n")
    assert show(taught) == ["of none", "of the first", "of the second"]
    gap = check(taught)
    assert [one.text for one in gap.withdrawn] == ["Prices arrive late"]
    write(taught)
    after = taught.at(LOG).read_text()
    assert "Prices" not in after
    assert set(before.splitlines()) - set(after.splitlines()) == {
        line for line in before.splitlines() if "Prices" in line
    }
    # Whoever says it again means it.
    taught.commit("again\n\nChrono-Guide: CHRONO-001\nChrono-Learning: Prices arrive late\n")
    assert counts(check(taught)) == (4, 1, 0, 0, "")


def test_an_entry_that_was_edited_by_hand_stays(taught: Repo) -> None:
    write(taught)
    text = taught.at(LOG).read_text().replace("Prices arrive late", "Prices arrive very late")
    taught.write(LOG, text)
    taught.commit("log")
    assert counts(check(taught)) == (4, 0, 0, 0, "")
    taught.commit(f"Revert\n\nThis reverts commit {taught.head('HEAD~3')}.\n")
    assert counts(check(taught)) == (3, 0, 0, 0, "")
    write(taught)
    assert taught.at(LOG).read_text() == text


def test_what_was_reverted_and_picked_for_another_guide_stays(taught: Repo) -> None:
    write(taught)
    taught.commit(f"Revert\n\nThis reverts commit {taught.head('HEAD~2')}.\n")
    taught.commit("CHRONO-002: again\n\nChrono-Learning: Prices arrive late\n", when=EPOCH + HOUR)
    before = taught.at(LOG).read_text()
    assert counts(check(taught)) == counts(write(taught)) == (4, 0, 0, 0, "")
    write(taught, "CHRONO-001")
    assert taught.at(LOG).read_text() == before


def test_a_log_that_cannot_be_used(taught: Repo) -> None:
    taught.write(LOG, b"\xff\xfea\x00b\x00")
    before = everything(taught.path)
    gap = write(taught)
    assert (gap.checked, len(gap.missing)) == (4, 4)
    assert "UTF-16" in gap.problem
    assert everything(taught.path) == before
    assert check(taught).problem == gap.problem


def test_a_shallow_clone_cannot_be_checked(taught: Repo, tmp_path: Path) -> None:
    clone = taught.clone(tmp_path / "clone", "--depth=2")
    with pytest.raises(RepositoryError, match="shallow") as caught:
        check(clone)
    assert "--unshallow" in caught.value.hint
    assert show(clone) == ["of none", "of the first", "of the second"]


def test_no_work_tree(taught: Repo, tmp_path: Path) -> None:
    bare = taught.clone(tmp_path / "bare.git", "--bare")
    assert len(show(bare)) == 4
    for run in (check, write):
        with pytest.raises(ChronoError, match="no work tree"):
            run(bare)


def test_another_path(taught: Repo) -> None:
    taught.write(CONFIG, '[log]\npath = "docs/LEARNT.md"\n')
    assert write(taught).path == "docs/LEARNT.md"
    assert "of none" in taught.at("docs/LEARNT.md").read_text()


def test_headings_teach_where_the_configuration_says_so(taught: Repo) -> None:
    taught.commit("x\n\n## Key Learnings\n\n- one\n- two\n")
    assert len(show(taught)) == 4
    taught.write(CONFIG, '[learnings]\nheadings = ["Key learnings"]\n')
    assert show(taught)[4:] == ["one", "two"]
    write(taught)
    assert "- two <!-- chrono:" in taught.at(LOG).read_text()


def test_the_cache_changes_nothing(taught: Repo) -> None:
    first = show_learnings(str(taught.path), Wanted())
    assert show_learnings(str(taught.path), Wanted()) == first
    taught.commit("x\n\nChrono-Learning: more\n")
    assert [one.text for one in show_learnings(str(taught.path), Wanted())] == [
        *(one.text for one in first),
        "more",
    ]
