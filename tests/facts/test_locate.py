"""Where a path is that somebody wrote down loosely."""

from __future__ import annotations

import sys
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono_git.facts import Facts, How
from chrono_git.facts.index import Index, plain_name
from chrono_git.facts.locate import change_of, is_new, locate, located
from chrono_git.intent import intent_of
from chrono_git.intent.paths import PathMention
from chrono_git.model import CodeBlock
from tests.rules.facts import File, facts, item, new, old, with_guide

FILES = [
    "README.md",
    "plan/PLAN.md",
    "plan/notes.md",
    "web/src/app.ts",
    "web/src/index.ts",
    "web/src/user-service.ts",
    "web/src/forms/index.ts",
    "web/tests/user_service.test.ts",
    "api/src/index.ts",
    "api/src/config.yaml",
    "api/core/prices.py",
    "api/main/kotlin/org/x/Batcher.kt",
    "docs/README.md",
    "docs/guide.md",
    "app/blog/[slug]/page.tsx",
    "tests/test_prices.py",
    "crates/a/tests/inspect.rs",
]
GONE = {"old/gone.py": "", "old/moved.py": "new/moved.py", "plan/dropped.md": ""}

# What is written, whether it is surely a path, how it is found, and what it means.
FOUND: list[tuple[str, bool, How | None, list[str]]] = [
    ("README.md", True, "exact", ["README.md"]),
    ("./web/src/app.ts", True, "exact", ["web/src/app.ts"]),
    ("/web/src/app.ts", True, "exact", ["web/src/app.ts"]),
    ("web/src/", True, "exact", ["web/src/"]),
    ("web/src", False, "exact", ["web/src/"]),
    ("app/blog/[slug]/page.tsx", True, "exact", ["app/blog/[slug]/page.tsx"]),
    # From where the commands went, and from beside the guide
    ("src/app.ts", True, "relative", ["web/src/app.ts"]),
    ("notes.md", True, "relative", ["plan/notes.md"]),
    ("../docs/guide.md", True, "relative", ["docs/guide.md"]),
    # By their end
    ("core/prices.py", True, "elsewhere", ["api/core/prices.py"]),
    ("prices.py", True, "elsewhere", ["api/core/prices.py"]),
    ("guide.md", True, "elsewhere", ["docs/guide.md"]),
    ("/Users/bob/proj/api/core/prices.py", True, "elsewhere", ["api/core/prices.py"]),
    ("forms/index.ts", True, "elsewhere", ["web/src/forms/index.ts"]),
    ("core", False, "elsewhere", ["api/core/"]),
    # Names that every folder has
    ("index.ts", True, "missing", []),
    ("config.yaml", True, "elsewhere", ["api/src/config.yaml"]),
    # Another spelling or extension
    ("web/src/UserService.ts", True, "similar", ["web/src/user-service.ts"]),
    ("web/src/user_service.js", True, "similar", ["web/src/user-service.ts"]),
    ("web/src/app.tsx", True, "missing", []),
    ("web/src/app.py", True, "missing", []),
    ("lib/user-service.ts", True, "similar", ["web/src/user-service.ts"]),
    ("lib/app.ts", True, "missing", []),
    ("tests/prices_test.py", True, "similar", ["tests/test_prices.py"]),
    ("tests/unit/test_prices.py", True, "similar", ["tests/test_prices.py"]),
    ("tests/inspect_tests.rs", True, "similar", ["crates/a/tests/inspect.rs"]),
    ("tests/test_rates.py", True, "missing", []),
    # Patterns
    ("web/src/*.ts", True, "pattern", ["web/src/app.ts", "web/src/index.ts", "web/src/user-service.ts"]),
    ("src/*.ts", True, "pattern", ["web/src/app.ts", "web/src/index.ts", "web/src/user-service.ts"]),
    ("api/.../Batcher.kt", True, "pattern", ["api/main/kotlin/org/x/Batcher.kt"]),
    ("**/README.md", True, "pattern", ["README.md", "docs/README.md"]),
    ("web/*/forms/", True, "pattern", ["web/src/forms/"]),
    ("none/*.ts", True, "missing", []),
    # Gone, missing, or no path at all
    ("old/gone.py", True, "departed", []),
    ("dropped.md", True, "departed", []),
    ("src/none.ts", True, "missing", []),
    ("none/", True, "missing", []),
    ("and/or", False, None, []),
    ("../../etc/passwd", True, "missing", []),
    ("..", True, "missing", []),
]


@pytest.fixture(scope="module")
def seen() -> Facts:
    one = item("x", blocks=(CodeBlock("sh", "cd web", 1, "commands"),))
    return facts([one], {path: old() for path in FILES}, gone=GONE)


@pytest.mark.parametrize(("written", "sure", "how", "paths"), FOUND)
def test_where_paths_are(seen: Facts, written: str, sure: bool, how: How | None, paths: list[str]) -> None:
    found = locate(PathMention(written, sure), seen.intents["G/1"], seen)
    assert (found.how if found else None) == how
    assert sorted(found.paths if found else ()) == paths


def test_common_names_are_found_elsewhere_if_there_is_but_one() -> None:
    one = item("x")
    for path, alone in (("README.md", True), ("index.ts", False)):
        seen = facts([one], {f"a/{path}": old(), **({} if alone else {f"b/{path}": old()})})
        found = locate(PathMention(path, True), seen.intents["G/1"], seen)
        assert found
        assert found.found is alone


def test_what_is_outside_of_the_repository_is_not_located() -> None:
    one = item("Edit `~/.zshrc` and `a.py`")
    seen = facts([one], {"a.py": old()})
    assert [place.written for place in located(seen.intent(one), seen)] == ["a.py"]


def test_a_place_is_looked_up_once(seen: Facts) -> None:
    mention, intent = PathMention("web/src/UserService.ts", True), seen.intents["G/1"]
    assert locate(mention, intent, seen) is locate(mention, intent, seen)
    elsewhere = locate(mention, intent_of(item("y")), seen)
    assert elsewhere is not None


def test_changes_of_files_and_folders() -> None:
    one = item("x")
    files = {"a/new.py": new(), "a/old.py": old(), "b/was.py": with_guide(), "c/mod.py": File(did="M")}
    window = facts([one], files).window(one)
    assert [bool(change_of(path, window)) for path in ("a/new.py", "a/old.py", "a/", "b/", "c/")] == [
        True,
        False,
        True,
        False,
        True,
    ]
    assert [is_new(path, window) for path in ("a/new.py", "a/old.py", "a/", "b/was.py", "b/", "c/")] == [
        True,
        False,
        True,
        True,
        True,
        False,
    ]


def test_many_missing_paths_in_a_large_tree() -> None:
    one = item("x")
    seen = facts([one], {f"src/m{n % 200}/file-{n}.ts": old() for n in range(20_000)})
    intent = seen.intents["G/1"]
    for n in range(1000):
        found = locate(PathMention(f"src/m{n % 200}/File{n + 20_000 * (n % 2)}.ts", True), intent, seen)
        assert found
        assert found.how == ("missing" if n % 2 else "similar")


@pytest.mark.parametrize("folder", ["src/", ""])
def test_siblings_are_looked_through_once_and_not_for_each_missing_path(folder: str) -> None:
    one = item("x")
    seen = facts([one], {f"{folder}file-{n}.py": old() for n in range(500)})
    intent, calls = seen.intents["G/1"], 0

    def count(_: FrameType, event: str, __: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        found = [locate(PathMention(f"{folder}Other{n}.py", True), intent, seen) for n in range(500)]
    finally:
        sys.setprofile(None)
    assert {place.how for place in found if place} == {"missing"}
    assert calls < 100 * (500 + 500)


@given(
    st.sets(st.text("aA-./", max_size=6), max_size=12),
    st.text("aA-./", max_size=4),
    st.text("aA-.", max_size=3),
)
def test_what_is_spelt_alike_is_as_if_all_were_compared(files: set[str], folder: str, base: str) -> None:
    index = Index(sorted(files))
    there = index.in_folder(folder)
    for _ in range(2):
        assert list(index.spelt_alike(folder, base)) == [
            path for path in there if plain_name(path.rsplit("/", 1)[-1]) == plain_name(base)
        ]
        assert list(index.in_case(folder, base)) == [
            path for path in there if path.rsplit("/", 1)[-1].lower() == base.lower()
        ]
