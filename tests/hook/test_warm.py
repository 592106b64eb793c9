"""A hook that tests start warm is the hook that git starts cold."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hook.foldkit import FoldRepo, assert_clean, assert_folded, code, copy, install, learning
from tests.warm import COLD, HERE, cool, starter

# Stands for a program of the package: what it can import before and after it makes packages importable.
PROBE = """\
import sys
sys.path[0] = %r
def can(name):
    try: return bool(__import__(name))
    except ImportError: return False
first = [name in sys.modules for name in ("site", "git", "chrono_git", "chrono_git.hook", "tomlkit")]
first += [can("git"), can("chrono_git")]
from chrono_git.hook.lean import load_site
load_site()
print(*first, can("git"), can("markdown_it"), can("chrono_git.app.fold"), can("nothing"), sys.argv)
"""


@pytest.mark.parametrize("words", ["", "Learnt b"])
def test_a_warm_hook_does_what_a_cold_one_does(fold_repo: FoldRepo, tmp_path: Path, words: str) -> None:
    fold_repo.work("a")
    fold_repo.write("src/b.py", code("b"))
    fold_repo.git("add", "-A")
    twin = copy(fold_repo.path, tmp_path / "twin")
    install(twin, cold=True)
    assert "warm/client" in fold_repo.at(".git/hooks/post-commit").read_text() or os.environ.get(COLD)
    assert "warm/client" not in twin.at(".git/hooks/post-commit").read_text()
    fold_repo.commits = twin.commits
    said = [one.record(f"work b{learning(words) if words else ''}") for one in (fold_repo, twin)]
    assert said[0] == said[1]
    assert fold_repo.head() == twin.head()
    for one in (fold_repo, twin):
        assert_folded(one, "b", [words] if words else [])
        assert_clean(one)


def test_a_warm_program_can_import_what_a_cold_one_can(tmp_path: Path) -> None:
    """Guard: a hook that forgets `load_site`, which tells it where packages are, has to fail here, too."""
    root = HERE.parents[1]
    probe = tmp_path / "probe.py"
    probe.write_text(PROBE % str(root))
    name = os.path.relpath(probe, root)
    told = [
        subprocess.run(
            [*start, "event", "b"], cwd=tmp_path, capture_output=True, check=True, text=True
        ).stdout
        for start in (starter(name, cold=True), starter(name))
    ]
    false = "False " * 6
    assert told[0] == f"{false}True True True True False {[f'{root}/{name}', 'event', 'b']}\n"
    assert told[1] == told[0]


@pytest.mark.parametrize(
    "end", ["sys.exit(7)", "1 / 0", "os.kill(os.getpid(), 9)", "os.write(2, os.read(0, 9))"]
)
def test_a_warm_program_ends_as_a_cold_one(tmp_path: Path, end: str) -> None:
    probe = tmp_path / "probe.py"
    probe.write_text(f"import os, sys\nprint(os.getcwd(), os.environ['A'], flush=True)\n{end}\n")
    name = os.path.relpath(probe, HERE.parents[1])
    cold, warm = (
        subprocess.run(
            start, cwd=tmp_path, capture_output=True, check=False, input=b"given",
            env={**os.environ, "A": "\udcff"},
        )
        for start in (starter(name, cold=True), starter(name))
    )  # fmt: skip
    assert (warm.returncode, warm.stdout) == (cold.returncode, cold.stdout)
    assert warm.stderr.splitlines()[-1:] == cold.stderr.splitlines()[-1:]
    assert sys.executable in starter(name)[0]


def test_the_hooks_of_a_copy_start_when_there_is_another_server(fold_repo: FoldRepo, tmp_path: Path) -> None:
    cool()
    twin = copy(fold_repo.path, tmp_path / "twin")
    twin.work("a", words="Learnt a")
    assert_folded(twin, "a", ["Learnt a"])
