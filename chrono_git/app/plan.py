"""What a commit must touch so that an item could become done by it: for hooks, which have no time to judge.

A plan sees too much and never too little: a commit that touches nothing of it moves no item.
tests/hook/test_commit_glance.py holds the two against each other.
"""

from __future__ import annotations

import math
import posixpath
import re
from collections.abc import Iterable, Iterator
from typing import Any

from chrono_git.config import PATH
from chrono_git.facts.closeness import ENOUGH, ENOUGH_CJK
from chrono_git.intent import Intent, intent_of
from chrono_git.model import ItemReport, Report
from chrono_git.repo.remembered import stamp

_UNSPACED = "\u3040"
_DOCUMENTS = re.compile(
    r"readme|changelog|architecture|\bapi (?:docs?|documentation)|\bci\b|github actions?|workflow"
    r"|implementation[ _-]log",
    re.I,
)
_WORD = re.compile(r"[^\W_]+")


def plan_of(report: Report, commit: str) -> dict[str, Any]:
    """The plan for what comes after `commit`, whose report it is, as plain values (see `hook.commit_glance`).

    `names` are parts of paths, in lower case and without what joins words; `texts` what lines
    or names must hold; `items` are pairs of a number and terms, of which a file must hold
    that many. `always` says that any commit may move something.
    """
    plan = _Plan()
    for guide in report.guides:
        for one in guide.items:
            if one.status not in ("done", "skipped") and one.item.kind != "prerequisite":
                plan.add(one, intent_of(one.item))
    return {
        "stamp": stamp(),
        "commits": [commit],
        "guides": [PATH, *(guide.guide.path for guide in report.guides)],
        "names": sorted(plan.names),
        "texts": sorted(plan.texts),
        "items": sorted(plan.items),
        "documents": plan.documents,
        "modes": plan.modes,
        "always": plan.always,
    }


class _Plan:
    """What the items of a report wait for."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self.texts: set[str] = set()
        self.items: set[tuple[int, tuple[str, ...]]] = set()
        self.documents = self.modes = self.always = False

    def add(self, one: ItemReport, intent: Intent) -> None:
        for path in _paths(one, intent):
            name = _plain(path)
            self.names.add(name)
            self.always |= not name
        self.texts |= {symbol.name.rstrip("/").lower() for symbol in intent.symbols}
        self.texts |= {_longest(package) for package in _packages(intent)}
        if intent.terms:
            self.items.add((_needed(one, intent.terms), tuple(sorted(intent.terms))))
        self.documents |= bool(_DOCUMENTS.search(one.item.text))
        self.modes |= intent.verb == "executable"
        # What any change makes true, or takes away as an objection.
        self.always |= intent.cleanup or (intent.unstub and not intent.paths) or _waits_for_anything(one)


def _paths(one: ItemReport, intent: Intent) -> Iterator[str]:
    yield from (mention.path for mention in (*intent.paths, *intent.context) if not mention.outside)
    yield from (effect.path for effect in intent.effects if effect.kind != "dependency")
    yield from intent.structure
    yield from (block.path for block in one.item.blocks if block.path)
    # Where a rule looked, it will look again.
    yield from (seen.path for seen in one.evidence if seen.path)


def _packages(intent: Intent) -> Iterable[str]:
    commanded = (effect.path for effect in intent.effects if effect.kind == "dependency")
    return (*intent.packages, *commanded)


def _plain(path: str) -> str:
    """The name that every path must hold that a mention can mean, however it is spelt: see `facts.locate`.

    Of a test's name only what it is about, as `inspect_test.rs` and `tests/inspect.rs` are one.
    """
    base = posixpath.basename(path.rstrip("/"))
    stem = base.rsplit(".", 1)[0] if "." in base.strip(".") else base
    if re.search(r"[*?{}\[\]]|\.\.\.", path):
        return _longest(stem) if not re.search(r"[*?{}\[\]]|\.\.\.", stem) else ""
    words = [word for word in _WORD.findall(stem.lower()) if word not in ("test", "tests", "spec")]
    return max(words, key=len, default="".join(_WORD.findall(stem.lower())))


def _longest(text: str) -> str:
    return max(_WORD.findall(text.lower()), key=len, default="")


def _needed(one: ItemReport, terms: tuple[str, ...]) -> int:
    """How many of the terms one file must hold: 1 where enough stand together and other words are missing."""
    if any(seen.rule == "wording" and seen.detail.startswith("too little to tell") for seen in one.evidence):
        return 1
    cjk = any(term[0] >= _UNSPACED for term in terms)
    return max(1, math.ceil((ENOUGH_CJK if cjk else ENOUGH) * len(terms) - 1e-9))


def _waits_for_anything(one: ItemReport) -> bool:
    """Whether something speaks for it already, and against it only that nothing was done since."""
    seen = [each for each in one.evidence if each.decides]
    passed = any(each.result == "pass" for each in seen)
    return passed and any(each.result == "fail" and each.path is None for each in seen)
