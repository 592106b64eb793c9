"""`<!-- chrono: path=src/x.py -->`: what the guide's author tells chrono-git in a comment."""

from __future__ import annotations

import difflib
import re

KNOWN = ("path", "test", "symbol", "verb", "skip")
_OURS = re.compile(r"\s*chrono:")
_PAIR = re.compile(r"""\s*(?:([\w-]+)=("[^"]*"|'[^']*'|[^\s"']\S*)|(\S+))""")


def split(source: str) -> tuple[str, list[str]]:
    """Return the text without its HTML comments, and what they hold; an unclosed one is text.

    By hand, because a regular expression takes quadratic time over `<!--<!--<!--…`.
    """
    kept, found, position = [], [], 0
    while (start := source.find("<!--", position)) >= 0:
        end = source.find("-->", start + 4)
        if end < 0:
            break
        kept.append(source[position:start])
        found.append(source[start + 4 : end])
        position = end + 3
    return "".join(kept) + source[position:], found


def overrides(source: str) -> tuple[list[tuple[str, str]], list[str]]:
    """Read the override comments in a piece of Markdown; return pairs, and what is wrong with the rest."""
    pairs: list[tuple[str, str]] = []
    wrong: list[str] = []
    for comment in split(source)[1]:
        ours = _OURS.match(comment)
        for key, value, stray in _PAIR.findall(comment, ours.end()) if ours else ():
            if stray:
                wrong.append(f"chrono comment: expected key=value, found {stray!r}")
            elif key in KNOWN:
                pairs.append((key, value[1:-1] if value[0] in "\"'" else value))
            else:
                wrong.append(f"chrono comment: unknown key {key!r}; {_instead(key)}")
    return pairs, wrong


def _instead(key: str) -> str:
    near = difflib.get_close_matches(key, KNOWN, 1, 0.5)
    return f"did you mean {near[0]!r}?" if near else f"known are {', '.join(KNOWN)}"
