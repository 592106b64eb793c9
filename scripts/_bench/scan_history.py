"""Which commits of a history `check --range` would have stopped.

To run it on every commit takes a process for each. So all blobs that commits brought are
scanned first, once each, and the command is asked only about commits that added a line to
a function with a finding: what else it looks at (a class that overrides, a line that was
moved) only excuses.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from _bench.scan_engine import borrowed, check, hits
from _bench.scan_exercism import Hit
from _bench.scan_git import git, name_of
from _bench.scan_mature import found_of, judged
from _bench.scan_report import UNREAD, VERDICTS, Found, Verdicts, listing, table
from chrono_git.scan.language import language_of
from chrono_git.scan.paths import path_class

_HUNK = re.compile(rb"@@ -\S+ \+(\d+)(?:,(\d+))? @@")


@dataclass(frozen=True)
class Change:
    """A file that a commit brought or changed."""

    commit: str
    path: str
    oid: str


@dataclass
class History:
    """How many commits were looked at, and what would have stopped some."""

    name: str
    commits: int
    asked: int = 0
    found: list[Found] = field(default_factory=list)

    def stopped(self, *verdicts: str) -> int:
        """Commits with a finding (of these verdicts)."""
        return len({one.commit for one in self.found if not verdicts or one.verdict in verdicts})


def measure(repos: Iterable[Path], commits: int, verdicts: Verdicts) -> Iterator[History]:
    """Look at the last `commits` commits (0: all) of each, along first parents, without merges."""
    for repo in repos:
        name = name_of(repo)
        print(f"{name} …", file=sys.stderr, flush=True)
        try:
            looked_at, changes = _changes(repo, commits)
            candidates = _candidates(repo, changes)
        except subprocess.CalledProcessError:
            print(f"{name} left out: this clone lacks some of its objects", file=sys.stderr, flush=True)
            continue
        history = History(name, looked_at)
        history.asked = len(candidates)
        with borrowed(repo) as clone:
            for commit in candidates:
                for finding in check(clone, "--range", f"{commit}^..{commit}")["findings"]:
                    if finding["severity"] == "block":
                        history.found.append(judged(found_of(name, finding, commit), verdicts))
        yield history


def _changes(repo: Path, commits: int) -> tuple[int, list[Change]]:
    limit = [f"--max-count={commits}"] if commits else []
    output = git(
        repo, "log", "--first-parent", "--no-merges", "--raw", "-z", "--no-abbrev", "--no-renames",
        "--format=%x01%H %P", *limit, "HEAD",
    )  # fmt: skip
    return parse_log(output)


def parse_log(output: bytes) -> tuple[int, list[Change]]:
    """The number of commits that have a parent, and the source files that they brought or changed."""
    looked_at, commit, changes = 0, "", []
    fields = iter(output.split(b"\0"))
    for one in fields:
        record = one.lstrip(b"\n")
        if record.startswith(b"\x01"):
            commit, _, parents = record[1:].decode().strip().partition(" ")
            commit = commit if parents else ""  # a root has nothing to compare with
            looked_at += bool(commit)
        elif record.startswith(b":"):
            _, mode, _, oid, _ = record.split(b" ")
            path = os.fsdecode(next(fields))
            if commit and mode in (b"100644", b"100755") and _may_block(path):
                changes.append(Change(commit, path, oid.decode()))
    return looked_at, changes


def _may_block(path: str) -> bool:
    # A file without an extension may say its language in its first line.
    known = language_of(path) is not None or "." not in path.rpartition("/")[2]
    return known and path_class(path) == "source"


def _candidates(repo: Path, changes: list[Change]) -> list[str]:
    # The commits, newest first, that added a line to a function with a finding.
    unique = list(dict.fromkeys((change.path, change.oid) for change in changes))
    lines = {}
    for key, found in hits(repo, unique).items():
        marked = {line for hit in found if hit.severity == "block" for line in _lines(hit)}
        if marked:
            lines[key] = marked
    suspects: dict[str, list[Change]] = defaultdict(list)
    for change in changes:
        if (change.path, change.oid) in lines:
            suspects[change.commit].append(change)
    added = _added(repo, list(suspects))
    return [
        commit
        for commit, named in suspects.items()
        if any(lines[one.path, one.oid] & added[commit].get(one.path, set()) for one in named)
    ]


def _lines(hit: Hit) -> range:
    # The command asks whether a change touches the function.
    return range(min(hit.first, hit.span[0]), max(hit.last, hit.span[1]) + 1)


def _added(repo: Path, commits: list[str]) -> dict[str, dict[str, set[int]]]:
    # For each commit and path, the numbers of the lines it added.
    given = "".join(f"{commit}\n" for commit in commits).encode()
    output = git(
        repo, "-c", "core.quotePath=false", "diff-tree", "--stdin", "-r", "-p", "-U0", "--no-renames",
        "--no-color", "--no-ext-diff", "--no-textconv", "--no-prefix", "--text",
        "--format=%x01%H", given=given,
    )  # fmt: skip
    return parse_patches(output)


def parse_patches(output: bytes) -> dict[str, dict[str, set[int]]]:
    """For each commit and path, the numbers of the lines it added."""
    added: dict[str, dict[str, set[int]]] = defaultdict(dict)
    commit, lines, left = "", set[int](), 0
    for line in output.split(b"\n"):
        if left and line[:1] in (b"+", b"-", b"\\"):
            left -= line[:1] != b"\\"
        elif line.startswith(b"\x01"):
            commit = line[1:].decode()
        elif line.startswith(b"+++ "):
            lines = added[commit].setdefault(_unquoted(line[4:].removesuffix(b"\t")), set())
        elif hunk := _HUNK.match(line):
            first, count = int(hunk[1]), int(hunk[2] or b"1")
            lines.update(range(first, first + count))
            left = _length(line)
    return added


def _length(hunk: bytes) -> int:
    # How many lines of content follow the head of a hunk without context.
    sides = re.findall(rb"[-+]\d+(?:,(\d+))?", hunk.split(b"@@")[1])
    return sum(int(count or b"1") for count in sides)


def _unquoted(path: bytes) -> str:
    if path.startswith(b'"'):  # control characters and quotes only: the rest is not quoted
        path = path[1:-1].decode("utf-8", "surrogateescape").encode("latin-1", "backslashreplace")
        path = path.decode("unicode_escape").encode("latin-1", "replace")
    return os.fsdecode(path)


HEADER = ("repository", "commits", "stopped", "%", *VERDICTS, UNREAD, "stopped wrongly, %")


def markdown(histories: list[History]) -> str:
    """The tables, and every finding."""
    rows = [_cells(one.name, [one]) for one in histories]
    rows.append(_cells("**total**", histories))
    found = [found for one in histories for found in one.found]
    return (
        f"### Commits\n\n{table(HEADER, rows)}\n\n"
        "Verdicts are on findings, of which a commit may have several. A commit is stopped wrongly if none\n"
        "of its findings is right or arguable.\n\n### Every finding that stops a commit\n\n"
        + (listing(found) if found else "None.")
    )  # fmt: skip


def _cells(name: str, histories: list[History]) -> tuple[object, ...]:
    commits, stopped = sum(one.commits for one in histories), sum(one.stopped() for one in histories)
    verdicts = Counter(found.verdict for one in histories for found in one.found)
    # What nobody has read counts as wrong; one commit may be stopped by several findings.
    wrongly = sum(
        one.stopped() - len({found.commit for found in one.found if found.verdict in ("right", "arguable")})
        for one in histories
    )
    read = [verdicts[verdict] for verdict in (*VERDICTS, UNREAD)]
    return (name, f"{commits:,}", stopped, _share(stopped, commits), *read, _share(wrongly, commits))


def _share(part: int, whole: int) -> str:
    return f"{part * 100 / whole:.3f}" if whole else "–"


def data(histories: list[History]) -> dict[str, Any]:
    """For JSON."""
    return {
        "histories": [
            {
                "name": one.name,
                "commits": one.commits,
                "asked": one.asked,
                "stopped": one.stopped(),
                "findings": [found.data() for found in one.found],
            }
            for one in histories
        ]
    }
