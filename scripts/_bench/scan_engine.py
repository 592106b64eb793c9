"""Asks chrono-git: its scanner, without a cache, and its command line."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from _bench.scan_exercism import Hit
from _bench.scan_git import ENVIRONMENT, git
from chrono_git.app.scanning import Scanner
from chrono_git.app.scans import version
from chrono_git.app.words import load_words
from chrono_git.cache import NullCache
from chrono_git.config import Config
from chrono_git.model import Finding
from chrono_git.repo.location import locate

ROOT = Path(__file__).resolve().parents[2]


def hits(repo: Path, files: Iterable[tuple[str, str]]) -> dict[tuple[str, str], list[Hit]]:
    """What the scanner finds in each of these files, given as (path, blob id); none has no key."""
    location, stamp = locate(str(repo)), version()
    words = load_words(NullCache(), stamp)
    scanner = Scanner(location, words, stamp, limit=Config().file_bytes, use_cache=False)
    found = {}
    for one in scanner.scan(files):
        if one.trouble:
            print(f"note: {one.path} ({one.asked[:12]}): {one.trouble}", file=sys.stderr)
        if one.raw:
            found[one.path, one.asked] = [_hit(suspect.finding) for suspect in one.scan.suspects]
    return found


def _hit(one: Finding) -> Hit:
    return Hit(one.rule, one.severity, one.line, one.end_line, one.span, one.excerpt)


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
