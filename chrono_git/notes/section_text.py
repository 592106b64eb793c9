"""Markdown of a section → its lines as they fit into a changelog, and what stands in them."""

from __future__ import annotations

from chrono_git.blocks import Blocks, read_blocks, split_lines
from chrono_git.errors import ChronoError

_DEEPEST = 6
_COMMENT = "<!-- chrono-notes:"


def levelled(text: str, level: int, name: str) -> list[str]:
    """Return the lines of a section, its heading as one of `level` and all others below that.

    Blank lines around the heading and at the end are left out. What looks like a marker of
    ours is escaped, and bytes that are no UTF-8 become `?`. ChronoError where the text begins
    with no heading, or ends within a fence, comment or HTML block, which would swallow what
    follows; `name` is the section's, for the message.
    """
    text = text.encode("utf-8", "replace").decode().replace(_COMMENT, "&lt;" + _COMMENT[1:])
    blocks = read_blocks(split_lines(text.strip("\r\n")))
    lines = blocks.lines
    if not lines or lines[0].kind != "heading":
        raise ChronoError(
            f"the notes of {name} begin with no heading; a changelog needs one to tell them apart",
            hint="Begin them with a line like `## 1.2.0`, in the template where there is one.",
        )
    if lines[-1].open == 0:
        raise ChronoError(
            f"the notes of {name} end within a code fence, a comment or HTML that nothing closes",
            hint="Close it, in the template where there is one: it would swallow what comes below.",
        )
    shift = level - lines[0].level
    out: list[str] = []
    for n, line in enumerate(lines):
        if line.kind == "heading":
            deep = level if not n else min(max(line.level + shift, level + 1), _DEEPEST)
            bare = line.text.strip(" \t")
            title = bare.lstrip("#") if bare[0] == "#" else line.content
            out.append(" ".join(["#" * deep, *filter(None, [title.strip(" \t")])]))
        elif line.kind != "underline" or line.parent >= 0:
            out.append(line.text)
    return _trimmed(out[:1]) + _trimmed(out[1:])


def parsed(lines: list[str]) -> Blocks:
    """Return the blocks of a section's lines."""
    return read_blocks([(line, "\n") for line in lines])


def _trimmed(lines: list[str]) -> list[str]:
    solid = [n for n, line in enumerate(lines) if line.strip(" \t")]
    return lines[solid[0] : solid[-1] + 1] if solid else []
