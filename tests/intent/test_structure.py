"""Drawn directory trees."""

from __future__ import annotations

import pytest

from chrono_git.intent.structure import structure_paths, structure_root

TREES: list[tuple[str, tuple[str, ...], str | None]] = [
    (
        "src/\n├── a.py\n├── b/\n│   ├── c.py  # comment\n│   └── d.py\n└── e.py\n",
        ("src/", "src/a.py", "src/b/", "src/b/c.py", "src/b/d.py", "src/e.py"),
        "src",
    ),
    ("project/\n|-- a\n|   |-- b\n`-- c", ("project/", "project/a/", "project/a/b", "project/c"), "project"),
    ("+-- a\n|   +-- b", ("a/", "a/b"), None),
    (".\n├── a.py\n└── b/\n    └── c.py", ("a.py", "b/", "b/c.py"), None),
    ("./\n├── a.py", ("a.py",), None),
    ("├── src/\n│   └── a.py\n└── README.md", ("src/", "src/a.py", "README.md"), None),
    ("src\n├── a.py", ("src/", "src/a.py"), "src"),
    ("a/\n├─ b\n└─ c/\n   └─ d", ("a/", "a/b", "a/c/", "a/c/d"), "a"),
    (
        "root/\n├── a.ts (new)\n├── b.ts ← changed\n├── c.ts   says what\n├── d.ts // why\n├── e.ts - how\n",
        ("root/", "root/a.ts", "root/b.ts", "root/c.ts", "root/d.ts", "root/e.ts"),
        "root",
    ),
    (
        "app/\n├── [slug]/\n│   └── page.tsx\n├── (auth)/\n│   └── (x)/y.tsx\n└── a(b).ts",
        ("app/", "app/[slug]/", "app/[slug]/page.tsx", "app/(auth)/", "app/(auth)/(x)/y.tsx", "app/a(b).ts"),
        "app",
    ),
    ("app/\n├── ...\n├── *.ts\n├── <name>.ts\n├── two words.txt\n├── {a,b}.ts\n└── …", ("app/",), "app"),
    ("just text\nno tree", (), None),
    ("src/\n  a.py\n  b.py", (), None),
    ("", (), None),
    ("├──", (), None),
    ("├── ", (), None),
]


@pytest.mark.parametrize(("text", "paths", "root"), TREES)
def test_trees(text: str, paths: tuple[str, ...], root: str | None) -> None:
    assert structure_paths(text) == paths
    assert structure_root(text) == root
