"""A hook's failure is told and lets git go on, whatever it was."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import chrono_git
from chrono_git.hook import post_merge
from chrono_git.hook.events import EVENTS, run
from tests.app.kit import FIRST, GUIDE, TEXT
from tests.gitkit import Repo

ROOT = Path(chrono_git.__file__).parents[1]
RUN = ROOT / "chrono_git" / "hook" / "run.py"
# Stands for a bug: `post_merge` is what takes nothing with it but this.
BUGGY = f"""\
import sys
sys.path[0] = {str(ROOT)!r}
from chrono_git.hook import post_merge
def broken(arguments): raise %s
post_merge.run = broken
from chrono_git.hook.events import run
sys.exit(run(sys.argv[1:]))
"""


def hook(repo: Repo, *arguments: str, code: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    """Runs a hook as a stub does; with `code` that program instead."""
    program = ["-c", code] if code else [str(RUN)]
    return subprocess.run(
        [sys.executable, "-SE", *program, *arguments],
        cwd=repo.path, env={**os.environ, **env}, stdin=subprocess.DEVNULL, capture_output=True, check=False,
        encoding="utf-8",
    )  # fmt: skip


@pytest.mark.parametrize(
    "arguments",
    [[], [""], ["no-such-hook"], ["post_commit"], ["--help"], ["../events"], ["post-commit\x1b[2J"]],
)
def test_an_unknown_event(repo: Repo, arguments: list[str]) -> None:
    done = hook(repo, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("chrono-git: error: no hook ")
    assert "post-commit, post-merge" in done.stderr
    assert "\x1b" not in done.stderr


def test_events_are_git_s_own_hooks_and_say_what_is_left_undone() -> None:
    assert all(name == name.lower() and undone for name, (_, undone) in EVENTS.items())
    # Nobody may take a push that was not checked for one that was.
    assert all("UNCHECKED" in EVENTS[name][1] for name in ("pre-push", "pre-receive"))
    modules = {module for module, _ in EVENTS.values()}
    assert len(modules) == len(EVENTS)


def test_what_cannot_be_judged(repo: Repo) -> None:
    """A mistake of the user's: every one of them is told, with what to do."""
    repo.commit("guide", files={GUIDE: TEXT})
    repo.commit("broken", files={".chrono/config.toml": "[hooks]\nfold = 3\ntick = 4\n"})
    commit = repo.head()
    done = hook(repo, "post-commit")
    assert (done.returncode, done.stdout) == (0, "")
    *problems, hint, last = done.stderr.splitlines()
    assert len(problems) >= 2
    assert all(line.startswith("chrono-git: post-commit: .chrono/config.toml:") for line in problems)
    assert hint.startswith("hint: ")
    assert last == "chrono-git: post-commit: the commit stands; its progress is taken up by the next one."
    assert (repo.head(), repo.at(".git/chrono-git/crash.log").exists()) == (commit, False)


@pytest.mark.parametrize(
    "error",
    [
        "ZeroDivisionError('by zero')",
        "RecursionError()",
        "MemoryError",
        "UnicodeDecodeError('utf-8', b'', 0, 1, 'x')",
    ],
)
def test_a_bug(repo: Repo, error: str) -> None:
    repo.commit("first")
    done = hook(repo, "post-merge", "0", code=BUGGY % error)
    assert (done.returncode, done.stdout) == (0, "")
    first, hint, last = done.stderr.splitlines()
    name = error.partition("(")[0]
    assert first.startswith(f"chrono-git: post-merge: a bug in chrono-git: {name}:")
    log = repo.at(".git/chrono-git/crash.log")
    assert hint == f"hint: the traceback is in {log}; please report the bug with that file."
    assert last == "chrono-git: post-merge: the merge stands; its progress is taken up by the next commit."
    text = log.read_text()
    assert "arguments ['chrono-git-hook', 'post-merge', '0']" in text
    assert "in broken\n" in text
    assert log.stat().st_mode & 0o777 == 0o600


def test_a_bug_where_nothing_can_be_kept(repo: Repo, tmp_path: Path) -> None:
    repo.write(".git/chrono-git", "no folder")
    done = hook(repo, "post-merge", code=BUGGY % "KeyError('x')", TMPDIR=str(tmp_path))
    assert done.returncode == 0
    [log] = tmp_path.glob("chrono-git-crash-*.log")
    assert str(log) in done.stderr


def test_a_bug_in_words_that_are_harmless(repo: Repo) -> None:
    done = hook(repo, "post-merge", code=BUGGY % r"ValueError('\x1b[2J\nlines \udcff')")
    assert done.returncode == 0
    assert "ValueError: \\x1b[2J; lines " in done.stderr
    assert "\x1b" not in done.stderr


def test_a_handler_that_is_not_there(
    repo: Repo, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half an installation is a bug like any other."""
    monkeypatch.chdir(repo.path)
    monkeypatch.setitem(EVENTS, "post-merge", ("no_such_module", "nothing was done"))
    assert run(["post-merge"]) == 0
    assert "ModuleNotFoundError" in capfd.readouterr().err


def test_interrupted(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    def interrupt(arguments: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(post_merge, "run", interrupt)
    assert run(["post-merge"]) == 130
    assert capfd.readouterr() == ("", "")


def test_status_and_arguments_are_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []

    def answer(arguments: object) -> int:
        seen.append(arguments)
        return 7

    monkeypatch.setattr(post_merge, "run", answer)
    assert run(["post-merge", "1", "-x", ""]) == 7
    assert seen == [["1", "-x", ""]]


@pytest.mark.parametrize("event", ["post-commit", "post-merge", "post-rewrite", "post-checkout"])
def test_where_there_is_no_repository(repo: Repo, tmp_path: Path, event: str) -> None:
    outside = Repo(tmp_path / "outside", init=False)
    outside.path.mkdir()
    done = hook(outside, event, "rebase" if event == "post-rewrite" else "0")
    assert (done.returncode, done.stdout) == (0, "")
    assert not done.stderr or "not a git repository" in done.stderr


def test_before_the_first_commit(repo: Repo) -> None:
    for event in ("post-commit", "post-merge", "post-checkout"):
        done = hook(repo, event, "1")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("way", ["script", "module"])
def test_both_ways_in(repo: Repo, way: str) -> None:
    """As a stub starts it, and as the installed command does."""
    repo.commit("guide", files={GUIDE: TEXT})
    repo.commit("first", files={"src/first.py": FIRST})
    code = f"import sys; sys.path[0] = {str(ROOT)!r}; from chrono_git.hook.run import main; sys.exit(main())"
    done = hook(repo, "post-commit", code="" if way == "script" else code)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "CHRONO-001 ▰▱▱▱▱ 1/3  +1 Create src/first.py\n"
    assert repo.git("status", "--porcelain") == ""


def test_modules_of_python_s_own_are_not_hidden(repo: Repo) -> None:
    """Python puts the script's folder first, which has names of ours; the work tree's are anybody's."""
    repo.commit(
        "guide", files={GUIDE: TEXT, "re.py": "1/0", "site.py": "1/0", "chrono_git/__init__.py": "1/0"}
    )
    repo.commit("first", files={"src/first.py": FIRST})
    done = hook(repo, "post-commit", PYTHONPATH=str(repo.path))
    assert (done.returncode, done.stderr.startswith("CHRONO-001 ")) == (0, True)
