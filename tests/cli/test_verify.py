"""verify as a whole process: it asks, in a terminal and once, and runs nothing that nobody agreed to."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from chrono_git.cli.main import run
from tests.app.test_verify import GUIDE, guide
from tests.cli.test_commands import chrono
from tests.gitkit import Repo

QUESTION = "[y]es, also next time / [o]nce / [N]o: "
COMMAND = [sys.executable, "-P", "-m", "chrono_git"]


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    return tmp_path / "outside"


@pytest.fixture
def hostile(repo: Repo, outside: Path) -> Repo:
    """A guide that would write a file outside of the repository."""
    repo.commit("x", files={GUIDE: guide(f"echo owned > {outside}")})
    return repo


def document(text: str) -> Any:
    read = json.loads(text)
    schema = json.loads(files("chrono_git").joinpath("schemas/verify-1.json").read_text())
    Draft202012Validator(schema).validate(read)
    return read


@dataclass
class Here:
    """Runs the command line in this process, which is no terminal, in a repository."""

    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch

    def __call__(self, repo: Repo, *arguments: str) -> subprocess.CompletedProcess[str]:
        self.monkeypatch.chdir(repo.path)
        self.capsys.readouterr()
        status = run(arguments)
        return subprocess.CompletedProcess(arguments, status, *self.capsys.readouterr())


@pytest.fixture
def here(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Here:
    return Here(capsys, monkeypatch)


def answered(repo: Repo, answer: str | None, *arguments: str, question: str = QUESTION) -> tuple[int, str]:
    """The exit status, and all that a terminal shows; None: the question must not come."""
    main, side = pty.openpty()
    child = subprocess.Popen(
        [*COMMAND, "verify", *arguments],
        cwd=repo.path,
        stdin=side,
        stdout=side,
        stderr=side,
        env=_environment(),
    )
    os.close(side)
    shown = ""
    for piece in _pieces(main):
        shown += piece
        if answer is not None and shown.endswith(question):
            os.write(main, answer.encode())
            answer = None
    os.close(main)
    assert answer is None, shown
    return child.wait(timeout=10), shown.replace("\r\n", "\n")


def _pieces(main: int) -> Iterator[str]:
    until = time.monotonic() + 20
    while time.monotonic() < until and select.select([main], [], [], 20)[0]:
        try:
            piece = os.read(main, 4096)
        except OSError:  # the other end is closed
            return
        if not piece:
            return
        yield piece.decode("utf-8", "replace")


def _environment() -> Mapping[str, str]:
    return {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "TERM": "dumb"}


def test_nobody_is_there_to_agree(here: Here, hostile: Repo, outside: Path) -> None:
    done = chrono(hostile, "verify")
    assert done.returncode == 2
    assert f"    echo owned > {outside}\n" in done.stderr
    assert f"{GUIDE}:10, run by bash" in done.stderr
    assert "nobody agreed to it" in done.stdout
    assert not outside.exists()
    for arguments in (
        ["--list"],
        ["--dry-run"],
        ["--format", "json"],
        ["--all"],
        ["1"],
        ["--list", "--format", "json"],
    ):
        done = here(hostile, "verify", *arguments)
        assert done.returncode == (0 if {"--list", "--dry-run"} & {*arguments} else 2)
        assert f"echo owned > {outside}" in done.stdout + done.stderr
    for others in (["report"], ["explain", "1"], ["next"], ["sync"], ["check"]):
        here(hostile, *others)
    assert not outside.exists()


HOSTILE = [
    "true; touch OUT", "echo $(touch OUT)", "echo `touch OUT`", "cat <<E > OUT\nx\nE", "../../../x.sh OUT",
    "/bin/sh -c 'touch OUT'", "$ touch OUT", "true\r\ntouch OUT", "f() {\n touch OUT\n}\nf",
    "true &&\\\ntouch OUT", "bash scripts/../../evil.sh > OUT", "exec >OUT", "source OUT; :>OUT",
]  # fmt: skip


def test_hostile_commands_are_shown_and_not_run(here: Here, repo: Repo, tmp_path: Path) -> None:
    commands = [one.replace("OUT", f"{tmp_path}/{number}") for number, one in enumerate(HOSTILE)]
    (tmp_path / "evil.sh").write_text("echo evil\n")
    repo.commit("x", files={GUIDE: guide(*commands)})
    before = {path.name for path in tmp_path.iterdir()}
    for arguments in (["--all"], ["--all", "--format", "json"], ["--all", "--list"]):
        done = here(repo, "verify", *arguments)
        assert done.returncode == (0 if "--list" in arguments else 2)
        shown = done.stdout if "--list" in arguments else done.stderr
        for one in commands:
            assert all(f"    {line}\n" in shown for line in one.replace("\r", "").split("\n")), one
    here(repo, "report")
    assert {path.name for path in tmp_path.iterdir()} == before


@pytest.mark.parametrize("answer", ["\n", "n\n", "yep\n", "Y es\n", "\x04"])
def test_no_is_no(hostile: Repo, outside: Path, answer: str) -> None:
    status, shown = answered(hostile, answer)
    assert (status, outside.exists()) == (2, False)
    assert f"echo owned > {outside}" in shown.split(QUESTION)[0]


def test_yes_is_remembered_and_one_byte_asks_again(
    here: Here, hostile: Repo, outside: Path, isolated_git: Path
) -> None:
    status, shown = answered(hostile, "y\n")
    assert status == 0, shown
    assert outside.read_text() == "owned\n"
    trusted = isolated_git / ".local/state/chrono-git/trusted"
    assert len(trusted.read_text().splitlines()) == 1
    assert hostile.git("status", "--porcelain", "--ignored") == ""
    outside.unlink()
    assert here(hostile, "verify", "1").returncode == 0
    assert outside.exists()
    outside.unlink()
    text = hostile.at(GUIDE).read_text()
    hostile.write(GUIDE, text.replace("echo owned >", "echo owned  >"))
    assert here(hostile, "verify", "1").returncode == 2
    status, shown = answered(hostile, "n\n", "1")
    assert (status, outside.exists()) == (2, False)
    hostile.write(GUIDE, text)
    trusted.chmod(0o666)
    assert here(hostile, "verify", "1").returncode == 2


def test_once_and_unasked_are_not_remembered(
    here: Here, hostile: Repo, outside: Path, isolated_git: Path
) -> None:
    assert answered(hostile, "o\n")[0] == 0
    assert here(hostile, "verify", "1", "--yes").returncode == 0
    assert outside.exists()
    outside.unlink()
    assert here(hostile, "verify", "1").returncode == 2
    assert not (isolated_git / ".local").exists()
    assert not outside.exists()


def test_what_was_typed_before_the_question_is_no_answer(hostile: Repo, outside: Path) -> None:
    main, side = pty.openpty()
    os.write(main, b"y\ny\ny\n")
    child = subprocess.Popen(
        [*COMMAND, "verify"], cwd=hostile.path, stdin=side, stdout=side, stderr=side, env=_environment()
    )
    os.close(side)
    shown = ""
    for piece in _pieces(main):
        shown += piece
        if shown.endswith(QUESTION):
            os.write(main, b"\n")
    os.close(main)
    assert (child.wait(timeout=10), outside.exists()) == (2, False)


def test_a_repository_cannot_agree_for_anybody(
    here: Here, hostile: Repo, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The person's HOME is the work tree: what lies there is the repository's."""
    monkeypatch.setenv("HOME", str(hostile.path))
    status, shown = answered(hostile, "y\n")
    assert (status, outside.exists()) == (0, True)
    assert "it is not remembered: there is no place for it outside of this repository" in shown
    assert not hostile.at(".local").exists()
    outside.unlink()
    assert here(hostile, "verify", "1").returncode == 2
    assert not outside.exists()


def test_a_hook_never_runs_anything(hostile: Repo, outside: Path, tmp_path: Path) -> None:
    assert answered(hostile, "y\n")[0] == 0
    outside.unlink()
    logs = {event: tmp_path / event for event in ("pre-commit", "post-checkout", "pre-push")}
    for event, log in logs.items():
        line = f"{' '.join(COMMAND)} verify 1 --yes </dev/null >{log} 2>&1; echo $? >>{log}"
        hostile.write(f".git/hooks/{event}", f"#!/bin/sh\n{line}\n", executable=True)
    hostile.git("init", "-q", "--bare", str(tmp_path / "there"))
    hostile.git("push", "-q", str(tmp_path / "there"), "HEAD", env=_environment())
    hostile.git("checkout", "-q", "-b", "other", env=_environment())
    hostile.git("commit", "-q", "--allow-empty", "-m", "y", env=_environment())
    for log in logs.values():
        said = log.read_text()
        assert "nothing of a guide is ever run from a hook" in said
        assert said.endswith("\n2\n")
    assert not outside.exists()


def test_a_command_of_verify_runs_no_verify(here: Here, repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", _environment()["PYTHONPATH"])
    inner = f"{' '.join(COMMAND)} verify --yes"
    repo.commit("x", files={GUIDE: guide(inner)})
    done = here(repo, "verify", "--yes")
    assert done.returncode == 1
    assert "it was started by a command that `verify` runs itself" in done.stderr


def test_what_is_hidden_is_shown(here: Here, repo: Repo) -> None:
    text = "echo a\u202eb \x1b[8mrm\x1b[0m\u200b \u3164\tx  \ntrue \\ \n"
    repo.commit("x", files={GUIDE: guide(text)})
    done = here(repo, "verify", "--list")
    assert (
        "    echo a\\u202eb \\x1b[8mrm\\x1b[0m\\u200b \\u3164\\x09x\\x20\\x20\n    true \\\\x20\n"
        in done.stdout
    )
    assert not set(done.stdout + done.stderr) & {"\x1b", "\u202e", "\u200b", "\u3164", "\t"}
    assert here(repo, "verify").stderr.count("\\x1b") == 2


def test_output_comes_as_it_is_on_a_terminal_alone(here: Here, repo: Repo) -> None:
    repo.commit("x", files={GUIDE: guide("printf '\\033[31mred\\033[0m\\n'; false")})
    done = here(repo, "verify", "--yes")
    assert done.returncode == 1
    assert "\\x1b[31mred\\x1b[0m\n" in done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    status, shown = answered(repo, "o\n")
    assert status == 1
    assert "\x1b[31mred\x1b[0m\n" in shown
    assert "\x1b" not in here(repo, "report").stdout


def test_results_as_text_and_json(here: Here, repo: Repo) -> None:
    repo.write("ok.sh", "#!/bin/sh\necho fine\n", executable=True)
    blocks = ("./ok.sh\necho v2 # Should show 3+", "./ok.sh", "./scripts/verify-step-3.sh", "print(1)")
    text = guide(*blocks).replace("```bash\nprint", "```python\nprint")
    repo.commit("x", files={GUIDE: text})
    done = here(repo, "verify", "--all", "--yes", "--timeout", "9")
    assert done.returncode == 1
    lines = [line.rstrip() for line in done.stdout.splitlines()]
    assert "   scripts/verify-step-3.sh does not exist" in lines
    assert "   `echo v2` does not show what is expected: Should show 3+" in lines
    assert "   docs/implementation/CHRONO-001-guide.md:11: not as expected: Should show 3+" in lines
    assert lines[-1] == "4 items: 1 verified, 2 failed, 1 not run"
    found = document(here(repo, "verify", "--all", "--yes", "--format", "json").stdout)["items"]
    assert [one["outcome"] for one in found] == ["failed", "passed", "missing", "not-run"]
    assert found[0]["commands"][1]["expected"] == [{"text": "Should show 3+", "result": "missed"}]
    assert (found[1]["scripts"], found[1]["recorded"]) == (["ok.sh"], True)
    assert here(repo, "verify", "2", "--yes").returncode == 0
    assert here(repo, "verify", "4", "--yes").returncode == 2


def test_breaking_off_leaves_nothing_behind(repo: Repo) -> None:
    repo.commit("x", files={GUIDE: guide("echo begun; sleep 0.3; touch late")})
    for number, status in ((signal.SIGINT, 130), (signal.SIGTERM, 130)):
        child = subprocess.Popen(
            [*COMMAND, "verify", "--yes"],
            cwd=repo.path,
            stderr=subprocess.PIPE,
            env=_environment(),
            text=True,
        )
        assert child.stderr is not None
        with child.stderr:
            assert any("begun" in line and "echo" not in line for line in child.stderr)
            child.send_signal(number)
            child.stderr.read()
        assert child.wait(timeout=10) == status
    time.sleep(0.4)
    assert not repo.at("late").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["1", "--all"], "STEP and --all cannot be combined"),
        (["7"], "no item 7"),
        (["--timeout", "0"], "0"),
        (["--timeout", "nan"], "must be a number of seconds"),
        (["--guide", "NONE-001"], "NONE-001"),
    ],
)
def test_wrong_questions(here: Here, hostile: Repo, arguments: list[str], says: str) -> None:
    done = here(hostile, "verify", *arguments)
    assert done.returncode == 2
    assert says in done.stderr


def test_there_is_nothing_to_run(here: Here, repo: Repo) -> None:
    repo.commit("x", files={GUIDE: "# Implementation Guide: CHRONO-001\n\n- [ ] Create `a.py`\n"})
    done = here(repo, "verify", "--all", "--yes")
    assert done.returncode == 2
    assert "no item has a Verification or Run tests block" in done.stderr
