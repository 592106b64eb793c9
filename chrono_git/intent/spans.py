"""The code spans of a line of Markdown, in time that grows with its length only: text → spans."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_RUN = re.compile(r"`+|\n")


@dataclass(frozen=True, slots=True)
class Span:
    """One code span: its place with the backticks, and what is between them."""

    start: int
    end: int
    text: str


def code_spans(text: str) -> Iterator[Span]:
    """The spans between runs of backticks of the same length on one line, in order."""
    runs = list(_RUN.finditer(text))
    # A regular expression with a back reference takes quadratic time over unclosed runs.
    closer: list[int | None] = [None] * len(runs)
    later: dict[int, int] = {}
    for at in range(len(runs) - 1, -1, -1):
        if runs[at].group() == "\n":
            later.clear()
            continue
        length = len(runs[at].group())
        closer[at] = later.get(length)
        later[length] = at
    at = 0
    while at < len(runs):
        end = closer[at]
        if end is not None:
            yield Span(runs[at].start(), runs[end].end(), text[runs[at].end() : runs[end].start()])
        at = at + 1 if end is None else end + 1


def blank_spans(text: str) -> str:
    """The text with blanks in place of its code spans: what is left is prose, every letter where it was."""
    return replace_spans(text, None)


def replace_spans(text: str, by: str | None) -> str:
    """The text with something else in place of each code span; None for as many blanks."""
    parts, done = [], 0
    for span in code_spans(text):
        parts += [text[done : span.start], " " * (span.end - span.start) if by is None else by]
        done = span.end
    return "".join([*parts, text[done:]])
