"""Which code blocks of an item are the content of which file: only where the guide says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from chrono_git.guide.labels import looks_like_path
from chrono_git.intent.verbs import verb_of
from chrono_git.model import CodeBlock, Item
from chrono_git.scan.language import language_named, language_of

_NAMING = re.compile(
    r"(?://|#|--|;+|%|/\*+|<!--)[ \t]*(?:(?:file(?:name)?|path)[ \t]*:[ \t]*)?"
    r"(?P<path>[^\s:*]{1,300})[ \t]*(?:\*/|-->)?",
    re.IGNORECASE,
)
_PART = re.compile(r"[ \t]*(?://|#|--|/\*+|<!--|;+)[ \t]*(?:\.\.\.|…)")
_FAMILIES = (
    frozenset({"TypeScript", "TypeScript with JSX"}),
    frozenset({"JavaScript", "TypeScript", "TypeScript with JSX"}),
    frozenset({"C", "C++", "Objective-C"}),
)
_MARKDOWN = frozenset({"md", "markdown", "mdx"})


@dataclass(frozen=True, slots=True)
class Placed:
    """A block, and the path that the guide gives it, as written; or None, and `why` it has none.

    `asked` says that the guide named a file all the same.
    """

    block: CodeBlock
    path: str | None
    why: str = ""
    asked: bool = False
    is_from_root: bool = False


def place_blocks(item: Item, touched: Sequence[str]) -> tuple[Placed, ...]:
    """The blocks of an item that are code for a file, in order.

    A block belongs to the file of its label, its heading or its first line's comment; one
    without, if it is the only one of its language, to the only file of that language
    among those that the item's commands touch (`touched`, from the root).
    """
    blocks = _blocks(item)
    named = {block: path for block in blocks if (path := block.path or _named_in(block))}
    free = [path for path in touched if not any(f"/{path}".endswith(f"/{one}") for one in named.values())]
    return tuple(_place(block, named, free, item) for block in blocks)


def _blocks(item: Item) -> list[CodeBlock]:
    return [block for block in item.blocks if block.role == "implement" or is_script(block)]


def is_script(block: CodeBlock) -> bool:
    """Whether a block of commands is a script's text rather than what is to be typed."""
    return block.role == "commands" and block.text.startswith("#!")


def _place(block: CodeBlock, named: Mapping[CodeBlock, str], free: Sequence[str], item: Item) -> Placed:
    path = named.get(block)
    if path is None:
        own = [one for one in free if _fits(block, one, strict=True)]
        rivals = [one for one in _blocks(item) if one not in named and _alike(one, block)]
        if len(own) != 1 or len(rivals) != 1:
            return Placed(block, None, "the guide does not say which file it belongs to")
        return _checked(Placed(block, own[0], is_from_root=True), item)
    count = sum(one == path for one in named.values())
    if count > 1:
        return Placed(block, None, f"{count} blocks are for {path}", asked=True)
    if not _fits(block, path, strict=False):
        return Placed(block, None, f"{path} is no {block.language} file", asked=True)
    return _checked(Placed(block, path), item)


def _checked(placed: Placed, item: Item) -> Placed:
    block, path = placed.block, placed.path
    if block.language in ("diff", "patch") or any(_PART.match(line) for line in block.text.split("\n")):
        return Placed(block, None, f"it is only a part of {path}")
    if verb_of(item.text) in ("modify", "delete", "move"):
        return Placed(block, None, f"the step changes {path} rather than making it")
    return placed


def _named_in(block: CodeBlock) -> str | None:
    """The path that stands alone in a comment on the first line, or behind the `#!`."""
    if block.language in _MARKDOWN and not block.text.startswith("<!--"):
        return None
    for line in _opening(block.text):
        found = _NAMING.fullmatch(line)
        if found and looks_like_path(found["path"]):
            path = found["path"]
            if _fits(block, path, strict=True) or (language_named(block.language) is None and "/" in path):
                return path
    return None


def _opening(text: str) -> Iterator[str]:
    lines = text.split("\n", 2)
    yield from (line.strip()[:400] for line in (lines[1:2] if lines[0].startswith("#!") else lines[:1]))


def _fits(block: CodeBlock, path: str, *, strict: bool) -> bool:
    """Whether a file may be in the block's language; what is not known fits unless it must (`strict`)."""
    language, other = language_named(block.language), language_of(path)
    if language is None or other is None:
        extension = path.rpartition("/")[2].rpartition(".")[2].lower()
        return block.language == extension if strict else True
    names = {language.name, other.name}
    return len(names) == 1 or any(names <= family for family in (_FAMILIES[:1] if strict else _FAMILIES))


def _alike(one: CodeBlock, other: CodeBlock) -> bool:
    language, known = language_named(one.language), language_named(other.language)
    return (
        one.language == other.language if language is None or known is None else language.name == known.name
    )
