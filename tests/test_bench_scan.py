"""The parts of scripts/bench-scan that decide what is counted."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest

from tests.gitkit import Repo

SCRIPTS = Path(__file__).resolve().parents[1] / "scripts"


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The modules of the bench, which are no package of ours."""
    monkeypatch.syspath_prepend(str(SCRIPTS))
    for name in ("git", "markers", "report", "exercism", "history"):
        importlib.import_module(f"_bench.scan_{name}")
    yield sys.modules["_bench"]
    for name in [name for name in sys.modules if name.partition(".")[0] == "_bench"]:
        monkeypatch.delitem(sys.modules, name)


@pytest.mark.parametrize(
    ("path", "text", "lines"),
    [
        ("a.rs", "fn f() {\n    todo!(\n        'later'\n    )\n}\n", [2]),
        ("a.rs", "// todo!()\n/*\ntodo!()\n*/\nfn f() {}\n", []),
        ("a.scala", "def f = ???\nval g = x ??? y // no\n", [1, 2]),
        ("a.js", "throw new Error(\n  'Remove this line and implement it',\n);\n", [1]),
        ("a.js", "throw new Error('no such file');\n", []),
        ("a.cs", "int F() => throw new NotImplementedException();\n", [1]),
        ("a.hs", '-- error "Implement this."\nf x = error "Implement this."\n', [2]),
        ("a.ml", "(* failwith \"'f' is missing\" *)\nlet f = failwith \"'f' is missing\"\n", [2]),
        (
            "a.php",
            "throw new \\BadMethodCallException(sprintf('Implement the %s method', __FUNCTION__));\n",
            [1],
        ),
        ("a.ml", 'let f () = failwith = "not implemented"\n', []),
        ("a.zig", '@compileError("please implement the f function");\n', [1]),
        ("a.py", '"""\nraise NotImplementedError\n"""\nraise NotImplementedError\n', [4]),
        ("a.toml", 'error "implement"\n', []),
    ],
)
def test_markers(bench: ModuleType, path: str, text: str, lines: list[int]) -> None:
    found = bench.scan_markers.markers(path, text.encode())
    assert [marker.first for marker in found] == lines


def test_halves_and_neutral_paths(bench: ModuleType) -> None:
    def solution(track: str, slug: str) -> tuple[str, str]:
        one = bench.scan_exercism.Solution(track, slug, "exercises/x/.meta/example.py", "", b"", True)
        return one.half, one.neutral

    assert solution("python", "leap") == ("tuned", "src/main.py")
    assert solution("kotlin", "leap") == ("held out", "src/main.py")
    assert solution("python", "accumulate") == ("held out", "src/main.py")


def test_log_and_patches_give_the_added_lines(bench: ModuleType, repo: Repo) -> None:
    repo.write("a.py", "1\n2\n3\n")
    repo.commit("first")
    repo.write("a.py", "1\n+++ two\n2\n3\n4\n5\n")
    repo.write("tests/test_a.py", "x\n")
    repo.write("ä b.py", "x\n")
    second = repo.commit("second")
    commits, changes = bench.scan_history._changes(repo.path, 0)
    assert commits == 1  # a root has nothing to compare with
    assert {(one.commit, one.path) for one in changes} == {(second, "a.py"), (second, "ä b.py")}
    added = bench.scan_history._added(repo.path, [second])
    assert added == {second: {"a.py": {2, 5, 6}, "tests/test_a.py": {1}, "ä b.py": {1}}}


def test_verdicts(bench: ModuleType, tmp_path: Path) -> None:
    known = tmp_path / "verdicts.tsv"
    known.write_text(
        '# repository\tpath\tcontent\tverdict\no/r\ta.py\tpanic("x  y")\tright\twhy\n'.replace("  ", " ")
    )
    found = bench.scan_report.Found("o/r", "a.py", 1, "stub", "f", 'panic("x  y")')
    verdicts = bench.scan_report.Verdicts(known)
    assert verdicts.of(found) == "right"
    assert verdicts.of(replace(found, path="b.py")) == "unread"
    known.write_text("o/r\ta.py\tx\tmaybe\n")
    with pytest.raises(SystemExit, match=r"verdicts\.tsv:1: expected"):
        bench.scan_report.Verdicts(known)


def test_exercism_from_a_bare_clone(repo: Repo, tmp_path: Path) -> None:
    folder = "exercises/practice/leap/"
    files = {"solution": ["acronym.rs", "Cargo.toml"], "example": [".meta/example.rs"]}
    repo.write(folder + ".meta/config.json", json.dumps({"files": files}))
    repo.write(folder + "acronym.rs", "pub fn f() -> u8 {\n    todo!()\n}\n")
    repo.write(folder + "Cargo.toml", "")
    repo.write(folder + ".meta/example.rs", "pub fn f() -> u8 {\n    1\n}\n")
    repo.write("exercises/concept/broken/.meta/config.json", "{")
    repo.commit("track")
    bare = repo.clone(tmp_path / "exercism+rust", "--bare").path
    command = [sys.executable, str(SCRIPTS / "bench-scan"), "exercism", "--json", str(bare)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    report = json.loads(done.stdout)
    assert report["halves"] == {
        "tuned": {
            "rust": {
                "files": 1, "files_found": 1, "markers": 1, "markers_found": 1, "finished": 1, "alarms": 0,
            }
        },
        "held out": {},
    }  # fmt: skip
    assert len(report["notes"]) == 1
