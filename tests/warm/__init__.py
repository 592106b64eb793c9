"""How tests start us: in forks of a process that has loaded everything, as most of a start is imports.

A fork begins with the modules and the paths of a cold start, and runs the same code; what it
imports was loaded before. `CHRONO_GIT_TEST_COLD=1 scripts/test` starts every hook as an
installed stub does, and every command as a shell does.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "tests/warm"
COLD = "CHRONO_GIT_TEST_COLD"


def starter(program: str = "chrono_git/hook/run.py", *, cold: bool = False) -> list[str]:
    """The command that runs a program of this checkout as `python -SE` does; arguments are added to it.

    The programs of hooks are chrono_git/hook/run.py and tests/hook/driver.py.
    """
    python = [sys.executable, "-SE"]
    if cold or os.environ.get(COLD):
        return [*python, str(ROOT / program)]
    return [*python, str(HERE / "client.py"), _server().socket, program]


def commander() -> list[str]:
    """The command that stands for `chrono-git`, to which arguments are added; PYTHONPATH is the checkout."""
    if os.environ.get(COLD):
        return [sys.executable, "-P", "-m", "chrono_git"]
    return starter("tests/warm/command.py")


class _Server:
    """Forks a process for each start. It ends with the process that started it, however that ends."""

    def __init__(self) -> None:
        self.folder = tempfile.mkdtemp(prefix="warm")  # the path of a socket is short
        self.socket = f"{self.folder}/socket"
        self.process = subprocess.Popen(
            [sys.executable, "-SE", HERE / "server.py", self.folder],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT,
        )  # fmt: skip
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        self.process.stdout.close()
        assert said == b"ready\n"

    def end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()
        shutil.rmtree(self.folder)


_running: list[_Server] = []


def _server() -> _Server:
    if not _running:
        _running.append(_Server())
    return _running[0]


@atexit.register
def cool() -> None:
    """Ends the process that forks, for tests that look at children; the next start makes another one."""
    while _running:
        _running.pop().end()
