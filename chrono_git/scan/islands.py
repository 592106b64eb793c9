"""Pages with code in them: blanks for all but the code, so that every place stays where it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

_NOT_NEWLINE = re.compile(r"[^\n]+")
_SCRIPT = re.compile(
    r"""<script\b(?:"[^"]*"|'[^']*'|[^<>"'])*+>(?P<code>.*?)(?:</script\s*>|\Z)""", re.DOTALL | re.I
)
_FRONT = re.compile(r"\A---\n(?P<code>.*?)\n---$", re.DOTALL | re.MULTILINE)
# The sign that ends the code means nothing in strings, block comments and heredocs. Each of these reaches to
# the end of the text where it is never closed, so that looking costs no more than one way through.
_PHP = re.compile(
    r"""<\?(?:php\b|=)?(?P<code>(?:
      [^'"/\#<?]++
    | '(?:[^'\\]|\\.)*+'?
    | "(?:[^"\\]|\\.)*+"?
    | /\*(?:(?!\*/).)*+
    | (?://|\#(?!\[))(?:(?!\?>)[^\n])*+
    | <<<[ \t]*(?P<quote>["']?)(?P<name>\w+)(?P=quote)\n(?:(?!\n[ \t]*(?P=name)\b).)*+
    | (?!\?>).
    )*+)(?:\?>|\Z)""",
    re.DOTALL | re.VERBOSE,
)
_KINDS = {"script": (_FRONT, _SCRIPT), "php": (_PHP,)}


def only_code(page: str, kind: str) -> str:
    """The page with blanks for what is not code, and a `;` behind each piece that is.

    What has no sign of PHP at all is an excerpt, and code from its first line.
    """
    if kind == "php" and "<?" not in page:
        return page
    parts: list[str] = []
    at = 0
    for start, end in sorted(_pieces(page, kind)):
        if start >= at:
            parts += (_blank(page[at:start]), page[start:end])
            at = end
            if at < len(page) and page[at] != "\n":
                parts.append(";")
                at += 1
    return "".join((*parts, _blank(page[at:])))


def _pieces(page: str, kind: str) -> Iterator[tuple[int, int]]:
    return (found.span("code") for pattern in _KINDS[kind] for found in pattern.finditer(page))


def _blank(text: str) -> str:
    return _NOT_NEWLINE.sub(lambda found: " " * len(found[0]), text)
