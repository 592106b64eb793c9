from __future__ import annotations

import io
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from chrono_git.cli.output import emit, look
from chrono_git.errors import ChronoError


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "COLUMNS", "TERM"):
        monkeypatch.delenv(name, raising=False)


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True

    def fileno(self) -> int:
        raise OSError("no file")


@pytest.mark.parametrize(
    ("environment", "asked", "terminal", "color"),
    [
        ({}, None, True, True),
        ({}, None, False, False),
        ({"NO_COLOR": "1"}, None, True, False),
        ({"NO_COLOR": ""}, None, True, True),
        ({"TERM": "dumb"}, None, True, False),
        ({"NO_COLOR": "1"}, True, True, True),
        ({}, True, False, True),
        ({}, False, True, False),
    ],
)
def test_colour(
    environment: dict[str, str],
    asked: bool | None,
    terminal: bool,
    color: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "stdout", Terminal() if terminal else io.StringIO())
    assert look(asked)["color"] is color


@pytest.mark.parametrize(
    ("columns", "width"), [(None, 100), ("60", 60), ("0", 100), ("-4", 100), ("wide", 100), ("9999", 140)]
)
def test_width_of_a_pipe(columns: str | None, width: int, monkeypatch: pytest.MonkeyPatch) -> None:
    if columns is not None:
        monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setattr(sys, "stdout", io.StringIO())
    assert look(None)["width"] == width
    assert look(None, "file.txt") == {"width": 100, "color": False, "unicode": True}


def test_width_of_a_terminal() -> None:
    ours, theirs = pty.openpty()
    import termios

    termios.tcsetwinsize(theirs, (24, 63))
    code = "from chrono_git.cli.output import look; import sys; print(look(None), file=sys.stderr)"
    environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "NO_COLOR")}
    done = subprocess.run(
        [sys.executable, "-c", code], stdout=theirs, stderr=subprocess.PIPE, check=True,
        env={**environment, "TERM": "xterm"},
    )  # fmt: skip
    os.close(ours)
    os.close(theirs)
    assert done.stderr.decode().strip() == "{'width': 63, 'color': True, 'unicode': True}"


@pytest.mark.parametrize(("encoding", "unicode"), [("utf-8", True), ("ascii", False), ("latin-1", False)])
def test_encoding(encoding: str, unicode: bool, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code = "from chrono_git.cli.output import emit, look; emit(str(look(None)['unicode']) + ' é✓')"
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=environment)
    assert done.stdout == f"{unicode} é✓".encode(encoding, "backslashreplace")


def test_a_file_is_replaced_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    target, link = tmp_path / "r.json", tmp_path / "link"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to("r.json")
    emit("né\n", str(link))
    assert target.read_bytes() == "né\n".encode()
    assert target.stat().st_mode & 0o777 == 0o640
    assert link.is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "r.json"]


def test_a_new_file_gets_the_usual_mode(tmp_path: Path) -> None:
    old = os.umask(0o027)
    try:
        emit("x", str(tmp_path / "new"))
    finally:
        os.umask(old)
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o640


def test_a_file_that_is_no_file_is_written_to() -> None:
    emit("x", "/dev/null")
    assert Path("/dev/null").is_char_device()


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(ChronoError, match="no/such/x: cannot be written: No such file"):
        emit("x", str(tmp_path / "no/such/x"))
    with pytest.raises(ChronoError, match="cannot be written"):
        emit("x", str(tmp_path))


def test_dash_is_standard_output(capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    emit("né", "-", encoding="utf-8")
    assert capsysbinary.readouterr().out == "né".encode()
