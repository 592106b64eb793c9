"""Patches as they come from git, in pieces of any size."""

from __future__ import annotations

import random

import pytest

from chrono_git.repo.patches import CONTEXT, DIFF, new_side, sections
from chrono_git.repo.ranges import sides
from chrono_git.repo.stream import Git
from tests.gitkit import Repo


@pytest.fixture
def output(repo: Repo) -> bytes:
    """The difference of two commits, with all kinds of changes."""
    lines = "".join(f"{number}\n" for number in range(40))
    files = {"a.py": lines, "gone": "x\n", "link": "y\n", "sp ace\n.py": "z", "mode": "", "same": "1\n"}
    repo.commit(files=files)
    repo.write("a.py", lines.replace("3\n", "three\n").replace("30\n", ""))
    repo.at("link").unlink()
    repo.at("link").symlink_to("a.py")
    repo.at("gone").unlink()
    repo.at("mode").chmod(0o755)
    repo.commit(files={"sp ace\n.py": "diff --git a/x b/x\n\n", "new": b"\0\0diff --git \n\0"})
    return Git(str(repo.path)).run(*DIFF, f"-U{CONTEXT}", "HEAD~1", "HEAD")


def test_each_file_with_its_patch(output: bytes) -> None:
    found = {path: (meta[-1:], patch) for meta, path, patch in sections([output])}
    assert {path: status for path, (status, _) in found.items()} == {
        b"a.py": b"M", b"gone": b"D", b"link": b"T", b"mode": b"M", b"new": b"A", b"sp ace\n.py": b"M",
    }  # fmt: skip
    assert found[b"new"][1].count(b"\n+") == 3
    assert found[b"link"][1].count(b"diff --git a/link b/link") == 2
    assert list(sections([])) == list(sections([b""])) == []


@pytest.mark.parametrize("seed", range(20))
def test_in_pieces_of_any_size(output: bytes, seed: int) -> None:
    chance = random.Random(seed)
    pieces, at = [], 0
    while at < len(output):
        size = chance.randrange(1, (2, 20, 200)[seed % 3])
        pieces.append(output[at : at + size])
        at += size
    assert list(sections(pieces)) == list(sections([output]))


def test_the_new_side_is_that_of_the_whole_look(output: bytes) -> None:
    for _, _, patch in sections([output]):
        assert new_side(patch).strip(b"\n") == sides(patch).new.strip(b"\n")
