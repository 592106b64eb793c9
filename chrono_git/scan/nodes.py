"""Questions about a place in a parsed source: what is around it, what it is called, is it all there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from chrono_git.scan.descent import Way
from chrono_git.scan.language import Language

if TYPE_CHECKING:
    from ast_grep_py import SgNode

_NAME_KINDS = re.compile(r"identifier$|^name$|^constant$|^word$|^alias$|^variable$|_name$")
_NAMED = re.compile(
    r"^(?:[\w@]+\s+)*?(?:def|defp|defmacrop?|function|func|fn|fun|sub|class|module|defmodule)\s+([\w.:!?]+)"
)
_BINDERS = re.compile(r"declarator$|assignment|^pair$|field_definition|property|value_definition|^bind$|^var_spec$|^let_declaration$|^short_var")
_NAMELESS = re.compile(r"lambda|arrow|anonymous_function|closure|func_literal")
_PRELUDE = ("//", "/*", "*", "#", "@", "[", "--", "{-", "%", "///", '"""')
_MOST_PRELUDE = 60  # lines
_DEEPEST = 6  # names; more are no help to anyone
_NO_BODY = re.compile(r"parameter|pattern|argument|type|modifier|annotation|attribute|decorator")


def start_of(node: SgNode) -> int:
    """The place of the node's first character in the text."""
    return node.range().start.index


def end_of(node: SgNode) -> int:
    """The place after the node's last character."""
    return node.range().end.index


def is_comment(node: SgNode) -> bool:
    """Whether the node is a comment, in any of the grammars."""
    return "comment" in node.kind()


def whole_body(way: Way, at: int, language: Language) -> int | None:
    """Where on the way the function is whose whole body is the node `at`, None where there is more to it.

    Comments, documentation and what the language calls filler do not count.
    """
    tree = language.tree
    for place in range(at, 0, -1):
        node, parent = way[place], way[place - 1]
        if tree.bodies and node.kind() in tree.bodies:
            return function_around(way, place - 1, language)
        if is_function(parent, language):
            return place - 1 if _is_body(node, parent) else None
        if not all(_adds_nothing(beside, node, language) for beside in _beside(node) if beside.is_named()):
            return None
    return None


def _beside(node: SgNode) -> Iterator[SgNode]:
    """The siblings of a node, the nearest first: most often one of these tells, however many there are."""
    before, after = node.prev(), node.next()
    while before is not None or after is not None:
        if before is not None:
            yield before
            before = before.prev()
        if after is not None:
            yield after
            after = after.next()


def is_function(node: SgNode, language: Language) -> bool:
    """Whether the node is a function, method, accessor or lambda of the language."""
    tree = language.tree
    return node.kind() in tree.functions and (tree.function is None or bool(tree.function.match(node.text())))


def function_around(way: Way, at: int, language: Language) -> int | None:
    """Where on the way the innermost function around `at` (itself included) is."""
    return next((place for place in range(at, -1, -1) if is_function(way[place], language)), None)


def _is_body(node: SgNode, function: SgNode) -> bool:
    body = function.field("body")
    if body is not None:
        return start_of(body) <= start_of(node) and end_of(node) <= end_of(body)
    return not _NO_BODY.search(node.kind())


def _adds_nothing(child: SgNode, node: SgNode, language: Language) -> bool:
    if is_comment(child):
        return True
    filler = language.tree.filler
    # What follows the marker is never reached.
    if start_of(child) >= end_of(node) and child.kind().startswith(("return", "empty_statement")):
        return True
    return filler is not None and bool(filler.fullmatch(child.text().strip()))


def own_name(way: Way, at: int) -> str:
    """The name of the function or class at this place of the way, "" for one without."""
    node = way[at]
    if _NAMELESS.search(node.kind()):
        return _bound_name(way, at)
    for field in ("name", "type"):
        if (named := node.field(field)) is not None and (field == "name" or node.kind() == "impl_item"):
            return _plain(named.text())
    declarator = node.field("declarator")
    while declarator is not None and (inner := declarator.field("declarator")) is not None:
        declarator = inner
    if declarator is not None:
        return _plain(declarator.text())
    if found := _NAMED.match(node.text()):
        return found[1]
    for child in node.children():
        if child.is_named() and _NAME_KINDS.search(child.kind()):
            return _plain(child.text())
        if child.kind().endswith("signature") and (inside := own_name([child], 0)):
            return inside
    return _bound_name(way, at)


def _bound_name(way: Way, at: int) -> str:
    """The name that a lambda is bound to."""
    for place in range(at - 1, max(at - 4, 0), -1):
        if _BINDERS.search(way[place].kind()):
            for field in ("name", "key", "left", "property", "pattern"):
                if (named := way[place].field(field)) is not None:
                    return _plain(named.text())
    return ""


def _plain(name: str) -> str:
    return " ".join(name.split())[:80]


def qualified_name(way: Way, at: int, language: Language) -> str:
    """The name of what stands at `at` after those of the classes and functions around it."""
    names: list[str] = []
    around = [place for place in range(at + 1) if way[place].kind() in _named_kinds(language)]
    for place in around[-_DEEPEST:]:
        if way[place].kind() in language.tree.classes or is_function(way[place], language):
            if place == at and (owner := receiver(way[place])):
                names.append(owner)
            names.append(own_name(way, place))
    return ".".join(name for name in names if name)


def _named_kinds(language: Language) -> tuple[str, ...]:
    return language.tree.classes + language.tree.functions


def receiver(node: SgNode) -> str:
    """The type that a method of Go belongs to, "" elsewhere."""
    found = node.field("receiver")
    words = re.findall(r"\w+", found.text().split("[")[0]) if found is not None else []
    return words[-1] if words else ""


def prelude(text: str, start: int) -> str:
    """The comments, decorators and attributes right above the line of a place, with that line's beginning."""
    first = start
    for _ in range(_MOST_PRELUDE):
        first = text.rfind("\n", 0, max(first - 1, 0)) + 1
    above = text[first:start].split("\n")
    kept = above[-1:]
    for line in reversed(above[:-1]):
        bare = line.strip()
        if not bare or not (bare.startswith(_PRELUDE) or bare.endswith(("*/", "-}", "]"))):
            break
        kept.append(line)
    return "\n".join(reversed(kept))
