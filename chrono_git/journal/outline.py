"""Where in a log the section of a guide stands, and where one would go."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chrono_git.blocks import Line
from chrono_git.errors import ChronoError
from chrono_git.journal.document import Document, Section
from chrono_git.journal.entry import normal
from chrono_git.journal.names import (
    GENERAL,
    is_learnings,
    is_tickets,
    learnings_label,
    looks_like_guide,
    names,
)
from chrono_git.markdown import title_line

MARKER = "<!-- chrono: learnings {} -->"


@dataclass(frozen=True, slots=True)
class Sought:
    """A guide as the log names it: its id, and how that is written here."""

    id: str
    written: str

    @property
    def marker(self) -> str:
        """The comment that says where the learnings of this guide go."""
        return MARKER.format(self.written)

    @property
    def heading(self) -> str:
        """The heading that is looked for, for messages."""
        return f"`### {self.written}{'' if self.id == GENERAL else ': …'}` under `## Tickets`"


def sought(document: Document, guide: str | None) -> Sought:
    """Return how a guide's id is written in this log; learnings of no guide are General."""
    name = normal(guide or "") or GENERAL
    return Sought(name, document.write(title_line(name)))


def uncertain(guide: Sought, why: str, path: str, line: int | None = None) -> ChronoError:
    """Return the error for a place that is not certain; `line` is 1-based."""
    return ChronoError(
        f"no certain place for the learnings of {guide.written}: {why}; looked for {guide.heading}",
        hint=f"Put the line `{guide.marker}` where they belong; new entries then go below it.",
        path=path,
        line=line,
    )


def tickets(document: Document) -> list[int]:
    """Return which sections are called Tickets."""
    return [n for n, section in enumerate(document.sections) if is_tickets(section.plain)]


def sections_named(document: Document, guide: Sought) -> list[tuple[int, int]]:
    """Return (section, strength) of all headings that name the guide."""
    found = (
        (n, names(section.title, section.plain, guide.id, guide.written))
        for n, section in enumerate(document.sections)
    )
    return [(n, strength) for n, strength in found if strength]


def guide_section(document: Document, guide: Sought, path: str) -> Section | None:
    """Return the section of a guide, or None where there is none; ChronoError where it is not certain.

    Below `## Tickets` a heading of the guide is enough. Elsewhere (`## Decisions`) it has
    to hold learnings already, unless the log has no Tickets at all.
    """
    named = sections_named(document, guide)
    homes = set(tickets(document))
    inside = [each for each in named if not homes.isdisjoint(_around(document, each[0]))]
    outside = [each for each in named if homes.isdisjoint(_around(document, each[0]))]
    holding = [each for each in outside if _holds_learnings(document, document.sections[each[0]])]
    tries = [inside, holding] if homes else [[each for each in named if each[1] == 2], holding]
    for candidates in tries:
        best = _best(document, candidates)
        if len(best) > 1:
            at = [document.sections[n].at + 1 for n in best]
            lines = ", ".join(map(str, at[:5]))
            raise uncertain(guide, f"{len(at)} sections are called so (lines {lines})", path, at[1])
        if best:
            return document.sections[best[0]]
    return None


def guide_like(document: Document, guides: Sequence[Sought]) -> list[int]:
    """Return the sections of guides in a log without Tickets: those of the highest level found."""
    found = [
        n
        for n, section in enumerate(document.sections)
        if looks_like_guide(section.plain)
        or any(names(section.title, section.plain, each.id, each.written) == 2 for each in guides)
    ]
    top = min((document.sections[n].level for n in found), default=0)
    return [n for n in found if document.sections[n].level == top]


def content_end(lines: Sequence[Line], start: int, end: int) -> int:
    """Return the last line of content in a stretch; `start - 1` where there is none.

    Blank lines at the end do not count, nor a rule that ends the stretch, nor at the end
    of the file a rule and one paragraph behind it.
    """
    last = _solid(lines, start, end)
    if end == len(lines) and last >= start and lines[last].kind == "text" and lines[last].parent < 0:
        above = last
        while above > start and lines[above - 1].kind == "text":
            above -= 1
        rule = _solid(lines, start, above)
        if rule >= start and lines[rule].kind == "break" and above - 1 > rule:
            last = rule
    while last >= start and lines[last].kind == "break" and lines[last].parent < 0:
        last = _solid(lines, start, last)
    return last


def marker_lines(document: Document, guide: Sought) -> list[int]:
    """Return the lines that are markers of a guide."""
    return [n for n in document.comments if _marks(document.lines[n].content, guide)]


def marker_line(document: Document, guide: Sought, path: str) -> int | None:
    """Return the line of the guide's marker, or None; ChronoError where there are several."""
    at = marker_lines(document, guide)
    if len(at) > 1:
        lines = ", ".join(str(n + 1) for n in at[:5])
        raise uncertain(guide, f"{len(at)} markers say where (lines {lines})", path, at[1] + 1)
    return at[0] if at else None


def _marks(content: str, guide: Sought) -> bool:
    text = content.strip(" \t")
    inner = normal(text[4:-3]) if text.startswith("<!--") and text.endswith("-->") else ""
    named = inner.removeprefix("chrono: learnings")
    if named == inner:
        return False
    sought_here = ("", guide.id, guide.written) if guide.id == GENERAL else (guide.id, guide.written)
    return named.strip().casefold() in {each.casefold() for each in sought_here}


def learnings_headings(document: Document, section: Section) -> Iterator[Section]:
    """The headings inside a section that say learnings."""
    for each in document.sections[bisect(document.sections, section.at, key=_line) :]:
        if each.at >= section.end:
            return
        if is_learnings(each.plain):
            yield each


def next_heading(document: Document, line: int) -> int:
    """The line of the first heading behind a line, or the number of lines where there is none."""
    below = bisect(document.sections, line, key=_line)
    return document.sections[below].at if below < len(document.sections) else len(document.lines)


def _holds_learnings(document: Document, section: Section) -> bool:
    lines = document.lines[section.body : section.end]
    labelled = any(line.kind in ("item", "text") and learnings_label(line.content) for line in lines)
    return labelled or any(True for _ in learnings_headings(document, section))


def _around(document: Document, section: int) -> list[int]:
    """The sections that hold a section; no more than there are levels."""
    found = []
    while (section := document.sections[section].parent) >= 0:
        found.append(section)
    return found


def _line(section: Section) -> int:
    return section.at


def _best(document: Document, candidates: Sequence[tuple[int, int]]) -> list[int]:
    strongest = max((strength for _, strength in candidates), default=0)
    best = [n for n, strength in candidates if strength == strongest]
    top = min((document.sections[n].level for n in best), default=0)
    return [n for n in best if document.sections[n].level == top]


def _solid(lines: Sequence[Line], start: int, end: int) -> int:
    last = end - 1
    while last >= start and lines[last].kind == "blank":
        last -= 1
    return last
