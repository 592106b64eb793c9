"""`<!-- chrono: path=src/x.py -->`: what the guide's author tells chrono-git in a comment."""

from __future__ import annotations

import difflib
import re

KNOWN = ("path", "test", "symbol", "verb", "skip")
_COMMENT = re.compile(r"<!--\s*chrono:(.*?)-->", re.DOTALL)
_PAIR = re.compile(r"""\s*(?:([\w-]+)=("[^"]*"|'[^']*'|[^\s"']\S*)|(\S+))""")


def overrides(source: str) -> tuple[list[tuple[str, str]], list[str]]:
    """Read the override comments in a piece of Markdown; return pairs, and what is wrong with the rest."""
    pairs: list[tuple[str, str]] = []
    wrong: list[str] = []
    for comment in _COMMENT.findall(source):
        for key, value, stray in _PAIR.findall(comment):
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
