"""How tests start us: in forks of a process that has loaded everything, as most of a start is imports.

A fork begins with the modules and the paths of a cold start, and runs the same code; what it
imports was loaded before. `CHRONO_GIT_TEST_COLD=1 scripts/test` starts every hook as an
installed stub does, and every command as a shell does.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
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
    return [*python, str(HERE / "client.py"), _server(), program]


def commander() -> list[str]:
    """The command that stands for `chrono-git`, to which arguments are added; PYTHONPATH is the checkout."""
    if os.environ.get(COLD):
        return [sys.executable, "-P", "-m", "chrono_git"]
    return starter("tests/warm/command.py")


@cache
def _folder() -> str:
    """Where this process's servers listen, one after another: hooks in copied repositories know the place."""
    return tempfile.mkdtemp(prefix="warm")  # the path of a socket is short


_running: list[subprocess.Popen[bytes]] = []


def _server() -> str:
    """The socket of a server that runs, and ends with this process, however it ends."""
    if not _running:
        server = subprocess.Popen(
            [sys.executable, "-SE", HERE / "server.py", _folder()],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT,
        )  # fmt: skip
        _running.append(server)
        assert server.stdout is not None
        said = server.stdout.readline()
        server.stdout.close()
        assert said == b"ready\n"
    return f"{_folder()}/socket"


def cool() -> None:
    """Ends the server, for tests that look at children; the next `starter` starts another one."""
    for server in _running:
        assert server.stdin is not None
        server.stdin.close()
        server.wait()
        Path(_folder(), "socket").unlink()
    _running.clear()


def leave() -> None:
    """Ends the server and takes its folder away, at the end of all tests."""
    cool()
    if _folder.cache_info().currsize:
        shutil.rmtree(_folder())
        _folder.cache_clear()
