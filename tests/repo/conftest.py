"""Processes: some of these tests look whether one is left behind."""

from __future__ import annotations

import pytest

from tests.warm import cool


@pytest.fixture(autouse=True)
def _alone() -> None:
    cool()
