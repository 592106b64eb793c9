"""What an item asks for: its verb, paths, symbols, packages and distinctive words."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from chrono_git.intent.commands import CommandEffect, effects_of, last_folder
from chrono_git.intent.dependencies import dependencies_of
from chrono_git.intent.leftovers import asks_for_cleanup, asks_for_replacing
from chrono_git.intent.paths import PathMention, path_mentions
from chrono_git.intent.structure import structure_paths
from chrono_git.intent.symbols import SymbolMention, defined_in_block, symbol_mentions
from chrono_git.intent.terms import terms_of
from chrono_git.intent.verbs import VERBS, Verb, verb_of, without_verb
from chrono_git.model import CodeBlock, Item

_LONGEST, _MOST = 16_384, 256
_DETAIL_TARGET = re.compile(
    r"^\W*(?:files?|location|path|target|output|create|new|add|implement|write|update|modify|文件|位置|创建|修改)\b\W*",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Intent:
    """What one item asks for, read from its own words and code blocks.

    `paths` are what it is to make or change, `context` what it merely refers to;
    `effects` are what its commands would leave behind; `provides` the names that its
    code blocks define, each with the file that the guide puts it in (or None);
    `structure` the paths of its drawn trees. `cleanup` and `unstub` say that it wants
    debug code gone, or stubs replaced.
    """

    verb: Verb
    paths: tuple[PathMention, ...] = ()
    context: tuple[PathMention, ...] = ()
    symbols: tuple[SymbolMention, ...] = ()
    effects: tuple[CommandEffect, ...] = ()
    provides: tuple[tuple[str, str | None], ...] = ()
    packages: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    structure: tuple[str, ...] = ()
    cleanup: bool = False
    unstub: bool = False


def intent_of(item: Item, folders: tuple[str, ...] = ()) -> Intent:
    """Read what an item asks for. An override in the guide or the configuration beats the guess.

    `folders` are where the guide's paths may start from, beside the root.
    """
    item = _bounded(item)
    overrides = dict(item.overrides)
    named = path_mentions(item.text)
    named += tuple(mention for note in item.notes for mention in _note_paths(note.label, note.text))
    if verb_of(item.text) == "delete":
        # `Remove X from FILE`: the file is what changes.
        named = tuple(_as_target(m) if _stands_behind(m.path, "from", item.text) else m for m in named)
    paths = tuple({m.path: m for m in named if m.target}.values()) + _block_paths(item)
    if "path" in overrides:
        paths = tuple(PathMention(path.strip(), sure=True) for path in overrides["path"].split(","))
    if "test" in overrides:
        paths += tuple(PathMention(path.strip(), sure=True) for path in overrides["test"].split(","))
    symbols = symbol_mentions(item.text)
    if "symbol" in overrides:
        symbols = tuple(SymbolMention(name, name) for name in overrides["symbol"].split(","))
    verb = overrides.get("verb", "")
    return Intent(
        verb=_verb(verb, item, paths),
        paths=tuple({m.path: m for m in paths}.values()),
        context=tuple(m for m in named if not m.target),
        symbols=symbols,
        effects=tuple(effect for block in _shell(item) for effect in effects_of(block.text)),
        provides=tuple(
            (n, b.path) for b in item.blocks if b.role == "implement" for n in defined_in_block(b.text)
        ),
        packages=dependencies_of(item.text),
        terms=terms_of(_about(item.text)),
        folders=tuple(dict.fromkeys([*_folders(item), *_named_folders(named), *folders])),
        structure=tuple(
            path for b in item.blocks if b.role == "structure" for path in structure_paths(b.text)
        ),
        cleanup=asks_for_cleanup(item.text),
        unstub=asks_for_replacing(item.text),
    )


_ACCEPTANCE = re.compile(
    r"definition of done|acceptance|success criteria|validation|verif|manual|checkpoint|review|sign-?off"
    r"|testing checklist",
    re.I,
)


def _bounded(item: Item) -> Item:
    """The item without what no person would write: a guide may be made to cost time."""
    notes = tuple(replace(note, text=note.text[:_LONGEST]) for note in item.notes[:_MOST])
    blocks = tuple(replace(block, text=block.text[: 4 * _LONGEST]) for block in item.blocks[:_MOST])
    return replace(item, text=item.text[:_LONGEST], notes=notes, blocks=blocks)


def _verb(override: str, item: Item, paths: tuple[PathMention, ...]) -> Verb:
    if override in VERBS:
        return VERBS[override]
    accepting = not paths and any(_ACCEPTANCE.search(title) for title in item.section)
    found = verb_of(item.text, accepting=accepting)
    if item.kind == "step" and paths and found in ("implement", "configure", "document"):
        return "create"
    if found == "implement" and re.match(r"^[^\w./-]*[\w./-]+\.\w+", item.text) and paths:
        return "create"
    if found == "manual" and re.match(r"^\W*(?:ensure|确保)", item.text, re.I) and paths:
        return "implement"
    return found


def _note_paths(label: str, text: str) -> tuple[PathMention, ...]:
    if label == "file":
        return tuple(_as_target(mention) for mention in path_mentions(text))
    front = _DETAIL_TARGET.match(text)
    if label == "detail" and (front or re.match(r"^\W*`", text)):
        # Only what stands in front: "Create a script (see x)" names no file to make.
        reach = front.end() if front else 0
        found = (mention for mention in path_mentions(text) if text.find(mention.path) - reach < 20)
        return tuple(
            mention for mention in found if mention.sure and "(" not in text[: text.find(mention.path)]
        )
    return ()


def _stands_behind(path: str, word: str, text: str) -> bool:
    return text[: max(text.find(path), 0)].rstrip(" `\"'*").lower().endswith(f" {word}")


def _as_target(mention: PathMention) -> PathMention:
    return PathMention(mention.path, mention.sure, True, mention.outside, mention.symbol)


def _block_paths(item: Item) -> tuple[PathMention, ...]:
    found = (mention for block in item.blocks if block.path for mention in path_mentions(f"`{block.path}`"))
    return tuple(map(_as_target, found))


def _shell(item: Item) -> tuple[CodeBlock, ...]:
    return tuple(block for block in item.blocks if block.role == "commands")


def _named_folders(named: tuple[PathMention, ...]) -> tuple[str, ...]:
    """`a.py`, `b.py` in `src/x/`: the folder that an item names is where its bare names are."""
    return tuple(mention.path.rstrip("/") for mention in named if mention.path.endswith("/"))


def _folders(item: Item) -> tuple[str, ...]:
    """Where the item's commands `cd` to: paths may be meant relative to it."""
    found = (last_folder(block.text) for block in _shell(item))
    return tuple(dict.fromkeys(folder for folder in found if folder))


def _about(text: str) -> str:
    """What an item is about, in its own words: without its verb and its paths."""
    for mention in path_mentions(text):
        if mention.sure:
            text = text.replace(mention.path, " ")
    return without_verb(text)
