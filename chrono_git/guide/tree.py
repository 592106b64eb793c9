"""Block tokens to a tree of nodes that know their lines."""

from __future__ import annotations

from dataclasses import dataclass, field

from markdown_it.token import Token

from chrono_git.guide.blocks import tokens

_CONTAINERS = {
    "bullet_list_open": "list",
    "ordered_list_open": "list",
    "list_item_open": "item",
    "blockquote_open": "quote",
    "table_open": "table",
}
_LEAVES = {"fence": "fence", "code_block": "code", "html_block": "html"}


@dataclass(slots=True)
class Node:
    """A block of a guide: `line` is its first line, `end` its last (1-based).

    `kind` is one of heading, paragraph, list, item, quote, table, cell, fence, code,
    html; `text` the Markdown source inside, `info` a fence's info string or the number
    in an ordered item's marker, `level` a heading's.
    """

    kind: str
    line: int
    end: int
    text: str = ""
    info: str = ""
    level: int = 0
    children: list[Node] = field(default_factory=list)


def build(text: str) -> tuple[list[Node], list[tuple[int, str]]]:
    """Parse text with LF line ends into its top blocks, and (line, what is wrong) pairs."""
    flat, wrong = tokens(text)
    source = text.split("\n")
    top: list[Node] = []
    stack = [top]
    for index, token in enumerate(flat):
        kind = _CONTAINERS.get(token.type)
        if kind:
            node = _node(kind, token)
            stack[-1].append(node)
            stack.append(node.children)
        elif token.type.endswith("_close") and token.type[:-5] + "open" in _CONTAINERS:
            children = stack.pop()
            # markdown-it counts the blank lines behind a list as its own.
            stack[-1][-1].end = children[-1].end if children else stack[-1][-1].line
            _adopt(stack[-1], source)
        elif token.type in _LEAVES:
            stack[-1].append(_node(_LEAVES[token.type], token))
        elif token.type == "inline":
            stack[-1].append(_text(flat[index - 1], token))
    return top, wrong


def _adopt(siblings: list[Node], source: list[str]) -> None:
    """Put a list that stands deeper than the one right above it under that one's last item.

    Below `10. text` CommonMark wants four blanks; two or three start a list of its own,
    and the sub-tasks of a long numbered list would lose their parent.
    """
    if len(siblings) < 2:
        return
    above, below = siblings[-2:]
    touching = above.kind == below.kind == "list" and above.end + 1 == below.line
    if touching and _indent(source[below.line - 1]) > _indent(source[above.line - 1]):
        above.children[-1].children.append(siblings.pop())
        above.end = above.children[-1].end = below.end


def _indent(line: str) -> int:
    expanded = line.expandtabs(4)
    return len(expanded) - len(expanded.lstrip())


def _node(kind: str, token: Token) -> Node:
    first, end = token.map or (0, 0)
    return Node(kind, first + 1, end, token.content, token.info)


def _text(opening: Token, inline: Token) -> Node:
    node = _node("cell", inline)
    if opening.type == "heading_open":
        node.kind, node.level = "heading", int(opening.tag[1])
    elif opening.type == "paragraph_open":
        node.kind = "paragraph"
    return node
