"""Writes down the findings of the work tree, so that `check` tells of new ones only."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from chrono_git.app.check import check
from chrono_git.errors import ChronoError, ConfigError, RepositoryError
from chrono_git.files import write_file
from chrono_git.model import Finding
from chrono_git.repo.disk import read_beneath
from chrono_git.repo.location import locate
from chrono_git.scan.baseline import PATH, count, subtract, write


@dataclass(frozen=True, slots=True)
class Written:
    """What a baseline holds now: `added` of its findings are new, `dropped` old ones are gone."""

    path: str
    findings: int
    added: int
    dropped: int


def write_baseline(start: str, *, use_cache: bool = True) -> Written:
    """Check the whole work tree of the repository that `start` lies in, and write its baseline anew.

    What was in the file plays no part, so that one with a conflict in it can be replaced. Raises
    ChronoError where there is no work tree, or where it cannot be judged or written.
    """
    location = locate(start)
    if location.root is None:
        raise RepositoryError("there is no work tree here", hint="a baseline is written in a work tree.")
    report = check(start, use_cache=use_cache, use_baseline=False)
    data = write(report.findings)
    target = Path(os.path.realpath(Path(location.root, PATH)))
    if not target.is_relative_to(os.path.realpath(location.root)):
        raise ChronoError("a link that leads out of the repository", hint="remove the link.", path=PATH)
    known, old = _known(location.root, report.findings)
    try:
        target.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise ChronoError(f"cannot be made: {error.strerror}", path=str(target.parent)) from error
    write_file(str(target), data)
    findings = count(data)
    return Written(PATH, findings, findings - known, old - known)


def _known(root: str, findings: Iterable[Finding]) -> tuple[int, int]:
    """How many of the findings the present baseline has, and how many it has in all."""
    text = read_beneath(root, PATH, None)
    if not isinstance(text, bytes):
        return 0, 0
    found = tuple(findings)
    try:
        return subtract(found, text, {one.path for one in found})[1], count(text)
    except ConfigError:  # it is replaced because of that
        return 0, 0
