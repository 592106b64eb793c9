"""The value of a trailer, or the words of a subject → item ids; and which guide a text names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from chrono_git.model import Claim

RANGE_LIMIT = 100  # a longer range is a slip of the pen, not a day's work

GUIDE_ID = re.compile(r"[A-Z][A-Z0-9]+-\d+")
_WORD = re.compile(r"[^\s,;&()]+")
_ITEM = re.compile(r"\w[\w.~#-]*$")
_RANGE = re.compile(r"([A-Za-z]*|(?:\d+\.)+)(\d+)(?:-|–|\.\.\.?|…)([A-Za-z]*|(?:\d+\.)+)(\d+)$")
_TASK = re.compile(r"[tT]\d{3,4}[a-zA-Z]?$")
_JOINERS = frozenset(("and", "step", "steps", "item", "items", "task", "tasks"))
_DASHES = frozenset(("-", "–", "—", ":", "--"))


@dataclass(frozen=True, slots=True)
class Ref:
    """One item that a value names, with its guide where it says so (`CHRONO-003/2`), and why."""

    item: str
    guide: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A trailer's value as read: `rest` is what follows the ids without a dash, colon or parentheses."""

    refs: tuple[Ref, ...]
    rest: str = ""
    problems: tuple[str, ...] = ()


def read_value(text: str, guides: Collection[str] = ()) -> Value:
    """Read `2, 3`, `T012-T015`, `CHRONO-003/2`, `3.4 (reason)`, `3.4: reason`.

    A reason belongs to the ids since the one before it: `3.4, 3.5 (both gone)`. `guides`
    are the known ids; without them an id looks like `CHRONO-003`.
    """
    refs: list[Ref] = []
    problems: list[str] = []
    explained, at, guide = 0, 0, None
    while at < len(text):
        if text[at] == "(":
            reason, at = _parenthesis(text, at)
            refs[explained:] = [replace(ref, reason=reason) for ref in refs[explained:]]
            explained = len(refs)
            continue
        match = _WORD.match(text, at)
        if match is None:
            at += 1
            continue
        word, end = match[0], match.end()
        if refs and word in _DASHES:
            return Value(_explained(refs, explained, text[end:]), "", tuple(problems))
        bare = word.rstrip(".,:").strip("`'\"")
        named = known_guide(bare, guides) if _RANGE.match(bare) is None or bare in guides else None
        if named is not None:
            guide = named
        elif bare.lower() not in _JOINERS:
            new, problem = _refs(bare, guide, guides, alone=not refs and not text[end:].strip())
            if problem:
                problems.append(problem)
            elif not new:
                return Value(tuple(refs), text[at:].strip(), tuple(problems))
            refs += new
            if word.endswith(":"):
                return Value(_explained(refs, explained, text[end:]), "", tuple(problems))
        at = end
    return Value(tuple(refs), "", tuple(problems))


def _explained(refs: list[Ref], since: int, reason: str) -> tuple[Ref, ...]:
    return (*refs[:since], *(replace(ref, reason=reason.strip()) for ref in refs[since:]))


def _parenthesis(text: str, start: int) -> tuple[str, int]:
    """What stands between the parenthesis at `start` and its partner, and where it ends."""
    depth = 0
    for match in re.finditer(r"[()]", text[start:]):
        depth += 1 if match[0] == "(" else -1
        if depth == 0:
            return text[start + 1 : start + match.start()].strip(), start + match.end()
    return text[start + 1 :].strip(), len(text)


def _refs(word: str, guide: str | None, guides: Collection[str], *, alone: bool) -> tuple[list[Ref], str]:
    """The items of one word; none when it is no item id; and what is wrong with it, if anything."""
    before, slash, item = word.rpartition("/")
    if slash:
        guide = known_guide(before, guides) or before
    many = _range(item)
    if many is not None:
        return [Ref(one, guide) for one in many], "" if many else f"`{word}` is no range of items"
    if not _ITEM.match(item) or not (slash or alone or any(char.isdigit() for char in item)):
        return [], ""
    return [Ref(_spelt(item), guide)], ""


def _range(word: str) -> list[str] | None:
    """The items of `T012-T015` or `1.2-1.4`; empty when it is too long or backwards, None when no range."""
    match = _RANGE.match(word)
    if match is None:
        return None
    prefix, first, again, last = match.groups()
    if again != prefix and not (again == "" and (prefix == "" or prefix.isalpha())):
        return None
    if len(first) > 9 or len(last) > 9:
        return []
    if not 0 <= int(last) - int(first) < RANGE_LIMIT:
        return []
    width = len(first) if first.startswith("0") else 0
    return [_spelt(f"{prefix}{number:0{width}}") for number in range(int(first), int(last) + 1)]


def _spelt(item: str) -> str:
    return item[0].upper() + item[1:] if _TASK.match(item) else item


def known_guide(text: str, guides: Collection[str] = ()) -> str | None:
    """The guide whose id the text is, whatever its letter case; by its shape where none are known."""
    if guides:
        return text if text in guides else _by_folded(frozenset(guides)).get(text.casefold())
    return text if GUIDE_ID.fullmatch(text) else None


@lru_cache(maxsize=8)
def _by_folded(guides: frozenset[str]) -> dict[str, str]:
    return {guide.casefold(): guide for guide in sorted(guides)}


@lru_cache(maxsize=8)
def _mention(guides: frozenset[str]) -> re.Pattern[str]:
    """Finds known ids anywhere, and an id known by its shape at the head of the text or as a scope."""
    if guides:
        longest_first = sorted(guides, key=lambda guide: (-len(guide), guide))
        names = "|".join(re.escape(guide) for guide in longest_first)
        return re.compile(rf"(?<![\w-])({names})(?![\w]|-\w)", re.IGNORECASE)
    kind = r"(?:[a-z]+!?:\s*)?[\[(]?|[a-z]+\("
    return re.compile(rf"^(?:{kind})({GUIDE_ID.pattern})(?![\w-])")


def guides_named(text: str, guides: Collection[str] = ()) -> tuple[str, ...]:
    """The ids of the guides that a subject or a branch names, without repeats."""
    known = frozenset(guides)
    found = (known_guide(match[1], known) for match in _mention(known).finditer(text[:1000]))
    return tuple(dict.fromkeys(guide for guide in found if guide is not None))


def subject_guide(subject: str, guides: Collection[str] = ()) -> str | None:
    """The guide of `CHRONO-003: …`, None where there is none or more than one."""
    named = guides_named(subject, guides)
    return named[0] if len(named) == 1 else None


# Conventional Commits 1.0.0, 1: a noun, perhaps a scope, perhaps `!`, a colon and a blank. Which noun
# is free (14). git itself puts `fixup!` and the like before the subject that it takes up.
_TYPE = re.compile(r"(?:(?:fixup|squash|amend)! )*([A-Za-z]+)(?:\([^()]*\))?!?:\s")


def subject_kind(subject: str) -> str | None:
    """The Conventional Commits type of a subject, in small letters: `feat` of `feat(x)!: …`."""
    match = _TYPE.match(subject[:1000])
    return match[1].lower() if match else None


def undone(subjects: Sequence[str]) -> frozenset[str]:
    """The subjects of squashed commits that others of the same squash took back, as git-revert(1) calls them.

    One that comes again more often than it was taken back stands.
    """
    left = Counter(subjects)
    # Whoever takes another back has the longer subject.
    for subject in sorted(left, key=len, reverse=True):
        again = subject.replace('Revert "', 'Reapply "', 1) if subject.startswith('Revert "') else ""
        left[subject] -= max(left[f'Revert "{subject}"'], 0) + max(left[again] if again else 0, 0)
    return frozenset(subject for subject, count in left.items() if count <= 0)


# T012 is what spec-kit calls its tasks. A ThinkPad T480, a T4240 board, `refs/T012` and
# `T012-foo.md` are told apart by their neighbours and by the guide's having no such item.
_TASK_WORDS = re.compile(
    r"(?<![\w/.#@-])T\d{3}[a-z]?(?:\s?(?:-|–|\.\.\.?|…)\s?(?:T\d{3}[a-z]?|\d{3}))?(?![\w/@]|[.-]\w)"
)
_STEP_WORDS = re.compile(
    r"\bsteps?\s+(\d+(?:\.\d+)*(?:\s*(?:,\s*(?:and\s+)?|and\s+|&\s*|-|–)\s*\d+(?:\.\d+)*)*)(?![\w.]*\w)",
    re.IGNORECASE,
)
# Words before an item that speak of it without saying that it is done; after it they may be the
# task's own text ("T010 Write failing tests").
_HEDGE_BEFORE = re.compile(
    r"^(?:revert|reapply|merge)\b|^(?:fixup|squash|amend)!"
    r"|\b(?:start|begin|begun|part|towards?|prepar|plan|add tasks?|todo|defer|skip|re-?open|undo|un-?tick|"
    r"unmark|block|before|until|draft|not|isn't|drop|split)(?:s|ed|ing|ning|ped|ping|es|er)?\b",
    re.IGNORECASE,
)
_HEDGE = re.compile(r"\b(?:wip|partial|partially|partly|incomplete|unfinished|part \d+)\b", re.IGNORECASE)


def subject_claims(subject: str, guides: Collection[str] = ()) -> tuple[Claim, ...]:
    """The weak claims of a subject: `feat: T012 …`, `T012-T015`, `CHRONO-003 step 2`.

    A subject that hedges (WIP, part of, revert, prepare, …) claims nothing, and "step 2"
    counts only where the subject names one guide. The claims have no commit yet.
    """
    subject = subject[:1000]
    guide = subject_guide(subject, guides)
    words = [(match.start(), match[0]) for match in _TASK_WORDS.finditer(subject)]
    if guide is not None:
        words += [(match.start(), match[1]) for match in _STEP_WORDS.finditer(subject)]
        slashed = re.compile(rf"(?<![\w-]){re.escape(guide)}/[\w.]*\w", re.IGNORECASE)
        words += [(match.start(), match[0]) for match in slashed.finditer(subject)]
    if not words or _HEDGE.search(subject) or _HEDGE_BEFORE.search(subject[: min(words)[0]]):
        return ()
    found: dict[str, Claim] = {}
    for _, word in words:
        for ref in read_value(re.sub(r"\s*(-|–|…|\.\.\.?)\s*", r"\1", word), guides).refs:
            found.setdefault(ref.item, Claim("", "claim", ref.item, word, ref.guide or guide, weak=True))
    return tuple(found.values())
