"""A report of 200 guides that wait for each other, beside that of one."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from _bench.measure import Command, Outcome, compare
from _bench.repos import guides_repo

MANY = 200
SECOND = 1.0  # what all the other guides may take


def guides(options: argparse.Namespace, root: Path) -> Iterator[Outcome]:
    """For the first time, without what is remembered, and again."""
    one, many = (guides_repo(options.repos, count) for count in (1, MANY))
    environment = {"PYTHONPATH": str(root)}
    for name, words in (("first", ("--no-cache", "report")), ("again", ("report",))):
        program = (sys.executable, "-m", "chrono_git", *words, "--format", "json")
        own, floor = (Command("report", program, repo, environment) for repo in (many, one))
        own.run()
        yield compare(
            f"report of {MANY} guides, {name}", "synthetic, 2,000 items", own, [floor],
            bar=1.0, rounds=min(options.rounds, 5), bound=lambda times: times[0] + SECOND,
        )  # fmt: skip
