"""Repositories that many tests begin with, made once for each worker and copied for each test."""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest

from tests.gitkit import Repo


def copied(name: str, repo: Repo, factory: pytest.TempPathFactory, make: Callable[[Repo], object]) -> Repo:
    """`repo`, an empty one, with all that `make` once made of one; `name` is unlike that of others."""
    made = factory.getbasetemp() / f"made-{name}"
    if not made.exists():
        make(Repo(made))
    shutil.copytree(made, repo.path, dirs_exist_ok=True, symlinks=True)
    repo.commits = 10
    return repo
