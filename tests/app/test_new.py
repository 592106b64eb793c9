"""new on real repositories: a guide that the report finds, and nothing overwritten."""

from __future__ import annotations

from pathlib import Path

import pytest

from chrono_git.app.new import TEMPLATE, create
from chrono_git.errors import ChronoError, GuideError
from tests.app.kit import GUIDE, TEXT, everything, judge
from tests.gitkit import Repo

SPEC, TEST = "docs/specs/SPEC-TEMPLATE.md", "docs/tests/TEST-TEMPLATE.md"


def test_a_first_guide(repo: Repo) -> None:
    done = create(str(repo.path), "CG-001", "Feed of prices")
    path = ".chrono/guides/CG-001-feed-of-prices.md"
    assert [(one.kind, one.path, one.template, one.state) for one in done.documents] == [
        ("guide", path, None, "made")
    ]
    assert done.found
    (guide,) = judge(repo).guides
    assert (guide.guide.id, guide.guide.title, guide.guide.path) == ("CG-001", "Feed of prices", path)
    totals = dict(guide.totals)
    assert (totals["open"], totals["partial"], totals["unknown"]) == (0, 0, 0)
    assert totals["skipped"] == totals["items"] > 20
    assert [one.line for one in done.left] == [one.line for one in guide.guide.problems]


def test_one_more_beside_the_others(repo: Repo) -> None:
    repo.commit(
        "guide", files={GUIDE: TEXT, SPEC: "# CHRONO-XXX: [Feature Title]\n", TEST: "# Tests: CHRONO-XXX\n"}
    )
    repo.write("docs/tests/CHRONO-001-checks.md", "x")
    done = create(str(repo.path), "CHRONO-012", "Feed", write=False)
    assert not repo.at("docs/specs/CHRONO-012-feed.md").exists()
    assert create(str(repo.path / "docs"), "CHRONO-012", "Feed") == done
    assert [(one.kind, one.path, one.template) for one in done.documents] == [
        ("guide", "docs/implementation/CHRONO-012-guide.md", None),
        ("specification", "docs/specs/CHRONO-012-feed.md", SPEC),
        ("test", "docs/tests/CHRONO-012-feed.md", TEST),
    ]
    assert repo.at("docs/specs/CHRONO-012-feed.md").read_text() == "# CHRONO-012: Feed\n"
    assert repo.at("docs/tests/CHRONO-012-feed.md").read_text() == "# Tests: CHRONO-012\n"


def test_a_template_of_the_repository(repo: Repo) -> None:
    repo.write(
        TEMPLATE, "\ufeff# Implementation Guide: CHRONO-003\r\n\r\n- [ ] Create `src/CHRONO-003.ts`\r\n"
    )
    done = create(str(repo.path), "AB-1", "Feed")
    assert (done.documents[0].template, done.left) == (TEMPLATE, ())
    assert repo.at(done.documents[0].path).read_bytes() == (
        b"# Implementation Guide: AB-1\r\n\r\n**Ticket**: AB-1: Feed\r\n\r\n- [ ] Create `src/AB-1.ts`\r\n"
    )
    assert judge(repo).guides[0].totals["open"] == 1


def test_what_is_there_stays(repo: Repo) -> None:
    repo.write(SPEC, "# CHRONO-XXX: [Title]\n")
    repo.write("docs/specs/AB-1-otherwise.md", "mine")
    done = create(str(repo.path), "AB-1", "Feed")
    assert [(one.path, one.state) for one in done.documents] == [
        (".chrono/guides/AB-1-feed.md", "made"), ("docs/specs/AB-1-feed.md", "there"),
    ]  # fmt: skip
    assert not repo.at("docs/specs/AB-1-feed.md").exists()


@pytest.mark.parametrize(
    ("identity", "title", "message", "hint"),
    [
        ("chrono-2", "x", "'chrono-2' is no id: expected PREFIX-123", "such as CHRONO-2"),
        ("12", "x", "'12' is no id: expected PREFIX-123", "such as CHRONO-002"),
        ("../CHRONO-2", "x", "'../CHRONO-2' is no id: expected PREFIX-123", "such as CHRONO-002"),
        ("CHRONO-2\n", "x", "'CHRONO-2\\n' is no id: expected PREFIX-123", "such as CHRONO-2"),
        ("CHRONO-001", "x", f"CHRONO-001 is there already: {GUIDE}", "the next free id is CHRONO-002"),
        ("CHRONO-1", "x", f"CHRONO-001 is there already: {GUIDE}", "the next free id is CHRONO-002"),
        (
            "CHRONO-2",
            "a\nb",
            "the title holds a line end or a character that cannot be seen",
            "write it on one line",
        ),
        ("CHRONO-2", "\x1b[2J", "the title holds a line end or a character that cannot be seen", ""),
        ("CHRONO-2", "\u202ea", "the title holds a line end or a character that cannot be seen", ""),
        ("CHRONO-2", "  ", "a title has 1 to 200 characters", ""),
        ("CHRONO-2", "x" * 201, "a title has 1 to 200 characters", ""),
    ],
)
def test_refusals(repo: Repo, identity: str, title: str, message: str, hint: str) -> None:
    repo.commit("guide", files={GUIDE: TEXT})
    before = everything(repo.path)
    with pytest.raises(GuideError) as caught:
        create(str(repo.path), identity, title)
    assert (caught.value.message, caught.value.exit_status) == (message, 2)
    assert hint in caught.value.hint
    assert everything(repo.path) == before


def test_a_file_of_that_name_is_there(repo: Repo) -> None:
    repo.write(".chrono/guides/AB-1-feed.md", "no items")
    with pytest.raises(GuideError, match=r"AB-1-feed\.md is there already"):
        create(str(repo.path), "AB-1", "Feed")
    assert repo.at(".chrono/guides/AB-1-feed.md").read_text() == "no items"


def test_links_lead_nowhere(repo: Repo, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "guide.md").write_text("# CHRONO-XXX secret\n")
    repo.at(".chrono").mkdir()
    repo.at(".chrono/guides").symlink_to(outside)
    with pytest.raises(ChronoError, match="guides is a link"):
        create(str(repo.path), "AB-1", "Feed")
    repo.at(".chrono/guides").unlink()
    repo.at(".chrono/templates").symlink_to(outside)
    with pytest.raises(ChronoError):
        create(str(repo.path), "AB-1", "Feed")
    assert [one.name for one in outside.iterdir()] == ["guide.md"]


def test_a_template_that_is_no_text(repo: Repo) -> None:
    repo.write(TEMPLATE, b"# \xff\n")
    with pytest.raises(ChronoError, match="is not UTF-8"):
        create(str(repo.path), "AB-1", "Feed")


def test_a_place_where_no_guide_is_looked_for(repo: Repo) -> None:
    repo.write(".chrono/config.toml", '[guides]\ninclude = ["plans/*.md"]\n')
    assert not create(str(repo.path), "AB-1", "Feed", write=False).found
    repo.write("plans/AB-1-guide.md", "- [ ] x\n")
    done = create(str(repo.path), "AB-2", "Feed")
    assert (done.found, done.documents[0].path) == (True, "plans/AB-2-guide.md")
