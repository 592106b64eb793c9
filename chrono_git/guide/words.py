"""What the words of one item say: its number, tags, whether it is optional or skipped."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chrono_git.guide.comments import split

# What says "skipped" or "optional" stands near the start; a line of a megabyte is no prose.
_MOST = 1000

_NUMBER = r"""(?:
      (?:[Ss]tep|STEP|步骤|ステップ)\s*(?P<step>\d+(?:\.\d+)*[a-z]?)
    | (?P<id> (?:T\d{2,5}|[A-Z]{1,4}0\d+)[a-z]?(?:-[A-Z]+)? (?![-\w])  # T012, T012c, CHK001
        | [A-Z](?:\.\d+)+[a-z]?                                 # C.1.4.1
        | \d+(?:\.\d+)+[a-z]? (?![\w%/-])                       # 1.2.3
        | \d{1,4} (?=[.):：、] ) )                              # 1.
    )"""
_LEAD = re.compile(rf"{_NUMBER}[.):：、]?(?=[\s*_:：]|$)\s*", re.VERBOSE)
_BARE = re.compile(r"(?P<id>\d{1,3})(?=\s+[^\W\d])\s+")
# With a hyphen only what numbers requirements: `NOVA-003:` is another guide's name.
_NAMED = re.compile(
    r"(?:(?:Task|TASK|任务)\s*#?(?P<task>\d+(?:\.\d+)*[a-z]?)"
    r"|(?P<id>(?:[A-Z]{1,4}|(?:N?FR|SC|DR|AC|REQ|US|TASK|ADR|TC|UC|CHK|T)-)\d{1,5}))"
    r"\s*(?:[:：](?=[\s*_])|(?=\*\*\s*[:：]))\s*"
)
_BOLD = re.compile(r"(\*\*|__|~~)(?=\S)")
_SEPARATOR = re.compile(r"(?:[:：]|[-–—](?=\s))\s*")
_TAG = re.compile(r"(?:`?\[(?P<tag>[A-Z][A-Z0-9#-]{0,7})\]`?)(?![(\[])[:\s]*")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_EMPHASIS = re.compile(r"(?<!\w)(\*\*|__|\*|_)(?=\S)(.+?)(?<=\S)\1(?!\w)")
_CODE = re.compile(r"(`+)(.+?)\1")
_SLUG = re.compile(r"[^\w]+|_+")

_SAID = r"DEFERRED|SKIPPED|N/A|WONTFIX|WON'T\ (?:FIX|DO)|NOT\ NEEDED|NOT\ APPLICABLE"
_SHOUTED = rf"{_SAID}|SKIP|OBSOLETE|SUPERSEDED|REMOVED|CANCELL?ED"
_SKIP = re.compile(
    rf"""[(\[](?P<paren>(?i:{_SAID})|{_SHOUTED})(?!\w)(?!\ *[→/])[^)\]]*[)\]]
       | ^[\s*_]*(?P<start>{_SHOUTED})[\s*_]*(?:[:：]|[-–—]\s)
       | (?:[-–—:：→]|->)[\s*_]*(?P<end>{_SAID})(?!\w)
       | (?P<emphasis>\*\*|__|\*)(?:{_SHOUTED})[:.]?(?P=emphasis)
       | ^(?P<whole>{_SHOUTED})\W*$""",
    re.VERBOSE,
)
_STRUCK = re.compile(r"[*_]*~~(?=\S)(?:(?!~~).)+~~[*_]*\s*(?:[.(\[—–:→-].*|_.*|\*.*)?$", re.DOTALL)
_OPTIONAL = re.compile(
    r"\(optional\s*(?:[-–—,;:][^)]*)?\)|\(if (?:applicable|needed|necessary|required|time permits)\b[^)]*\)"
    r"|^\W*optional\W*[:：]|\[optional\]|\*\*?optional\*?\*"
    r"|\bif (?:needed|applicable|necessary)\W*$|^if needed\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Words:
    """An item's text taken apart; `named` says that it calls itself a step."""

    text: str
    number: str | None = None
    named: bool = False
    tags: tuple[str, ...] = ()
    optional: bool = False
    skip: str | None = None


def join(text: str) -> str:
    """Join soft-wrapped lines by a blank."""
    return " ".join(line.strip() for line in text.split("\n")).strip()


def take_apart(source: str, *, bare_numbers: bool = False) -> Words:
    """Take the Markdown source after a box apart.

    `bare_numbers` is for dialects where `3 Set up` begins with a number (Kiro, OpenSpec).
    """
    text = split(join(source))[0].strip()
    struck = bool(_STRUCK.match(text))
    text, number, named = _take_number(text, bare_numbers)
    text, tags = _take_tags(text)
    if number is None and tags:
        text, number, named = _take_number(text, bare_numbers)
    struck = struck or bool(_STRUCK.match(text))
    return Words(
        text=text,
        number=number,
        named=named,
        tags=tags,
        optional=bool(_OPTIONAL.search(text[:_MOST])),
        skip="the text is struck through" if struck else _skip(text),
    )


def _take_number(text: str, bare: bool) -> tuple[str, str | None, bool]:
    """Strip `T012`, `**Step 1.2**:` or `1.2` from the start; bold text behind the number stays bold."""
    opening = _BOLD.match(text)
    mark = opening[1] if opening else ""
    inner = text[len(mark) :]
    found = _LEAD.match(inner) or _NAMED.match(inner) or (_BARE.match(inner) if bare else None)
    if not found:
        return text, None, False
    groups = found.groupdict()
    rest = inner[found.end() :]
    if mark and rest.startswith(mark):
        rest = rest[len(mark) :].lstrip()
    elif mark:
        rest = mark + rest
    separator = _SEPARATOR.match(rest)
    if separator:
        rest = rest[separator.end() :]
    if not rest.strip("*_ "):
        return text, None, False
    return rest, groups.get("step") or groups.get("task") or groups["id"], bool(groups.get("step"))


def _take_tags(text: str) -> tuple[str, tuple[str, ...]]:
    tags: list[str] = []
    opening = _BOLD.match(text)
    mark = opening[1] if opening and _TAG.match(text, opening.end()) else ""
    rest = text[len(mark) :]
    while found := _TAG.match(rest):
        if found.end() == len(rest):
            break
        tags.append(found["tag"])
        rest = rest[found.end() :]
    if not tags:
        return text, ()
    if mark and rest.startswith(mark):
        return rest[len(mark) :].lstrip(" :"), tuple(tags)
    return mark + rest, tuple(tags)


def _skip(text: str) -> str | None:
    found = _SKIP.search(_CODE.sub("``", text[:_MOST]))
    if not found:
        return None
    word = next((found[name] for name in ("paren", "start", "end", "whole") if found[name]), found[0])
    return f"the text says {word.strip('*_:. ')}"


def balanced(text: str) -> str:
    """Return text without comments, and without the second half of `**` or `~~` whose first was cut off."""
    text = split(text)[0].strip()
    for mark in ("**", "__", "~~"):
        if text.count(mark) % 2:
            text = "".join(text.rsplit(mark, 1)).strip()
    return text


def plain(text: str) -> str:
    """Return Markdown source as the words that a reader sees."""
    text = _LINK.sub(r"\1", split(join(text))[0][:_MOST])
    text = _CODE.sub(r"\2", text)
    return _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", text)).strip()


def slug(text: str, most: int = 40) -> str:
    """Return a lower-case name for ids, whole words up to `most` characters."""
    words = _SLUG.sub("-", plain(text).lower()).strip("-")
    if len(words) <= most:
        return words
    return words[:most].rpartition("-")[0] or words[:most]
