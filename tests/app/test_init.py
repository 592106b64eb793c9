from __future__ import annotations

import pytest

from chrono_git.app.init import prepare
from chrono_git.config import Config, parse_config
from chrono_git.errors import ChronoError
from tests.gitkit import Repo

GUIDE = "# Implementation Guide: CHRONO-003\n\n## Implementation Checklist\n\n- [ ] Create `src/a.py`\n"


def guided(repo: Repo) -> Repo:
    repo.commit("guide", files={"docs/implementation/CHRONO-003-guide.md": GUIDE})
    return repo


def test_guides_are_found_and_a_configuration_of_defaults_is_written(repo: Repo) -> None:
    found = prepare(str(guided(repo).path))
    assert [(one.id, len(one.items)) for one in found.guides] == [("CHRONO-003", 1)]
    assert found.config == "written"
    assert parse_config(repo.at(".chrono/config.toml").read_bytes()) == Config()


def test_a_second_time_changes_nothing(repo: Repo) -> None:
    prepare(str(guided(repo).path))
    before = repo.at(".chrono/config.toml").read_bytes()
    assert prepare(str(repo.path)).config == "kept"
    assert repo.at(".chrono/config.toml").read_bytes() == before


def test_nothing_is_written_where_it_is_not_asked_for(repo: Repo) -> None:
    assert prepare(str(guided(repo).path), write=False).config == "written"
    assert not repo.at(".chrono").exists()


def test_the_active_guide_is_set_and_comments_stay(repo: Repo) -> None:
    guided(repo).write(".chrono/config.toml", "# ours\n[guides]\nexclude = []  # none\n")
    assert prepare(str(repo.path), active="chrono-003").config == "changed"
    text = repo.at(".chrono/config.toml").read_text()
    assert text.startswith("# ours\n[guides]\nexclude = []  # none\n")
    assert parse_config(text.encode()).active == "CHRONO-003"
    assert prepare(str(repo.path), active="CHRONO-003").config == "kept"


def test_an_unknown_guide_is_an_error_and_nothing_is_written(repo: Repo) -> None:
    with pytest.raises(ChronoError, match="no guide CHRONO-004"):
        prepare(str(guided(repo).path), active="CHRONO-004")
    assert not repo.at(".chrono").exists()


def test_a_broken_configuration_is_an_error_and_stays(repo: Repo) -> None:
    guided(repo).write(".chrono/config.toml", "[guids]\n")
    with pytest.raises(ChronoError, match="did you mean `guides`"):
        prepare(str(repo.path))
    assert repo.at(".chrono/config.toml").read_text() == "[guids]\n"


def test_the_line_for_merging_logs_is_offered_until_it_is_there(repo: Repo) -> None:
    assert prepare(str(guided(repo).path)).attribute == "IMPLEMENTATION_LOG.md merge=union"
    repo.write(".gitattributes", "IMPLEMENTATION_LOG.md merge=union\n")
    assert prepare(str(repo.path)).attribute == ""


def test_a_link_out_of_the_repository_is_not_followed(repo: Repo) -> None:
    outside = repo.path.parent / "outside"
    outside.mkdir()
    guided(repo).at(".chrono").symlink_to(outside)
    with pytest.raises(ChronoError):
        prepare(str(repo.path))
    assert not list(outside.iterdir())


def test_a_bare_repository_is_refused(repo: Repo) -> None:
    repo.git("init", "-q", "--bare", "../bare")
    with pytest.raises(ChronoError, match="no work tree"):
        prepare(str(repo.path.parent / "bare"))
