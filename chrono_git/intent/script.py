"""Takes a block of shell apart into commands, each with the comments that say what it should show.

Nothing is ever left out or reordered: what is run is what stands there. Where it is not plain
that a command ends at a line's end, the lines stay together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

_SHELLS = {
    "": "bash", "bash": "bash", "sh": "bash", "shell": "bash", "console": "bash", "shell-session": "bash",
    "terminal": "bash", "zsh": "zsh",
}  # fmt: skip
_PROMPT = re.compile(r"[ \t]*\$[ \t]+(?=\S)")
# What may go on over several lines: a block with one of these is run as it is, as one command.
_COMPOUND = re.compile(
    r"<<|`|\(\)|(?:^|[;&|({]|\b(?:then|do|else|time)\s)[ \t]*"
    r"(?:if|for|while|until|case|select|function|coproc)(?![\w-])",
    re.MULTILINE,
)
_GOES_ON = ("|", "&&", "\\")
_SUMMARY = 120
_MOST = 4096  # characters of a line; a longer one is not looked into


@dataclass(frozen=True, slots=True)
class Command:
    """What is given to the shell at once: `text` as it stands there, from line `line` of the block on
    (0 for the first); `comments` are those at its end, and below or above it. `whole` says that it is a
    block that was not taken apart."""

    text: str
    line: int
    comments: tuple[str, ...] = ()
    whole: bool = False

    @property
    def summary(self) -> str:
        """Its first line that is no comment, without a comment behind it, cut if it is long."""
        for line in self.text.split("\n"):
            code = _Line(line, "", 0).code.strip()
            if code:
                return code if len(code) <= _SUMMARY else f"{code[:_SUMMARY]}…"
        return ""


def shell_of(language: str) -> str | None:
    """The shell that runs a block of this language: `bash`, `zsh`, or None where none does."""
    return _SHELLS.get(language)


def commands_of(text: str) -> tuple[Command, ...]:
    """The commands of a block, in order. Of a transcript (`$ make test`) they are what follows a prompt."""
    lines = text.rstrip("\n").split("\n")
    if any(_PROMPT.match(line) for line in lines[:1] + [one for one in lines if one.strip()][:1]):
        return _grouped(list(_typed(lines)))
    if any(len(line) > _MOST for line in lines) or _COMPOUND.search(_bare(lines)):
        whole = Command(text.rstrip("\n"), 0, tuple(_comments(lines)), whole=True)
        return (whole,) if whole.summary else ()
    return _grouped(list(_pieces(lines)))


def _bare(lines: list[str]) -> str:
    """The lines without comments and what stands in quotes; backticks stay wherever they are."""
    found, quote = [], ""
    for line in lines:
        read = _Line(line, quote, 0)
        quote = read.quote
        found.append(read.bare)
    return "\n".join(found)


@dataclass(slots=True)
class _Line:
    """One line as a shell reads it: `code` before its `comment` (None without one), what is open at its end;
    `bare` is the code without what stands in quotes."""

    code: str
    quote: str
    depth: int
    comment: str | None = None
    bare: str = ""

    def __post_init__(self) -> None:
        line, at, bare = self.code, 0, []
        while at < len(line):
            letter = line[at]
            if letter == "\\" and self.quote != "'":
                at += 1
            elif self.quote:
                self.quote = "" if letter == self.quote else self.quote
                bare += [letter] * (letter == "`")
            elif letter in "'\"":
                self.quote = letter
            elif letter == "#" and not line[max(at - 1, 0) : at].strip():
                self.code, self.comment = line[:at], line[at + 1 :].strip()
                break
            else:
                self.depth += (letter in "({") - (letter in ")}")
                bare.append(letter)
            at += 1
        self.bare = "".join(bare)

    @property
    def ends(self) -> bool:
        """Whether a command may end here."""
        going_on = self.code if self.code.endswith("\\") else self.code.rstrip()
        return not self.quote and self.depth <= 0 and not going_on.endswith(_GOES_ON)


def _pieces(lines: list[str]) -> Iterator[Command]:
    """Whole commands, and lines with nothing but a comment or a blank (those have no summary)."""
    start, quote, depth = 0, "", 0
    comments: list[str] = []
    for number, line in enumerate(lines):
        read = _Line(line, quote, depth)
        comments += [read.comment] if read.comment else []
        quote, depth = read.quote, read.depth
        # A comment between two parts of one command would end a backslash's line.
        if read.ends or number == len(lines) - 1:
            yield Command("\n".join(lines[start : number + 1]), start, tuple(comments))
            start, quote, depth, comments = number + 1, "", 0, []


def _grouped(pieces: list[Command]) -> tuple[Command, ...]:
    """Comments of their own lines go to the command right above them, else to the one below."""
    found: list[Command] = []
    waiting: tuple[str, ...] = ()
    near = False
    for at, piece in enumerate(pieces):
        if piece.summary:
            found.append(replace(piece, comments=waiting + piece.comments))
            waiting, near = (), True
        elif not piece.comments:
            near = False
        elif found and (near or not _followed(pieces, at)):
            found[-1] = replace(found[-1], comments=found[-1].comments + piece.comments)
        else:
            waiting += piece.comments
    return tuple(found)


def _followed(pieces: list[Command], at: int) -> bool:
    """Whether a command comes below these comments, with no blank line between."""
    for piece in pieces[at + 1 :]:
        if piece.summary:
            return True
        if not piece.comments:
            return False
    return False


def _typed(lines: list[str]) -> Iterator[Command]:
    """What was typed in a transcript: behind `$`, and behind `>` after a line that goes on."""
    at = 0
    while at < len(lines):
        start = at
        prompt = _PROMPT.match(lines[at])
        at += 1
        if prompt is None:
            continue
        parts = [lines[start][prompt.end() :]]
        while parts[-1].endswith("\\") and at < len(lines):
            parts.append(re.sub(r"^[ \t]*>[ \t]", "", lines[at]))
            at += 1
        read = _Line(parts[-1], "", 0)
        yield Command("\n".join(parts), start, (read.comment,) if read.comment else ())


def _comments(lines: list[str]) -> Iterator[str]:
    for line in lines:
        read = _Line(line[:_MOST], "", 0)
        if read.comment:
            yield read.comment
