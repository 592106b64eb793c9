"""Real git repositories for tests: isolated from the machine, with the same ids every time."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

AUTHOR = "Ada Author"
EMAIL = "ada@example.org"
EPOCH = 1767225600  # 2026-01-01T00:00:00Z
HOUR = 3600

GLOBAL_CONFIG = f"""\
[user]
\tname = {AUTHOR}
\temail = {EMAIL}
[init]
\tdefaultBranch = main
[commit]
\tgpgSign = false
[gc]
\tauto = 0
[maintenance]
\tauto = false
[protocol "file"]
\tallow = always
[advice]
\tdetachedHead = false
"""


def isolated(environment: Mapping[str, str], home: Path) -> dict[str, str]:
    """An environment in which git sees nothing of this machine's and this hook's settings.

    Programs in Python that are started in it keep what they compile: else each compiles anew.
    """
    kept = {
        name: value
        for name, value in environment.items()
        if not name.startswith("GIT_") and name != "PYTHONDONTWRITEBYTECODE"
    }
    return {
        **kept,
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "GIT_CONFIG_GLOBAL": str(home / ".gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": AUTHOR,
        "GIT_AUTHOR_EMAIL": EMAIL,
        "GIT_COMMITTER_NAME": AUTHOR,
        "GIT_COMMITTER_EMAIL": EMAIL,
        "GIT_AUTHOR_DATE": f"{EPOCH} +0000",
        "GIT_COMMITTER_DATE": f"{EPOCH} +0000",
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_EDITOR": "true",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
    }


class Repo:
    """A repository at `path`; every commit is made an hour after the one before.

    The first is of 2026-01-01T00:00Z. Paths are text or bytes, and relative.
    """

    def __init__(self, path: Path, *options: str, init: bool = True) -> None:
        self.path = path
        self.commits = 0
        if init:
            path.mkdir(parents=True, exist_ok=True)
            self.git("init", "-q", *options)

    def git(
        self, *arguments: str | bytes, input: str | bytes | None = None, env: Mapping[str, str] | None = None
    ) -> str:
        """What git prints, without the last line break; its complaints are in the failure."""
        data = input.encode() if isinstance(input, str) else input
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.path,
            input=data,
            capture_output=True,
            check=False,
            env={**os.environ, **(env or {})},
        )
        if done.returncode:
            raise AssertionError(f"git {arguments!r}: {done.stderr.decode(errors='replace')}")
        return done.stdout.decode("utf-8", "surrogateescape").removesuffix("\n")

    def at(self, name: str | bytes) -> Path:
        """The path of a file of the work tree."""
        return self.path / os.fsdecode(name)

    def write(self, name: str | bytes, content: str | bytes = "", *, executable: bool = False) -> Path:
        """Writes a file as it is given, with its directories; it is not added."""
        path = self.at(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8", "surrogateescape") if isinstance(content, str) else content)
        if executable:
            path.chmod(0o755)
        return path

    def rm(self, name: str | bytes) -> None:
        """Removes a file from the work tree and the index."""
        self.git("rm", "-rqf", "--", name)

    def mv(self, old: str | bytes, new: str | bytes) -> None:
        """Moves a file in the work tree and the index."""
        self.at(new).parent.mkdir(parents=True, exist_ok=True)
        self.git("mv", "--", old, new)

    def dates(self, when: int | None = None) -> dict[str, str]:
        """The environment for the next commit; `when` is in seconds since the epoch."""
        moment = EPOCH + HOUR * self.commits if when is None else when
        self.commits += 1
        return {"GIT_AUTHOR_DATE": f"{moment} +0000", "GIT_COMMITTER_DATE": f"{moment} +0000"}

    def commit(
        self,
        message: str = "x",
        *options: str,
        when: int | None = None,
        files: Mapping[str, str | bytes] | None = None,
        add: bool = True,
        env: Mapping[str, str] | None = None,
    ) -> str:
        """Writes `files`, adds everything (unless not to `add`), commits and returns the id."""
        for name, content in (files or {}).items():
            self.write(name, content)
        if add:
            self.git("add", "-A")
        self.git(
            "commit", "-q", "--allow-empty", "--allow-empty-message", "--cleanup=verbatim", "-F", "-",
            *options, input=message, env={**self.dates(when), **(env or {})},
        )  # fmt: skip
        return self.head()

    def head(self, revision: str = "HEAD") -> str:
        """The commit id that a revision stands for."""
        if revision == "HEAD" and (written := self._written_head()):
            return written
        return self.git("rev-parse", "--verify", f"{revision}^{{commit}}")

    def _written_head(self) -> str:
        """HEAD as it is written in its branch's own file, without a git for it; "" where it is not there."""
        folder = self.path / ".git"
        if "GIT_DIR" in os.environ or not folder.is_dir():
            return ""
        reference = (folder / "HEAD").read_text().removesuffix("\n").removeprefix("ref: ")
        place = folder / reference
        return place.read_text().strip() if reference.startswith("refs/heads/") and place.is_file() else ""

    def branch(self, name: str, start: str = "HEAD") -> None:
        """Makes a branch without going there."""
        self.git("branch", name, start)

    def checkout(self, name: str, *, new: bool = False) -> None:
        """Goes to a branch or commit, making the branch if it is `new`."""
        self.git("checkout", "-q", *(["-b"] if new else []), name)

    def merge(self, name: str, message: str = "merge", when: int | None = None) -> str:
        """Merges with a merge commit in any case, and returns its id."""
        self.git("merge", "-q", "--no-ff", "-m", message, name, env=self.dates(when))
        return self.head()

    def clone(self, target: Path, *options: str) -> Repo:
        """Clones over a transport that honours depth and filters."""
        self.git("clone", "-q", *options, f"file://{self.path}", str(target))
        return Repo(target, init=False)
