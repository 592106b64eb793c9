"""What an explicit stub is, said a second time and more widely than chrono_git.scan does.

It shares no code with the scanner, so that a marker that the scanner does not know is
missed by one side only. It asks neither for a whole body nor for the surroundings: the
exercise itself says that the file is a stub.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_SLASHES = (("//", "*"), (("/*", "*/"),))
_HASH = (("#",), ())
_DOCSTRING = ('"""', '"""')
_THROW = r"throw|raise"


@dataclass(frozen=True)
class Family:
    """How comments are written (whole lines only), what is a stub at once, and what is one by its message."""

    comments: tuple[tuple[str, ...], tuple[tuple[str, str], ...]]
    heads: str
    typed: str = r"(?!)"


_EXTENSIONS = {
    "sh bash": Family(_HASH, r"die|fail"),
    "c h": Family(_SLASHES, r"#error|abort|assert|_Static_assert"),
    "cpp hpp cc hh cxx": Family(_SLASHES, _THROW + r"|#error|abort|assert|static_assert"),
    "clj cljs cljc": Family(((";",), ()), _THROW),
    "cs": Family(_SLASHES, _THROW),
    "dart": Family(_SLASHES, _THROW),
    "ex exs": Family((("#",), (_DOCSTRING,)), _THROW),
    "fs fsi fsx": Family((("//",), (("(*", "*)"),)), _THROW + r"|failwithf?|invalidOp"),
    "go": Family(_SLASHES, r"panic"),
    "hs": Family((("--",), (("{-", "-}"),)), r"error|throw|fail"),
    "java": Family(_SLASHES, _THROW),
    "js mjs cjs jsx ts mts cts tsx vue svelte": Family(_SLASHES, _THROW),
    "jl": Family((("#",), (("#=", "=#"), _DOCSTRING)), r"error|throw"),
    "kt kts": Family(_SLASHES, _THROW + r"|error", r"\bTODO\s*\("),
    "lua": Family((("--",), (("--[[", "]]"),)), r"error|assert"),
    "ml mli": Family(((), (("(*", "*)"),)), r"failwith|raise|invalid_arg"),
    "pl pm": Family((("#",), (("\n=", "=cut"),)), r"die|croak|confess"),
    "php": Family((("//", "#", "*"), (("/*", "*/"),)), _THROW + r"|die|exit|trigger_error"),
    "py pyi": Family((("#",), (_DOCSTRING, ("'''", "'''"))), r"raise"),
    "r": Family(_HASH, r"stop|abort"),
    "rb": Family((("#",), (("=begin", "=end"),)), r"raise|fail|abort"),
    "rs": Family(_SLASHES, r"panic!|unreachable!", r"\b(?:todo|unimplemented)!"),
    "scala sc": Family(_SLASHES, _THROW + r"|error", r"(?<![\w?])\?\?\?(?![\w?])"),
    "sol": Family(_SLASHES, r"revert|require|assert"),
    "swift": Family(_SLASHES, _THROW + r"|fatalError|preconditionFailure|assertionFailure"),
    "zig": Family((("//",), ()), r"@compileError|@panic"),
}
_FAMILIES = {extension: family for names, family in _EXTENSIONS.items() for extension in names.split()}
_TYPED = r"\b(?:throw|raise)\b[^;{}\"']{0,60}?\b(?:NotImplemented|NotYetImplemented|Unimplemented)\w*"
_MESSAGE = re.compile(r"(?i:implement|\b(?:remove|delete) this\b|\byour own\b|\bis missing\b)|\bTODO\b")


@dataclass(frozen=True)
class Marker:
    """The first and last line of one explicit stub, and the first's text."""

    first: int
    last: int
    excerpt: str


def knows(path: str) -> bool:
    """Whether files of this name can have a marker."""
    return _extension(path) in _FAMILIES


def markers(path: str, data: bytes) -> list[Marker]:
    """The explicit stubs of one file, at most one for each line."""
    family = _FAMILIES.get(_extension(path))
    if family is None:
        return []
    lines = data.decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
    text = "\n".join(_without_comments(lines, family))
    heads = rf"(?<![\w.$-])(?:{family.heads})(?!\w|\s*=)"
    by_message = re.compile(
        rf"{heads}[^;{{}}\"'`]{{0,80}}?(?P<quote>[\"'`])(?P<message>(?:\\.|(?!(?P=quote)).){{0,300}})(?P=quote)",
        re.DOTALL,
    )
    found: dict[int, Marker] = {}
    spans = [match.span() for match in re.finditer(f"{family.typed}|{_TYPED}", text)]
    spans += [match.span() for match in by_message.finditer(text) if _MESSAGE.search(match["message"])]
    for start, end in sorted(spans):
        first, last = (text.count("\n", 0, place) + 1 for place in (start, end))
        found.setdefault(first, Marker(first, last, lines[first - 1].strip()))
    return list(found.values())


def _extension(path: str) -> str:
    name = path.rpartition("/")[2]
    return name.rpartition(".")[2].lower() if "." in name else ""


def _without_comments(lines: list[str], family: Family) -> list[str]:
    # By whole lines: a comment behind code stays, and needs no more than a throw before it to be one.
    starts, blocks = family.comments
    kept, closer = [], ""
    for line in lines:
        bare = line.strip()
        if closer:
            kept.append("")
            closer = "" if closer in bare else closer
            continue
        opened = next(
            ((a, b) for a, b in blocks if bare.startswith(a.strip()) or _left_open(bare, a, b)), None
        )
        if opened:
            opener, end = opened[0].strip(), opened[1]
            behind = bare[bare.find(opener) + len(opener) :]
            closer = "" if end in behind else end
            kept.append("" if bare.startswith(opener) else line)
        else:
            kept.append("" if bare.startswith(starts or ("\0",)) else line)
    return kept


def _left_open(line: str, opener: str, closer: str) -> bool:
    if opener == closer:  # quotes: `@doc """`
        return line.count(opener) % 2 == 1
    return line.rfind(opener) > line.rfind(closer)
