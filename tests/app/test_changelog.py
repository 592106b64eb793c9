"""Release notes in a changelog: one section each, however often they are written, and hand edits stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from chrono_git.app.changelog import Prepended, prepend_notes
from chrono_git.app.notes import Asked
from chrono_git.errors import ChronoError, RepositoryError
from tests.app.kit import FIRST, GUIDE, SECOND, TEXT, everything
from tests.gitkit import Repo

FILE = "CHANGELOG.md"


@pytest.fixture
def worked(repo: Repo) -> Repo:
    """v1 taught one thing; since then another was learnt, and an item finished."""
    repo.commit("guide\n\nChrono-Learning: old\n", files={GUIDE: TEXT})
    repo.git("tag", "v1")
    repo.commit("x\n\nChrono-Learning: it\n", files={"src/first.py": FIRST})
    return repo


def put(repo: Repo, asked: Asked = Asked(), *, template: str | None = None) -> list[tuple[str, str]]:  # noqa: B008
    found = prepend_notes(str(repo.path), asked, FILE, template, use_cache=False)
    return [(one.name, one.outcome) for one in found]


def headings(repo: Repo) -> list[str]:
    return [line for line in repo.at(FILE).read_text().splitlines() if line.startswith("## ")]


def test_a_new_file(worked: Repo) -> None:
    found = prepend_notes(str(worked.path), Asked(), FILE, use_cache=False)
    assert found == (Prepended("Unreleased", "written"),)
    text = worked.at(FILE).read_text()
    assert text.startswith("# Changelog\n\n## Unreleased\n")
    assert "- it (" in text
    assert "- old (" not in text


def test_twice_is_once(worked: Repo) -> None:
    put(worked)
    before = everything(worked.path)
    assert put(worked) == [("Unreleased", "unchanged")]
    assert everything(worked.path) == before


def test_what_is_unreleased_grows_and_is_released(worked: Repo) -> None:
    put(worked)
    worked.commit("y\n\nChrono-Learning: more\n")
    assert put(worked) == [("Unreleased", "updated")]
    assert worked.at(FILE).read_text().count("- it (") == 1
    assert "- more (" in worked.at(FILE).read_text()
    assert put(worked, Asked(name="v2")) == [("v2", "updated")]
    assert headings(worked) == ["## v2 (2026-01-01)"]
    worked.commit("changelog")
    worked.git("tag", "v2")
    assert put(worked, Asked("v2"))[0][1] in ("unchanged", "updated")
    worked.commit("z\n\nChrono-Learning: newest\n")
    put(worked)
    assert headings(worked) == ["## Unreleased", "## v2 (2026-01-01)"]


def test_hand_edits_survive(worked: Repo) -> None:
    put(worked)
    text = worked.at(FILE).read_text().replace("- it (", "- it, and how (")
    edited = text.replace("### Contributors", "### Thanks\n\nTo all.\n\n### Contributors")
    worked.write(FILE, edited)
    assert put(worked) == [("Unreleased", "unchanged")]
    assert worked.at(FILE).read_text() == edited
    worked.commit("y\n\nChrono-Learning: more\n", files={"src/second.py": SECOND})
    assert put(worked) == [("Unreleased", "updated")]
    text = worked.at(FILE).read_text()
    assert "- it, and how (" in text
    assert "- it (" not in text
    assert "To all.\n" in text
    assert "- more (" in text
    assert "second.py" in text
    assert text.count("### CHRONO-001") == text.count("#### Phase 1: Making") == 1
    worked.git("tag", "v2")
    put(worked, Asked("v2"))
    text = worked.at(FILE).read_text()
    assert headings(worked) == ["## v2 (2026-01-01)"]
    assert "- it, and how (" in text
    before = worked.at(FILE).read_bytes()
    worked.write(FILE, before.replace(b"To all.", b"To everybody."))
    assert put(worked, Asked("v2")) == [("v2", "kept")]
    assert worked.at(FILE).read_bytes() == before.replace(b"To all.", b"To everybody.")


def test_the_whole_history(worked: Repo) -> None:
    assert put(worked, Asked(everything=True)) == [("Unreleased", "written"), ("v1", "written")]
    assert headings(worked) == ["## Unreleased", "## v1 (2026-01-01)"]
    assert put(worked, Asked(everything=True)) == [("Unreleased", "unchanged"), ("v1", "unchanged")]


def test_an_older_release_comes_below(worked: Repo) -> None:
    worked.git("tag", "v2")
    put(worked, Asked("v2"))
    worked.write(FILE, worked.at(FILE).read_text() + "\n## 0.9\n\n- by hand\n")
    assert put(worked, Asked(everything=True)) == [("v2", "unchanged"), ("v1", "written")]
    assert headings(worked) == ["## v2 (2026-01-01)", "## v1 (2026-01-01)", "## 0.9"]


def test_what_came_after_a_release_stays_unreleased(worked: Repo) -> None:
    worked.git("tag", "v2")
    worked.commit("z\n\nChrono-Learning: newest\n")
    put(worked)
    assert put(worked, Asked("v2")) == [("v2", "written")]
    assert put(worked, Asked("v1")) == [("v1", "written")]
    assert headings(worked) == ["## Unreleased", "## v2 (2026-01-01)", "## v1 (2026-01-01)"]
    assert put(worked, Asked(everything=True)) == [(name, "unchanged") for name in ("Unreleased", "v2", "v1")]


def test_what_came_after_a_release_stays_where_it_was_edited(worked: Repo) -> None:
    put(worked)
    worked.write(FILE, worked.at(FILE).read_text().replace("- it (", "- it! ("))
    assert put(worked, Asked(everything=True)) == [("Unreleased", "unchanged"), ("v1", "written")]
    assert headings(worked) == ["## Unreleased", "## v1 (2026-01-01)"]


def test_a_history_that_was_rewritten(worked: Repo) -> None:
    put(worked)
    worked.write(FILE, worked.at(FILE).read_text().replace("- it (", "- it! ("))
    before = worked.at(FILE).read_bytes()
    worked.git("commit", "-q", "--amend", "-m", "other\n\nChrono-Learning: other\n", env=worked.dates())
    with pytest.raises(ChronoError) as caught:
        put(worked)
    assert caught.value.path == FILE
    assert caught.value.line
    assert worked.at(FILE).read_bytes() == before


def test_line_ends_stay(worked: Repo) -> None:
    worked.write(FILE, b"\xef\xbb\xbf# Changes\r\n\r\n## 0.9\r\n\r\n- by hand\r\n")
    put(worked)
    data = worked.at(FILE).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf# Changes\r\n\r\n## Unreleased\r\n")
    assert data.endswith(b"## 0.9\r\n\r\n- by hand\r\n")
    assert data.count(b"\n") == data.count(b"\r\n")


def test_a_template(worked: Repo) -> None:
    pytest.importorskip("jinja2")
    template = worked.write("look.jinja", "{% for one in releases %}\n## {{ one.name }}\n\nx{% endfor %}\n")
    assert put(worked, template=str(template)) == [("Unreleased", "written")]
    assert "## Unreleased\n" in worked.at(FILE).read_text()
    worked.write(".chrono/config.toml", '[notes]\ntemplate = "look.jinja"\n')
    assert put(worked) == [("Unreleased", "unchanged")]


@pytest.mark.parametrize(
    ("path", "said"),
    [("../CHANGELOG.md", "leads out of the repository"), ("/tmp/x.md", "leads out of the repository")],
)
def test_only_in_the_repository(worked: Repo, path: str, said: str) -> None:
    with pytest.raises(ChronoError, match=said):
        prepend_notes(str(worked.path), Asked(), path, use_cache=False)


def test_a_link_is_not_followed(worked: Repo, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text("kept")
    worked.at(FILE).symlink_to(outside)
    with pytest.raises(ChronoError):
        put(worked)
    assert outside.read_text() == "kept"


def test_below_a_folder(worked: Repo) -> None:
    folder = worked.write("core/x").parent
    prepend_notes(str(folder), Asked(), FILE, use_cache=False)
    assert worked.at(f"core/{FILE}").exists()


def test_no_work_tree(worked: Repo, tmp_path: Path) -> None:
    bare = worked.clone(tmp_path / "bare.git", "--bare")
    with pytest.raises(RepositoryError, match="no work tree"):
        put(bare)


def test_a_template_that_is_a_link(worked: Repo) -> None:
    worked.write("real.jinja", "## x\n")
    worked.at("look.jinja").symlink_to("real.jinja")
    worked.write(".chrono/config.toml", '[notes]\ntemplate = "look.jinja"\n')
    with pytest.raises(ChronoError, match="cannot be read: it is a link"):
        put(worked)


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "cannot be read"), (b"\xff", "expected UTF-8"), (b"{% for %}", "Expected an expression")],
)
def test_templates_that_cannot_be_used(worked: Repo, content: bytes | None, said: str) -> None:
    pytest.importorskip("jinja2")
    if content is not None:
        worked.write("look.jinja", content)
    with pytest.raises(ChronoError, match=said):
        put(worked, template=str(worked.at("look.jinja")))
    worked.write(".chrono/config.toml", '[notes]\ntemplate = "look.jinja"\n')
    with pytest.raises(ChronoError, match=said):
        put(worked)
    assert not worked.at(FILE).exists()
