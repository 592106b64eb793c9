"""The name of a new document, from those that there are."""

from __future__ import annotations

import pytest

from chrono_git.guide.naming import named, next_free, path_for

OTHERWISE = ".chrono/guides/{id}-{slug}.md"

# what there is, id → path
CASES: list[tuple[list[str], str, str]] = [
    ([], "CG-001", ".chrono/guides/CG-001-feed-of-prices.md"),
    (["PLAN.md", "docs/notes.md"], "CG-001", ".chrono/guides/CG-001-feed-of-prices.md"),
    (["docs/implementation/CHRONO-003-guide.md"], "CHRONO-012", "docs/implementation/CHRONO-012-guide.md"),
    (["docs/CHRONO-003-implementation-guide.md"], "AB-1", "docs/AB-1-implementation-guide.md"),
    ([".chrono/guides/CG-004-hooks.md"], "CG-012", ".chrono/guides/CG-012-feed-of-prices.md"),
    ([f".chrono/guides/CG-00{n}-{name}.md" for n, name in enumerate(("report", "check", "hooks"))], "CG-9",
     ".chrono/guides/CG-9-feed-of-prices.md"),
    (["a/X-1-steps.md", "a/X-2-steps.md"], "X-3", "a/X-3-steps.md"),
    (["CHRONO-1.md"], "CHRONO-2", "CHRONO-2.md"),
    # Most are in one folder; of as many, the newest is.
    (["a/X-1-guide.md", "b/X-2-guide.md", "b/X-3-guide.md"], "X-4", "b/X-4-guide.md"),
    (["a/X-2-guide.md", "b/X-1-guide.md"], "X-4", "a/X-4-guide.md"),
    # Those of the same kind come before others.
    (["a/X-1-guide.md", "a/X-2-guide.md", "b/Y-1-plan.md"], "Y-2", "b/Y-2-plan.md"),
    (["docs/CHRONO-003x-guide.md", "docs/chrono-4-guide.md"], "X-1", ".chrono/guides/X-1-feed-of-prices.md"),
]  # fmt: skip


@pytest.mark.parametrize(("paths", "identity", "expected"), CASES)
def test_paths(paths: list[str], identity: str, expected: str) -> None:
    assert path_for(identity, "Feed of `prices`!", named(paths), OTHERWISE) == expected


def test_a_title_without_letters() -> None:
    assert path_for("X-1", "!?", (), OTHERWISE) == ".chrono/guides/X-1.md"


@pytest.mark.parametrize(
    ("ids", "prefix", "expected"),
    [
        ([], None, "CHRONO-001"),
        (["CG-001", "CG-009"], None, "CG-010"),
        (["CG-1", "AB-7", "AB-8", "plan"], None, "AB-9"),
        (["CG-1", "AB-7", "AB-8"], "CG", "CG-2"),
        (["X-99"], "X", "X-100"),
        ([], "NEW", "NEW-001"),
    ],
)
def test_the_next_free_id(ids: list[str], prefix: str | None, expected: str) -> None:
    assert next_free(ids, prefix) == expected
