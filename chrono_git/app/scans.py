"""What a scan of one file gave, as bytes for the cache and between processes, and what it depends on."""

from __future__ import annotations

import hashlib
import marshal
import os
import sys
from importlib.util import find_spec
from typing import Any

from chrono_git import scan as scanner
from chrono_git.app.stamp import stamp_of, state_of
from chrono_git.model import Finding
from chrono_git.scan.result import Allowance, Excuse, Scan, Suspect

_FORMAT = 1


def pack(scan: Scan) -> bytes:
    """The scan without the path it was made for; no bytes at all where there is nothing in it."""
    if not (scan.suspects or scan.allowances or scan.note or scan.prints):
        return b""
    suspects = [(*_values(one.finding), _excuse(one.excuse)) for one in scan.suspects]
    allowances = [(one.line, one.first, one.last, one.rules, one.reason) for one in scan.allowances]
    return marshal.dumps((suspects, allowances, scan.note, scan.prints))


def unpack(raw: bytes, path: str) -> Scan:
    """What `pack` wrote, for a file of this path; ValueError, TypeError or EOFError for anything else."""
    if not raw:
        return Scan()
    suspects, allowances, note, prints = marshal.loads(raw)
    return Scan(
        tuple(_suspect(path, *values) for values in suspects),
        tuple(Allowance(*values) for values in allowances),
        note,
        prints,
    )


def _values(one: Finding) -> tuple[Any, ...]:
    return (
        one.rule, one.severity, one.line, one.column, one.end_line, one.span, one.symbol, one.excerpt,
        one.message, one.remedy,
    )  # fmt: skip


def _excuse(excuse: Excuse | None) -> tuple[str, str, str] | None:
    return None if excuse is None else (excuse.kind, excuse.owner, excuse.name)


def _suspect(path: str, rule: str, severity: Any, *values: Any) -> Suspect:
    *place, excuse = values
    return Suspect(Finding(rule, severity, path, *place), excuse and Excuse(*excuse))


def version() -> str:
    """Tells this scanner from all that might see something else in the same file."""
    parts = [str(_FORMAT), sys.version, *stamp_of(os.path.dirname(scanner.__file__))]  # noqa: PTH120 - pathlib is slow
    parser = find_spec("ast_grep_py")
    if parser is not None and parser.origin:
        parts.append(state_of(parser.origin, os.stat(parser.origin)))  # noqa: PTH116
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()
