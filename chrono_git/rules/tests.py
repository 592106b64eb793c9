"""tests: do the test files that an item asks for exist, and hold at least one test that is not skipped?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from chrono_git.facts import Facts, Fresh, Text, Window
from chrono_git.facts.closeness import Match, anywhere_in
from chrono_git.facts.locate import located_paths
from chrono_git.facts.testing import CountedTests, TestKind, asked_kind, count_tests, is_test_path
from chrono_git.model import Evidence, Item

RULE = "tests"
_HELPER = re.compile(
    r"(?:^|[/_.-])(?:utils?|helpers?|fixtures?|conftest|mocks?|factor(?:y|ies)|common|setup|mod|__init__)\.\w+$",
    re.I,
)


def look(item: Item, facts: Facts) -> Iterator[Evidence]:
    """Judge the named test files; without any, look for new tests of what the item is about."""
    intent = facts.intent(item)
    if intent.verb != "test" and "test" not in dict(item.overrides):
        return
    named = [facts.texts[path] for path in located_paths(intent, facts) if path in facts.texts]
    named = [text for text in named if is_test_path(text.path) and not _HELPER.search(text.path)]
    if named:
        yield from (_of_file(item, text, facts) for text in named)
    elif not any(mention.sure for mention in intent.paths):
        yield from _of_component(item, facts)


def _of_file(item: Item, text: Text, facts: Facts) -> Evidence:
    found = count_tests(text)
    if not found.real:
        what = f"only skipped tests ({found.skipped})" if found.skipped else "no test"
        return Evidence(
            RULE,
            "fail",
            f"{text.path} holds {what}",
            path=text.path,
            line=found.line,
            remedy=f"write a test in {text.path}",
        )
    shared = sum(facts.shared.get(mention.path, 0) > 1 for mention in facts.intent(item).paths) > 0
    return Evidence(
        RULE,
        "pass",
        f"{text.path} holds {_count(found)}",
        path=text.path,
        line=found.line,
        commit=facts.last_commit.get(text.path),
        decides=not shared and text.path in facts.window(item).fresh,
    )


def _of_component(item: Item, facts: Facts) -> Iterator[Evidence]:
    terms = facts.intent(item).terms
    kind = asked_kind(item.text)
    fresh = [one for one in _new_tests(facts.window(item)) if _is_of(kind, _counted(one))]
    match = anywhere_in(terms, fresh) if terms else None
    if match is not None and match.enough:
        yield _seen(match.spelled(item.text), _counted(next(one for one in fresh if one.path == match.path)))
    elif facts.blind(item):
        yield Evidence(RULE, "unknown", f"no test file changed since: {facts.blind(item)}")
    elif not any(path not in facts.guide_paths for path in facts.window(item).since):
        yield Evidence(
            RULE,
            "fail",
            "no test file changed since the item was written",
            remedy="a commit that adds such tests",
        )


@lru_cache(maxsize=512)
def _new_tests(window: Window) -> tuple[Fresh, ...]:
    """The files of the window that gained tests which run."""
    return tuple(one for path, one in window.fresh.items() if is_test_path(path) and _counted(one).real)


@lru_cache(maxsize=4096)
def _counted(one: Fresh) -> CountedTests:
    return count_tests(Text(one.path, tuple(line for _, line in one.lines)))


def _seen(match: Match, tests: CountedTests) -> Evidence:
    return Evidence(
        RULE, "pass", f"{match}, and {_count(tests)}", path=match.path, line=match.line, sure=False
    )


def _is_of(asked: TestKind | None, tests: CountedTests) -> bool:
    if asked in (None, "unit"):
        return asked is None or not tests.kinds & {"integration", "end-to-end", "benchmark"}
    return asked in tests.kinds or (asked == "end-to-end" and "integration" in tests.kinds)


def _count(tests: CountedTests) -> str:
    skipped = f", {tests.skipped} skipped" if tests.skipped else ""
    return f"{tests.real} test{'s' if tests.real != 1 else ''}{skipped}"
