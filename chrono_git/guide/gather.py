"""Walk a guide's blocks and gather its items."""

from __future__ import annotations

import re

from chrono_git.guide import box, comments, labels, words
from chrono_git.guide.draft import Draft
from chrono_git.guide.labels import Announced
from chrono_git.guide.tree import Node
from chrono_git.model import CodeBlock, Note, NoteLabel

_STEP = re.compile(
    r"\W*(?:step[\s-]+|步骤\s*|ステップ\s*)(?P<number>\d+(?:\.\d+)*[a-z]?|(?-i:[A-Z])(?=\s*(?:[:.)–—-]|$)))"
    r"\s*(?:[:：.)]|[–—-](?=\s))?\s*(?P<title>.*)",
    re.IGNORECASE | re.DOTALL,
)
_PREREQUISITES = re.compile(r"\W*(?:\d+(?:\.\d+)*[.)]?\s*)?pre-?requisites?\b|\W*前提条件", re.IGNORECASE)
_ANNOUNCES = re.compile(r"[:：]\s*(?:\*\*)?$")
_TAKES_AWAY = re.compile(r"\b(?:remove|delete|drop)\b", re.IGNORECASE)
_REQUIREMENTS = re.compile(r"[_*]*\s*requirements?\s*[:：]", re.IGNORECASE)


def is_prerequisites(section: tuple[str, ...]) -> bool:
    """Whether one of the headings says that what follows must be there before the work."""
    return any(_PREREQUISITES.match(title) for title in section)


class Gatherer:
    """Collects `drafts` and `problems` ((line, message) pairs) from the top blocks of a guide."""

    def __init__(self, *, bare_numbers: bool) -> None:
        self.drafts: list[Draft] = []
        self.problems: list[tuple[int, str]] = []
        self._bare = bare_numbers
        self._headings: list[tuple[int, str]] = []
        self._steps: list[tuple[int, Draft]] = []
        self._titled = False

    def gather(self, blocks: list[Node]) -> None:
        """Read all blocks of a guide, in order."""
        announced = Announced()
        for node in blocks:
            if node.kind == "heading":
                announced = self._heading(node)
            else:
                owner = self._steps[-1][1] if self._steps else self._above(node)
                self._block(node, owner, announced)

    def _above(self, node: Node) -> Draft | None:
        """Return the checkbox that a fence is meant for, though it is not indented below it."""
        near = self.drafts[-1] if self.drafts else None
        return near if near and node.kind == "fence" and node.line == near.end + 1 else None

    def _section(self) -> tuple[str, ...]:
        return tuple(title for _, title in self._headings)

    def _heading(self, node: Node) -> Announced:
        while self._headings and self._headings[-1][0] >= node.level:
            self._headings.pop()
        while self._steps and self._steps[-1][0] >= node.level:
            self._steps.pop()
        mark, title = self._boxed_heading(node)
        announced = Announced()
        found = _STEP.match(title)
        if found:
            self._step(node, title, found, mark)
        else:
            if mark is not None:
                self.problems.append((node.line, "a box in a heading: only lists and steps have boxes"))
            if self._steps:
                announced = self._announce(labels.heading(title), node.line, self._steps[-1][1])
        if node.level == 1 and not self._titled:
            self._titled = True
        else:
            self._headings.append((node.level, words.plain(title)))
        return announced

    @staticmethod
    def _boxed_heading(node: Node) -> tuple[str | None, str]:
        found = box.read(node.text)
        return (found.mark, found.rest) if found else (None, words.join(node.text))

    def _step(self, node: Node, source: str, found: re.Match[str], mark: str | None) -> None:
        parts = words.take_apart(source)
        draft = Draft(
            kind="step",
            section=self._section(),
            line=node.line,
            end=node.end,
            text=words.balanced(found["title"]) or words.plain(source),
            number=found["number"],
            named=True,
            optional=parts.optional,
            box=mark,
            skip=parts.skip or box.SKIPPED.get(mark or ""),
            parent=self._steps[-1][1] if self._steps else None,
        )
        self._override(draft, source, node.line)
        self.drafts.append(draft)
        self._steps.append((node.level, draft))

    def _block(self, node: Node, owner: Draft | None, announced: Announced) -> None:
        if node.kind == "list":
            for item in node.children:
                self._list_item(item, owner, announced)
            announced.used = True
        elif node.kind in ("paragraph", "heading"):
            self._paragraph(node, owner, announced)
        elif node.kind in ("fence", "code"):
            self._code(node, owner, announced)
        elif node.kind == "html":
            self._html(node, owner)
        elif node.kind in ("quote", "table"):
            self._no_items(node, "a quote" if node.kind == "quote" else "a table")

    def _list_item(self, node: Node, owner: Draft | None, announced: Announced) -> None:
        first = node.children[0] if node.children and node.children[0].kind in ("paragraph", "code") else None
        found = box.read(first.text.strip()) if first else None
        if first and found:
            draft = self._task(node, first, found, owner)
            inner = Announced()
            for child in node.children[1:]:
                self._block(child, draft, inner)
            draft.end = max(draft.end, node.end)
            return
        if first:
            self._complain(first, in_list=True)
            if owner:
                self._bullet(first, owner, announced)
        for child in node.children[1:] if first else node.children:
            self._block(child, owner, announced)

    def _task(self, node: Node, first: Node, found: box.Box, owner: Draft | None) -> Draft:
        parts = words.take_apart(found.rest, bare_numbers=self._bare)
        section = self._section()
        draft = Draft(
            kind="prerequisite" if is_prerequisites(section) else "task",
            section=section,
            line=node.line,
            end=first.end,
            text=parts.text,
            number=parts.number or node.info or None,
            named=parts.named,
            optional=found.optional or parts.optional,
            box=found.mark,
            tags=parts.tags,
            skip=parts.skip or box.SKIPPED.get(found.mark),
            parent=owner,
        )
        self._override(draft, first.text, first.line)
        for offset, line in enumerate(first.text.split("\n")[1:], 1):
            self._complain_line(line.strip(), first.line + offset, in_list=False)
        self.drafts.append(draft)
        return draft

    def _bullet(self, first: Node, owner: Draft, announced: Announced) -> None:
        text = words.join(first.text)
        label = labels.read(text)
        if label and (label.note != "detail" or label.role):
            below = self._announce(label, first.line, owner)
            announced.path = below.path or announced.path
            announced.used = announced.used and not below.path
            return
        known: NoteLabel = announced.note or "detail"
        owner.notes.append(Note("reference" if _REQUIREMENTS.match(text) else known, text, first.line))

    def _paragraph(self, node: Node, owner: Draft | None, announced: Announced) -> None:
        self._complain(node, in_list=False)
        if owner is None:
            return
        self._override(owner, node.text, node.line)
        for text, line in _labelled(node):
            label = labels.read(text)
            if label:
                below = self._announce(label, line, owner)
                below.edited = below.path or announced.edited
                if "content" in text.lower() and below.path is None:
                    below.path = below.edited
                _become(announced, below)
                continue
            if announced.used:
                _become(announced, Announced(path=None, edited=announced.edited))
            if _ANNOUNCES.search(text) and (path := labels.path_in(text)):
                away = _TAKES_AWAY.search(text)
                _become(announced, Announced(role="other" if away else None, path=path, edited=path))
            if text:
                owner.notes.append(Note(announced.note or "detail", text, line))

    def _announce(self, label: labels.Label, line: int, owner: Draft) -> Announced:
        text = words.take_apart(label.rest).text if "<!--" in label.rest else label.rest
        if text:
            owner.notes.append(Note(label.note, text, line))
        keep = None if label.note in ("file", "detail") else label.note
        return Announced(note=None if text else keep, role=label.role, path=label.path, edited=label.path)

    def _code(self, node: Node, owner: Draft | None, announced: Announced) -> None:
        if owner is None:
            return
        language = node.info.split()[0].strip("{}.").lower() if node.info.split() else ""
        by_file = announced.path is not None and announced.role != "other"
        role = "other" if announced.role == "other" else labels.role_of(language, node.text, announced)
        path = announced.path if by_file and role == "implement" else None
        first = node.line + 1 if node.kind == "fence" else node.line
        owner.blocks.append(CodeBlock(language, node.text, first, role, path))
        announced.path, announced.used = None, True

    def _html(self, node: Node, owner: Draft | None) -> None:
        near = self.drafts[-1] if self.drafts and node.line <= self.drafts[-1].end + 1 else owner
        pairs, wrong = comments.overrides(node.text)
        if near is not None:
            near.overrides += pairs
            near.end = max(near.end, node.end)
        elif pairs:
            wrong = [*wrong, "this chrono comment stands below no item"]
        self.problems += [(node.line, message) for message in wrong]
        for offset, line in enumerate(node.text.split("\n")):
            if box.looks_like(line):
                self.problems.append((node.line + offset, "a checkbox inside HTML is not counted"))

    def _override(self, draft: Draft, source: str, line: int) -> None:
        if "<!--" in source:
            pairs, wrong = comments.overrides(source)
            draft.overrides += pairs
            self.problems += [(line, message) for message in wrong]

    def _no_items(self, node: Node, where: str) -> None:
        """Report the checkboxes in a quote or a table, which are no items."""
        said: set[int] = set()
        for child in node.children:
            for text, line in _first_lines(child):
                if line not in said and (box.read(text) or box.complaint(text, in_list=True)):
                    said.add(line)
                    self.problems.append((line, f"a checkbox in {where} is not counted"))

    def _complain(self, node: Node, *, in_list: bool) -> None:
        for offset, line in enumerate(node.text.split("\n")):
            self._complain_line(line.strip(), node.line + offset, in_list=in_list and not offset)

    def _complain_line(self, text: str, line: int, *, in_list: bool) -> None:
        message = box.complaint(text, in_list=in_list)
        if message:
            self.problems.append((line, message))


def _labelled(node: Node) -> list[tuple[str, int]]:
    """Split a paragraph before each line that begins with a label; join the other lines."""
    parts: list[tuple[str, int]] = []
    for offset, line in enumerate(node.text.split("\n")):
        if parts and not labels.read(line.strip()):
            parts[-1] = (f"{parts[-1][0]} {line.strip()}", parts[-1][1])
        else:
            parts.append((line.strip(), node.line + offset))
    return [(words.take_apart(text).text if text.startswith("<!--") else text, line) for text, line in parts]


def _first_lines(node: Node) -> list[tuple[str, int]]:
    found = (
        [(line.strip(), node.line + n) for n, line in enumerate(node.text.split("\n"))] if node.text else []
    )
    for child in node.children:
        found += _first_lines(child)
    return found


def _become(announced: Announced, other: Announced) -> None:
    for name in ("note", "role", "path", "edited", "used"):
        setattr(announced, name, getattr(other, name))
