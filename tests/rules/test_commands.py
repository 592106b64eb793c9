"""Commands and structure trees: is there what they would leave?"""

from __future__ import annotations

from typing import Any

import pytest

from chrono_git.model import BlockRole, CodeBlock
from chrono_git.rules import commands
from tests.rules.facts import File, item, new, old, said, see

TREE = "shop/\n├── src/\n│   └── a.ts\n└── README.md\n"

CASES: list[tuple[BlockRole, str, dict[str, File], dict[str, Any], list[tuple[str, str]]]] = [
    ("commands", "mkdir -p src/lib\ntouch src/a.ts", {"src/a.ts": new(), "src/lib/b.ts": new()}, {},
     [("pass", "src/lib/, src/a.ts exist")]),
    ("commands", "touch a b c d e", {}, {}, [("fail", "a, b, c and 2 more do not exist")]),
    ("commands", "touch a b", {"a": new()}, {}, [("pass", "a exists"), ("fail", "b does not exist")]),
    ("commands", "cd web && touch a.ts", {"web/a.ts": new()}, {}, [("pass", "web/a.ts exists")]),
    ("commands", "touch a", {}, {"gone": {"a": ""}}, []),
    ("commands", "mkdir tmp\ntouch tmp/a\nrm -rf tmp", {}, {}, []),
    ("commands", "mv a b", {"b": new()}, {}, [("pass", "b exists")]),
    ("commands", "touch run\nchmod +x run", {"run": new(mode="100755")}, {}, [("pass", "run is executable")]),
    ("commands", "chmod +x run", {"run": new()}, {}, [("fail", "run is not executable")]),
    ("commands", "chmod +x run", {}, {}, [("fail", "run does not exist")]),
    ("commands", "chmod -R +x bin", {"bin/a.sh": new(mode="100755"), "bin/b.md": new()}, {},
     [("pass", "bin/ is executable")]),
    ("commands", "chmod -R +x bin", {"bin/a.sh": new(), "bin/b.md": new()}, {},
     [("fail", "bin/a.sh is not executable")]),
    ("commands", "chmod +x bin/*.sh", {}, {}, []),
    ("commands", "npm install zod\nnpm test", {}, {}, []),
    ("structure", TREE, {"shop/src/a.ts": old(), "shop/README.md": old()}, {},
     [("pass", "shop/, shop/src/, shop/src/a.ts and 1 more exist")]),
    ("structure", TREE, {"src/a.ts": old(), "README.md": old()}, {},
     [("pass", "src/, src/a.ts, README.md exist")]),
    ("structure", TREE, {"README.md": old()}, {},
     [("pass", "README.md exists"), ("fail", "src, src/a.ts do not exist")]),
    ("structure", TREE, {}, {}, [("fail", "shop, shop/src, shop/src/a.ts and 1 more do not exist")]),
    ("verification", "touch a", {}, {}, []),
]  # fmt: skip


@pytest.mark.parametrize(("role", "code", "files", "more", "expected"), CASES)
def test_commands(
    role: BlockRole, code: str, files: dict[str, File], more: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    one = item("Step 1: Lay it out", kind="step", blocks=(CodeBlock("", code, 1, role),))
    assert said(see(commands.look, one, files, **more)) == expected


def test_a_task_to_run_something_is_not_judged_by_what_it_runs() -> None:
    blocks = (CodeBlock("sh", "touch a", 1, "commands"),)
    assert see(commands.look, item("Run the set-up", blocks=blocks)) == []
    assert said(see(commands.look, item("Run the set-up", kind="step", blocks=blocks))) == [
        ("fail", "a does not exist")
    ]


def test_what_to_do() -> None:
    one = item("Step", kind="step", blocks=(CodeBlock("sh", "touch a b\nchmod +x c", 1, "commands"),))
    evidence = see(commands.look, one, {"c": new()})
    assert [(each.path, each.remedy) for each in evidence] == [
        ("c", "git update-index --chmod=+x c"),
        ("a", "make a, b"),
    ]
