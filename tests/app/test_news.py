"""What a change adds: cases in which something only looks old, or only looks new."""

from __future__ import annotations

import pytest

from chrono_git.app.check import check
from tests.gitkit import Repo

RUN = "class {name}:\n    def run(self):\n        {body}\n"
STUB, DONE = "raise NotImplementedError", "return 1"


def run(name: str, body: str) -> str:
    return RUN.format(name=name, body=body)


JS = "function total() { throw new Error('not implemented') }\n"
GUARD = "def f(x):\n    if x:\n        return 1\n    raise NotImplementedError\n"
ALLOWED = "# chrono-git: allow(stub) not ours\ndef f():\n    raise NotImplementedError\n"


@pytest.mark.parametrize(
    ("before", "after", "news"),
    [
        pytest.param(
            {"a.py": run("A", STUB)},
            {"a.py": run("A", DONE), "b.py": run("B", STUB)},
            ["B.run"],
            id="one done, another of that name begun",
        ),
        pytest.param(
            {"a.py": GUARD}, {"a.py": "def f(x):\n    raise NotImplementedError\n"}, ["f"], id="emptied"
        ),
        pytest.param(
            {"a.py": ALLOWED}, {"a.py": ALLOWED.partition("\n")[2]}, ["f"], id="the allowance is gone"
        ),
        pytest.param(
            {"a.js": JS}, {"a.js": JS.replace("'", '"').replace(") }", "); }")}, [], id="reformatted"
        ),
        pytest.param(
            {"a.py": "def q(self): raise NotImplementedError\n"},
            {"a.py": "def q(self) -> int: raise NotImplementedError\n"},
            [],
            id="typed",
        ),
        pytest.param(
            {"a.py": "def old():\n    raise NotImplementedError\n"},
            {"a.py": "def older():\n    raise NotImplementedError\n"},
            [],
            id="renamed function",
        ),
        pytest.param({"a.py": run("A", STUB)}, {"b.py": run("B", STUB)}, [], id="renamed file and class"),
        pytest.param(
            {"tests/a.py": run("A", STUB)}, {"src/a.py": run("A", STUB)}, ["A.run"], id="out of the tests"
        ),
        pytest.param({"src/a.py": run("A", STUB)}, {"lib/a.py": run("A", STUB)}, [], id="moved"),
    ],
)
def test_news(repo: Repo, before: dict[str, str], after: dict[str, str], news: list[str]) -> None:
    repo.commit("before", files={"keep.txt": "x\n", **before})
    for path in before.keys() - after.keys():
        repo.rm(path)
    repo.commit("after", files=after)
    found = check(str(repo.path), span="HEAD~1..HEAD").findings
    assert [one.symbol for one in found if one.severity == "block"] == news
