"""What people can set: the environment variables that code reads and the command-line options it defines.

A small set of the usual calls, one line each, of Python, JavaScript, TypeScript, Rust, Go, Ruby, PHP, Java,
C and C#; what comes by another way is not seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

_NAME = r"([A-Z][A-Z0-9_]+)"
_VARIABLES = (
    re.compile(rf"(?:process\.env|import\.meta\.env|Bun\.env)(?:\.|\[\s*[\"'`]){_NAME}\b"),
    re.compile(rf"(?:os\.environ|\bENV|\$_ENV)\[\s*[\"']{_NAME}[\"']"),
    re.compile(
        r"(?:Deno\.env\.get|environ\.get|getenv|os\.Getenv|os\.LookupEnv|GetEnvironmentVariable"
        rf"|ENV\.fetch|env::var(?:_os)?|\b(?:option_)?env!)\(\s*[\"']{_NAME}[\"']"
    ),
)
# Everybody's, or the machine's.
_COMMON = re.compile(
    r"(?:PATH|HOME|USER|LOGNAME|SHELL|TERM|LANG|PWD|TMPDIR|TMP|TEMP|CI|NODE_ENV|DEV|PROD|MODE|SSR|NO_COLOR"
    r"|FORCE_COLOR|EDITOR|VISUAL|PAGER|COLUMNS|HOSTNAME|APPDATA|PYTHONPATH|(?:XDG|LC|GITHUB|CARGO|GIT)_\w+)$"
)
# click, argparse, typer; commander, yargs.
_CALL = re.compile(r"(?:\badd_argument|\b[Oo]ption|\brequiredOption|\baddOption)\(")
_FLAG = re.compile(r"[\"'`](?:-\w(?:,\s*|\s+|/))?--([a-z][a-z0-9-]+)")
_ALONE = re.compile(r"\s*(?:[\"']-\w[\"'],\s*)?[\"']--[a-z]")
# clap; flag, pflag and cobra.
_LONG = re.compile(r"(?:\.long\(|#\[(?:arg|clap)\([^)\]]{0,200}\blong\s*=\s*)\s*\"([a-z][a-z0-9-]+)\"")
_DERIVED = re.compile(r"#\[(?:arg|clap)\((?:[^)\]]{0,200},)?\s*long\s*[,)]")
_FIELD = re.compile(r"\s*(?:pub(?:\(\w+\))?\s+)?([a-z]\w*)\s*:")
_GO = re.compile(r"\b[fF]lags?(?:Set)?(?:\(\))?\.[A-Z]\w+\((?:&[\w.]+,\s*)?\"([a-z][a-z0-9-]+)\"")
_USUAL = frozenset({"help", "version"})


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that people can set: `name` as they write it (`PORT`, `--port`), and where it is defined."""

    name: str
    path: str
    line: int


def options_in(path: str, lines: Iterable[tuple[int, str]]) -> Iterator[Option]:
    """The options that numbered lines of a source file define, each line's in order."""
    above = ""
    for number, line in lines:
        for name in _names(line, above):
            yield Option(name, path, number)
        above = line


def _names(line: str, above: str) -> Iterator[str]:
    for pattern in _VARIABLES:
        yield from (name for name in pattern.findall(line) if not _COMMON.match(name))
    flags: list[str] = []
    if _CALL.search(line) or (_ALONE.match(line) and _CALL.search(above)):
        flags += _FLAG.findall(line)
    flags += _LONG.findall(line)
    flags += _GO.findall(line)
    if _DERIVED.search(above) and (field := _FIELD.match(line)):
        flags.append(field[1].replace("_", "-"))
    yield from (f"--{flag}" for flag in flags if flag not in _USUAL)
