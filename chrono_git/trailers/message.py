"""One commit message → what it claims, teaches and reverts, each with the guide that it speaks of."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from chrono_git.model import Claim, Problem
from chrono_git.trailers.beside import Beside
from chrono_git.trailers.lines import KEYS, Listed, Scan, TrailerLine, scan
from chrono_git.trailers.people import CoAuthors
from chrono_git.trailers.values import (
    guides_named,
    known_guide,
    read_value,
    subject_claims,
    subject_guide,
    subject_kind,
    undone,
)

PROBLEM_PATH = "commit message"
_KINDS: dict[str, Literal["claim", "skip", "reopen"]] = {
    "Chrono-Step": "claim",
    "Chrono-Skip": "skip",
    "Chrono-Reopen": "reopen",
}
# git-revert(1): "This reverts commit <id>." and, of a merge, ", reversing changes made to <id>.".
# Blanks are counted, since unbounded ones make a message of blanks take quadratic time.
_OID = r"[0-9a-f]{7,64}\b"
_REVERT = re.compile(
    rf"\bthis\s{{1,9}}reverts\s{{1,9}}commits?\s{{1,9}}({_OID}(?:[\s,]{{1,9}}(?:and\s{{1,9}})?{_OID})*)"
    rf"(?:,?\s{{1,9}}reversing\s{{1,9}}changes\s{{1,9}}made\s{{1,9}}to\s{{1,9}}({_OID}))?",
    re.IGNORECASE,
)
_REVERTED_PULL = re.compile(r"^Reverts (?:[\w.-]+/[\w.-]+)?(#\d+)[ \t]*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Learning:
    """One `Chrono-Learning` trailer or item below a heading, unfolded, and its guide, if any.

    `steps` are the items of that guide claimed beside it, without the guide; `subject` is that of
    the commit or squashed commit that said it, and `kind` its Conventional Commits type, else the
    message's; `co_authors` (`Name <email>`) are those of its squash block and of the message
    outside the blocks. `assumed` says that no message names the guide: `with_guide` filled it.
    """

    text: str
    guide: str | None = None
    steps: tuple[str, ...] = ()
    kind: str | None = None
    subject: str = ""
    co_authors: tuple[str, ...] = ()
    assumed: bool = False


@dataclass(frozen=True, slots=True)
class Revert:
    """A commit that a message takes back: its id, perhaps shortened, or `#12` for a pull request.

    `mainline` is the parent that a reverted merge was reset to; what came with that
    merge is taken back with it.
    """

    commit: str
    mainline: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """What a commit message says. The claims' `commit` is empty; `guide` is the message's own.

    `co_authors` are all whom it names, each e-mail address once, as `Name <email>`.
    """

    subject: str
    claims: tuple[Claim, ...] = ()
    learnings: tuple[Learning, ...] = ()
    guide: str | None = None
    reverts: tuple[Revert, ...] = ()
    problems: tuple[Problem, ...] = ()
    co_authors: tuple[str, ...] = ()


def parse_message(message: str, guides: Collection[str] = (), headings: Sequence[str] = ()) -> Message:
    """Read a commit message (DESIGN section 3).

    `guides` are the ids of the known guides; where there are none, an id is known by its
    shape (`CHRONO-003`). A number's guide is, in this order: the one written with it
    (`CHRONO-003/2`); the nearest `Chrono-Guide` of its paragraph, above before below;
    of its block (a squash body has one for each commit); the one that the block's subject
    names; that of the message outside the blocks; that of the message's subject; the only
    one that any `Chrono-Guide` of the message names. Otherwise None: `with_guide` fills it.
    Claims that say the same count once, and so do learnings; what a squash takes back of its own
    commits counts not at all. `headings` are those under which
    learnings stand without being trailers ("Key learnings"). `problems` carry the line in the
    message.
    """
    seen = _standing(scan(message, _listed(message, headings) if headings else None))
    governors = Governors(seen, guides)
    claims: dict[tuple[str, str | None, str], Claim] = {}
    steps: list[tuple[TrailerLine, Claim]] = []
    problems = [*_misspelt(seen), *_passed(seen), *governors.problems]
    for trailer in seen.trailers:
        if trailer.key == "Chrono-Learning" and not trailer.value:
            problems.append(_problem(trailer.line, "Chrono-Learning is empty; expected what was learnt"))
        if trailer.key not in _KINDS:
            continue
        read, complaints = _claims(trailer, governors.of(trailer), guides)
        problems += complaints
        for claim in read:
            claims.setdefault((claim.kind, claim.guide, claim.item), claim)
            if claim.kind == "claim":
                steps.append((trailer, claim))
    said = {(claim.guide, claim.item) for claim in claims.values()}
    weak = (one for one in subject_claims(seen.subject, guides) if (one.guide, one.item) not in said)
    people = CoAuthors(seen)
    return Message(
        seen.subject,
        (*claims.values(), *weak),
        _learnings(seen, governors, Beside(steps), people),
        governors.message,
        _reverts(seen.prose),
        tuple(sorted(problems, key=lambda problem: problem.line or 0)),
        people.all,
    )


def _listed(message: str, headings: Sequence[str]) -> Listed | None:
    # Loaded here, since hooks load this module and have no headings.
    from chrono_git.trailers.headings import may_teach
    from chrono_git.trailers.listed import listed

    return listed(message, headings) if may_teach(message.encode("utf-8", "replace"), headings) else None


def _standing(seen: Scan) -> Scan:
    """What was seen without the trailers of squashed commits that the same squash takes back."""
    gone = undone(seen.subjects[1:]) if 'Revert "' in seen.prose else ()
    if not gone:
        return seen
    kept = (one for one in seen.trailers if not one.block or seen.subjects[one.block] not in gone)
    return replace(seen, trailers=tuple(kept))


def _learnings(seen: Scan, governors: Governors, beside: Beside, people: CoAuthors) -> tuple[Learning, ...]:
    taught = [one for one in seen.trailers if one.key == "Chrono-Learning" and one.value]
    kinds = [subject_kind(subject) for subject in seen.subjects] if taught else []
    found: dict[tuple[str, str | None], Learning] = {}
    for trailer in taught:
        guide, block = governors.of(trailer), trailer.block
        key = (" ".join(trailer.value.split()), guide)
        if key not in found:
            found[key] = Learning(
                trailer.value,
                guide,
                beside.steps(trailer, guide),
                kinds[block] or kinds[0],
                seen.subjects[block],
                people.of(block),
            )
    return tuple(found.values())


def _claims(
    trailer: TrailerLine, guide: str | None, guides: Collection[str]
) -> tuple[list[Claim], list[Problem]]:
    value = read_value(trailer.value, guides)
    kind = _KINDS[trailer.key]
    problems = [_problem(trailer.line, f"{trailer.key}: {text}") for text in value.problems]
    if not value.refs and not problems:
        what = f"`{trailer.value}` names no item" if trailer.value else "it is empty"
        problems.append(_problem(trailer.line, f"{trailer.key}: {what}; expected one like 2, 1.2 or T012"))
    elif value.rest and kind == "claim":
        text = f"{trailer.key}: `{value.rest[:60]}` is no item id; put remarks in parentheses"
        problems.append(_problem(trailer.line, text))
    reason = value.rest if kind != "claim" else ""
    line = f"{trailer.key}: {trailer.value}"
    return [
        Claim("", kind, ref.item, line, ref.guide or guide, ref.reason or reason) for ref in value.refs
    ], problems


def _misspelt(seen: Scan) -> list[Problem]:
    return [
        _problem(
            line,
            f"`{key}` is no trailer of chrono-git"
            + (f"; did you mean `{nearest}`?" if nearest else f"; known are {', '.join(KEYS)}"),
        )
        for line, key, nearest in seen.misspelt
    ]


def _passed(seen: Scan) -> list[Problem]:
    why = "stands in the middle of a sentence and is not read; put a blank line above it, or wrap it anew"
    return [_problem(line, f"`{key}` {why}") for line, key in seen.passed]


def _problem(line: int, text: str) -> Problem:
    return Problem(PROBLEM_PATH, line, text)


class Governors:
    """Which guide the trailers of one message speak of, by paragraph, block and message."""

    def __init__(self, seen: Scan, guides: Collection[str]) -> None:
        self.problems: list[Problem] = []
        self._by_paragraph: dict[int, list[tuple[int, str]]] = {}
        self._by_block: dict[int, list[tuple[int, str]]] = {}
        for trailer in seen.trailers:
            if trailer.key != "Chrono-Guide":
                continue
            words = trailer.value.split()
            if len(words) != 1 or "," in trailer.value:
                text = f"Chrono-Guide: `{trailer.value}` is not one guide id; expected one like CHRONO-003"
                self.problems.append(_problem(trailer.line, text))
                continue
            named = (trailer.line, known_guide(words[0], guides) or words[0])
            self._by_paragraph.setdefault(trailer.paragraph, []).append(named)
            self._by_block.setdefault(trailer.block, []).append(named)
        self._subjects = [subject_guide(subject, guides) for subject in seen.subjects]
        all_named = {guide for block in self._by_block.values() for _, guide in block}
        outside = self._by_block.get(0)
        self.message = outside[0][1] if outside else self._subjects[0]
        if self.message is None and len(all_named) == 1:
            self.message = next(iter(all_named))

    def of(self, trailer: TrailerLine) -> str | None:
        """The guide of a trailer that does not name its own; None where nothing in the message gives one."""
        for named in (self._by_paragraph.get(trailer.paragraph), self._by_block.get(trailer.block)):
            if named:
                return _nearest_guide(named, trailer.line)
        return self._subjects[trailer.block] or self.message


def _nearest_guide(named: list[tuple[int, str]], line: int) -> str:
    """The last one above the line, else the first below; `named` is in the order of lines."""
    low, high = 0, len(named)
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if named[middle][0] < line else (low, middle)
    return named[max(low - 1, 0)][1]


def _reverts(prose: str) -> tuple[Revert, ...]:
    if "everts" not in prose and "EVERTS" not in prose:
        return ()
    found = [
        Revert(oid, match[2] and match[2].lower())
        for match in _REVERT.finditer(prose)
        for oid in re.findall(r"[0-9a-f]{7,64}", match[1].lower())
    ]
    found += [Revert(match[1]) for match in _REVERTED_PULL.finditer(prose)]
    return tuple(dict.fromkeys(found))


def branch_guide(branch: str | None, guides: Collection[str] = ()) -> str | None:
    """The guide that a branch names (`warp-in/CHRONO-003-mac-setup`), None where none or several."""
    if not branch:
        return None
    if guides:
        named = guides_named(re.sub(r"(?<=\d)[-_](?=[A-Za-z])", " ", branch.replace("/", " ")), guides)
    else:
        named = tuple(dict.fromkeys(re.findall(r"(?<![A-Za-z0-9-])[A-Z][A-Z0-9]+-\d+(?!\d)", branch)))
    return named[0] if len(named) == 1 else None


def default_guide(
    branch: str | None = None, active: str | None = None, guides: Collection[str] = ()
) -> str | None:
    """The guide of a number that nothing in its message gives one: branch, active one, only one, or None."""
    named = branch_guide(branch, guides)
    return named or active or (next(iter(guides)) if len(guides) == 1 else None)


def with_guide(message: Message, guide: str | None) -> Message:
    """The message with `guide` as that of every claim and learning that has none of its own.

    With None they stay without one and are reported: an ambiguous claim is an error when
    it is written, and never a guess.
    """
    if guide is None:
        return replace(message, problems=(*message.problems, *_ambiguous(message.claims)))
    return replace(
        message,
        claims=tuple(one if one.guide else replace(one, guide=guide) for one in message.claims),
        learnings=tuple(
            one if one.guide else replace(one, guide=guide, assumed=True) for one in message.learnings
        ),
        guide=message.guide or guide,
    )


def _ambiguous(claims: Iterable[Claim]) -> list[Problem]:
    return [
        Problem(
            PROBLEM_PATH,
            None,
            f"`{one.trailer}` is of no guide; add `Chrono-Guide: <id>` or write `<id>/{one.item}`",
        )
        for one in claims
        if one.guide is None and not one.weak
    ]
