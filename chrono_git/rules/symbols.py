"""symbols: are the functions, classes, flags and routes that an item names defined, where it says?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from chrono_git.facts import Facts, Text
from chrono_git.facts.closeness import lines_with
from chrono_git.facts.locate import located_paths
from chrono_git.intent import Intent
from chrono_git.intent.paths import DATA, PROSE, extension_of
from chrono_git.intent.symbols import SymbolMention, definition_regex
from chrono_git.intent.terms import words_of
from chrono_git.model import Evidence, Item

RULE = "symbols"


def look(item: Item, facts: Facts) -> Iterator[Evidence]:
    """Look for each symbol in the named files, else in what changed since the item was written."""
    intent = facts.intent(item)
    if intent.verb in ("manual", "delete", "move", "executable", "depend"):
        return
    named = _named(intent, facts)
    for symbol in intent.symbols:
        yield from _one(item, symbol, named, facts)
    if named:
        yield from _provided(intent.provides, named)


def _one(item: Item, symbol: SymbolMention, named: list[Text], facts: Facts) -> Iterator[Evidence]:
    hit = _fresh_definition(item, symbol, facts)
    if hit:
        path, line = hit
        expected = not named or any(text.path == path for text in named)
        yield Evidence(
            RULE,
            "pass",
            f"{symbol.written} is in {path}:{line}",
            path=path,
            line=line,
            commit=facts.last_commit.get(path),
            decides=expected and _is_subject(item, symbol),
        )
        return
    used = next((text for text in named if _line(text, symbol.name)), None)
    if used is not None:
        path, line = used.path, _line(used, symbol.name) or 0
        yield Evidence(
            RULE, "pass", f"{symbol.written} is in {path}:{line}", path=path, line=line, decides=False
        )
    elif named and symbol.sure and symbol.kind == "identifier" and _is_subject(item, symbol):
        path = named[0].path
        yield Evidence(
            RULE,
            "fail",
            f"{path} does not have {symbol.written}",
            path=path,
            remedy=f"define {symbol.written} in {path}",
        )


def _fresh_definition(item: Item, symbol: SymbolMention, facts: Facts) -> tuple[str, int] | None:
    """Where the symbol came in since the base: its definition, or for flags and routes its use."""
    window = facts.window(item)
    loose = symbol.kind != "identifier"
    named = set(located_paths(facts.intent(item), facts))
    words = words_of(symbol.name)
    able = [pair for pair in window.fresh.items() if words <= pair[1].words]
    rare = max(words, key=len, default="")
    ordered = sorted(able, key=lambda pair: pair[0] not in named)
    for path, fresh in ordered:
        kind = extension_of(path)
        if kind in PROSE or path in facts.guide_paths or (kind in DATA and not loose):
            continue
        for number, line in lines_with(rare, fresh):
            # To compile such a pattern takes longer than to search for a name that is nowhere.
            if symbol.name in line and (_use(symbol.name) if loose else definition_regex(symbol.name)).search(
                line
            ):
                return path, number
    return None


def _provided(provides: tuple[tuple[str, str | None], ...], named: list[Text]) -> Iterator[Evidence]:
    """The names that the step's own code block defines must be defined in its files.

    Guides are followed freely: where most of the names are there, a missing one is only said.
    """
    where = {name: _definition(name, named) for name, _ in provides}
    defined = {name: place for name, place in where.items() if place is not None}
    for name, (place, line) in defined.items():
        yield Evidence(RULE, "pass", f"{name} is defined in {place}:{line}", path=place, line=line)
    for name, path in provides:
        if where[name] is None and path is not None:
            file = named[0].path
            yield Evidence(
                RULE,
                "fail",
                f"{file} does not define {name}",
                path=file,
                remedy=f"define {name} in {file}",
                decides=2 * len(defined) < len(where),
            )


def _definition(name: str, named: list[Text]) -> tuple[str, int] | None:
    for text in named:
        for number, line in enumerate(text.lines, 1):
            if name in line and definition_regex(name).search(line):
                return text.path, number
    return None


def _is_subject(item: Item, symbol: SymbolMention) -> bool:
    """Whether the symbol is what is to be made: in front, not behind a `using` or in brackets."""
    before = item.text[: max(item.text.find(symbol.written), 0)]
    return (
        len(before) < 60
        and "(" not in before
        and not re.search(r"\b(?:from|using|via|with|for|by|of|calls?)\b", before)
    )


@lru_cache(maxsize=4096)
def _use(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w/-]){re.escape(name.rstrip('/'))}(?![\w-])")


def _line(text: Text, name: str) -> int | None:
    lines = enumerate(text.lines, 1)
    return next((n for n, line in lines if name in line and _use(name).search(line)), None)


def _named(intent: Intent, facts: Facts) -> list[Text]:
    return [facts.texts[path] for path in located_paths(intent, facts) if path in facts.texts]
