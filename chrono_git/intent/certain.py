"""Whether a command of a script runs for certain, or only after a condition, in a loop, in a pipe."""

from __future__ import annotations

import re
from collections.abc import Sequence

from chrono_git.intent.shell import Token, UnreadableError
from chrono_git.intent.simple import Command, is_harmless

_CONDITIONS = frozenset({"[", "[[", "test", "grep", "which", "type", "command"})
_OPENING = {"if": "an `if`", "for": "a loop", "while": "a loop", "until": "a loop"}
_CLOSING = frozenset({"fi", "done"})
_BETWEEN = frozenset({"then", "do", "else", "elif", "{", "}"})
_STRANGE = frozenset({"case", "select", "function", "coproc"})
_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")


class Certainty:
    """Follows a script command by command."""

    def __init__(self) -> None:
        self._around: list[str] = []  # the ifs and loops that are open
        self._brackets: list[str] = []
        self._doubt = ""  # why the commands of this chain may not run
        self._condition = False

    def enter(self, command: Command) -> Sequence[Token]:
        """Goes on to a command, and returns its words without keywords and assignments before it.

        Raises UnreadableError where nobody can tell what runs from there on.
        """
        words = self._without_keywords(command.words)
        if command.before not in ("&&", "||"):
            self._doubt, self._condition = "", False
        if command.before == "||":
            self._doubt = "it runs only if what stands before it fails"
        elif command.before == "&&" and self._condition:
            self._doubt = self._doubt or "it runs only if what stands before it is so"
        negated = False
        while (
            words and words[0].plain and (_ASSIGNMENT.match(words[0].text) or words[0].text in ("time", "!"))
        ):
            negated = negated or words[0].text == "!"
            words = words[1:]
        self._condition = negated or bool(words and words[0].text in _CONDITIONS)
        if words and words[0].operator:
            self._bracket(words[0])
        return words

    def doubt(self, command: Command) -> str:
        """Why it is not certain that the command that was entered runs, and here; "" where it is."""
        if self._around:
            return f"it stands in {self._around[-1]}"
        if self._doubt:
            return self._doubt
        if {command.before, command.after} & {"|", "|&"}:
            return "it stands in a pipe"
        if command.after == "&":
            return "it runs beside the others"
        if any(not is_harmless(one) for one in command.redirections):
            return "its output goes into a file"
        return ""

    def _without_keywords(self, words: Sequence[Token]) -> Sequence[Token]:
        while words and words[0].plain and not words[0].operator:
            word = words[0].text
            if word in _STRANGE:
                raise UnreadableError(words[0].line, f"a `{word}`")
            if word in _OPENING:
                self._around.append(_OPENING[word])
                if word == "for":
                    return ()
            elif word in _CLOSING:
                if not self._around:
                    raise UnreadableError(words[0].line, f"a `{word}` that belongs to nothing")
                self._around.pop()
            elif word not in _BETWEEN:
                break
            words = words[1:]
        return words

    def _bracket(self, bracket: Token) -> None:
        if bracket.operator == "(":
            self._brackets.append(self._doubt)
        elif self._brackets:
            self._doubt = self._brackets.pop()
        else:
            raise UnreadableError(bracket.line, "a bracket that belongs to nothing")
