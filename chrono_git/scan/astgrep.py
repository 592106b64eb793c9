"""ast-grep without its surprises: which languages it knows, and all its ways to fail as one error."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ast_grep_py import SgNode

# https://ast-grep.github.io/reference/languages.html: name, aliases, extensions.
_LANGUAGES: Mapping[str, tuple[str, str]] = {
    "bash": ("", "bash bats ksh sh zsh"),
    "c": ("", "c h"),
    "cpp": ("cc c++ cxx", "cc hpp cpp c++ hh hxx cxx cu ino"),
    "csharp": ("cs", "cs"),
    "css": ("", "css"),
    "dart": ("", "dart"),
    "elixir": ("ex", "ex exs"),
    "go": ("golang", "go"),
    "haskell": ("hs", "hs"),
    "hcl": ("", "hcl tf"),
    "html": ("", "html htm xhtml"),
    "java": ("", "java"),
    "javascript": ("js jsx", "cjs js mjs jsx"),
    "json": ("", "json"),
    "kotlin": ("kt", "kt ktm kts"),
    "lua": ("", "lua"),
    "markdown": ("md", "md markdown"),
    "nix": ("", "nix"),
    "php": ("", "php"),
    "python": ("py", "py py3 pyi pyw bzl"),
    "ruby": ("rb", "rb rbw rake gemspec"),
    "rust": ("rs", "rs"),
    "scala": ("", "scala sc sbt"),
    "solidity": ("sol", "sol"),
    "swift": ("", "swift"),
    "tsx": ("", "tsx"),
    "typescript": ("ts", "ts cts mts"),
    "yaml": ("yml", "yml yaml"),
}
NAMES = {alias: name for name, (aliases, _) in _LANGUAGES.items() for alias in (name, *aliases.split())}
_EXTENSIONS = {name: frozenset(extensions.split()) for name, (_, extensions) in _LANGUAGES.items()}
_REASON = re.compile(r"^ +(?:\d+: )?(\S.*)$", re.MULTILINE)


class RuleError(Exception):
    """ast-grep does not take a rule, or fails over a source; the message says why."""


def is_written_in(path: str, language: str) -> bool:
    """Whether a file of this path has an extension of the language, one of the values of `NAMES`."""
    return path.rpartition(".")[2].lower() in _EXTENSIONS[language]


def root_of(text: str, language: str) -> SgNode:
    """The tree of a source; raises RuleError where the parser fails."""
    from ast_grep_py import SgRoot

    try:
        return SgRoot(text, language).root()
    except BaseException as error:
        raise _translated(error) from error


def find_all(config: Mapping[str, Any], root: SgNode) -> list[SgNode]:
    """The nodes that a rule (`rule`, `constraints`, `utils`, `transform`) finds; raises RuleError."""
    try:
        return root.find_all(dict(config))  # type: ignore[call-overload, no-any-return]
    except BaseException as error:
        raise _translated(error) from error


def _translated(error: BaseException) -> BaseException:
    """The error to raise: our own where ast-grep failed, whose panics derive from BaseException alone."""
    if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
        return error
    said = str(error).partition("Stack backtrace:")[0]
    return RuleError(" ".join(_REASON.findall(said)) or said.partition("\n")[0] or type(error).__name__)
