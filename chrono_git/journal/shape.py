"""New sections for guides that a log does not know yet, shaped like their siblings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from chrono_git.journal.document import Document, Section
from chrono_git.journal.entry import GuideHead
from chrono_git.journal.names import field as field_of
from chrono_git.journal.names import label, separator
from chrono_git.journal.outline import Sought, learnings_headings
from chrono_git.journal.place import shape_of
from chrono_git.markdown import one_line, title_line

_MONTHS = "January February March April May June July August September October November December"
_LONG = re.compile(r"([A-Z][a-z]{2,8}) \d{1,2}, \d{4}")  # October 7, 2025
_DAY_FIRST = re.compile(r"\d{1,2} ([A-Z][a-z]{2,8}) \d{4}")  # 7 October 2025
_NAMES = {
    "started": "Started",
    "completed": "Completed",
    "status": "Status",
    "deliverables": "Key Deliverables",
    "learnings": "Learnings",
}


@dataclass(frozen=True, slots=True)
class Shape:
    """How the sections of a log look.

    `labels` hold what is written for a field, mark and colon included, and `label` the
    same for a field that no sibling has, with `{}` for its name; `day` is a date as
    siblings write it; `learnings_level` is that of a heading for learnings, 0 for a bullet.
    """

    level: int = 3
    setext: bool = False
    closing: bool = False
    between: str = ": "
    airy: bool = True
    rule: str = ""
    mark: str = "- "
    lead: str = "  "
    nested: str = "- "
    label: str = "**{}**:"
    day: str = ""
    learnings_level: int = 0
    labels: Mapping[str, str] = field(default_factory=dict)


def shape_like(document: Document, siblings: Sequence[Section], level: int, *, setext: bool = False) -> Shape:
    """Return the shape of the last of the siblings with labels from all, or the usual one for none."""
    if not siblings:
        return Shape(level=level, setext=setext and level <= 2)
    model = siblings[-1]
    lines = document.lines
    heading = lines[model.at]
    bare = heading.text.rstrip(" \t")
    between = next((found for each in reversed(siblings) if (found := separator(each.plain))), ": ")
    above = model.at - 1
    while above > 0 and lines[above].kind == "blank":
        above -= 1
    ruled = len(siblings) > 1 and lines[above].kind == "break"
    is_setext = model.body > model.at + 1
    labels, fallback, day = _labels(document, siblings)
    mark, lead, nested = _marks(document, siblings)
    return Shape(
        level=model.level,
        setext=is_setext,
        closing=not is_setext and bare.endswith("#") and bool(model.title) and not model.title.endswith("#"),
        between=between,
        airy=model.body >= len(lines) or lines[model.body].kind == "blank",
        rule=lines[above].text if ruled else "",
        mark=mark,
        lead=lead,
        nested=nested,
        label=fallback,
        day=day,
        learnings_level=0 if "learnings" in labels else _learnings_level(document, siblings),
        labels=labels,
    )


def section_lines(shape: Shape, guide: Sought, head: GuideHead | None, texts: Sequence[str]) -> list[str]:
    """Return the lines of a new section with these learnings; `head` is what is known of the guide."""
    title = (
        f"{guide.written}{shape.between}{title_line(head.title)}"
        if head and head.title.strip()
        else guide.written
    )
    lines = heading_lines(title, shape.level, setext=shape.setext, closing=shape.closing)
    if shape.airy:
        lines.append("")
    fields: dict[str, str | Sequence[str]] = {}
    if head:
        fields = {
            "started": _like(head.started or "", shape.day),
            "completed": _like(head.completed or "", shape.day),
            "status": head.status,
            "deliverables": [one_line(each) for each in head.deliverables if each.strip()],
        }
    listed = [line for name, value in fields.items() if value for line in _field(shape, name, value)]
    lines += listed
    if not shape.learnings_level:
        return lines + _field(shape, "learnings", texts)
    lines += [""] * bool(listed)
    lines += heading_lines("Learnings", shape.learnings_level)
    return [*lines, "", *(f"{shape.mark}{text}" for text in texts)]


def heading_lines(title: str, level: int, *, setext: bool = False, closing: bool = False) -> list[str]:
    """Return a heading of a title that is one line of Markdown already."""
    if setext and level <= 2:
        return [title, ("=" if level == 1 else "-") * max(3, min(len(title), 80))]
    marks = "#" * level
    return [f"{marks} {title} {marks}" if closing else f"{marks} {title}"]


def _field(shape: Shape, name: str, value: str | Sequence[str]) -> list[str]:
    words = shape.labels.get(name) or shape.label.format(_NAMES[name])
    if isinstance(value, str):
        return [f"{shape.mark}{words} {one_line(value)}"]
    return [f"{shape.mark}{words}", *(f"{shape.lead}{shape.nested}{each}" for each in value)]


def _labels(document: Document, siblings: Sequence[Section]) -> tuple[dict[str, str], str, str]:
    """What the siblings write for each field, the pattern of a label, and a date of theirs."""
    labels: dict[str, str] = {}
    pattern, day = "**{}**:", ""
    for section in siblings:
        for line in document.lines[section.body : section.end]:
            if line.kind != "item" or line.parent >= 0 or not (found := label(line.content)):
                continue
            after = found["after"] if ":" in found["after"] else f"{found['mark']}:"
            pattern = f"{found['mark']}{{}}{after}"
            if name := field_of(found["name"]):
                before = found["before"].replace("{", "").replace("}", "")
                labels[name] = f"{before}{found['name']}{after}"
                if name in ("started", "completed"):
                    day = line.content[found.end() :].strip()
    return labels, pattern, day


def _marks(document: Document, siblings: Sequence[Section]) -> tuple[str, str, str]:
    """The mark of a bullet, the indentation of a list inside it, and the mark of that."""
    items = [
        line
        for section in siblings
        for line in document.lines[section.body : section.end]
        if line.kind == "item" and line.mark[0] in "-+*"
    ]
    outer = [line for line in items if line.parent < 0 and not line.indent]
    inner = [line for line in items if line.parent >= 0 and document.lines[line.parent].parent < 0]
    mark = shape_of(outer[-1])[1] if outer else "- "
    column = len(mark.expandtabs(4))
    lead, nested = " " * column, mark
    if inner:
        wanted, nested, _ = shape_of(inner[-1])
        lead = wanted if column <= inner[-1].indent < column + 4 else lead
    return mark, lead, nested


def _learnings_level(document: Document, siblings: Sequence[Section]) -> int:
    for section in siblings:
        for each in learnings_headings(document, section):
            return each.level
    return 0


def _like(day: str, model: str) -> str:
    """An ISO date in the form of another one: `2025-10-07`, `October 7, 2025`, `7 Oct 2025`."""
    try:
        when = date.fromisoformat(day)
    except ValueError:
        return day
    month = _MONTHS.split()[when.month - 1]
    if found := _LONG.match(model):
        return f"{month if found[1] in _MONTHS.split() else month[:3]} {when.day}, {when.year}"
    if found := _DAY_FIRST.match(model):
        return f"{when.day} {month if found[1] in _MONTHS.split() else month[:3]} {when.year}"
    return day
