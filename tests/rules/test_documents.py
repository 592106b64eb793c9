"""Documents, workflows and the log, where the item names no path."""

from __future__ import annotations

from typing import Any

import pytest

from chrono_git.rules import documents
from tests.rules.facts import NEWER, File, changed, item, new, old, said, see, with_guide

LOG = "IMPLEMENTATION_LOG.md"

CASES: list[tuple[str, dict[str, File], list[tuple[str, str]]]] = [
    ("Update README", {"README.md": changed()}, [("pass", "README.md changed since the item was written")]),
    ("Update README", {"README.md": old()}, [("fail", "README.md is untouched since the item was written")]),
    ("Update README", {"README.md": with_guide()}, []),
    ("Update README", {"a.py": changed()}, []),
    ("Update README", {"web/README.md": changed(), "README.md": changed()},
     [("pass", "README.md changed since the item was written")]),
    ("Update README with the batching of prices", {"README.md": changed()},
     [("(pass)", "README.md changed since the item was written")]),
    ("Update CHANGELOG", {"CHANGES.rst": changed()},
     [("pass", "CHANGES.rst changed since the item was written")]),
    ("Update architecture docs", {"docs/architecture/index.md": changed()},
     [("pass", "docs/architecture/index.md changed since the item was written")]),
    ("Write API documentation", {"docs/api.yaml": new()},
     [("pass", "docs/api.yaml changed since the item was written")]),
    ("Set up CI pipeline", {".github/workflows/ci.yml": new()},
     [("pass", ".github/workflows/ci.yml changed since the item was written")]),
    ("Add GitHub Actions workflow", {".gitlab-ci.yml": old()},
     [("fail", ".gitlab-ci.yml is untouched since the item was written")]),
    # Silent: named by path (rules/paths judges it), another verb, or nothing of the kind
    ("Update `README.md`", {"README.md": changed()}, []),
    ("Review README", {"README.md": changed()}, []),
    ("Implement the parser", {"README.md": changed()}, []),
    # The log
    ("Update IMPLEMENTATION_LOG.md", {LOG: changed("# Log\n\n## G: batching\n")},
     [("pass", f"{LOG}:3 has an entry for G")]),
    ("Update implementation log", {f"docs/{LOG}": new("- **G** done\n")},
     [("pass", f"docs/{LOG}:1 has an entry for G")]),
    ("Update `IMPLEMENTATION_LOG.md`", {LOG: changed("# Log\n## G-2\nG in passing\n")},
     [("fail", f"{LOG} has no entry for G")]),
    ("Update implementation log", {}, [("fail", "there is no IMPLEMENTATION_LOG.md")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "files", "expected"), CASES)
def test_documents(text: str, files: dict[str, File], expected: list[tuple[str, str]]) -> None:
    assert said(see(documents.look, item(text), files)) == expected


def test_where_and_what_to_do() -> None:
    (found,) = see(documents.look, item("Update README"), {"README.md": changed()})
    assert (found.rule, found.path, found.commit) == ("documents", "README.md", NEWER)
    (entry,) = see(documents.look, item("Update implementation log"), {LOG: changed("\n## G\n")})
    assert (entry.path, entry.line, entry.commit) == (LOG, 2, NEWER)
    (none,) = see(documents.look, item("Update implementation log"), {LOG: old("x\n")})
    assert none.remedy == "add an entry headed G"


def test_a_log_that_could_not_be_read() -> None:
    from dataclasses import replace

    from tests.rules.facts import facts

    one = item("Update implementation log")
    seen = replace(facts([one], {LOG: old()}), texts={})
    assert said(documents.look(one, seen)) == [("unknown", f"{LOG} could not be read")]


def test_more_than_one_kind_may_be_asked_for() -> None:
    files: dict[str, Any] = {"README.md": changed(), "CHANGELOG.md": old()}
    assert said(see(documents.look, item("Update README and CHANGELOG"), files)) == [
        ("pass", "README.md changed since the item was written"),
        ("fail", "CHANGELOG.md is untouched since the item was written"),
    ]
