"""Release notes beside git-cliff, and the learnings of a whole history beside git's reading of trailers."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from _bench.measure import Command, Outcome, compare
from _bench.repos import trailers_repo
from _bench.rivals import rival

COMMITS = 500  # of a range
CLIFF = "git-cliff==2.14.2"
FLOOR = ("git", "log", "--format=%H%x00%(trailers:key=Chrono-Learning,valueonly)", "HEAD")


def notes(options: argparse.Namespace, root: Path, clones: list[tuple[str, Path]]) -> Iterator[Outcome]:
    """The notes of 500 commits, asked for once more, and those of a whole history by tag, on each clone."""
    cliff = str(rival(options.repos, CLIFF) / "git-cliff")
    program = (sys.executable, "-m", "chrono_git")
    environment = {"PYTHONPATH": str(root)}
    for name, repo in [("synthetic", trailers_repo(options.repos, options.commits)), *clones]:
        first = _start(repo)
        count = int(_git(repo, "rev-list", "--count", f"{first}..HEAD"))
        own = Command("notes", (*program, "notes", f"{first}..HEAD"), repo, environment)
        other = Command("git-cliff", (cliff, f"{first}..HEAD"), repo)
        where = f"{name}, {count:,} commits"
        yield compare("notes of a range", where, own, [other], bar=0.2, rounds=options.rounds)
        if name != "synthetic" and _git(repo, "tag", "--merged", "HEAD").strip():
            commits = int(_git(repo, "rev-list", "--count", "HEAD"))
            own = Command("notes", (*program, "notes", "--all"), repo, environment)
            other = Command("git-cliff", (cliff,), repo)
            yield compare("notes by tag", f"{name}, {commits:,} commits", own, [other], bar=0.2, rounds=3)


def learnings(options: argparse.Namespace, root: Path, clones: list[tuple[str, Path]]) -> Iterator[Outcome]:
    """All learnings of a history that was never read before."""
    own_words = (sys.executable, "-m", "chrono_git", "--no-cache", "log", "--format", "json")
    for name, repo in [("synthetic", trailers_repo(options.repos, options.commits)), *clones]:
        commits = int(_git(repo, "rev-list", "--count", "HEAD"))
        own = Command("all learnings", own_words, repo, {"PYTHONPATH": str(root)})
        check_learnings(own, repo)
        # The bar is set for 50k commits: below, the start of Python is most of it.
        bar = 1.0 if commits >= 50_000 else None
        floor = Command("`git log`, trailers", FLOOR, repo)
        where = f"{name}, {commits:,} commits"
        yield compare("learnings, first time", where, own, [floor], bar=bar, rounds=options.rounds)


def check_learnings(own: Command, repo: Path) -> None:
    """A quick answer is worth nothing if it is wrong: whatever git finds must have been found, but once."""
    done = subprocess.run(
        own.arguments,
        cwd=repo,
        env={**os.environ, **(own.environment or {})},
        stdout=subprocess.PIPE,
        check=True,
        stdin=subprocess.DEVNULL,
    )
    mine = {" ".join(one["text"].split()) for one in json.loads(done.stdout)["learnings"]}
    known = _git(repo, "log", "--format=%(trailers:key=Chrono-Learning,valueonly,unfold)", "HEAD")
    missing = {" ".join(line.split()) for line in known.split("\n") if line.strip()} - mine
    if missing:
        raise SystemExit(f"{repo}: {len(missing)} learnings were not found, such as {min(missing)!r}")


def _start(repo: Path) -> str:
    """A commit of the mainline with about 500 commits after it."""
    line = _git(repo, "rev-list", "--first-parent", "HEAD", f"--max-count={COMMITS + 1}").split()
    low, high = 0, len(line) - 1
    while low < high:
        middle = (low + high) // 2
        if int(_git(repo, "rev-list", "--count", f"{line[middle]}..HEAD")) < COMMITS:
            low = middle + 1
        else:
            high = middle
    return line[low]


def _git(repo: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=repo, stdout=subprocess.PIPE, check=True).stdout.decode(
        "utf-8", "replace"
    )
