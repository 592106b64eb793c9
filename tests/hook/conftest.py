"""Repositories with the hooks installed; each is built once and copied for every test."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from tests.hook.foldkit import FoldRepo, copy, make


@cache
def _template(folder: Path) -> Path:
    return make(folder / "fold-template").path


@pytest.fixture
def template(isolated_git: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a guide of seven items and one commit; to be copied, never changed."""
    return _template(tmp_path_factory.getbasetemp())


@pytest.fixture
def fold_repo(template: Path, tmp_path: Path) -> FoldRepo:
    """A copy of the template of one's own."""
    return copy(template, tmp_path / "fold")
