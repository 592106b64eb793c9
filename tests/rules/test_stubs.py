"""Stubs: code that stands in for an implementation, by language."""

from __future__ import annotations

import pytest

from chrono_git.model import CodeBlock
from chrono_git.rules import stubs
from tests.rules.facts import changed, facts, item, new, said, see

STUBS: list[tuple[str, str]] = [
    ("a.py", "def f():\n    raise NotImplementedError\n"),
    ("a.py", "def f():\n    raise NotImplementedError()\n"),
    ("a.py", 'def f():\n    raise NotImplementedError("not implemented yet: not implemented")\n'),
    ("a.py", 'def f():\n    raise NotImplementedError("TODO")\n'),
    ("a.rs", "fn f() {\n    todo!()\n}\n"),
    ("a.rs", 'fn f() {\n    unimplemented!("later")\n}\n'),
    ("a.ts", "function f() {\n  throw new Error('Not implemented')\n}\n"),
    ("a.ts", "function f() {\n  throw new Error(`TODO: f`)\n}\n"),
    ("A.cs", "int F() {\n  throw new NotImplementedException();\n}\n"),
    ("a.go", 'func f() {\n\tpanic("not implemented")\n}\n'),
    ("A.java", 'int f() {\n  throw new UnsupportedOperationException("Not implemented yet");\n}\n'),
    ("A.kt", 'fun f() {\n    TODO("later")\n}\n'),
    ("A.kt", "fun f() {\n    TODO()\n}\n"),
    ("A.swift", 'func f() {\n  fatalError("not implemented")\n}\n'),
    ("a.dart", "int f() {\n  throw UnimplementedError();\n}\n"),
    ("A.scala", "def f: Int\n  = ???\n"),
]


@pytest.mark.parametrize(("path", "text"), STUBS)
def test_stubs(path: str, text: str) -> None:
    evidence = see(stubs.look, item(f"Implement `{path}`"), {path: new(text)})
    stub = text.splitlines()[1].strip()
    assert said(evidence) == [("fail", f"{path}:2 is still a stub: {stub[:60]}")]
    (one,) = evidence
    assert (one.path, one.line, one.remedy) == (path, 2, f"implement what {path}:2 stands in for")


NO_STUBS: list[tuple[str, str]] = [
    ("a.py", "def f():\n    return 1\n"),
    ("a.py", "class F(ABC):\n    def f(self):\n        raise NotImplementedError\n"),
    ("a.py", "class F:\n    @abstractmethod\n    def f(self):\n        raise NotImplementedError\n"),
    ("a.py", "class F(Protocol):\n    def f(self):\n        raise NotImplementedError\n"),
    ("a.py", 'def f():\n    raise NotImplementedError("no windows here")\n'),
    ("a.py", "except NotImplementedError:\n"),
    ("a.ts", "throw new Error('the todo list is empty')\n"),
    ("a.ts", "const todo = list()\n"),
    ("a.md", "raise NotImplementedError\n"),
    ("tests/test_a.py", "raise NotImplementedError\n"),
    ("a.py", ""),
]


@pytest.mark.parametrize(("path", "text"), NO_STUBS)
def test_what_is_no_stub(path: str, text: str) -> None:
    assert see(stubs.look, item(f"Implement `{path}`"), {path: new(text)}) == []


TWO = "def alpha():\n    return 1\n\n\n" + "\n" * 12 + "def bravo():\n    raise NotImplementedError\n"


@pytest.mark.parametrize(
    ("text", "stub"),
    [
        ("Implement `alpha` in `a.py`", False),
        ("Implement `bravo` in `a.py`", True),
        ("Implement X in `a.py`", False),
    ],
)
def test_in_a_shared_file_only_the_items_own_symbols_count(text: str, stub: bool) -> None:
    assert bool(see(stubs.look, item(text), {"a.py": new(TWO)}, shared=["a.py"])) is stub
    assert see(stubs.look, item(text), {"a.py": new(TWO)})


def test_the_symbols_of_a_block_count_too() -> None:
    blocks = (CodeBlock("py", "def bravo(): ...", 1, "implement"),)
    assert see(stubs.look, item("Work on `a.py`", blocks=blocks), {"a.py": new(TWO)}, shared=["a.py"])


@pytest.mark.parametrize(
    "text",
    [
        "Create stub for `a.py`",
        "Scaffold placeholder in `a.py`",
        "Verify `a.py`",
        "Delete `a.py`",
        "Document `a.py`",
        "Implement it",
    ],
)
def test_silent(text: str) -> None:
    assert see(stubs.look, item(text), {"a.py": new(TWO)}) == []


def test_a_guide_that_gives_a_stub_wants_one() -> None:
    blocks = (CodeBlock("py", "def f():\n    raise NotImplementedError", 1, "implement", "a.py"),)
    assert see(stubs.look, item("Implement `a.py`", blocks=blocks), {"a.py": new(TWO)}) == []


ONE = "def alpha():\n    raise NotImplementedError\n\n\ndef bravo():\n    return 1\n"
NONE = "def alpha():\n    return 1\n\n\ndef bravo():\n    return 1\n"
REPLACED = "1 stub was replaced in a.py: alpha"


@pytest.mark.parametrize(
    ("text", "now", "then", "expected"),
    [
        ("Replace the stubs in `a.py`", NONE, ONE, [("pass", REPLACED)]),
        (
            "Replace stubs in `a.py`",
            ONE,
            ONE,
            [("fail", "a.py:2 is still a stub: raise NotImplementedError")],
        ),
        (
            "Replace stubs in `a.py`",
            TWO,
            ONE,
            [
                ("fail", "a.py:18 is still a stub: raise NotImplementedError"),
                ("(pass)", REPLACED),
            ],
        ),
        ("Implement `alpha` in `a.py`", NONE, ONE, [("pass", REPLACED)]),
        ("Implement caching in `a.py`", NONE, ONE, [("(pass)", REPLACED)]),
        ("Replace the stubs in `a.py`", NONE, NONE, []),
        ("Remove the placeholder in `a.py`", NONE, ONE, [("pass", REPLACED)]),
    ],
)
def test_compared_with_the_base(text: str, now: str, then: str, expected: list[tuple[str, str]]) -> None:
    evidence = see(stubs.look, item(text), {"a.py": changed(now)}, before={"a.py": then})
    assert said(evidence) == expected


def test_the_stubs_of_the_steps_own_block() -> None:
    blocks = (CodeBlock("py", "def bravo():\n    raise NotImplementedError", 1, "implement"),)
    wanted = item("Replace the stubs in `a.py`", blocks=blocks)
    assert said(see(stubs.look, wanted, {"a.py": new(NONE)})) == [("pass", "a.py has bravo, and no stub")]
    assert said(see(stubs.look, wanted, {"a.py": new("def charlie(): ...\n")})) == []


def test_without_a_path_the_files_of_the_items_beside_it() -> None:
    first, second = item("Create `a.py`", name="G/1"), item("Replace all stubs", name="G/2")
    seen = facts([first, second], {"a.py": new(TWO)}, siblings={"G/2": ("G/1", "G/2")})
    assert said(stubs.look(second, seen)) == [("fail", "a.py:18 is still a stub: raise NotImplementedError")]
