"""Are new configuration options documented?"""

from __future__ import annotations

import pytest

from chrono_git.rules import options
from tests.rules.facts import NEWER, File, changed, facts, item, new, old, said, see

ITEM = "Document any new configuration options"
CODE = new("import os\nport = os.environ['RELAY_PORT']\n")
NONE = [("unknown", "no new environment variable or command-line option was found")]

CASES: list[tuple[str, dict[str, File], list[tuple[str, str]]]] = [
    (ITEM, {"src/a.py": CODE, "README.md": old("# Relay\n\nSet `RELAY_PORT`.\n")},
     [("pass", "RELAY_PORT is named in README.md:3")]),
    (ITEM, {"src/a.py": CODE, "README.md": old("Set RELAY_PORT_2 or MY_RELAY_PORT.\n")},
     [("fail", "RELAY_PORT (src/a.py:2) is named in no document")]),
    (ITEM, {"src/a.py": CODE, ".env.example": new("RELAY_PORT=80\n")},
     [("pass", "RELAY_PORT is named in .env.example:1")]),
    (ITEM, {"c.py": new('add_argument("--dry-run")\nadd_argument("--fast")\n'), "use.rst": old("--fast\n")},
     [("fail", "--dry-run (c.py:1) is named in no document"), ("pass", "--fast is named in use.rst:1")]),
    # The log, the changelog and guides tell nobody how to set it
    (ITEM, {"src/a.py": CODE, "IMPLEMENTATION_LOG.md": old("RELAY_PORT\n"),
            "CHANGELOG.md": old("RELAY_PORT\n"),
            "docs/implementation/NOVA-1-guide.md": old("RELAY_PORT\n"),
            "plan/PLAN.md": old("RELAY_PORT\n")},
     [("fail", "RELAY_PORT (src/a.py:2) is named in no document")]),
    (ITEM, {"src/a.py": new("x = 1\n")}, NONE),
    (ITEM, {"src/a.py": old("x = os.environ['RELAY_PORT']\n")}, NONE),
    ("Environment variables documented in README", {"src/a.py": changed("x = os.getenv('A_B')\n")},
     [("fail", "A_B (src/a.py:1) is named in no document")]),
    # Another item
    ("Add configuration options", {"src/a.py": CODE}, []),
    ("Document the API", {"src/a.py": CODE}, []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "files", "expected"), CASES)
def test_options(text: str, files: dict[str, File], expected: list[tuple[str, str]]) -> None:
    assert said(see(options.look, item(text), files)) == expected


def test_where_and_what_to_do() -> None:
    (missing,) = see(options.look, item(ITEM), {"src/a.py": CODE})
    assert (missing.path, missing.line) == ("src/a.py", 2)
    assert missing.remedy == "say in the README or the docs what RELAY_PORT does"
    (found,) = see(options.look, item(ITEM), {"src/a.py": CODE, "docs/a.md": new("RELAY_PORT\n")})
    assert (found.path, found.line, found.commit, found.sure) == ("docs/a.md", 1, NEWER, False)


def test_many() -> None:
    text = "".join(f"os.getenv('KEY_{number}')\n" for number in range(12))
    found = see(options.look, item(ITEM), {"src/a.py": new(text)})
    assert len(found) == 9
    assert found[-1].detail == "and 4 more options"


def test_what_came_after_a_tick_is_other_work() -> None:
    one = item(ITEM, box="x")
    (found,) = options.look(one, facts([one], {"src/a.py": CODE}, late=True))
    assert found.result == "unknown"


def test_a_prerequisite_asks_for_nothing() -> None:
    assert see(options.look, item(ITEM, kind="prerequisite"), {"src/a.py": CODE}) == []
