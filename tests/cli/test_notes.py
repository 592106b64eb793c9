"""notes as a whole process on real repositories."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.app.kit import FIRST, GUIDE, TEXT
from tests.cli.test_commands import chrono
from tests.gitkit import AUTHOR, Repo


@pytest.fixture
def worked(repo: Repo) -> Repo:
    """v1 taught one thing; since then an item was finished, and another thing learnt."""
    repo.commit("guide\n\nChrono-Learning: old\n", files={GUIDE: TEXT})
    repo.git("tag", "v1")
    repo.commit("x\n\nChrono-Learning: it\n", files={"src/first.py": FIRST})
    repo.git("remote", "add", "origin", "git@github.com:o/n.git")
    return repo


def test_markdown(worked: Repo) -> None:
    done = chrono(worked, "notes")
    assert (done.returncode, done.stderr) == (0, "")
    head = worked.head()
    url = f"https://github.com/o/n/commit/{head}"
    assert done.stdout.startswith("## Unreleased\n\n1 item done, 1 learning; 1 commit by 1 person since v1 (")
    assert "### CHRONO-001: First things\n\n0 → 1 of 3 done.\n\n#### Phase 1: Making\n" in done.stdout
    assert f"- Create `src/first.py` ([{head[:7]}]({url}))\n" in done.stdout
    assert f"- it ([{head[:7]}]({url}))\n" in done.stdout
    assert f"### Contributors\n\n{AUTHOR} (1 commit)\n" in done.stdout
    assert chrono(worked, "notes", "--unreleased").stdout == done.stdout
    assert chrono(worked, "notes", "v1..").stdout.count("- it (") == 1


def test_json(worked: Repo, tmp_path: Path) -> None:
    done = chrono(worked, "notes", "--all", "--format", "json", "-o", str(tmp_path / "notes.json"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    found = json.loads((tmp_path / "notes.json").read_text())
    schema = json.loads(files("chrono_git").joinpath("schemas/notes-1.json").read_text())
    Draft202012Validator(schema).validate(found)
    assert [one["name"] for one in found["releases"]] == ["Unreleased", "v1"]


def test_a_name_for_what_will_be_tagged(worked: Repo) -> None:
    assert chrono(worked, "notes", "--tag", "v2").stdout.startswith("## v2 (2026-01-01)\n")


def test_what_could_not_be_read_is_told_once_and_where(worked: Repo) -> None:
    table = "\n| a |\n|---|\n| [ ] |\n"
    for number in range(3):
        worked.commit("table", files={GUIDE: f"{TEXT}{'more' * number}\n{table}"})
        worked.git("tag", f"v{number + 2}")
    line = (TEXT + f"\n{table}").count("\n")
    assert chrono(worked, "notes", "--all").stderr.splitlines() == [
        f"chrono-git: {GUIDE}:{line}: a checkbox in a table is not counted"
    ]


def test_prepend(worked: Repo) -> None:
    done = chrono(worked, "notes", "--all", "--prepend", "CHANGELOG.md")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.splitlines() == [
        "chrono-git: CHANGELOG.md: Unreleased: written",
        "chrono-git: CHANGELOG.md: v1: written",
    ]
    before = worked.at("CHANGELOG.md").read_bytes()
    done = chrono(worked, "notes", "--all", "--prepend", "CHANGELOG.md")
    assert "is there already" in done.stderr
    assert worked.at("CHANGELOG.md").read_bytes() == before


def test_the_usual_look_as_a_template(worked: Repo) -> None:
    pytest.importorskip("jinja2")
    template = chrono(worked, "notes", "--print-template")
    assert (template.returncode, template.stderr) == (0, "")
    worked.write("look.jinja", template.stdout)
    assert chrono(worked, "notes", "--all", "--template", "look.jinja").stdout == (
        chrono(worked, "notes", "--all").stdout
    )
    worked.write("look.jinja", "{{ releases[0].nam }}")
    done = chrono(worked, "notes", "--template", "look.jinja")
    assert (done.returncode, done.stdout) == (2, "")
    assert "look.jinja:1" in done.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["v9"], "'v9' is no tag, and no range of commits"),
        (["v1", "--all"], "exclude each other"),
        (["--unreleased", "--all"], "exclude each other"),
        (["--prepend", "x.md", "--format", "json"], "--prepend writes Markdown"),
        (["--prepend", "x.md", "-o", "y.md"], "--prepend writes Markdown"),
        (["--template", "x", "--format", "json"], "a template makes text"),
        (["--template", "gone.jinja"], "the template cannot be read"),
        (["--prepend", "../x.md"], "leads out of the repository"),
    ],
)
def test_usage(worked: Repo, words: list[str], said: str) -> None:
    done = chrono(worked, "notes", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr


def test_a_shallow_clone(worked: Repo, tmp_path: Path) -> None:
    clone = worked.clone(tmp_path / "clone", "--depth=1")
    done = chrono(clone, "notes")
    assert (done.returncode, done.stdout) == (2, "")
    assert "shallow" in done.stderr
