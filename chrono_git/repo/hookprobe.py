"""Whether what a stub starts would start."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from chrono_git.repo.environment import printable

# As `run.py` does it.
_LOADS = "import sys; sys.path[0] = sys.argv[1]; import chrono_git.hook.events"
_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an interpreter with a `run.py` would not start; `is_noticed` is whether a stub notices."""

    reason: str
    is_noticed: bool


def find_fault(python: str, script: str) -> Fault | None:
    """What is wrong with what a stub starts, None where nothing is: it is tried."""
    if not os.access(python, os.X_OK):
        return Fault(f"{python} is gone", True)
    root = script.removesuffix("/chrono_git/hook/run.py")
    if not Path(script).is_file() or root == script:
        return Fault(f"{script} is gone", True)
    try:
        done = subprocess.run(
            [python, "-SE", "-c", _LOADS, root],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except OSError as error:
        return Fault(f"{python} does not start: {error.strerror}", True)
    except subprocess.TimeoutExpired:
        return Fault(f"{python} did not start within {_SECONDS} seconds", False)
    if not done.returncode:
        return None
    last = (done.stderr.strip().splitlines() or [b"it does not say why"])[-1]
    return Fault(f"{python} cannot load chrono-git: {printable(last)}", done.returncode in (126, 127))


def fallback() -> str:
    """The `chrono-git-hook` on the PATH, which a stub uses in need; "" where there is none."""
    return shutil.which("chrono-git-hook") or ""
