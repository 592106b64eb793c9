"""What shell commands of a guide would make, as effects: nothing is ever run."""

from __future__ import annotations

import posixpath
import re
import shlex
from dataclasses import dataclass
from typing import Literal

from chrono_git.intent.paths import expand_braces

Effect = Literal["directory", "file", "executable", "gone", "dependency"]
_INSTALLERS: tuple[tuple[str, ...], ...] = (
    *((tool, verb) for tool in ("npm", "pnpm", "yarn", "bun") for verb in ("install", "i", "add")),
    *((tool, "add") for tool in ("cargo", "poetry", "uv", "pdm", "rye", "deno", "hatch", "bundle")),
    *((tool, "install") for tool in ("pip", "pip3", "gem")),
    ("go", "get"), ("composer", "require"), ("uv", "pip", "install"),
    ("flutter", "pub", "add"), ("dart", "pub", "add"), ("dotnet", "add", "package"),
    ("python", "-m", "pip", "install"),
)  # fmt: skip
_LONGEST = 40
_VALUED = frozenset(
    [
        "-r",
        "-c",
        "-e",
        "--index-url",
        "--extra-index-url",
        "--registry",
        "--version",
        "-v",
        "--group",
        "-G",
        "--features",
        "-F",
    ]
)


@dataclass(frozen=True, slots=True)
class CommandEffect:
    """One thing that a command would leave behind; `path` is a path or a package; `line` counts from 0
    in the block."""

    kind: Effect
    path: str
    line: int


def effects_of(script: str, folder: str = "") -> tuple[CommandEffect, ...]:
    """The effects of a shell script's `mkdir`, `touch`, `cp`, `mv`, `rm`, `chmod +x`, redirections and
    package installs, as far as they stay within the repository.

    `folder` is where it starts, relative to the repository's root; `cd` is followed.
    """
    cwd: str | None = folder
    found: list[CommandEffect] = []
    for number, command in _commands(script):
        words = _words(command)
        if words and words[0] == "cd":
            cwd = _change(cwd, words[1] if len(words) > 1 else "~")
        elif words and cwd is not None:
            found += [CommandEffect(kind, path, number) for kind, path in _effects(words, cwd)]
    return tuple(dict.fromkeys(found))


def last_folder(script: str, folder: str = "") -> str | None:
    """Where the script's `cd`s end up, relative to the root; None for outside of the repository."""
    cwd: str | None = folder
    for _, command in _commands(script):
        words = _words(command)
        if words and words[0] == "cd":
            cwd = _change(cwd, words[1] if len(words) > 1 else "~")
    return cwd


def _commands(script: str) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    heredoc: str | None = None
    pending, start = "", 0
    for number, line in enumerate(script.splitlines()):
        if heredoc is not None:
            heredoc = None if line.strip() == heredoc else heredoc
            continue
        if not pending:
            start = number
        pending += line
        if pending.endswith("\\"):
            pending = pending[:-1] + " "
            continue
        if number - start < _LONGEST and _is_open(pending):
            pending += "\n"
            continue
        opened = re.search(r"<<-?\s*['\"]?(\w+)['\"]?", pending)
        heredoc = opened.group(1) if opened else None
        bare = re.sub(r"<<-?\s*['\"]?\w+['\"]?", "", pending)
        found += [(start, part) for part in re.split(r"&&|\|\||;|(?<!\|)\|(?!\|)", bare)]
        pending = ""
    return found


def _is_open(text: str) -> bool:
    """Whether a quote is still open, so that the command goes on in the next line."""
    try:
        shlex.split(text, comments=True)
    except ValueError as problem:
        return "quotation" in str(problem)
    return False


def _words(command: str) -> list[str]:
    lexer = shlex.shlex(re.sub(r"^\s*(?:\$|>|%)\s+", "", command), posix=True, punctuation_chars="<>")
    lexer.whitespace_split = True
    try:
        words = list(lexer)
    except ValueError:
        return []
    while words and (words[0] in ("sudo", "git", "time") or re.match(r"^[A-Z_]+=", words[0])):
        if words[0] == "git" and (len(words) < 2 or words[1] not in ("mv", "rm")):
            return []
        words = words[1:]
    return words


def _change(cwd: str | None, target: str) -> str | None:
    if target == "-" or "$" in target:
        return cwd
    if target.startswith(("~", "/")):
        # `cd ~/projects/NAME` in a guide is the way to the repository's own root.
        return ""
    if cwd is None:
        return None
    joined = posixpath.normpath(posixpath.join(cwd, target))
    return None if joined.startswith("..") else joined.removeprefix(".")


def _effects(words: list[str], cwd: str) -> list[tuple[Effect, str]]:
    made: list[tuple[Effect, str]] = []
    for at, word in enumerate(words[:-1]):
        if word in (">", ">>"):
            made += _within("file", words[at + 1 : at + 2], cwd)
    if any(word in (">", ">>", "<") for word in words):
        words = words[: min(at for at, word in enumerate(words) if word in (">", ">>", "<"))]
    if not words:
        return made
    name, rest = words[0], [word for word in words[1:] if not word.startswith("-")]
    if name == "mkdir":
        made += _within("directory", rest, cwd)
    elif name == "touch":
        made += _within("file", rest, cwd)
    elif name == "cp" and len(rest) == 2:
        made += _within("file", [_into(rest)], cwd)
    elif name == "mv" and len(rest) == 2:
        made += _within("file", [_into(rest)], cwd) + _within("gone", rest[:1], cwd)
    elif name == "rm":
        made += _within("gone", rest, cwd)
    elif name == "chmod" and rest and re.match(r"^(?:[ugoa]*\+x|[0-7]?[75][0-7]{2})$", rest[0]):
        made += _within("executable", rest[1:], cwd)
    return made + [("dependency", package) for package in packages_of(words)]


def _into(pair: list[str]) -> str:
    """Where `cp a b/` puts its file."""
    return pair[1] + pair[0].rsplit("/", 1)[-1] if pair[1].endswith("/") else pair[1]


def _within(kind: Effect, names: list[str], cwd: str) -> list[tuple[Effect, str]]:
    found: list[tuple[Effect, str]] = []
    for raw in names:
        for name in expand_braces(raw):
            if name.startswith(("~", "/")) or re.search(r"[$`()<>=,;'\"\s]", name):
                continue
            path = posixpath.normpath(posixpath.join(cwd, name))
            if path not in (".", "..") and not path.startswith("../"):
                found.append((kind, path + ("/" if kind == "directory" else "")))
    return found


def packages_of(words: list[str]) -> list[str]:
    """The packages that an install command names, without versions; empty for other commands."""
    skip = next((len(head) for head in _INSTALLERS if tuple(words[: len(head)]) == head), None)
    if skip is None or "-g" in words or "--global" in words:
        return []
    found: list[str] = []
    valued = False
    for word in words[skip:]:
        if valued or word.startswith("-"):
            valued = not valued and word in _VALUED
            continue
        name = re.sub(r"(?<=.)@.*$|\[.*\]|[=<>~!^;].*$", "", word)
        if name and not name.startswith((".", "/")):
            found.append(name)
    return found
