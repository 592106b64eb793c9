"""Which files of the repository a block of shell runs, which it names, and whether all may matter to it."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Iterator

from chrono_git.intent.commands import effects_of, simple_commands

_INTERPRETERS = frozenset(
    [
        "bash", "sh", "dash", "zsh", "ksh", "source", ".", "python", "python3", "node", "bun", "deno",
        "tsx", "ts-node", "ruby", "perl", "php", "lua", "Rscript",
    ]
)  # fmt: skip
_SCRIPT = re.compile(
    r"\.(?:sh|bash|zsh|ksh|py|js|mjs|cjs|ts|mts|tsx|rb|pl|php|lua|r)$|(?:^|/)[\w-]*(?:verify|check|test)[\w-]*$",
    re.IGNORECASE,
)
# What they say depends on code that no command names.
_RUNNERS = frozenset(
    [
        "ant", "bazel", "bun", "bundle", "cabal", "cargo", "cmake", "composer", "ctest", "dart", "deno",
        "docker", "docker-compose", "dotnet", "elm", "eslint", "flutter", "gleam", "go", "gradle",
        "gradlew", "gulp", "jest", "just", "lein", "lerna", "make", "meson", "mix", "mocha", "mvn", "mvnw",
        "mypy", "ninja", "npm", "npx", "nx", "phpunit", "pip", "pnpm", "poetry", "pre-commit", "pytest",
        "python", "python3", "rake", "rspec", "ruff", "rye", "sbt", "stack", "swift", "task", "tox", "tsc",
        "turbo", "uv", "vitest", "xcodebuild", "yarn", "zig", "node", "ruby", "perl", "php", "tsx",
        "ts-node",
    ]
)  # fmt: skip
_VERSION = frozenset({"--version", "-V", "-v", "version", "-version"})
_QUESTIONS = frozenset({"which", "echo", "printf", "true", "test", "[", "head", "grep", "type"})
_SHELLS = frozenset({"bash", "sh", "dash", "zsh", "ksh"})
_MADE = re.compile(r"[$`*?\[{]")  # a shell would make another name of it
_NAMED = re.compile(r"[\w@.+~-]+(?:/[\w@.+~-]+)*/?")
_LONGEST_NAME, _MOST_FOLDERS = 400, 8
LONGEST = 32 << 10  # characters of a block; what is longer is never run


def scripts_of(text: str) -> tuple[str, ...]:
    """The files that a block runs by name, relative to the root: `./scripts/x.sh`, `bash scripts/x.sh`.

    What lies outside of the repository is left out.
    """
    found: dict[str, None] = {}
    for words, cwd in simple_commands(text[:LONGEST]):
        name = _run(words)
        if name and cwd is not None and not name.startswith(("/", "~")) and not _MADE.search(name):
            path = posixpath.normpath(posixpath.join(cwd, name))
            if path != ".." and not path.startswith("../"):
                found[path] = None
    return tuple(found)


def missing_scripts(text: str, there: Container[str]) -> tuple[str, ...]:
    """Those of them that look like scripts somebody writes, are not `there`, and that it does not make."""
    made = {effect.path for effect in effects_of(text[:LONGEST])}
    return tuple(
        path for path in scripts_of(text) if _SCRIPT.search(path) and path not in there and path not in made
    )


def _run(words: list[str]) -> str:
    """The file that a simple command runs, "" where it is a program of the machine."""
    if "/" in words[0] and len(words[0]) <= _LONGEST_NAME:
        return words[0]
    if words[0] not in _INTERPRETERS:
        return ""
    for word in words[1:]:
        if word in ("-c", "-m", "test", "x") or (word == "-e" and words[0] not in _SHELLS):
            return ""
        if not word.startswith("-") and word != "run":
            plain = len(word) <= _LONGEST_NAME and ("/" in word or _SCRIPT.search(word))
            return word if plain else ""
    return ""


def named_in(text: str, there: Container[str]) -> Iterator[str]:
    """The paths that a text names and that are `there`, relative to the root or to a folder it goes to."""
    text = text[:LONGEST]
    folders = sorted({cwd for _, cwd in simple_commands(text) if cwd})
    for word in dict.fromkeys(_NAMED.findall(text)):
        if len(word) <= _LONGEST_NAME:
            for folder in ("", *folders[:_MOST_FOLDERS]):
                path = posixpath.normpath(posixpath.join(folder, word))
                if path in there:
                    yield path
                    break


def asks_machine(text: str) -> bool:
    """Whether a block only asks programs for their versions, which is no matter of the repository."""
    commands = [words for words, _ in simple_commands(text[:LONGEST]) if words[0] not in "()"]
    asked = [words for words in commands if _VERSION & {*words[1:3]}]
    return bool(asked) and all(words in asked or words[0] in _QUESTIONS for words in commands)


def needs_everything(text: str) -> bool:
    """Whether a block builds, tests or runs code, so that any file of it may matter."""
    for words, _ in simple_commands(text[:LONGEST]):
        name = posixpath.basename(words[0])
        if name in _RUNNERS and not _VERSION & {*words[1:3]}:
            return True
    return False
