"""Which lines of a commit message are a heading of learnings: `Learnings:`, `## Key learnings`."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

# A list item (CommonMark 5.2; and the dot that people type), and what it holds.
ITEM = re.compile(r"( *)([-*+•]|\d{1,3}[.)])(?: +(.*)|$)")
UNDERLINE = re.compile(r" {0,3}(?:={2,}|-{2,}) *$")  # of two at least: a lone `-` is rather an empty item
_INDENT_LIMIT = 12  # blanks; deeper lists than that are somebody's tree
_NAME_LIMIT = 80
_HASHES = re.compile(r"#{1,6} +")
_EMPHASIS = re.compile(r"\*{1,3}|_{1,3}")
_NAME = re.compile(rf"[^:*_#]{{1,{_NAME_LIMIT}}}")
_NUMBER = re.compile(r"\d{1,2}[.)] ")
_FIELD = re.compile(r" *[A-Z][\w-]*(?: [\w-]+){0,3}:(?: |$)")
_ASCII = re.compile(r"[a-z0-9]+")
_BLANKS = " \t\r\n"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: what it says on its own line, and how far in its mark stands where it is a list item.

    `below` is the number of the line after it. A `bare` one has no mark at all, only its own
    line: it takes a list to tell it from prose.
    """

    text: str
    indent: int | None
    below: int
    bare: bool = False


def wanted(headings: Sequence[str]) -> frozenset[str]:
    """Headings as they are compared: small letters, single blanks, nothing around the words."""
    plain = (" ".join(one.split()).lstrip(string.punctuation) for one in headings)
    return frozenset(words for one in plain if (words := _words(one)))


def _words(text: str) -> str:
    """The words of a text, without an emoji before them; a quotation mark there makes it another text."""
    start, end = 0, len(text)
    while start < end and not text[start].isalnum() and (text[start] == " " or not text[start].isascii()):
        start += 1
    while end > start and not text[end - 1].isalnum():
        end -= 1
    return " ".join(word for word in text[start:end].lower().split(" ") if word)


def heading_at(lines: Sequence[str], number: int, names: frozenset[str]) -> Heading | None:
    """The heading at a line, None where it is none of these names. Lines have no tabs.

    It may be an ATX or setext heading, bold, followed by a colon, a list item, numbered, have an
    emoji before it, and a remark in parentheses after it.
    """
    line = lines[number]
    rest = line.lstrip(" ")
    indent = len(line) - len(rest)
    if item := ITEM.match(line):
        rest = item[3] or ""
    if indent > (_INDENT_LIMIT if item else 3):
        return None
    hashes = _HASHES.match(rest)
    rest = rest[hashes.end() :] if hashes else rest
    if len(line) - len(rest) > _INDENT_LIMIT * 3:
        return None
    mark = emphasis[0] if (emphasis := _EMPHASIS.match(rest)) else ""
    name = _NAME.match(rest, len(mark))
    if name is None or not _is_named(name[0], names):
        return None
    text, colon = _after(rest[name.end() :], mark)
    if text is None or (text and not colon and text.strip("# ")):
        return None
    below = number + 1
    if hashes or colon or mark:
        text = text.strip("# ") if hashes else text
        underlined = not text and not item and below < len(lines) and UNDERLINE.match(lines[below])
        return Heading(text, indent if item else None, below + bool(underlined))
    if item:
        return None
    if below < len(lines) and UNDERLINE.match(lines[below]):
        return Heading("", None, below + 1)
    return Heading("", None, below, bare=True)


def _is_named(name: str, names: frozenset[str]) -> bool:
    name = name.rstrip(" ")
    plain = _words(name.rpartition(" (")[0] if name.endswith(")") else name)
    numbered = _NUMBER.match(plain)
    return plain in names or (numbered is not None and _words(plain[numbered.end() :]) in names)


def _after(rest: str, mark: str) -> tuple[str | None, bool]:
    """What follows a heading's words, and whether a colon does; None where the emphasis is not closed."""
    rest = rest.lstrip(" ")
    inside = bool(mark) and rest.startswith(":")
    rest = rest[1:].lstrip(" ") if inside else rest
    if not rest.startswith(mark):
        return None, False
    rest = rest[len(mark) :].lstrip(" ")
    outside = rest.startswith(":")
    return rest[outside:].strip(" "), inside or outside


def stands_free(lines: Sequence[str], number: int) -> bool:
    """Whether a line begins something of its own, and does not go on with the prose above it."""
    above = lines[number - 1]
    return (
        not above.strip(_BLANKS)
        or above[0] in " #"
        or ITEM.match(above) is not None
        or UNDERLINE.match(above) is not None
        or _FIELD.match(above) is not None
    )


def is_field(line: str) -> bool:
    """Whether a line begins like one of a form: `Testing: …`, `Next steps:`."""
    return _FIELD.match(line) is not None


def may_teach(message: bytes, headings: Sequence[str]) -> bool:
    """Whether a message may hold one of the headings: never False where `parse_message` would find one."""
    return next(heading_offsets(message, len(message), headings), None) is not None


def heading_offsets(messages: bytes, end: int, headings: Sequence[str]) -> Iterator[int]:
    """Where in many messages, up to `end`, a line may be one of the headings; ascending, in UTF-8 or Latin-1.

    It is for those who have no time for more: neither what is above nor below a line is looked at.
    """
    needles, line = _search(tuple(headings))
    if line is None:
        return
    found = (
        _needles(messages.lower(), end, needles)
        if needles
        else (hit.start() for hit in line.finditer(messages, 0, end))
    )
    passed = -1
    for at in found:
        start = messages.rfind(b"\n", 0, at) + 1
        if start > passed and (not needles or line.match(messages, start)):
            yield start
            passed = start


def _needles(small: bytes, end: int, needles: Sequence[bytes]) -> Iterator[int]:
    """Where any of the needles is, ascending."""
    hits = [small.find(needle, 0, end) for needle in needles]
    while (at := min((hit for hit in hits if hit >= 0), default=-1)) >= 0:
        yield at
        for number, hit in enumerate(hits):
            if hit == at:
                hits[number] = small.find(needles[number], at + 1, end)


@lru_cache(maxsize=8)
def _search(headings: tuple[str, ...]) -> tuple[tuple[bytes, ...], re.Pattern[bytes] | None]:
    """A piece of each heading to look for, none where one has none, and how its line begins."""
    names = sorted(wanted(headings))
    if not names:
        return (), None
    needles = {max(_ASCII.findall(name), key=len, default="") for name in names}
    kept = {one for one in needles if not any(other != one and other in one for other in needles)}
    either = b"|".join(rb"[ \t]+".join(map(_letters, name.split(" "))) for name in names)
    # Marks, numbers and emoji are no ASCII letters; a line is searched from its beginning.
    line = re.compile(rb"(?m:^)[^A-Za-z\n]{0,%d}(?:%s)(?![A-Za-z0-9])" % (_NAME_LIMIT * 4, either))
    return () if "" in needles else tuple(one.encode() for one in sorted(kept)), line


def _letters(word: str) -> bytes:
    """A pattern for a word in any letter case, in UTF-8 and Latin-1."""
    found = b""
    for char in word:
        cases = {
            case.encode(code, "ignore")
            for case in (char, char.upper(), char.title())
            for code in ("utf-8", "latin-1")
        }
        found += b"(?:" + b"|".join(re.escape(case) for case in sorted(cases) if case) + b")"
    return found
