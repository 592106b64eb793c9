"""Whether changed lines may hold what the scanner would tell of: words first, then what is around them.

It runs under `python -SE`. What it looks for is written down by whoever had the time to load the scanner.
"""

from __future__ import annotations

import sys

from chrono_git.app.stamp import stamp_of
from chrono_git.app.window import MOST, bounds
from chrono_git.hook.remembered import get, put
from chrono_git.repo.strings import Strings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_WORDS, _MARKERS = "gate-words", "gate-markers"
ALLOWS = b"chrono-git: allow"
_FARTHEST = 2000  # characters of one statement
_LINES = 15  # in which a statement may go on after it seems to end: no language's rules are known here
_GOES_ON = frozenset(",\\+.=:?(&|")


class Unsure(Exception):
    """Only a closer look can tell."""


class Words:
    """The extensions of known languages, and the strings without which a file holds nothing."""

    def __init__(self, common_dir: str) -> None:
        self._common_dir = common_dir
        self._version = version()
        self._patterns: Patterns | None = None
        known = get(common_dir, _WORDS, self._version)
        if known is None:
            raise Unsure
        extensions, literals, parts = known
        self.extensions = frozenset(extensions)
        self.strings = Strings(literals, parts)

    def look_closer(self, extension: str, text: bytes) -> None:
        """Raises Unsure where the scanner would begin with something that is around the strings."""
        if self._patterns is None:
            known = get(self._common_dir, _MARKERS, self._version)
            if known is None:
                raise Unsure
            self._patterns = Patterns(*known)
        self._patterns.look(extension, text, self.strings)


class Patterns:
    """What may be a stub or a debugging aid, by extension; asks what `chrono_git.app.sieve` asks.

    It asks one thing more: where a marker needs a message that says something, whether its
    statement, or a line soon after it, can say it. Only who has got so far loads `re`.
    """

    def __init__(self, markers: dict[str, list[tuple[str, bool]] | None], admitted: str, hint: str) -> None:
        import re

        self._re = re
        self._markers = markers
        self._admitted = re.compile(admitted, re.MULTILINE)
        self._hint = re.compile(hint)

    def look(self, extension: str, text: bytes, strings: Strings) -> None:
        """Raises Unsure where there is anything near one of the strings."""
        markers = self._markers[extension]
        if b"\r" in text:
            raise Unsure
        for number, at in enumerate(strings.places(text)):
            if number == MOST or markers is None:
                raise Unsure
            start, end = bounds(text, at)
            near = text[start:end].decode("utf-8", "replace")
            if ALLOWS.decode() in near or self._admits(near):
                raise Unsure
            following = text[start : end + _FARTHEST].decode("utf-8", "replace")
            for source, wants_message in markers:
                for found in self._re.finditer(source, near, self._re.MULTILINE):
                    if not wants_message or self._may_say(following, found.start()):
                        raise Unsure

    def _admits(self, near: str) -> bool:
        lines = (near, *near.split("\n"))
        return any(self._admitted.search(line) for line in lines)

    def _may_say(self, text: str, begin: int) -> bool:
        end = _statement_end(text, begin)
        return end is None or self._hint.search(text, begin, max(end, _lines_end(text, begin))) is not None


def _lines_end(text: str, begin: int) -> int:
    end = begin
    for _ in range(_LINES + 1):
        end = text.find("\n", end + 1)
        if end < 0:
            return len(text)
    return end


def _statement_end(text: str, begin: int) -> int | None:
    """The end of the line in which a statement's brackets are closed; None where that cannot be seen."""
    depth = 0
    at = begin
    while (end := text.find("\n", at)) >= 0:
        line = text[at:end]
        if not line.strip():
            return None
        depth += sum(line.count(sign) for sign in "([{") - sum(line.count(sign) for sign in ")]}")
        following = text[end + 1 : end + 200].lstrip()
        if depth <= 0 and line.rstrip()[-1:] not in _GOES_ON and following[:1] not in _GOES_ON:
            return end
        at = end + 1
    return None


def version() -> list[str]:
    """Tells these languages and this reader of configurations from others."""
    here = __file__[: -len("hook/glance.py")]
    return [sys.version, *stamp_of(f"{here}scan"), *stamp_of(f"{here}config")]


def is_known(common_dir: str) -> bool:
    """Whether what the scanner looks for was written down by this version of it."""
    return get(common_dir, _WORDS, version()) is not None


def remember(common_dir: str) -> None:
    """Writes down for the next time what `Words` reads, unless it is known."""
    from chrono_git.app.words import SHORTEST_PART
    from chrono_git.repo.strings import common_parts, shortest
    from chrono_git.scan.admitted import ADMITTED
    from chrono_git.scan.language import languages
    from chrono_git.scan.literals import all_literals
    from chrono_git.scan.messages import HINT

    this = version()
    if get(common_dir, _WORDS, this) is not None and get(common_dir, _MARKERS, this) is not None:
        return
    literals = shortest(all_literals())
    markers: dict[str, Any] = {}
    for language in languages():
        asked = [
            (marker.text.pattern, marker.message == "stub")
            for marker in language.markers
            if marker.rule != "debug-print"
        ]
        for extension in language.extensions:
            markers[extension.lower()] = asked if language.parser else None
    put(common_dir, _MARKERS, this, (markers, ADMITTED.pattern, HINT.pattern))
    put(common_dir, _WORDS, this, (tuple(markers), literals, common_parts(literals, SHORTEST_PART)))
