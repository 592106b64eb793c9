"""Where new learnings go inside a log that has a place for their guide, and in which shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chrono_git.blocks import Line
from chrono_git.journal.document import Document, Insertion, Section
from chrono_git.journal.names import label, learnings_label
from chrono_git.journal.outline import (
    Sought,
    content_end,
    guide_section,
    learnings_headings,
    marker_line,
    uncertain,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Behind the line `after`, `head` first; `lead` and `mark` begin each entry (`  `, `- `).

    A mark with a number counts on from `number`. `loose` keeps a blank line before each
    entry, `apart` one before the first, `closed` one behind the last.
    """

    after: int
    lead: str = ""
    mark: str = "- "
    number: int = 0
    head: tuple[str, ...] = ()
    loose: bool = False
    apart: bool = False
    closed: bool = False

    def filled(self, texts: Sequence[str]) -> Insertion:
        """Return the insertion of these texts, one line each."""
        lines = list(self.head)
        for count, text in enumerate(texts):
            if self.loose and (count or not self.head):
                lines.append("")
            mark = f"{self.number + count}{self.mark}" if self.number else self.mark
            lines.append(f"{self.lead}{mark}{text}")
        return Insertion(self.after, 0, tuple(lines), apart=self.apart, closed=self.closed)


def find_place(document: Document, guide: Sought, path: str) -> Place | None:
    """Return where the learnings of a guide go, or None where the log does not know the guide.

    A marker comes first, then the guide's section. ChronoError where more than one place
    could be meant, or where the place lies in a code fence or comment that does not end.
    """
    marker = marker_line(document, guide, path)
    section = None
    if marker is not None:
        place = _below_marker(document, marker)
    else:
        section = guide_section(document, guide, path)
        if section is None:
            return None
        place = _in_section(document, section, guide, path)
    return checked(document, place, guide, path)


def checked(document: Document, place: Place, guide: Sought, path: str) -> Place:
    """Return the place, or raise ChronoError where a fence or comment is still open there."""
    if place.after >= 0 and document.lines[place.after].open >= 0:
        # Where it stands in a list item, the item's end would close it: but code is often
        # written with less indentation than that, and would be torn apart.
        why = "the place lies in a code fence or comment that does not end"
        raise uncertain(guide, why, path, place.after + 1)
    if place.after >= 0 and document.lines[place.after].open == -2:
        return replace(place, apart=True)
    return place


def next_to(document: Document, item: int, *, before: int = -1) -> Place:
    """Return the place behind a list item and all it holds, in its shape; `before` is the item above it."""
    line = document.lines[item]
    loose = before >= 0 and document.lines[item - 1].kind == "blank"
    lead, mark, number = shape_of(line)
    return Place(document.blocks.last[item], lead, mark, number + 1 if number else 0, loose=loose)


def shape_of(line: Line) -> tuple[str, str, int]:
    """Return the indentation of a list item, its mark with the gap behind it, and its number or 0.

    For `  3. text` that is `  `, `. ` and 3: the number is not in the mark.
    """
    body = line.text.lstrip(" \t")
    lead = line.text[: len(line.text) - len(body)]
    gap = body[len(line.mark) : len(body) - len(line.content)]
    wide = len(f"{lead}{line.mark}{gap}".expandtabs(4)) - line.indent - len(line.mark)
    if not line.content or wide > 4:
        gap = " "
    if line.mark[0] in "-+*":
        return lead, line.mark + gap, 0
    return lead, line.mark[-1] + gap, min(int(line.mark[:-1]), 10**9 - 2)


def nested_under(document: Document, item: int, span: tuple[int, int]) -> tuple[str, str]:
    """Return indentation and mark for a list inside an item that has none, like other lists in `span`."""
    line = document.lines[item]
    mark = line.mark if line.mark[0] in "-+*" else "-"
    for start, end in (span, (0, len(document.lines))):
        for other in document.lines[start:end]:
            if other.kind == "item" and other.parent >= 0 and other.mark[0] in "-+*":
                lead, marked, _ = shape_of(other)
                fits = line.column <= other.indent < line.column + 4 and not line.indent
                return (lead if fits else " " * line.column), marked
    return " " * line.column, f"{mark} "


def _in_section(document: Document, section: Section, guide: Sought, path: str) -> Place:
    found = _labelled(document, section.body, section.own)
    headings = [] if found else list(learnings_headings(document, section))
    if not found and not headings:
        found = _labelled(document, section.own, section.end)
    if len(found) + len(headings) > 1:
        at = [n + 1 for n in found] or [each.at + 1 for each in headings]
        lines = ", ".join(map(str, at[:5]))
        raise uncertain(guide, f"its section has {len(at)} places for learnings (lines {lines})", path, at[1])
    if headings:
        return _below_heading(document, headings[0])
    if not found:
        return _new_label(document, section)
    if document.lines[found[0]].kind == "item":
        return _in_item(document, found[0], section)
    return _below_paragraph(document, found[0])


def _labelled(document: Document, start: int, end: int) -> list[int]:
    """The list items and paragraphs that are labelled learnings, the outermost only."""
    found = [
        n
        for n in range(start, end)
        if document.lines[n].kind in ("item", "text") and learnings_label(document.lines[n].content)
    ]
    found = [n for n in found if document.lines[n].kind == "item" or _begins_paragraph(document, n)]
    top = min((document.lines[n].indent for n in found), default=0)
    return [n for n in found if document.lines[n].indent == top]


def _begins_paragraph(document: Document, n: int) -> bool:
    above = document.lines[n - 1].kind if n else "blank"
    return document.lines[n].parent < 0 and above not in ("text", "item", "quote")


def _in_item(document: Document, item: int, section: Section) -> Place:
    last = document.blocks.last[item]
    children = [
        n
        for n in range(item + 1, last + 1)
        if document.lines[n].kind == "item" and document.lines[n].parent == item
    ]
    if children:
        return next_to(document, children[-1], before=children[-2] if len(children) > 1 else -1)
    lead, mark = nested_under(document, item, (section.body, section.end))
    return Place(last, lead, mark)


def _below_heading(document: Document, heading: Section) -> Place:
    items = _top_items(document, heading.body, heading.own)
    if items:
        return next_to(document, items[-1], before=items[-2] if len(items) > 1 else -1)
    after = content_end(document.lines, heading.body, heading.own)
    return Place(after, mark=list_mark(document, heading.body), apart=True, closed=True)


def _below_paragraph(document: Document, first: int) -> Place:
    last = first
    while last + 1 < len(document.lines) and document.lines[last + 1].kind == "text":
        last += 1
    return _list_below(document, last) or Place(
        last, mark=list_mark(document, first), apart=True, closed=True
    )


def _below_marker(document: Document, marker: int) -> Place:
    line = document.lines[marker]
    lead = line.text[: len(line.text) - len(line.text.lstrip(" \t"))]
    below = _list_below(document, marker)
    return below or Place(marker, lead, list_mark(document, marker), closed=True)


def _list_below(document: Document, line: int) -> Place | None:
    """The end of the list that begins below a line in the same container, blank lines at most between."""
    parent = document.lines[line].parent
    items: list[int] = []
    n = line + 1
    while n < len(document.lines):
        here = document.lines[n]
        if here.kind == "item" and here.parent == parent:
            items.append(n)
            n = document.blocks.last[n]
        elif here.kind != "blank":
            break
        n += 1
    return next_to(document, items[-1], before=items[-2] if len(items) > 1 else -1) if items else None


def _new_label(document: Document, section: Section) -> Place:
    """The place for a Learnings bullet at the end of a section's list, shaped like its other labels."""
    items = _top_items(document, section.body, section.own)
    labelled = [n for n in items if label(document.lines[n].content)] or items
    if not labelled:
        after = content_end(document.lines, section.body, section.own)
        mark = list_mark(document, section.at)
        words = f"{mark}{_words(document, [])}"
        return Place(after, " " * len(mark.expandtabs(4)), mark, head=(words,), apart=True, closed=True)
    place = next_to(document, labelled[-1], before=labelled[-2] if len(labelled) > 1 else -1)
    lead, mark = nested_under(document, labelled[-1], (section.body, section.end))
    words = _words(document, labelled)
    number = str(place.number) if place.number else ""
    if number:  # one digit more moves the text behind it
        lead = " " * len(f"{place.lead}{number}{place.mark}".expandtabs(4))
    blank = ("",) * place.loose
    head = (
        *blank,
        f"{place.lead}{number}{place.mark}{words}",
    )
    return Place(place.after, lead, mark, head=head)


def _words(document: Document, labelled: Sequence[int]) -> str:
    """The label for learnings, as this log writes it elsewhere, else marked like its neighbours."""
    for line in document.lines:
        if line.kind == "item" and line.parent < 0 and (found := learnings_label(line.content)):
            return (
                found["before"]
                + found["name"]
                + (found["after"] if ":" in found["after"] else f"{found['mark']}:")
            )
    for n in reversed(labelled):
        if found := label(document.lines[n].content):
            return found["mark"] + "Learnings" + found["after"]
    return "**Learnings**:"


def list_mark(document: Document, near: int) -> str:
    """Return the bullet with its gap that this log uses, before the line `near` or else behind it."""
    for line in (*reversed(document.lines[:near]), *document.lines[near:]):
        if line.kind == "item" and line.mark[0] in "-+*":
            return shape_of(line)[1]
    return "- "


def _top_items(document: Document, start: int, end: int) -> list[int]:
    return [n for n in range(start, end) if document.lines[n].kind == "item" and document.lines[n].parent < 0]
