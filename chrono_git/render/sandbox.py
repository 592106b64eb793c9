"""Jinja2 for templates of somebody else: no file, no object's inside, and an end to what grows.

Its loops and what it writes are counted, strings cannot be multiplied without end, and only
filters and methods are there that make no more out of little. That stops what runs away; it is
no jail for a template that was made to burn time (such as sorting the same list in each round).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from jinja2 import Environment, StrictUndefined, nodes, pass_context
from jinja2.defaults import DEFAULT_NAMESPACE
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS
from jinja2.runtime import Context, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

ROUNDS = 500_000  # of all loops and macros together
LONGEST = 16 * 1024 * 1024  # characters of one text, and of all that is printed
_BITS = 4096
_WIDEST = 100
_FILTERS = (
    "abs", "capitalize", "count", "d", "default", "dictsort", "first", "float", "groupby", "int", "items",
    "last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr", "reverse", "select",
    "selectattr", "sort", "trim", "truncate", "unique", "upper", "urlencode", "wordcount",
)  # fmt: skip
_METHODS: dict[type, frozenset[str]] = {
    str: frozenset(
        ("capitalize", "casefold", "count", "endswith", "find", "isdigit", "lower", "lstrip", "partition",
         "removeprefix", "removesuffix", "rfind", "rpartition", "rsplit", "rstrip", "split", "splitlines",
         "startswith", "strip", "title", "upper")
    ),
    dict: frozenset(("get", "items", "keys", "values")),
    list: frozenset(("count", "index")),
    tuple: frozenset(("count", "index")),
    int: frozenset(),
    float: frozenset(),
    bytes: frozenset(),
}  # fmt: skip


class Sandbox(ImmutableSandboxedEnvironment):
    """One template's surroundings; `filters` come on top of the harmless ones of Jinja2."""

    intercepted_binops = frozenset(("+", "*", "**", "%"))

    def __init__(self, filters: dict[str, Callable[..., Any]]) -> None:
        super().__init__(
            undefined=StrictUndefined,
            autoescape=False,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            finalize=self._printed,
            cache_size=0,
        )
        self.filters = {name: FILTERS[name] for name in _FILTERS} | _GROWING | filters
        self.globals = {
            "range": self._range,
            **{name: DEFAULT_NAMESPACE[name] for name in ("cycler", "joiner", "namespace")},
        }
        self._rounds = ROUNDS
        self._room = LONGEST

    def limited(self, template: nodes.Template) -> nodes.Template:
        """Returns a parsed template so that its rounds are counted, and no text grows unseen."""
        made: nodes.Template = _Limits(self).visit(template)
        made.set_environment(self)
        return made

    def again(self, size: int) -> None:
        """Counts one round of a loop or a macro with so many characters of plain text in it."""
        self._rounds -= 1
        self._take(size)
        if self._rounds < 0:
            raise SecurityError(f"its loops go round more than {ROUNDS:,} times")

    def joined(self, *values: object) -> str:
        """Returns what `a ~ b` stands for."""
        return _join(values)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Returns an attribute or an entry; of plain values only the methods that are let in."""
        if _is_refused(obj, attribute):
            return self._entry(obj, attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: str | Any) -> Any:
        """Returns an entry, or an attribute where there is none; see `getattr`."""
        if isinstance(argument, str) and _is_refused(obj, argument):
            return self._entry(obj, argument)
        return super().getitem(obj, argument)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Returns what an operator makes of two values, unless it would be out of all proportion."""
        if operator == "**" or (operator == "%" and isinstance(left, (str, bytes))):
            raise SecurityError(f"`{operator}` is not let in, as it makes much out of little")
        sizes = [len(one) if isinstance(one, (str, list, tuple)) else None for one in (left, right)]
        if operator == "*":
            _check_product(left, right, sizes)
        elif operator == "+" and None not in sizes:
            _check(sum(size or 0 for size in sizes))
        return super().call_binop(context, operator, left, right)

    def _entry(self, obj: Any, name: str) -> Any:
        if isinstance(obj, dict) and name in obj:
            return obj[name]
        return self.unsafe_undefined(obj, name) if hasattr(obj, name) else self.undefined(obj=obj, name=name)

    # With a context, or Jinja2 would print constants once and for all, uncounted.
    @pass_context
    def _printed(self, _context: Context, value: object) -> object:
        if value is None:
            return ""
        if isinstance(value, Undefined):
            return value  # which says what is wrong as soon as it is printed
        text = _scalar(value)
        self._take(len(text))
        return text

    def _take(self, size: int) -> None:
        self._room -= size
        if self._room < 0:
            raise SecurityError(f"it writes more than {LONGEST:,} characters")

    def _range(self, *bounds: int) -> range:
        found = range(*bounds)
        self._rounds -= min(len(found), ROUNDS) if found else 0
        self.again(0)
        return found


class _Limits(NodeTransformer):
    """Puts a call that counts into whatever can come again, and a counted one for `~`."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def visit_For(self, node: nodes.For) -> nodes.Node:
        return self._counted(node)

    def visit_Macro(self, node: nodes.Macro) -> nodes.Node:
        return self._counted(node)

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:
        return self._counted(node)

    def visit_Block(self, node: nodes.Block) -> nodes.Node:
        return self._counted(node)

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
        self.generic_visit(node)
        return _call("joined", list(node.nodes), node.lineno)

    def _counted(self, node: nodes.For | nodes.Macro | nodes.CallBlock | nodes.Block) -> nodes.Node:
        self.generic_visit(node)
        size = sum(
            len(piece.data)
            for child in node.body
            if isinstance(child, nodes.Output)
            for piece in child.nodes
            if isinstance(piece, nodes.TemplateData)
        )
        count = _call("again", [nodes.Const(size, lineno=node.lineno)], node.lineno)
        node.body.insert(0, nodes.ExprStmt(count, lineno=node.lineno))
        return node


def _call(method: str, arguments: list[nodes.Expr], line: int) -> nodes.Call:
    called = nodes.EnvironmentAttribute(method, lineno=line)
    return nodes.Call(called, arguments, [], None, None, lineno=line)


def _is_refused(obj: object, name: str) -> bool:
    return any(isinstance(obj, kind) and name not in names for kind, names in _METHODS.items())


def _check(size: int) -> None:
    if size > LONGEST:
        raise SecurityError(f"it makes a text of more than {LONGEST:,} characters")


def _check_product(left: Any, right: Any, sizes: Sequence[int | None]) -> None:
    for times, size in ((right, sizes[0]), (left, sizes[1])):
        if size is not None and isinstance(times, int):
            _check(size * times)
    if isinstance(left, int) and isinstance(right, int) and left.bit_length() + right.bit_length() > _BITS:
        raise SecurityError("it makes a number of more than a thousand digits")


def _scalar(value: object) -> str:
    if isinstance(value, (str, int, float)):
        return str(value)
    if isinstance(value, Undefined):
        return str(value)  # raises
    what = (
        "an object" if isinstance(value, dict) else "a list" if isinstance(value, (list, tuple)) else "this"
    )
    raise SecurityError(f"{what} cannot be printed: take one of its parts, or join them")


def _join(values: Iterable[object], between: str = "") -> str:
    texts, size = [], 0
    for value in values:
        text = "" if value is None else _scalar(value)
        size += len(text) + len(between)
        _check(size)
        texts.append(text)
    return between.join(texts)


def _replace(text: str, old: str, new: str) -> str:
    times = text.count(old)
    _check(len(text) + times * max(len(new) - len(old), 0))
    return text.replace(old, new)


def _indent(text: str, width: int = 4, first: bool = False) -> str:
    if not 0 <= width <= _WIDEST:
        raise SecurityError(f"a width is at most {_WIDEST}")
    _check(len(text) + (text.count("\n") + 1) * width)
    lines = [" " * width + line if line.strip() else line for line in text.split("\n")]
    return "\n".join(lines) if first else "\n".join([text.split("\n", 1)[0], *lines[1:]])


def _sum(values: Iterable[Any]) -> float:
    return sum(value for value in values if isinstance(value, (int, float)))


def _html(text: object) -> str:
    from html import escape

    return escape(_scalar(text))


_GROWING: dict[str, Callable[..., Any]] = {
    "e": _html,
    "escape": _html,
    "indent": _indent,
    "join": _join,
    "replace": _replace,
    "string": _scalar,
    "sum": _sum,
}
