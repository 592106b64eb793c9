"""Headings of a changelog → which release each is of, however people write that."""

from __future__ import annotations

import re
from typing import Literal

_LIMIT = 300  # no heading of a release is longer
_IMAGE = re.compile(r"!\[[^\[\]]*\](?:\([^()]*\))?")
_LINK = re.compile(r"\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])?")
_TAG = re.compile(r"<[^<>]*>")
_VERSION = re.compile(r"(?:v\d|\d+[._-]\d)[\w.+-]*", re.IGNORECASE)
_PACKAGE = re.compile(r"(?:\S+[@/]v?|\S+-v?)\d+\.\d[\w.+-]*", re.IGNORECASE)
_CALLED = ("version", "release", "ver", "rel")
_PREFIX = re.compile(r"(?:(?:version|release|ver|rel)[-_/])?v?(?=\d)", re.IGNORECASE)
_AROUND = "*_`()[]{}.,;:|\u2013\u2014"
# What may stand behind a version: a date, and words that say what became of the release.
_BEHIND = re.compile(
    r"\d{4}(?:[-./]\d{1,2}){0,2}|\d{1,2}[-./]\d{1,2}[-./]\d{4}|yanked|unreleased|latest|current|[-/]+"
)

UNRELEASED = "Unreleased"
Claim = Literal["plain", "wordy", "none"]


def plain(title: str) -> str:
    """Return a heading as people read it: links without targets, no images and tags, blanks joined."""
    text = _LINK.sub(r"\1", _IMAGE.sub("", title[:_LIMIT]))
    return " ".join(_TAG.sub("", text).split())


def claim(title: str) -> Claim:
    """Say whether a heading is one of a release.

    `plain`: nothing but the version (`[1.2.0] - 2026-11-01`, `v1.2.0 (2026-11-01)`,
    `nova 1.2.0`) or Unreleased; `wordy`: it begins with a version, and goes on with words.
    """
    words = _words(title)
    if not words:
        return "none"
    if is_unreleased(title):
        return "plain"
    first = 0
    if not _is_version(words[0]):
        if len(words) < 2 or not _is_version(words[1]):
            return "none"
        first = 1
    rest = [word.casefold() for word in words[first + 1 :]]
    return "plain" if all(_BEHIND.fullmatch(word) for word in rest) else "wordy" if not first else "none"


def starts_with_version(title: str) -> bool:
    """Whether no name stands before the version: `# nova 2.0` is rather the title of a file."""
    words = _words(title)
    return bool(words) and _is_version(words[0])


def is_unreleased(title: str) -> bool:
    """Whether a heading, or a name of a section, says Unreleased."""
    words = _words(title)
    return bool(words) and words[0].casefold() == "unreleased"


def names(title: str) -> frozenset[str]:
    """Return the names that a heading may be of, as `key` has them."""
    words = _words(title)
    found = [plain(title), *words[:1]]
    if len(words) > 1 and not _is_version(words[0]) and claim(title) == "plain":
        found.append(words[1])
    return frozenset(map(key, found))


def key(name: str) -> str:
    """Return the name of a release without `v`, brackets and case: two with one key are the same."""
    bare = name.strip(_AROUND)
    found = _PREFIX.match(bare)
    return bare[found.end() if found else 0 :].casefold()


def _words(title: str) -> list[str]:
    """The words of a heading, without what says only that a version follows."""
    words = [word.strip(_AROUND) for word in plain(title).split()]
    words = [word for word in words if any(map(str.isalnum, word)) or word in ("-", "/")]
    while words and (words[0] in ("-", "/") or (len(words) > 1 and words[0].casefold() in (*_CALLED, "v"))):
        del words[0]
    return words


def _is_version(word: str) -> bool:
    return bool(_VERSION.fullmatch(word) or _PACKAGE.fullmatch(word))
