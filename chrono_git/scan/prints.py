"""Print-like calls that look like somebody looking for a fault."""

from __future__ import annotations

import re
from collections.abc import Sequence

_DEBUG = re.compile(
    r"(?i:^\W*(?:(?:got |i am |i'm |we are )?here(?:\s*\d+)?|xxx+|yyy+|zzz+|test(?:ing)?\s*\d*|foo|bar|baz|asdf\w*|qwer\w*|wtf|aaa+|bla+h*)\b(?:\W|%\w|\\n)*(?:$|[:=]))"
    r"|(?i:^\W*(?:debug(?:ging)?|dbg)\b)|^\s*[=*#>!<~-]{3,}"
)
_CLI = re.compile(
    r"(?i:(?:^|/)(?:cli|cmd|commands?|bin|scripts?|tools?|console|terminal|debug|logging|repl|hack|ci|build|\.github)(?:/|\.\w+$)"
    r"|(?:^|/)(?:main|__main__|index|manage|setup|gulpfile|gruntfile|rakefile|build|debug\w*|log(?:ger|ging)?)\.\w+$|[-_]cli\b)"
)


def says_debug(words: Sequence[str]) -> bool:
    """Whether a string in a print-like call reads like debugging, and not like output for a user."""
    return any(_DEBUG.search(one) for one in words)


def is_command_line(path: str) -> bool:
    """Whether printing is what the code at this path is for."""
    return bool(_CLI.search(path))
