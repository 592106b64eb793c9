"""What a hook ticks at once is what the engine would come to, and everything else is left to it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from chrono_git.app.ready import ready_items
from chrono_git.app.report import commit_report
from chrono_git.repo.location import locate
from chrono_git.repo.remembered import recall
from tests.app.kit import GUIDE, checklist
from tests.hook.foldkit import ROOT, FoldRepo, install

PY = "def part() -> int:\n    return 1\n"
REST = ("Decide on the name", "Decide on the colour")

# The item, and whether one new file is all that it waits for.
ITEMS = {
    "Create `src/a.py`": True,
    "Create `src/a.py`: the parser of prices": True,
    "Create a loader `src/loader.py`": True,
    "Create `src/a.py` and `src/b.py`": False,
    "Create `parse()` in `src/a.py`": False,
    "Update `src/a.py`": False,
    "Write tests in `tests/test_a.py`": False,
    "Create `src/`": False,
    "Create `src/*.py`": False,
    "Add `pydantic` to `pyproject.toml`": False,
    "Implement the loader": False,
    "Replace the stubs in `src/a.py`": False,
    "Create `/home/me/a.py`": False,
}


@pytest.fixture
def here(tmp_path: Path) -> FoldRepo:
    return FoldRepo(tmp_path / "here")


def begin(repo: FoldRepo, *items: str) -> None:
    """A guide, and a commit after it by which the hook has made its plan."""
    repo.write(GUIDE, checklist("CHRONO-001", [*items, *REST]))
    repo.git("add", "-A")
    repo.record("guide", hooks=False)
    install(repo)
    repo.write("first.txt", "1\n")
    repo.git("add", "-A")
    repo.record("first")


def done(repo: FoldRepo, revision: str = "HEAD") -> set[str]:
    report = commit_report(locate(str(repo.path)), repo.head(revision))
    return {one.item.text for guide in report.guides for one in guide.items if one.status == "done"}


def loaded(repo: FoldRepo, files: dict[str, str]) -> tuple[str, set[str]]:
    """Commits files, and runs the hook by hand: what it said, and the modules that it loaded."""
    for name, content in files.items():
        repo.write(name, content)
    repo.git("add", "-A")
    repo.record("make it", hooks=False)
    script = (
        "import sys, os; sys.argv = ['run', 'post-commit']; sys.path.insert(0, sys.argv.pop() and '"
        + str(ROOT)
        + "'); from chrono_git.hook.post_commit import run; run([]); print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-SE", "-c", script], cwd=repo.path, capture_output=True, text=True, check=True,
        env={**os.environ, **repo.dates()},
    )  # fmt: skip
    return done.stderr, set(done.stdout.split())


@pytest.mark.parametrize(("item", "expected"), ITEMS.items(), ids=list(ITEMS))
def test_what_one_file_is_missing_for(here: FoldRepo, item: str, expected: bool) -> None:
    begin(here, item)
    report = commit_report(locate(str(here.path)), here.head())
    assert bool(ready_items(report)) is expected
    if expected:
        [path] = ready_items(report)
        said, modules = loaded(here, {path: PY})
        assert "+1" in said
        assert "chrono_git.app.progress" not in modules
        assert done(here) == {item}
        assert f"- [x] {item}".encode() in here.raw(GUIDE)


def test_it_loads_nothing_that_is_slow(here: FoldRepo) -> None:
    begin(here, "Create `src/a.py`", "Create `src/b.py`")
    _, modules = loaded(here, {"src/a.py": PY})
    slow = {"re", "json", "typing", "dataclasses", "pathlib", "subprocess", "click", "git", "tomllib"}
    assert not modules & (slow | {"markdown_it", "sqlite3", "chrono_git.model"})


@pytest.mark.parametrize(
    ("files", "ticked"),
    [
        ({"src/a.py": "def part():\n    raise NotImplementedError\n"}, False),
        ({"src/a.py": "\n\n"}, False),
        ({"src/a.py": ""}, False),
        ({"other/a.py": PY}, False),
        ({"src/A.py": PY}, False),
        ({"src/a.py": PY, "src/b.py": PY}, True),
        ({"src/a.py": PY, "notes.txt": "x\n"}, True),
        ({"src/a.py": PY + "# decide on the name and the colour\n"}, True),
    ],
)
def test_what_is_ticked_is_what_the_engine_says(here: FoldRepo, files: dict[str, str], ticked: bool) -> None:
    begin(here, "Create `src/a.py`", "Create `src/b.py`", "Create `src/c.py`")
    for name, content in files.items():
        here.write(name, content)
    here.git("add", "-A")
    here.record("make it")
    assert (b"[x] Create `src/a.py`" in here.raw(GUIDE)) is ticked
    certain = {text for text in done(here) if f"Create `{next(iter(files))}`" in text}
    assert bool(certain) is ticked


def test_many_commits_are_ticked_and_counted(here: FoldRepo) -> None:
    begin(here, *(f"Create `src/{letter}.py`" for letter in "abcde"))
    told = []
    for letter in "abcde":
        here.write(f"src/{letter}.py", PY)
        here.git("add", "-A")
        told.append(here.record(f"make {letter}").strip())
    assert [line.split("  ")[0].split()[-1] for line in told] == ["1/7", "2/7", "3/7", "4/7", "5/7"]
    assert here.raw(GUIDE).count(b"[x]") == 5
    assert done(here) == {f"Create `src/{letter}.py`" for letter in "abcde"}
    assert here.git("status", "--porcelain") == ""


def test_two_items_for_one_file_are_left_to_the_engine(here: FoldRepo) -> None:
    begin(here, "Create `src/a.py`", "Create `lib/a.py`")
    assert recall(str(here.at(".git/chrono-git/plan")))["ready"] == {}


def test_the_users_own_edits_of_the_guide_stay(here: FoldRepo) -> None:
    begin(here, "Create `src/a.py`", "Create `src/b.py`")
    text = here.at(GUIDE).read_text().replace("Decide on the colour", "Decide on the colours")
    here.write(GUIDE, text)
    here.write("src/a.py", PY)
    here.git("add", "src/a.py")
    here.record("make it")
    assert b"- [x] Create `src/a.py`" in here.raw(GUIDE)
    assert here.at(GUIDE).read_text() == text.replace("- [ ] Create `src/a.py`", "- [x] Create `src/a.py`")
    assert here.git("diff", "--name-only") == GUIDE
