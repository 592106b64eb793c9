"""Reads clones for bench-scan, bare ones too: trees and blobs, never the work tree."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

# Nothing of the person's configuration may change a table, and a partial clone must not fetch.
ENVIRONMENT = {
    **os.environ,
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_FLUSH": "0",
}
_FILE_MODES = (b"100644", b"100755")


@dataclass(frozen=True)
class File:
    """One file of a tree; links and submodules are none."""

    path: str
    oid: str


def name_of(repo: Path) -> str:
    """What a clone is called in the tables: `owner/name` for `owner+name/repo`, else its folder's name."""
    folder = repo.resolve()
    while folder.name in ("repo", ".git") or folder.name.endswith(".bundle"):
        folder = folder.parent
    return re.sub(r"\.git$", "", folder.name).replace("+", "/")


def git(repo: Path, *arguments: str, given: bytes = b"") -> bytes:
    """The output of one git command, which must succeed."""
    done = subprocess.run(
        ["git", "--no-replace-objects", *arguments],
        cwd=repo,
        input=given,
        stdout=subprocess.PIPE,
        env=ENVIRONMENT,
        check=True,
    )
    return done.stdout


def files_at(repo: Path, revision: str = "HEAD") -> list[File]:
    """All files of a commit, in the order of their paths."""
    files = []
    for entry in git(repo, "ls-tree", "-r", "-z", "--full-tree", revision).split(b"\0"):
        meta, _, path = entry.partition(b"\t")
        if meta.split(b" ")[0] in _FILE_MODES:
            files.append(File(os.fsdecode(path), meta.split(b" ")[2].decode()))
    return files


def blobs(repo: Path, oids: Iterable[str]) -> Iterator[bytes | None]:
    """The contents in the order asked for; None where the clone does not have it."""
    # The questions lie in a file: a pipe for them and one for the answers could wait for each other.
    with tempfile.TemporaryFile() as questions:
        questions.writelines(oid.encode() + b"\n" for oid in oids)
        questions.seek(0)
        with subprocess.Popen(
            ["git", "--no-replace-objects", "cat-file", "--batch", "--buffer"],
            cwd=repo,
            stdin=questions,
            stdout=subprocess.PIPE,
            env=ENVIRONMENT,
        ) as reader:
            assert reader.stdout is not None
            while header := reader.stdout.readline():
                words = header.split()
                if words[1] == b"missing":
                    yield None
                    continue
                yield reader.stdout.read(int(words[2]))
                reader.stdout.read(1)
