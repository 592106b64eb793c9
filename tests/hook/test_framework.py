"""What a framework's environment becomes, and that nothing is done twice: with fake handlers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from ast import literal_eval
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

import chrono_git
from chrono_git.app.hooks import install_hooks
from chrono_git.repo.hookplace import CONFIGURED_SINCE, git_version
from chrono_git.repo.managers import FRAMEWORK_IDS
from chrono_git.repo.stream import Git
from tests.gitkit import Repo

ROOT = Path(chrono_git.__file__).parent.parent
OLD, NEW = (2, 39, 5), (2, 54, 0)
HANDLERS = {
    "post_commit": "post-commit", "post_merge": "post-merge", "post_rewrite": "post-rewrite",
    "post_checkout": "post-checkout", "prepare_message": "prepare-commit-msg",
    "commit_message": "commit-msg", "pre_push": "pre-push",
}  # fmt: skip
HANDLER = """\
import os
def run(arguments):
    fed = os.read(0, 1 << 16) if EVENT in ("pre-push", "post-rewrite") else b""
    with open(os.environ["SAID"], "a") as file:
        print(ascii((EVENT, list(arguments), fed)), file=file)
    return int(os.environ.get("STATUS", "0"))
"""


class Framework:
    """A copy of the package whose handlers write down what they were given."""

    def __init__(self, folder: Path, repo: Repo) -> None:
        self.repo = repo
        self.said_file = folder / "said"
        self.package = folder / "package/chrono_git"
        for name in ("errors.py", "__init__.py"):
            self.package.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / "chrono_git" / name, self.package)
        for name in ("hook", "repo"):
            shutil.copytree(ROOT / "chrono_git" / name, self.package / name)
        for name, event in HANDLERS.items():
            (self.package / f"hook/{name}.py").write_text(HANDLER.replace("EVENT", repr(event)))

    def run(
        self, *arguments: str, told: Mapping[str, str] | None = None, status: int = 0, stdin: bytes = b""
    ) -> tuple[list[Any], str]:
        """What was said to the handlers, and what was told to people."""
        self.said_file.unlink(missing_ok=True)
        done = subprocess.run(
            [sys.executable, str(self.package / "hook/run.py"), "framework", *arguments],
            cwd=self.repo.path,
            env={**os.environ, "SAID": str(self.said_file), **(told or {})},
            input=stdin,
            capture_output=True,
            check=False,
        )
        assert done.returncode == status, done.stderr
        lines = self.said_file.read_text().splitlines() if self.said_file.exists() else []
        return [literal_eval(line) for line in lines], done.stderr.decode()


@pytest.fixture
def framework(tmp_path: Path, repo: Repo) -> Framework:
    repo.commit("x")
    return Framework(tmp_path / "copy", repo)


PUSH = {
    "PRE_COMMIT": "1", "PRE_COMMIT_FROM_REF": "1" * 40, "PRE_COMMIT_TO_REF": "2" * 40,
    "PRE_COMMIT_LOCAL_BRANCH": "refs/heads/a", "PRE_COMMIT_REMOTE_BRANCH": "refs/heads/b",
    "PRE_COMMIT_REMOTE_NAME": "origin", "PRE_COMMIT_REMOTE_URL": "https://example.org/x y",
}  # fmt: skip
MESSAGE = ".git/COMMIT_EDITMSG"
CASES: list[tuple[tuple[str, ...], Mapping[str, str], tuple[str, list[str], bytes]]] = [
    (
        ("chrono-git-check",), PUSH,
        (
            "pre-push", ["origin", "https://example.org/x y"],
            b"refs/heads/a " + b"2" * 40 + b" refs/heads/b " + b"1" * 40 + b"\n",
        ),
    ),
    (("chrono-git-progress",), {}, ("post-commit", [], b"")),
    (("chrono-git-message", MESSAGE), {}, ("commit-msg", [MESSAGE], b"")),
    (("chrono-git-squash", MESSAGE), {}, ("prepare-commit-msg", [MESSAGE], b"")),
    (
        ("chrono-git-squash", MESSAGE),
        {"PRE_COMMIT_COMMIT_MSG_SOURCE": "commit", "PRE_COMMIT_COMMIT_OBJECT_NAME": "HEAD"},
        ("prepare-commit-msg", [MESSAGE, "commit", "HEAD"], b""),
    ),
    (("post-checkout", "a", "b", "1"), {}, ("post-checkout", ["a", "b", "1"], b"")),
    (("pre-push", "o", "url"), {}, ("pre-push", ["o", "url"], b"given\n")),
]  # fmt: skip


@pytest.mark.parametrize(("arguments", "told", "expected"), CASES)
def test_what_a_framework_tells_becomes_what_git_told(
    framework: Framework,
    arguments: tuple[str, ...],
    told: Mapping[str, str],
    expected: tuple[str, list[str], bytes],
) -> None:
    outside = b"given\n" if arguments[0] == "pre-push" else b""
    said, words = framework.run(*arguments, stdin=outside, told=told)
    assert (said, words) == ([expected], "")
    framework.run(*arguments, stdin=outside, status=1, told={**told, "STATUS": "1"})


def test_a_branch_that_shares_nothing_comes_without_refs(framework: Framework) -> None:
    told = {name: value for name, value in PUSH.items() if not name.endswith("_REF")}
    said, _ = framework.run("chrono-git-check", told={**told, "PRE_COMMIT_LOCAL_BRANCH": "HEAD"})
    assert said[0][2] == f"HEAD {framework.repo.head()} refs/heads/b {'0' * 40}\n".encode()


def test_a_rewrite_is_told_of_its_last_commit(framework: Framework) -> None:
    said, _ = framework.run("chrono-git-progress", told={"PRE_COMMIT_REWRITE_COMMAND": "rebase"})
    assert said == [("post-rewrite", ["rebase"], f"{'0' * 40} {framework.repo.head()}\n".encode())]


@pytest.mark.parametrize("name", ["chrono-git-message", "chrono-git-squash"])
def test_a_message_that_is_not_handed_over_is_told(framework: Framework, name: str) -> None:
    said, words = framework.run(name)
    assert said == []
    assert "named no file" in words


def test_an_unknown_hook_is_told(framework: Framework) -> None:
    said, words = framework.run("chrono-git-chekc")
    assert said == []
    assert "chrono-git-check" in words


# Nothing is done twice.

EVERY = [*((name,) for name in FRAMEWORK_IDS), ("post-commit",), ("pre-push", "o", "url")]


def every(framework: Framework, **told: str) -> list[int]:
    """How often the handlers were called, hook by hook."""
    counts = []
    for arguments in EVERY:
        more = PUSH if arguments == ("chrono-git-check",) else {}
        file = (MESSAGE,) if arguments[0] in ("chrono-git-message", "chrono-git-squash") else ()
        said, words = framework.run(*arguments, *file, told={**more, **told})
        assert words == ""
        counts.append(len(said))
    return counts


ALL, NONE = [1] * len(EVERY), [0] * len(EVERY)


def hooks(framework: Framework, version: tuple[int, ...] = OLD, python: str = "") -> Path:
    install_hooks(str(framework.repo.path), release="1", version=version, python=python)
    return framework.repo.path / ".git/hooks"


def test_the_hook_itself_does_it(framework: Framework) -> None:
    assert every(framework) == ALL
    hooks(framework)
    assert every(framework) == NONE


@pytest.mark.parametrize(
    "sign", ["File generated by pre-commit", "File generated by prek --hook-dir", "call LEFTHOOK"]
)
def test_a_stub_that_a_framework_runs_does_it(framework: Framework, sign: str) -> None:
    folder = hooks(framework)
    for event in HANDLERS.values():
        (folder / event).rename(folder / f"{event}.legacy")
        (folder / event).write_text(f"#!/bin/sh\n# {sign}\n")
        (folder / event).chmod(0o755)
    assert every(framework) == (ALL if "LEFTHOOK" in sign else NONE)


@pytest.mark.parametrize("lost", ["python", "mode", "both"])
def test_a_stub_that_would_not_run_does_nothing(framework: Framework, lost: str) -> None:
    folder = hooks(framework, python="/nowhere/python" if lost != "mode" else "")
    if lost != "python":
        for event in HANDLERS.values():
            (folder / event).chmod(0o644)
    assert every(framework) == ALL


def test_hooks_of_the_configuration_do_it_where_git_knows_them(framework: Framework) -> None:
    hooks(framework, NEW)
    known = git_version(Git(".")) >= CONFIGURED_SINCE
    assert every(framework) == (NONE if known else ALL)


def test_a_framework_that_is_chained_leaves_it_to_the_stub(framework: Framework, tmp_path: Path) -> None:
    here = str(framework.repo.path)
    counts = []
    for arguments in EVERY:
        event = {name: events[0] for name, events in FRAMEWORK_IDS.items()}.get(arguments[0], arguments[0])
        told = PUSH if arguments == ("chrono-git-check",) else {}
        said, _ = framework.run(*arguments, told={**told, "CHRONO_GIT_HOOK": f"{event} {here}"})
        counts.append(len(said))
    assert counts == NONE
    # A push of another repository within the hook of this one is another matter.
    assert every(framework, CHRONO_GIT_HOOK=f"pre-push {tmp_path}") == ALL
    assert every(framework, CHRONO_GIT_HOOK="pre-push") == ALL


@pytest.mark.parametrize(
    ("told", "words"), [({}, "checked 1 file"), (dict(list(PUSH.items())[:3]), "nothing was checked")]
)
def test_by_hand_it_is_a_check_even_where_the_hook_is_installed(
    repo: Repo, told: dict[str, str], words: str
) -> None:
    """A gate that somebody asks must answer: `pre-commit run --hook-stage manual chrono-git-check`."""
    repo.commit(
        "x", files={"a.py": "def f():\n    raise NotImplementedError\n", "chrono_git/__init__.py": "1 / 0\n"}
    )
    repo.git("rm", "-q", "chrono_git/__init__.py")
    install_hooks(str(repo.path), release="1", version=OLD)
    if told:
        told = {**told, "PRE_COMMIT_FROM_REF": repo.head(), "PRE_COMMIT_TO_REF": repo.head()}
    done = subprocess.run(
        [sys.executable, str(ROOT / "chrono_git/hook/run.py"), "framework", "chrono-git-check"],
        cwd=repo.path, capture_output=True, check=False, text=True, env={**os.environ, **told},
    )  # fmt: skip
    assert words in done.stdout + done.stderr
    assert done.returncode == (0 if told else 1)


def test_the_hooks_for_frameworks_are_those_that_are_known() -> None:
    offered = {one["id"]: one for one in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}
    assert offered.keys() == FRAMEWORK_IDS.keys()
    for name, events in FRAMEWORK_IDS.items():
        one = offered[name]
        assert set(one["stages"]) == {*events, *(["manual"] if name == "chrono-git-check" else [])}
        assert (one["entry"], one["language"]) == (f"chrono-git-hook framework {name}", "python")
        assert one["always_run"]
        # The file with the message is handed over as a file name.
        assert one.get("pass_filenames", True) == (name in ("chrono-git-message", "chrono-git-squash"))
