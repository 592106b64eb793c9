"""By what it is seen that a framework has put changes aside; the real ones are in test_frameworks."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from chrono_git.hook.set_aside import are_changes_set_aside
from tests.gitkit import Repo


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("pre/patch{after}-1", True),
        ("pre/patch{before}-1", False),
        ("pre/patch{before}-{parent}", True),
        ("prek/patches/{after}000-1.patch", True),
        ("prek/patches/{before}000-1.patch", False),
        ("prek/patches/{before}999-{parent}.patch", True),
        ("pre/patch", False),
        ("pre/patchwork-{parent}", False),
        ("prek/patches/{after}000-1.patch.tmp", False),
    ],
)
def test_a_patch_tells(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, expected: bool
) -> None:
    repo.commit("x")
    os.utime(repo.path / ".git/logs/HEAD", (2000, 2000))
    monkeypatch.chdir(repo.path)
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "pre"))
    monkeypatch.setenv("PREK_HOME", str(tmp_path / "prek"))
    assert not are_changes_set_aside()
    path = tmp_path / name.format(after=2000, before=1999, parent=os.getppid())
    path.parent.mkdir(parents=True)
    path.write_text("")
    assert are_changes_set_aside() == expected
