"""Stubs that start a script which writes down what it was given, instead of chrono-git."""

from __future__ import annotations

import os
import subprocess
import sys
from ast import literal_eval
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import chrono_git
from chrono_git.repo import stubs

PACKAGE = str(Path(chrono_git.__file__).parent)

RECORDER = """\
import os, sys
said = {"who": WHO, "argv": sys.argv[1:], "stdin": sys.stdin.buffer.read().decode("latin-1"),
        "hook": os.environ.get("CHRONO_GIT_HOOK"), "pid": os.getpid(), "parent": os.getppid()}
with open(LOG, "a") as file:
    file.write(ascii(said) + "\\n")
sys.exit(STATUS)
"""


class Bench:
    """A folder of hooks in which every hook and chrono-git itself write down what they were given."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.hooks = folder / "hooks"
        self.log = folder / "log"
        self.hooks.mkdir(parents=True, exist_ok=True)

    def recorder(self, path: Path, who: str, status: int = 0, *, shebang: str = sys.executable) -> Path:
        """Writes an executable script that records and ends with `status`."""
        path.parent.mkdir(parents=True, exist_ok=True)
        body = RECORDER.replace("WHO", repr(who)).replace("LOG", repr(str(self.log)))
        path.write_text(f"#!{shebang} -SE\n" + body.replace("STATUS", str(status)))
        path.chmod(0o755)
        return path

    def stub(self, event: str, *, python: str = sys.executable, status: int = 0) -> Path:
        """Writes the stub of an event, which starts a recorder that ends with `status`."""
        script = self.recorder(self.folder / "chrono_git/hook/run.py", "chrono-git", status)
        path = self.hooks / event
        content = stubs.fill(stubs.template(event, PACKAGE), python=python, script=str(script), version="9.8")
        path.write_bytes(content)
        path.chmod(0o755)
        return path

    def chain(self, event: str, status: int = 0) -> Path:
        """Writes a hook that was there before."""
        return self.recorder(self.hooks / f"{event}.chained", "chained", status)

    def run(
        self,
        event: str,
        *arguments: str,
        shell: Sequence[str] = ("sh",),
        stdin: bytes = b"",
        env: Mapping[str, str] | None = None,
        name: str = "",
    ) -> subprocess.CompletedProcess[bytes]:
        """Runs the stub as git does, in the folder."""
        return subprocess.run(
            [*shell, str(self.hooks / (name or event)), *arguments],
            cwd=self.folder,
            input=stdin,
            capture_output=True,
            check=False,
            env=dict(os.environ if env is None else env),
        )

    def said(self) -> list[dict[str, Any]]:
        """What was recorded, in order."""
        return [literal_eval(line) for line in self.log.read_text().splitlines()] if self.log.exists() else []

    def who(self) -> list[str]:
        """Who was run, in order."""
        return [one["who"] for one in self.said()]
