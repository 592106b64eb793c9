"""Paths: what every verb asks of them."""

from __future__ import annotations

from typing import Any

import pytest

from chrono_git.rules import paths
from tests.rules.facts import EMPTY, NEWER, File, changed, item, new, old, said, see, with_guide

SHA256_EMPTY = "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813"

# An item, the repository, and what is said of it.
CASES: list[tuple[str, dict[str, File], dict[str, Any], list[tuple[str, str]]]] = [
    # create
    ("Create `a.py`", {"a.py": new()}, {}, [("pass", "a.py exists")]),
    ("Create `a.py`", {}, {}, [("fail", "a.py does not exist")]),
    ("Create `a.py`", {"a.py": new(oid=EMPTY)}, {}, [("fail", "a.py is empty")]),
    ("Create `a.py`", {"a.py": new(oid=SHA256_EMPTY)}, {}, [("fail", "a.py is empty")]),
    ("Create `a.py`", {"a.py": new("", oid="")}, {}, [("fail", "a.py is empty")]),
    ("Create `a/__init__.py`", {"a/__init__.py": new("", oid=EMPTY)}, {}, [("pass", "a/__init__.py exists")]),
    ("Create `a.py`", {"a.py": with_guide()}, {}, [("pass", "a.py exists")]),
    ("Create `a.py`", {"a.py": old()}, {}, [("pass", "a.py was there before")]),
    ("Create `a.py`", {"a.py": changed()}, {}, [("pass", "a.py was there before and changed since")]),
    ("Create `a.py`", {"a.py": old()}, {"root": True}, [("pass", "a.py exists")]),
    ("Create `a.py`", {"a.py": old()}, {"committed": False}, [("pass", "a.py exists")]),
    ("Create `lib/`", {"lib/a.py": new()}, {}, [("pass", "lib/ exists")]),
    ("Create `a.py` and `b.py`", {"a.py": new()}, {},
     [("pass", "a.py exists"), ("fail", "b.py does not exist")]),
    ("Create `src/*.ts`", {"src/a.ts": new(), "src/b.ts": new()}, {},
     [("pass", "src/*.ts (src/a.ts and 1 more) exists")]),
    ("Create `F` in `a.py`", {"a.py": changed()}, {}, [("pass", "a.py changed since the item was written")]),
    ("Create `core/a.py`", {"lib/core/a.py": new()}, {}, [("pass", "lib/core/a.py exists")]),
    # a bare path
    ("`a.py` - the parser", {"a.py": new()}, {}, [("pass", "a.py exists")]),
    ("`a.py` - the parser", {"a.py": with_guide()}, {},
     [("unknown", "a.py came with the commit that wrote the item")]),
    ("`a.py` - the parser", {"a.py": old()}, {}, [("unknown", "a.py was there before the item was written")]),
    ("`a.py` - the parser", {"a.py": changed()}, {}, [("pass", "a.py was there before and changed since")]),
    # implement, modify, document, configure
    ("Implement X in `a.py`", {"a.py": new()}, {}, [("pass", "a.py is new since the item was written")]),
    ("Update `a.py`", {"a.py": changed()}, {}, [("pass", "a.py changed since the item was written")]),
    ("Update `a.py`", {"a.py": old()}, {}, [("fail", "a.py is untouched since the item was written")]),
    ("Update `a.py`", {}, {}, [("fail", "a.py does not exist")]),
    ("Update the rates in `a.py`", {"a.py": with_guide("rates\n")}, {},
     [("unknown", "a.py speaks of it, but in the very commit that wrote the item")]),
    ("Update the rates in `a.py`", {"a.py": with_guide("other\n")}, {},
     [("fail", "a.py is untouched since the item was written")]),
    ("Update `a.py`", {"a.py": changed()}, {"shared": ["a.py"]},
     [("(pass)", "a.py changed since the item was written, as other items name it too")]),
    ("Update `a.py`", {"a.py": old()}, {"shared": ["a.py"]},
     [("fail", "a.py is untouched since the item was written")]),
    ("Fix `src/`", {"src/a.py": changed(), "src/b.py": old()}, {},
     [("pass", "src/ changed since the item was written")]),
    ("Document X in `docs/a.md`", {"docs/a.md": changed()}, {},
     [("pass", "docs/a.md changed since the item was written")]),
    ("Configure `tsconfig.json`", {"tsconfig.json": old()}, {},
     [("fail", "tsconfig.json is untouched since the item was written")]),
    # gone, and moved
    ("Update `a.py`", {}, {"gone": {"a.py": "b.py"}},
     [("pass", "a.py was there and was later moved to b.py")]),
    ("Create `a.py`", {}, {"gone": {"a.py": ""}}, [("pass", "a.py was there and was later removed")]),
    # delete
    ("Delete `a.py`", {}, {"gone": {"a.py": ""}}, [("pass", "a.py is gone")]),
    ("Delete `a.py`", {}, {"deleted": ["a.py"]}, [("pass", "a.py is gone")]),
    ("Delete `a.py`", {"a.py": old()}, {}, [("fail", "a.py is still there")]),
    ("Delete `a.py`", {}, {}, [("unknown", "a.py was not there when the item was written")]),
    ("Remove X from `a.py`", {"a.py": changed()}, {}, [("pass", "a.py changed since the item was written")]),
    ("Remove X in `a.py`", {"a.py": old()}, {}, [("fail", "a.py is untouched since the item was written")]),
    ("Remove `a.py` and update `b.py`", {"b.py": changed()}, {"gone": {"a.py": ""}},
     [("pass", "a.py is gone"), ("pass", "b.py changed since the item was written")]),
    # move
    ("Move `a.py` to `b.py`", {"b.py": new()}, {"gone": {"a.py": "b.py"}},
     [("pass", "a.py is gone"), ("pass", "b.py exists")]),
    ("Move `a.py` to `b.py`", {"a.py": old()}, {},
     [("fail", "a.py is still there"), ("fail", "b.py does not exist")]),
    ("Move `a.py` to `b.py`", {"a.py": old(), "b.py": new()}, {},
     [("fail", "a.py is still there"), ("pass", "b.py exists")]),
    ("Move X from `a.py` to `b.py`", {"a.py": old(), "b.py": changed()}, {}, [("pass", "b.py exists")]),
    ("Move X from `a.py` to `b.py`", {"a.py": old(), "b.py": old()}, {},
     [("fail", "b.py is untouched since the item was written")]),
    ("Rename `old` to `new` in `a.py`", {"a.py": old()}, {},
     [("fail", "a.py is untouched since the item was written")]),
    # executable
    ("Make `run.sh` executable", {"run.sh": old(mode="100755")}, {},
     [("pass", "run.sh is executable (mode 755)")]),
    ("Make `run.sh` executable", {"run.sh": old()}, {}, [("fail", "run.sh is not executable")]),
    ("Make `run.sh` executable", {}, {}, [("fail", "run.sh does not exist")]),
    ("Make `bin/` executable", {"bin/a": old(mode="100755"), "bin/b": old()}, {},
     [("fail", "bin/b is not executable")]),
    # outside, unseen, silent
    ("Edit `~/.zshrc`", {}, {}, [("unknown", "~/.zshrc is outside of the repository")]),
    ("Create `dist/`", {}, {}, [("unknown", "dist is not kept in git as a rule")]),
    ("Create `build/app.js`", {"build/app.js": new()}, {}, [("pass", "build/app.js exists")]),
    ("Verify `a.py`", {}, {}, []),
    ("Update IMPLEMENTATION_LOG.md", {}, {}, []),
    ("Implement the parser", {"a.py": new()}, {}, []),
    ("Support and/or expressions", {}, {}, []),
    ("Create `a.py` using `b.py`", {"a.py": new()}, {}, [("pass", "a.py exists")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "files", "more", "expected"), CASES)
def test_paths(
    text: str, files: dict[str, File], more: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    assert said(see(paths.look, item(text), files, **more)) == expected


def test_where_and_what_to_do() -> None:
    (made,) = see(paths.look, item("Create `a.py`"), {"a.py": new()})
    assert (made.rule, made.path, made.commit, made.remedy) == ("paths", "a.py", NEWER, "")
    (missing,) = see(paths.look, item("Create `a.py`"))
    assert (missing.path, missing.commit, missing.remedy) == ("a.py", None, "create a.py")
    (old_one,) = see(paths.look, item("Update `a.py`"), {"a.py": old()})
    assert old_one.remedy == "a commit that changes a.py"
    (plain,) = see(paths.look, item("Make `run.sh` executable"), {"run.sh": old()})
    assert plain.remedy == "git update-index --chmod=+x run.sh"
    (there,) = see(paths.look, item("Delete `a.py`"), {"a.py": old()})
    assert there.remedy == "remove a.py"
    (gone,) = see(paths.look, item("Delete `a.py`"), gone={"a.py": ""})
    assert (gone.path, gone.commit) == ("a.py", NEWER)


def test_scripts_that_the_section_names() -> None:
    from tests.rules.facts import facts

    asked = item("Make scripts executable", name="G/3")
    other = item("Create `tools/run` and `tools/a.txt`", name="G/1")
    far = item("Create `far.sh`", name="G/2")
    files = {"tools/run": new("#!/bin/sh\n", mode="100755"), "tools/a.txt": new(), "far.sh": new()}
    near = facts([other, far, asked], files, siblings={"G/3": ("G/1",)})
    assert said(paths.look(asked, near)) == [("pass", "tools/run is executable (mode 755)")]
    anywhere = facts([other, far, asked], files)
    assert said(paths.look(asked, anywhere)) == [("fail", "far.sh is not executable")]
    assert said(paths.look(asked, facts([asked], files))) == []


def test_paths_of_details_and_overrides() -> None:
    one = item("Move the parser", details=["File: `b.py`"])
    assert said(see(paths.look, one, {"b.py": new()})) == [("pass", "b.py exists")]
    one = item("The parser", overrides={"path": "src/x.py"})
    assert said(see(paths.look, one, {"src/x.py": changed()})) == [
        ("pass", "src/x.py changed since the item was written")
    ]
