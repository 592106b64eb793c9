"""new as a whole process on real repositories."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from chrono_git.cli.main import run
from tests.cli.test_commands import chrono
from tests.gitkit import Repo

PATH = ".chrono/guides/AB-012-feed-of-prices.md"


@pytest.fixture
def here(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> Repo:
    monkeypatch.chdir(repo.path)
    return repo


def document(text: str) -> Any:
    read = json.loads(text)
    schema = json.loads(files("chrono_git").joinpath("schemas/new-1.json").read_text())
    Draft202012Validator(schema).validate(read)
    return read


def test_it_makes_a_guide_once(here: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "AB-012", "Feed of prices"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith(
        f"AB-012  Feed of prices\n\nguide          {PATH}  made, from the built-in template\n\n"
    )
    assert (" placeholders are left to fill in, first in line 5: " in out, err) == (True, "")
    assert here.at(PATH).read_text().startswith("# Implementation Guide: AB-012\n")
    assert run(["new", "AB-012", "Feed of prices"]) == 2
    out, err = capsys.readouterr()
    assert (out, err.splitlines()) == (
        "",
        [f"chrono-git: error: AB-012 is there already: {PATH}", "hint: the next free id is AB-013"],
    )


@pytest.mark.parametrize("options", [[], ["--format", "json"]])
def test_a_dry_run_makes_nothing(here: Repo, options: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "AB-012", "Feed of prices", "--dry-run", *options]) == 0
    out = capsys.readouterr().out
    if options:
        read = document(out)
        assert (read["written"], read["documents"][0]["path"], len(read["placeholders"]) > 20) == (
            False,
            PATH,
            True,
        )
    else:
        assert f"{PATH}  to be made, from the built-in template\n" in out
    assert not here.at(".chrono").exists()


@pytest.mark.parametrize("arguments", [["AB-1"], [], ["AB", "x"], ["AB-1", "a\nb"], ["AB-1", ""]])
def test_usage(here: Repo, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", *arguments]) == 2
    out, err = capsys.readouterr()
    assert (out, err.startswith("chrono-git: error: ")) == ("", True)
    assert not here.at(".chrono").exists()


def test_a_guide_that_nobody_looks_for_is_told(here: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    here.write(".chrono/config.toml", '[guides]\ninclude = ["plans/*.md"]\n')
    assert run(["new", "AB-1", "Feed"]) == 0
    assert "[guides] include in .chrono/config.toml" in capsys.readouterr().err


def test_as_a_process(here: Repo) -> None:
    done = chrono(here, "new", "AB-012", "Feed of prices", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    assert document(done.stdout)["title"] == "Feed of prices"
