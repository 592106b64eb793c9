"""Cells, colours, marks and bars: how text fits a terminal of a given width."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from chrono_git.render.escape import one_line
from chrono_git.render.words import Mark

_SGR = {
    "bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "magenta": "35",
    "cyan": "36", "alarm": "1;31", "proud": "1;32",
}  # fmt: skip
_MARKS: Mapping[Mark, tuple[str, str, str]] = {
    "done": ("✓", "x", "green"),
    "forgotten": ("✓*", "x*", "green"),
    "attested": ("✎", "v", "blue"),
    "partial": ("◐", "/", "yellow"),
    "open": ("○", "o", ""),
    "unknown": ("?", "?", "magenta"),
    "skipped": ("–", "-", "dim"),
    "phantom": ("✗", "!", "alarm"),
}
_CODE_SPAN = re.compile(r"`[^`]+`")
_EMPHASIS = re.compile(r"(?<![\w*])(\*\*|\*|~~)(?=\S)([^*`]+?)(?<=\S)\1(?![\w*])")
_WORD = re.compile(r"(?:`[^`]*`|[^ `]|`)+")
_LINK = re.compile(r"!?\[([^\]\[]*)\]\([^()\s]*\)")
MARK_CELLS = 2
NARROWEST = 36


@dataclass(frozen=True, slots=True)
class Look:
    """What the place can show: its width in cells, whether it takes colours and more than ASCII."""

    width: int = 100
    color: bool = False
    unicode: bool = True

    def paint(self, text: str, *styles: str) -> str:
        """Returns `text` in these styles; unchanged where there is no colour."""
        codes = ";".join(_SGR[style] for style in styles if style)
        return f"\x1b[{codes}m{text}\x1b[0m" if self.color and codes and text else text

    def sign(self, pretty: str, plain: str) -> str:
        """Returns `pretty`, or `plain` where only ASCII can be shown."""
        return pretty if self.unicode else plain

    def narrower(self, by: int) -> Look:
        """Returns the same look for what is indented by that many cells."""
        return Look(self.width - by, self.color, self.unicode)

    @property
    def dot(self) -> str:
        """The sign between the parts of a line."""
        return self.sign("·", "-")

    @property
    def ellipsis(self) -> str:
        """What stands for text that was cut off."""
        return self.sign("…", "...")

    def trail(self, headings: Sequence[str]) -> str:
        """Returns headings, outermost first, as one line."""
        return self.sign(" › ", " > ").join(one_line(prose(heading)) for heading in headings)

    def mark(self, mark: Mark) -> str:
        """Returns an item's mark, padded to `MARK_CELLS` cells."""
        pretty, plain, style = _MARKS[mark]
        shown = self.sign(pretty, plain)
        return self.paint(shown, style) + " " * (MARK_CELLS - len(shown))

    def code(self, text: str, *styles: str) -> str:
        """Returns prose in these styles with its code spans in their own colour."""
        if not self.color:
            return text
        parts, at = [], 0
        for found in _CODE_SPAN.finditer(text):
            parts += [self.paint(text[at : found.start()], *styles), self.paint(found[0], *styles, "cyan")]
            at = found.end()
        return "".join(parts) + self.paint(text[at:], *styles)

    def bar(self, done: int, of: int, size: int) -> str:
        """Returns a progress bar of `size` cells: full only if all is done, empty only if nothing is."""
        full = 0 if not of else size if done == of else min(max(done * size // of, done > 0), size - 1)
        filled, rest = self.sign("▰", "#") * full, self.sign("▱", "-") * (size - full)
        return self.paint(filled, "green") + self.paint(rest, "dim")

    def fit(self, text: str, limit: int) -> str:
        """Returns `text` cut to `limit` cells, with an ellipsis where something was cut."""
        if cells(text) <= limit:
            return text
        room = limit - len(self.ellipsis)
        if room < 1:
            return cut(text, max(limit, 0))
        return cut(text, room).rstrip(" \u200d") + self.ellipsis

    def fit_path(self, path: str, limit: int) -> str:
        """Returns a path cut to `limit` cells at its front, for its end tells more."""
        if cells(path) <= limit:
            return path
        kept = path
        while kept and cells(kept) > limit - len(self.ellipsis):
            kept = kept[1:]
        return self.ellipsis + kept


def cells(text: str) -> int:
    """Returns how many cells of a terminal `text` takes; it must hold no control characters."""
    if text.isascii():
        return len(text)
    from wcwidth import wcswidth  # 15 ms that reports in plain ASCII need not pay

    return max(wcswidth(text), 0)


def cut(text: str, limit: int) -> str:
    """Returns the longest beginning of `text` that takes no more than `limit` cells."""
    end = min(len(text), limit)
    while end and cells(text[:end]) > limit:
        end -= 1
    while end < len(text) and cells(text[: end + 1]) <= limit:
        end += 1  # characters of no width, such as accents, belong to the one before
    return text[:end]


def pad(text: str, limit: int) -> str:
    """Returns `text` with blanks to `limit` cells."""
    return text + " " * max(limit - cells(text), 0)


def prose(markdown: str) -> str:
    """Returns one line of Markdown without emphasis and link targets; code spans keep their backticks."""
    return _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", markdown))


def wrap(text: str, limit: int) -> Iterator[str]:
    """Yields `text` in lines of at most `limit` cells; code spans stay whole where they fit."""
    line = ""
    for found in _WORD.finditer(text):
        word = found[0]
        joined = f"{line} {word}" if line else word
        if cells(joined) <= limit:
            line = joined
            continue
        if line:
            yield line
        while cells(word) > limit > 0:
            head = cut(word, limit) or word[0]  # a wide character in one cell: it cannot be helped
            yield head
            word = word[len(head) :]
        line = word
    if line:
        yield line
