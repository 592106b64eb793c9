"""The error boundary, on commands that fail in every way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import click
import pytest

from chrono_git.cli.commands import COMMANDS
from chrono_git.cli.main import run
from chrono_git.errors import ChronoError, ConfigError
from tests.gitkit import Repo

Raising = Callable[[BaseException | int], None]


@pytest.fixture
def boom(monkeypatch: pytest.MonkeyPatch) -> Raising:
    """Adds a command `boom` that raises what it is given, or returns it."""

    def install(outcome: BaseException | int) -> None:
        @click.command("boom")
        def command() -> int:
            if isinstance(outcome, BaseException):
                raise outcome
            return outcome

        module = ModuleType("boom_command")
        module.command = command  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "boom_command", module)
        monkeypatch.setitem(COMMANDS, "boom", ("boom_command", "fails"))

    return install


@pytest.mark.parametrize("status", [0, 1, 2])
def test_a_command_says_its_own_status(boom: Raising, status: int) -> None:
    boom(status)
    assert run(["boom"]) == status


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ChronoError("it is so"), "chrono-git: error: it is so\n"),
        (
            ConfigError("bad key", hint="use a good one", path="a.toml", line=3),
            "chrono-git: error: a.toml:3: bad key\nhint: use a good one\n",
        ),
        (ConfigError("one\na.toml:9: two", path="a.toml", line=3), "chrono-git: error: a.toml:3: one\n"
         "chrono-git: error: a.toml:9: two\n"),
        (ChronoError("\x1b[2Jgone \u202e"), "chrono-git: error: \\x1b[2Jgone \\u202e\n"),
    ],
)  # fmt: skip
def test_what_the_user_can_put_right(
    boom: Raising, capsys: pytest.CaptureFixture[str], error: ChronoError, told: str
) -> None:
    boom(error)
    assert run(["boom"]) == 2
    assert capsys.readouterr() == ("", told)


def test_interrupt(boom: Raising) -> None:
    boom(KeyboardInterrupt())
    assert run(["boom"]) == 130


@pytest.mark.parametrize("inside", [True, False])
def test_a_bug_leaves_its_traceback_in_a_file(  # noqa: PLR0917
    boom: Raising,
    repo: Repo,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    inside: bool,
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    monkeypatch.chdir(repo.path if inside else tmp_path)
    boom(KeyError("a key"))
    assert run(["boom"]) == 3
    told = capsys.readouterr().err
    assert "chrono-git: error: a bug in chrono-git: KeyError: 'a key'\n" in told
    place = Path(told.split("the traceback is in ")[1].split(";")[0])
    assert place.is_relative_to(repo.path / ".git" if inside else tmp_path)
    assert "Traceback" in place.read_text()
    assert "arguments ['boom']" in place.read_text()
    assert place.stat().st_mode & 0o077 == 0
    assert repo.git("status", "--porcelain") == ""


@pytest.mark.parametrize(
    ("args", "part"),
    [
        ([], "which command? init, report, explain, next, check, sync, "),
        (["repot"], "there is no command 'repot'; did you mean 'report'?"),
        (["zzz"], "there is no command 'zzz'"),
        (["report", "--at"], "--at"),
        (["report", "--format", "xml"], "xml"),
        (["report", "--fail-under", "101"], "101"),
        (["next", "-n", "0"], "0"),
        (["explain"], "ITEM"),
        (["-C", "no/such/folder", "report"], "cannot change to 'no/such/folder'"),
    ],
)
def test_usage(args: list[str], part: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(args) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("chrono-git: error: ")
    assert part in err
    assert "--help` lists what there is.\n" in err


@pytest.mark.parametrize(
    "args", [["--help"], ["-h"], *([name, "--help"] for name in COMMANDS), ["--version"]]
)
def test_help_is_a_result(args: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(args) == 0
    out, err = capsys.readouterr()
    assert "chrono-git" in out
    assert err == ""


def test_commands_and_their_table_say_the_same_names() -> None:
    from importlib import import_module

    for name, (module, _) in COMMANDS.items():
        assert import_module(module).command.name == name


PROGRAM = """
import sys, types, click
from chrono_git.cli.commands import COMMANDS
from chrono_git.cli.main import run
from chrono_git.cli.output import emit
module = sys.modules["fake"] = types.ModuleType("fake")
@click.command("fake")
@click.option("-o")
def command(o):
    {body}
    return 1
module.command = command
COMMANDS["fake"] = ("fake", "")
sys.exit(run(["fake", *sys.argv[1:]]))
"""


def start(body: str, stdout: int) -> subprocess.Popen[bytes]:
    program = PROGRAM.format(body=body)
    return subprocess.Popen([sys.executable, "-c", program], stdout=stdout, stderr=subprocess.PIPE)


def test_a_reader_that_goes_away_is_no_error() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = start("emit('line\\n' * 100_000)", stdout=writing)
    os.close(writing)
    _, told = process.communicate()
    assert told == b""
    assert process.returncode == 1  # the command's own status: a gate still gates


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has it")
def test_a_full_disk_is_told() -> None:
    with Path("/dev/full").open("wb") as full:
        process = start("emit('x')", stdout=full.fileno())
        _, told = process.communicate()
    assert process.returncode == 2
    assert told == b"chrono-git: error: standard output cannot be written: No space left on device\n"


def test_a_closed_standard_output_is_told() -> None:
    program = PROGRAM.format(body="emit('x')")
    done = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", sys.executable, "-c", program], capture_output=True, check=False
    )
    assert done.returncode == 2
    assert b"standard output is closed" in done.stderr


def test_a_real_interrupt() -> None:
    process = start("print('ready', flush=True); import time; time.sleep(60)", stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    _, told = process.communicate()
    assert process.returncode == 130
    assert b"Traceback" not in told


def test_start_up_loads_little() -> None:
    code = (
        "import sys; from chrono_git.__main__ import main; sys.argv = ['chrono-git', 'report', '--help']; "
        "main(); print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())
    slow = {"importlib.metadata", "rich", "git", "markdown_it", "tomlkit", "tomllib", "jsonschema", "wcwidth"}
    others = {"chrono_git.cli.explain", "chrono_git.cli.next_items", "chrono_git.render.text"}
    assert not loaded & (slow | others)
