"""check as a whole process on real repositories."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from chrono_git.cli.main import run
from tests.cli.test_commands import chrono
from tests.gitkit import Repo

STUB = "def total(self):\n    raise NotImplementedError\n"
DONE = "def total(self):\n    return 3\n"
BASELINE = ".chrono/check-baseline.jsonl"


@pytest.fixture
def shop(repo: Repo) -> Repo:
    """A repository with one stub, committed."""
    repo.commit("shop", files={"src/cart.py": STUB, "src/tax.py": DONE})
    return repo


def findings(repo: Repo, *args: str, status: int) -> list[tuple[str, str, int]]:
    done = chrono(repo, "check", "--format", "json", *args)
    assert (done.returncode, done.stderr) == (status, "")
    document = json.loads(done.stdout)
    schema = json.loads(files("chrono_git").joinpath("schemas/check-1.json").read_text())
    Draft202012Validator(schema).validate(document)
    return [(one["rule"], one["path"], one["line"]) for one in document["findings"]]


CART = ("stub", "src/cart.py", 2)


def test_a_stub_blocks(shop: Repo) -> None:
    done = chrono(shop, "check")
    assert (done.returncode, done.stderr) == (1, "")
    head, *_advice, empty, last = done.stdout.splitlines()
    assert head == "src/cart.py:2:5  block stub  total  raise NotImplementedError"
    assert (empty, last) == ("", "checked 2 files: 1 block, 0 warn, 0 allowed, 0 in the baseline")
    assert "\x1b[" in chrono(shop, "--color", "check").stdout
    assert findings(shop, status=1) == [CART]


def test_nothing_to_tell_and_nothing_to_check(shop: Repo) -> None:
    shop.commit("done", files={"src/cart.py": DONE})
    done = chrono(shop, "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "checked 2 files: 0 block, 0 warn, 0 allowed, 0 in the baseline\n"
    done = chrono(shop, "check", "--staged")
    assert (done.returncode, done.stdout.partition(":")[0]) == (0, "nothing was checked")


def test_the_state_that_was_asked_for(shop: Repo) -> None:
    base = shop.head()
    shop.commit("another", files={"src/cart.py": DONE, "src/new.py": STUB.replace("total", "new")})
    shop.write("src/index.py", STUB.replace("total", "index"))
    shop.git("add", "-A")
    shop.write("src/index.py", DONE)
    shop.write("src/loose.py", STUB.replace("total", "loose"))
    new, loose = ("stub", "src/new.py", 2), ("stub", "src/loose.py", 2)
    assert findings(shop, status=1) == [loose, new]
    assert findings(shop, "--at", base, status=1) == [CART]
    assert findings(shop, "--at", "HEAD", status=1) == [new]
    assert findings(shop, "--staged", status=1) == [("stub", "src/index.py", 2)]
    assert findings(shop, "--range", f"{base}..HEAD", status=1) == [new]
    assert findings(shop, "--range", "HEAD..HEAD", status=0) == []
    shop.commit("moved", files={"src/moved.py": shop.at("src/new.py").read_bytes(), "src/new.py": DONE})
    assert findings(shop, "--range", "HEAD~1..HEAD", "src/moved.py", "src/new.py", status=0) == []
    assert findings(shop, "src/moved.py", status=1) == [("stub", "src/moved.py", 2)]
    assert findings(shop, "src/index.py", "src/tax.py", status=0) == []


@pytest.mark.parametrize(
    ("args", "part"),
    [
        (["--at", "HEAD", "--staged"], "--at and --staged cannot be combined"),
        (["--range", "A..B", "--at", "HEAD"], "--at and --range cannot be combined"),
        (["--write-baseline", "--staged"], "cannot be combined with --staged"),
        (["--write-baseline", "--at", "HEAD"], "cannot be combined with --at"),
        (["--write-baseline", "--range", "a..b"], "cannot be combined with --range"),
        (["--write-baseline", "src"], "cannot be combined with PATH"),
        (["--write-baseline", "-o", "x"], "cannot be combined with -o"),
        (["--format", "xml"], "xml"),
    ],
)
def test_usage(args: list[str], part: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", *args]) == 2
    out, err = capsys.readouterr()
    assert (out, part in err) == ("", True)
    assert "chrono-git check --help` lists what there is." in err


@pytest.mark.parametrize("args", [["--at", "nowhere"], ["--range", "nowhere..HEAD"], ["no/such/path"], ["/"]])
def test_what_cannot_be_judged(shop: Repo, args: list[str]) -> None:
    done = chrono(shop, "check", *args)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("chrono-git: error: ")
    assert "\nhint: " in done.stderr


def test_other_formats(shop: Repo, tmp_path: Path) -> None:
    log: Any = json.loads(chrono(shop, "check", "--format", "sarif").stdout)
    run_ = log["runs"][0]
    assert run_["tool"]["driver"]["version"]
    assert [one["ruleId"] for one in run_["results"]] == ["stub"]
    done = chrono(shop, "check", "--format", "github")
    assert done.returncode == 1
    assert done.stdout.startswith("::error file=src/cart.py,line=2,col=5,endLine=2,title=stub")
    target = tmp_path / "found.sarif"
    done = chrono(shop, "check", "--format", "sarif", "-o", str(target))
    assert (done.returncode, done.stdout, done.stderr) == (1, "", "")
    assert json.loads(target.read_text()) == log


def test_allowances(shop: Repo) -> None:
    shop.write("src/cart.py", f"# chrono-git: allow(stub) the vendor wants it\n{STUB}")
    done = chrono(shop, "check")
    assert (done.returncode, done.stdout) == (
        0,
        "checked 2 files: 0 block, 0 warn, 1 allowed, 0 in the baseline\n",
    )
    shop.write(
        "src/cart.py", f"# chrono-git: allow(stub) the vendor wants it\n{DONE}# chrono-git: allow(stup)\n"
    )
    assert findings(shop, status=0) == [
        ("allow-unused", "src/cart.py", 1),
        ("allow-reason", "src/cart.py", 4),
        ("allow-unknown", "src/cart.py", 4),
    ]


def test_the_configuration_leaves_paths_out(shop: Repo) -> None:
    shop.write(".chrono/config.toml", '[check]\nexclude = ["src/cart.py"]\n')
    assert findings(shop, status=0) == []


def test_what_could_not_be_checked_is_told(shop: Repo) -> None:
    shop.write(".chrono/config.toml", "[limits]\nfile_bytes = 30\n")
    done = chrono(shop, "check")
    assert done.returncode == 0
    assert done.stderr.startswith("chrono-git: src/cart.py: not looked at: ")


def test_a_baseline(shop: Repo) -> None:
    shop.write("src/new.py", f"{STUB}\n\nbreakpoint()\n# chrono-git: allow(stub)\n")
    done = chrono(shop, "check", "--write-baseline", cwd=shop.at("src"))
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == f"chrono-git: {BASELINE}: 3 findings, 3 of them new; commit the file\n"
    written = shop.at(BASELINE).read_bytes()
    assert [json.loads(line)["rule"] for line in written.splitlines()] == ["stub", "debug-call", "stub"]
    done = chrono(shop, "check")
    assert done.returncode == 0
    assert done.stdout.endswith("checked 3 files: 0 block, 2 warn, 0 allowed, 3 in the baseline\n")
    # Moved, indented and renamed lines are no news, but a new stub beside them is.
    indented = "import os\n\n\nclass Cart:\n    def total(self):\n        raise NotImplementedError\n"
    shop.write("src/cart.py", indented)
    assert chrono(shop, "check").returncode == 0
    shop.write("src/cart.py", STUB)
    shop.mv("src/cart.py", "lib/basket.py")
    assert chrono(shop, "check").returncode == 0
    shop.write("lib/basket.py", f"{STUB}\n\ndef other():\n    raise NotImplementedError\n")
    assert findings(shop, status=1)[0] == ("stub", "lib/basket.py", 6)
    done = chrono(shop, "check", "--write-baseline")
    told = "4 findings, 1 of them new; commit the file"
    assert done.stderr == f"chrono-git: {BASELINE}: {told}\n"
    shop.write("src/new.py", DONE)
    shop.write("lib/basket.py", DONE)
    done = chrono(shop, "check", "--write-baseline")
    assert "0 findings, 0 of them new, 4 that are gone are left out" in done.stderr
    assert shop.at(BASELINE).read_bytes() == b""


def test_a_baseline_with_a_conflict(shop: Repo) -> None:
    shop.write(BASELINE, "<<<<<<< HEAD\n")
    done = chrono(shop, "check")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(
        f"chrono-git: error: {BASELINE}:1: a merge conflict that was not resolved\nhint: "
    )
    done = chrono(shop, "check", "--write-baseline")
    assert (done.returncode, done.stderr) == (
        0,
        f"chrono-git: {BASELINE}: 1 finding, 1 of them new; commit the file\n",
    )
    assert findings(shop, status=0) == []


def test_a_baseline_never_leaves_the_repository(shop: Repo, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    shop.at(".chrono").symlink_to(tmp_path / "outside")
    done = chrono(shop, "check", "--write-baseline")
    assert done.returncode == 2
    assert "a link that leads out of the repository" in done.stderr
    assert list((tmp_path / "outside").iterdir()) == []


def test_no_baseline_without_a_work_tree(shop: Repo, tmp_path: Path) -> None:
    bare = tmp_path / "bare.git"
    shop.git("clone", "-q", "--bare", ".", str(bare))
    done = chrono(shop, "check", "--write-baseline", cwd=bare)
    assert (done.returncode, done.stderr.partition("\n")[0]) == (
        2,
        "chrono-git: error: there is no work tree here",
    )
    done = chrono(shop, "check", "--at", "HEAD", cwd=bare)
    assert done.returncode == 1
