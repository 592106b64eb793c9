"""The terminal report: what is done, guide by guide, and how one can tell."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from chrono_git.model import GuideReport, ItemReport, Report
from chrono_git.render import words
from chrono_git.render.escape import one_line
from chrono_git.render.layout import MARK_CELLS, NARROWEST, Look, cells, pad, prose, wrap

_TWO_COLUMNS = 72
_LABEL_CELLS = 12
_PARTS = (
    ("partial", "partly", "yellow"),
    ("open", "open", ""),
    ("unknown", "cannot be seen", "magenta"),
    ("skipped", "skipped", "dim"),
)
_FLAGS = (("phantom", "ticked, but not done", "alarm"), ("forgotten", "done, never ticked", "green"))
_LEGEND: tuple[words.Mark, ...] = (
    "done", "forgotten", "attested", "partial", "open", "unknown", "skipped", "phantom",
)  # fmt: skip


def report_text(
    report: Report,
    upcoming: Sequence[tuple[GuideReport, ItemReport]] = (),
    *,
    width: int = 100,
    color: bool = False,
    unicode: bool = True,
) -> str:
    """Returns the report for people, no line wider than `width` cells (36 at least).

    It ends with the `upcoming` items, as `next` lists them.
    """
    look = Look(max(width, NARROWEST), color, unicode)
    brief = len(report.guides) > _MANY_GUIDES
    blocks = [list(_guide(look, guide, report, brief)) for guide in report.guides] or [
        list(words.NOTHING_FOUND)
    ]
    blocks += [
        list(_problems(look, report)),
        list(_overview(look, report)),
        list(_closing(look, report, upcoming)),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


# With more guides than this, what is finished is folded away: it would be thousands of lines.
_MANY_GUIDES = 5


def _guide(look: Look, guide: GuideReport, report: Report, brief: bool) -> Iterator[str]:
    yield from _title(look, guide)
    yield from _waits(look, guide, report)
    yield ""
    yield from _progress(look, guide)
    phantoms = [item for item in guide.items if item.agreement == "phantom"]
    if phantoms:
        yield ""
        yield from _phantoms(look, guide, phantoms)
    table = _Table.of(look, guide)
    above: tuple[str, ...] = ()
    sections = _sections(guide)
    finished = [section for section, items in sections.items() if brief and _is_finished(items)]
    if finished:
        folded = (
            f"{len(finished)} of {len(sections)} sections are finished: chrono-git report {guide.guide.id}"
        )
        yield "  " + look.paint(look.fit(one_line(folded), look.width - 2), "dim")
    for section, items in sections.items():
        if section in finished:
            continue
        yield ""
        if section[:-1] != above and section[:-1]:
            above = section[:-1]
            yield "  " + look.paint(look.fit(look.trail(above), look.width - 2), "dim")
        yield _heading(look, section[-1] if section else "Items", items)
        for item in items:
            yield from table.rows(item)


def _title(look: Look, guide: GuideReport) -> Iterator[str]:
    name, title = one_line(guide.guide.id), one_line(prose(guide.guide.title))
    head = look.fit(name, look.width)
    room = look.width - cells(head) - 2
    if title and title != name and room >= min(cells(title), 20):
        yield look.paint(head, "bold", "cyan") + "  " + look.paint(look.fit(title, room), "bold")
    else:
        yield look.paint(head, "bold", "cyan")
        if title and title != name:
            yield from (look.paint(line, "bold") for line in wrap(title, look.width))
    since = _since(guide)
    path = one_line(guide.guide.path)
    if cells(path) + 3 + len(since) <= look.width:
        yield look.paint(f"{path} {look.dot} {since}", "dim")
    else:
        yield look.paint(look.fit_path(path, look.width), "dim")
        yield look.paint(look.fit(since, look.width), "dim")


def _waits(look: Look, guide: GuideReport, report: Report) -> Iterator[str]:
    """Yields what a guide waits for, with how far that is."""
    known = {one.guide.id: one.totals for one in report.guides}
    for name in guide.waits_for:
        totals = known.get(name)
        left = f": {totals['open'] + totals['partial']} of {totals['items']} to do" if totals else ""
        yield look.paint(look.fit(f"waits for {one_line(name)}{left}", look.width), "yellow")


def _since(guide: GuideReport) -> str:
    if guide.base is None:
        return "not committed yet"
    day = "" if guide.base_time is None else time.strftime(", %Y-%m-%d", time.gmtime(guide.base_time))
    return f"since {words.short(guide.base)}{day}"


def _progress(look: Look, guide: GuideReport) -> Iterator[str]:
    totals = guide.totals
    of = words.counted(totals)
    if not of:
        yield "  " + look.paint("nothing to count", "yellow")
        return
    size = min(30, look.width - 24) if look.width < _TWO_COLUMNS else 30
    share = words.percent(totals["done"], of)
    done = look.paint(f"{share:3d}%", "proud" if totals["done"] == of else "bold")
    yield f"  {look.bar(totals['done'], of, size)} {done}  {totals['done']} of {of} done"
    for counts in (_PARTS, _FLAGS):  # the flags tell of items that the parts have counted already
        shown = [(f"{totals[key]} {said}", style) for key, said, style in counts if totals[key]]
        painted = [(text, look.paint(text, style)) for text, style in shown]
        yield from ("  " + line for line in _listed(look, painted, look.width - 2))


def _listed(look: Look, parts: list[tuple[str, str]], room: int) -> Iterator[str]:
    """Yields (plain, painted) parts joined by dots, in lines of at most `room` cells."""
    line, used = "", 0
    for plain, painted in parts:
        if line and used + 3 + cells(plain) > room:
            yield line
            line, used = "", 0
        line += f" {look.dot} {painted}" if line else painted
        used += cells(plain) + (3 if used else 0)
    if line:
        yield line


def _phantoms(look: Look, guide: GuideReport, phantoms: list[ItemReport]) -> Iterator[str]:
    yield "  " + look.paint(look.fit(f"Ticked, but not done ({len(phantoms)})", look.width - 2), "alarm")
    for one in phantoms:
        name = one_line(words.label(guide, one.item))
        head = look.fit(f"{name}  {one_line(prose(one.item.text))}", look.width - 5)
        yield f"  {look.mark('phantom')} {look.code(head, 'red')}"
        for found in words.missing(one)[:3]:
            for line in wrap(one_line(found.detail), look.width - 7):
                yield "       " + look.code(line)


def _sections(guide: GuideReport) -> Mapping[tuple[str, ...], list[ItemReport]]:
    found: dict[tuple[str, ...], list[ItemReport]] = {}
    for item in guide.items:
        found.setdefault(item.item.section, []).append(item)
    return found


def _is_finished(items: list[ItemReport]) -> bool:
    return all(one.status in ("done", "skipped") for one in items)


def _heading(look: Look, title: str, items: list[ItemReport]) -> str:
    counted = [item for item in items if item.status != "skipped"]
    done = sum(item.status == "done" for item in counted)
    unseen = sum(item.status == "unknown" for item in counted)
    count = (f"{unseen} ?  " if unseen else "") + f"{done}/{len(counted)}"
    shown = look.fit(one_line(prose(title)), look.width - len(count) - 4)
    gap = " " * max(look.width - 2 - cells(shown) - len(count), 2)
    whole = bool(counted) and done == len(counted)
    return "  " + look.paint(shown, "bold") + gap + look.paint(count, "green" if whole else "dim")


@dataclass(frozen=True, slots=True)
class _Table:
    """The columns that the items of one guide share."""

    look: Look
    guide: GuideReport
    label: int
    text: int
    depth: Mapping[str, int]

    @classmethod
    def of(cls, look: Look, guide: GuideReport) -> _Table:
        label = max((cells(one_line(words.label(guide, one.item))) for one in guide.items), default=0)
        text = max((cells(_said(one)) for one in guide.items), default=0)
        section = {one.item.id: one.item.section for one in guide.items}
        depth: dict[str, int] = {}
        for one in guide.items:
            parent = one.item.parent
            near = parent is not None and section.get(parent) == one.item.section
            depth[one.item.id] = min(depth.get(parent or "", 0) + 1, 4) if near else 0
        return cls(look, guide, min(label, _LABEL_CELLS, look.width // 4), text, depth)

    def rows(self, one: ItemReport) -> Iterator[str]:
        """Yields an item's line; where the terminal is narrow, its evidence below it."""
        look, mark = self.look, words.mark_of(one)
        indent = "  " * self.depth[one.item.id]
        name = pad(_short_label(look, one_line(words.label(self.guide, one.item)), self.label), self.label)
        head = f"  {indent}{look.mark(mark)} {look.paint(name, 'dim')}  "
        start = 2 + len(indent) + MARK_CELLS + 1 + self.label + 2
        room = look.width - start
        said, seen = _said(one), one_line(words.in_half_a_line(one))
        style = "red" if mark == "phantom" else "dim" if mark == "skipped" else ""
        if look.width < _TWO_COLUMNS:
            for number, line in enumerate(_some(look, said, room, 3)):
                yield (" " * start if number else head) + look.code(line, style)
            yield from (" " * start + look.paint(line, "dim") for line in _some(look, seen, room, 2))
            return
        column = max(min(self.text, room - look.width * 45 // 100 - 2), 10)
        left = look.fit(said, column)
        right = look.paint(look.fit(seen, room - column - 2), "dim")
        yield head + look.code(left, style) + " " * (column - cells(left) + 2) + right


def _short_label(look: Look, name: str, limit: int) -> str:
    """Returns an item's name in `limit` cells; of `testing-checklist.12` the number stays."""
    head, dot, tail = name.rpartition(".")
    if cells(name) <= limit or not head or len(tail) > limit - 5:
        return look.fit(name, limit)
    return look.fit(head, limit - 1 - cells(tail)) + dot + tail


def _said(one: ItemReport) -> str:
    text = one_line(prose(one.item.text)) or "(no text)"
    return f"{text} (optional)" if one.item.optional else text


def _some(look: Look, text: str, room: int, most: int) -> list[str]:
    """Returns `text` in at most `most` lines of `room` cells."""
    found = list(wrap(text, room))
    return found if len(found) <= most else [*found[: most - 1], look.fit(" ".join(found[most - 1 :]), room)]


def _problems(look: Look, report: Report) -> Iterator[str]:
    problems = words.problems_of(report)
    if not problems:
        return
    yield look.paint(f"Not understood ({len(problems)})", "bold", "yellow")
    for one in problems:
        where = one.path if one.line is None else f"{one.path}:{one.line}"
        for number, line in enumerate(wrap(one_line(f"{where}: {one.message}"), look.width - 4)):
            yield ("    " if number else f"  {look.paint('!', 'yellow')} ") + line


def _overview(look: Look, report: Report) -> Iterator[str]:
    if len(report.guides) < 2:
        return
    yield look.paint(f"All guides ({len(report.guides)})", "bold")
    wide = look.width >= _TWO_COLUMNS
    size = 20 if wide else 8
    limit = max(look.width - size - (26 if wide else 9), 8)
    names = [look.fit_path(one_line(guide.guide.id), limit) for guide in report.guides]
    widest = max(cells(name) for name in names)
    for name, guide in zip(names, report.guides, strict=True):
        totals = guide.totals
        of = words.counted(totals)
        share = f"{words.percent(totals['done'], of):3d}%" if of else "   -"
        line = f"  {pad(name, widest)}  {look.bar(totals['done'], of, size)} {share}"
        if wide:
            line += f"  {totals['done']}/{of}"
            lies = f"  {_bare(look, 'phantom')} {totals['phantom']}"
            line += look.paint(lies, "alarm") if totals["phantom"] else ""
            waits = look.fit("  waits for " + one_line(", ".join(guide.waits_for)), 40)
            line += look.paint(waits, "yellow") if guide.waits_for else ""
        yield line


def _closing(look: Look, report: Report, upcoming: Sequence[tuple[GuideReport, ItemReport]]) -> Iterator[str]:
    shown = {words.mark_of(item) for guide in report.guides for item in guide.items}
    legend = [(f"{_bare(look, mark)} {words.MARK_WORDS[mark]}",) * 2 for mark in _LEGEND if mark in shown]
    yield from (look.paint(line, "dim") for line in _listed(look, legend, look.width))
    left = [item for _, item in upcoming]
    example = left[0] if left else next((one for guide in report.guides for one in guide.items), None)
    if example is None:
        return
    yield ""
    if left:
        yield look.paint("Next", "bold")
        for item in left:
            name = one_line(item.item.id)
            text = look.fit(f"{name}  {one_line(prose(item.item.text))}", look.width - 5)
            yield f"  {look.mark(words.mark_of(item))} {look.code(text)}"
        yield ""
    commands = [(f"chrono-git explain {_word(example.item.id)}", "what was seen of an item, and why")]
    if left:
        commands.insert(0, ("chrono-git next", "what the next items need: commands, files, checks"))
    widest = max(cells(command) for command, _ in commands)
    for command, said in commands:
        line = pad(command, widest)
        note = f"  {said}" if widest + 4 + len(said) <= look.width else ""
        yield "  " + look.paint(line if note else command, "cyan") + look.paint(note, "dim")


def _bare(look: Look, mark: words.Mark) -> str:
    return Look(look.width, False, look.unicode).mark(mark).strip()


def _word(name: str) -> str:
    from shlex import quote

    return quote(one_line(name))
