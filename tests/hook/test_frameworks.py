"""pre-commit and prek as they come from the package index, with this checkout as their source of hooks.

One scenario a framework, as its environment takes long to make. The steps of it are those of a
person's day; `alone` is the framework by itself, `both` with `chrono-git hooks install` besides.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

import chrono_git
from chrono_git.app.hooks import hooks_status, install_hooks, uninstall_hooks
from tests.gitkit import Repo

ROOT = Path(chrono_git.__file__).parent.parent
# What installs packages may be told there how to reach the index; git is not told anything there.
REAL_HOME = os.environ.get("HOME", "/")
PROGRAMS = Path(sys.executable).parent
OUT_OF_REACH = re.compile(
    r"NewConnectionError|Name or service not known|Temporary failure in name resolution"
    r"|Could not find a version|No matching distribution|Failed to fetch|dns error"
    r"|Connection refused|timed out",
    re.IGNORECASE,
)
HOOKS = ("pre-push", "post-commit", "post-rewrite", "commit-msg", "prepare-commit-msg")
GUIDE = "# CHRONO-001: Plan\n\n## Phase 1\n\n" + "".join(
    f"- [ ] 1.{number} Create `src/{name}.py`\n" for number, name in enumerate("abcdefgh", 1)
)
GUIDE_PATH = ".chrono/guides/CHRONO-001.md"
STUB = "def f():\n    raise NotImplementedError\n"


class Day:
    """A repository whose hooks a framework runs."""

    def __init__(self, program: str, repo: Repo, source: Repo, folder: Path) -> None:
        self.program = str(PROGRAMS / program)
        self.repo = repo
        self.store = folder / "store"
        self.environment = {
            "HOME": REAL_HOME,
            "PRE_COMMIT_HOME": str(self.store),
            "PREK_HOME": str(self.store),
            "PREK_COLOR": "never",
        }
        ids = "".join(
            f"      - id: chrono-git-{name}\n" for name in ("check", "progress", "message", "squash")
        )
        repo.write(
            ".pre-commit-config.yaml",
            f"default_install_hook_types: [{', '.join(HOOKS)}]\nrepos:\n"
            f"  - repo: {source.path}\n    rev: {source.head()}\n    hooks:\n{ids}",
        )
        repo.write(GUIDE_PATH, GUIDE)
        self.remote = Repo(folder / "remote.git", "--bare")
        repo.git("remote", "add", "origin", str(self.remote.path))
        repo.commit("CHRONO-001: the plan")

    def run(self, *command: str, status: int | None = 0, env: Mapping[str, str] | None = None) -> str:
        """Both streams of a command."""
        done = subprocess.run(
            command, cwd=self.repo.path, env={**os.environ, **self.environment, **(env or {})}, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
        )  # fmt: skip
        assert status is None or done.returncode == status, done.stdout
        return done.stdout

    def install(self) -> None:
        """Installs the framework's hooks and makes its environment; skips where the index is out of reach."""
        said = self.run(self.program, "install", "--install-hooks", status=None)
        made = list(self.store.rglob("bin/chrono-git-hook"))
        if not made and OUT_OF_REACH.search(said):
            pytest.skip(f"the package index cannot be reached: {said[-300:]}")
        assert made, said
        # The wheel has the stubs, for `hooks install` from such an environment.
        assert list(self.store.rglob("chrono_git/hook/stubs/pre-push"))

    def commit(self, message: str, files: Mapping[str, str], *options: str, status: int = 0) -> str:
        """What a commit prints."""
        for name, content in files.items():
            self.repo.write(name, content)
        self.repo.git("add", "-A")
        return self.run("git", "commit", "-m", message, *options, status=status, env=self.repo.dates())

    def ticked(self, revision: str = "HEAD") -> str:
        """The numbers of the ticked items of a commit's guide."""
        guide = self.repo.git("show", f"{revision}:{GUIDE_PATH}")
        return " ".join(re.findall(r"\[x\] 1\.(\d)", guide))

    def clean(self) -> bool:
        """Whether the work tree and the index are as HEAD."""
        return not self.repo.git("status", "--porcelain")


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A clone of this checkout as it is now, with what is not committed yet."""
    return tmp_path_factory.mktemp("source")


def fill(source: Path) -> Repo:
    clone = Repo(source / "chrono-git")
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--",
         "chrono_git", "hooks", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"],
        cwd=ROOT, capture_output=True, check=True,
    ).stdout  # fmt: skip
    for name in filter(None, listed.decode().split("\0")):
        if (ROOT / name).is_file():
            clone.write(name, (ROOT / name).read_bytes())
    clone.commit("chrono-git")
    return clone


def progress(day: Day) -> None:
    """One line for what moved, folded into the commit itself; none for what moved nothing."""
    said = day.commit("CHRONO-001: a\n\nChrono-Learning: files are cheap", {"src/a.py": "A = 1\n"})
    assert said.count("+1 Create src/a.py") == 1
    assert (day.ticked(), day.clean()) == ("1", True)
    assert day.repo.git("show", "HEAD:IMPLEMENTATION_LOG.md").count("files are cheap") == 1
    assert "CHRONO-001 " not in day.commit("more", {"other.txt": "x\n"})


def unstaged(day: Day) -> None:
    """What the framework puts aside comes back to the byte; what it hindered, the next commit takes up."""
    guide = day.repo.at(GUIDE_PATH)
    before = guide.read_text()
    guide.write_text(
        before.replace("1.2 Create", "1.2 MINE: Create").replace("1.3 Create", "1.3 MINE: Create")
    )
    edited = guide.read_text()
    day.repo.write("src/b.py", "B = 1\n")
    day.repo.git("add", "src/b.py")
    said = day.run("git", "commit", "-m", "b", env=day.repo.dates())
    assert "the framework has put your unstaged changes aside" in said
    assert (guide.read_text(), day.ticked()) == (edited, "1")
    guide.write_text(before)
    # The name of a patch tells whole seconds: within this one the next commit would wait, too.
    time.sleep(1.1)
    day.commit("more", {"other.txt": "y\n"})
    assert (day.ticked(), day.clean()) == ("1 2", True)


def refused_claim(day: Day) -> None:
    """A claim that cannot be meant, told once."""
    said = day.commit("b\n\nChrono-Stpe: 1.2", {"other.txt": "z\n"}, status=1)
    assert said.count("did you mean `Chrono-Step`") == 1
    day.commit("b\n\nChrono-Step: 1.2", {})


def squash(day: Day) -> None:
    """Claims of squashed commits are in the message of the squash, once."""
    day.repo.git("checkout", "-q", "-b", "side")
    day.commit("c\n\nChrono-Learning: sides are short", {"src/c.py": "C = 1\n"})
    day.repo.git("checkout", "-q", "main")
    day.run("git", "merge", "-q", "--squash", "side")
    day.run("git", "commit", "--no-edit", env=day.repo.dates())
    message = day.repo.git("log", "-1", "--format=%B")
    assert message.splitlines()[-1] == "Chrono-Learning: sides are short"
    assert day.ticked() == "1 2 3"


def rebase(day: Day) -> None:
    """What rebased commits prove is there once, and nothing is left behind."""
    day.repo.git("checkout", "-q", "-b", "topic", "HEAD~1")
    day.commit("h\n\nChrono-Step: 1.8", {"src/h.py": "H = 1\n"})
    day.run("git", "rebase", "-q", "main", env=day.repo.dates())
    assert (day.ticked(), day.clean()) == ("1 2 3 8", True)
    day.repo.git("checkout", "-q", "main")
    day.repo.git("merge", "-q", "--ff-only", "topic")


def push(day: Day) -> None:
    """A stub does not get out; what was pushed is judged, not the work tree."""
    day.run("git", "push", "-q", "origin", "main:main")
    day.commit("e", {"src/e.py": STUB})
    day.repo.write("src/e.py", "E = 1\n")
    said = day.run("git", "push", "origin", "main:main", status=1)
    assert said.count("src/e.py:2: stub") == 1
    day.repo.git("checkout", "-q", "src/e.py")
    said = day.run("git", "push", "origin", "main:refs/heads/new", status=1)
    assert said.count("src/e.py:2: stub") == 1
    day.commit("e is done", {"src/e.py": "E = 1\n"})
    day.run("git", "push", "origin", "main:main")
    assert day.remote.head("main") == day.repo.head()


def by_hand(day: Day) -> None:
    """A person who asks is answered, whatever else is installed."""
    day.repo.write("src/f.py", STUB)
    day.repo.git("add", "src/f.py")
    command = [day.program, "run", "--all-files", "--hook-stage", "manual", "chrono-git-check"]
    assert "1 block" in day.run(*command, status=1)
    day.repo.git("rm", "-qf", "src/f.py")
    assert "0 block" in day.run(*command)


def both(day: Day) -> None:
    """chrono-git's own hooks besides: everything is done once, and every pushed ref is judged."""
    installed = install_hooks(str(day.repo.path), release="")
    assert installed.is_well
    said = day.commit("CHRONO-001: f\n\nChrono-Learning: twice is once too often", {"src/f.py": "F = 1\n"})
    assert said.count("+1 Create src/f.py") == 1
    assert day.repo.git("show", "HEAD:IMPLEMENTATION_LOG.md").count("twice is once too often") == 1
    assert day.clean()
    said = day.commit("x\n\nChrono-Stpe: 1.2", {"x": ""}, status=1)
    assert said.count("did you mean `Chrono-Step`") == 1
    day.commit("g", {"src/g.py": STUB})
    said = day.run("git", "push", "origin", "HEAD~1:main", "HEAD:refs/heads/second", status=1)
    assert said.count("src/g.py:2: stub") == 1
    # As setting up a clone again does.
    day.run(day.program, "install")
    assert hooks_status(str(day.repo.path), release="").is_well
    said = day.run("git", "push", "origin", "HEAD~1:main", "HEAD:refs/heads/second", status=1)
    assert said.count("src/g.py:2: stub") == 1
    uninstall_hooks(str(day.repo.path), release="")
    day.run("git", "push", "origin", "HEAD~1:main")
    said = day.commit("CHRONO-001: g", {"src/g.py": "G = 1\n"})
    assert said.count("+1 Create src/g.py") == 1


@pytest.mark.parametrize("program", ["pre-commit", "prek"])
def test_a_day_with_a_framework(program: str, repo: Repo, source: Path, tmp_path: Path) -> None:
    day = Day(program, repo, fill(source / program), tmp_path)
    day.install()
    for step in (progress, unstaged, refused_claim, squash, rebase, push, by_hand, both):
        step(day)
