"""Questions about a place in a parsed source: what is around it, and is it all there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from chrono_git.scan.descent import Way
from chrono_git.scan.language import Language

if TYPE_CHECKING:
    from ast_grep_py import SgNode

_PRELUDE = ("//", "/*", "*", "#", "@", "[", "--", "{-", "%", "///", '"""')
_UNREACHED = re.compile(r"return\b|;")  # behind what `_ENDS` the function
_ENDS = re.compile(
    r"\W*(?:throw|raise|panic|fatal\w*|preconditionFailure|unimplemented|todo|revert|error|die|fail|assert|bail"
    r"|compileError|TODO|sys\.error|log\w*\.(?:Fatal|Panic)|return)\b|;"
)
_MOST_PRELUDE = 60  # lines
_MOST_BEFORE = 500  # characters of the line that a place stands on
_NO_BODY = re.compile(r"parameter|pattern|argument|type|modifier|annotation|attribute|decorator")


def start_of(node: SgNode) -> int:
    """The place of the node's first character in the text."""
    return node.range().start.index


def end_of(node: SgNode) -> int:
    """The place after the node's last character."""
    return node.range().end.index


def is_comment(node: SgNode) -> bool:
    """Whether the node is a comment, in any of the grammars, or Swift's `#warning`."""
    return "comment" in node.kind() or node.kind() == "diagnostic"


def whole_body(way: Way, at: int, language: Language) -> int | None:
    """Where on the way the function is whose whole body is the node `at`, None where there is more to it.

    Comments, documentation and what the language calls filler do not count.
    """
    tree = language.tree
    for place in range(at, 0, -1):
        node, parent = way[place], way[place - 1]
        if tree.bodies and node.kind() in tree.bodies:
            around = next(
                (above for above in range(place - 1, -1, -1) if way[above].kind() in tree.functions), 0
            )
            return around if is_function(way[around], language) else None
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


def is_class(node: SgNode, language: Language) -> bool:
    """Whether the node is a class, or whatever else of the language has methods."""
    tree = language.tree
    return node.kind() in tree.classes and (tree.class_ is None or bool(tree.class_.match(node.text())))


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
    if start_of(child) >= end_of(node):
        said, nothing = child.text(), language.tree.nothing
        if (nothing and nothing.fullmatch(said)) or (_UNREACHED.match(said) and _ENDS.match(node.text())):
            return True
    return filler is not None and bool(filler.fullmatch(child.text().strip()))


def prelude(text: str, start: int) -> str:
    """The comments, decorators and attributes right above the line of a place, with that line's beginning."""
    first = start
    for _ in range(_MOST_PRELUDE):
        first = text.rfind("\n", 0, max(first - 1, 0)) + 1
    above = text[first:start].split("\n")
    kept = [above[-1][-_MOST_BEFORE:]]
    for line in reversed(above[:-1]):
        bare = line.strip()
        if not bare or not (bare.startswith(_PRELUDE) or bare.endswith(("*/", "-}", "]"))):
            break
        if bare.startswith(("@", "[")) and bare.endswith((";", "}")):
            break  # a whole declaration behind its own decorators
        kept.append(line)
    return "\n".join(reversed(kept))
