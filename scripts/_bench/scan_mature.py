"""Findings that would block, in all source of repositories that are no exercises."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from _bench.scan_engine import borrowed, check
from _bench.scan_git import blobs, files_at, git, name_of
from _bench.scan_report import UNREAD, VERDICTS, Found, Verdicts, listing, rate, table
from chrono_git.scan.language import language_of
from chrono_git.scan.paths import is_generated, path_class


@dataclass
class Repository:
    """What was scanned of one repository, and what was found."""

    name: str
    revision: str
    files: int = 0
    lines: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    found: list[Found] = field(default_factory=list)

    @property
    def mostly(self) -> str:
        """The language of most lines."""
        return max(self.languages, key=self.languages.__getitem__, default="–")


def measure(repos: Iterable[Path], verdicts: Verdicts) -> Iterator[Repository]:
    """Run `check --at HEAD` in each."""
    for repo in repos:
        one = Repository(name_of(repo), git(repo, "rev-parse", "HEAD").decode().strip())
        print(f"{one.name} …", file=sys.stderr, flush=True)
        _lines(repo, one)
        with borrowed(repo) as clone:
            for finding in check(clone, "--at", "HEAD")["findings"]:
                if finding["severity"] == "block":
                    one.found.append(judged(found_of(one.name, finding), verdicts))
        yield one


def found_of(repo: str, finding: dict[str, Any], commit: str = "") -> Found:
    """A finding of the JSON report."""
    return Found(
        repo, finding["path"], finding["line"], finding["rule"], finding["symbol"], finding["excerpt"], commit
    )


def judged(found: Found, verdicts: Verdicts) -> Found:
    return replace(found, verdict=verdicts.of(found))


def _lines(repo: Path, one: Repository) -> None:
    # What a finding can be in: files of a known language that are source and that people wrote.
    files = [file for file in files_at(repo) if path_class(file.path) == "source"]
    for file, data in zip(files, blobs(repo, [file.oid for file in files]), strict=True):
        if data is None or b"\0" in data or is_generated(data):
            continue
        language = language_of(file.path, data[:200])
        if language is not None:
            lines = data.count(b"\n")
            one.files += 1
            one.lines += lines
            one.languages[language.name] += lines


HEADER = ("repository", "mostly", "files", "lines", "block", "per 100k", *VERDICTS, UNREAD, "wrong per 100k")


def markdown(repos: list[Repository]) -> str:
    """The tables, and every finding."""
    rows = [_cells(one.name, one.mostly, one.files, one.lines, one.found) for one in repos]
    files, lines = sum(one.files for one in repos), sum(one.lines for one in repos)
    total = [found for one in repos for found in one.found]
    rows.append(_cells("**total**", "", files, lines, total))
    return (
        f"### Source at HEAD\n\n{table(HEADER, rows)}\n\n### Every finding that blocks\n\n"
        + (listing(total) if total else "None.")
    )  # fmt: skip


def _cells(name: str, language: str, files: int, lines: int, found: list[Found]) -> tuple[object, ...]:
    counts = Counter(one.verdict for one in found)
    read = [counts[verdict] for verdict in (*VERDICTS, UNREAD)]
    # What nobody has read counts as wrong.
    wrong = rate(counts["wrong"] + counts[UNREAD], lines)
    return (name, language, f"{files:,}", f"{lines:,}", len(found), rate(len(found), lines), *read, wrong)


def data(repos: list[Repository]) -> dict[str, Any]:
    """For JSON."""
    return {
        "repositories": [
            {
                "name": one.name,
                "revision": one.revision,
                "files": one.files,
                "lines": one.lines,
                "languages": dict(sorted(one.languages.items())),
                "findings": [found.data() for found in one.found],
            }
            for one in repos
        ]
    }
