"""The debugging section of a guide: its issues, each with symptoms, cause and solution, and its commands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from chrono_git.guide import labels, placeholders, words
from chrono_git.guide.tree import Node
from chrono_git.model import CodeBlock, Trouble

Part = Literal["symptoms", "cause", "solution"]

# Below these headings every heading with something under it is an issue; below the second kind only
# what says so, as a debugging guide has other parts too.
_ISSUES = re.compile(
    r"\W*(?:\d+(?:\.\d+)*[.)]?\s*)?"
    r"(?:trouble-?\s?shooting|(?:common|known|possible) (?:issues|problems|errors))\b",
    re.IGNORECASE,
)
_DEBUGGING = re.compile(r"\W*(?:\d+(?:\.\d+)*[.)]?\s*)?debugging\b", re.IGNORECASE)
_COMMANDS = re.compile(
    r"\W*(?:debug\w*|useful|diagnostic) (?:commands?|tools?|logging|logs?)\b", re.IGNORECASE
)
_ISSUE = re.compile(
    r"\W*(?:issue|problem|error)(?:\s*#?(?P<number>\d{1,4}))?\s*(?:[:：.)]|[–—-](?=\s))\s*(?P<title>.*)",
    re.IGNORECASE | re.DOTALL,
)
_LABEL = re.compile(
    r"[*_]{0,2}(?P<name>symptoms?|problem|causes?|root cause|reasons?|why|solutions?|fix|resolution"
    r"|workaround)"
    r"[*_]{0,2}\s*[:：][*_]{0,2}\s*(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
# By how the label begins; whatever else is a label begins the solution.
_PARTS: tuple[tuple[tuple[str, ...], Part], ...] = (
    (("sym", "pro"), "symptoms"),
    (("cau", "roo", "rea", "why"), "cause"),
)
_LONGEST = 4000


@dataclass(slots=True)
class Debugging:
    """What the debugging sections hold; `problems` are (line, message) pairs."""

    troubles: list[Trouble] = field(default_factory=list)
    commands: list[CodeBlock] = field(default_factory=list)
    problems: list[tuple[int, str]] = field(default_factory=list)


@dataclass(slots=True)
class _Draft:
    """One heading of the section that may be an issue, and what stands below it."""

    line: int
    title: str
    number: int | None = None
    sure: bool = False
    part: Part | None = None
    texts: dict[Part, list[str]] = field(default_factory=dict)
    blocks: list[CodeBlock] = field(default_factory=list)

    def say(self, text: str) -> None:
        self.texts.setdefault(self.part or "solution", []).append(text)


def read(blocks: list[Node]) -> Debugging:
    """Read the debugging sections from the top blocks of a guide."""
    found = Debugging()
    drafts: list[_Draft] = []
    section: tuple[int, bool] | None = None  # the level of the heading, and whether all below it are issues
    draft: _Draft | None = None
    for node in blocks:
        if node.kind != "heading":
            if section is not None:
                _take(node, draft, found)
            continue
        title = words.plain(node.text)
        if section is None or node.level <= section[0]:
            draft, section = None, _section(node.level, title)
            continue
        draft = _draft(node, title, section)
        section = (section[0], section[1] or bool(_ISSUES.match(title)))
        if draft is not None:
            drafts.append(draft)
    _number(drafts, found)
    return found


def _section(level: int, title: str) -> tuple[int, bool] | None:
    issues = bool(_ISSUES.match(title))
    return (level, issues) if issues or _DEBUGGING.match(title) else None


def _draft(node: Node, title: str, section: tuple[int, bool]) -> _Draft | None:
    if _ISSUES.match(title) or _COMMANDS.match(title):
        return None
    named = _ISSUE.match(title)
    number = int(named["number"]) if named and named["number"] else None
    text = named["title"] if named and named["title"].strip() else title
    return _Draft(node.line, words.balanced(text), number, sure=bool(named) or section[1])


def _take(node: Node, draft: _Draft | None, found: Debugging) -> None:
    if node.kind in ("fence", "code"):
        block = _block(node)
        if draft is None:
            found.commands.append(block)
        elif draft.part in ("symptoms", "cause"):
            draft.say(block.text.strip())
        else:
            draft.blocks.append(block)
    elif draft is None:
        for child in node.children:
            _take(child, draft, found)
    elif node.kind == "paragraph":
        for line in _logical(node.text):
            label = _LABEL.match(line)
            if label:
                begins = label["name"].lower()
                draft.part = next((part for starts, part in _PARTS if begins.startswith(starts)), "solution")
                draft.sure = True
            text = label["rest"].strip() if label else line
            if text:
                draft.say(text)
    else:
        for child in node.children:
            _take(child, draft, found)


def _logical(text: str) -> list[str]:
    """The lines of a paragraph, those that begin with no label joined to the one above."""
    found: list[list[str]] = []
    for line in text.split("\n"):
        if found and not _LABEL.match(line.strip()):
            found[-1].append(line.strip())
        else:
            found.append([line.strip()])
    return [" ".join(lines) for lines in found]


def _block(node: Node) -> CodeBlock:
    language = node.info.split()[0].strip("{}.").lower() if node.info.split() else ""
    first = node.line + 1 if node.kind == "fence" else node.line
    shell = not language or language in labels.SHELL
    return CodeBlock(language, node.text, first, "commands" if shell else "other")


def _number(drafts: list[_Draft], found: Debugging) -> None:
    """Make issues of the drafts that are some, with numbers of their own."""
    issues = []
    for draft in drafts:
        if not draft.sure:
            found.commands += draft.blocks
        elif placeholders.is_blank(draft.title):
            found.problems.append((draft.line, placeholders.complaint(draft.title)))
        elif draft.texts or draft.blocks:
            issues.append(draft)
    taken = {draft.number for draft in issues}
    used: set[int] = set()
    following = 1
    for draft in issues:
        number = draft.number
        if number is None or number in used:
            while following in taken or following in used:
                following += 1
            number = following
        used.add(number)
        said = {part: _joined(texts)[:_LONGEST] for part, texts in draft.texts.items()}
        found.troubles.append(Trouble(number, draft.title, draft.line, blocks=tuple(draft.blocks), **said))
    found.commands.sort(key=lambda block: block.line)


def _joined(texts: list[str]) -> str:
    """Paragraphs and items of lists as one text, parted where no sentence ends."""
    parts = [text if text.endswith((".", ":", ";", "!", "?")) else f"{text};" for text in texts[:-1]]
    return " ".join([*parts, *texts[-1:]])
