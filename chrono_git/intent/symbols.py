"""The symbols that a text or a code block names: functions, classes, flags, routes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from chrono_git.intent.paths import extension_of, path_mentions
from chrono_git.intent.spans import blank_spans, code_spans

_IDENTIFIER = re.compile(
    r"^(?:async )?[A-Za-z_$][\w$]*(?:(?:\.|::|->|#)[A-Za-z_$][\w$]*)*(?:<[\w, ?<>]*>)?(?:\(.*\))?[!?]?$"
)
_CAMEL = re.compile(
    r"\b(?:[A-Z][a-z0-9]+){2,}[A-Z]?\b|\b[a-z]+(?:[A-Z][a-z0-9]+)+\b|\b[a-z](?=[^\W_]*_)\w*+(?<=[a-z])"
)
_ROUTE = re.compile(r"^(?:(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\s+)?(/[\w:{}.*/-]*)$")
_PROSE_ROUTE = re.compile(r"\b(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\s+(/[\w:{}.*/-]+)")
# Types that everybody has, around somebody's own.
_WRAPPED = re.compile(
    r"(?:Vec|Option|Result|Promise|Array|List|Map|HashMap|Set|Record|Dict|Optional|Box|Arc|Rc|Partial|Future)<"
)
_FLAG = re.compile(r"^--?[a-z][\w-]*$")
_BRANDS = frozenset(
    [
        "JavaScript",
        "TypeScript",
        "GitHub",
        "GitLab",
        "OpenAPI",
        "WebSocket",
        "WebSockets",
        "PostgreSQL",
        "MySQL",
        "MongoDB",
        "NodeJS",
        "GraphQL",
        "DevOps",
        "CloudFlare",
        "OAuth",
        "JUnit",
        "SQLite",
        "FastAPI",
        "NumPy",
        "PyPI",
        "YouTube",
        "LinkedIn",
        "TimescaleDB",
        "DuckDB",
        "ClickHouse",
        "VSCode",
        "RabbitMQ",
        "ElasticSearch",
        "OpenSpec",
        "CoffeeScript",
        "PowerShell",
        "LocalStack",
        "DynamoDB",
        "PyTorch",
        "TensorFlow",
        "MyBatis",
        "IntelliJ",
        "JetBrains",
        "TailwindCSS",
        "PostCSS",
        "WebAssembly",
        "WebKit",
        "WebView",
        "SwiftUI",
        "UIKit",
        "AppKit",
        "CocoaPods",
        "GitOps",
        "OpenAI",
        "ChatGPT",
        "DataDog",
        "JsonWebToken",
        "JavaDoc",
        "MacOS",
    ]
)
_KEYWORDS = frozenset(
    [
        "true",
        "false",
        "null",
        "none",
        "self",
        "this",
        "int",
        "str",
        "string",
        "bool",
        "float",
        "void",
        "async",
        "await",
        "return",
        "import",
        "export",
        "const",
        "let",
        "var",
        "def",
        "fn",
        "func",
        "class",
        "struct",
        "enum",
        "type",
        "interface",
        "any",
        "object",
        "number",
        "boolean",
        "main",
        "test",
        "tests",
    ]
)
_DEFINING = (
    r"class|interface|struct|enum|trait|type|def|fn|func|function|fun|object|record|module|protocol|actor"
    r"|union|macro_rules!|defmodule|defp|defn-?|rpc|data|const|let|var|val|final|mod|contract|service|message|typedef|namespace"
    r"|extension|mixin|CREATE TABLE(?: IF NOT EXISTS)?"
)
_BLOCK_DEFINITION = re.compile(
    r"^(?:\s{0,4}(?:(?:pub(?:\([\w:]+\))?|export|default|public|private|protected|internal|static|abstract|final|open|async"
    r"|override|data|sealed|unsafe|declare|partial|inline)\s+)*)"
    rf"(?P<kind>{_DEFINING})\s+(?:\([^()\n]{{0,80}}\)\s*)?(?P<name>[A-Za-z_$][\w$]*)",
    re.M,
)
_LOCAL = frozenset({"const", "let", "var", "val", "final"})


@dataclass(frozen=True, slots=True)
class SymbolMention:
    """One symbol that an item names.

    `name` is what has to be found as a whole word; `written` how the item has it;
    `kind` tells identifiers from `route`s and `flag`s; `sure` is False for a word that
    merely looks like an identifier (a CamelCase word in prose).
    """

    name: str
    written: str
    kind: str = "identifier"
    sure: bool = True


def symbol_mentions(text: str) -> tuple[SymbolMention, ...]:
    """The symbols that Markdown source names, in order, those in code spans first."""
    found: dict[str, SymbolMention] = {}
    for span in code_spans(text):
        for mention in _of_span(span.text.strip()):
            found.setdefault(mention.name, mention)
    prose = blank_spans(text)
    for route in _PROSE_ROUTE.finditer(prose):
        name = route.group(1).rstrip(".,:")
        found.setdefault(name, SymbolMention(name, name, "route", sure=False))
    for path in path_mentions(text):
        prose = prose.replace(path.path, " ")
    for match in _CAMEL.finditer(prose):
        word = match.group()
        if word not in _BRANDS and len(word) > 4:
            found.setdefault(word, SymbolMention(word, word, sure=False))
    return tuple(found.values())


def _of_span(span: str) -> list[SymbolMention]:
    route = _ROUTE.match(span)
    if route and len(route.group(1)) > 1 and not extension_of(route.group(1)):
        return [SymbolMention(route.group(1), span, "route")]
    if _FLAG.match(span):
        return [SymbolMention(span, span, "flag")]
    if any(mention.path == span.strip("./") and mention.sure for mention in path_mentions(f"`{span}`")):
        return []
    defined = _BLOCK_DEFINITION.match(span)
    if defined and len(defined["name"]) > 2:
        return [SymbolMention(defined["name"], span)]
    if _IDENTIFIER.match(span) is None or _WRAPPED.match(span):
        return []
    name = re.sub(r"<.*|\(.*", "", span.removeprefix("async ")).rstrip("!?")
    last = re.split(r"\.|::|->|#", name)[-1]
    if len(last) < 3 or last.lower() in _KEYWORDS or last in _BRANDS:
        return []
    return [SymbolMention(last, span)]


def defined_in_block(code: str) -> tuple[str, ...]:
    """The names that a code block of a guide defines at or near its top level, in order."""
    found: dict[str, None] = {}
    for match in _BLOCK_DEFINITION.finditer(code):
        indented = code[match.start() : match.end()].lstrip("\n")[:1] in (" ", "\t")
        if match["kind"] in _LOCAL and (indented or "export" not in match.group()):
            continue
        if indented and match["kind"] == "type":
            continue
        found[match["name"]] = None
    return tuple(name for name in found if name.lower() not in _KEYWORDS and len(name) > 2)


# What stands before a call rather than before the name that is defined.
_NO_HEAD = (
    r"(?!\s*(?:return|await|new|else|throw|yield|raise|case|not|and|or|in|import|from|use|if|elif|while|for|until|unless"
    r"|assert|delete|del|go|defer|typeof|switch|match|when|with|do|print|echo|emit|void\s+\w+\(.*;|\*|#|/)\b"
    r"|\s*(?:\*|#|//))"
)


@lru_cache(maxsize=4096)
def definition_regex(name: str) -> re.Pattern[str]:
    """A pattern for the lines that define `name` in any common language: behind a keyword, as a variable
    that is given a function or a class, as a module's constant, or as a method's head."""
    word = re.escape(name)
    modifiers = r"(?:async|static|get|set|private|public|protected|override|def|\*|#)"
    return re.compile(
        rf"\b(?:{_DEFINING})\s+(?:\([^()]{{0,80}}\)\s*)?(?:\w+(?:::|\.))*[\"'`]?{word}\b"
        rf"|\b{word}\s*[:=]\s*(?:async\b\s*)?(?:function\b|\(.*=>|\w+\s*=>|class\b|func\b|lambda\b)"
        rf"|^(?:export\s+(?:const|let|var)\s+)?{word}\s*(?::[^=]+)?=(?![=>])"
        rf"|^{_NO_HEAD}\s*(?:[\w$<>\[\],.?*&@:]+\s+)+[*&]?(?:\w+::)*{word}\s*(?:<[^>]*>)?\((?!.*;\s*$)(?![^=]*=.*\().*$"
        rf"|^\s*(?:{modifiers}\s+)*{word}\s*(?:<[^>]*>)?\([^;]{{0,400}}\)\s*(?::[^=]{{1,200}})?(?:\{{|=>|->)"
        rf"|^\s*(?:public|private|protected|internal|readonly|static)\s+(?:[\w<>\[\],.?]+\s+)*{word}\s*[:=;{{]"
        rf"|^{word}\s+::\s"
        rf"|^\s*#\s*define\s+{word}\b"
    )
