"""The key learnings that a guide ends with, and whether anybody has filled them in."""

from __future__ import annotations

import re

from chrono_git.guide import box, placeholders, words
from chrono_git.guide.tree import Node
from chrono_git.model import Learnt

_NAME = r"(?:key |main )?(?:learnings?|lessons(?: learn(?:ed|t))?|take-?aways)"
_HEADING = re.compile(rf"\W*(?:\d+(?:\.\d+)*[.)]?\s*)?{_NAME}\W*$", re.IGNORECASE)
_LABEL = re.compile(rf"(?:\*\*|__){_NAME}\s*[:：]?(?:\*\*|__)\s*[:：]?$", re.IGNORECASE)
_TRANSFER = re.compile(r"\W*(?:knowledge transfer|post-?implementation|retrospective)\b", re.IGNORECASE)


def read(blocks: list[Node]) -> tuple[tuple[Learnt, ...], list[tuple[int, str]]]:
    """Return the learnings from the top blocks of a guide, and (line, message) of those not filled in."""
    found: list[Learnt] = []
    headings: list[tuple[int, str]] = []
    within = False
    for node in blocks:
        if node.kind == "heading":
            while headings and headings[-1][0] >= node.level:
                headings.pop()
            title = words.plain(node.text)
            headings.append((node.level, title))
            within = bool(_HEADING.match(title[:200]))
        elif node.kind == "paragraph":
            label = _LABEL.match(words.join(node.text)[:200])
            within = bool(label) and any(_TRANSFER.match(title) for _, title in headings)
        elif node.kind == "list" and within:
            found += [one for item in node.children if (one := _learnt(item)) is not None]
    problems = [(one.line, placeholders.complaint(one.text)) for one in found if not one.filled]
    return tuple(found), problems


def _learnt(item: Node) -> Learnt | None:
    texts = _texts(item)
    if not texts or box.read(texts[0]):
        return None
    text = "; ".join(texts)
    return Learnt(text, item.line, filled=not placeholders.is_blank(text))


def _texts(node: Node) -> list[str]:
    """The paragraphs of a list item, those of nested items behind what they explain."""
    texts = [words.join(node.text)] if node.kind == "paragraph" else []
    for child in node.children:
        texts += _texts(child)
    return [text for text in texts if text]
