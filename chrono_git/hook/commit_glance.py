"""Tells at a glance that a commit moves nothing: by a plan that says what it would have to touch.

The plan is that of one commit; `quiet`, beside it, has that commit and those after it that moved nothing.
"""

from __future__ import annotations

from chrono_git.repo.brief import Question
from chrono_git.repo.remembered import keep, recall, stamp

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from chrono_git.hook.lean import Place

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


def is_settled(place: Place) -> bool:
    """Whether HEAD surely moves nothing, or what it moves could be ticked at once; False where it has
    to be looked at."""
    found = _asked(place.state_dir)
    if found is None:
        return False
    plan, output, _ = found
    if _is_quiet(place.state_dir, *found):
        return True
    if not plan["ready"]:
        return False
    from chrono_git.hook.ready import ticks_at_once

    return ticks_at_once(place, plan, output)


def moves_nothing(workshop: str) -> bool:
    """Whether HEAD, compared with its only parent, surely moves no item and teaches nothing.

    `workshop` is chrono-git's folder in the git directory. False where it has to be looked at.
    """
    found = _asked(workshop)
    return found is not None and _is_quiet(workshop, *found)


def _asked(workshop: str) -> tuple[dict[str, Any], bytes, list[str]] | None:
    """The plan, what git tells of HEAD, and the commits at which the plan holds; None where HEAD follows
    none of these."""
    # What is read and loaded while git works costs no time.
    question = Question((*QUESTION, "HEAD"))
    plan = recall(f"{workshop}/plan")
    from chrono_git.hook import watch  # noqa: F401 - it is needed next

    output = question.answer(LARGEST)
    if plan is None or plan["stamp"] != stamp():
        return None
    if output is None and not any(plan[name] for name in _BY_TEXT):
        output = Question((*_RAW, "HEAD")).answer(LARGEST)
    if output is None:
        return None
    _, *parents = output.partition(b"\0")[0].decode().split()
    known = _known(workshop, plan)
    return (plan, output, known) if len(parents) == 1 and parents[0] in known else None


def _is_quiet(workshop: str, plan: dict[str, Any], output: bytes, known: list[str]) -> bool:
    from chrono_git.hook.watch import reason

    if reason(plan, output):
        return False
    oid = output[: output.find(b" ")].decode()
    if oid not in known:
        keep(f"{workshop}/quiet", [plan["commit"], *known[1:][1 - _MOST_KEPT :], oid])
    return True


def _known(workshop: str, plan: dict[str, Any]) -> list[str]:
    """The commits at which the plan holds."""
    first, *after = recall(f"{workshop}/quiet") or [""]
    return [plan["commit"], *(after if first == plan["commit"] else ())]
