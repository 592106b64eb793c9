"""Measures `check`: a whole repository for the first and the second time, a range, and beside other tools."""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from _bench.measure import Command, Outcome, compare
from _bench.repos import mixed_repo

_RANGE = 1_000  # commits along the first parents
_PART = 10  # folders of 400 files, for the tools that want to be told each file
_FINDINGS = (0, 1)


def check(options: argparse.Namespace, root: Path, clones: list[tuple[str, Path]]) -> Iterator[Outcome]:
    """All comparisons; `clones` are repositories with a history."""
    repo = mixed_repo(options.repos, options.files)
    environment = {"PYTHONPATH": str(root)}
    subprocess.run(["git", "checkout", "-q", "."], cwd=repo, check=True)
    yield _first(options, repo, environment)
    yield _second(options, repo, environment)
    for name, clone in clones:
        yield from _range(options, name, clone, environment)
    yield from _beside(options, repo, environment)


def _own(name: str, repo: Path, environment: dict[str, str], *arguments: str) -> Command:
    command = (sys.executable, "-m", "chrono_git", *arguments)
    return Command(name, command, repo, environment, statuses=_FINDINGS)


def _first(options: argparse.Namespace, repo: Path, environment: dict[str, str]) -> Outcome:
    own = _own("check", repo, environment, "--no-cache", "check")
    floor = Command("`git grep -c -I -E`", ("git", "grep", "-c", "-I", "-E", _pattern()), repo)
    where = f"synthetic, {options.files:,} files"
    return compare("check, first", where, own, [floor], bar=1.3, rounds=options.rounds)


def _second(options: argparse.Namespace, repo: Path, environment: dict[str, str]) -> Outcome:
    own = _own("check", repo, environment, "check")
    own.run()
    changed = next(path for path in sorted(repo.glob("src/d000/*/*.py")))
    before = changed.read_bytes()
    changed.write_bytes(before + b"\n# changed\n")
    floors = [
        Command("`git diff-files`", ("git", "diff-files"), repo),
        _own("`chrono-git --version`", repo, environment, "--version"),
    ]
    where = f"synthetic, {options.files:,} files, one changed"
    try:
        return compare("check, second", where, own, floors, bar=1.2, rounds=options.rounds)
    finally:
        changed.write_bytes(before)


def _range(
    options: argparse.Namespace, name: str, repo: Path, environment: dict[str, str]
) -> Iterator[Outcome]:
    old = _git(repo, "rev-list", "--first-parent", f"--skip={_RANGE}", "-1", "HEAD")
    if not old:
        print(f"{name} has fewer than {_RANGE:,} commits: its range is left out", file=sys.stderr)
        return
    span = f"{old}..HEAD"
    commits, files = _git(repo, "rev-list", "--count", span), _git(repo, "diff", "--name-only", old, "HEAD")
    where = f"{name}, {int(commits):,} commits, {len(files.splitlines()):,} files"
    own = _own("check --range", repo, environment, "--no-cache", "check", "--range", span)
    for floor, bar in ((("diff", "-U0", old, "HEAD"), 1.3), (("log", "-p", "-U0", span), 0.6)):
        command = Command(f"`git {' '.join(floor[: floor.index('-U0') + 1])}`", ("git", *floor), repo)
        yield compare("check of a range", where, own, [command], bar=bar, rounds=options.rounds)


def _beside(options: argparse.Namespace, repo: Path, environment: dict[str, str]) -> Iterator[Outcome]:
    folders = sorted(str(path.relative_to(repo)) for path in (repo / "src").iterdir())[:_PART]
    files = [
        str(path.relative_to(repo)) for folder in folders for path in sorted((repo / folder).rglob("*.*"))
    ]
    own = _own("check", repo, environment, "--no-cache", "check", *folders)
    where = f"synthetic, {len(files):,} files"
    pattern = _pattern().decode()
    ruff = ("-m", "ruff", "check", "--no-cache", "--isolated", "-q", "--select=T10,FIX", *folders)
    tools = {
        "pre_commit": ("pre-commit's pygrep", ("-m", "pre_commit.languages.pygrep", pattern, *files)),
        "ruff": ("`ruff check` (Python only)", ruff),
    }
    for module, (name, arguments) in tools.items():
        if find_spec(module) is None:
            print(f"{name} is not installed: left out", file=sys.stderr)
            continue
        floor = Command(name, (sys.executable, *arguments), repo, statuses=_FINDINGS)
        yield compare(f"check beside {name}", where, own, [floor], bar=None, rounds=options.rounds)


def _pattern() -> bytes:
    """All fixed strings that check looks for, as one extended regular expression."""
    from chrono_git.scan.literals import all_literals

    return b"|".join(re.sub(rb"([][().*+?{}|^$\\])", rb"\\\1", literal) for literal in all_literals())


def _git(repo: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=repo, stdout=subprocess.PIPE, check=True, env=os.environ)
    return done.stdout.decode("utf-8", "replace").strip()
