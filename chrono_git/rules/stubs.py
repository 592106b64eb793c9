"""stubs: do the files that an item names still hold code that stands in for an implementation?

A simple scan by line, in lines that came since the item was written: it knows the
plainest stubs of each language and passes over abstract members.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from chrono_git.facts import Facts, Text
from chrono_git.facts.locate import located
from chrono_git.facts.testing import is_test_path
from chrono_git.intent.paths import SOURCE, extension_of
from chrono_git.intent.symbols import definition_regex
from chrono_git.model import Evidence, Item

RULE = "stubs"
STUB = re.compile(
    r"\b(?:todo|unimplemented)!\s*\(|\braise\s+NotImplementedError\b(?!\s*\(\s*[\"'](?!.{0,200}(?:not (?:yet )?implemented|todo)))"
    r"|\bthrow\s+(?:new\s+)?\w*(?:Error|Exception)?\s*\(\s*[\"'`](?:(?:[\w.]+:? )?(?:not (?:yet )?implemented|unimplemented)\b|(?:[\w.]+: )?todo\b(?! \w))"
    r"|\bthrow\s+new\s+NotImplementedException\b|\bpanic\(\"(?:not (?:yet )?implemented|todo|implement me)"
    r"|\bfatalError\(\"(?:not (?:yet )?implemented|todo)|^\s*TODO\(\s*(?:\"[^\"]*\")?\)|\bUnimplementedError\s*\(|=\s*\?\?\?\s*$",
    re.I,
)
_ABSTRACT = re.compile(
    r"\babstract|\bABC\b|\bProtocol\b|\binterface\b|\btrait\b|@overload|\bvirtual\b|\bbase class\b", re.I
)
_WANTED = re.compile(r"stub|placeholder|skeleton|scaffold|NotImplemented|not implemented|red phase|tdd", re.I)


def look(item: Item, facts: Facts) -> Iterator[Evidence]:
    """Look for stubs in the item's own files, or at its own symbols where other items share the files."""
    intent = facts.intent(item)
    if intent.verb in ("manual", "delete", "move", "executable", "document", "depend") or _is_wanted(item):
        return
    for place in located(intent, facts):
        for path in place.paths:
            text = facts.texts.get(path)
            if text is None or extension_of(path) not in SOURCE or is_test_path(path):
                continue
            yield from _of_file(item, text, facts)


def _is_wanted(item: Item) -> bool:
    return bool(_WANTED.search(item.text)) or any(STUB.search(block.text) for block in item.blocks)


def _of_file(item: Item, text: Text, facts: Facts) -> Iterator[Evidence]:
    intent = facts.intent(item)
    shared = any(facts.shared.get(mention.path, 0) > 1 for mention in intent.paths)
    ranges = _symbol_ranges(item, text, facts) if shared else [(1, len(text.lines))]
    for first, last in ranges:
        for number in _stubs_in(text):
            if first <= number <= last:
                yield Evidence(
                    RULE,
                    "fail",
                    f"{text.path}:{number} is still a stub: {text.lines[number - 1].strip()[:60]}",
                    path=text.path,
                    line=number,
                    remedy=f"implement what {text.path}:{number} stands in for",
                )
                return


@lru_cache(maxsize=4096)
def _stubs_in(text: Text) -> tuple[int, ...]:
    """The numbers of the lines that stand in for an implementation, but for abstract members."""
    found = (number for number, line in enumerate(text.lines, 1) if STUB.search(line))
    return tuple(
        number
        for number in found
        if not any(_ABSTRACT.search(near) for near in text.lines[max(0, number - 30) : number])
    )


def _symbol_ranges(item: Item, text: Text, facts: Facts) -> list[tuple[int, int]]:
    """The lines right after the definitions of the item's own symbols."""
    intent = facts.intent(item)
    names = [symbol.name for symbol in intent.symbols] + [name for name, _ in intent.provides]
    found: list[tuple[int, int]] = []
    for name in names:
        pattern = definition_regex(name)
        for number, line in enumerate(text.lines, 1):
            if name in line and pattern.search(line):
                found.append((number, min(number + 12, len(text.lines))))
                break
    return found
