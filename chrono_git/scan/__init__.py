"""Bytes → findings: code that stands in for an implementation, and debugging aids left behind."""

from __future__ import annotations

from chrono_git.scan.result import Allowance, Excuse, Scan, Suspect

__all__ = ["Allowance", "Excuse", "Scan", "Suspect", "scan"]


def scan(path: str, data: bytes, *, prints: bool = False) -> Scan:
    """Scan one file. `prints` also looks for print-like calls with debug-like text.

    Never raises for any bytes. May take long, or end the process, where a parser does:
    `repo.workers` guards against both.
    """
    raise NotImplementedError
