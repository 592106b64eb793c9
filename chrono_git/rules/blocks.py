"""blocks: does a file hold the code block that a step gives for it?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from chrono_git.facts import Facts
from chrono_git.facts.locate import locate
from chrono_git.intent.paths import PathMention
from chrono_git.model import CodeBlock, Evidence, Item

RULE = "blocks"
# Guides are followed freely: half of a block's own lines tell that it was followed at all.
_ENOUGH = 0.5
_FEWEST = 3


def look(item: Item, facts: Facts) -> Iterator[Evidence]:
    """Compare each block that the guide puts into a file with the lines of that file."""
    for block in item.blocks:
        if block.path and block.role == "implement":
            yield from _one(block, item, facts)


def _one(block: CodeBlock, item: Item, facts: Facts) -> Iterator[Evidence]:
    place = locate(PathMention(block.path or "", sure=True), facts.intent(item), facts)
    texts = [facts.texts[path] for path in place.paths if path in facts.texts] if place else []
    wanted = _lines(block.text.splitlines())
    if not texts or len(wanted) < _FEWEST:
        return
    for text in texts:
        found = wanted & _lines(text.lines)
        if len(found) >= _ENOUGH * len(wanted):
            yield Evidence(
                RULE,
                "pass",
                f"{text.path} has {len(found)} of the {len(wanted)} lines that the guide gives for it",
                path=text.path,
                commit=facts.last_commit.get(text.path),
            )
            return


def _lines(lines: Iterable[str]) -> set[str]:
    """The lines that tell one file from another: no blanks, brackets or comments."""
    plain = (re.sub(r"\s+", " ", line).strip() for line in lines)
    return {line for line in plain if len(line) > 7 and not line.startswith(("#", "//", "*", "/*"))}
