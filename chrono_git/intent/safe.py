"""Where a name of a guide leads in the repository, or why it leads nowhere that may be written."""

from __future__ import annotations

import posixpath
import re
import unicodedata

_LONGEST_NAME, _LONGEST_PATH, _DEEPEST = 255, 4000, 32
_PLACEHOLDER = re.compile(r"(?<![A-Za-z0-9])(?:[A-Z]{2,}-(?:XX+|YY+|ZZ+|NN+)|<[^<>]*>)(?![A-Za-z0-9])")
_BRACKETED = re.compile(
    r"\[(?:component|service|tool|technology|entity|feature|endpoint|title|module|name|description|language|lang"
    r"|file|filename|functionality|dependency|scenario|package|project|crate|app|path|folder|directory)\]",
    re.IGNORECASE,
)
# Windows and macOS take these for `.git`: git's own protectNTFS and protectHFS, path.c and utf8.c.
_GIT = re.compile(r"(?:\.git|git~\d+)(?:::?.*)?", re.IGNORECASE)


def place_of(name: str, folder: str | None) -> tuple[str, str]:
    """The path from the root that `name`, written in `folder`, stands for, and why it is refused, or "".

    The root itself is the path "". `folder` is None where nobody knows it.
    """
    if why := _refused(name):
        return "", why
    if folder is None:
        return "", "which folder that is in is not known"
    path = posixpath.normpath(posixpath.join(folder, name))
    if path == ".":
        return "", ""
    if path == ".." or path.startswith("../"):
        return "", "leads out of the repository"
    for part in path.split("/"):
        if why := _part(part):
            return "", why
    if len(path.encode("utf-8", "surrogateescape")) > _LONGEST_PATH or path.count("/") >= _DEEPEST:
        return "", "too long or too deep a path"
    return path, ""


def _refused(name: str) -> str:
    if not name:
        return "an empty name"
    if any(_unseen(letter) for letter in name):
        return "holds a character that cannot be seen"
    if name.startswith("/") or re.match(r"[A-Za-z]:", name):
        return "an absolute path"
    if name.startswith("~"):
        return "a home folder"
    if "\\" in name:
        return "holds a backslash"
    if _PLACEHOLDER.search(name) or _BRACKETED.search(name):
        return "a placeholder of the template: fill it in"
    if strange := re.search(r'[*?<>|"`]', name):
        return f"holds {strange[0]}, which shells and other systems take for something else"
    return ""


def _unseen(letter: str) -> bool:
    # Surrogates are escapes of bytes that are no UTF-8.
    return letter != " " and (unicodedata.category(letter) in ("Cc", "Cf", "Cs") or letter.isspace())


def _part(part: str) -> str:
    if _GIT.fullmatch(part.rstrip(". ")) or not part.strip(". "):
        return "lies in a git directory" if part.strip(". ") else "a name of dots or blanks alone"
    if part.startswith("-"):
        return "a name that begins with a dash would be taken for an option"
    if part != part.strip(" "):
        return "a name that begins or ends with a blank"
    if len(part.encode("utf-8", "surrogateescape")) > _LONGEST_NAME:
        return f"a name of more than {_LONGEST_NAME} bytes"
    return ""
