"""Commit message → its `Chrono-*` lines, with the paragraph and squash block each stands in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import lru_cache

KEYS = ("Chrono-Step", "Chrono-Guide", "Chrono-Skip", "Chrono-Reopen", "Chrono-Learning")

CO_AUTHOR, AUTHOR = "Co-authored-by", "Author"
# Words people reach for, which no measure of likeness would lead to the right key.
_SYNONYMS = {
    "chrono-task": "Chrono-Step",
    "chrono-item": "Chrono-Step",
    "chrono-done": "Chrono-Step",
    "chrono-closes": "Chrono-Step",
    "chrono-completes": "Chrono-Step",
    "chrono-lesson": "Chrono-Learning",
    "chrono-learned": "Chrono-Learning",
    "chrono-defer": "Chrono-Skip",
    "chrono-ignore": "Chrono-Skip",
    "chrono-undo": "Chrono-Reopen",
}

# git's own shape of a trailer (trailer.c, find_separator): a word, blanks, a colon.
_TRAILER = re.compile(r"([A-Za-z][A-Za-z0-9_-]{0,40})[ \t]*:(.*)", re.DOTALL)
_OPENING_FENCE = re.compile(r" {0,3}(?:(`{3,})[^`]*|(~{3,}).*)$")
_CLOSING_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})[ \t]*$")
SQUASHED = "Squashed commit of the following:"  # git's own builtin/merge.c, squash_message
SQUASHED_COMMIT = re.compile(r"commit [0-9a-f]{40,64}$")
_JUDGED_LIMIT = 200  # likeness is slow to measure: no message has more keys than this that matter
_RULE = re.compile(r"-{3,}[ \t]*$")
_BLANKS = " \t\r"  # git-compat-util.h, isspace: what git takes away and folds
_GOES_ON = frozenset("abcdefghijklmnopqrstuvwxyz,.;)")
_HEADER = 8  # lines of a squashed commit's header at most


@dataclass(frozen=True, slots=True)
class TrailerLine:
    """One `Chrono-*` line with what was folded under it.

    `key` is spelt as in KEYS, `value` unfolded as `git interpret-trailers --unfold`
    does, `line` 1-based. Lines of one `paragraph` have no blank line between them;
    `block` is 0 for the message itself and counts the commits of a squash body.
    """

    key: str
    value: str
    line: int
    paragraph: int
    block: int


@dataclass(frozen=True, slots=True)
class Scan:
    """What the lines of a message hold: `misspelt` are (line, key as written, nearest key or "").

    `people` are its `Co-authored-by` lines, and the `Author` lines that git writes above squashed commits.
    `passed` are (line, key) of our keys in the middle of a sentence, which were taken for prose.
    """

    subject: str
    trailers: tuple[TrailerLine, ...]
    misspelt: tuple[tuple[int, str, str], ...]
    subjects: tuple[str, ...]
    prose: str
    people: tuple[TrailerLine, ...] = ()
    passed: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Listed:
    """Learnings that are no trailers, by the number of their line, and the lines on which nothing else is.

    Lines count from 0 here.
    """

    learnings: Mapping[int, str] = field(default_factory=dict)
    lines: frozenset[int] = frozenset()


def scan(message: str, listed: Listed | None = None, keys: tuple[str, ...] = KEYS) -> Scan:
    """Read a commit message, of any size, in one pass.

    `subjects` are the subjects by block number, the message's own first; `prose` is
    the message without its code fences. Lines end at LF alone, as in git; an unclosed
    fence is no fence, so that it cannot swallow the trailers below it. What is `listed`
    comes as `Chrono-Learning`; `keys` are other trailers to look for.
    """
    lines, outside, fenced = read_lines(message)
    spelt, initials = _spelling(keys)
    subject = next((line.strip() for line in lines if line.strip()), "")
    subjects = [subject]
    found: list[TrailerLine] = []
    people: list[TrailerLine] = []
    likeness = _Likeness()
    paragraph = block = 0
    for number, line in enumerate(lines):
        if fenced[number]:
            continue
        if not line or (line[0] in _BLANKS and not line.strip(_BLANKS)):
            paragraph += 1
            continue
        if listed is not None and number in listed.lines:
            if number in listed.learnings:
                text = listed.learnings[number]
                found.append(TrailerLine("Chrono-Learning", text, number + 1, paragraph, block))
            continue
        if line[0] in "*c" and (opened := _opens_block(lines, number)):
            subjects.append(opened)
            block = len(subjects) - 1
            people += _header_author(lines, number, paragraph, block) if line[0] == "c" else ()
        elif number in outside or (line[0] == "-" and _RULE.match(line)):
            block = 0
        match = _TRAILER.match(line) if line[0] in initials else None
        if match is None:
            continue
        key = spelt.get(match[1].lower())
        if _is_mid_sentence(lines, number, match[2]):
            likeness.passed += [(number + 1, key)] if key in KEYS else []
            continue
        if key is None:
            likeness.judge(number + 1, match[1])
            continue
        value = _unfolded(match[2], lines, number, fenced)
        into = found if key in keys else people
        into.append(TrailerLine(key, value, number + 1, paragraph, block))
    if any(fenced):
        message = "\n".join(line for line, hidden in zip(lines, fenced, strict=True) if not hidden)
    return Scan(
        subject, tuple(found), tuple(likeness.misspelt), tuple(subjects), message, tuple(people),
        tuple(likeness.passed),
    )  # fmt: skip


def _is_mid_sentence(lines: Sequence[str], number: int, value: str) -> bool:
    """Whether prose only happens to be broken before a key: `we add no⏎Signed-off-by: is found in …`.

    The line above ends in the middle of a sentence, the words go on in small letters, and so
    does the line below. All of it has to be so: a learning that is lost is worse than a strange one.
    """
    words = value.split(None, 2)
    if len(words) < 2 or value.lstrip()[0] not in _GOES_ON or not 0 < number < len(lines) - 1:
        return False
    above, below = lines[number - 1].rstrip(_BLANKS), lines[number + 1]
    is_prose = all(line[:1].isalnum() and not _TRAILER.match(line) for line in (above, below))
    return is_prose and (above[-1].isalnum() or above[-1] == ",")


class _Likeness:
    """The keys of a message that were meant to be ours, each judged once; and ours that passed for prose."""

    def __init__(self) -> None:
        self.misspelt: list[tuple[int, str, str]] = []
        self.passed: list[tuple[int, str]] = []
        self._judged: dict[str, str | None] = {}

    def judge(self, line: int, key: str) -> None:
        if key not in self._judged and len(self._judged) < _JUDGED_LIMIT:
            self._judged[key] = _nearest(key)
        if (nearest := self._judged.get(key)) is not None:
            self.misspelt.append((line, key, nearest))


def read_lines(message: str) -> tuple[list[str], frozenset[int], list[bool]]:
    """The lines as their commits had them, where the message goes on below those, and what is fenced."""
    lines, outside = without_squash_indent([line.rstrip("\r") for line in message.split("\n")])
    fenced = _fenced(lines) if "```" in message or "~~~" in message else [False] * len(lines)
    return lines, outside, fenced


@lru_cache(maxsize=8)
def _spelling(keys: tuple[str, ...]) -> tuple[dict[str, str], frozenset[str]]:
    """How the keys are spelt, by their small letters, and what a line of interest may begin with."""
    spelt = {key.lower(): key for key in (CO_AUTHOR, *keys)}
    return spelt, frozenset("cC") | {case for key in keys for case in (key[0].lower(), key[0].upper())}


def without_squash_indent(lines: list[str]) -> tuple[list[str], frozenset[int]]:
    """The lines of `git merge --squash`, which indents every message by four blanks, as they were written.

    What stands at the margin again, below them, is of the message itself: the numbers of the
    lines where that begins come with them.
    """
    if SQUASHED not in lines:
        return lines, frozenset()
    inside = heading = False
    result, outside = [], set()
    for number, line in enumerate(lines):
        if SQUASHED_COMMIT.match(line) is not None:
            inside = heading = True
        elif not line.strip():
            heading = False
        elif inside and not heading and not line.startswith("    "):
            inside = False
            outside.add(number)
        result.append(line[4:] if inside and line.startswith("    ") else line)
    return result, frozenset(outside)


def _opens_block(lines: Sequence[str], number: int) -> str:
    """The subject of the squashed commit that begins at this line, or "".

    The hosting sites write `* subject` between blank lines; git writes `commit <id>`,
    a header, a blank line and the message.
    """
    line = lines[number]
    if line.startswith("* "):
        alone_above = number == 0 or not lines[number - 1].strip()
        alone_below = number + 1 == len(lines) or not lines[number + 1].strip()
        return line[2:].strip() if alone_above and alone_below else ""
    if SQUASHED_COMMIT.match(line):
        header = next((n for n in range(number, min(number + _HEADER, len(lines))) if not lines[n]), None)
        return lines[header + 1].strip() if header is not None and header + 1 < len(lines) else "commit"
    return ""


def _header_author(lines: Sequence[str], number: int, paragraph: int, block: int) -> Iterator[TrailerLine]:
    """Who wrote the squashed commit that begins at this line: `Author: A <a@b.c>` of its header."""
    for below in range(number + 1, min(number + _HEADER, len(lines))):
        if not lines[below]:
            return
        key, _, value = lines[below].partition(":")
        if key == AUTHOR:
            yield TrailerLine(AUTHOR, value.strip(), below + 1, paragraph, block)


def _unfolded(first: str, lines: Sequence[str], number: int, fenced: Sequence[bool]) -> str:
    parts = [first.strip(_BLANKS)]
    for below in range(number + 1, len(lines)):
        line = lines[below]
        if fenced[below] or not line.strip(_BLANKS) or line[0] not in " \t":
            break
        parts.append(line.strip(_BLANKS))
    return " ".join(part for part in parts if part)


def _nearest(key: str) -> str | None:
    """The key that a misspelt one was meant to be; "" when none is near; None when it is no key of ours.

    `chrono-git: …` in small letters is somebody's prose, `Chrono-Foo: …` a trailer.
    """
    plain = key.lower().replace("_", "-")
    if plain in _SYNONYMS:
        return _SYNONYMS[plain]
    if plain[:2] not in ("ch", "cr") or len(plain) > 20:
        return None
    if plain.startswith("chrono-"):
        words = get_close_matches(plain[7:], [key[7:].lower() for key in KEYS], n=1, cutoff=0.7)
        near = [f"chrono-{word}" for word in words]
    else:
        near = get_close_matches(plain, [key.lower() for key in KEYS], n=1, cutoff=0.85)
    if near:
        return _spelling(KEYS)[0][near[0]]
    return "" if key.startswith("Chrono-") else None


def _fenced(lines: Sequence[str]) -> list[bool]:
    """Which lines belong to a closed code fence, its two marks included (CommonMark 4.5)."""
    hidden = [False] * len(lines)
    closers = {
        n: match[1]
        for n, line in enumerate(lines)
        if line.lstrip(" ")[:1] in ("`", "~") and (match := _CLOSING_FENCE.match(line))
    }
    order = list(closers)
    # The length from which a fence of this character is known to have no end below:
    # without it a message of nothing but openings would take quadratic time.
    endless = {"`": len(lines) + 1 << 30, "~": len(lines) + 1 << 30}
    for start, end in _fences(lines, closers, order, endless):
        hidden[start : end + 1] = [True] * (end + 1 - start)
    return hidden


def _fences(
    lines: Sequence[str], closers: dict[int, str], order: list[int], endless: dict[str, int]
) -> Iterator[tuple[int, int]]:
    number = passed = 0
    while number < len(lines):
        match = _OPENING_FENCE.match(lines[number]) if lines[number].lstrip(" ")[:1] in ("`", "~") else None
        if match is not None:
            mark = match[1] or match[2]
            while passed < len(order) and order[passed] <= number:
                passed += 1
            closer = passed if len(mark) < endless[mark[0]] else len(order)
            while closer < len(order) and not closers[order[closer]].startswith(mark):
                closer += 1
            if closer < len(order):
                yield number, order[closer]
                number = order[closer]
            else:
                endless[mark[0]] = min(endless[mark[0]], len(mark))
        number += 1
