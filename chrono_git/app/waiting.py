"""What one item waits for: the end of an objection to it, or anything that a rule could take for its work.

It follows what each rule looks at. Where it reads a rule's sentence, a change of that sentence
makes it wait for more, or is found by tests/hook/test_commit_glance.py.
"""

from __future__ import annotations

import math
import posixpath
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass

from chrono_git.app.awaited import (
    DOCUMENTS,
    IN_FILES,
    IN_NAMED,
    IN_PROSE,
    IN_TESTS,
    KIN,
    Awaited,
    fixed_part,
    may_mean,
    tail_of,
)
from chrono_git.facts.closeness import ENOUGH, ENOUGH_CJK
from chrono_git.facts.index import component_of, is_in_tests, plain_name
from chrono_git.intent import Intent
from chrono_git.intent.paths import is_glob
from chrono_git.intent.terms import words_of
from chrono_git.model import Evidence, Item, ItemReport
from chrono_git.rules import options
from chrono_git.rules.documents import ASKED, LOG
from chrono_git.rules.wording import ABOUT_PROSE, ITSELF, SILENT

_LOG_NAME = f"implementationlog.{KIN['md']}"
_UNSPACED = "\u3040"
_STRONG = 0.8  # as in `facts.closeness`
_MISSING = re.compile(r" (?:does|do) not exist$")
_NOT_THERE = re.compile(
    r" (?:does|do) not exist$| was there and was later | is gone$| was not there when | is not kept in git "
)
_LACKS = re.compile(r" does not (?:have|define) (.+)$", re.S)
_TOLD = re.compile(r"^too little to tell: .*\((\d+) of (\d+) words\)$", re.S)
_LOG_WORDS = re.compile(r"\bimplementation log\b", re.I)
_DOCUMENTED = ("modify", "document", "implement", "configure", "create")
_NO_SYMBOLS = ("manual", "delete", "move", "executable", "depend")
# What every line has, in small letters, that defines an option as `facts.options` knows them, and what
# every path has where one may be named.
_DEFINES = ("env", "--", "long", "flag")
_NAMED_IN = (".md", ".MD", ".markdown", ".rst", ".adoc", "env.")
# Their objections may have no path: what they look for may be anywhere.
_ANYWHERE = ("dependencies", "guides", "documents")


@dataclass(frozen=True, slots=True)
class Waiting:
    """One item with its intent, and those of the items beside it where a rule looks at these.

    `idle` are mentions that are other items' too: a change of their files tells nothing of this one.
    """

    one: ItemReport
    intent: Intent
    beside: Sequence[Intent]
    idle: Collection[str] = ()

    @property
    def item(self) -> Item:
        """The item itself."""
        return self.one.item

    def found(self) -> list[str]:
        """The paths that the item names and the snapshot has."""
        return [
            seen.path
            for seen in self.one.evidence
            if seen.rule == "paths" and seen.path and not _NOT_THERE.search(seen.detail)
        ]

    def into_files(self, into: Awaited, idle: Collection[str] = ()) -> None:
        """Adds the files that it is to make or change; without any, those of the items beside it."""
        into.mentions(self.intent, self.found(), idle)
        if not self.intent.paths:
            for other in self.beside:
                # Whether they can be executed is seen by their modes.
                by_mode = [one.path for one in other.paths] if self.intent.verb == "executable" else ()
                into.mentions(other, idle=by_mode)


def await_end_of(fail: Evidence, waiting: Waiting, into: Awaited) -> bool:
    """Adds what takes away an objection; False where that may be next to anything."""
    way = _WAYS.get(fail.rule)
    if way is None or (fail.path is None and fail.rule not in _ANYWHERE):
        return False
    way(fail, waiting, into)
    if fail.path is not None and not _MISSING.search(fail.detail):
        into.paths.add(fail.path)
    return True


def _path_found(fail: Evidence, waiting: Waiting, into: Awaited) -> None:
    missing, path = bool(_MISSING.search(fail.detail)), fail.path or ""
    paths = [mention for mention in waiting.intent.paths if not mention.outside]
    # Of a pattern, what is missing is the pattern itself.
    is_it = _is_missing if missing else _may_be
    named = [mention for mention in paths if is_it(mention.path, path)]
    for mention in named or paths:
        seen = () if missing else (path,)
        into.mention(mention.path, sure=mention.sure, seen=seen, missing=missing and bool(named))
    if not paths:
        waiting.into_files(into)
        into.mention(path, missing=missing)
    into.modes |= waiting.intent.verb == "executable"


def _is_missing(mention: str, path: str) -> bool:
    return mention == path if is_glob(mention) else may_mean(mention, path)


def _may_be(mention: str, path: str) -> bool:
    """Whether evidence with a path can be about a mention: always where it is a pattern."""
    if is_glob(mention):
        return True
    mine, other = posixpath.basename(mention.rstrip("/")), posixpath.basename(path.rstrip("/"))
    alike = plain_name(mine) == plain_name(other)
    return alike or (is_in_tests(mention) and component_of(mention) == component_of(path))


def _commands_left(fail: Evidence, waiting: Waiting, into: Awaited) -> None:
    if _MISSING.search(fail.detail):
        into.mention(fail.path or "", missing=True)
        into.tails.update(path.strip("/").split("/")[0] for path in waiting.intent.structure)
    else:
        into.commands(waiting.intent)
        into.modes = True


def _stands_in(_: Evidence, waiting: Waiting, into: Awaited) -> None:
    into.commands(waiting.intent)
    waiting.into_files(into)


def _documented(_: Evidence, waiting: Waiting, into: Awaited) -> None:
    into.documents.update(_documents(waiting.item))
    into.changed.add(_LOG_NAME)


def _in_its_files(_: Evidence, waiting: Waiting, into: Awaited) -> None:
    waiting.into_files(into)


def _defined(fail: Evidence, waiting: Waiting, into: Awaited) -> None:
    waiting.into_files(into)
    lacking = _LACKS.search(fail.detail)
    symbols = waiting.intent.symbols
    wanted = [symbol for symbol in symbols if lacking is None or symbol.written == lacking.group(1)]
    into.texts |= {symbol.name.rstrip("/").lower() for symbol in wanted}


def _declared(fail: Evidence, _: Waiting, into: Awaited) -> None:
    into.dependencies([fail.detail.removeprefix("no manifest declares ")])


def _option_named(_: Evidence, __: Waiting, into: Awaited) -> None:
    into.parts.update(_NAMED_IN)


def _others_done(*_: object) -> None:
    """Another guide's items wait for something themselves, and guides are looked at whenever they change."""


# Those that tell most precisely what has to come stand first.
_WAYS: dict[str, Callable[[Evidence, Waiting, Awaited], None]] = {
    "guides": _others_done,
    "paths": _path_found,
    "commands": _commands_left,
    "scaffold": _stands_in,
    "tests": _in_its_files,
    "stubs": _in_its_files,
    "debug": _in_its_files,
    "dependencies": _declared,
    "documents": _documented,
    "options": _option_named,
    "learnings": _others_done,
    "symbols": _defined,
}
PRECISE = {rule: at for at, rule in enumerate(_WAYS)}


def await_gain(waiting: Waiting, into: Awaited) -> None:
    """Adds everything in which some rule could see that the item is done; see each rule's `look`."""
    item, intent = waiting.item, waiting.intent
    verb = intent.verb
    if verb != "manual" or intent.unstub or intent.cleanup or "test" in dict(item.overrides):
        waiting.into_files(into, waiting.idle)
    for block in item.blocks:
        if block.path:
            into.mention(block.path)
    if verb != "manual" or item.kind == "step":
        into.commands(intent)
    into.modes |= verb == "executable" or any(effect.kind == "executable" for effect in intent.effects)
    if verb not in _NO_SYMBOLS:
        into.texts |= {symbol.name.rstrip("/").lower() for symbol in intent.symbols}
    commanded = (effect.path for effect in intent.effects if effect.kind == "dependency")
    into.dependencies((*intent.packages, *commanded))
    _await_documents(waiting, into)
    if options.asks(item):
        into.texts.update(_DEFINES)
        into.parts.update(_NAMED_IN)
    into.anything |= intent.cleanup or any(
        seen.detail.endswith("too many to tell") for seen in waiting.one.evidence
    )
    if intent.terms:
        _await_words(waiting, into)


def _await_documents(waiting: Waiting, into: Awaited) -> None:
    item, intent = waiting.item, waiting.intent
    if _LOG_WORDS.search(item.text) or any(LOG.search(one.path) for one in intent.paths):
        into.changed.add(_LOG_NAME)
    elif intent.verb in _DOCUMENTED and len(intent.terms) < 3 and not any(one.sure for one in intent.paths):
        into.documents.update(_documents(item))


def _documents(item: Item) -> Iterator[str]:
    return (name for name, (words, _) in zip(DOCUMENTS, ASKED, strict=True) if words.search(item.text))


def _await_words(waiting: Waiting, into: Awaited) -> None:
    """Where enough of the item's words may tell: in the files that it names, in tests, or anywhere."""
    item, intent = waiting.item, waiting.intent
    verb, terms = intent.verb, intent.terms
    needed = max(1, math.ceil(_share(terms) * len(terms) - 1e-9))
    told = not (verb in SILENT or intent.cleanup or item.kind == "step" or ITSELF.search(item.text))
    if told and waiting.idle:
        into.terms.add((needed, IN_NAMED, terms, tuple(map(_place, sorted(waiting.idle)))))
    # Where a path is named, only what lies there can tell.
    if any(mention.sure for mention in intent.paths):
        return
    if verb == "test" or "test" in dict(item.overrides):
        into.terms.add((needed, IN_TESTS, terms, ()))
    if told and verb != "test":
        kind = IN_PROSE if ABOUT_PROSE.search(item.text) else IN_FILES
        into.terms.add((needed, kind, terms, ()))
        for seen in waiting.one.evidence:
            _await_more(seen, terms, kind, into)


def _place(mention: str) -> str:
    return fixed_part(mention) if is_glob(mention) else f"/{tail_of(mention)}/"


def _await_more(seen: Evidence, terms: tuple[str, ...], kind: int, into: Awaited) -> None:
    """What was nearly enough: the words stand together, and what else there is decides whether that tells."""
    told = _TOLD.match(seen.detail) if seen.rule == "wording" else None
    if told is None or not seen.path or int(told[1]) < _share(terms) * int(told[2]):
        return
    into.paths.add(seen.path)
    # Neither of these is for another file to change: see `rules.wording`.
    strong = int(told[1]) >= _STRONG * int(told[2])
    if kind == IN_PROSE and not strong and not words_of(posixpath.basename(seen.path)) & {*terms}:
        return
    if told[1] != "1" or words_of(seen.path) & {*terms}:
        into.ripe.add(kind)


def _share(terms: tuple[str, ...]) -> float:
    return ENOUGH_CJK if any(term[0] >= _UNSPACED for term in terms) else ENOUGH
