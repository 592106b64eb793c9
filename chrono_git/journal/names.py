"""Which headings and labels of a log mean what: tickets, a guide, learnings, dates, a status."""

from __future__ import annotations

import re
from typing import Literal

from chrono_git.journal.entry import normal

GENERAL = "General"  # the section of learnings that belong to no guide

_LABEL_LIMIT = 120
_LABEL = re.compile(
    r"(?P<before>(?:[^\w\s*_`<\[\\]{1,4}[ \t]+)?(?P<mark>\*\*|__|\*|_|))"
    r"(?P<name>[^\W_](?:[^*_:`]{0,58}[^\s*_:`])?)"
    r"(?P<after>(?P=mark)[ \t]?:|:(?P=mark)|(?P=mark)(?=[ \t]*$))(?=[ \t]|$)"
)
_LEARNINGS = re.compile(r"(?:(?:key|main) )?(?:learnings?|lessons?(?: learn(?:ed|t))?)")
_NUMBERED = re.compile(r"\d+[.)][ \t]+")
_KIND = re.compile(r"(?:ticket|guide|issue|story|task|spec|feature)[ \t]+", re.IGNORECASE)
_NOT_A_WORD = re.compile(r"[^\w]+")
_PARTS_FROM_TITLE = re.compile(r"(?:[ \t]*$|[ \t]*[:–—|(]|[ \t]+-[ \t]|[.)][ \t])")
_ID = re.compile(r"[A-Z][A-Z0-9]{0,15}(?:-[A-Z][A-Z0-9]*)*-\d+\b")
_FIELDS = {
    "started": "started",
    "start": "started",
    "completed": "completed",
    "finished": "completed",
    "status": "status",
    "key deliverables": "deliverables",
    "deliverables": "deliverables",
}

Strength = Literal[0, 1, 2]


def label(content: str) -> re.Match[str] | None:
    """Match `**Status**:`, `**Status:**`, `Status:` where a list item or paragraph begins.

    Without a colon only a text that ends behind it counts (`**Learnings**`).
    """
    return _LABEL.match(content[:_LABEL_LIMIT])


def learnings_label(content: str) -> re.Match[str] | None:
    """Match a label that says learnings, key learnings or lessons learned."""
    found = label(content)
    return found if found and _LEARNINGS.fullmatch(normal(found["name"]).lower()) else None


def is_learnings(title: str) -> bool:
    """Whether a heading says learnings."""
    return _LEARNINGS.fullmatch(normal(title.strip(" \t*_:`")).lower()) is not None


def is_tickets(title: str) -> bool:
    """Whether a heading is the one that the guides' sections stand under."""
    return _NOT_A_WORD.sub("", title).lower() == "tickets"


def field(name: str) -> str:
    """Which field of GuideHead a label names, "learnings", or ""."""
    plain = normal(name).lower()
    return "learnings" if _LEARNINGS.fullmatch(plain) else _FIELDS.get(plain, "")


def looks_like_guide(title: str) -> bool:
    """Whether a heading begins with something like CHRONO-003."""
    return _ID.match(_bare(title)) is not None


def separator(title: str) -> str | None:
    """What stands between id and title in the heading of a guide, or None where it is not seen."""
    bare = _bare(title)
    found = _ID.match(bare)
    between = re.match(r"[ \t]*[:–—|][ \t]+|[ \t]+-[ \t]+", bare[found.end() :]) if found else None
    return between[0] if between else None


def names(title: str, plain: str, guide: str, written: str) -> Strength:
    """How surely a heading is the one of a guide: 2 `ID` or `ID: …`, 1 `ID something`, 0 not.

    `title` is as it stands in the file and compared with the id as we write it (`written`);
    `plain` is without links, and may begin with marks, a number or a word like Ticket.
    """
    best: Strength = 0
    for text, sought in ((title, written), (_bare(plain), guide)):
        if text[: len(sought)].casefold() != sought.casefold():
            continue
        rest = text[len(sought) :].lstrip("*_`]")
        if _PARTS_FROM_TITLE.match(rest):
            return 2
        if rest[0] in " \t" and ":" not in rest:
            best = 1
    return best


def _bare(title: str) -> str:
    start = _NOT_A_WORD.match(title)
    text = title[start.end() if start else 0 :]
    for word in (_NUMBERED, _KIND):
        if found := word.match(text):
            text = text[found.end() :]
    start = _NOT_A_WORD.match(text)
    return text[start.end() if start else 0 :]
