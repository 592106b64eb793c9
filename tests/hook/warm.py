"""How tests start hooks: in forks of a process that has loaded everything, as most of a start is imports.

A fork begins with the modules and the paths of a cold start, and runs the same code; what it
imports was loaded before. `CHRONO_GIT_TEST_COLD=1 scripts/test` starts every hook as an
installed stub does. Hooks of one's own mount namespace are started cold in any case.
"""

from __future__ import annotations

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HERE = ROOT / "tests/hook"
COLD = "CHRONO_GIT_TEST_COLD"


def starter(program: str = "chrono_git/hook/run.py", *, cold: bool = False) -> list[str]:
    """The command that runs a hook's program, to which the event and its arguments are added.

    The programs are chrono_git/hook/run.py and tests/hook/driver.py.
    """
    python = [sys.executable, "-SE"]
    if cold or os.environ.get(COLD):
        return [*python, str(ROOT / program)]
    return [*python, str(HERE / "warm_client.py"), _server(), program]


@cache
def _server() -> str:
    """The socket of this process's server, which ends with it however it ends."""
    folder = tempfile.mkdtemp(prefix="warm")  # the path of a socket is short
    server = subprocess.Popen(
        [sys.executable, "-SE", HERE / "warm_server.py", folder],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    assert server.stdin is not None
    assert server.stdout is not None
    said = server.stdout.readline()
    server.stdout.close()
    assert said == b"ready\n"
    atexit.register(_end, server, folder)
    return f"{folder}/socket"


def _end(server: subprocess.Popen[bytes], folder: str) -> None:
    assert server.stdin is not None
    server.stdin.close()
    server.wait()
    shutil.rmtree(folder)
