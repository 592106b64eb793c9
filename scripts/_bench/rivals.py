"""Other tools that run hooks, each with one hook that does nothing, to be measured beside ours."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

PACKAGES = ("pre-commit", "prek", "lefthook")

_FRAMEWORK = """\
repos:
  - repo: local
    hooks:
      - id: nothing
        name: nothing
        entry: "true"
        language: system
        always_run: true
        pass_filenames: false
        stages: [{event}]
"""
_LEFTHOOK = """\
{event}:
  jobs:
    - run: "true"
"""


def rival(folder: Path, *packages: str) -> Path:
    """The directory of these packages' commands, in an environment that is made once."""
    venv = folder / "rivals"
    commands = venv / "bin"
    if not all((commands / name.partition("==")[0]).exists() for name in packages):
        subprocess.run([sys.executable, "-m", "venv", venv], check=True)
        subprocess.run([commands / "pip", "install", "-q", *packages], check=True)
    return commands


def install_rivals(folder: Path) -> Path:
    """The directory of the commands; exits where they cannot be installed."""
    commands = rival(folder, *PACKAGES)
    # lefthook's hook looks for it there.
    os.environ["PATH"] = f"{commands}:{os.environ['PATH']}"
    return commands


def rivals(folder: Path) -> dict[str, Callable[[Path, str], None]]:
    """By name, what sets one hook that does nothing up in a repository, for an event."""
    commands = install_rivals(folder)

    def framework(name: str) -> Callable[[Path, str], None]:
        def set_up(repo: Path, event: str) -> None:
            (repo / ".pre-commit-config.yaml").write_text(_FRAMEWORK.format(event=event))
            _run(repo, commands / name, "install", "-t", event, "--overwrite")

        return set_up

    def lefthook(repo: Path, event: str) -> None:
        (repo / "lefthook.yml").write_text(_LEFTHOOK.format(event=event))
        _run(repo, commands / "lefthook", "install", event)

    return {"prek": framework("prek"), "lefthook": lefthook, "pre-commit": framework("pre-commit")}


def _run(repo: Path, *command: str | Path) -> None:
    subprocess.run(command, cwd=repo, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
