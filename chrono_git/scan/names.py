"""What the functions and classes of a parsed source are called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from chrono_git.scan.descent import Way
from chrono_git.scan.language import Language
from chrono_git.scan.nodes import is_class, is_comment, is_function

if TYPE_CHECKING:
    from ast_grep_py import SgNode

_NAME_KINDS = re.compile(r"identifier$|^name$|^constant$|^word$|^alias$|^variable$|_name$")
_NAMED = re.compile(
    r"^(?:[\w@]+\s+)*?(?:def|defp|defmacrop?|function|func|fn|fun|sub|class|module|defmodule)\s+([\w.:!?]+)"
)
# Functions that have the name of what they are bound to, if any.
_BOUND = re.compile(
    r"lambda|arrow|anonymous_function|closure|func_literal|function_expression|anonymous_class"
)
_BINDERS = re.compile(
    r"declarator$|assignment|^pair$|field_definition|property|value_definition|^bind$|^var_spec$|^let_declaration$|^short_var"
    r"|^initialized_|^field$|^variable_declaration$"
)
_ACCESSORS = ("getter", "setter", "accessor_declaration", "computed_getter", "computed_setter")
_FIXED = {
    "deinit_declaration": "deinit",
    "subscript_declaration": "subscript",
    "indexer_declaration": "this",
    "anonymous_initializer": "init",
    "secondary_constructor": "constructor",
    "constructor_definition": "constructor",
}
_BETWEEN = re.compile(r"comment|haddock|pragma|^unary_operator$")  # in Elixir, attributes are operators
_HAS_BODY = re.compile(r"\bdo\b")
_OPERATOR = re.compile(r"\boperator\b\s*(?:\(\)|\[\]|[^\s(]+)")
_MOST_CLAUSES = 50
_DEEPEST = 6  # names; more are no help to anyone


def own_name(way: Way, at: int) -> str:
    """The name of the function or class at this place of the way, "" for one without."""
    node = way[at]
    kind = node.kind()
    if kind in _FIXED:
        return _FIXED[kind]
    if kind in _ACCESSORS:
        beside = bearer(node)
        return "" if beside is node else _own_name(beside)
    return (not _BOUND.search(kind) and _own_name(node)) or _bound_name(way, at)


def _own_name(node: SgNode) -> str:
    if node.kind().endswith("constructor_signature"):
        return next((child.text() for child in reversed(node.children()) if child.kind() == "identifier"), "")
    if node.kind() == "fallback_receive_definition":
        return _plain(node.children()[0].text())
    for field in ("name", "type"):
        if (named := node.field(field)) is not None and (field == "name" or node.kind() == "impl_item"):
            return _plain(named.text())
    if node.kind() == "infix" and (sign := node.field("operator")) is not None:
        return _plain(sign.text()).strip("`")
    if node.kind() == "operator_signature":
        signs = (child for child in node.children() if child.is_named() and child.kind().endswith("operator"))
        return " ".join(["operator", *(_plain(sign.text()) for sign in signs)])
    if node.kind().endswith("operator_declaration"):
        sign = node.field("operator") or node.field("type")
        return "operator" if sign is None else f"operator {_plain(sign.text())}"
    declarator = node.field("declarator")
    if declarator is not None and (found := _OPERATOR.search(node.text().split("{", 1)[0])):
        return _plain(found[0])
    while declarator is not None and (inner := declarator.field("declarator")) is not None:
        declarator = inner
    if declarator is not None:
        written = _plain(declarator.text())
        # A function that returns a pointer to one has its name in brackets.
        found = re.search(r"[\w:~]+", written) if written.startswith("(") else None
        return found[0] if found else written
    named = next((child for child in node.children() if child.kind() == "simple_identifier"), None)
    if named is not None:
        return _plain(named.text())
    if found := _NAMED.match(node.text()):
        return found[1]
    for child in node.children():
        if child.is_named() and _NAME_KINDS.search(child.kind()):
            return _plain(child.text())
        if child.kind().endswith(("signature", "variable_declaration", "infix")) and (
            inside := _own_name(child)
        ):
            return inside
    return ""


def _bound_name(way: Way, at: int) -> str:
    """The name that a lambda is bound to."""
    for place in range(at - 1, max(at - 6, 0), -1):
        if _BINDERS.search(way[place].kind()):
            for field in ("name", "key", "left", "property", "pattern", "declarator"):
                if (named := way[place].field(field)) is not None:
                    return _plain(named.text())
            for child in way[place].children():
                if child.kind() == "identifier":
                    return _plain(child.text())
                if child.kind() == "variable_declaration":
                    return _own_name(child)
    return ""


def _plain(name: str) -> str:
    return " ".join(name.split())[:80]


def qualified_name(way: Way, at: int, language: Language) -> str:
    """The name of what stands at `at` after those of the classes and functions around it."""
    names: list[str] = []
    around = [place for place in range(at + 1) if way[place].kind() in _named_kinds(language)]
    for place in around[-_DEEPEST:]:
        if is_class(way[place], language) or is_function(way[place], language):
            if place == at and (owner := receiver(way[place])):
                names.append(owner)
            names.append(own_name(way, place))
    return ".".join(name for name in names if name)


def _named_kinds(language: Language) -> tuple[str, ...]:
    return language.tree.classes + language.tree.functions


def clauses(way: Way, at: int) -> Iterator[SgNode]:
    """The functions of the same name beside the one at `at`, with nothing but their like between them."""
    kind, name = way[at].kind(), own_name(way, at)
    for step in ("prev", "next"):
        beside, left = getattr(way[at], step)(), _MOST_CLAUSES
        while (
            left
            and beside is not None
            and ((beside.kind() == kind and own_name([beside], 0) == name) or _BETWEEN.search(beside.kind()))
        ):
            # In Elixir, one that has default values may stand before the others without a body.
            if beside.kind() == kind and (kind != "call" or _HAS_BODY.search(beside.text())):
                yield beside
            beside, left = getattr(beside, step)(), left - 1


def receiver(node: SgNode) -> str:
    """The type that a method of Go or an extension of Kotlin belongs to, "" elsewhere."""
    found = node.field("receiver")
    words = re.findall(r"\w+", re.split(r"[\[<]", found.text())[0]) if found is not None else []
    return words[-1] if words else ""


def bearer(node: SgNode) -> SgNode:
    """What a function begins with: its decorators, or the property beside an accessor of Kotlin."""
    around = node.parent()
    if around is not None and around.kind() == "decorated_definition":
        return around
    if node.kind() not in ("getter", "setter"):
        return node
    if around is not None and around.kind() == "property_declaration":
        return around
    before = node.prev()
    while before is not None and (is_comment(before) or before.kind() in ("getter", "setter")):
        before = before.prev()
    return before if before is not None and before.kind() == "property_declaration" else node
