"""What shell commands of a guide would make, as effects: nothing is ever run."""

from __future__ import annotations

import posixpath
import re
import shlex
from collections.abc import Iterator
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
    ("python", "-m", "pip", "install"), ("python3", "-m", "pip", "install"),
)  # fmt: skip
_BY_TOOL = {tool: [head for head in _INSTALLERS if head[0] == tool] for tool, *_ in _INSTALLERS}
# A quote that is still open after so many lines was never meant as one.
_LONGEST = 40
# Installing them brings the machine up to date; no manifest declares them.
_TOOLS = frozenset({"pip", "setuptools", "wheel"})
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

_HEREDOC = re.compile(r"(?<!<)<<-?\s*['\"]?([A-Za-z_]\w*)['\"]?")
_PROMPT = re.compile(r"^\s*(?:\$|>|%|PS[^>\n]*>)\s+")
_SEPARATOR = re.compile(r"^[;&|()]+$")
_PREFIXES = frozenset({"sudo", "git", "time", "then", "do", "else", "{", "!", "exec", "command"})
_EXECUTABLE = re.compile(r"^(?:(?:[ugoa]*\+[rwst]*x[rwxst]*)(?:,[ugoa]*\+[rwxst]+)*|[0-7]?[75][0-7]{2})$")


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
    found: list[CommandEffect] = []
    for number, words, cwd in _walk(script, folder):
        if words and cwd is not None:
            found += [CommandEffect(kind, path, number) for kind, path in _effects(words, cwd)]
    return tuple(dict.fromkeys(found))


def last_folder(script: str, folder: str = "") -> str | None:
    """Where the script's `cd`s end up, relative to the root; None for outside of the repository."""
    last: str | None = folder
    for _, _, cwd in _walk(script, folder):
        last = cwd
    return last


def simple_commands(script: str) -> Iterator[tuple[list[str], str | None]]:
    """The words of each simple command of a script, and the folder that it runs in: relative to the
    root, None for outside of the repository. Brackets stand alone."""
    for _, words, cwd in _walk(script, "", git=True):
        yield words, cwd


def _walk(script: str, folder: str, *, git: bool = False) -> Iterator[tuple[int, list[str], str | None]]:
    """Each simple command with its line, and the folder that it runs in, or for a `cd` leads to.

    Those of git are told of if `git`; else `git mv` is `mv`, and the others are nothing.
    """
    cwd: str | None = folder
    left: list[str | None] = []
    for number, line in _lines(script):
        for words in _commands(line, git=git):
            if words[0] in ("(", "pushd"):
                left.append(cwd)
            elif words[0] in (")", "popd") and left:
                cwd = left.pop()
            if words[0] in ("cd", "pushd"):
                cwd = _change(cwd, words[1] if len(words) > 1 else "~")
            yield number, words, cwd


def _lines(script: str) -> Iterator[tuple[int, str]]:
    """The script's lines, continued ones joined, without the texts of here-documents."""
    lines = script.splitlines()
    at = 0
    while at < len(lines):
        start, (line, at) = at, _joined(lines, at)
        heredoc = _HEREDOC.search(line)
        yield start, _HEREDOC.sub("", line)
        while heredoc and at < len(lines):
            at += 1
            if lines[at - 1].strip() == heredoc.group(1):
                break


def _joined(lines: list[str], at: int) -> tuple[str, int]:
    """One line with those that continue it, and the number of the next: after a backslash or in a quote."""
    parts, end = [lines[at]], at + 1
    while parts[-1].endswith("\\") and end < len(lines):
        parts[-1] = parts[-1][:-1]
        parts.append(lines[end])
        end += 1
    whole = " ".join(parts)
    quote = _open_quote(whole, "")
    for last in range(end, min(end + _LONGEST, len(lines)) if quote else end):
        quote = _open_quote(lines[last], quote)
        if not quote:
            return "\n".join([whole, *lines[end : last + 1]]), last + 1
    return whole, end


def _open_quote(line: str, quote: str) -> str:
    """The quote that is open at the end of a line, when `quote` was at its start."""
    at = 0
    while at < len(line):
        letter = line[at]
        if letter == "\\" and quote != "'":
            at += 1
        elif quote:
            quote = "" if letter == quote else quote
        elif letter in "'\"":
            quote = letter
        elif letter == "#" and not line[:at][-1:].strip():
            break
        at += 1
    return quote


def _commands(line: str, *, git: bool) -> Iterator[list[str]]:
    """The words of each simple command of a line; brackets stand alone; none where quotes do not match."""
    if not line.strip():
        return
    lexer = shlex.shlex(_PROMPT.sub("", line), posix=True, punctuation_chars=";&|<>()")
    lexer.whitespace_split = True
    try:
        tokens = list(lexer)
    except ValueError:
        return
    words: list[str] = []
    for token in [*tokens, ";"]:
        if not _SEPARATOR.match(token):
            words.append(token)
            continue
        if plain := _without_prefix(words, git=git):
            yield plain
        words = []
        yield from ([bracket] for bracket in token if bracket in "()")


def _without_prefix(words: list[str], *, git: bool) -> list[str]:
    while words and (words[0] in _PREFIXES or re.match(r"^[A-Z_]+=", words[0])):
        if git and words[0] == "git":
            return words
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
    redirections = [at for at, word in enumerate(words) if re.match(r"^[<>&]+$", word)]
    for at in redirections:
        if words[at] in (">", ">>"):
            made += _within("file", words[at + 1 : at + 2], cwd)
    words = words[: redirections[0]] if redirections else words
    if not words:
        return made
    name, rest = words[0], [word for word in words[1:] if not word.startswith("-")]
    if name == "mkdir":
        made += _within("directory", rest[1:] if "-m" in words else rest, cwd)
    elif name in ("touch", "tee"):
        made += _within("file", rest, cwd)
    elif name in ("cp", "mv", "ln") and len(rest) > 1:
        made += _within("file", _into(rest), cwd)
        made += _within("gone", rest[:-1], cwd) if name == "mv" else []
    elif name == "rm":
        made += _within("gone", rest, cwd)
    elif name == "chmod" and rest and _EXECUTABLE.match(rest[0]):
        made += _within("executable", rest[1:], cwd)
    return made + [("dependency", package) for package in packages_of(words)]


def _into(names: list[str]) -> list[str]:
    """Where `cp a b/` and `cp a b c` put their files."""
    *sources, target = names
    if len(sources) == 1 and not target.endswith("/"):
        return [target]
    return [posixpath.join(target, source.rstrip("/").rsplit("/", 1)[-1]) for source in sources]


def _within(kind: Effect, names: list[str], cwd: str) -> list[tuple[Effect, str]]:
    found: list[tuple[Effect, str]] = []
    for raw in names:
        for name in expand_braces(raw):
            # A log tells of one run; nobody keeps it.
            if name.startswith(("~", "/")) or name.endswith(".log") or re.search(r"[$`()<>=,;&'\"\s]", name):
                continue
            path = posixpath.normpath(posixpath.join(cwd, name))
            if path not in (".", "..") and not path.startswith("../"):
                found.append((kind, path + ("/" if kind == "directory" else "")))
    return found


def packages_of(words: list[str]) -> list[str]:
    """The packages that an install command names, without versions; empty for other commands."""
    if words[:2] == ["dotnet", "add"] and "package" in words[2:4]:
        words = ["dotnet", "add", "package", *words[words.index("package") + 1 :]]
    heads = _BY_TOOL.get(words[0], ()) if words else ()
    skip = next((len(head) for head in heads if tuple(words[: len(head)]) == head), None)
    if skip is None or "-g" in words or "--global" in words:
        return []
    found: list[str] = []
    valued = False
    for word in words[skip:]:
        if valued or word.startswith("-"):
            valued = not valued and word in _VALUED
            continue
        name = re.sub(r"(?<=.)@.*$|\[.*\]|[=<>~!^;].*$|(?<=\w):.*$", "", re.sub(r"^(?:npm|jsr):", "", word))
        if name and not name.startswith((".", "/")) and "://" not in word and name not in _TOOLS:
            found.append(name)
    return found
