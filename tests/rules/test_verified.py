"""What a verification that was run, or was not, says of an item."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chrono_git.evaluate import evaluate
from chrono_git.facts import CODE, Verification
from chrono_git.model import CodeBlock, Evidence, Guide
from chrono_git.rules.verified import look
from tests.rules.facts import File, facts, item, new, said

WHEN = 1795564800  # 2026-11-25T00:00:00Z
SCRIPT = "./scripts/verify-step-1.sh\n"
FILES = {"scripts/verify-step-1.sh": new()}
PASSED = Verification(True, WHEN, "./scripts/verify-step-1.sh")
FAILED = Verification(False, WHEN, "`./x` failed with status 1", ("one", "two", "three", "four"))


def seen(
    known: Verification | None,
    text: str = SCRIPT,
    *,
    language: str = "bash",
    files: dict[str, File] | None = None,
) -> list[Evidence]:
    one = item("Do it", kind="step", blocks=(CodeBlock(language, text, 9, "verification"),))
    found = facts([one], FILES if files is None else files)
    return list(look(one, replace(found, verified={"G/1": known} if known else {})))


@pytest.mark.parametrize(
    ("known", "result", "detail"),
    [
        (None, "unknown", "its verification was not run here"),
        (PASSED, "pass", "verified 2026-11-25: ./scripts/verify-step-1.sh"),
        (
            FAILED,
            "fail",
            "its verification failed 2026-11-25: `./x` failed with status 1: two / three / four",
        ),
        (replace(PASSED, changed="src/a.py"), "unknown", "verified 2026-11-25, but src/a.py changed since"),
        (
            replace(FAILED, changed=CODE),
            "unknown",
            "its verification failed 2026-11-25, but the code changed since",
        ),
    ],
)
def test_how_it_went(known: Verification | None, result: str, detail: str) -> None:
    found = seen(known)
    assert said(found) == [(result, detail)]
    assert result == "pass" or "`chrono-git verify G/1`" in found[0].remedy
    assert found[0].path == ("src/a.py" if known and known.changed == "src/a.py" else None)


@pytest.mark.parametrize("known", [None, PASSED, FAILED])
def test_a_script_that_does_not_exist_is_said_to_be_missing(known: Verification | None) -> None:
    [found] = seen(known, files={})
    assert said([found]) == [("(fail)", "scripts/verify-step-1.sh, which is to verify it, does not exist")]
    assert found.path == "scripts/verify-step-1.sh"


def test_what_is_no_shell_is_nothing_to_run() -> None:
    assert seen(PASSED, "print(1)\n", language="python") == []


def test_the_verdicts() -> None:
    """A pass makes an item done that nothing else tells of; a failure makes any item partial."""
    block = CodeBlock("bash", "make check\n", 9, "tests")
    items = (
        item("Run performance benchmarks", name="G/1", blocks=(block,)),
        item("Run more benchmarks", name="G/2", blocks=(block,)),
        item("Create `a.py`", name="G/3", blocks=(block,)),
        item("A whole", name="G/4", kind="step", blocks=(block,)),
        item("Create `b.py`", name="G/5", parent="G/4"),
        item("Run the last benchmarks", name="G/6", blocks=(block,)),
    )
    known = {"G/1": PASSED, "G/2": FAILED, "G/3": FAILED, "G/4": FAILED}
    found = replace(facts(items, {"a.py": new(), "b.py": new()}), verified=known)
    report = evaluate(Guide("G", "", "plan/PLAN.md", "plain", items), found, base=None)
    assert [one.observed for one in report.items] == [
        "done",
        "partial",
        "partial",
        "partial",
        "done",
        "unknown",
    ]
