"""What was found of one need, before it is put beside the guide's words."""

from __future__ import annotations

from typing import NamedTuple

from chrono_git.render.doctor import State

# From the best to the worst.
BEST_FIRST: tuple[State, ...] = ("fine", "person", "unjudged", "missing")


class Verdict(NamedTuple):
    """A state, the kind and name of what was looked at, what is there, and what to do."""

    state: State
    kind: str
    what: str
    found: str
    remedy: str = ""
