"""What findings say: what is wrong, and what to do about it."""

from __future__ import annotations

_SAYINGS = {
    "stub": (
        "stands in for an implementation",
        "implement it, or say why it stays: `chrono-git: allow(stub) <reason>`",
    ),
    "stub-admitted": (
        "does nothing, and a comment says that it should",
        "implement it, or say why it stays: `chrono-git: allow(stub) <reason>`",
    ),
    "debug-call": (
        "stops or dumps for debugging",
        "remove it, or say why it stays: `chrono-git: allow(debug) <reason>`",
    ),
    "debug-print": (
        "prints like somebody looking for a fault",
        "remove it, or log it, or say why it stays: `chrono-git: allow(debug) <reason>`",
    ),
}


def describe(rule: str) -> tuple[str, str]:
    """What a finding of one of the built-in rules says, and what to do about it."""
    return _SAYINGS[rule]
