"""Commands in one shell: what they share, how they end, and that nothing of them is left."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from chrono_git.errors import ChronoError
from chrono_git.repo import running
from chrono_git.repo.running import INNER, KEPT, Ran, Step, find_shell, hindrance, run

SHELLS = sorted({path for path in map(find_shell, ("bash", "sh", "dash", "zsh")) if path})
PLAIN = {"PATH": os.environ["PATH"]}


def go(
    root: Path, *commands: str | Step, shell: str = SHELLS[0], seconds: float = 10, **environment: str
) -> list[Ran]:
    steps = [one if isinstance(one, Step) else Step(one) for one in commands]
    deadline = time.monotonic() + seconds
    got: list[bytes] = []
    ran = list(
        run(
            steps,
            shell=shell,
            root=str(root),
            deadline=deadline,
            sink=got.append,
            environment=PLAIN | environment,
        )
    )
    assert b"".join(one.output for one in ran)[-KEPT:] == b"".join(got)[-KEPT:]
    return ran


def told(ran: list[Ran]) -> list[tuple[str, int | None, bytes]]:
    return [(one.state, one.status, one.output) for one in ran]


@pytest.mark.parametrize("shell", SHELLS)
def test_they_share_a_shell_and_stop_at_the_first_failure(tmp_path: Path, shell: str) -> None:
    (tmp_path / "in").mkdir()
    ran = go(
        tmp_path, "cd in; x=1; export y=2", 'echo "$x $y" >&2; pwd', "(exit 3)", "echo never", shell=shell
    )
    assert told(ran) == [
        ("ended", 0, b""),
        ("ended", 0, b"1 2\n" + bytes(tmp_path / "in") + b"\n"),
        ("ended", 3, b""),
        ("unstarted", None, b""),
    ]


@pytest.mark.parametrize("shell", SHELLS)
@pytest.mark.parametrize(
    ("commands", "statuses"),
    [
        ([Step("false", may_fail=True), "echo on"], [1, 0]),
        (["false; true", "echo on"], [1, None]),
        (["exit 0", "echo on"], [0, None]),
        (["echo 'open", "echo on"], [2, None]),
        (["break 2>/dev/null", "exit 4"], None),
        (["kill -9 $$"], [-9]),
        (["set --; x=1", "echo on"], [0, 0]),
        (["cat", "read x || echo none"], [0, 0]),
        (["exec 3>/dev/null; exec 9>&- 8<&-", "true"], [0, 0]),
        (["sleep 30 & true", "true"], [0, 0]),
        ([""], [0]),
    ],
)
def test_how_they_end(
    tmp_path: Path, shell: str, commands: list[str | Step], statuses: list[int | None] | None
) -> None:
    ran = go(tmp_path, *commands, shell=shell)
    assert len(ran) == len(commands)
    if statuses is not None:
        if statuses[0] == 2:  # what a shell says of a syntax error is its own affair
            assert ran[0].status not in (0, None)
        else:
            assert [one.status for one in ran] == statuses


def test_a_failure_in_a_pipe_counts(tmp_path: Path) -> None:
    bash = find_shell("bash")
    assert bash is not None
    assert [one.status for one in go(tmp_path, "false | true", shell=bash)] == [1]


def test_a_time_limit_ends_all_that_was_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(running, "_GRACE", 0.2)
    script = "echo begun; (trap '' TERM; sleep 0.3; sleep 30; touch late) & sleep 30; touch later"
    began = time.monotonic()
    ran = go(tmp_path, script, "echo never", seconds=0.3)
    assert told(ran) == [("timeout", None, b"begun\n"), ("unstarted", None, b"")]
    assert time.monotonic() - began < 5
    assert not [*tmp_path.iterdir()]


def test_nothing_in_the_background_stays(tmp_path: Path) -> None:
    [ran] = go(tmp_path, "(sleep 0.2; touch late) & echo $!")
    assert ran.status == 0
    time.sleep(0.3)
    assert not [*tmp_path.iterdir()]


def test_a_trap_may_tidy_up(tmp_path: Path) -> None:
    go(tmp_path, "touch made; trap 'sleep 0.1; rm made' EXIT", "true")
    assert not [*tmp_path.iterdir()]


def test_much_output_keeps_its_end(tmp_path: Path) -> None:
    [ran] = go(tmp_path, "i=0; while [ $i -lt 40 ]; do printf '%20000s' $i; i=$((i+1)); done; echo end")
    assert len(ran.output) == KEPT
    assert ran.output.endswith(b"39end\n")


def test_somebody_who_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    def interrupted(_: bytes) -> None:
        raise KeyboardInterrupt

    steps = [Step("echo x; sleep 0.3; touch late")]
    with pytest.raises(KeyboardInterrupt):
        list(
            run(
                steps,
                shell=SHELLS[0],
                root=str(tmp_path),
                deadline=time.monotonic() + 9,
                sink=interrupted,
                environment=PLAIN,
            )
        )
    time.sleep(0.4)
    assert not [*tmp_path.iterdir()]


def test_the_environment_is_not_gits(tmp_path: Path) -> None:
    (tmp_path / "rc").write_text("echo SOURCED\n")
    rc = str(tmp_path / "rc")
    [ran] = go(
        tmp_path, "env", GIT_DIR="/x", GIT_INDEX_FILE="/y", GIT_AUTHOR_NAME="z", GIT_CONFIG_GLOBAL="/g",
        BASH_ENV=rc, ENV=rc, CDPATH="/", KEPT="1",
    )  # fmt: skip
    found = dict(line.split("=", 1) for line in ran.output.decode().splitlines() if "=" in line)
    assert {name for name in found if name.startswith("GIT_")} == {"GIT_CONFIG_GLOBAL"}
    assert (found["KEPT"], found[INNER]) == ("1", "1")
    assert not {"BASH_ENV", "ENV", "CDPATH"} & {*found}
    assert b"SOURCED" not in ran.output


def test_there_is_no_terminal_and_no_input(tmp_path: Path) -> None:
    [ran] = go(tmp_path, "if [ -t 0 ] || (: </dev/tty) 2>/dev/null; then echo yes; else echo no; fi")
    assert ran.output == b"no\n"


def test_a_shell_that_is_gone(tmp_path: Path) -> None:
    with pytest.raises(ChronoError, match="cannot be started"):
        go(tmp_path, "true", shell="/nowhere/sh")
    # A root that is gone is a failure of the first command, which is never run.
    assert [one.status for one in go(tmp_path / "gone", "echo x")] != [0]


def test_hooks_are_told_apart() -> None:
    assert hindrance({"PATH": "/bin", "GIT_EXEC_PATH": "/x", "GIT_CONFIG_GLOBAL": "/y"}) == ""
    for name in (
        "GIT_DIR",
        "GIT_INDEX_FILE",
        "GIT_PREFIX",
        "GIT_QUARANTINE_PATH",
        "CHRONO_GIT_HOOK",
        "PRE_COMMIT",
    ):
        assert name in hindrance({name: ""})
    assert hindrance({INNER: "1"}) == "it was started by a command that `verify` runs itself"
