"""Tells at a glance that a commit moves nothing: by a plan that says what it would have to touch.

The plan is that of one commit; `quiet`, beside it, has that commit and those after it that moved nothing.
"""

from __future__ import annotations

from chrono_git.repo.brief import Question
from chrono_git.repo.remembered import keep, recall, stamp

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_MOST_KEPT = 16  # commits after its own at which a plan holds
LARGEST = 4 << 20  # bytes of git's answer from which on it takes no glance any more
_RAW = (
    "log", "-1", "--no-decorate", "--no-notes", "--no-renames", "--raw", "-z", "--no-abbrev", "--root",
    "--no-ext-diff", "--no-textconv", "--no-color", "--submodule=short", "--ignore-submodules=dirty",
    "--format=%H %P%x00%B%x00",
)  # fmt: skip
# The whole files: a few lines of context would not show what stands together.
QUESTION = (*_RAW, "-p", "-U1000000")
_BY_TEXT = ("texts", "packages", "terms")


def moves_nothing(workshop: str) -> bool:
    """Whether HEAD, compared with its only parent, surely moves no item and teaches nothing.

    `workshop` is chrono-git's folder in the git directory. False where it has to be looked at.
    """
    # What is read and loaded while git works costs no time.
    question = Question((*QUESTION, "HEAD"))
    plan = recall(f"{workshop}/plan")
    from chrono_git.hook import watch

    output = question.answer(LARGEST)
    if plan is None or plan["stamp"] != stamp():
        return False
    if output is None and not any(plan[name] for name in _BY_TEXT):
        output = Question((*_RAW, "HEAD")).answer(LARGEST)
    return output is not None and _moves_nothing(plan, output, f"{workshop}/quiet", watch.reason)


def _moves_nothing(
    plan: dict[str, Any], output: bytes, path: str, reason: Callable[[dict[str, Any], bytes], str]
) -> bool:
    oid, *parents = output.partition(b"\0")[0].decode().split()
    first, *after = recall(path) or [""]
    known = [plan["commit"], *(after if first == plan["commit"] else ())]
    if len(parents) != 1 or parents[0] not in known or reason(plan, output):
        return False
    if oid not in known:
        keep(path, [plan["commit"], *known[1:][1 - _MOST_KEPT :], oid])
    return True
