"""A commit message's body → the learnings that stand under a heading, as a list or as a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from chrono_git.trailers.headings import ITEM, UNDERLINE, Heading, heading_at, is_field, stands_free, wanted
from chrono_git.trailers.lines import SQUASHED_COMMIT, Listed, read_lines
from chrono_git.trailers.values import GUIDE_ID, subject_kind

_TAB = 4
# What people write where there is nothing to say.
_NOTHING = frozenset(
    (
        *("none", "none yet", "none so far", "no", "nothing", "nothing new", "nothing yet", "no learnings"),
        *("n/a", "na", "nil", "not applicable", "tbd", "to be determined", "todo", "to do", "pending"),
    )
)
_ATX = re.compile(r" {0,3}#{1,6}(?: |$)")
_RULE = re.compile(r" {0,3}(?:-{3,}|\*{3,}|_{3,}) *$")
_BOLD = re.compile(r"(\*\*|__)[^*_]{1,80}:?\1:?$")
# Trailers have more than one word in their key, but for these; and the hosting sites close issues.
_TRAILER = re.compile(
    r"(?:[A-Za-z0-9]+(?:-[A-Za-z0-9]+){1,6}|bug|cc|closes|fixes|issue|link|refs?|resolves|see|ticket)"
    r"[ \t]*:(?: |$)|\(cherry picked from commit "
    r"|(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?):? +(?:\S{0,80}#\d|https?://)",
    re.IGNORECASE,
)
_SUBJECT = re.compile(rf"\W{{0,3}}{GUIDE_ID.pattern}\b|(?:fixup|squash|amend|Merge|Revert)\b")
_PULL = re.compile(r"\(#\d+\)$")
_BOX = re.compile(r"\[[ xX]\] +")


@dataclass(slots=True)
class _Item:
    """One learning: its first line's number, and its words, those of nested items apart."""

    line: int
    parts: list[list[str]] = field(default_factory=list)

    def text(self) -> str:
        """Parent and nested items in one line: `parent; nested; nested`, `parent: nested; nested`."""
        told = [one for part in self.parts if (one := " ".join(part).strip()) and any(map(str.isalnum, one))]
        told = [one for one in told if not (one.startswith("<!--") and one.endswith("-->"))]
        if told and told[0].endswith(":"):
            return f"{told[0]} {_joined(told[1:])}".strip()
        return _joined(told)


def _joined(parts: Sequence[str]) -> str:
    return "; ".join([*(one.rstrip(".;, ") for one in parts[:-1]), *parts[-1:]])


def listed(message: str, headings: Sequence[str]) -> Listed:
    """The learnings under these headings, in one pass.

    Each item of the list below is one, with what is nested in it; a paragraph is one, and so is what
    stands on the heading's own line. A text that ends with a colon only introduces the list
    below it. Placeholders (`None`, `TBD`) teach nothing.
    """
    names = wanted(headings)
    return _Body(message, names).read() if names else Listed()


class _Body:
    """The lines of a message, and what of them was read."""

    def __init__(self, message: str, names: frozenset[str]) -> None:
        lines, _, self.hidden = read_lines(message)
        self.lines = [line.rstrip(" \t\r").expandtabs(_TAB) for line in lines]
        self.names = names
        # In the body of a hosting site's squash `* subject` begins the next commit.
        self.is_squash = False
        _hide_comments(self.lines, self.hidden)

    def read(self) -> Listed:
        learnings: dict[int, str] = {}
        taken: set[int] = set()
        number = next((n for n, line in enumerate(self.lines) if line), len(self.lines)) + 1
        while number < len(self.lines):
            heading = None if self.hidden[number] else heading_at(self.lines, number, self.names)
            items, end = self.section(number, heading) if heading else ([], number)
            for item in items:
                text = item.text()
                if text.strip(" .!_*()-").casefold() not in _NOTHING and text:
                    learnings[item.line] = text
            if end == number:
                self.is_squash = self.is_squash or self.is_alone(number)
                end += 1
            else:
                taken.update(range(number, end))
            number = end
        return Listed(learnings, frozenset(taken))

    def section(self, number: int, heading: Heading) -> tuple[list[_Item], int]:
        """The learnings below a heading, and where they end; the heading's own line where it is none."""
        if heading.text:
            if not stands_free(self.lines, number):
                return [], number
            return self.told(number, heading.below, heading.text, heading)
        first = self.next_line(heading.below)
        if first == len(self.lines) or self.ends(first, heading):
            return [], (number if heading.bare else heading.below)
        if ITEM.match(self.lines[first]):
            if heading.bare and not stands_free(self.lines, number):
                return [], number
            if self.is_next_block(first, tight=False):
                return [], heading.below
            return self.items(first)
        if heading.bare or not stands_free(self.lines, number):
            return [], number
        return self.told(first, first + 1, self.lines[first].strip(), heading)

    def next_line(self, number: int) -> int:
        """The next line with something on it that is not hidden."""
        while number < len(self.lines) and (self.hidden[number] or not self.lines[number]):
            number += 1
        return number

    def ends(self, number: int, heading: Heading) -> bool:
        """Whether the first line below a heading is none of its own."""
        line = self.lines[number]
        inside = heading.indent is None or _indent(line) > heading.indent
        return not inside or self.is_boundary(number)

    def told(self, line: int, number: int, text: str, heading: Heading) -> tuple[list[_Item], int]:
        """A learning in words that go on below, and a list right under it."""
        item = _Item(line, [[text]])
        while number < len(self.lines) and self.lines[number] and not self.hidden[number]:
            below = self.lines[number]
            if ITEM.match(below) or self.is_boundary(number) or (heading.text and is_field(below)):
                break
            item.parts[0].append(below.strip())
            number += 1
        if number < len(self.lines) and ITEM.match(self.lines[number]) and not self.ends(number, heading):
            items, number = self.items(number)
            return items if item.parts[0][-1].endswith(":") else [item, *items], number
        return [item], number

    def items(self, number: int) -> tuple[list[_Item], int]:
        """The items of the list that begins at a line, and where it ends."""
        base, kind = _mark(self.lines[number])
        items: list[_Item] = []
        end, blank, tight = number, number > 0 and not self.lines[number - 1], False
        while number < len(self.lines):
            line = self.lines[number]
            if not line or self.hidden[number]:
                blank = blank or not line
                number += 1
                continue
            match = ITEM.match(line)
            if match and len(match[1]) <= base + 1:
                if (
                    _mark(line)[1] != kind
                    or len(match[1]) < base
                    or heading_at(self.lines, number, self.names)
                ):
                    break
                if items and blank and base == 0 and self.is_next_block(number, tight=tight):
                    break
                tight = tight or not blank
                items.append(_Item(number, [[_BOX.sub("", match[3] or "", count=1)]]))
            elif match:
                items[-1].parts.append([match[3] or ""])
            elif _indent(line) < base + 2 and (blank or self.is_boundary(number)):
                break
            else:
                items[-1].parts[-1].append(line.strip())
            number += 1
            end, blank = number, False
        return items, end

    def is_boundary(self, number: int) -> bool:
        """Whether something else begins at a line that prose could go on with."""
        line = self.lines[number]
        return (
            (_ATX.match(line) or _RULE.match(line) or _TRAILER.match(line) or _BOLD.match(line)) is not None
            or SQUASHED_COMMIT.match(line) is not None
            or self.is_title(number)
            or heading_at(self.lines, number, self.names) is not None
        )

    def is_title(self, number: int) -> bool:
        """Whether a line is underlined, or ends with a colon above a list, as the next heading does."""
        below = self.lines[number + 1] if number + 1 < len(self.lines) else ""
        line = self.lines[number]
        if UNDERLINE.match(below):
            return not ITEM.match(line)
        return line.endswith(":") and is_field(line) and ITEM.match(below) is not None

    def is_alone(self, number: int) -> bool:
        """Whether a line is `* subject` between blank lines, as in the body of a squash."""
        lines = self.lines
        below = number + 1 == len(lines) or not lines[number + 1]
        return lines[number].startswith("* ") and not self.hidden[number] and not lines[number - 1] and below

    def is_next_block(self, number: int, *, tight: bool) -> bool:
        """Whether an item that could begin the next squashed commit does."""
        if not self.is_squash or not self.is_alone(number):
            return False
        text = self.lines[number][2:].strip()
        if tight or subject_kind(text) or _SUBJECT.match(text) or _PULL.search(text[-20:]):
            return True
        below = self.next_line(number + 1)
        if below == len(self.lines):
            return False
        # A commit has a body; an item of a list has more items below it, or what ends the list.
        line = self.lines[below]
        return not (line[0] == " " or ITEM.match(line) or self.is_boundary(below))


def _mark(line: str) -> tuple[int, str]:
    """How far in an item's mark stands, and of which kind it is."""
    match = ITEM.match(line)
    return (len(match[1]), match[2][-1]) if match else (0, "")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _hide_comments(lines: Sequence[str], hidden: list[bool]) -> None:
    """Hides the HTML comments that begin a line: they are what a template asks, and nobody's answer."""
    last = max((n for n, line in enumerate(lines) if "-->" in line), default=-1)
    number = 0
    while number <= last:
        line = lines[number].lstrip(" ")
        if line.startswith("<!--") and ("-->" not in line or line.endswith("-->")):
            while "-->" not in lines[number]:
                hidden[number] = True
                number += 1
            hidden[number] = True
        number += 1
