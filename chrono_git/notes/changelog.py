"""Release notes put into a changelog, bytes → bytes: once each, and without a byte of anybody else's lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from chrono_git.errors import ChronoError
from chrono_git.notes.additions import additions
from chrono_git.notes.changelog_file import Changelog, Edit, read, rewritten
from chrono_git.notes.changelog_parts import Part
from chrono_git.notes.marker import Marker, digest
from chrono_git.notes.section_text import levelled, parsed
from chrono_git.notes.titles import UNRELEASED, claim, is_unreleased, key, names

Outcome = Literal["written", "updated", "kept", "unchanged"]
More = Callable[[str], str | None]
After = Callable[[str], bool]

_NEW_FILE = ("# Changelog", "")


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a changelog.

    `name` is a tag, `Unreleased` or a range as asked for; `tip` the id of the commit up to
    which it tells; `text` its Markdown, whose first line is its heading (`## v1.2.0`).
    `released`: it is a tag's, and final. `newer` are the names of the releases that came
    after it: it goes below those that are there, and below `others` that hold it.
    """

    name: str
    tip: str
    text: str
    released: bool
    newer: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """A changelog with a section in it, and what became of that section.

    `written` is a new one, `updated` one that was ours or gained what is new, `kept` one that
    people wrote or edited and that stays as it is, `unchanged` one that was so already.
    `line` is that of its heading, 1-based.
    """

    data: bytes
    outcome: Outcome
    line: int


def prepend(
    text: bytes | None,
    section: Section,
    more: More,
    path: str = "CHANGELOG.md",
    after: After = lambda _: False,
) -> Changed:
    """Put a section into a changelog (None where there is no file).

    A section of ours is known by a comment below its heading (`marker`). As long as it is as
    we wrote it, it is replaced. One that people edited stays, if it is a release; one that is
    not released gains what is new since its tip: `more(tip)` returns the section's Markdown
    for the commits from there on, or None where that commit is no longer an ancestor. What is
    added and where, `additions` says.

    An Unreleased section of ours becomes that of the newest release (`section.newer` is empty),
    and so does its heading, if that still says Unreleased; unless it tells of what came later:
    `after(tip)` says whether a commit comes after the release. One without our comment
    (keepachangelog.com) stays above it, and gains the items that it lacks when Unreleased
    itself is written. A section of the same name that people wrote stays.

    ChronoError, with file and line: not UTF-8, an unfinished merge, several of our comments in
    one section, a tip that is gone, a code fence that nothing closes, notes without a heading.
    """
    text = text or b""
    log = read(text, path)
    part = _named(log, section.name)
    if part is None and section.released and not section.newer:
        open_ = (each for each in log.parts if _likeness(each, UNRELEASED) > 1)
        part = next((each for each in open_ if each.marker and not after(each.marker.tip)), None)
    if part is None:
        return _written(log, section, [_placed(log, section)], "written")
    marker = part.marker
    ours = part.untouched or (marker is not None and is_unreleased(marker.name))
    if section.released and not ours:
        return Changed(text, "kept", part.at + 1)
    edits = [_replaced(section, part)] if part.untouched else _gained(log, section, part, more)
    changed = _written(log, section, edits, "updated")
    return changed if changed.data != text else Changed(text, "unchanged", part.at + 1)


def _named(log: Changelog, name: str) -> Part | None:
    """The section of a name; of several one with our marker, then the first."""
    best = max(log.parts, key=lambda part: _likeness(part, name), default=None)
    return best if best and _likeness(best, name) else None


def _likeness(part: Part, name: str) -> int:
    """Who says that a section is called so: 3 heading and marker, 2 the marker, 1 the heading, 0 nobody."""
    titled = key(name) in names(part.title)
    marked = part.marker is not None and part.marker.name == name
    if marked and not titled and is_unreleased(name):
        # Somebody made it a release by hand.
        marked = claim(part.title) == "none"
    return 2 * marked + titled


def _placed(log: Changelog, section: Section) -> Edit:
    """The edit that puts a new section above the others, below those that are newer."""
    lines = _lines(section, log.level)
    if all(line.kind == "blank" for line in log.lines):
        return Edit(len(log.lines), len(log.lines), (*_NEW_FILE, *lines))
    at = log.top
    if section.released:
        newer = {key(name) for name in (*section.newer, *section.others, UNRELEASED)}
        above = [part for part in log.parts if newer & _all_names(part)]
        if above:
            at = above[-1].stop if above[-1].stop < len(log.lines) else log.foot
    return Edit(at, at, lines, apart=True, closed=True)


def _all_names(part: Part) -> frozenset[str]:
    return names(part.title) | ({key(part.marker.name)} if part.marker else set())


def _replaced(section: Section, part: Part) -> Edit:
    return Edit(part.at, part.end, _lines(section, part.level))


def _gained(log: Changelog, section: Section, part: Part, more: More) -> list[Edit]:
    """The edits that bring a section up to date that people wrote in."""
    marker = part.marker
    if len(part.marks) > 1:
        raise ChronoError(
            f"the section {section.name} holds several `chrono-notes` comments",
            hint="Keep the one whose commit is the older, so that nothing is missing, and delete the others.",
            path=log.path,
            line=part.marks[1] + 1,
        )
    edits: list[Edit] = []
    if marker is None or marker.tip != section.tip:
        text = section.text if marker is None else more(marker.tip)
        if text is None:
            raise _gone(log, section, part)
        edits = additions(log, part, parsed(levelled(text, part.level, section.name)))
    elif marker.name == section.name:
        return []
    comment = str(Marker(section.name, section.tip))
    if marker is None:
        edits.append(Edit(part.body, part.body, ("", comment), closed=True, rank=(-1, 0)))
    else:
        edits.append(Edit(part.marks[0], part.marks[0] + 1, (comment,)))
    if section.released and is_unreleased(part.title):
        edits.append(Edit(part.at, part.body, tuple(levelled(section.text, part.level, section.name)[:1])))
    return edits


def _gone(log: Changelog, section: Section, part: Part) -> ChronoError:
    tip = part.marker.tip[:12] if part.marker else ""
    return ChronoError(
        f"this section was edited by hand and written up to {tip}, which {section.name} does not hold:"
        " what is new since then cannot be told",
        hint="Put the id of the last commit that the section tells of into this comment, or delete"
        " the section to have it written anew.",
        path=log.path,
        line=part.marks[0] + 1,
    )


def _lines(section: Section, level: int) -> tuple[str, ...]:
    """A section as it is written: heading, marker, text."""
    heading, *body = levelled(section.text, level, section.name)
    comment = str(Marker(section.name, section.tip, digest([heading, *body])))
    return (heading, "", comment, "", *body) if body else (heading, "", comment)


def _written(log: Changelog, section: Section, edits: list[Edit], outcome: Outcome) -> Changed:
    """Make the edits, if the section can be found again afterwards."""
    data = rewritten(log, edits)
    part = _named(read(data, log.path), section.name)
    if part is None or part.marker is None or part.marker.tip != section.tip:
        raise ChronoError(
            f"the section {section.name} would not be found again where it belongs",
            hint="Look for a comment, code fence or front matter above it that is not closed.",
            path=log.path,
            line=edits[0].start + 1 if edits else None,
        )
    return Changed(data, outcome, part.at + 1)
