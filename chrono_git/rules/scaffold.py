"""scaffold: does what an item's commands and code blocks make still stand in for what is to be written?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from chrono_git.facts import Facts
from chrono_git.facts.emptiness import is_empty
from chrono_git.facts.locate import located_paths, made_files
from chrono_git.intent.leftovers import asks_for_stubs
from chrono_git.model import CodeBlock, Evidence, Item

RULE = "scaffold"
_SAYS = re.compile(
    r"\bnot (?:yet )?implemented\b|\bTODO\b[^\n]{0,40}\bimplement|\bstub implementation\b", re.I
)
_MOST = 8


def look(item: Item, facts: Facts) -> Iterator[Evidence]:
    """Look into the files that the item makes: at those that are empty, and at the guide's own stubs in them.

    A block of the guide that is no stub is an implementation, also where nothing was changed in it.
    """
    intent = facts.intent(item)
    if intent.unstub:
        return
    made = made_files(intent, facts)
    named = located_paths(intent, facts)
    # An empty file that the item names is for `rules.paths` to tell.
    empty = [path for path in made if path not in named and is_empty(path, facts)]
    if empty:
        more = f" and {len(empty) - 1} more" if len(empty) > 1 else ""
        said = f"{empty[0]}{more} {'are' if more else 'is'} empty"
        yield Evidence(RULE, "fail", said, path=empty[0], remedy=f"put something into {empty[0]}")
    if any(block.role in ("implement", "commands") for block in item.blocks):
        found = list(_stubs(item, list(dict.fromkeys([*made, *named])), facts))
        yield from found[:_MOST]


def _stubs(item: Item, paths: Sequence[str], facts: Facts) -> Iterator[Evidence]:
    names = facts.scaffolds.get(item.id, ())
    for path in paths:
        stubs = [one for one in facts.left.get(path, ()) if one.rule.startswith("stub")]
        own = [one for one in stubs if one.symbol.rpartition(".")[2] in names]
        for one in own:
            yield _left(item, path, one.line, f"{path}:{one.line} is still a stub, as the guide gives it")
        if not own and (line := _untouched(path, item.blocks, facts)):
            yield _left(item, path, line, f"{path} is still as the guide gives it, and line {line} says so")


def _left(item: Item, path: str, line: int, said: str) -> Evidence:
    if asks_for_stubs(item.text):
        return Evidence(RULE, "unknown", f"{said}: the item asks for it", path=path, line=line, decides=False)
    remedy = f"implement what {path}:{line} stands in for"
    return Evidence(RULE, "fail", said, path=path, line=line, remedy=remedy)


def _untouched(path: str, blocks: Sequence[CodeBlock], facts: Facts) -> int:
    """The line (from 1) at which a file that is nothing but a block of the guide calls itself unfinished."""
    text = facts.texts.get(path)
    if text is None:
        return 0
    lines = _solid(text.lines)
    for block in blocks:
        if block.role == "implement" and lines and _solid(block.text.split("\n")) == lines:
            return next((at for at, line in enumerate(text.lines, 1) if _SAYS.search(line)), 0)
    return 0


def _solid(lines: Sequence[str]) -> list[str]:
    return [line.rstrip() for line in lines if line.strip()]
