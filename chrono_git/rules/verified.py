"""verified: did the guide's own verification commands, run with consent, come out well for these files?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from chrono_git.facts import CODE, Facts, Verification
from chrono_git.intent.programs import missing_scripts
from chrono_git.intent.script import shell_of
from chrono_git.model import Evidence, Item

RULE = "verified"
_ROLES = ("verification", "tests")
_LINES = 3


def look(item: Item, facts: Facts) -> Iterator[Evidence]:
    """Tell how the verification went; where it was not run, that it can be; and what it lacks."""
    blocks = [block for block in item.blocks if block.role in _ROLES and shell_of(block.language)]
    if not blocks:
        return
    again = f"run `chrono-git verify {item.id}`"
    known = facts.verified.get(item.id)
    missing = [path for block in blocks for path in missing_scripts(block.text, facts.tree)]
    if missing:
        yield Evidence(
            RULE,
            "fail",
            f"{missing[0]}, which is to verify it, does not exist",
            path=missing[0],
            remedy=f"write {missing[0]}, or take it out of the guide",
            decides=False,
        )
    elif known is None:
        yield Evidence(RULE, "unknown", "its verification was not run here", remedy=again)
    elif known.changed:
        how = "verified" if known.passed else "its verification failed"
        path = None if known.changed == CODE else known.changed
        detail = f"{how} {_day(known)}, but {known.changed} changed since"
        yield Evidence(RULE, "unknown", detail, path=path, remedy=again)
    elif known.passed:
        yield Evidence(RULE, "pass", f"verified {_day(known)}: {known.said}")
    else:
        yield Evidence(RULE, "fail", _failure(known), remedy=f"put it right, then {again}")


def _day(known: Verification) -> str:
    return datetime.fromtimestamp(known.when, UTC).strftime("%Y-%m-%d")


def _failure(known: Verification) -> str:
    told = " / ".join(known.tail[-_LINES:])
    return f"its verification failed {_day(known)}: {known.said}" + (f": {told}" if told else "")
