"""The hook stubs: where their templates lie, how one is filled in, and how one is recognised.

A template of the folder `hooks` is a `sh` script whose second line names it, its version and
its event; `@PYTHON@` and `@RUN@` stand for the interpreter and for `chrono_git/hook/run.py`.
Hooks import this module, so it loads nothing that is slow.
"""

from __future__ import annotations

import os

from chrono_git.errors import ChronoError

VERSION = 1
# In the order of githooks(5). A bare repository has nobody who commits, but receives.
CLIENT_EVENTS = (
    "prepare-commit-msg", "commit-msg", "post-commit", "post-checkout", "post-merge", "pre-push",
    "post-rewrite",
)  # fmt: skip
SERVER_EVENTS = ("pre-receive",)

_MARK = b"\n# chrono-git hook "
_LARGEST = 1 << 16


class Stub:
    """What one stub says of itself: the version of its template, its event, which chrono-git made it,
    and the interpreter and `run.py` that it starts ("" for both in a template).
    """

    __slots__ = ("event", "made_by", "python", "script", "version")

    def __init__(self, version: int, event: str, made_by: str, python: str, script: str) -> None:
        self.version = version
        self.event = event
        self.made_by = made_by
        self.python = python
        self.script = script

    @property
    def is_whole(self) -> bool:
        """Whether what it starts is there."""
        return os.access(self.python, os.X_OK) and os.path.isfile(self.script)  # noqa: PTH113


def recognise(content: bytes) -> Stub | None:
    """The stub that a file's content is, None where it is not one of ours."""
    shebang, mark, rest = content.partition(_MARK)
    if not mark or not shebang.startswith(b"#!") or b"\n" in shebang:
        return None
    words = rest.partition(b"\n")[0].decode("utf-8", "replace").split()
    if len(words) < 6 or not words[0].isdecimal() or words[2:5] != ["made", "by", "chrono-git"]:
        return None
    event = words[1].removesuffix(",")
    python, script = _paths(rest)
    return Stub(int(words[0]), event, words[5].removesuffix(":"), python, script)


def read_stub(path: str) -> Stub | None:
    """The stub that lies at `path`, None where there is none; raises OSError where it cannot be read."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - pathlib is slow to load
            return recognise(file.read(_LARGEST))
    except (FileNotFoundError, NotADirectoryError):
        return None


def fill(template: bytes, *, python: str, script: str, version: str) -> bytes:
    """The stub that a template becomes for an interpreter, a `run.py` and chrono-git's version."""
    head, mark, rest = template.partition(b"@PYTHON@ run=@RUN@")
    if not mark:
        raise ChronoError("a stub's template is damaged", hint="install chrono-git again.")
    named = head.replace(b"@VERSION@", version.encode() or b"(checkout)")
    return named + _quoted(python) + b" run=" + _quoted(script) + rest


def template(event: str, package: str) -> bytes:
    """The template for an event, from the package (a wheel) or from the checkout around it.

    `package` is the folder of `chrono_git`. Raises ChronoError where neither has it.
    """
    for folder in (f"{package}/hook/stubs", f"{os.path.dirname(package)}/hooks"):  # noqa: PTH120
        try:
            with open(f"{folder}/{event}", "rb") as file:  # noqa: PTH123
                content = file.read(_LARGEST)
        except OSError:
            continue
        found = recognise(content)
        # Beside an installed package lies a folder `hooks` that is somebody else's.
        if found and found.event == event:
            return content
    raise ChronoError(
        f"the template of the hook {event} is missing in this installation",
        hint="install chrono-git again.",
    )


def _quoted(word: str) -> bytes:
    # The one form of quoting in which a shell finds nothing to replace.
    return b"'" + os.fsencode(word).replace(b"'", b"'\\''") + b"'"


def _paths(content: bytes) -> tuple[str, str]:
    _, found, rest = content.partition(b"\npython='")
    if not found:
        return "", ""
    # No file name holds a NUL.
    python, _, rest = rest.replace(b"'\\''", b"\0").partition(b"'")
    script = rest.removeprefix(b" run='").partition(b"'")[0]
    return os.fsdecode(python.replace(b"\0", b"'")), os.fsdecode(script.replace(b"\0", b"'"))
