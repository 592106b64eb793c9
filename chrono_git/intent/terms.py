"""The distinctive words of a text, stemmed, so that prose and identifiers can be compared."""

from __future__ import annotations

import re
from functools import lru_cache

# Letters of the alphabets, and the scripts that put no blanks between words.
_ALPHABETS = r"A-Za-z\u00c0-\u024f\u0370-\u1fff"
_UNSPACED = "\u3040"
_WORD = re.compile(rf"[{_ALPHABETS}][{_ALPHABETS}0-9]*|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]+")
LATIN_ENDS = "\u0250"
_HUMP = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+")
_SUFFIXES = (
    "ization", "isation", "izing", "ising", "ations", "ation", "ments", "ment", "ingly", "ings", "ing",
    "ies", "ied", "ers", "ed", "es", "er", "s", "e", "y",
)  # fmt: skip
_NOISE = """
    the a an and or of to in on for with from by as is are be it its this that all each any per via at into
    when if not no use using used add added create implement write update make set up setup ensure define
    include support new existing run verify test tests check fix remove delete move rename document
    configure install build file files code function method class module item task optional based also only
    should must can will e g eg ie etc required requirement requirements proper appropriate correct
    correctly handle handling logic including like across both between within such other than through so
    their other them which where while properly following follow need needed implementation
    detail details
"""


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The word in lower case without its inflection: a crude cut, the same for prose and for code."""
    low = word.lower()
    for suffix in _SUFFIXES:
        if low.endswith(suffix) and len(low) - len(suffix) >= 3:
            return low[: -len(suffix)]
    return low


_NOISE_STEMS = frozenset(stem(word) for word in _NOISE.split())
_MARKUP = re.compile(
    r"https?://\S+|<!--(?:(?!<!--).)*?-->|\b(?:FR|NFR|SC|US|T|R|AC)-?\d+\w?\b|_(?:Requirements?|Validates|Property)\b.*?_",
    re.I | re.S,
)


@lru_cache(maxsize=65536)
def _split(word: str) -> tuple[str, ...]:
    if word[0] >= _UNSPACED:
        return tuple(word[at : at + 2] for at in range(len(word) - 1)) or (word,)
    if not word.isascii():
        return (stem(word),)
    return tuple(part for part in map(stem, _HUMP.findall(word)) if len(part) > 1)


def words_of(text: str) -> frozenset[str]:
    """All stems of a text: identifiers are split at humps and underscores, CJK into pairs."""
    found: set[str] = set()
    for word in set(_WORD.findall(text)):
        found.update(_split(word))
    return frozenset(found)


def terms_of(text: str) -> tuple[str, ...]:
    """The stems that tell this text from others, in order, without the words that every item has.

    Where a text mixes scripts, its Latin words count alone if there are two or more: code
    is written in them.
    """
    ordered: dict[str, None] = {}
    for word in _WORD.findall(_MARKUP.sub(" ", text)):
        ordered.update(dict.fromkeys(_split(word)))
    terms = tuple(word for word in ordered if word not in _NOISE_STEMS)
    latin = tuple(word for word in terms if word[0] < LATIN_ENDS)
    return latin if len(latin) >= 2 else terms


def written_as(text: str) -> dict[str, str]:
    """Each stem of a text with the first word that it stands for, in lower case."""
    found: dict[str, str] = {}
    for word in _WORD.findall(text):
        parts = (word,) if word[0] >= _UNSPACED or not word.isascii() else _HUMP.findall(word)
        for part in parts:
            found.setdefault(stem(part), part.lower())
    return found
