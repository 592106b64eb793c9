"""The stubs, run by real shells."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono_git.repo import stubs
from tests.hook.stubkit import PACKAGE, Bench

EVENTS = (*stubs.CLIENT_EVENTS, *stubs.SERVER_EVENTS)
FED = ("pre-push", "pre-receive", "post-rewrite")
GATES = ("pre-push", "pre-receive", "commit-msg", "prepare-commit-msg")
SHELLS = [
    *([name] for name in ("dash", "bash", "yash") if shutil.which(name)),
    *([["busybox", "sh"]] if shutil.which("busybox") else []),
]
LINES = (
    b"refs/heads/a " + b"1" * 40 + b" refs/heads/a " + b"0" * 40 + b"\n"
    b"refs/tags/\xff% \\n " + b"2" * 40 + b" refs/tags/x " + b"3" * 40 + b"\n\n\n"
)


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path / "a b'c\"d$e")


@pytest.mark.parametrize("event", EVENTS)
def test_templates_are_short_and_know_themselves(event: str) -> None:
    template = stubs.template(event, PACKAGE)
    found = stubs.recognise(template)
    assert found is not None
    assert (found.version, found.event, found.python) == (stubs.VERSION, event, "")
    assert template.startswith(b"#!/bin/sh\n")
    assert template.count(b"\n") <= 10


@given(
    st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1),
    st.text("a' =\\\nru@RUN", min_size=1),
)
def test_what_is_filled_in_is_read_again(python: str, script: str) -> None:
    content = stubs.fill(stubs.template("pre-push", PACKAGE), python=python, script=script, version="1.2")
    found = stubs.recognise(content)
    assert found is not None
    assert (found.python, found.script, found.made_by) == (python, script, "1.2")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"#!/bin/sh\n",
        b"#!/bin/sh\n\n# chrono-git hook 1 pre-push, made by chrono-git 1: x",
        b"#!/bin/sh\n# chrono-git hook x pre-push, made by chrono-git 1: x",
        b"\xff\n# chrono-git hook ",
    ],
)
def test_others_are_not_ours(content: bytes) -> None:
    assert stubs.recognise(content) is None


@pytest.mark.parametrize("shell", SHELLS, ids=" ".join)
@pytest.mark.parametrize("event", EVENTS)
def test_alone(bench: Bench, event: str, shell: Sequence[str]) -> None:
    bench.stub(event)
    done = bench.run(event, "one", "two  three", "*", "", shell=shell, stdin=LINES)
    assert (done.returncode, done.stderr, done.stdout) == (0, b"", b"")
    (said,) = bench.said()
    assert said["argv"] == [event, "one", "two  three", "*", ""]
    assert said["stdin"].encode("latin-1") == LINES
    assert said["hook"] is None


@pytest.mark.parametrize("shell", SHELLS, ids=" ".join)
@pytest.mark.parametrize("event", EVENTS)
def test_chained(bench: Bench, event: str, shell: Sequence[str]) -> None:
    """The one that was there before is given the same, as well: jdx/hk #825."""
    bench.stub(event)
    bench.chain(event)
    done = bench.run(event, "one", "two  three", "", shell=shell, stdin=LINES)
    assert (done.returncode, done.stderr) == (0, b"")
    first, second = bench.said()
    assert (first["who"], second["who"]) == ("chained", "chrono-git")
    assert first["argv"] == ["one", "two  three", ""]
    assert second["argv"] == [event, "one", "two  three", ""]
    assert first["hook"] == f"{event} {bench.folder}"
    assert second["hook"] is None
    if event in FED:
        assert first["stdin"].encode("latin-1") == second["stdin"].encode("latin-1") == LINES


@pytest.mark.parametrize("shell", SHELLS, ids=" ".join)
@pytest.mark.parametrize(
    "stdin",
    [b"", b"\n", b"x", b"x\n\n\n", b"%s\\n\\0 $HOME `id`\n", bytes(range(1, 256)), b"y" * 300_000 + b"\n"],
    ids=lambda value: str(len(value)),
)
@pytest.mark.parametrize("event", FED)
def test_standard_input_is_the_same_to_the_byte(
    bench: Bench, event: str, stdin: bytes, shell: Sequence[str]
) -> None:
    bench.stub(event)
    bench.chain(event)
    bench.run(event, shell=shell, stdin=stdin)
    assert [one["stdin"].encode("latin-1") for one in bench.said()] == [stdin, stdin]


@pytest.mark.parametrize("event", FED)
def test_a_chained_hook_that_reads_nothing_starves_nobody(bench: Bench, event: str) -> None:
    bench.stub(event)
    bench.chain(event).write_text("#!/bin/sh\nexit 0\n")
    stdin = b"x" * 1_000_000 + b"\n"
    assert bench.run(event, stdin=stdin).stderr == b""
    assert bench.said()[0]["stdin"].encode() == stdin


@pytest.mark.parametrize("shell", SHELLS, ids=" ".join)
@pytest.mark.parametrize("event", EVENTS)
def test_a_chained_hook_that_fails(bench: Bench, event: str, shell: Sequence[str]) -> None:
    bench.stub(event)
    bench.chain(event, status=7)
    done = bench.run(event, shell=shell)
    if event in GATES:
        assert (done.returncode, bench.who()) == (7, ["chained"])
    else:
        assert bench.who() == ["chained", "chrono-git"]
    if event == "post-checkout":
        # git checkout ends with it; of the others git takes no notice: githooks(5).
        assert done.returncode == 7


@pytest.mark.parametrize("chained", [False, True])
@pytest.mark.parametrize("shell", SHELLS, ids=" ".join)
@pytest.mark.parametrize("event", GATES)
def test_a_finding_stops_git(bench: Bench, event: str, shell: Sequence[str], chained: bool) -> None:
    bench.stub(event, status=1)
    if chained:
        bench.chain(event)
    assert bench.run(event, shell=shell, stdin=LINES).returncode == 1


def missing(bench: Bench, event: str, how: str) -> Path:
    """A stub whose chrono-git has gone in one of several ways; returns an empty folder for the PATH."""
    folder = bench.folder / "bin"
    folder.mkdir()
    python = bench.folder / "python"
    stub = bench.stub(event, python=str(python))
    if how == "a link that leads nowhere":
        python.symlink_to(bench.folder / "gone")
    elif how == "no chrono-git":
        python.symlink_to(sys.executable)
        (bench.folder / "chrono_git/hook/run.py").unlink()
    elif how == "no interpreter for it":
        python.write_text("#!/nowhere/python\n")
        python.chmod(0o755)
    elif how == "not for this machine":
        python.write_bytes(b"\x7fELF\0\0\0\0")
        python.chmod(0o755)
    elif how == "a library is missing":
        python.write_text("#!/bin/sh\nexit 127\n")
        python.chmod(0o755)
    assert stub.exists()
    return folder


GONE = ["no python", "a link that leads nowhere", "no chrono-git"]
BROKEN = ["no interpreter for it", "not for this machine", "a library is missing"]
LEAN_PATH = "/usr/bin:/bin"


# Where git takes no notice of the status, the shell gives way to an interpreter that seems to be there.
LOST = [
    *((event, how) for event in EVENTS for how in GONE),
    *((event, how) for event in (*GATES, "post-checkout") for how in BROKEN),
]


@pytest.mark.parametrize(("event", "how"), LOST)
@pytest.mark.parametrize("shell", SHELLS, ids=" ".join)
def test_a_deleted_environment_warns_and_lets_git_go_on(
    bench: Bench, event: str, shell: Sequence[str], how: str
) -> None:
    missing(bench, event, how)
    # As a program with windows starts git: env -i PATH=/usr/bin:/bin.
    done = bench.run(
        event, shell=[str(shutil.which(shell[0])), *shell[1:]], env={"PATH": LEAN_PATH}, stdin=LINES
    )
    assert (done.returncode, done.stdout, bench.said()) == (0, b"", [])
    told = done.stderr.decode()
    assert f"chrono-git: {event}: " in told
    assert "hint: " in told
    assert ("THE PUSH WENT UNCHECKED" in told) == (event in ("pre-push", "pre-receive"))


@pytest.mark.parametrize("chained", [False, True])
@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("shell", SHELLS, ids=" ".join)
def test_a_folder_that_may_not_be_entered_is_told(
    bench: Bench, event: str, shell: Sequence[str], chained: bool
) -> None:
    """The command is there, and what it needs is somebody else's."""
    folder = missing(bench, event, "no python")
    (folder / "python").write_text("no program, as far as this user may see")
    bench.recorder(folder / "chrono-git-hook", "path", shebang=str(folder / "python"))
    if chained:
        bench.chain(event)
    done = bench.run(
        event,
        shell=[str(shutil.which(shell[0])), *shell[1:]],
        env={"PATH": f"{LEAN_PATH}:{folder}"},
        stdin=LINES,
    )
    assert (done.returncode, bench.who()) == (0, ["chained"] if chained else [])
    told = done.stderr.decode()
    assert told.count(f"chrono-git: {event}: neither ") == told.count("hint: ") == 1


@pytest.mark.parametrize("event", EVENTS)
def test_a_deleted_environment_keeps_the_chained_hook(bench: Bench, event: str) -> None:
    missing(bench, event, "no python")
    bench.chain(event)
    done = bench.run(event, env={"PATH": LEAN_PATH}, stdin=LINES)
    assert (done.returncode, bench.who()) == (0, ["chained"])
    bench.chain(event, status=3)
    status = bench.run(event, env={"PATH": LEAN_PATH}, stdin=LINES).returncode
    assert status == 3 or event in ("post-commit", "post-merge", "post-rewrite")


@pytest.mark.parametrize("chained", [False, True])
@pytest.mark.parametrize(
    ("event", "how"),
    [
        *((event, "no python") for event in EVENTS),
        *((event, "a library is missing") for event in (*GATES, "post-checkout")),
    ],
)
def test_another_chrono_git_on_the_path_stands_in(bench: Bench, event: str, how: str, chained: bool) -> None:
    folder = missing(bench, event, how)
    bench.recorder(folder / "chrono-git-hook", "path", 5)
    if chained:
        bench.chain(event)
    done = bench.run(event, "x", env={"PATH": f"{LEAN_PATH}:{folder}"}, stdin=LINES)
    assert bench.who() == (["chained", "path"] if chained else ["path"])
    said = bench.said()[-1]
    assert said["argv"] == [event, "x"]
    if event in FED or not chained:
        assert said["stdin"].encode("latin-1") == LINES
    if event in GATES:
        assert done.returncode == 5


@pytest.mark.parametrize("event", ["post-commit", "post-merge"])
def test_the_quiet_way_costs_no_process(bench: Bench, event: str) -> None:
    """The shell becomes the interpreter."""
    bench.stub(event)
    shell = str(shutil.which("sh"))
    wrapper = bench.folder / "parent.sh"
    wrapper.write_text('echo $$ >"$1/parent"; shift; exec "$@"\n')
    done = bench.run(event, shell=[shell, str(wrapper), str(bench.folder), shell])
    assert done.returncode == 0
    assert str(bench.said()[0]["pid"]) == (bench.folder / "parent").read_text().strip()


def test_pushes_with_nothing_chained_read_the_input_themselves(bench: Bench) -> None:
    """Nothing stands between git and the gate."""
    bench.stub("pre-push")
    done = bench.run("pre-push", env={"PATH": "/nowhere"}, shell=[str(shutil.which("sh"))], stdin=LINES)
    assert (done.returncode, bench.said()[0]["stdin"].encode("latin-1")) == (0, LINES)


@pytest.mark.parametrize("name", ["pre-push.legacy", "pre-push.old"])
def test_a_stub_that_was_renamed_still_knows_whom_it_chains(bench: Bench, name: str) -> None:
    """pre-commit, prek and lefthook rename what they find."""
    stub = bench.stub("pre-push")
    bench.chain("pre-push")
    stub.rename(bench.hooks / name)
    bench.run("pre-push", name=name, stdin=LINES)
    assert bench.who() == ["chained", "chrono-git"]


def test_a_template_in_its_own_right(bench: Bench) -> None:
    """Copied by hand, a template finds chrono-git on the PATH."""
    folder = bench.folder / "bin"
    bench.recorder(folder / "chrono-git-hook", "path")
    (bench.hooks / "post-commit").write_bytes(stubs.template("post-commit", PACKAGE))
    bench.run("post-commit", env={"PATH": f"{LEAN_PATH}:{folder}"})
    assert bench.who() == ["path"]
