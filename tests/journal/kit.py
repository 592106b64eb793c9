"""Entries for the tests of the log, and the cases as they lie on disk."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

from chrono_git.journal import Entry, GuideHead

CASES = Path(__file__).parent / "cases"
AUTHOR = "Ann Ode <ann@example.org>"
TIME = 1_936_000_000  # in May 2031


def entry(text: str, guide: str | None = None, *, author: str = AUTHOR, time: int = TIME) -> Entry:
    return Entry(text, guide, author, time, "+0100")


class Case(NamedTuple):
    before: bytes
    after: bytes
    entries: list[Entry]
    heads: dict[str, GuideHead]


def names() -> list[str]:
    return sorted(path.stem for path in CASES.glob("*.json"))


def load(name: str) -> Case:
    data: dict[str, Any] = json.loads((CASES / f"{name}.json").read_text(encoding="utf-8"))
    entries = [entry(each["text"], each["guide"], time=TIME + n) for n, each in enumerate(data["entries"])]
    heads = [
        GuideHead(**{**each, "deliverables": tuple(each.get("deliverables", ()))})
        for each in data.get("heads", ())
    ]
    after = CASES / f"{name}.after.md"
    return Case(
        (CASES / f"{name}.before.md").read_bytes(),
        after.read_bytes() if after.exists() else b"",
        entries,
        {head.id: head for head in heads},
    )


def unkeyed(text: bytes, entries: list[Entry]) -> bytes:
    """The text with each key as `<n>`, the number of its entry, so that expected files can be read."""
    for n, each in enumerate(entries, 1):
        text = text.replace(f"<!-- chrono:{each.key} -->".encode(), b"<%d>" % n)
    return text
