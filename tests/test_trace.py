"""What `CHRONO_DEBUG`, `-v` and `--log-file` tell."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from chrono_git import trace
from chrono_git.app.report import build_report
from chrono_git.repo.brief import Question
from chrono_git.repo.stream import Git
from tests.gitkit import Repo

ROOT = Path(trace.__file__).parents[1]
LINE = re.compile(r"chrono-git: debug:(?: +\d+\.\d ms| {13})  \S.*")
GUIDE = "docs/implementation/CHRONO-001-guide.md"
TEXT = "# Implementation Guide: CHRONO-001\n\n- [ ] 1.1 Create `src/first.py`\n"


@pytest.mark.parametrize("value", [None, "", "0", "no", "off", "False"])
def test_off(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], value: str | None) -> None:
    if value is None:
        monkeypatch.delenv(trace.VARIABLE, raising=False)
    else:
        monkeypatch.setenv(trace.VARIABLE, value)
    assert not trace.on()
    trace.say("nobody asked", trace.clock())
    Git(".").try_run("version")
    assert capfd.readouterr() == ("", "")


def test_a_line_is_harmless(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv(trace.VARIABLE, "1")
    trace.say("a\nb \x1b[31m \u202e caf\udce9 ä", took=1.2345)
    trace.say("no time")
    out, err = capfd.readouterr()
    assert out == ""
    assert err.splitlines() == [
        "chrono-git: debug:    1234.5 ms  a\\nb \\x1b[31m \\u202e caf\\udce9 ä",
        "chrono-git: debug:               no time",
    ]


def test_a_file_is_appended_to(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    log = tmp_path / "debug.log"
    monkeypatch.setenv(trace.VARIABLE, str(log))
    trace.say("one")
    trace.say("two")
    assert [line.rpartition("  ")[2] for line in log.read_text().splitlines()] == ["one", "two"]
    assert log.stat().st_mode & 0o077 == 0
    monkeypatch.setenv(trace.VARIABLE, str(tmp_path / "none" / "x"))
    trace.say("nowhere")
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["log", b"-z", "--", "/repo/src/a b"], "git log -z -- 'src/a b'"),
        (["fetch", "https://ada:secret@host/x"], "git fetch https://…@host/x"),
        (["update-ref", "-m", "a message", "HEAD"], "git update-ref -m … HEAD"),
        (["grep", "x" * 200], f"git grep {'x' * 100}…"),
        (["show", "", *"abc" * 9], f"git show '' {' '.join('abc' * 7)} a … (5 more)"),
    ],
)
def test_a_command(arguments: list[str | bytes], expected: str) -> None:
    assert trace.command_line(arguments, "/repo") == expected


def test_git_is_told_of_when_it_has_ended(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    repo.commit("first")
    monkeypatch.chdir(repo.path)
    monkeypatch.setenv(trace.VARIABLE, "1")
    Git(".").run("rev-parse", "HEAD")
    list(Git(".").piped(["rev-list", "HEAD"], ["cat-file", "--batch-check"]))
    Question(["rev-parse", "HEAD"]).answer(100)
    err = capfd.readouterr().err.splitlines()
    assert all(LINE.fullmatch(line) for line in err)
    assert [line.split("  ")[-1] for line in err] == [
        "git rev-parse HEAD",
        "git rev-list HEAD | git cat-file --batch-check",
        "git rev-parse HEAD",
    ]


def test_a_report(repo: Repo, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    repo.commit("a secret message", files={GUIDE: TEXT, "src/other.py": "x = 1\n"})
    monkeypatch.setenv(trace.VARIABLE, "1")
    plain = build_report(str(repo.path))
    made = capfd.readouterr().err
    assert all(LINE.fullmatch(line) for line in made.splitlines())
    for part in (
        f"read {GUIDE}: CHRONO-001, chrono, 1 items",
        "facts for CHRONO-001: ",
        "rules for 1 items of CHRONO-001: ",
        "the report was made: 1 guides judged",
    ):
        assert part in made
    assert "secret" not in made
    assert str(repo.path) not in made
    assert build_report(str(repo.path)) == plain
    again = capfd.readouterr().err
    assert "the report is remembered" in again
    assert "cache report: 1 of 1 known" in again
    monkeypatch.delenv(trace.VARIABLE)
    assert build_report(str(repo.path), use_cache=False) == plain
    assert capfd.readouterr().err == ""


def ran(repo: Repo, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=repo.path,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        check=True,
    )


def test_options(repo: Repo, tmp_path: Path) -> None:
    repo.commit("first", files={GUIDE: TEXT})
    plain = ran(repo, "-m", "chrono_git", "report", "--format", "json")
    told = ran(repo, "-m", "chrono_git", "-v", "report", "--format", "json")
    assert (plain.stderr, told.stdout) == ("", plain.stdout)
    lines = told.stderr.splitlines()
    assert all(LINE.fullmatch(line) for line in lines)
    assert lines[-1].endswith("chrono-git report, in all")
    log = tmp_path / "debug.log"
    quiet = ran(repo, "-m", "chrono_git", "-v", "--log-file", str(log), "report", "--format", "json")
    assert (quiet.stderr, quiet.stdout) == ("", plain.stdout)
    assert log.read_text().splitlines()[-1].endswith("chrono-git report, in all")


def test_a_log_file_that_cannot_be_written(repo: Repo) -> None:
    from click.testing import CliRunner

    from chrono_git.cli.commands import root

    done = CliRunner().invoke(root, ["--log-file", str(repo.path), "report"])
    assert done.exit_code == 2
    assert "cannot write to" in done.output
    assert not trace.on()


def test_hooks(repo: Repo) -> None:
    repo.commit("first", files={GUIDE: TEXT})
    hook = str(ROOT / "chrono_git/hook/run.py")
    told = ran(repo, "-SE", hook, "post-checkout", repo.head(), repo.head(), "1", CHRONO_DEBUG="1").stderr
    assert told.splitlines()[-1].endswith("hook post-checkout, in all")
    assert ran(repo, "-SE", hook, "post-checkout", repo.head(), repo.head(), "1").stderr == ""
