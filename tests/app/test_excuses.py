"""What elsewhere in a repository excuses a finding: an overriding class, a function of that name."""

from __future__ import annotations

import pytest

from chrono_git.app.check import check
from tests.gitkit import Repo

BASE = "class Store:\n    def save(self):\n        raise NotImplementedError\n"
HEIR = "class {name}({base}):\n    def {method}(self):\n        return 1\n"


def heir(name: str, base: str, method: str) -> str:
    return HEIR.format(name=name, base=base, method=method)


@pytest.mark.parametrize(
    ("files", "excused"),
    [
        ({}, False),
        ({"src/b.py": heir("Disk", "Store", "save")}, True),
        ({"src/b.py": heir("Disk", "Store", "load")}, False),
        ({"src/b.py": heir("Disk", "Other", "save")}, False),
        ({"src/b.py": heir("Disk", "Store", "load"), "src/c.py": heir("Fast", "Disk", "save")}, True),
        ({"src/b.py": heir("Disk", "Store", "load"), "src/c.py": heir("Fast", "Disc", "save")}, False),
        ({"src/b.py": heir("Store", "Store", "load")}, False),
        ({"tests/b.py": heir("Disk", "Store", "save")}, True),
        ({"docs/b.md": heir("Disk", "Store", "save")}, False),
    ],
)
@pytest.mark.parametrize("how", ["tree", "commit", "range", "index"])
def test_overridden(repo: Repo, files: dict[str, str], excused: bool, how: str) -> None:
    repo.commit("first", files={"a.txt": "x\n"})
    if how == "index":
        for path, text in {"src/a.py": BASE, **files}.items():
            repo.write(path, text)
        repo.git("add", "-A")
        found = check(str(repo.path), staged=True, use_cache=False)
    else:
        repo.commit("stores", files={"src/a.py": BASE, **files})
        ways = {"tree": {}, "commit": {"at": "HEAD"}, "range": {"span": "HEAD~1..HEAD"}}
        found = check(str(repo.path), **ways[how])  # type: ignore[arg-type]
    assert [one.symbol for one in found.findings] == ([] if excused else ["Store.save"])


def test_an_excuse_that_went_is_no_excuse_any_more(repo: Repo) -> None:
    repo.commit("stores", files={"src/a.py": BASE, "src/b.py": heir("Disk", "Store", "save")})
    assert check(str(repo.path)).findings == ()
    repo.write("src/b.py", heir("Disk", "Store", "load"))
    assert [one.symbol for one in check(str(repo.path)).findings] == ["Store.save"]
    repo.write("src/b.py", heir("Disk", "Store", "save"))
    assert check(str(repo.path)).findings == ()


@pytest.mark.parametrize(("extra", "excused"), [("", False), ("function dd($x) {\n    log($x);\n}\n", True)])
def test_a_name_that_the_repository_defines_is_no_debugging(repo: Repo, extra: str, excused: bool) -> None:
    repo.commit(
        "page", files={"src/a.php": "<?php\nfunction f($x) { dd($x); }\n", "src/b.php": f"<?php\n{extra}"}
    )
    assert [one.rule for one in check(str(repo.path)).findings] == ([] if excused else ["debug-call"])


def test_a_name_that_ends_in_a_question_mark(repo: Repo) -> None:
    base = "class Config\n  def replica?\n    raise NotImplementedError\n  end\nend\n"
    repo.commit("ruby", files={"lib/a.rb": base})
    assert [one.symbol for one in check(str(repo.path)).findings] == ["Config.replica?"]
    repo.commit("heir", files={"lib/b.rb": "class Hash < Config\n  def replica?\n    true\n  end\nend\n"})
    assert check(str(repo.path)).findings == ()
