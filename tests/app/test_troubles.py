"""Which issue of the debugging section is about a failing item, and which one a number means."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chrono_git.app.troubles import find_trouble, read_guides, trouble_of
from chrono_git.errors import GuideError
from chrono_git.guide import parse
from chrono_git.model import Evidence, Guide, Item, ItemReport
from tests.gitkit import Repo

# The issues of alexsmith84/project-chrono's guides, in other words.
TEXT = """\
# Implementation Guide: NOVA-003

- [ ] Create `src/redis.py` for the Redis connection

## Debugging Guide

### Common Issues

#### Issue 1: Bun Not in PATH

**Symptoms**: `command not found: bun` after installation
**Solution**:

```bash
source ~/.zshrc
```

#### Issue 2: PostgreSQL Won't Start

**Symptoms**: `brew services start postgresql@16` shows an error

#### Issue 3: Redis Connection Failed

**Symptoms**: `redis-cli ping` doesn't answer

#### Issue 4: Package.json Workspace Errors

**Symptoms**: `bun install` fails with "Workspace not found"

#### Issue 5: GitHub Actions Not Running

**Solution**: Look into `.github/workflows/`

#### Issue 6: Try-It-Out doesn't work

**Solution**: Allow it.

#### Issue 7: OpenAPI spec doesn't include all endpoints

**Solution**: Register them.
"""
PATH = "docs/implementation/NOVA-003-guide.md"
GUIDE = parse(TEXT, PATH)


def failing(text: str, detail: str = "`x` does not exist", path: str | None = None) -> ItemReport:
    item = Item("NOVA-003/1", "task", (), 1, text, box=" ")
    return ItemReport(item, "open", "open", "agrees", (Evidence("paths", "fail", detail, path),))


@pytest.mark.parametrize(
    ("text", "detail", "number"),
    [
        ("Run `bun install` successfully", "", 4),
        ("Fix package.json workspaces", "", 4),
        ("Test the Redis connection", "", 3),
        ("Trigger GitHub Actions with a test PR", "", 5),
        ("Try-it-out works for public endpoints", "", 6),
        ("Verify all tools", "`bun --version` ended with 127: bash: command not found: bun", 1),
        ("Verify services", "`redis-cli  ping` ended with 1", 3),
        # One word of a title, or half of it, tells nothing
        ("Install Bun", "", None),
        ("Clean up duplicate PATH entries", "", None),
        ("Test database connections", "", None),
        ("PostgreSQL tuning", "", None),
        ("GitHub CLI", "", None),
        ("Create package.json", "package.json does not exist", None),
        ("Create the OpenAPI spec generator", "", None),
        ("Verify services running", "nothing but guides changed since the item was written", None),
        ("Run bun installers", "", None),
        # Two issues fit equally well
        ("GitHub Actions for the Redis connection", "", None),
        ("", "", None),
    ],
)
def test_what_is_matched(text: str, detail: str, number: int | None) -> None:
    found = trouble_of(GUIDE, failing(text, detail))
    assert (found.number if found else None) == number


def test_only_what_fails_has_an_issue() -> None:
    one = failing("Test the Redis connection")
    done = replace(one, observed="done", status="done", evidence=(Evidence("paths", "pass", "x"),))
    assert trouble_of(GUIDE, done) is None
    assert trouble_of(GUIDE, replace(done, status="partial")) is not None
    assert trouble_of(replace(GUIDE, troubles=()), one) is None


def guides(*texts: tuple[str, str]) -> list[Guide]:
    return [parse(text, f"docs/implementation/{name}-guide.md") for name, text in texts]


def test_a_number() -> None:
    guide, one = find_trouble([GUIDE], 3)
    assert (guide.id, one.title) == ("NOVA-003", "Redis Connection Failed")


@pytest.mark.parametrize(
    ("known", "number", "message", "hint"),
    [
        ([GUIDE], 9, "no issue 9", "there are: NOVA-003 1, NOVA-003 2"),
        ([], 1, "no issue 1: no guide here has a debugging section with issues", "`## Debugging Guide`"),
        ([GUIDE, replace(GUIDE, id="NOVA-004")], 1, "2 guides have an issue 1: NOVA-003, NOVA-004", "name"),
    ],
)
def test_no_such_number(known: list[Guide], number: int, message: str, hint: str) -> None:
    with pytest.raises(GuideError) as failed:
        find_trouble(known, number)
    assert failed.value.message == message
    assert hint in failed.value.hint


def test_guides_are_read_as_they_are_at_a_commit(repo: Repo) -> None:
    commit = repo.commit("guide", files={PATH: TEXT})
    repo.write(PATH, TEXT.replace("Issue 3: Redis", "Issue 8: Redis"))
    assert [one.number for one in read_guides(str(repo.path))[0].troubles][2] == 8
    assert [one.number for one in read_guides(str(repo.path), ["NOVA-003"], at=commit)[0].troubles][2] == 3
    (repo.path / "docs/sub").mkdir()
    (found,) = read_guides(str(repo.path / "docs/sub"), ["../implementation/NOVA-003-guide.md"])
    assert found.id == "NOVA-003"
