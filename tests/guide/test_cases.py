"""Every `cases/*.md` reads as the `.json` beside it says.

A new case: write the Markdown, run this file as a program (`python -m tests.guide.test_cases`)
to print what is read, check it by eye, and save it.
"""

from __future__ import annotations

import dataclasses
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from chrono_git.guide import parse
from chrono_git.model import Guide

CASES = Path(__file__).parent / "cases"
PATHS = {
    "chrono": "docs/implementation/NOVA-007-guide.md",
    "speckit": "specs/012-relay/tasks.md",
    "kiro": ".kiro/specs/relay/tasks.md",
    "openspec": "openspec/changes/archive/2025-03-04-add-relay/tasks.md",
}


def shown(guide: Guide) -> dict[str, Any]:
    """The guide as plain data, without what is empty."""
    data = dataclasses.asdict(guide)
    items = [{key: value for key, value in item.items() if value} for item in data.pop("items")]
    for item in items:
        item["notes"] = [f"{note['line']} {note['label']}: {note['text']}" for note in item.get("notes", ())]
        item["blocks"] = [_block(block) for block in item.get("blocks", ())]
        item["section"] = " > ".join(item.get("section", ()))
    problems = [f"{problem['line']}: {problem['message']}" for problem in data.pop("problems")]
    for blocks in (data, *data["troubles"]):
        for name in blocks.keys() & {"setup", "debugging", "blocks"}:
            blocks[name] = [_block(block) for block in blocks[name]]
    kept = {key: value for key, value in data.items() if value and key != "path"}
    plain = [{key: value for key, value in item.items() if value} for item in items]
    result: dict[str, Any] = json.loads(json.dumps({**kept, "items": plain, "problems": problems}))
    return result


def _block(block: dict[str, Any]) -> str:
    first = block["text"].split("\n", 1)[0]
    return f"{block['line']} {block['language']} {block['role']} {block['path'] or '-'}: {first}"


def read(case: str) -> dict[str, Any]:
    return shown(parse((CASES / f"{case}.md").read_bytes(), PATHS.get(case, f"docs/{case}.md")))


@pytest.mark.parametrize("case", sorted(path.stem for path in CASES.glob("*.md")))
def test_case(case: str) -> None:
    expected = json.loads((CASES / f"{case}.json").read_text(encoding="utf-8"))
    assert read(case) == expected


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(json.dumps(read(name), ensure_ascii=False, indent=1))
