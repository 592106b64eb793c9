"""Measures what hooks add to `git commit`: ours, with something to do and without, and no-ops of others."""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from _bench.measure import Command, Outcome, compare
from _bench.rivals import rivals

_ITEMS = 60
_HEAD = "# Implementation Guide: CHRONO-001\n\n## Implementation Checklist\n\n### Phase 1: Parts\n\n"
_CODE = "def part_{number}(price: float) -> float:\n    return price * {number}\n"
_PYTHON = sys.executable


def commits(options: argparse.Namespace, root: Path) -> Iterator[Outcome]:
    """The outcomes, in the order of the table."""
    folder = options.repos / "commit"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    bare = _repository(folder / "bare")
    ours = _copy(bare, folder / "chrono-git")
    every = _copy(bare, folder / "every")
    for repo in (ours, every):
        _install(repo, root)
    # The bars are those of one hook, as the others run one, too.
    for hook in (ours / ".git" / "hooks").iterdir():
        if hook.name != "post-commit":
            hook.unlink()
    others = {}
    for name, set_up in rivals(options.repos).items():
        others[name] = _copy(bare, folder / name)
        set_up(others[name], "post-commit")
    for repo in (ours, every):
        _settle(repo)
    yield _hook_alone(ours, options.rounds)
    places = {"bare": bare, "chrono-git": ours, "all hooks": every, **others}
    yield from _added("nothing to do", places, options.rounds, _unrelated, bar=1.3)
    yield from _added("progress folded", {"bare": bare, "chrono-git": ours}, options.rounds, _part, bar=4.0)


def _hook_alone(repo: Path, rounds: int) -> Outcome:
    hook = Command("post-commit", (str(repo / ".git" / "hooks" / "post-commit"),), repo)
    floor = Command("`python -c pass`", (_PYTHON, "-c", "pass"), repo)
    return compare("post-commit alone", "nothing to do", hook, [floor], bar=1.3, rounds=rounds * 5)


def _added(
    where: str, places: dict[str, Path], rounds: int, change: Callable[[Path, int], None], *, bar: float
) -> Iterator[Outcome]:
    """What each tool adds to a commit, against the start of Python in the same round.

    "chrono-git" is its post-commit alone, "all hooks" that with the hooks for messages.
    """
    times: dict[str, list[float]] = {name: [] for name in places}
    floors = []
    for number in range(rounds * 2 + 1):
        floor = Command("`python -c pass`", (_PYTHON, "-c", "pass"), places["bare"]).run()
        taken = {name: _commit(repo, change, number) for name, repo in places.items()}
        if number:  # the first is for the caches
            floors.append(floor)
            for name, one in taken.items():
                times[name].append(one)
    floor = statistics.median(floors)
    for name in places:
        if name == "bare":
            continue
        gaps = [one - plain for one, plain in zip(times[name], times["bare"], strict=True)]
        ratio = statistics.median(gap / each for gap, each in zip(gaps, floors, strict=True))
        own = name == "chrono-git"
        what = "added to `git commit` by post-commit" if own else f"the same by {name}"
        yield Outcome(
            what, where, "`python -c pass`", floor, statistics.median(gaps), ratio, bar if own else None
        )


def _commit(repo: Path, change: Callable[[Path, int], None], number: int) -> float:
    change(repo, number)
    _git(repo, "add", "-A")
    started = time.perf_counter()
    _git(repo, "commit", "-q", "-m", f"change {number}")
    return time.perf_counter() - started


def _unrelated(repo: Path, number: int) -> None:
    (repo / "notes.txt").write_text(f"{number}\n")


def _part(repo: Path, number: int) -> None:
    (repo / "src" / f"part{number:03}.py").write_text(_CODE.format(number=number))


def _repository(path: Path) -> Path:
    (path / "src").mkdir(parents=True)
    (path / "docs" / "implementation").mkdir(parents=True)
    items = "".join(f"- [ ] Create `src/part{number:03}.py`\n" for number in range(_ITEMS))
    (path / "docs" / "implementation" / "CHRONO-001-guide.md").write_text(_HEAD + items)
    _git(path, "init", "-q", "-b", "main")
    for key, value in {"user.name": "Ada", "user.email": "ada@example.org", "gc.auto": "0"}.items():
        _git(path, "config", key, value)
    _git(path, "config", "commit.gpgSign", "false")
    _git(path, "add", "-A")
    _git(path, "commit", "-q", "-m", "the guide")
    return path


def _copy(source: Path, target: Path) -> Path:
    shutil.copytree(source, target, symlinks=True)
    return target


def _install(repo: Path, root: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(root)}
    subprocess.run(
        [_PYTHON, "-m", "chrono_git", "hooks", "install"], cwd=repo, check=True, env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _settle(repo: Path) -> None:
    """The first commits with a hook fill its caches."""
    for number in range(2):
        (repo / "first.txt").write_text(f"{number}\n")
        _git(repo, "add", "-A")
        _git(repo, "commit", "-q", "-m", f"first {number}")


def _git(repo: Path, *arguments: str) -> None:
    environment = {**os.environ, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(
        ["git", *arguments], cwd=repo, check=True, env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
