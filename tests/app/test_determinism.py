"""The same repository gives the same bytes, whatever the process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.kit import FIRST, GUIDE, TEXT, everything
from tests.gitkit import Repo

ROOT = Path(__file__).parents[2]
OTHER = """\
# Plan

- [x] Create `src/{a,b,c}.py`
- [ ] Update the parser, the lexer and the printer for nested quotes
- [ ] Add unit tests for `first` and `second`
- [x] Delete `src/z.py`, `src/y.py` and `src/x.py`
- [ ] Install `requests`, `click` and `rich`
- [ ] CHRONO-001 completed
"""


@pytest.fixture
def worked(repo: Repo) -> Repo:
    gone = {f"src/{name}.py": f"{name} = 1\n" for name in "xyz"}
    repo.commit("before", files={**gone, "pyproject.toml": '[project]\ndependencies = ["click", "rich"]\n'})
    repo.commit("guides", files={GUIDE: TEXT, "docs/PLAN.md": OTHER, "TODO.md": OTHER})
    for name in "xyz":
        repo.rm(f"src/{name}.py")
    made = {f"src/{name}.py": f"def {name}() -> None: ...\n" for name in ("a", "b", "d", "parser", "lexer")}
    repo.commit("work\n\nChrono-Step: 1.3\nChrono-Step: 9\n", files={**made, "src/first.py": FIRST})
    repo.write("src/nested_quotes.py", "def printer_quotes() -> None: ...\n")
    return repo


def run(repo: Repo, *args: str, seed: int) -> bytes:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "chrono_git", *args],
        cwd=repo.path,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": str(seed)},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout


@pytest.mark.parametrize(
    "args",
    [
        ("report", "--format", "json"),
        ("report",),
        ("next", "-n", "9", "--format", "json"),
        ("explain", "CHRONO-001/1.1"),
    ],
)
def test_same_bytes(worked: Repo, args: tuple[str, ...]) -> None:
    cold = [run(worked, "--no-cache", *args, seed=seed) for seed in (0, 1)]
    before = everything(worked.path)
    warm = [run(worked, *args, seed=seed) for seed in (2, 3)]
    assert set(cold + warm) == {cold[0]}
    assert cold[0]
    assert everything(worked.path) == before
