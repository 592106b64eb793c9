"""Globs of paths as ast-grep and git-like tools write them: `**/` for any folders, `{a,b}` for a choice."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fnmatch import translate
from functools import cache

_CHOICE = re.compile(r"\{([^{}]*)\}")
_MOST_CHOICES = 64


def matches(path: str, globs: Iterable[str]) -> bool:
    """Whether a repository-relative path fits any of the globs; `*` crosses `/`, as in ast-grep.

    Linear in the length of the path: `fnmatch` never goes back over a `*` (Python 3.9+).
    """
    # Each `/` twice, so that `**/` between two of them may stand for nothing.
    doubled = f"//{path.replace('/', '//')}"
    return any(pattern.match(doubled) for glob in globs for pattern in _patterns(glob))


def mistake(glob: str) -> str:
    """What is wrong with a glob, "" where it can be used."""
    if glob.startswith("/"):
        return "globs are relative to the top of the repository, without a `/` before them"
    if len(list(_choices(glob, _MOST_CHOICES + 1))) > _MOST_CHOICES:
        return f"a glob of more than {_MOST_CHOICES} choices"
    return ""


@cache
def _patterns(glob: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(_translated(one)) for one in _choices(glob, _MOST_CHOICES))


def _translated(glob: str) -> str:
    pieces = f"/{glob.removeprefix('./')}".split("/**/")
    return translate("/*/".join(piece.replace("/", "//") for piece in pieces))


def _choices(glob: str, most: int) -> list[str]:
    """The globs without braces that one with them stands for, `most` of them at most."""
    left: list[str] = [glob]
    found: list[str] = []
    while left and len(found) < most:
        one = left.pop(0)
        brace = _CHOICE.search(one)
        if brace is None:
            found.append(one)
        else:
            parts = brace[1].split(",")[:most]
            left = [one[: brace.start()] + part + one[brace.end() :] for part in parts] + left
    return found
