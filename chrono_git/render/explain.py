"""Everything about one item for people: what looked, what it saw, and what follows."""

from __future__ import annotations

from collections.abc import Iterator

from chrono_git.model import Claim, Evidence, GuideReport, ItemReport, Result, Trouble
from chrono_git.render import words
from chrono_git.render.escape import one_line
from chrono_git.render.layout import NARROWEST, Look, cells, pad, prose, wrap
from chrono_git.render.troubles import trouble_lines

_RESULT_MARKS: dict[Result, words.Mark] = {"pass": "done", "fail": "phantom", "unknown": "unknown"}
_BOXES = {"x": "ticked", "X": "ticked", " ": "empty", "~": "set to ~", "-": "set to -", "/": "set to /"}


def explain_text(
    guide: GuideReport,
    item: ItemReport,
    issue: Trouble | None = None,
    *,
    width: int = 100,
    color: bool = False,
    unicode: bool = True,
) -> str:
    """Returns all that is known of one item, no line wider than `width` cells (36 at least).

    `issue` is what the guide's debugging section says of it; its commands are never cut.
    """
    look = Look(max(width, NARROWEST), color, unicode)
    parts = (
        _head(look, guide, item),
        _evidence(look, item),
        _claims(look, item),
        _children(look, guide, item),
        _remedies(look, item),
        _issue(look, guide, issue),
    )
    return "\n\n".join("\n".join(lines) for part in parts if (lines := list(part))) + "\n"


def _head(look: Look, guide: GuideReport, one: ItemReport) -> Iterator[str]:
    item, mark = one.item, words.mark_of(one)
    yield look.paint(look.fit(one_line(item.id), look.width), "bold", "cyan")
    yield from (look.paint(line, "bold") for line in wrap(one_line(prose(item.text)), look.width))
    yield ""
    verdict = f"{look.mark(mark)} {words.MARK_WORDS[mark]}"
    yield from _field(look, "verdict", verdict, painted=True)
    yield from _field(look, "why", words.why(one))
    yield from _field(look, "kind", _kind(one))
    yield from _field(look, "where", f"{guide.guide.path}:{item.line}")
    yield from _field(look, "section", look.trail(item.section))
    if item.parent:
        yield from _field(look, "part of", item.parent)
    for key, value in item.overrides:
        yield from _field(look, "override", f"{key}={value}")
    base = words.short(guide.base) if guide.base else "the guide is not committed yet"
    yield from _field(look, "base", base)
    if one.base and one.base != guide.base:
        yield from _field(look, "written in", words.short(one.base))


def _kind(one: ItemReport) -> str:
    item = one.item
    box = "no box" if item.box is None else f"box {_BOXES.get(item.box, f'set to {item.box}')}"
    parts = [item.kind, box, *(["optional"] if item.optional else []), *item.tags]
    return ", ".join(parts)


def _field(look: Look, name: str, value: str, *, painted: bool = False) -> Iterator[str]:
    """Yields a named value, wrapped beside its name; `painted` values are ours and fit."""
    shown = [value] if painted else list(wrap(one_line(value), look.width - 10))
    for number, line in enumerate(shown):
        yield (
            look.paint(pad("" if number else name, 8), "dim") + "  " + (line if painted else look.code(line))
        )


def _evidence(look: Look, one: ItemReport) -> Iterator[str]:
    yield look.paint("What the rules saw", "bold")
    if not one.evidence:
        yield "  no rule had anything to look at"
        return
    widest = min(max(cells(one_line(found.rule)) for found in one.evidence), 16)
    for found in one.evidence:
        name = look.fit(one_line(found.rule), widest)
        head = f"  {look.mark(_RESULT_MARKS[found.result])} {look.paint(pad(name, widest), 'dim')}  "
        start = 7 + widest
        if look.width - start < 24:
            yield head.rstrip()
            head, start = " " * 5, 5
        for number, line in enumerate(wrap(_seen(found), look.width - start)):
            yield (" " * start if number else head) + look.code(line)
        for line in wrap(_where(look, found), look.width - start):
            yield " " * start + look.paint(line, "dim")


def _seen(found: Evidence) -> str:
    weight = "" if found.decides or found.result == "unknown" else " (a sign; it decides nothing)"
    return one_line(found.detail) + weight


def _where(look: Look, found: Evidence) -> str:
    place = found.path or ""
    if place and found.line is not None:
        place += f":{found.line}"
    commit = f"commit {words.short(found.commit)}" if found.commit else ""
    return one_line(f" {look.dot} ".join(part for part in (place, commit) if part))


def _claims(look: Look, one: ItemReport) -> Iterator[str]:
    if not one.claims:
        return
    yield look.paint("What people said", "bold")
    for claim in one.claims:
        said = f"{words.short(claim.commit)} {look.dot} {_said(claim)}"
        for number, line in enumerate(wrap(one_line(said), look.width - 4)):
            yield ("    " if number else "  ") + line


def _said(claim: Claim) -> str:
    kind = {"claim": "", "skip": " (not to be done)", "reopen": " (open again)"}[claim.kind]
    weak = " (only its subject says so)" if claim.weak else ""
    return f"{claim.trailer}{kind}{weak}"


def _children(look: Look, guide: GuideReport, one: ItemReport) -> Iterator[str]:
    children = [other for other in guide.items if other.item.parent == one.item.id]
    if not children:
        return
    done = sum(child.status == "done" for child in children)
    of = sum(child.status != "skipped" for child in children)
    yield look.paint(f"Its parts: {done} of {of} done", "bold")
    for child in children:
        name = one_line(words.label(guide, child.item))
        text = look.fit(f"{name}  {one_line(prose(child.item.text))}", look.width - 5)
        yield f"  {look.mark(words.mark_of(child))} {look.code(text)}"


def _remedies(look: Look, one: ItemReport) -> Iterator[str]:
    remedies = words.remedies(one)
    if not remedies:
        return
    yield look.paint("What would change the verdict", "bold")
    for remedy in remedies:
        for number, line in enumerate(wrap(one_line(remedy), look.width - 4)):
            yield ("    " if number else f"  {look.dot} ") + look.code(line)


def _issue(look: Look, guide: GuideReport, issue: Trouble | None) -> Iterator[str]:
    if issue is None:
        return
    yield look.paint("What the guide says of such trouble", "bold")
    yield from (f"  {line}" if line else "" for line in trouble_lines(look.narrower(2), guide.guide, issue))
