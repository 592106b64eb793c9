"""Runs commands in turn, A B A B …, and compares their times."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Command:
    """A whole process to measure; its output is thrown away. `statuses` are those that mean success."""

    name: str
    arguments: Sequence[str | bytes]
    directory: Path
    environment: Mapping[str, str] | None = None
    statuses: Sequence[int] = (0,)

    def run(self) -> float:
        """Runs it once; returns the seconds that it took, and gives up if it fails."""
        started = time.perf_counter()
        done = subprocess.run(
            self.arguments,
            cwd=self.directory,
            env={**os.environ, **(self.environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
        taken = time.perf_counter() - started
        if done.returncode not in self.statuses:
            words = done.stderr.decode(errors="replace").strip()
            raise SystemExit(f"{self.name} ended with status {done.returncode}: {words}")
        return taken


@dataclass(frozen=True)
class Outcome:
    """Medians in seconds, and the median of the ratios of the rounds."""

    what: str
    where: str
    floor: str
    floor_time: float
    own_time: float
    ratio: float
    bar: float | None

    @property
    def met(self) -> bool:
        return self.bar is None or self.ratio <= self.bar

    def line(self) -> str:
        """One row of the table, as Markdown."""
        bar = "–" if self.bar is None else f"{self.bar:g}×"
        verdict = "" if self.bar is None else "met" if self.met else "MISSED"
        return (
            f"| {self.what} | {self.where} | {self.floor} {self.floor_time * 1000:.1f} ms "
            f"| {self.own_time * 1000:.1f} ms | {self.ratio:.3f}× | {bar} | {verdict} |"
        )


HEADER = "| what | where | floor | chrono-git | ratio | bar | |\n|---|---|---|---|---|---|---|"


def compare(
    what: str,
    where: str,
    own: Command,
    floors: Sequence[Command],
    *,
    bar: float | None,
    rounds: int,
    bound: Callable[[Sequence[float]], float] = sum,
) -> Outcome:
    """Measures `own` against the floors, one round after the other.

    `bound` makes one time of the floors' times of a round; the ratio is of each round,
    so that whatever else the machine does meets both sides.
    """
    for command in (*floors, own):
        command.run()  # what is read from the disk is in memory from here on
    floor_times: list[float] = []
    own_times: list[float] = []
    for _ in range(rounds):
        floor_times.append(bound([floor.run() for floor in floors]))
        own_times.append(own.run())
    ratios = [taken / floor for taken, floor in zip(own_times, floor_times, strict=True)]
    return Outcome(
        what,
        where,
        " + ".join(floor.name for floor in floors),
        statistics.median(floor_times),
        statistics.median(own_times),
        statistics.median(ratios),
        bar,
    )
