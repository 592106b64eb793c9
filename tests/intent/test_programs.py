"""Which files a block of shell runs and names."""

from __future__ import annotations

import time

import pytest

from chrono_git.intent.programs import asks_machine, missing_scripts, named_in, needs_everything, scripts_of


@pytest.mark.parametrize(
    ("block", "scripts"),
    [
        ("./scripts/verify-step-1.sh --fast", ["scripts/verify-step-1.sh"]),
        ("bash scripts/x.sh && sh -e ./y.sh", ["scripts/x.sh", "y.sh"]),
        ("cd tools\n./x.sh", ["tools/x.sh"]),
        ("source ./env.sh; . env2.sh", ["env.sh", "env2.sh"]),
        ("FOO=1 sudo ./x | ./y", ["x", "y"]),
        ("python tools/check.py; bun run src/a.ts", ["tools/check.py", "src/a.ts"]),
        ("python -m pytest; bash -c ./x; bun test tests/a.ts; make; ls scripts/x.sh", []),
        ("/bin/ls; ~/x.sh; ../x.sh; ./../../x; $HOME/x.sh", []),
        ("cd ..\n./x.sh", []),
        ("`./x.sh", []),
    ],
)
def test_what_a_block_runs(block: str, scripts: list[str]) -> None:
    assert list(scripts_of(block)) == scripts


def test_what_is_missing() -> None:
    block = "./scripts/verify-step-1.sh\n./there.sh\n./gradlew test\n./target/release/app\n"
    block += "touch made.sh\n./made.sh\n"
    assert missing_scripts(block, {"there.sh"}) == ("scripts/verify-step-1.sh",)


def test_what_a_block_names() -> None:
    there = {"src/a.py", "docs", "tools/x", "README.md"}
    block = 'find docs -name "*.md"; test -f ./src/a.py; cd tools; cat x ../README.md /etc/passwd'
    assert sorted(named_in(block, there)) == ["README.md", "docs", "src/a.py", "tools/x"]


@pytest.mark.parametrize(
    ("block", "machine", "everything"),
    [
        ("rustc --version # Should show 1.90+\nbun --version\nwhich psql", True, False),
        ("redis-cli ping", False, False),
        ("bun test tests/a.ts", False, True),
        ("cargo --version\ncargo test", False, True),
        ("./scripts/x.sh", False, False),
        ("grep -q x README.md", False, False),
        ("", False, False),
    ],
)
def test_what_it_is_about(block: str, machine: bool, everything: bool) -> None:
    assert (asks_machine(block), needs_everything(block)) == (machine, everything)


@pytest.mark.parametrize(
    "piece",
    ["cd a;(cd a;(", "./x ", "./x;", "a/b/", "cd a{};\n", "'", "x.sh\n", "touch a{1,2}{3,4}\n", "a/../"],
)
def test_long_blocks_take_no_time(piece: str) -> None:
    text = "".join(piece.replace("{}", str(number)) for number in range(40_000 // len(piece)))
    began = time.monotonic()
    scripts_of(text)
    missing_scripts(text, ())
    list(named_in(text, {"a"}))
    asks_machine(text)
    needs_everything(text)
    assert time.monotonic() - began < 5
