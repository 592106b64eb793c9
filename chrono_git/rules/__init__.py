"""The rules, in the order in which they look: an explicit table, one file each."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from chrono_git.facts import Facts
from chrono_git.model import Evidence, Item
from chrono_git.rules import (
    blocks,
    commands,
    debug,
    dependencies,
    documents,
    guides,
    learnings,
    options,
    paths,
    scaffold,
    stubs,
    symbols,
    tests,
    unseen,
    verified,
    wording,
)

Rule = Callable[[Item, Facts], Iterator[Evidence]]

RULES: tuple[Rule, ...] = (
    paths.look,
    commands.look,
    scaffold.look,
    symbols.look,
    blocks.look,
    stubs.look,
    debug.look,
    tests.look,
    dependencies.look,
    documents.look,
    options.look,
    learnings.look,
    guides.look,
    wording.look,
    verified.look,
    unseen.look,
)

# What a machine must have is no business of the repository: only other guides can be asked.
PREREQUISITE_RULES: tuple[Rule, ...] = (guides.look, unseen.look)
