"""Tools are asked without a shell, for a short time, and never those of a repository."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from chrono_git.repo.tools import Asked, ask_tools

PLAIN = "#!/bin/sh\necho 'tool version 1.90.3 (2026-01-01)'\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for the PATH, outside of the repository."""
    made = tmp_path / "bin"
    made.mkdir()
    return made


def program(folder: Path, name: str, text: str = PLAIN) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)
    return path


def ask(
    folder: Path | str, *names: str, owned: tuple[str, ...] = (), seconds: float = 5.0, **variables: str
) -> list[Asked]:
    environment = {"PATH": f"{folder}{os.pathsep}/usr/bin:/bin", **variables}
    found = ask_tools([(name, "") for name in names], owned, environment, seconds=seconds)
    return list(found.values())


ANSWERS = {
    "rustc": ("rustc 1.95.0 (59807616e 2026-04-14)", (1, 95, 0)),
    "cargo": ("cargo 1.95.0 (f2d3ce0bd 2026-03-21)", (1, 95, 0)),
    "go": ("go version go1.22.1 linux/amd64", (1, 22, 1)),
    "java": ('Picked up JAVA_OPTS: -Xmx2.0g\nopenjdk version "17.0.15" 2025-04-15', (17, 0, 15)),
    "javac": ("javac 21", (21,)),
    "node": ("v20.20.2", (20, 20, 2)),
    "deno": ("deno 2.1.4 (stable, release)\nv8 13.0.245\ntypescript 5.6.2", (2, 1, 4)),
    "psql": ("psql (PostgreSQL) 16.10 (Debian 16.10-0+deb12u1)", (16, 10)),
    "redis-server": ("Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64", (7, 0, 15)),
    "docker": ("Docker version 28.2.2, build e6534b4", (28, 2, 2)),
    "kubectl": ("Client Version: v1.32.4-x\nKustomize Version: v5.5.0", (1, 32, 4)),
    "terraform": ("Terraform v1.5.7\non linux_amd64", (1, 5, 7)),
    "gcc": ("gcc (Debian 12.2.0-14+deb12u1) 12.2.0", (12, 2, 0)),
    "mvn": ("\033[1mApache Maven 3.8.7\033[m\nJava version: 17.0.15", (3, 8, 7)),
    "perl": ("This is perl 5, version 36, subversion 0 (v5.36.0) built for x86_64", (5, 36, 0)),
    "elixir": ("Erlang/OTP 25 [erts-13.1.5] [64-bit]\n\nElixir 1.14.0", (1, 14, 0)),
    "erl": ("26", (26,)),
    "jq": ("jq-1.6", (1, 6)),
    "less": ("less 590 (GNU regular expressions)", (590,)),
    "ruby": ("ruby 3.2.2p53 (2023-03-30) [x86_64-linux]", (3, 2, 2)),
    "ffmpeg": ("ffmpeg version n4.4 Copyright (c) 2000-2021", (4, 4)),
    "php": ("PHP 8.2.7 (cli) (built: Jun  9 2023)", (8, 2, 7)),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_how_tools_tell_their_version(name: str) -> None:
    from chrono_git.repo.tools import version_in

    said, version = ANSWERS[name]
    assert version_in(name, said) == version


def test_java_counted_otherwise_once() -> None:
    from chrono_git.repo.tools import version_in

    assert version_in("java", 'java version "1.8.0_392"') == (8, 0)


def test_a_tool_is_asked(folder: Path) -> None:
    path = program(folder, "tool")
    assert ask(folder, "tool", "gone") == [Asked(str(path), (1, 90, 3)), Asked("")]


def test_the_question_and_where_it_is_asked(folder: Path) -> None:
    said = 'echo "$# $* $PWD ${GIT_DIR-no} ${BASH_ENV-no} 1.2" >&2; cat'
    for name, question in (
        ("go", "1 version"),
        ("java", "1 -version"),
        ("mvn", "1 -v"),
        ("other", "1 --version"),
    ):
        program(folder, name, f"#!/bin/sh\n{said}\nexit 3\n")
        (found,) = ask(folder, name, GIT_DIR="/x", BASH_ENV="/x")
        assert f"status 3: {question} / no no" in found.trouble
        assert found.works is False


def test_a_part_of_a_tool(folder: Path) -> None:
    program(
        folder, "docker", '#!/bin/sh\n[ "$*" = "compose version" ] && echo "Docker Compose version v2.24.5"\n'
    )
    found = ask_tools([("docker", "compose")], (), {"PATH": str(folder)})
    assert found["docker", "compose"].version == (2, 24, 5)


@pytest.mark.parametrize(
    "name",
    ["../bin/tool", "./tool", "tool;tool", "$(tool)", "tool\n", "-tool", "a b", "", ".", "..", "~/tool"],
)
def test_only_plain_names_are_looked_for(folder: Path, name: str) -> None:
    marker = folder / "ran"
    program(folder, "tool", f"#!/bin/sh\ntouch '{marker}'\n")
    assert ask(folder, name, f"{folder}/tool") == [Asked(""), Asked("")]
    assert not marker.exists()


def test_programs_of_the_repository_are_not_run(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marker, top = tmp_path / "ran", tmp_path / "repo"
    bad = f"#!/bin/sh\ntouch '{marker}'\necho 9.9.9\n"
    inner = program(top / "bin", "tool", bad)
    link = tmp_path / "link"
    link.symlink_to(top / "bin")
    # A folder of the PATH that is none of the repository's, with a program that is.
    (tmp_path / "mixed").mkdir()
    (tmp_path / "mixed" / "tool").symlink_to(inner)
    monkeypatch.chdir(top)
    places = [
        str(top / "bin"),
        "bin",
        "",
        "./bin",
        str(link),
        str(tmp_path / "mixed"),
        f"{folder}/../repo/bin",
    ]
    program(top, "tool", bad)
    for place in places:
        (found,) = ask(place, "tool", owned=(str(top),))
        assert (found.path, found.version, len(found.passed)) == ("", None, 1), place
    program(folder, "tool")
    (found,) = ask(os.pathsep.join((*places, str(folder))), "tool", owned=(str(top),))
    assert found.version == (1, 90, 3)
    assert len(found.passed) == len(places)
    assert not marker.exists()


def test_what_a_tool_starts_itself_is_not_of_the_repository_either(tmp_path: Path, folder: Path) -> None:
    marker, top = tmp_path / "ran", tmp_path / "repo"
    program(top / "bin", "helper", f"#!/bin/sh\ntouch '{marker}'\necho 9.9.9\n")
    program(folder, "tool", "#!/usr/bin/env helper\n")
    program(folder, "other", "#!/bin/sh\nhelper\n")
    for found in ask(f"{top}/bin{os.pathsep}{folder}", "tool", "other", owned=(str(top),)):
        assert found.version is None
    assert not marker.exists()


def test_a_tool_that_does_not_end(folder: Path) -> None:
    program(folder, "slow", "#!/bin/sh\nsleep 30 & sleep 30\n")
    program(folder, "endless", "#!/bin/sh\nwhile :; do echo 1.2.3; done\n")
    program(folder, "daemon", "#!/bin/sh\nsleep 3 &\necho 1.2.3\n")
    start = time.monotonic()
    slow, endless, daemon = ask(folder, "slow", "endless", "daemon", seconds=0.4)
    assert time.monotonic() - start < 2
    assert (slow.works, slow.trouble) == (None, "it did not answer within 0.4 seconds")
    assert (endless.works, endless.trouble) == (None, "it writes without end")
    assert daemon.version == (1, 2, 3)


def test_odd_answers(folder: Path) -> None:
    program(folder, "silent", "#!/bin/sh\n")
    program(folder, "binary", "#!/bin/sh\nprintf '\\377\\000\\033[2Jno'\n")
    program(folder, "fails", "#!/bin/sh\nprintf '\\033[2Jbad \\007 1.2.3\\n'; exit 1\n")
    program(folder, "broken", "#!/nowhere/at/all\n")
    silent, binary, fails, broken = ask(folder, "silent", "binary", "fails", "broken")
    assert (silent.version, silent.trouble, silent.works) == (
        None,
        "`silent --version` tells no version",
        True,
    )
    assert binary.version is None
    assert (fails.version, fails.works) == (None, False)
    assert "\x07" not in fails.trouble
    assert "it does not start" in broken.trouble


def test_some_are_never_asked(folder: Path) -> None:
    marker = folder / "ran"
    for name in ("reboot", "yes", "mkfs.ext4"):
        program(folder, name, f"#!/bin/sh\ntouch '{marker}'\n")
    assert all("was not asked" in found.trouble for found in ask(folder, "reboot", "yes", "mkfs.ext4"))
    assert not marker.exists()


def test_not_more_than_a_machine_may_have(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chrono_git.repo.tools._MOST", 1)
    program(folder, "one")
    program(folder, "two")
    first, second = ask(folder, "one", "two")
    assert first.version
    assert (second.version, second.trouble) == (None, "it was not asked: 1 other tools were")
