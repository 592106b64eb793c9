"""Where consent is remembered, and when it counts for nothing."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from chrono_git.errors import ChronoError
from chrono_git.repo.trusted import Trusted, open_trusted

ONE, OTHER = "1" * 64, "2" * 64


def test_it_is_remembered_for_its_owner_alone(tmp_path: Path) -> None:
    trusted = open_trusted({"XDG_STATE_HOME": str(tmp_path / "state")}, str(tmp_path / "repo"))
    assert trusted.path == tmp_path / "state" / "chrono-git" / "trusted"
    assert not trusted.holds(ONE)
    old = os.umask(0)
    try:
        assert trusted.remember(ONE)
        assert trusted.remember(OTHER)
        assert trusted.remember(ONE)
    finally:
        os.umask(old)
    assert trusted.path.read_text() == f"{OTHER}\n{ONE}\n"
    assert stat.S_IMODE(trusted.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(trusted.path.parent.stat().st_mode) == 0o700
    assert [*trusted.path.parent.iterdir()] == [trusted.path]
    assert Trusted(trusted.path).holds(ONE)
    assert not trusted.holds(ONE[:-1])
    assert not trusted.holds("")


@pytest.mark.parametrize(
    ("environment", "place"),
    [
        ({"HOME": "/h"}, "/h/.local/state/chrono-git/trusted"),
        ({"HOME": "/h", "XDG_STATE_HOME": "relative"}, "/h/.local/state/chrono-git/trusted"),
        ({"HOME": "/h", "XDG_STATE_HOME": "/s"}, "/s/chrono-git/trusted"),
        ({}, None),
        ({"HOME": "relative"}, None),
        ({"HOME": "/repo"}, None),
        ({"HOME": "/h", "XDG_STATE_HOME": "/repo/.state"}, None),
        ({"HOME": "/h", "XDG_STATE_HOME": "/repo/../repo"}, None),
    ],
)
def test_where_it_lies(environment: dict[str, str], place: str | None) -> None:
    found = open_trusted(environment, "/repo", None).path
    assert found == (place and Path(place))
    assert Trusted(None).remember(ONE) is False
    assert Trusted(None).holds(ONE) is False


def test_a_link_into_the_work_tree_is_no_place(tmp_path: Path) -> None:
    (tmp_path / "repo" / "mine" / "chrono-git").mkdir(parents=True)
    (tmp_path / "repo" / "mine" / "chrono-git" / "trusted").write_text(f"{ONE}\n")
    (tmp_path / "state").symlink_to("repo/mine")
    assert open_trusted({"XDG_STATE_HOME": str(tmp_path / "state")}, str(tmp_path / "repo")).path is None


def test_what_others_may_have_written_counts_for_nothing(tmp_path: Path) -> None:
    path = tmp_path / "trusted"
    path.write_text(f"{ONE}\nrubbish\n{'z' * 64}\n")
    path.chmod(0o600)
    assert Trusted(path).holds(ONE)
    assert not Trusted(path).holds("z" * 64)
    for mode in (0o620, 0o602, 0o666):
        path.chmod(mode)
        assert not Trusted(path).holds(ONE)
    path.chmod(0o600)
    (tmp_path / "link").symlink_to(path)
    assert not Trusted(tmp_path / "link").holds(ONE)
    os.mkfifo(tmp_path / "pipe", 0o600)
    assert not Trusted(tmp_path / "pipe").holds(ONE)
    assert not Trusted(tmp_path).holds(ONE)


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ChronoError, match="cannot be remembered"):
        Trusted(tmp_path / "file" / "trusted").remember(ONE)
