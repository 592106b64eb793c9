"""What the `mkdir`, `touch` and `chmod +x` of a script make: read strictly, never run, and never guessed.

`intent.commands` reads the same scripts loosely, as judging wants; here everything that is
not certain is said with its line instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from chrono_git.intent.braces import BracesError, expand
from chrono_git.intent.certain import Certainty
from chrono_git.intent.safe import place_of
from chrono_git.intent.shell import Token, UnreadableError, tokens
from chrono_git.intent.simple import Command, commands, is_harmless, options_of

MOST = 1000
_LONGEST = 65_536
_MAKERS = frozenset({"mkdir", "touch", "chmod"})
_MOVERS = frozenset({"cd", "pushd", "popd"})
_SILENT = frozenset(
    {"echo", "printf", "true", "false", ":", "exit", "return", "pwd", "ls", "tree", "set", "export", "[",
     "[[", "test", "cat", "clear", "alias"}
)  # fmt: skip
_EXECUTABLE = re.compile(r"(?:[ua]*\+r?x|[ua]*\+xr|0?7[57][57]|0?700)")


Kind = Literal["directory", "file", "executable"]


@dataclass(frozen=True, slots=True)
class Making:
    """One thing to make: `path` is from the root, without a slash at its end; `line` counts from 0.

    An `executable` is a file that is to be one, if something else makes it.
    """

    kind: Kind
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Untaken:
    """A command that was not followed: `text` as written, and `why`.

    `missed` says that it was to make something that scaffold makes; the others are for a person to run.
    """

    line: int
    text: str
    why: str
    missed: bool


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a script makes, what of it was not followed, and the `folder` that it ends in, None if unknown."""

    makings: tuple[Making, ...]
    untaken: tuple[Untaken, ...]
    folder: str | None


def read_recipe(script: str, folder: str | None, is_folder: Callable[[str], bool], name: str = "") -> Recipe:
    """Follow a script that starts in `folder` (from the root; None where that is not known).

    `is_folder` says whether the repository has a folder: a `cd` that would fail is not
    followed. `name` is what the work tree's own folder is called: `cd ~/code/NAME` leads to the root.
    """
    reader = _Reader(script, folder, is_folder, name)
    try:
        if len(script) > _LONGEST:
            raise UnreadableError(0, f"more than {_LONGEST} characters")
        for command in commands(tokens(script)):
            reader.follow(command)
    except UnreadableError as problem:
        line = script.split("\n")[problem.line : problem.line + 1]
        text = line[0].strip()[:200] if line else ""
        reader.untaken.append(
            Untaken(problem.line, text, f"{problem.why}: nothing is read from here on", missed=True)
        )
        reader.folder = None
    return Recipe(tuple(reader.makings), tuple(reader.untaken), reader.folder)


class _Reader:
    def __init__(self, script: str, folder: str | None, is_folder: Callable[[str], bool], name: str) -> None:
        self.script = script
        self.folder = folder
        self.previous: str | None = folder
        self.is_folder = is_folder
        self.name = name
        self.makings: list[Making] = []
        self.untaken: list[Untaken] = []
        self.brackets: list[str | None] = []
        self.pushed: list[str | None] = []
        self.certainty = Certainty()
        self.clone = ""

    def follow(self, command: Command) -> None:
        words = self.certainty.enter(command)
        if not words:
            self._written(command)
        elif words[0].operator == "(":
            self.brackets.append(self.folder)
        elif words[0].operator:
            self.folder = self.brackets.pop()
        else:
            self._simple(command, words)

    def _simple(self, command: Command, words: Sequence[Token]) -> None:
        name = words[0].text
        if name in _MAKERS or name in _MOVERS:
            why = words[0].why or self.certainty.doubt(command)
            if why:
                self._miss(command, words, why)
                if name in _MOVERS:
                    self.folder = None
            elif name in _MOVERS:
                self._move(command, words)
            else:
                self._make(command, words)
        else:
            self._other(command, words)

    def _make(self, command: Command, words: Sequence[Token]) -> None:
        name = words[0].text
        options, rest = options_of(words[1:])
        allowed = {"mkdir": r"-[pv]+|--parents|--verbose", "touch": r"(?!)", "chmod": r"-[vcf]+"}[name]
        strange = next((one for one in options if not re.fullmatch(allowed, one)), "")
        if strange:
            self._miss(command, words, f"its option {strange} is not known here")
            return
        if name == "chmod":
            self._executable(command, words, rest)
            return
        kind: Kind = "directory" if name == "mkdir" else "file"
        for path in self._paths(command, words, rest, kind):
            if path:
                self._add(words, Making(kind, path, words[0].line))

    def _add(self, words: Sequence[Token], making: Making) -> None:
        if any(one.path == making.path and one.kind == making.kind for one in self.makings):
            return
        if len(self.makings) >= MOST:
            raise UnreadableError(words[0].line, f"more than {MOST} things to make")
        self.makings.append(making)

    def _paths(
        self, command: Command, words: Sequence[Token], rest: Sequence[Token], kind: str
    ) -> Iterator[str]:
        for word in rest:
            for name in self._names(command, words, word):
                path, why = place_of(name, self.folder)
                if kind == "file" and not why and (name.endswith("/") or not path):
                    why = "names a folder"
                if why:
                    self._miss(command, words, f"{_shown(name)}: {why}")
                else:
                    yield path

    def _names(self, command: Command, words: Sequence[Token], word: Token) -> list[str]:
        try:
            if word.why:
                raise BracesError(
                    f"it holds {word.why}" if "$" in word.text or "`" in word.text else word.why
                )
            return expand(word.pieces)
        except BracesError as problem:
            self._miss(command, words, f"{_shown(word.text)}: {problem}")
            return []

    def _executable(self, command: Command, words: Sequence[Token], rest: Sequence[Token]) -> None:
        if not rest or not _EXECUTABLE.fullmatch(rest[0].text):
            self._leave(command, words, "sets rights; only +x is followed")
            return
        for path in self._paths(command, words, rest[1:], "file"):
            self._add(words, Making("executable", path, words[0].line))

    def _move(self, command: Command, words: Sequence[Token]) -> None:
        name, (options, rest) = words[0].text, options_of(words[1:])
        before = self.folder
        if name == "popd":
            self.folder = self.pushed.pop() if self.pushed else None
        elif options == ["-"] and not rest:
            self.folder = self.previous
        else:
            if name == "pushd":
                self.pushed.append(self.folder)
            self.folder = self._target(command, words, rest) if not options and len(rest) == 1 else None
        if self.folder is None and not (self.untaken and self.untaken[-1].line == words[0].line):
            self._miss(command, words, "where it leads is not known")
        self.previous = before

    def _target(self, command: Command, words: Sequence[Token], rest: Sequence[Token]) -> str | None:
        text = rest[0].text
        last = text.rstrip("/").rpartition("/")[2]
        home = text.startswith(("~/", "/")) and rest[0].why in ("", "a home folder")
        here = self.folder == "" and text.rstrip("/") == last and not self._has(last)
        if last and last in (self.name, self.clone) and (home or here):
            # The author's clone of this very repository.
            return ""
        names = self._names(command, words, rest[0])
        if len(names) != 1:
            return None
        path, why = place_of(names[0], self.folder)
        if not why and path and not self._has(path):
            why = "there is no such folder"
        if why:
            self._miss(command, words, f"{_shown(names[0])}: {why}")
        return None if why else path

    def _has(self, path: str) -> bool:
        return self.is_folder(path) or any(
            (one.path == path and one.kind == "directory") or one.path.startswith(path + "/")
            for one in self.makings
        )

    def _other(self, command: Command, words: Sequence[Token]) -> None:
        name = words[0].text
        plain = [word.text for word in words if not word.why]
        if plain[:2] == ["git", "clone"]:
            self.clone = plain[-1].rstrip("/").rpartition("/")[2].removesuffix(".git")
        if plain[:2] in (["git", "rm"], ["git", "mv"]):
            name, words = plain[1], words[1:]
        if self._written(command) or name in _SILENT:
            return
        if name in ("sudo", "doas") and any(word.text in _MAKERS for word in words):
            self._miss(command, words, "it runs as another user")
            return
        why = "for you to run"
        if name in ("rm", "rmdir", "mv") and not self.certainty.doubt(command):
            count = len(self.makings)
            self._take_away(words, everything=name != "mv")
            why = "takes away what is made above it: neither is done" if len(self.makings) < count else why
        self._leave(command, words, why)

    def _take_away(self, words: Sequence[Token], *, everything: bool) -> None:
        rest = options_of(words[1:])[1]
        for word in rest if everything else rest[:-1]:
            try:
                names = [] if word.why else expand(word.pieces)
            except BracesError:
                continue
            gone = {
                path for name in names for path, why in (place_of(name, self.folder),) if path and not why
            }
            self.makings = [
                one for one in self.makings if not any((one.path + "/").startswith(f"{g}/") for g in gone)
            ]

    def _written(self, command: Command) -> bool:
        """Whether the command writes a file by a redirection, which is then said."""
        into = [word for operator, word in command.redirections if not is_harmless((operator, word))]
        if into and into[0] is not None:
            self._leave(
                command, command.words or (into[0],), f"writes into {_shown(into[0].text)}: for you to run"
            )
        return bool(into)

    def _miss(self, command: Command, words: Sequence[Token], why: str) -> None:
        self._say(command, words, why, missed=True)

    def _leave(self, command: Command, words: Sequence[Token], why: str) -> None:
        self._say(command, words, why, missed=False)

    def _say(self, command: Command, words: Sequence[Token], why: str, *, missed: bool) -> None:
        if len(self.untaken) >= MOST:
            raise UnreadableError(words[0].line, f"more than {MOST} things cannot be followed")
        every = [*words, *(word for _, word in command.redirections if word is not None)]
        start, end = min(one.start for one in every), max(one.end for one in every)
        self.untaken.append(Untaken(words[0].line, self.script[start:end][:200], why, missed))


def _shown(name: str) -> str:
    return name if len(name) <= 80 else name[:77] + "..."
