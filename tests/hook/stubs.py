"""Hooks in a real repository, as an installed stub would run them."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import chrono_git
from tests.gitkit import Repo
from tests.warm import starter

ROOT = Path(chrono_git.__file__).parents[1]
# Remembers what the index was before the hook, and stops the commit where it is another one afterwards.
_GUARDED = """#!/bin/sh
here=${GIT_INDEX_FILE:-$(git rev-parse --git-path index)} real=$(git rev-parse --git-path index)
cp "$here" "$here.before"; cp "$real" "$real.real"
%s %s "$@" || exit
cmp "$here" "$here.before" && cmp "$real" "$real.real" || exit 99
rm -f "$here.before" "$real.real"
"""


def install(repo: Repo, *events: str) -> None:
    """Puts stubs in the repository's hooks; each says 99 where the hook wrote an index."""
    folder = Path(repo.git("rev-parse", "--path-format=absolute", "--git-path", "hooks"))
    folder.mkdir(exist_ok=True)
    for event in events:
        path = folder / event
        path.write_text(_GUARDED % (shlex.join(starter()), event))
        path.chmod(0o755)


def commit(
    repo: Repo,
    *options: str,
    editor: str = "",
    env: Mapping[str, str] | None = None,
    text: str | bytes | None = None,
    config: Sequence[str] = (),
) -> subprocess.CompletedProcess[str]:
    """Runs `git commit`; `editor` is a shell command to which the file's name is added."""
    settings = [word for one in config for word in ("-c", one)]
    given = text.encode() if isinstance(text, str) else text
    done = subprocess.run(
        ["git", *settings, "commit", "--allow-empty", *options],
        cwd=repo.path,
        input=given,
        capture_output=True,
        check=False,
        env={**os.environ, **repo.dates(), **({"GIT_EDITOR": editor} if editor else {}), **(env or {})},
    )
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
    )


def body(repo: Repo) -> str:
    """The last commit's message, as it is stored."""
    return repo.git("cat-file", "commit", "HEAD").partition("\n\n")[2] + "\n"


def trailers(repo: Repo) -> list[str]:
    """What git finds in the last commit's message, unfolded."""
    return repo.git("log", "-1", "--format=%(trailers:only,unfold)").split("\n")[:-1]


def loaded(repo: Repo, event: str, *arguments: str, env: Mapping[str, str] | None = None) -> set[str]:
    """The modules that are loaded when a hook has run; where it starts git or says a word, that fails."""
    code = (
        f"import sys; sys.path.insert(0, {str(ROOT)!r})\n"
        "from chrono_git.hook.events import run\n"
        f"status = run({[event, *arguments]!r})\n"
        "print(status, *sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-SE", "-c", code],
        cwd=repo.path,
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": "/nowhere", **(env or {})},
    )
    status, *modules = done.stdout.split()
    assert (status, done.stderr) == ("0", ""), done.stderr
    return set(modules)


_MODULES = """
re json typing dataclasses pathlib subprocess contextlib tomllib sqlite3 _sqlite3 site
click git markdown_it chrono_git.model chrono_git.trailers chrono_git.repo.stream
"""
SLOW = frozenset(_MODULES.split())
