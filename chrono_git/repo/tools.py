"""Finds tools on the PATH and asks them for their version: without a shell, and none of a repository's.

A tool is asked in the root folder and with a PATH of none but absolute folders outside of the
repository: a `rust-toolchain.toml`, a `.tool-versions` or a `node` of its own must not run.
"""

from __future__ import annotations

import os
import re
import select
import signal
import subprocess
import time
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from chrono_git.needs.tools import ANSWERS, is_plain, question_for
from chrono_git.needs.versions import Version
from chrono_git.repo.environment import printable

SECONDS = 5.0
_MOST_OUTPUT = 1 << 16
_AT_ONCE = 8
_MOST = 200  # no machine is set up with so many, and a guide that names more was made to keep it busy
_ESCAPE = re.compile(r"\x1b\[[0-9;]{0,20}[A-Za-z]")
_DOTTED = re.compile(r"(?<![\d.])\d{1,9}(?:\.\d{1,9}){1,4}")
_WHOLE = re.compile(
    r"(?:\bversion\s|\bv|[a-z]-|^[a-z][\w+-]{0,40}\s)(\d{1,9})(?![\d.])", re.IGNORECASE | re.MULTILINE
)
_NUMBERS = re.compile(r"\d{1,9}(?:\.\d{1,9}){0,4}")
# What would be loaded before the tool itself, or mixed into its answer; and what keeps it off the network.
_DROPPED = (
    "BASH_ENV", "ENV", "NODE_OPTIONS", "JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "PERL5OPT",
    "RUBYOPT", "CDPATH", "PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "RUBYLIB", "PERL5LIB", "NODE_PATH",
    "LD_PRELOAD", "DOCKER_CONFIG", "MAVEN_OPTS", "GRADLE_OPTS",
)  # fmt: skip
_FIXED = {
    "LC_ALL": "C", "TERM": "dumb", "NO_COLOR": "1", "PWD": "/", "PAGER": "cat", "NO_UPDATE_NOTIFIER": "1",
    "COREPACK_ENABLE_NETWORK": "0", "RUSTUP_AUTO_INSTALL": "0", "HOMEBREW_NO_AUTO_UPDATE": "1",
    "CHECKPOINT_DISABLE": "1", "DOTNET_CLI_TELEMETRY_OPTOUT": "1", "DOTNET_NOLOGO": "1",
    "GOTOOLCHAIN": "local",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What was learnt of one tool.

    `path` is its program, "" where none was found that may be run; `passed` are those that stand
    before it on the PATH and may not. `version` is None where it did not tell, and `trouble` why
    ("" where it was not asked at all). `works` is whether it ended well, None where it did not end.
    """

    path: str
    version: Version | None = None
    trouble: str = ""
    works: bool | None = True
    passed: tuple[str, ...] = ()


def ask_tools(
    wanted: Collection[tuple[str, str]],
    owned: Sequence[str],
    environment: Mapping[str, str],
    *,
    seconds: float = SECONDS,
) -> dict[tuple[str, str], Asked]:
    """Asks each (program, subcommand) for its version, several at once.

    `owned` are the folders whose programs are never run: the repository's. Names that are not
    plain are not looked for. `seconds` is how long each may take.
    """
    folders, refused = _folders(environment.get("PATH", ""), owned)
    inner = _environment(environment, [folder for folder in folders if folder not in refused])

    places = {one: _found(one[0], folders, refused, owned) for one in wanted}
    there = [one for one, found in places.items() if found.path][:_MOST]
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        answers = pool.map(lambda one: _ask(one, places[one], inner, seconds), there)
        asked = dict(zip(there, answers, strict=True))
    late = f"it was not asked: {_MOST} other tools were"
    return {
        one: asked.get(one) or (replace(found, trouble=late, works=None) if found.path else found)
        for one, found in places.items()
    }


def _folders(path: str, owned: Sequence[str]) -> tuple[list[str], set[str]]:
    """The folders of a PATH, and those of them whose programs are not to be run."""
    folders = list(dict.fromkeys(path.split(os.pathsep)))
    return folders, {folder for folder in folders if not folder.startswith("/") or _is_owned(folder, owned)}


def _is_owned(path: str, owned: Sequence[str]) -> bool:
    """Whether a path lies in one of the folders, as it is written or with all links followed."""
    for place in {os.path.normpath(path), os.path.realpath(path)}:
        for folder in owned:
            if place == folder or place.startswith(folder.rstrip("/") + "/"):
                return True
    return False


def _found(name: str, folders: Sequence[str], refused: Collection[str], owned: Sequence[str]) -> Asked:
    passed = []
    for folder in folders if is_plain(name) else ():
        path = f"{folder or '.'}/{name}"
        if not Path(path).is_file() or not os.access(path, os.X_OK):
            continue
        if folder in refused or _is_owned(path, owned):
            passed.append(path)
        else:
            return Asked(path, passed=tuple(passed))
    return Asked("", passed=tuple(passed))


def _environment(known: Mapping[str, str], folders: Sequence[str]) -> dict[str, str]:
    kept = {
        name: value for name, value in known.items() if not name.startswith("GIT_") and name not in _DROPPED
    }
    return {**kept, **_FIXED, "PATH": os.pathsep.join(folders)}


def _ask(one: tuple[str, str], found: Asked, environment: Mapping[str, str], seconds: float) -> Asked:
    name, part = one
    question = question_for(name)
    if not question:
        return replace(found, trouble="it does something whatever it is told, so it was not asked")
    arguments = (part, "version") if part else question
    try:
        status, output = _output([found.path, *arguments], environment, seconds)
    except OSError as error:
        return replace(found, trouble=f"it does not start: {error.strerror}", works=False)
    said = _ESCAPE.sub("", output.decode("utf-8", "replace"))
    if status is None:
        late = (
            "writes without end"
            if len(output) >= _MOST_OUTPUT
            else f"did not answer within {seconds:g} seconds"
        )
        return replace(found, trouble=f"it {late}", works=None)
    asked = " ".join((name, *arguments))
    if status:
        first = next((line for line in said.splitlines() if line.strip()), "")
        words = f": {printable(first.encode())[:120]}" if first else ""
        return replace(found, trouble=f"`{asked}` ended with status {status}{words}", works=False)
    version = version_in(name, said)
    return replace(found, version=version, trouble="" if version else f"`{asked}` tells no version")


def _output(
    command: Sequence[str], environment: Mapping[str, str], seconds: float
) -> tuple[int | None, bytes]:
    """The exit status (None after `seconds`) and the first of what a program writes, on both streams."""
    child = subprocess.Popen(
        command, cwd="/", env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, start_new_session=True, close_fds=True,
    )  # fmt: skip
    assert child.stdout is not None
    deadline = time.monotonic() + seconds
    said = bytearray()
    status: int | None = None
    try:
        descriptor = child.stdout.fileno()
        while len(said) < _MOST_OUTPUT:
            # What it left behind in the background may hold the pipe open for ever.
            over = child.poll() is not None or time.monotonic() >= deadline
            ready, _, _ = select.select([descriptor], [], [], 0 if over else 0.02)
            chunk = os.read(descriptor, _MOST_OUTPUT) if ready else b""
            if (ready and not chunk) or (over and not ready):
                break
            said += chunk
        if len(said) < _MOST_OUTPUT:
            with suppress(subprocess.TimeoutExpired):
                status = child.wait(max(deadline - time.monotonic(), 0))
    finally:
        if child.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(child.pid, signal.SIGKILL)
            child.wait()
        child.stdout.close()
    return status, bytes(said[:_MOST_OUTPUT])


def version_in(name: str, said: str) -> Version | None:
    """The version in a tool's answer; None where there is none."""
    head = said[:4000]
    pattern = ANSWERS.get(name)
    if pattern:
        own = re.search(pattern, head)
        text = own[1] if own else ""
    else:
        dotted = _DOTTED.search(head) or _WHOLE.search(head)
        text = "" if dotted is None else dotted[dotted.re.groups]
    numbers = _NUMBERS.match(text)
    if numbers is None:
        return None
    version = tuple(int(part) for part in numbers[0].split("."))
    # Java counted 1.8 before it counted 9.
    return version[1:] if name == "java" and version[:1] == (1,) and len(version) > 1 else version
