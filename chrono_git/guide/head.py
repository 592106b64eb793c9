"""What a guide says of itself: id, title, what it requires, how to set up, what to know."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from chrono_git.guide import box, words
from chrono_git.guide.gather import is_prerequisites
from chrono_git.guide.tree import Node
from chrono_git.model import CodeBlock, Dialect

_ID = re.compile(r"[A-Z][A-Z0-9]*-\d+(?![\w-])")
_TITLE_ID = re.compile(
    r"(?:[\w ]*guide\s*[:–—-]\s*)([A-Z][A-Z0-9]*-\d+)(?![\w.-])"
    r"|([A-Z][A-Z0-9]*-\d+)(?=\s*(?:[:–—]|-\s|.*\bguide\b|$))"
    r"|.*[:–—-]\s*([A-Z][A-Z0-9]*-\d+)$",
    re.I,
)
_FILE_ID = re.compile(r"([A-Z][A-Z0-9]*-\d+)(?![\d.])")
_DATED = re.compile(r"\d{4}-\d{2}-\d{2}-(?=.)")
_TICKET = re.compile(r"\*\*(?:Ticket|Title|Feature)\s*:?\*\*\s*:?\s*(?:[A-Z][A-Z0-9]*-\d+\s*[:–—-]\s*)?(.+)")
_BOLD_LINE = re.compile(r"(\*\*|__)([^*_:]+)\1")
_GENERIC = re.compile(
    r"(?:implementation|project|feature)?\s*(?:tasks?|plan|todos?|roadmap|checklist|guide)(?:\s+list)?",
    re.I,
)
_PREFIX = re.compile(
    r"(?:implementation\s+)?(?:tasks?|plan|guide|task list|implementation)(?:\s*[:：–—-]|\s+for)\s*(?=\S)",
    re.I,
)
_REQUIRES_HEADING = re.compile(r"\W*(?:dependenc|pre-?requisite|requires|depends on)", re.I)
_REQUIRES_LINE = re.compile(
    r"\**(?:prerequisites?|dependenc(?:y|ies)|requires|depends on|blocked by)\b\**\s*:", re.I
)
_BLOCKS_HEADING = re.compile(r"\W*(?:blocks|is required by|required by|unblocks)\b", re.I)
_BLOCKS_LINE = re.compile(r"[\s>*_-]*(?:blocks|(?:is )?required by|unblocks)\b[*_]*\s*:", re.I)
_KNOWLEDGE = re.compile(r"\W*(?:required |prior )?knowledge$|\W*(?:required |prior )knowledge\b", re.I)
_SETUP = re.compile(r"\W*environment set-?\s?up|\W*set-?\s?up (?:the )?environment", re.I)


def guide_id(blocks: list[Node], path: str, dialect: Dialect) -> str:
    """Return the guide's id: from its first heading, its file name, its folder, else a slug of its path."""
    first = _first_heading(blocks)
    found = _TITLE_ID.match(words.plain(first.text)) if first else None
    if found:
        return next(group for group in found.groups() if group).upper()
    place = PurePosixPath(path)
    named = _FILE_ID.match(place.name)
    if named:
        return named[1]
    if dialect in ("spec-kit", "openspec", "kiro") and place.parent.name:
        return _DATED.sub("", place.parent.name)
    return words.slug("-".join((*place.parts[:-1], place.stem)), 80) or "guide"


def title(blocks: list[Node], identifier: str) -> str:
    """Return a title for people."""
    first = _first_heading(blocks)
    text = words.plain(first.text) if first else ""
    if first is None or _ID.search(text):
        for node in blocks[(blocks.index(first) + 1) if first else 0 :][:3]:
            if node.kind == "heading":
                break
            lines = node.text.split("\n") if node.kind == "paragraph" else []
            for line in lines:
                found = _TICKET.match(line.strip())
                if found:
                    return words.plain(found[1])
                bold = _BOLD_LINE.fullmatch(line.strip())
                if bold and len(lines) == 1:
                    return words.plain(bold[2])
    text = _PREFIX.sub("", text, count=1) if text and not _ID.search(text) else text
    if not text or _GENERIC.fullmatch(text):
        human = identifier.replace("-", " ").replace("_", " ").strip()
        return human if not _ID.fullmatch(identifier) else text or identifier
    return text


def _first_heading(blocks: list[Node]) -> Node | None:
    return next((node for node in blocks if node.kind == "heading" and node.level == 1), None)


class Preamble:
    """Collects `requires`, `blocks`, `setup` and `knowledge` from the top blocks of a guide."""

    def __init__(self, identifier: str) -> None:
        prefix = identifier.rpartition("-")[0] if _ID.fullmatch(identifier) else ""
        self._own = identifier
        self._ids = re.compile(rf"\b{re.escape(prefix)}-\d+\b") if prefix else None
        self.requires: list[str] = []
        self.blocks: list[str] = []
        self.named_at: dict[str, int] = {}
        self.setup: list[CodeBlock] = []
        self.knowledge: list[str] = []

    def read(self, blocks: list[Node]) -> None:
        """Read all blocks of a guide, in order."""
        headings: list[tuple[int, str]] = []
        for node in blocks:
            if node.kind == "heading":
                while headings and headings[-1][0] >= node.level:
                    headings.pop()
                headings.append((node.level, words.plain(node.text)))
                continue
            section = tuple(text for _, text in headings)
            into = None
            if any(_BLOCKS_HEADING.match(text) for text in section):
                into = self.blocks
            elif any(_REQUIRES_HEADING.match(text) for text in section):
                into = self.requires
            self._block(node, section, into)

    def _block(self, node: Node, section: tuple[str, ...], into: list[str] | None) -> None:
        if node.kind == "paragraph":
            for number, text in enumerate(node.text.split("\n"), node.line):
                self._labelled(text, number)
        elif node.kind == "list":
            for text, line in _texts(node):
                if _BLOCKS_LINE.match(text) or _REQUIRES_LINE.match(text):
                    self._labelled(text, line)
                elif into is not None:
                    self._name(text, line, into)
                if section and _KNOWLEDGE.match(section[-1]) and not box.read(text):
                    self.knowledge.append(words.join(text))
        elif node.kind == "fence" and (is_prerequisites(section) or any(map(_SETUP.match, section))):
            language = node.info.split()[0].lower() if node.info.split() else ""
            self.setup.append(CodeBlock(language, node.text, node.line + 1, "commands"))

    def _labelled(self, text: str, line: int) -> None:
        if _REQUIRES_LINE.match(text.strip()):
            self._name(text, line, self.requires)
        elif _BLOCKS_LINE.match(text):
            self._name(text, line, self.blocks)

    def _name(self, text: str, line: int, into: list[str]) -> None:
        for found in self._ids.findall(text) if self._ids else ():
            if found != self._own and found not in into:
                into.append(found)
                self.named_at.setdefault(found, line)


def _texts(node: Node) -> list[tuple[str, int]]:
    texts = [(node.text, node.line)] if node.kind == "paragraph" else []
    for child in node.children:
        texts += _texts(child)
    return texts
