"""The prerequisites that a guide lists without boxes, which are no items."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from chrono_git.guide import box, words
from chrono_git.guide.gather import is_prerequisites
from chrono_git.guide.placeholders import is_placeholder
from chrono_git.guide.text import decode, unix
from chrono_git.guide.tree import Node, build

_KNOWLEDGE = re.compile(r"\W*(?:required |prior )?knowledge\b", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:\*\*|__)?pre-?requisites?(?:\*\*|__)?\s?:\s?(?:\*\*|__)?\s*(?P<rest>\S.*)", re.IGNORECASE
)
_NEXT = re.compile(r"\s*[,;]\s*(?![^()]*\))")


class Listed(NamedTuple):
    """One line that asks for something: Markdown source, its line, and the heading that it stands below."""

    text: str
    line: int
    heading: str


def listed(text: bytes | str) -> tuple[Listed, ...]:
    """The bullets below "Prerequisites" that have no box, and the parts of a `**Prerequisites**: …` line.

    Bullets of knowledge are left out, as a guide has them already, and placeholders of the template.
    """
    source = unix(decode(text)[0])
    if "requisite" not in source.lower() and "前提条件" not in source:
        return ()
    found: list[Listed] = []
    headings: list[tuple[int, str]] = []
    for node in build(source)[0]:
        if node.kind == "heading":
            while headings and headings[-1][0] >= node.level:
                headings.pop()
            headings.append((node.level, words.plain(node.text)))
            continue
        section = tuple(title for _, title in headings)
        if node.kind == "list" and is_prerequisites(section) and not _KNOWLEDGE.match(section[-1]):
            found += _bullets(node, section[-1])
        elif node.kind == "paragraph" and not is_prerequisites(section):
            found += _labelled(node)
    return tuple(one for one in found if not is_placeholder(one.text))


def _bullets(node: Node, heading: str) -> Iterator[Listed]:
    for item in node.children:
        first = item.children[0] if item.children and item.children[0].kind == "paragraph" else None
        if first and not box.read(first.text.strip()):
            yield Listed(words.join(first.text), first.line, heading)
        for child in item.children[1:]:
            if child.kind == "list":
                yield from _bullets(child, heading)


def _labelled(node: Node) -> Iterator[Listed]:
    for offset, line in enumerate(node.text.split("\n")):
        if len(line) <= 2000 and (found := _LABEL.match(line.strip())):
            parts = _NEXT.split(found["rest"])
            yield from (
                Listed(part.strip(), node.line + offset, "Prerequisites") for part in parts if part.strip()
            )
