"""A guide's set-up commands → what must be there once they have run: nothing is ever run."""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Iterator

from chrono_git.intent.commands import effects_of, last_folder
from chrono_git.needs import services, tools
from chrono_git.needs.need import Ask, File, Need, Program, Tool, Variable, Word
from chrono_git.needs.prose import LONGEST

_MOST_LINES = 2000
_SHELLS = frozenset(
    {"", "bash", "sh", "shell", "zsh", "console", "shell-session", "terminal", "fish", "env", "dotenv"}
)
_PROMPT = re.compile(r"\s*(?:\$|>|%)\s+")
_EXPORT = re.compile(r"(?:export\s+|declare\s+-x\s+|set\s+-g?x\s+)(?P<pairs>\S.*)")
_PAIR = re.compile(r"(?P<name>[A-Za-z_][A-Za-z0-9_]{0,99})(?P<sign>=|\s|$)")
_ALONE = re.compile(r"(?P<name>[A-Z_][A-Z0-9_]{0,99})=(?:\"[^\"]*\"|'[^']*'|\S*)\s*(?:#.*)?$")
_RUNNERS = frozenset((
    "bash", "sh", "zsh", "source", ".", "python", "python3", "node", "bun", "deno", "ruby", "perl", "php",
))  # fmt: skip
_ENDINGS = (".sh", ".bash", ".zsh", ".py", ".js", ".mjs", ".ts", ".rb", ".pl", ".php")
_NEXT = re.compile(r"&&|;")
_INSTALLS = re.compile(
    r"(?:sudo\s+)?(?:(?:brew|apt|apt-get|dnf|pipx|cargo)\s+install|(?:npm|pnpm)\s+(?:install|i|add)\s+(?:-g|--global)"
    r"|bun\s+add\s+(?:-g|--global)|yarn\s+global\s+add)\s+(?P<names>[^;&|#]{1,500})"
)
_CLONE = re.compile(r"git\s+clone\s+(?:-\S+\s+)*(?P<url>[^\s;&|]{1,500})(?:\s+(?P<folder>[^\s;&|#]{1,200}))?")
# Every shell has them, whatever a guide adds to them.
_ALWAYS = frozenset({"PATH", "HOME", "SHELL", "USER", "PWD", "TERM", "LANG", "LC_ALL", "PS1"})
_RELATIVE = re.compile(r"(?:[\w.@+-]{1,100}/){0,12}[\w.@+-]{1,100}", re.ASCII)


def needs_of(text: str, language: str, first: int) -> tuple[Need, ...]:
    """What a block of set-up commands wants to be there; `first` is the line of its first line (1-based).

    The variables that it exports, the scripts that it starts, the files and folders that it makes,
    as far as they lie in the repository. `cd` is followed; a `git clone` of it leads to its root.
    """
    if language not in _SHELLS:
        return ()
    found: dict[object, Need] = {}
    for line, command, folder in _commands(text):
        for ask in _asks(command, folder):
            said = command if len(command) <= 200 else f"{command[:199]}…"
            found.setdefault(ask, Need(ask, said, first + line, "setup"))
    return tuple(found.values())


def configured_ports(text: str) -> Iterator[tuple[str, int]]:
    """The ports on this machine that a block's variables lead to, by the key of the service."""
    for line in text.splitlines()[:_MOST_LINES]:
        if "=" not in line or len(line) > LONGEST:
            continue
        for at in services.addresses(line):
            usual = services.by_scheme(at.scheme) if at.scheme else None
            if usual and at.port and not at.host:
                yield usual.key, at.port


def _commands(text: str) -> Iterator[tuple[int, str, str | None]]:
    """Each line that can be read, continued ones joined, with its number and the folder it runs in."""
    folder: str | None = ""
    cloned: set[str] = set()
    lines = text.splitlines()[:_MOST_LINES]
    at = 0
    while at < len(lines):
        start, command = at, lines[at]
        while command.endswith("\\") and at + 1 < len(lines) and len(command) <= LONGEST:
            at += 1
            command = f"{command[:-1].rstrip()} {lines[at].strip()}"
        at += 1
        command = _PROMPT.sub("", command, count=1).strip()
        if not command or command.startswith("#") or len(command) > LONGEST:
            continue
        if clone := _CLONE.search(command):
            cloned.add(clone["folder"] or posixpath.basename(clone["url"].rstrip("/")).removesuffix(".git"))
        # A quoted separator separates nothing; what stands behind it is then read with the rest.
        for part in [command] if {"'", '"'} & set(command) else _NEXT.split(command):
            words = part.split()
            if words:
                yield start, part.strip(), folder
                into = words[1].rstrip("/") if words[0] in ("cd", "pushd") and len(words) > 1 else ""
                folder = "" if into in cloned else last_folder(part, folder or "")


def _asks(command: str, folder: str | None) -> Iterator[Ask]:
    yield from (Variable(name) for name in _variables(command) if name not in _ALWAYS)
    if installs := _INSTALLS.match(command):
        for word in installs["names"].split():
            # Packages have names of their own: only those count that are a tool's, too.
            known = next((known for start, _, known in tools.mentions(word) if not start), None)
            if known:
                yield Tool((Program(known.title, known.programs, None, known.subcommand),))
    if folder is None:
        return
    yield from _scripts(command, folder)
    for effect in effects_of(command, folder):
        if effect.kind in ("file", "directory", "executable") and _RELATIVE.fullmatch(
            effect.path.rstrip("/")
        ):
            kinds = {"file": "file", "directory": "folder", "executable": "script"}
            yield File(effect.path.rstrip("/"), kinds[effect.kind])  # type: ignore[arg-type]


def _variables(command: str) -> Iterator[str]:
    if alone := _ALONE.match(command):
        yield alone["name"]
    elif exported := _EXPORT.match(command):
        try:
            words = shlex.split(exported["pairs"], comments=True)
        except ValueError:
            words = exported["pairs"].split()[:1]
        for number, word in enumerate(words):
            pair = _PAIR.match(word)
            # fish writes `set -gx NAME value`; what follows a bare name is no name.
            if pair and (pair["sign"] == "=" or not number):
                yield pair["name"]


def _scripts(command: str, folder: str) -> Iterator[File | Word]:
    """The scripts of the repository that a command line starts, by their path."""
    try:
        words = shlex.split(command, comments=True)
    except ValueError:
        return
    while words and (words[0] in ("sudo", "time", "exec") or _ALONE.match(words[0])):
        del words[0]
    runner = bool(words) and words[0] in _RUNNERS
    if runner:
        words = [word for word in words[1:] if not word.startswith("-")][:1]
    script = words[0] if words else ""
    if not script or not ("/" in script or (runner and script.endswith(_ENDINGS))):
        return
    path = _inside(script, folder)
    if path and (not runner or script.endswith(_ENDINGS)):
        yield File(path, "file" if runner else "script")
    elif path is None:
        shown = script if len(script) <= 60 else f"{script[:57]}..."
        yield Word(f"{shown!r} is no path in the repository: it is neither looked for nor run")


def _inside(word: str, folder: str) -> str | None:
    """The path below the root that a word of a command means; None where it leads out of it or is no path."""
    name = word.rstrip(";").removeprefix("./")
    if not _RELATIVE.fullmatch(name):
        return None
    path = posixpath.normpath(posixpath.join(folder, name))
    return None if path in (".", "..") or path.startswith("../") else path
