"""Learnings that a log does not hold → the log with them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from chrono_git.blocks import read_blocks
from chrono_git.errors import ChronoError
from chrono_git.journal.document import Document, Insertion, insert, read, refuse_binary, refuse_conflict
from chrono_git.journal.entry import Entry, GuideHead, normal
from chrono_git.journal.held import LOG, without_key, without_text
from chrono_git.journal.names import GENERAL, is_tickets, names
from chrono_git.journal.outline import Sought, content_end, guide_like, sought, tickets, uncertain
from chrono_git.journal.place import Place, checked, find_place
from chrono_git.journal.shape import Shape, heading_lines, section_lines, shape_like
from chrono_git.markdown import one_line

TEMPLATE = (
    "# Implementation Log",
    "",
    "What was learnt while this was built, by guide. New entries go at the end of their guide's list.",
    "",
)

_HEADING = re.compile(r"#{1,6}[ \t]+")


@dataclass(frozen=True, slots=True)
class _New:
    """A guide that the log does not know, with its learnings as they will be written."""

    guide: Sought
    head: GuideHead | None
    texts: Sequence[str]


def add_entries(
    text: bytes | None, entries: Iterable[Entry], heads: Mapping[str, GuideHead], path: str = LOG
) -> bytes:
    """Return the log with every entry that it does not hold yet; nothing that was there is changed.

    Entries go to the end of the Learnings of their guide's section, in the shape of their
    neighbours; a section that is missing is made at the end of `## Tickets` from `heads`
    (by guide id), a missing or empty log from a template. Learnings of no guide go to
    `General`. Where no place is certain, ChronoError says what was looked for in `path`
    and which marker comment would settle it; nothing is written then.
    """
    data = text or b""
    refuse_binary(data, path)
    left = without_key(data, entries)
    if not left:
        return data
    document = read(data, path)
    refuse_conflict(document, path)
    known = {normal(name).casefold(): head for name, head in heads.items()}
    insertions: list[Insertion] = []
    new: list[_New] = []
    for guide, group in _by_guide(document, without_text(document, left)):
        texts = [f"{document.write(one_line(entry.text))} <!-- chrono:{entry.key} -->" for entry in group]
        place = find_place(document, guide, path)
        if place:
            insertions.append(place.filled(texts))
        else:
            new.append(_New(guide, known.get(guide.id.casefold()), texts))
    if new:
        new.sort(key=lambda each: each.guide.id.casefold() == GENERAL.casefold())
        insertions.append(_new_sections(document, new, path))
    for insertion in insertions:
        _refuse_capture(document, insertion, path)
    return insert(document, insertions)


def _by_guide(document: Document, entries: Iterable[Entry]) -> list[tuple[Sought, list[Entry]]]:
    groups: dict[str, tuple[Sought, list[Entry]]] = {}
    for entry in entries:
        guide = sought(document, entry.guide)
        groups.setdefault(guide.id.casefold(), (guide, []))[1].append(entry)
    return list(groups.values())


def _refuse_capture(document: Document, insertion: Insertion, path: str) -> None:
    """Raise ChronoError where an indented line below would become part of the list that is put before it."""
    first = next(line for line in insertion.lines if line)
    lead = first[: len(first) - len(first.lstrip(" \t"))]
    added = read_blocks([(line.removeprefix(lead), "\n") for line in insertion.lines])
    columns = [line.column for line in added.lines if line.kind == "item" and line.parent < 0]
    column = columns[-1] + len(lead.expandtabs(4))
    below = insertion.after + 1
    while below < len(document.lines) and document.lines[below].kind == "blank":
        below += 1
    if below < len(document.lines) and document.lines[below].indent >= column:
        raise ChronoError(
            "this line is indented and would become part of the list of learnings that goes before it",
            hint="Take the blanks before it away, or put a heading or a paragraph without them above it.",
            path=path,
            line=below + 1,
        )


def _new_sections(document: Document, new: Sequence[_New], path: str) -> Insertion:
    after, shape, first = _room(document, new, path)
    place = checked(document, Place(after), new[0].guide, path)
    lines = list(first)
    for count, each in enumerate(new):
        if count:
            lines.append("")
        if shape.rule:
            lines += [shape.rule, ""]
        lines += map(document.write, section_lines(shape, each.guide, each.head, each.texts))
    return Insertion(place.after, 1, tuple(lines), apart=True, closed=True)


def _room(document: Document, new: Sequence[_New], path: str) -> tuple[int, Shape, tuple[str, ...]]:
    """The line behind which new sections go, their shape, and what has to stand before them."""
    sections, lines = document.sections, document.lines
    homes = _outermost(document, tickets(document))
    if len(homes) > 1:
        at = ", ".join(str(sections[home].at + 1) for home in homes[:5])
        why = f"{len(homes)} headings are called Tickets (lines {at})"
        raise uncertain(new[0].guide, why, path, sections[homes[1]].at + 1)
    if homes:
        home = sections[homes[0]]
        siblings = [section for section in sections if section.parent == homes[0]]
        setext = home.body > home.at + 1
        shape = shape_like(document, siblings, min(home.level + 1, 6), setext=setext)
        return content_end(lines, home.body, home.end), shape, ()
    alike = guide_like(document, [each.guide for each in new])
    if alike:
        last = sections[alike[-1]]
        shape = shape_like(document, [sections[n] for n in alike], last.level)
        return content_end(lines, last.body, last.end), shape, ()
    _refuse_hidden(document, new, path)
    setext = any(section.body > section.at + 1 for section in sections)
    heading = (*heading_lines("Tickets", 2, setext=setext), "")
    solid = [n for n, line in enumerate(lines) if line.kind != "blank"]
    if solid:
        return solid[-1], Shape(), heading
    return len(lines) - 1, Shape(), (*TEMPLATE, *heading)


def _outermost(document: Document, homes: Sequence[int]) -> list[int]:
    found: list[int] = []
    for home in homes:
        if not found or document.sections[home].at >= document.sections[found[-1]].end:
            found.append(home)
    return found


def _refuse_hidden(document: Document, new: Sequence[_New], path: str) -> None:
    """Raise ChronoError where a heading that is looked for stands in a code fence or comment only."""
    for n, line in enumerate(document.lines):
        mark = _HEADING.match(line.content) if line.kind == "block" else None
        if not mark:
            continue
        title = line.content[mark.end() :].strip(" \t#")
        for each in new:
            if is_tickets(title) or names(title, title, each.guide.id, each.guide.written):
                why = "that heading stands in a code fence or comment only"
                raise uncertain(each.guide, why, path, n + 1)
