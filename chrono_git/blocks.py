"""Lines of Markdown → which block each belongs to, in one pass over text of any size.

Knows of CommonMark 0.31 what decides where a list or a section ends: headings, list
items and what they hold, lazy continuation, fences, HTML blocks, indented code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

Kind = Literal["blank", "text", "heading", "underline", "item", "break", "comment", "block", "code", "quote"]

_LINE_END = re.compile(r"\r\n|\n|\r")
_BLANK = " \t"
_ITEM = re.compile(r"([-+*]|\d{1,9}[.)])([ \t]+|$)")
_ATX = re.compile(r"(#{1,6})(?=[ \t]|$)")
_FENCE = re.compile(r"(?:(`{3,})[^`]*|(~{3,}).*)$", re.DOTALL)
_HTML_ENDS = (("<!--", "-->"), ("<?", "?>"), ("<![cdata[", "]]>"), ("<!", ">"))
_VERBATIM = re.compile(r"<(script|pre|style|textarea)(?=[\s>]|$)", re.IGNORECASE)
_HTML = re.compile(
    r"</?(?:address|article|aside|blockquote|body|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption"
    r"|figure|footer|form|h[1-6]|head|header|hr|html|iframe|legend|li|link|main|menu|nav|ol|option|p|param"
    r"|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)(?=[\s/>]|$)",
    re.IGNORECASE,
)
_LONE_TAG = re.compile(r"</?[A-Za-z][^<>]*>[ \t]*$")
_MAPPING = re.compile(r"[A-Za-z_][\w-]*:")


class Line(NamedTuple):
    """One line and its place among the blocks.

    `end` is its line end as written; `parent` the index of the list item that holds it,
    or -1; `indent` in columns; `content` what stands behind indentation, list mark or
    heading mark; `level` of a heading; `mark` and `column` (where its text begins) of an
    item; `open` the column of a fence or HTML block that is still open behind this line, -2
    where it is an HTML block that the next blank line ends, else -1.
    """

    text: str
    end: str
    kind: Kind
    indent: int = 0
    parent: int = -1
    content: str = ""
    level: int = 0
    mark: str = ""
    column: int = 0
    open: int = -1


class Blocks(NamedTuple):
    """The lines of a file, and for each list item the index of the last line that it holds."""

    lines: Sequence[Line]
    last: Mapping[int, int]


class _Open(NamedTuple):
    """A fence (`fence` is its mark) or an HTML block (`until` ends it; "" is a blank line)."""

    base: int
    fence: str = ""
    until: str = ""


def split_lines(text: str) -> list[tuple[str, str]]:
    """Return text as (line, line end); CommonMark 0.31 section 2.1 knows LF, CR LF and CR."""
    if "\r" not in text:
        lines = [(line, "\n") for line in text.split("\n")]
        lines[-1] = (lines[-1][0], "")
    else:
        lines = []
        start = 0
        for found in _LINE_END.finditer(text):
            lines.append((text[start : found.start()], found[0]))
            start = found.end()
        lines.append((text[start:], ""))
    return lines if lines[-1][0] else lines[:-1]


def read_blocks(lines: Sequence[tuple[str, str]]) -> Blocks:
    """Sort (text, line end) pairs into blocks. Never raises."""
    reader = _Reader()
    front = _front_matter(lines)
    for text, end in lines[:front]:
        reader.lines.append(Line(text, end, "block"))
    for text, end in lines[front:]:
        reader.read(text, end)
    reader.leave(0)
    return Blocks(reader.lines, reader.last)


def _front_matter(lines: Sequence[tuple[str, str]]) -> int:
    if len(lines) < 3 or lines[0][0].rstrip(_BLANK) != "---" or not _MAPPING.match(lines[1][0]):
        return 0
    ends = (n for n, (text, _) in enumerate(lines[1:200], 1) if text.rstrip(_BLANK) in ("---", "..."))
    return next(ends, -1) + 1


class _Reader:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.last: dict[int, int] = {}
        self.items: list[int] = []  # the list items that are open, outermost first
        self.paragraph = -1  # the first line of the open paragraph
        self.quoted = False  # a paragraph is open in a quotation
        self.block: _Open | None = None
        self.solid = -1  # the last line that is not blank

    def read(self, text: str, end: str) -> None:
        body = text.lstrip(_BLANK)
        if not body:
            self.blank(text, end)
            return
        indent = len(text[: len(text) - len(body)].expandtabs(4))
        if self.block is None or not self.inside(self.block, text, end, body, indent):
            self.place(text, end, body, indent)
        self.solid = len(self.lines) - 1

    def blank(self, text: str, end: str) -> None:
        if self.block and not self.block.fence and not self.block.until:
            self.block = None
        self.paragraph = -1
        self.quoted = False
        above = self.lines[-1] if self.lines else None
        if above and above.kind == "item" and not above.content:  # an empty item ends here
            self.leave(len(self.items) - 1)
        self.lines.append(Line(text, end, "blank", open=self.opened()))

    def inside(self, block: _Open, text: str, end: str, body: str, indent: int) -> bool:
        """Take a line of an open fence or HTML block; False where its list item has ended."""
        if indent < block.base:
            self.block = None
            return False
        if block.fence:
            mark = body.rstrip(_BLANK)
            closes = (
                indent - block.base < 4 and len(mark) >= len(block.fence) and set(mark) == {block.fence[0]}
            )
        else:
            closes = bool(block.until) and block.until in body.lower()
        if closes:
            self.block = None
        self.add("block", text, end, indent, content=body)
        return True

    def place(self, text: str, end: str, body: str, indent: int) -> None:
        depth = len(self.items)
        while depth and indent < self.lines[self.items[depth - 1]].column:
            depth -= 1
        base = self.lines[self.items[depth - 1]].column if depth else 0
        within = self.paragraph >= 0 and depth == len(self.items)
        near = indent - base < 4
        if within and near and self.underline(body):
            self.end_heading(text, end, body, indent)
            return
        kind = _start(body, within) if near else "text"
        if kind == "text" and (self.paragraph >= 0 or self.quoted):  # goes on, be it lazily
            self.add("quote" if self.quoted else "text", text, end, indent, content=body)
            return
        self.leave(depth)
        self.paragraph = -1
        self.quoted = kind == "quote" and _start(body.lstrip("> \t"), False) in ("text", "item")
        if not near:
            self.add("code", text, end, indent, content=body)
        elif kind == "item":
            self.item(text, end, body, indent)
        elif kind == "block":
            self.open(body, base)
            closed = self.block is None and body.startswith("<!--")
            self.add("comment" if closed else "block", text, end, indent, content=body)
        elif kind == "heading":
            self.heading(text, end, body, indent)
        else:
            self.paragraph = len(self.lines) if kind == "text" else -1
            self.add(kind, text, end, indent, content=body)

    def add(self, kind: Kind, text: str, end: str, indent: int, *, content: str = "", level: int = 0) -> None:
        parent = self.items[-1] if self.items else -1
        self.lines.append(Line(text, end, kind, indent, parent, content, level, open=self.opened()))

    def opened(self) -> int:
        if self.block is None:
            return -1
        return self.block.base if self.block.fence or self.block.until else -2

    def underline(self, body: str) -> bool:
        mark = body.rstrip(_BLANK)
        return mark[0] in "=-" and mark.count(mark[0]) == len(mark)

    def end_heading(self, text: str, end: str, body: str, indent: int) -> None:
        if not self.items:
            first = self.lines[self.paragraph]
            title = " ".join(line.content.rstrip(_BLANK) for line in self.lines[self.paragraph :])
            for at in range(self.paragraph + 1, len(self.lines)):
                self.lines[at] = self.lines[at]._replace(kind="underline")
            level = 1 if body[0] == "=" else 2
            self.lines[self.paragraph] = first._replace(kind="heading", content=title, level=level)
        self.paragraph = -1
        self.add("underline", text, end, indent, content=body)

    def heading(self, text: str, end: str, body: str, indent: int) -> None:
        level = len(body) - len(body.lstrip("#"))
        title = body[level:].strip(_BLANK)
        bare = title.rstrip("#")
        if bare != title and (not bare or bare[-1] in _BLANK):
            title = bare.rstrip(_BLANK)
        kind: Kind = "text" if self.items else "heading"
        self.add(kind, text, end, indent, content=title, level=level)

    def item(self, text: str, end: str, body: str, indent: int) -> None:
        found = _ITEM.match(body)
        mark, gap = (found[1], found[2]) if found else ("", "")
        content = body[len(mark) + len(gap) :]
        column = len(text[: len(text) - len(content)].expandtabs(4)) if content else 0
        narrow = indent + len(mark) + 1
        if not content or column - narrow > 3:
            column = narrow
        index = len(self.lines)
        parent = self.items[-1] if self.items else -1
        if _start(content, False) == "block":
            self.open(content, column)
        elif content and content[0] != "#":
            self.paragraph = index
        self.lines.append(Line(text, end, "item", indent, parent, content, 0, mark, column, self.opened()))
        self.items.append(index)

    def open(self, body: str, base: int) -> None:
        """Open the block that begins with `body`, unless it ends on the same line."""
        lower = body.lower()
        if fence := _FENCE.match(body):
            self.block = _Open(base, fence=fence[1] or fence[2])
            return
        until = next((stop for start, stop in _HTML_ENDS if lower.startswith(start)), "")
        if verbatim := _VERBATIM.match(body):
            until = f"</{verbatim[1].lower()}>"
        if not until or until not in lower:
            self.block = _Open(base, until=until)

    def leave(self, depth: int) -> None:
        for item in self.items[depth:]:
            self.last[item] = self.solid
        del self.items[depth:]


def _start(body: str, within: bool) -> Kind:
    """Which block begins with this text; `within` a paragraph of the same container not all can."""
    first = body[:1]
    if first == "#" and _ATX.match(body):
        return "heading"
    if first and first in "`~" and _FENCE.match(body):
        return "block"
    if first == ">":
        return "quote"
    if first == "<":
        known = body[:2] in ("<!", "<?") or _VERBATIM.match(body) or _HTML.match(body)
        return "block" if known or (not within and _LONE_TAG.match(body)) else "text"
    if first and first in "-_*":
        bare = body.replace(" ", "").replace("\t", "")
        if len(bare) >= 3 and bare.count(first) == len(bare):
            return "break"
    if found := _ITEM.match(body):
        interrupts = found.end() < len(body) and (found[1] in "-+*" or found[1][:-1] == "1")
        return "item" if interrupts or not within else "text"
    return "text"
