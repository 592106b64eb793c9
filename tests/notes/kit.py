"""The cases of changelogs as they lie on disk."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

from chrono_git.notes.changelog import Changed, Section, prepend

CASES = Path(__file__).parent / "cases"
_HASH = re.compile(rb"(<!-- chrono-notes: \S+ up to \S+) [0-9a-f]{16} -->")


class Case(NamedTuple):
    before: bytes | None
    after: bytes
    steps: list[dict[str, Any]]


def names() -> list[str]:
    return sorted(path.stem for path in CASES.glob("*.json"))


def load(name: str) -> Case:
    before, after = CASES / f"{name}.before.md", CASES / f"{name}.after.md"
    return Case(
        before.read_bytes() if before.exists() else None,
        after.read_bytes() if after.exists() else b"",
        json.loads((CASES / f"{name}.json").read_text(encoding="utf-8")),
    )


def run(text: bytes | None, step: dict[str, Any]) -> Changed:
    """One step: a section put in, or (`edit`) a hand edit of all places that hold a text."""
    if "edit" in step:
        old, new = (each.encode() for each in step["edit"])
        assert text is not None
        assert old in text
        return Changed(text.replace(old, new), "written", 0)
    section = Section(
        step["name"],
        step["tip"],
        "\n".join(step["text"]) + "\n",
        step["name"] not in ("Unreleased", "v1.0.0..main"),
        tuple(step.get("newer", ())),
    )
    return prepend(text, section, lambda tip: _more(step, tip))


def with_ends(step: dict[str, Any], end: str) -> dict[str, Any]:
    """A step for a file with other line ends."""
    return {"edit": [each.replace("\n", end) for each in step["edit"]]} if "edit" in step else step


def unhashed(text: bytes) -> bytes:
    """The text with HASH for the hashes, so that expected files can be read."""
    return _HASH.sub(rb"\1 HASH -->", text)


def _more(step: dict[str, Any], tip: str) -> str | None:
    lines = step["more"][tip]
    return None if lines is None else "\n".join(lines) + "\n"
