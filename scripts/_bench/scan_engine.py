"""Asks chrono-git: its scanner in two processes, and its command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from _bench.scan_exercism import Hit
from _bench.scan_git import ENVIRONMENT, git

ROOT = Path(__file__).resolve().parents[2]
_CHUNK = 64


def hits(files: Iterable[tuple[str, bytes]]) -> Iterator[list[Hit]]:
    """What the scanner finds in each of these files, in their order."""
    everything = iter(files)
    chunks = iter(lambda: list(islice(everything, _CHUNK)), [])
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        waiting = []
        for chunk in chunks:
            waiting.append(pool.submit(_scan, chunk))
            if len(waiting) > 16:  # so that a long history is not in memory at once
                yield from waiting.pop(0).result()
        for future in waiting:
            yield from future.result()


def _scan(files: list[tuple[str, bytes]]) -> list[list[Hit]]:
    from chrono_git.scan import scan

    results = []
    for path, data in files:
        found = [suspect.finding for suspect in scan(path, data).suspects]
        results.append(
            [Hit(one.rule, one.severity, one.line, one.end_line, one.span, one.excerpt) for one in found]
        )
    return results


@contextmanager
def borrowed(repo: Path) -> Iterator[Path]:
    """A bare clone that shares the objects, so that a cache is not left in the one that was given."""
    with TemporaryDirectory(prefix="chrono-git-bench-scan-") as folder:
        clone = Path(folder) / "clone.git"
        git(Path(folder), "clone", "-q", "--shared", "--bare", str(repo.resolve()), str(clone))
        yield clone


def check(repo: Path, *arguments: str) -> dict[str, Any]:
    """`chrono-git check --format json` as people run it."""
    command = [sys.executable, "-m", "chrono_git", "check", "--format", "json", *arguments]
    environment = {**ENVIRONMENT, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=repo, env=environment, capture_output=True, check=False)
    if done.returncode not in (0, 1):
        words = done.stderr.decode("utf-8", "replace").strip()
        raise SystemExit(f"{' '.join(command[2:])} ended with status {done.returncode}: {words}")
    report: dict[str, Any] = json.loads(done.stdout)
    return report
