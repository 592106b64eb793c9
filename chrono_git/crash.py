"""Keeps the traceback of a bug where its finder can get at it."""

from __future__ import annotations

import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path


def record(error: BaseException, args: Sequence[str]) -> str:
    """Writes the traceback under the git directory, else to a temporary file; returns the path.

    It must not fail and leans on nothing of ours, for what it reports may be anywhere.
    There is one file for a repository, the latest bug's.
    """
    text = "\n".join([
        f"python {sys.version}",
        f"platform {sys.platform}",
        f"arguments {list(args)!r}",
        "",
        "".join(traceback.format_exception(error)),
    ])  # fmt: skip
    data = text.encode("utf-8", "backslashreplace")
    try:
        folder = _git_directory(Path.cwd()) / "chrono-git"
        folder.mkdir(exist_ok=True)
        path = folder / "crash.log"
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
        handle = os.open(path, flags, 0o600)
    except OSError:
        try:
            handle, name = tempfile.mkstemp(prefix="chrono-git-crash-", suffix=".log")
        except OSError:
            sys.stderr.write(text)
            return "the lines above"
        path = Path(name)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    return str(path)


def _git_directory(start: Path) -> Path:
    """Returns the git directory that holds for `start`; raises FileNotFoundError."""
    if named := os.environ.get("GIT_DIR"):
        return Path(named)
    for folder in (start, *start.parents):
        found = folder / ".git"
        if found.is_file():  # of a linked worktree or a submodule
            return folder / found.read_text(errors="surrogateescape").removeprefix("gitdir: ").rstrip("\n")
        if (found / "HEAD").exists():
            return found
        if (folder / "HEAD").exists() and (folder / "objects").is_dir():  # a bare repository
            return folder
    raise FileNotFoundError(start)
