"""Where a commit message that is still being written ends, and how trailers are put there.

A message is text here; bytes that are no UTF-8 are surrogate escapes, so that all else stays as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

# What git itself writes below a message: wt-status.c, cut_line.
_SCISSORS = " ------------------------ >8 ------------------------"
# The characters of which `core.commentChar=auto` picks one: builtin/commit.c, adjust_comment_line_char.
_AUTOMATIC = "#;@!$%^&|:"
# trailer.c, find_separator and git_generated_prefixes.
_TRAILER = re.compile(r"([A-Za-z0-9-]+)[ \t]*:(.*)", re.DOTALL)
_BY_GIT = ("Signed-off-by: ", "(cherry picked from commit ")
_BLANKS = " \t\r"  # git-compat-util.h, isspace, of which a line holds no more


def until_scissors(text: str) -> str:
    """The message without what git cuts off: the scissors line and all below (`commit.verbose`)."""
    return text[: _scissors(text)]


def without_template(text: str, comment: str) -> str:
    """The message without the scissors and all below, and without the comments at its end."""
    lines = until_scissors(text).split("\n")
    kept = lines[: _without_comments(lines, comment)]
    return "\n".join([*kept, ""]) if kept else ""


def _scissors(text: str) -> int:
    """Where the scissors line begins; the length of the text where there is none."""
    at = text.find(_SCISSORS)
    while at >= 0:
        start = text.rfind("\n", 0, at) + 1
        end = at + len(_SCISSORS)
        mark = text[start:at]
        # A comment prefix may be of several characters: git-config(1), core.commentString.
        if mark and len(mark.split()) == 1 and text[end : end + 2].strip("\r")[:1] in ("", "\n"):
            return start
        at = text.find(_SCISSORS, end)
    return len(text)


def comment_prefix(text: str, configured: str) -> str:
    """What a comment line begins with; `configured` is core.commentChar or core.commentString, "" for none.

    With `auto` it is what git has chosen for this message, as far as that can be seen.
    """
    at = _scissors(text)
    if at < len(text):
        return text[at : text.index(_SCISSORS, at)]
    if configured != "auto":
        return configured or "#"
    last = text.rstrip().rpartition("\n")[2][:1]
    return last if last and last in _AUTOMATIC else "#"


def is_empty(text: str, comment: str, *, edited: bool) -> bool:
    """Whether nothing of a message is there yet; see `add_trailers` for the rest."""
    lines = until_scissors(text).split("\n")
    return (_without_comments(lines, comment) if edited else _without_blanks(lines)) == 0


def add_trailers(text: str, trailers: Iterable[str], comment: str, *, edited: bool) -> str:
    """The message with these trailers in the block of trailers at its end, those that are not there yet.

    A trailer is its line and the lines folded under it, with LF between them; of equals the
    last one counts. Without such a block they become one, as git-interpret-trailers(1) would
    have it. What git takes away below the message stays below: the scissors, and lines that
    begin with `comment` where an editor is to be started (`edited`), as they are no part of
    the message then.
    """
    cut = _scissors(text)
    lines = text[:cut].split("\n")
    cr = "\r" if len(lines) > 1 and lines[0].endswith("\r") else ""
    if lines[-1]:
        lines[-1] += cr
    else:
        lines.pop()  # the last line is ended, as it should be
    plain = _without_comments(lines, comment)
    start = _block(lines[:plain], comment)
    known = {_said(one) for one in _trailers(lines[start:plain])}
    wanted = {_said(one.split("\n")): one for one in reversed([*trailers])}
    new = [one for said, one in wanted.items() if said not in known]
    if not new:
        return text
    # Without an editor nobody takes comments away: they may be all that the message is.
    at = plain if edited or start < plain else _without_blanks(lines)
    added = [line + cr for one in reversed(new) for line in one.split("\n")]
    if start == plain:
        added = [cr, *added] if at else [cr, cr, *added]
    if edited and lines[at:] and not _is_blank(lines[at]):
        added.append(cr)
    return "\n".join([*lines[:at], *added, *lines[at:], ""]) + text[cut:]


def trailers_of(text: str, comment: str) -> list[tuple[str, str]]:
    """Key and unfolded value of the trailers in the block at the end of a message."""
    lines = until_scissors(text).split("\n")
    lines = lines[: _without_comments(lines, comment)]
    return [_said(one) for one in _trailers(lines[_block(lines, comment) :])]


def _is_blank(line: str) -> bool:
    return not line.strip(_BLANKS)


def _without_blanks(lines: Sequence[str]) -> int:
    end = len(lines)
    while end and _is_blank(lines[end - 1]):
        end -= 1
    return end


def _without_comments(lines: Sequence[str], comment: str) -> int:
    """How many lines there are above the comments and blank lines at the end."""
    end = len(lines)
    while end and (_is_blank(lines[end - 1]) or lines[end - 1].startswith(comment)):
        end -= 1
    return end


def _block(lines: Sequence[str], comment: str) -> int:
    """Where the block of trailers begins that the lines end with; their number where there is none.

    It is the last paragraph, but not the first one, and has nothing but trailers; or one that git
    wrote, and no more than three other lines for each trailer (trailer.c, find_trailer_block_start).
    """
    title = 0
    while title < len(lines) and (lines[title].startswith(comment) or not _is_blank(lines[title])):
        title += 1
    trailers = others = folded = 0
    by_git = False
    for number in range(len(lines) - 1, title - 1, -1):
        line = lines[number]
        if line.startswith(comment):
            others, folded = others + folded, 0
        elif _is_blank(line):
            others += folded
            good = trailers * 3 >= others if by_git else trailers and not others
            return number + 1 if good else len(lines)
        elif line.startswith(_BY_GIT):
            trailers, folded, by_git = trailers + 1, 0, True
        elif _TRAILER.match(line):
            trailers, folded = trailers + 1, 0
        elif line[0] in _BLANKS:
            folded += 1
        else:
            others, folded = others + folded + 1, 0
    return len(lines)


def _trailers(lines: Sequence[str]) -> list[list[str]]:
    """The lines of a block, each trailer with what is folded under it."""
    found: list[list[str]] = []
    last: list[str] | None = None
    for line in lines:
        if last is not None and line[:1] in (" ", "\t"):
            last.append(line)
        elif _TRAILER.match(line):
            last = [line]
            found.append(last)
        else:
            last = None
    return found


def _said(lines: Sequence[str]) -> tuple[str, str]:
    """What tells one trailer from another: its key in small letters, its value unfolded."""
    key, _, first = lines[0].partition(":")
    parts = (part.strip(_BLANKS) for part in (first, *lines[1:]))
    return key.strip(_BLANKS).lower(), " ".join(part for part in parts if part)
