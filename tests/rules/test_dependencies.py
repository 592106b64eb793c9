"""Dependencies: declared in a manifest?"""

from __future__ import annotations

import pytest

from chrono_git.model import CodeBlock
from chrono_git.rules import dependencies
from tests.rules.facts import NEWER, File, changed, item, old, said, see

PACKAGE = '{\n  "dependencies": {\n    "zod": "^3"\n  }\n}\n'
NONE = "no manifest declares zod"

CASES: list[tuple[str, dict[str, File], list[tuple[str, str]]]] = [
    ("Add dependency `zod`", {"package.json": changed(PACKAGE)},
     [("pass", "zod is declared in package.json:3")]),
    ("Add dependency `zod`", {"a/package.json": old("{}"), "b/package.json": old(PACKAGE)},
     [("pass", "zod is declared in b/package.json:3")]),
    ("Add dependency `zod`", {"package.json": old("{}")}, [("fail", NONE)]),
    ("Add dependency `zod`", {}, [("unknown", "no manifest that could declare zod was found")]),
    ("Add dependency `zod`", {"README.md": old("zod"), "package-lock.json": old(PACKAGE)},
     [("unknown", "no manifest that could declare zod was found")]),
    ("Add packages `zod` and `react`", {"package.json": old(PACKAGE)},
     [("pass", "zod is declared in package.json:3"), ("fail", "no manifest declares react")]),
    # A tool of the machine needs no manifest
    ("Install `zod`", {"package.json": old(PACKAGE)}, [("pass", "zod is declared in package.json:3")]),
    ("Install `zod`", {"package.json": old("{}")}, [("unknown", NONE)]),
    ("Install dependencies", {"package.json": old(PACKAGE)}, []),
    ("Implement `zod` schemas", {"package.json": old(PACKAGE)}, []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "files", "expected"), CASES)
def test_dependencies(text: str, files: dict[str, File], expected: list[tuple[str, str]]) -> None:
    assert said(see(dependencies.look, item(text), files)) == expected


def test_where_and_what_to_do() -> None:
    (found,) = see(dependencies.look, item("Add dependency `zod`"), {"package.json": changed(PACKAGE)})
    assert (found.rule, found.path, found.line, found.commit) == ("dependencies", "package.json", 3, NEWER)
    (missing,) = see(dependencies.look, item("Add dependency `zod`"), {"package.json": old("{}")})
    assert missing.remedy == "declare zod in a manifest"


def test_commands_name_packages_too() -> None:
    blocks = (CodeBlock("sh", "npm install zod", 1, "commands"),)
    one = item("Step 1: Validation", kind="step", blocks=blocks)
    assert said(see(dependencies.look, one, {"package.json": old("{}")})) == [("fail", NONE)]
    inline = item("Run `npm install zod`")
    assert said(see(dependencies.look, inline, {"package.json": old(PACKAGE)})) == [
        ("pass", "zod is declared in package.json:3")
    ]
