"""The box of a checkbox: read it, or say what is wrong with something that looks like one."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BOX = re.compile(r"\[([ xX~/-]|~~|N/A|n/a)\](\\?\*)?(?:[^\S\n]+|(?=\n)|$)(.*)", re.DOTALL)
_NEAR = re.compile(
    r"""(?: \[\s*\]                  # nothing, or too much of it
          | \[\s*[xX~/-]\s*\]        # blanks beside the mark
          | \[[^\w\s\]()#^@`'"]\]    # a mark that nobody defined
          | \[[✓✔√☑✅]️?\] )
        (?![(\[:])""",
    re.VERBOSE,
)
_GLUED = re.compile(r"(?:[-*+]|\d{1,9}[.)])\[[ xX~/-]?\](?![(\[:])")
_ANYWHERE = re.compile(r"[\s>]*(?:[-*+]|\d+[.)])\s+\[[xX ~/-]\]\*?\s+\S")
SKIPPED = {"~": "the box says ~", "-": "the box says -", "~~": "the box says ~~", "N/A": "the box says N/A"}


@dataclass(frozen=True, slots=True)
class Box:
    """A checkbox: its mark, whether `*` behind it says optional, and the text after it."""

    mark: str
    optional: bool
    rest: str


def read(text: str) -> Box | None:
    """Read the box at the start of a list item's text; None where there is none or no text beside it."""
    found = _BOX.match(text)
    if not found or not found[3].split("\n", 1)[0].strip():
        return None
    return Box(found[1].upper() if len(found[1]) == 3 else found[1], bool(found[2]), found[3].strip())


def complaint(text: str, *, in_list: bool) -> str | None:
    """Say what is wrong with one line of text that looks like a checkbox but is none."""
    if not in_list and _GLUED.match(text):
        return "looks like a checkbox, but there is no blank between the list marker and the box"
    if not _NEAR.match(text):
        return None
    if not in_list:
        return "looks like a checkbox, but stands outside a list: expected `- [ ] text`"
    found = _BOX.match(text)
    if found and not found[3].strip():
        return "a checkbox without a text"
    return f"looks like a checkbox, but the box is not one of [ ] [x] [~] [-] [/]: {text[:40]!r}"


def looks_like(line: str) -> bool:
    """Whether a raw line looks like a checkbox to a reader who knows no Markdown."""
    return bool(_ANYWHERE.match(line))
