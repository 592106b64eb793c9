"""scaffold as a whole process on real repositories."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from chrono_git.cli.main import run
from tests.app.kit import GUIDE
from tests.cli.test_commands import chrono
from tests.gitkit import Repo

TEXT = """\
# CHRONO-001: First things

## Step 1: The feed

```bash
mkdir -p src/{feed,empty}
touch src/feed/feed.ts
npm init -y
```

**What to implement**:

```typescript
export function feed() {
  throw new Error('Not implemented');
}
```

## Step 2: A trap

```bash
touch ../outside \x1b[2J
```
"""
MADE = """\
CHRONO-001/step-1  The feed
docs/implementation/CHRONO-001-guide.md:3, from the root

src/         made
  empty/     made, nothing in it: git does not keep it
  feed/      made
    feed.ts  made, with the code of line 14, a stub

Left to you
  line 8: npm init -y
    for you to run

3 folders and 1 file made.
1 of them is a stub or empty: the report says so until it is replaced.
"""


@pytest.fixture
def guided(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> Repo:
    repo.commit("guide", files={GUIDE: TEXT})
    monkeypatch.chdir(repo.path)
    return repo


def document(text: str) -> Any:
    read = json.loads(text)
    schema = json.loads(files("chrono_git").joinpath("schemas/scaffold-1.json").read_text())
    Draft202012Validator(schema).validate(read)
    return read


def test_it_makes_and_then_has_nothing_to_do(guided: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["scaffold", "CHRONO-001/1"]) == 0
    out, err = capsys.readouterr()
    assert (out, err) == (MADE, "")
    assert guided.at("src/feed/feed.ts").read_text().startswith("export function feed()")
    assert run(["scaffold", "1"]) == 0
    assert "All of it is there.\n" in capsys.readouterr().out


@pytest.mark.parametrize("options", [[], ["--format", "json"]])
def test_a_dry_run_makes_nothing(
    guided: Repo, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["scaffold", "1", "--dry-run", *options]) == 0
    out = capsys.readouterr().out
    if options:
        read = document(out)
        assert (read["written"], [one["state"] for one in read["paths"]]) == (False, ["made"] * 4)
    else:
        assert "    feed.ts  to be made, with the code of line 14, a stub\n" in out
        assert "3 folders and 1 file would be made.\n" in out
    assert guided.git("status", "--porcelain") == ""
    assert not guided.at("src").exists()


def test_what_could_not_be_made_is_1(guided: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["scaffold", "2"]) == 1
    out = capsys.readouterr().out
    assert (
        "Not interpreted\n  line 22: touch ../outside \\x1b[2J\n    ../outside: leads out of the repository\n"
        in out
    )
    assert "\x1b" not in out
    assert run(["scaffold", "2", "--format", "json"]) == 1
    read = document(capsys.readouterr().out)
    assert [(one["line"], one["missed"]) for one in read["commands"]] == [(22, True)] * 2


def test_a_link_is_told_in_the_tree(guided: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    guided.at("src").symlink_to("/tmp")
    assert run(["scaffold", "1"]) == 1
    assert "src/         not made: src is a link\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments", [["CHRONO-001/9"], ["1", "--guide", "CHRONO-9"], [], ["1", "--in", ".."]]
)
def test_usage(guided: Repo, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["scaffold", *arguments]) == 2
    out, err = capsys.readouterr()
    assert (out, err.startswith("chrono-git: error: ")) == ("", True)


def test_an_unknown_start_is_told(guided: Repo, capsys: pytest.CaptureFixture[str]) -> None:
    setup = "\n## Prerequisites\n\n```bash\ncd $ROOT\n```\n"
    guided.write(GUIDE, TEXT.replace("things\n", f"things\n{setup}", 1))
    assert run(["scaffold", "1"]) == 1
    out, err = capsys.readouterr()
    assert "where its commands start is not known" in out
    assert "--in DIR" in err
    assert run(["scaffold", "1", "--in", "app"]) == 0
    assert guided.at("app/src/feed/feed.ts").exists()


def test_as_a_process(guided: Repo) -> None:
    done = chrono(guided, "scaffold", "1", "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    assert document(done.stdout)["folder"] == ""
