"""Judges real repositories through the library, and checks every report against its schema."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from jsonschema import Draft202012Validator

from chrono_git.app.report import build_report
from chrono_git.model import ItemReport, Report
from chrono_git.render.document import report_json
from tests.gitkit import Repo

GUIDE = "docs/implementation/CHRONO-001-guide.md"
TEXT = """\
# CHRONO-001: First things

## Implementation Checklist

### Phase 1: Making

- [ ] 1.1 Create `src/first.py`
- [ ] 1.2 Create `src/second.py`
- [ ] 1.3 Decide on a name
"""
FIRST = "def first() -> int:\n    return 1\n"
SECOND = "def second() -> int:\n    return 2\n"


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads(files("chrono_git").joinpath("schemas/report-1.json").read_text()))


def judge(
    repo: Repo | Path, *names: str, at: str | None = None, folder: str = "", cached: bool = False
) -> Report:
    """The report of a repository, after a look whether its JSON is what the schema says."""
    top = repo if isinstance(repo, Path) else repo.path
    report = build_report(str(top / folder), names, at=at, use_cache=cached)
    _validator().validate(json.loads(report_json(report)))
    return report


def items(report: Report) -> dict[str, ItemReport]:
    """All items by id."""
    return {one.item.id: one for guide in report.guides for one in guide.items}


def verdicts(report: Report) -> dict[str, str]:
    """Status and agreement of every item: `done, forgotten`."""
    return {name: verdict(one) for name, one in items(report).items()}


def verdict(one: ItemReport) -> str:
    """Status and agreement of one item."""
    return ", ".join(filter(None, (one.status, one.agreement)))


def seen(report: Report) -> list[str]:
    """The verdicts of all items, in order."""
    return list(verdicts(report).values())


def problems(report: Report) -> str:
    """All problems in one text: `path:line: message`."""
    return "\n".join(f"{one.path}:{one.line}: {one.message}" for one in report.problems)


def checklist(identity: str, lines: Sequence[str], *, title: str = "A guide", before: str = "") -> str:
    """A small guide with one phase."""
    return f"# {identity}: {title}\n{before}\n## Implementation Checklist\n\n### Phase 1: Making\n\n" + (
        "".join(f"- [ ] {line}\n" for line in lines)
    )


def everything(top: Path, *, without: Sequence[str] = ("chrono-git",)) -> dict[str, tuple[object, ...]]:
    """Every file and folder below a directory: mode, size, times and content; access times aside."""
    return dict(_below(os.fsencode(top), frozenset(map(os.fsencode, without))))


def _below(top: bytes, without: frozenset[bytes]) -> Iterator[tuple[str, tuple[object, ...]]]:
    for folder, folders, names in os.walk(top):
        folders[:] = [name for name in folders if not (folder.endswith(b".git") and name in without)]
        for name in [*names, *folders]:
            path = os.path.join(folder, name)  # noqa: PTH118 - bytes
            found = os.lstat(path)
            content = b""
            if name in names and not os.path.islink(path):  # noqa: PTH114 - bytes
                with open(path, "rb") as file:  # noqa: PTH123 - bytes
                    content = file.read()
            # The cache's own folder shows in the times of the one above it.
            when = None if path.endswith(b"/.git") else found.st_mtime_ns
            yield os.fsdecode(path), (found.st_mode, found.st_ino, when, content)
