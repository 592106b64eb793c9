"""Shell text, read strictly: tokens whose value is certain, and of all others why it is not.

Follows POSIX.1-2024, Shell Command Language, sections 2.2 and 2.3, as far as guides use it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

_OPERATORS = (
    "<<<", "<<-", "&>>", "&&", "||", ";;", "<<", ">>", ">&", "<&", "&>", ">|", "<>", "|&",
    ";", "&", "|", "(", ")", "<", ">",
)  # fmt: skip
_STARTS = frozenset(operator[0] for operator in _OPERATORS)
_BLANK = frozenset(" \t\r")
_NAMED = frozenset("{(@*#?$!-'\"_") | frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word, or an operator (a line's end is the operator `\\n`).

    `pieces` are a word's parts, each with whether it was quoted; `why` says why its value
    cannot be known. `line` counts from 0; `start` and `end` are its place in the script.
    """

    line: int
    start: int
    end: int
    operator: str = ""
    pieces: tuple[tuple[str, bool], ...] = ()
    why: str = ""

    @property
    def text(self) -> str:
        """The word without its quotes."""
        return "".join(text for text, _ in self.pieces)

    @property
    def plain(self) -> bool:
        """Whether nothing of the word is quoted."""
        return not any(quoted for _, quoted in self.pieces)


class UnreadableError(Exception):
    """From a line on (counted from 0) nobody can tell what a script says; `why` says what stands there."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(why)
        self.line = line
        self.why = why


def tokens(script: str) -> Iterator[Token]:
    """The tokens of a script, without its comments and the texts of its here-documents.

    Raises UnreadableError where a quote, a substitution or a here-document does not end.
    """
    return _Lexer(script).read()


class _Lexer:
    def __init__(self, script: str) -> None:
        self.script = script
        self.at = 0
        self.line = 0
        self.pieces: list[tuple[str, bool]] = []
        self.why = ""
        self.started = (0, 0)  # line and place of the open word
        self.open = False
        self.awaited: list[tuple[str, bool]] = []  # the ends of here-documents, and whether tabs go
        self.wants_end = ""

    def read(self) -> Iterator[Token]:
        while self.at < len(self.script):
            letter = self.script[self.at]
            if self.script.startswith("\\\n", self.at):
                self._pass(2)
            elif letter in _BLANK:
                yield from self._word()
                self.at += 1
            elif letter == "\n":
                yield from self._word()
                yield Token(self.line, self.at, self.at + 1, "\n")
                self._pass(1)
                self._here_documents()
            elif letter == "#" and not self.open:
                end = self.script.find("\n", self.at)
                self.at = len(self.script) if end < 0 else end
            elif letter in _STARTS:
                yield from self._operator()
            else:
                self._letter(letter)
        yield from self._word()
        if self.awaited or self.wants_end:
            raise UnreadableError(self.line, "a here-document does not end")

    def _pass(self, count: int) -> None:
        self.line += self.script.count("\n", self.at, self.at + count)
        self.at += count

    def _take(self, text: str, *, quoted: bool) -> None:
        if not self.open:
            self.open, self.started = True, (self.line, self.at)
        self.pieces.append((text, quoted))

    def _word(self) -> Iterator[Token]:
        if not self.open:
            return
        line, start = self.started
        token = Token(line, start, self.at, "", _joined(self.pieces), self.why)
        self.open, self.pieces, self.why = False, [], ""
        if self.wants_end:
            self.awaited.append((token.text, self.wants_end == "<<-"))
            self.wants_end = ""
        yield token

    def _operator(self) -> Iterator[Token]:
        operator = next(one for one in _OPERATORS if self.script.startswith(one, self.at))
        start = self.at
        numbered = all(text.isdigit() and not quoted for text, quoted in self.pieces)
        if self.open and operator[0] in "<>" and numbered:
            # `2>`: the number belongs to the redirection.
            start, self.open, self.pieces = self.started[1], False, []
        yield from self._word()
        yield Token(self.line, start, self.at + len(operator), operator)
        self.at += len(operator)
        if operator in ("<<", "<<-"):
            self.wants_end = operator

    def _letter(self, letter: str) -> None:
        if letter == "'":
            end = self._find("'", self.at + 1, "a quote is not closed")
            self._take(self.script[self.at + 1 : end], quoted=True)
            self._pass(end + 1 - self.at)
        elif letter == '"':
            self._double()
        elif letter == "\\":
            self._take(self.script[self.at + 1 : self.at + 2], quoted=True)
            self._pass(2)
        elif letter in "$`":
            self._substitution(quoted=False)
        else:
            if letter in "*?[":
                self._doubt("a placeholder or a pattern" if letter == "[" else "a pattern of file names")
            elif letter == "~" and not self.open:
                self._doubt("a home folder")
            self._take(letter, quoted=False)
            self.at += 1

    def _double(self) -> None:
        begun = self.line
        self._take("", quoted=True)
        self.at += 1
        while self.at < len(self.script):
            letter = self.script[self.at]
            if letter == '"':
                self.at += 1
                return
            if letter in "$`":
                self._substitution(quoted=True)
            elif letter == "\\" and self.script[self.at + 1 : self.at + 2] in ("$", "`", '"', "\\", "\n"):
                follower = self.script[self.at + 1]
                self._take("" if follower == "\n" else follower, quoted=True)
                self._pass(2)
            else:
                self._take(letter, quoted=True)
                self._pass(1)
        raise UnreadableError(begun, "a quote is not closed")

    def _substitution(self, *, quoted: bool) -> None:
        begun, follower = self.at, self.script[self.at + 1 : self.at + 2]
        if self.script[self.at] == "`":
            end = self._find("`", self.at + 1, "a command substitution does not end") + 1
            why = "a command substitution"
        elif follower == "(":
            end, why = self._closing(self.at + 2), "a command substitution"
        elif follower == "{":
            end, why = self._find("}", self.at + 2, "a variable's name does not end") + 1, "a variable"
        else:
            end, why = self.at + 1, "a variable" if follower in _NAMED and follower else ""
            if follower in ("'", '"') and quoted:
                why = ""
        self._take(self.script[begun:end], quoted=quoted)
        if why:
            self._doubt(why)
        self._pass(end - self.at)

    def _closing(self, at: int) -> int:
        """The place behind the `)` of a substitution whose commands begin at `at`."""
        depth = 1
        while at < len(self.script):
            letter = self.script[at]
            if letter in "'\"":
                end = self._find(letter, at + 1, "a command substitution does not end")
                if letter == '"' and any(sign in self.script[at:end] for sign in ("$(", "`", "\\")):
                    raise UnreadableError(self.line, "one command substitution stands in another")
                at = end
            elif letter == "\\":
                at += 1
            else:
                depth += {"(": 1, ")": -1}.get(letter, 0)
            at += 1
            if not depth:
                return at
        raise UnreadableError(self.line, "a command substitution does not end")

    def _find(self, sign: str, at: int, complaint: str) -> int:
        end = self.script.find(sign, at)
        if end < 0:
            raise UnreadableError(self.line, complaint)
        return end

    def _doubt(self, why: str) -> None:
        self.why = self.why or why

    def _here_documents(self) -> None:
        for end, tabs in self.awaited:
            begun = self.line
            while True:
                if self.at >= len(self.script):
                    raise UnreadableError(begun, "a here-document does not end")
                stop = self.script.find("\n", self.at)
                stop = len(self.script) if stop < 0 else stop
                text = self.script[self.at : stop]
                self._pass(stop + 1 - self.at)
                if (text.lstrip("\t") if tabs else text) == end:
                    break
        self.awaited = []


def _joined(pieces: list[tuple[str, bool]]) -> tuple[tuple[str, bool], ...]:
    """Neighbours that are quoted alike become one; a quoted part that is empty stays."""
    found: list[tuple[list[str], bool]] = []
    for text, quoted in pieces:
        if found and found[-1][1] == quoted:
            found[-1][0].append(text)
        else:
            found.append(([text], quoted))
    return tuple(("".join(parts), quoted) for parts, quoted in found)
