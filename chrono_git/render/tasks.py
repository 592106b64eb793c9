"""The next items for people: what to do, with which commands, in which files, and how to check it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chrono_git.model import CodeBlock, GuideReport, ItemReport
from chrono_git.render import words
from chrono_git.render.escape import lines, one_line
from chrono_git.render.layout import NARROWEST, Look, prose, wrap

_CODE_LINES = 16


def next_text(
    chosen: Sequence[tuple[GuideReport, ItemReport]],
    *,
    width: int = 100,
    color: bool = False,
    unicode: bool = True,
) -> str:
    """Returns the chosen items as instructions; prose fits `width` cells, commands are never cut."""
    look = Look(max(width, NARROWEST), color, unicode)
    if not chosen:
        return "Nothing is left to do.\n"
    return "\n\n".join("\n".join(_task(look, guide, item)) for guide, item in chosen) + "\n"


def _task(look: Look, guide: GuideReport, one: ItemReport) -> Iterator[str]:
    item, mark = one.item, words.mark_of(one)
    head = look.fit(one_line(item.id), look.width - 3)
    yield f"{look.mark(mark)} {look.paint(head, 'bold', 'cyan')}"
    text = one_line(prose(item.text)) + (" (optional)" if item.optional else "")
    yield from ("   " + look.paint(line, "bold") for line in wrap(text, look.width - 3))
    yield from ("   " + look.paint(line, "dim") for line in wrap(_place(look, guide, one), look.width - 3))
    parent = next((other.item for other in guide.items if other.item.id == item.parent), None)
    if parent is not None:
        yield from _prose(look, "Part of", [f"{parent.id}: {prose(parent.text)}"])
    yield from _details(look, guide, one)
    yield from _prose(look, "When done, commit with", [])
    yield f"     {look.paint(one_line(words.claim_trailer(item)), 'cyan')}"


def _place(look: Look, guide: GuideReport, one: ItemReport) -> str:
    return f"{one_line(guide.guide.path)}:{one.item.line} {look.dot} {look.trail(one.item.section)}".rstrip(
        " ·-"
    )


def _details(look: Look, guide: GuideReport, one: ItemReport) -> Iterator[str]:
    item, path = one.item, guide.guide.path

    def notes(title: str, *labels: str) -> Iterator[str]:
        found = [prose(note.text) for note in words.notes_of(item, *labels)]
        return _prose(look, title, found) if found else iter(())

    def code(title: str, *roles: str) -> Iterator[str]:
        return _code(look, title, path, words.blocks_of(item, *roles))

    yield from notes("Objective", "objective", "why")
    against = words.missing(one)
    title = "Missing" if any(found.result == "fail" for found in against) else "Cannot be seen"
    yield from _prose(look, title, [found.detail for found in against])
    yield from _parts(look, guide, one)
    yield from notes("What to do", "action", "detail", "note")
    yield from code("Commands", "commands")
    yield from _files(look, one)
    yield from code("What to implement", "implement", "structure", "other")
    yield from notes("Keep in mind", "consideration")
    yield from notes("Pitfalls", "pitfall")
    yield from notes("Integration points", "integration")
    yield from notes("Errors to handle", "error")
    yield from notes("Reference", "reference")
    yield from notes("Expected", "expected")
    yield from code("Verify with", "verification", "tests")
    yield from code("Expected output", "expected")


def _prose(look: Look, title: str, found: Sequence[str]) -> Iterator[str]:
    if not found and not title.startswith("When"):
        return
    yield ""
    yield "   " + look.paint(title, "bold")
    for text in found:
        for number, line in enumerate(wrap(one_line(text), look.width - 7)):
            yield ("       " if number else f"     {look.dot} ") + look.code(line)


def _parts(look: Look, guide: GuideReport, one: ItemReport) -> Iterator[str]:
    children = [other for other in guide.items if other.item.parent == one.item.id]
    if not children:
        return
    yield ""
    yield "   " + look.paint("Its parts", "bold")
    for child in children:
        name = one_line(words.label(guide, child.item))
        text = look.fit(f"{name}  {one_line(prose(child.item.text))}", look.width - 8)
        yield f"     {look.mark(words.mark_of(child))} {look.code(text)}"


def _files(look: Look, one: ItemReport) -> Iterator[str]:
    files = words.expected_files(one)
    if not files:
        return
    said: dict[str, tuple[words.Mark, str]] = {
        "pass": ("done", "seen"),
        "fail": ("open", "not as it should be"),
        "unknown": ("unknown", "not known"),
    }
    yield ""
    yield "   " + look.paint("Files", "bold")
    for path, seen in files.items():
        mark, word = said[seen or "unknown"]
        beside = f"  {word}" if look.width >= 48 else ""
        shown = look.fit_path(one_line(path), look.width - 8 - len(beside))
        yield f"     {look.mark(mark)} {shown}{look.paint(beside, 'dim')}"


def _code(look: Look, title: str, path: str, blocks: Sequence[CodeBlock]) -> Iterator[str]:
    """Yields code blocks as they are, so that they can be copied; long ones end with where the rest is."""
    if not blocks:
        return
    yield ""
    yield "   " + look.paint(title, "bold")
    for number, block in enumerate(blocks):
        if number:
            yield ""
        if block.path:
            yield "     " + look.paint(f"{one_line(block.path)}:", "dim")
        shown = lines(block.text)
        most = len(shown) if block.role in ("commands", "verification", "tests") else _CODE_LINES
        yield from (f"       {look.paint(line, 'cyan')}" if line else "" for line in shown[:most])
        if len(shown) > most:
            rest = f"{len(shown) - most} more lines: {one_line(path)}:{block.line + most}"
            yield "       " + look.paint(f"{look.ellipsis} {rest}", "dim")
