"""The key learnings of a guide are fed to the log."""

from __future__ import annotations

import pytest

from chrono_git.app.log import check_log, write_log
from chrono_git.app.sync import sync
from tests.app.kit import GUIDE
from tests.gitkit import AUTHOR, EMAIL, Repo

LOG = "IMPLEMENTATION_LOG.md"
TEXT = """\
# Implementation Guide: CHRONO-001

- [ ] Create `src/first.py`

## Post-Implementation

### Knowledge Transfer

**Key Learnings**:

- [Learning 1]: [What you discovered]
- [Learning 2]: [What surprised you]
"""
FILLED = TEXT.replace("[Learning 1]: [What you discovered]", "**Caches**: warm ones lie")


@pytest.fixture
def learnt(repo: Repo) -> Repo:
    repo.commit("guide", files={GUIDE: TEXT})
    repo.commit("learnt", files={GUIDE: FILLED}, env={"GIT_AUTHOR_NAME": "Zoë"})
    return repo


def test_written_once_with_who_wrote_the_line(learnt: Repo) -> None:
    start = str(learnt.path)
    gap = check_log(start, use_cache=False)
    (one,) = gap.missing
    assert (one.text, one.guide, one.commit) == ("**Caches**: warm ones lie", "CHRONO-001", learnt.head())
    assert (one.author, gap.checked) == (f"Zoë <{EMAIL}>", 1)
    assert write_log(start, use_cache=False).problem == ""
    written = learnt.at(LOG).read_text()
    assert f"<!-- chrono:{one.key} -->" in written
    assert "**Caches**: warm ones lie" in written
    again = check_log(start, use_cache=False)
    assert (again.missing, again.repeats, again.checked) == ((), 0, 1)
    # Whoever touches the line later has taught nothing new.
    learnt.commit("reindented", files={GUIDE: FILLED.replace("- **Caches**", "-   **Caches**")})
    assert check_log(start, use_cache=False).missing == ()


def test_what_is_not_committed_waits(repo: Repo) -> None:
    repo.commit("guide", files={GUIDE: TEXT})
    repo.write(GUIDE, FILLED)
    assert check_log(str(repo.path), use_cache=False).missing == ()
    repo.write("docs/implementation/CHRONO-009-guide.md", FILLED.replace("CHRONO-001", "CHRONO-009"))
    assert check_log(str(repo.path), use_cache=False).missing == ()


def test_what_a_message_teaches_too_counts_once(learnt: Repo) -> None:
    learnt.commit("CHRONO-001: x\n\nChrono-Learning: **Caches**: warm ones lie\n")
    gap = check_log(str(learnt.path), use_cache=False)
    assert [(one.text, one.author) for one in gap.missing] == [
        ("**Caches**: warm ones lie", f"{AUTHOR} <{EMAIL}>")
    ]


def test_what_somebody_wrote_there_by_hand_is_there(learnt: Repo) -> None:
    learnt.write(LOG, "# Log\n\n## CHRONO-001\n\n### Learnings\n\n- **Caches**: warm ones lie\n")
    assert check_log(str(learnt.path), use_cache=False).missing == ()


def test_sync_writes_them_and_only_of_guides_that_are_asked_for(learnt: Repo) -> None:
    learnt.commit("other", files={"docs/implementation/CHRONO-002-guide.md": "# CHRONO-002\n\n- [ ] x\n"})
    start = str(learnt.path)
    assert write_log(start, ["CHRONO-002"], use_cache=False).missing == ()
    sync(start, use_cache=False)
    assert "warm ones lie" in learnt.at(LOG).read_text()
    assert check_log(start, use_cache=False).missing == ()
