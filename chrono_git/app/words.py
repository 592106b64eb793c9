"""What tells at a glance which files to look at: the extensions of known languages and fixed strings."""

from __future__ import annotations

import functools
import marshal
import re
from dataclasses import dataclass

from chrono_git.app.extension import extension_of
from chrono_git.cache import CacheLike
from chrono_git.repo.strings import Strings, common_parts, shortest
from chrono_git.scan.decoding import UTF16

_SPACE = "check-words"
# Measured: shorter parts make searches fewer, and hits more that are none.
SHORTEST_PART = 3
# No literal is found in UTF-16, so every file that begins as such is looked at.
# How calls that print are written, in all languages, and how a string begins that `says_debug`.
_PRINTS = (
    b"print", b"Print", b"puts", b'p "', b"p '", b'p("', b"p('", b"console", b"Console", b"Debug.", b"Trace.",
    b"error_log", b"IO.", b"dump(", b"NSLog",
)  # fmt: skip
_LONGEST_CALL = 150  # bytes, up to the string
_LIKE_DEBUG = re.compile(
    rb"""["'`]\W{0,20}(?:(?<=[=*#>!<~-]{3})|(?i:(?:got |i am |i'm |we are )?(?:here|xxx|yyy|zzz|test|foo"""
    rb"""|bar|baz|asdf|qwer|wtf|aaa|bla|debug|dbg)))"""
)


@dataclass(frozen=True, slots=True)
class Words:
    """The extensions of known languages, in lower case, and the strings without which a file holds nothing.

    `for_git` are those to give to `git grep`.
    """

    extensions: frozenset[str]
    strings: Strings
    for_git: tuple[bytes, ...]

    def may_be_known(self, path: str) -> bool:
        """Whether the file is one of a known language, or could be, as its name does not tell."""
        extension = extension_of(path)
        return extension in self.extensions or not extension

    def is_candidate(self, content: bytes) -> bool:
        """Whether it is worth a closer look."""
        return is_utf16(content) or self.strings.in_(content)


def is_utf16(content: bytes) -> bool:
    """Whether a file begins as UTF-16 does."""
    return content.startswith(UTF16)


def may_print_debug(content: bytes) -> bool:
    """Whether a file may print something that reads like debugging: a glance that sees too much."""
    if not any(call in content for call in _PRINTS):
        return False
    starts = (found.start() for found in _LIKE_DEBUG.finditer(content))
    near = (content[max(0, start - _LONGEST_CALL) : start + 1] for start in starts)
    return any(call in text for text in near for call in _PRINTS)


def load_words(cache: CacheLike, version: str) -> Words:
    """The words of this version of the scanner; to ask the cache is quicker than to ask the scanner."""
    known = cache.get(_SPACE, version)
    if known is not None:
        try:
            extensions, literals, parts = marshal.loads(known)
            return Words(frozenset(extensions), Strings(literals, parts), (*literals, *UTF16))
        except (ValueError, TypeError, EOFError):
            pass
    extensions, literals, parts = _asked_of_the_scanner()
    cache.put_many(_SPACE, {version: marshal.dumps((extensions, literals, parts))})
    return Words(frozenset(extensions), Strings(literals, parts), (*literals, *UTF16))


@functools.cache
def _asked_of_the_scanner() -> tuple[list[str], tuple[bytes, ...], tuple[bytes, ...]]:
    from chrono_git.scan.language import languages
    from chrono_git.scan.literals import all_literals

    literals = shortest(all_literals())
    extensions = sorted({extension.lower() for language in languages() for extension in language.extensions})
    return extensions, literals, common_parts(literals, SHORTEST_PART)
