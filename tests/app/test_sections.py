"""The last sections of a guide: optimisation, documentation, and what was learnt."""

from __future__ import annotations

import pytest

from tests.app.kit import GUIDE, judge, verdicts
from tests.gitkit import Repo

TEXT = """\
# Implementation Guide: CHRONO-001

## Performance Optimization

### Optimization Checklist

- [ ] Use connection pooling for database
- [ ] Batch operations instead of individual calls
- [ ] Profile with benchmarking tools

## Post-Implementation

### Update Documentation

- [ ] Add entry to IMPLEMENTATION_LOG.md with learnings
- [ ] Update README if new features added
- [ ] Document any new configuration options
- [ ] Fill in the key learnings

### Knowledge Transfer

**Key Learnings**:

- [Learning 1]: [What you discovered]
"""
BEFORE = "import os\n\nold = os.environ['RELAY_NAME']\n"
AFTER = """\
import os

old = os.environ['RELAY_NAME']
port = os.environ['RELAY_PORT']


def connect(database):
    '''Takes a connection of the database from its pooling.'''
    return database.pool.get()
"""


@pytest.fixture
def begun(repo: Repo) -> Repo:
    repo.commit(
        "guide",
        files={GUIDE: TEXT, "README.md": "# Relay\n", "IMPLEMENTATION_LOG.md": "# Log\n", "src/a.py": BEFORE},
    )
    repo.commit("work", files={"src/a.py": AFTER})
    return repo


def test_what_is_missing(begun: Repo) -> None:
    report = judge(begun)
    assert verdicts(report) == {
        "CHRONO-001/performance-optimization.1": "done, forgotten",
        "CHRONO-001/performance-optimization.2": "unknown",
        "CHRONO-001/performance-optimization.3": "unknown",
        "CHRONO-001/post-implementation.1": "open, agrees",
        "CHRONO-001/post-implementation.2": "open, agrees",
        "CHRONO-001/post-implementation.3": "open, agrees",
        "CHRONO-001/post-implementation.4": "open, agrees",
    }
    said = {
        one.item.id[-1]: one.evidence[0].detail for one in report.guides[0].items if "post" in one.item.id
    }
    assert said == {
        "1": "IMPLEMENTATION_LOG.md has no entry for CHRONO-001",
        "2": "README.md is untouched since the item was written",
        # Not RELAY_NAME, which was there before
        "3": "RELAY_PORT (src/a.py:4) is named in no document",
        "4": f"{GUIDE}:24 is still the template's: [Learning 1]: [What you discovered]",
    }
    assert [one.line for one in report.guides[0].guide.problems] == [24]


def test_what_puts_it_right(begun: Repo) -> None:
    begun.commit(
        "docs",
        files={
            "README.md": "# Relay\n\nIt has new features: `RELAY_PORT` says where it listens.\n",
            "IMPLEMENTATION_LOG.md": "# Log\n\n## CHRONO-001\n\n- Warm caches lie\n",
            GUIDE: TEXT.replace("[Learning 1]: [What you discovered]", "Warm caches lie"),
        },
    )
    report = judge(begun)
    found = verdicts(report)
    assert {found[f"CHRONO-001/post-implementation.{number}"] for number in (1, 2, 3, 4)} == {
        "done, forgotten"
    }
    assert report.guides[0].guide.problems == ()


def test_an_uncommitted_file_has_options_too(begun: Repo) -> None:
    begun.write("src/new.py", "import os\n\nlevel = os.environ['RELAY_LEVEL']\n")
    (one,) = [one for one in judge(begun).guides[0].items if "options" in one.item.text]
    assert [seen.path for seen in one.evidence if seen.rule == "options"] == ["src/a.py", "src/new.py"]
