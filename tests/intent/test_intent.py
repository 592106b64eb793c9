"""What whole items ask for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono_git.facts import Text
from chrono_git.facts.testing import asked_kind, count_tests, is_test_path
from chrono_git.intent import Intent, intent_of
from chrono_git.intent.dependencies import declares
from chrono_git.intent.leftovers import asks_for_cleanup, asks_for_replacing
from chrono_git.intent.structure import structure_paths
from chrono_git.intent.symbols import definition_regex
from chrono_git.intent.terms import terms_of
from chrono_git.model import BlockRole, CodeBlock, Item, NoteLabel
from tests.pace import within
from tests.rules.facts import item


def block(text: str, role: BlockRole = "commands", path: str | None = None) -> CodeBlock:
    return CodeBlock("", text, 3, role, path)


def paths(intent: Intent) -> list[str]:
    return [one.path for one in intent.paths]


def test_text_details_and_file_headings_name_paths() -> None:
    intent = intent_of(
        item(
            "Create `a.py` using `b.py`",
            details=["File: `c.py`", "`d.py` holds the rates", "as in `e.py` one day"],
            files=["File 1: `f.py`"],
            blocks=(block("x = 1", "implement", "g.py"),),
        )
    )
    assert intent.verb == "create"
    assert paths(intent) == ["a.py", "c.py", "d.py", "f.py", "g.py"]
    assert [one.path for one in intent.context] == ["b.py"]


def test_blocks_give_effects_names_and_trees() -> None:
    intent = intent_of(
        item(
            "Step 1: Set up",
            kind="step",
            blocks=(
                block("cd web\nmkdir -p src && npm install zod"),
                block("export class Batcher {}", "implement", "src/b.ts"),
                block("class Loose: ...", "implement"),
                block("src/\n└── b.ts", "structure"),
                block("rm -rf /", "verification"),
            ),
        ),
        ("packages/app",),
    )
    assert [(one.kind, one.path) for one in intent.effects] == [
        ("directory", "web/src/"),
        ("dependency", "zod"),
    ]
    assert intent.provides == (("Batcher", "src/b.ts"), ("Loose", None))
    assert intent.structure == ("src/", "src/b.ts")
    assert intent.folders == ("web", "packages/app")


def test_overrides_beat_the_guess() -> None:
    one = item(
        "Verify `a.py` and `thing`",
        overrides={
            "path": "src/x.py, src/y.py",
            "symbol": "Other",
            "verb": "create",
            "test": "tests/test_x.py",
        },
    )
    intent = intent_of(one)
    assert intent.verb == "create"
    assert paths(intent) == ["src/x.py", "src/y.py", "tests/test_x.py"]
    assert [symbol.name for symbol in intent.symbols] == ["Other"]


def test_an_unknown_verb_in_an_override_is_no_verb() -> None:
    assert intent_of(item("Create `a.py`", overrides={"verb": "dance"})).verb == "create"


@pytest.mark.parametrize(
    ("text", "section", "verb"),
    [
        ("`src/a.py`: the parser", (), "create"),
        ("src/a.py - the parser", (), "create"),
        ("Ensure `src/a.py` handles blanks", (), "implement"),
        ("Ensure it is fast", (), "manual"),
        ("Login form", ("Acceptance Criteria",), "manual"),
        ("Login form", ("Phase 1",), "implement"),
    ],
)
def test_verbs_of_items(text: str, section: tuple[str, ...], verb: str) -> None:
    assert intent_of(item(text, section=section)).verb == verb


def test_terms_leave_out_verb_and_paths() -> None:
    assert intent_of(item("Create `src/price.py` for the batching")).terms == ("batch",)


def test_packages() -> None:
    assert intent_of(item("Add dependency `zod`")).packages == ("zod",)


labels: st.SearchStrategy[NoteLabel] = st.sampled_from(("detail", "file", "expected"))
roles: st.SearchStrategy[BlockRole] = st.sampled_from(("commands", "implement", "structure", "other"))
marks = st.sampled_from(
    [
        "`",
        "{",
        "}",
        ",",
        "/",
        "*",
        "**",
        "...",
        "<",
        ">",
        "(",
        ")",
        "[",
        "]",
        "├── ",
        "│",
        "\n",
        "\\",
        '"',
        "'",
        "#",
        "a.py",
        "src",
        "$",
        "&&",
        "mkdir ",
        "cd ",
        "..",
        "<<EOF",
        "创建",
        "~",
        " ",
        "C:",
        "@",
        "::",
        "class ",
        "=>",
    ]
)
anything = st.one_of(st.text(max_size=80), st.lists(marks, max_size=25).map("".join))


@given(anything, anything, anything, labels, roles)
def test_any_text_has_an_intent(text: str, note: str, code: str, label: NoteLabel, role: BlockRole) -> None:
    one = item(text, details=[note], files=[note], blocks=(block(code, role, note or None),))
    intent = intent_of(one)
    assert all(mention.path for mention in intent.paths)
    assert intent == intent_of(one)


def hostile() -> list[str]:
    units = [
        "a",
        "`",
        "``",
        "` ",
        "[",
        "](",
        "[a](",
        "(",
        ")",
        "{",
        "}",
        "{a,",
        "{a,b}",
        "<",
        "<!--",
        "/",
        "a/",
        "../",
        ".../",
        "*",
        "**/",
        "\\",
        "\\\n",
        " ",
        "\n",
        " \n",
        "a ",
        "aA",
        "A",
        "_",
        "a_",
        "-",
        "a.",
        "a::",
        "#",
        "'",
        '"',
        "$",
        "<<",
        "<< a\n",
        "&&",
        ";",
        "|",
        "> a ",
        "│",
        "├── a\n",
        "`a` ",
        "中",
        "测试",
        "Task 1: ",
        "https://",
        "export ",
        "class ",
        "()",
        "a(",
        "a<",
        "a=",
        "=>",
        "npm i a ",
        "@a/",
        "0/",
        "~/",
        "\0",
        "todo!(",
        "raise NotImplementedError('",
        "it.each",
        "func (",
        " (uses ",
        "created ((",
        "src/a.py ",
        "`src/a.py` ",
        "POST /a ",
        "):",
        "public a ",
        "cd a;(",
    ]
    return [unit * (50_000 // len(unit)) for unit in units]


@pytest.mark.parametrize("text", hostile(), ids=lambda text: repr(text[:12]))
def test_hostile_items_are_read_in_time(text: str) -> None:
    roles: tuple[BlockRole, ...] = ("commands", "implement", "structure")
    one = Item("G/1", "task", (), 1, text, blocks=tuple(block(text, role, "a.py") for role in roles))
    with within(2):
        intent_of(one)
    intent_of(item(f"Create `{text[:5000]}`", details=[f"File: {text[:5000]}"], files=[f"a{text[:5000]}!"]))


@pytest.mark.parametrize("text", hostile(), ids=lambda text: repr(text[:12]))
def test_hostile_files_are_searched_in_time(text: str) -> None:
    text = text[:30_000]
    with within(2):
        for line in (text, f"foo({text}", f"def {text}foo", f"class {text}"):
            definition_regex("foo").search(line)
        asks_for_cleanup(text)
        asks_for_replacing(text)
        declares(text, "react")
        structure_paths(text)
        terms_of(text)
        asked_kind(text)
        is_test_path(text)
        for name in ("a.py", "a.ts", "a.rs", "a.go", "a.java", "a.cs", "a.hs", "a.dart", "a.sh", "a.c"):
            count_tests(Text(name, (text,)))
