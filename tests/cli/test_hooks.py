"""hooks as a whole process on real repositories."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from chrono_git.render.hooks import HooksState, HookState, hooks_json, status_text
from chrono_git.repo.hookplace import CONFIGURED_SINCE, git_version
from chrono_git.repo.stream import Git
from chrono_git.repo.stubs import CLIENT_EVENTS
from tests.cli.test_commands import chrono
from tests.gitkit import Repo

SCHEMA = json.loads(files("chrono_git").joinpath("schemas/hooks-1.json").read_text())
Draft202012Validator.check_schema(SCHEMA)
CONFIGURED = git_version(Git(".")) >= CONFIGURED_SINCE


def document(repo: Repo, *args: str, status: int = 0) -> dict[str, Any]:
    done = chrono(repo, "hooks", *args, "--format", "json")
    assert done.returncode == status, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    Draft202012Validator(SCHEMA).validate(found)
    return found


def test_the_life_of_hooks(repo: Repo) -> None:
    before = document(repo, "status", status=1)
    assert (before["ok"], before["scope"], before["manager"]) == (False, None, None)
    installed = document(repo, "install")
    assert list(installed["changes"]) == list(CLIENT_EVENTS)
    assert document(repo, "install")["changes"] == {}
    found = document(repo, "status")
    assert found["ok"]
    (through,) = {hook["through"] for hook in found["hooks"]}
    assert through == ("configuration" if CONFIGURED else "file")
    assert all(hook["runs"] and not hook["problems"] for hook in found["hooks"])
    gone = document(repo, "uninstall")
    assert list(gone["changes"]) == list(CLIENT_EVENTS)
    assert [hook["through"] for hook in gone["hooks"]] == [""] * len(CLIENT_EVENTS)


def test_it_is_told_in_words(repo: Repo) -> None:
    done = chrono(repo, "hooks", "install")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("prepare-commit-msg installed")
    again = chrono(repo, "hooks", "install")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "chrono-git: nothing was changed\n")
    status = chrono(repo, "hooks", "status")
    assert status.returncode == 0
    assert status.stdout.splitlines()[6].startswith("pre-push           runs")
    assert "run.py" in status.stdout.splitlines()[-1]
    assert chrono(repo, "hooks", "uninstall").returncode == 0


@pytest.mark.skipif(CONFIGURED, reason="this git needs no folder of hooks")
def test_lines_for_another_tool_are_the_result(repo: Repo) -> None:
    repo.git("config", "core.hooksPath", ".husky/_")
    done = chrono(repo, "hooks", "install")
    assert done.returncode == 1
    assert done.stdout.startswith("in .husky/prepare-commit-msg, .husky/commit-msg")
    assert 'chrono-git-hook framework "${0##*/}" "$@"' in done.stdout
    assert "belongs to husky; nothing was installed there" in done.stderr
    found = document(repo, "install", status=1)
    assert (found["manager"], len(found["lines"]), found["changes"]) == ("husky", 1, {})


def test_errors_say_what_to_do(repo: Repo) -> None:
    done = chrono(repo, "hooks", "install", "--server")
    assert done.returncode == 2
    assert done.stderr.startswith("chrono-git: error: --server is for a bare repository")
    assert "hint: " in done.stderr


def test_a_bare_repository(repo: Repo) -> None:
    bare = repo.clone(repo.path.parent / "bare", "--bare")
    assert document(bare, "install", "--server")["hooks"][0]["event"] == "pre-receive"
    assert chrono(bare, "hooks", "install").returncode == 2
    assert document(bare, "uninstall")["changes"]


def test_names_from_outside_are_escaped() -> None:
    bad = HookState("pre-push", "file", "/a\x1b[2Jb\udcff", 1, "1\x07", "/p\n", "/s", problems=("x\x1b",))
    state = HooksState("2.39", "/h\x1b[0m", "local", "", (bad,), {})
    for text in (status_text(state), hooks_json(state)):
        assert not {"\x1b", "\x07"} & set(text)
        text.encode()
    Draft202012Validator(SCHEMA).validate(json.loads(hooks_json(state)))
