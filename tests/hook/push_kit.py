"""Real hooks in real repositories: stubs written by hand, and what git says of a push."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import chrono_git
from tests.gitkit import Repo
from tests.warm import starter

RUN = Path(chrono_git.__file__).parent / "hook" / "run.py"


class Told(NamedTuple):
    """How a process ended, and what it wrote to standard error."""

    status: int
    text: str


def install(place: Path, event: str, *, cold: bool = False) -> None:
    """Writes a hook's stub into a git directory."""
    path = place / "hooks" / event
    path.parent.mkdir(exist_ok=True)
    path.write_text(f'#!/bin/sh\nexec {shlex.join(starter(cold=cold))} {event} "$@"\n')
    path.chmod(0o755)


def push(repo: Repo, *arguments: str, env: Mapping[str, str] | None = None) -> Told:
    """Pushes, and returns how that went."""
    return ran(repo.path, "git", "push", *arguments, env=env)


def hook(
    repo: Repo | Path, event: str, *arguments: str, lines: bytes, env: Mapping[str, str] | None = None
) -> Told:
    """Runs a hook alone, with these lines on its standard input."""
    folder = repo if isinstance(repo, Path) else repo.path
    return ran(folder, *starter(), event, *arguments, lines=lines, env=env)


def ran(folder: Path, *command: str, lines: bytes = b"", env: Mapping[str, str] | None = None) -> Told:
    """Runs a command there."""
    done = subprocess.run(
        command, cwd=folder, input=lines, capture_output=True, check=False, env={**os.environ, **(env or {})}
    )
    assert done.stdout.replace(b"To file", b"") == done.stdout
    return Told(done.returncode, done.stderr.decode("utf-8", "replace"))


def ours(told: Told) -> list[str]:
    """The lines that chrono-git wrote itself, without the beginning that they all have."""
    begins = ("chrono-git: pre-push: ", "chrono-git: pre-receive: ")
    lines = (line.removeprefix("remote: ").rstrip() for line in told.text.splitlines())
    return [line.split(": ", 2)[2] for line in lines if line.startswith(begins)]
