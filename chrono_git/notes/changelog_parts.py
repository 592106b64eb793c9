"""Lines of a changelog → its sections: which headings are of releases, where each ends, and whose it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from chrono_git.blocks import Line
from chrono_git.notes.marker import Marker, digest, read_marker
from chrono_git.notes.titles import claim, is_unreleased, starts_with_version

_DEEPEST = 3  # releases are headed `#`, `##` or `###`; what is deeper is inside one
_RECENT = 10  # releases; how deep they are headed changed with the tools, and some head patches deeper
_LINK_DEFINITION = re.compile(r" {0,3}\[[^\[\]]+\]:")
_ANCHOR = re.compile(r"\s*<a (?:name|id)=[^<>]*>(?:</a>)?\s*$", re.IGNORECASE)


class Part(NamedTuple):
    """One section of the file, in line indices.

    `at` is its heading, `body` the line behind it; `end` is behind its last content, without
    the link definitions, rules and comments that follow; the next section begins at `stop`.
    `marks` are the lines of our markers, `marker` is what the first one says; `untouched`
    says that all from `at` to `end` is as we wrote it.
    """

    at: int
    body: int
    end: int
    stop: int
    level: int
    title: str
    marks: tuple[int, ...] = ()
    marker: Marker | None = None
    untouched: bool = False


def find_parts(lines: Sequence[Line]) -> tuple[int, list[Part]]:
    """Return the level of the sections, and the sections in order.

    Sections are what a release heads, and what is headed as high as the newest releases are,
    from the first of them on; without any, what is headed as the first heading below the title.
    """
    level, heads = _heads(lines)
    return level, [_part(lines, at, heads[n + 1 : n + 2]) for n, at in enumerate(heads)]


def solid_end(lines: Sequence[Line], start: int, end: int) -> int:
    """Return the index behind the last line from `start` to `end` that is not blank."""
    while end > start and lines[end - 1].kind == "blank":
        end -= 1
    return end


def without_definitions(lines: Sequence[Line], start: int, end: int) -> int:
    """Return where content ends before link definitions, which cannot interrupt a paragraph."""
    above = end
    while above > start:
        line = lines[above - 1]
        if line.kind == "text" and line.parent < 0 and _LINK_DEFINITION.match(line.text):
            above -= 1
        elif line.kind == "blank":
            end = above = solid_end(lines, start, above)
        else:
            break
    return end if above > start and lines[above - 1].kind == "text" else above


def above_anchor(lines: Sequence[Line], start: int, at: int) -> int:
    """Return the first of the lines above a heading that are its anchors (`<a name="1.2.0"></a>`)."""
    while at > start:
        above = at - 2 if lines[at - 1].kind == "blank" else at - 1
        if above < start or not _ANCHOR.match(lines[above].text):
            break
        at = above
    return at


def _heads(lines: Sequence[Line]) -> tuple[int, list[int]]:
    """The level of the sections, and the lines of their headings."""
    headings = [n for n, line in enumerate(lines) if line.kind == "heading"]
    marked = _marked(lines)
    if headings and _is_title(lines, headings, marked):
        del headings[0]
    near = [n for n in headings if lines[n].level <= _DEEPEST]
    claims = {n: "plain" if n in marked else claim(lines[n].content) for n in near}
    for wanted in ("plain", "wordy"):
        levels = [lines[n].level for n in near if claims[n] == wanted]
        if levels:
            level = min(levels[:_RECENT])
            heads = [n for n in near if lines[n].level == level or _is_deeper_release(lines, n, marked)]
            return level, heads[next(at for at, n in enumerate(heads) if claims[n] != "none") :]
    level = lines[near[0]].level if near and near[0] == headings[0] else 2
    return level, [n for n in near if lines[n].level == level]


def _is_deeper_release(lines: Sequence[Line], n: int, marked: set[int]) -> bool:
    """Whether a heading is a patch release's, as some tools head those deeper than others."""
    title = lines[n].content
    return n in marked or (claim(title) == "plain" and not is_unreleased(title))


def _is_title(lines: Sequence[Line], headings: Sequence[int], marked: set[int]) -> bool:
    """Whether the first heading is that of the file rather than of a release."""
    first, *others = headings
    title = lines[first].content
    if lines[first].level > 1 or is_unreleased(title) or starts_with_version(title):
        return False

    def like_a_release(n: int) -> bool:
        return n in marked or claim(lines[n].content) == "plain"

    # A marker can have lost its own heading, and a title can end in a version.
    return not like_a_release(first) or not any(lines[n].level == 1 and like_a_release(n) for n in others)


def _marked(lines: Sequence[Line]) -> set[int]:
    """The headings with nothing but blank lines, and headings inside them, between them and a marker."""
    found = set()
    above: list[int] = []
    for n, line in enumerate(lines):
        if line.kind == "heading":
            above.append(n)
        elif line.kind not in ("underline", "blank"):
            if above and line.kind == "comment" and read_marker(line.content):
                found.add(_marked_one(lines, above))
            above = []
    return found


def _marked_one(lines: Sequence[Line], above: Sequence[int]) -> int:
    """Of headings without any text between them the last, or the release that it is inside of."""
    level = lines[above[-1]].level
    for n in reversed(above):
        level = min(level, lines[n].level)
        if lines[n].level == level and claim(lines[n].content) != "none":
            return n
    return above[-1]


def _part(lines: Sequence[Line], at: int, following: Sequence[int]) -> Part:
    level = lines[at].level
    body = at + 1
    while body < len(lines) and lines[body].kind == "underline":
        body += 1
    hard = at + 1
    while hard < len(lines) and (lines[hard].kind != "heading" or lines[hard].level > level):
        hard += 1
    # A deeper heading of a release ends it too, unless that is of our own text.
    soft = min([hard, *following])
    found = []
    for next_at in dict.fromkeys((soft, hard)):
        stop = above_anchor(lines, body, next_at)
        found.append(_marked_part(lines, Part(at, body, stop, stop, level, lines[at].content)))
    return next((part for part in found if part.untouched), found[0])


def _marked_part(lines: Sequence[Line], part: Part) -> Part:
    """A part with its markers, and where its content ends."""
    marks = tuple(
        n
        for n in range(part.body, part.stop)
        if lines[n].kind == "comment" and lines[n].parent < 0 and read_marker(lines[n].content)
    )
    marker = read_marker(lines[marks[0]].content) if marks else None
    whole = solid_end(lines, part.body, part.stop)
    bare = _without_furniture(lines, max(part.body, *(n + 1 for n in marks), 0), whole)
    part = part._replace(marks=marks, marker=marker, end=bare)
    for end in (whole, bare):
        if marker and marks == (part.at + 2,) and _digest(lines, part.at, end) == marker.state:
            return part._replace(end=end, untouched=True)
    return part


def _digest(lines: Sequence[Line], at: int, end: int) -> str:
    """The hash of a section that has the form in which we write it, else "": heading, marker, text."""
    texts = [line.text for line in lines[at:end]]
    if texts[1] or (len(texts) > 3 and texts[3]):
        return ""
    return digest([texts[0], *texts[4:]])


def _without_furniture(lines: Sequence[Line], start: int, end: int) -> int:
    """Where the content ends before the rules, comments and link definitions that close a section."""
    before = -1
    while end != before:
        before = end
        while end > start and lines[end - 1].kind in ("break", "comment") and lines[end - 1].parent < 0:
            end -= 1
        end = without_definitions(lines, start, solid_end(lines, start, end))
    return end
