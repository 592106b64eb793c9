"""The simple commands of shell text, each with the operators around it: tokens → commands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from chrono_git.intent.shell import Token, UnreadableError

_ENDS = frozenset({"\n", ";", "&", "&&", "||", "|", "|&", "(", ")", ";;"})
_GOES_ON = frozenset({"&&", "||", "|", "|&"})
_PROMPT = re.compile(r"[ \t]*(?:[\w.@~:/-]{0,40}[ \t]?)?[$%][ \t]+")


@dataclass(frozen=True, slots=True)
class Command:
    """One simple command: its words, its redirections (operator, target), the operators around it.

    A bracket is a command of one word that is an operator.
    """

    words: tuple[Token, ...]
    redirections: tuple[tuple[str, Token | None], ...]
    before: str
    after: str


def commands(stream: Iterable[Token]) -> Iterator[Command]:
    """The commands of a script; raises UnreadableError at a function."""
    words: list[Token] = []
    redirections: list[tuple[str, Token | None]] = []
    before, target = "\n", ""
    for token in chain(stream, (Token(0, 0, 0, "\n"),)):
        if not token.operator:
            if target:
                redirections.append((target, token))
            else:
                words.append(token)
            target = ""
        elif token.operator not in _ENDS:
            target = token.operator
        else:
            if token.operator == "(" and words:
                raise UnreadableError(token.line, "a function, or a bracket in the middle of a command")
            if words or redirections:
                yield Command(tuple(words), tuple(redirections), before, token.operator)
            if token.operator in "()":
                yield Command((replace(token, pieces=((token.operator, False),)),), (), before, "")
            if words or redirections or token.operator != "\n" or before not in _GOES_ON:
                before = token.operator
            words, redirections, target = [], [], ""


def options_of(words: Sequence[Token]) -> tuple[list[str], list[Token]]:
    """The options of a command, and its other words; behind `--` there are no options."""
    options: list[str] = []
    rest: list[Token] = []
    for at, word in enumerate(words):
        if word.text == "--" and word.plain:
            return options, [*rest, *words[at + 1 :]]
        if word.text.startswith("-"):
            options.append(word.text)
        else:
            rest.append(word)
    return options, rest


def is_harmless(redirection: tuple[str, Token | None]) -> bool:
    """Whether a redirection writes no file: it reads, leads into nothing, or joins two streams."""
    operator, word = redirection
    return operator.startswith("<") or (
        word is not None and (word.text == "/dev/null" or (operator == ">&" and word.text.isdigit()))
    )


def without_prompts(script: str) -> str:
    """A session as the commands that were typed: lines behind `$ `, all others being output.

    Lines keep their numbers. A script without any prompt is returned as it is.
    """
    lines = script.split("\n")
    prompts = [_PROMPT.match(line) for line in lines]
    if not any(prompts):
        return script
    return "\n".join(line[found.end() :] if found else "" for line, found in zip(lines, prompts, strict=True))
