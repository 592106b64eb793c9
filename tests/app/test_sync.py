"""The work tree gets the ticks and entries that it lacks, and not a byte else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from chrono_git.app.sync import Synced, sync
from chrono_git.errors import ChronoError, GuideError, RepositoryError
from tests.app.kit import FIRST, GUIDE, SECOND, TEXT, checklist, everything
from tests.gitkit import Repo

LOG = "IMPLEMENTATION_LOG.md"
OTHER = "docs/implementation/CHRONO-002-guide.md"
TICKED = TEXT.replace("[ ] 1.1", "[x] 1.1")
LEARNT = "x\n\nChrono-Learning: it\n"
BOTH = (Synced(GUIDE, ticks=1), Synced(LOG, entries=1))


def run(repo: Repo, *guides: str, write: bool = True, folder: str = "") -> tuple[Synced, ...]:
    return sync(str(repo.path / folder), guides, write=write, use_cache=False)


@pytest.fixture
def worked(repo: Repo) -> Repo:
    """A repository with one item done and one learning, neither written down."""
    repo.commit("guide", files={GUIDE: TEXT})
    repo.commit(LEARNT, files={"src/first.py": FIRST})
    return repo


def changed(repo: Repo, before: dict[str, tuple[object, ...]]) -> set[str]:
    after = everything(repo.path)
    return {
        os.path.relpath(path, repo.path)
        for path in before.keys() | after.keys()
        if before.get(path) != after.get(path) and not Path(path).is_dir()
    }


def test_writes_what_is_missing_and_nothing_else(worked: Repo) -> None:
    before = everything(worked.path)
    assert run(worked) == BOTH
    assert changed(worked, before) == {GUIDE, LOG}
    assert worked.at(GUIDE).read_text() == TICKED
    assert "- it <!-- chrono:" in worked.at(LOG).read_text()
    assert worked.git("status", "--porcelain").split("\n") == [f" M {GUIDE}", f"?? {LOG}"]


def test_twice_changes_nothing(worked: Repo) -> None:
    run(worked)
    before = everything(worked.path)
    assert run(worked) == ()
    assert everything(worked.path) == before
    worked.commit("written")
    assert run(worked) == ()


def test_only_told(worked: Repo) -> None:
    before = everything(worked.path, without=())
    assert run(worked, write=False) == BOTH
    assert run(worked, write=False) == BOTH
    assert everything(worked.path, without=()) == before


def test_what_is_not_committed_counts(worked: Repo) -> None:
    worked.write("src/second.py", SECOND)
    worked.write(GUIDE, "intro\n\n" + TEXT)
    assert run(worked)[0] == Synced(GUIDE, ticks=2)
    assert worked.at(GUIDE).read_text() == "intro\n\n" + TICKED.replace("[ ] 1.2", "[x] 1.2")


def test_from_a_folder_below(worked: Repo) -> None:
    assert run(worked, folder="src") == BOTH


def test_before_the_first_commit(repo: Repo) -> None:
    repo.write(GUIDE, TEXT)
    repo.write("src/first.py", FIRST)
    assert run(repo) == (Synced(GUIDE, ticks=1),)
    assert (repo.at(GUIDE).read_text(), repo.at(LOG).exists()) == (TICKED, False)


def test_boxes_are_never_unticked(worked: Repo) -> None:
    text = TICKED.replace("[ ] 1.2", "[x] 1.2").replace("[ ] 1.3", "[x] 1.3")
    worked.write(GUIDE, text)
    assert run(worked) == (Synced(LOG, entries=1),)
    assert worked.at(GUIDE).read_text() == text


def test_what_another_hand_wrote_stays(worked: Repo) -> None:
    lines = ["# Our log", "", "## Tickets", "", "### CHRONO-001: First", "", "- **Learnings**:", "  - mine  "]
    log = "\r\n".join([*lines, "", "## End"])
    worked.write(LOG, log)
    assert run(worked) == BOTH
    lines = worked.at(LOG).read_bytes().decode().split("\r\n")
    [new] = [line for line in lines if line.startswith("  - it <!-- chrono:")]
    assert "\r\n".join(line for line in lines if line != new) == log


@pytest.mark.parametrize(
    "text",
    [
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.replace("a name", "a näme").encode("latin-1"),
        TEXT.rstrip("\n").encode() + b"  ",
        TEXT.replace("\n\n", "\r\n\n").encode() + b"\t\n\n\n",
    ],
    ids=["CRLF", "CR", "BOM", "Latin-1", "no end", "mixed"],
)
def test_one_byte_a_box(repo: Repo, text: bytes) -> None:
    repo.commit("guide", files={GUIDE: text})
    repo.commit("first", files={"src/first.py": FIRST})
    repo.at(GUIDE).chmod(0o755)
    assert run(repo) == (Synced(GUIDE, ticks=1),)
    after = repo.at(GUIDE).read_bytes()
    assert after == text.replace(b"[ ] 1.1", b"[x] 1.1")
    assert sum(old != new for old, new in zip(text, after, strict=True)) == 1
    assert repo.at(GUIDE).stat().st_mode & 0o777 == 0o755


@pytest.mark.parametrize(
    "log",
    [
        "# Log\r\n\r\nText\r\n",
        b"\xef\xbb\xbf# Log\n",
        "# Log\n\nfür\n".encode("latin-1"),
        "# Log",
        "",
    ],
    ids=["CRLF", "BOM", "Latin-1", "no end", "empty"],
)
def test_the_log_only_grows(worked: Repo, log: str | bytes) -> None:
    old = worked.write(LOG, log).read_bytes()
    assert run(worked) == BOTH
    new = worked.at(LOG).read_bytes()
    assert new.startswith(old.rstrip(b"\r\n"))
    assert (b"\r\n" in new) == (b"\r\n" in old)
    if b"\r\n" in old:
        assert new.count(b"\n") == new.count(b"\r\n")
    assert run(worked) == ()


# -- what was asked for ---------------------------------------------------------------------


@pytest.fixture
def two(repo: Repo) -> Repo:
    """A repository with two guides, a step done and something learnt in each, and a learning of none."""
    repo.commit("guides", files={GUIDE: TEXT, OTHER: checklist("CHRONO-002", ["1.1 Create `src/second.py`"])})
    repo.commit("CHRONO-001: x\n\nChrono-Learning: of one\n", files={"src/first.py": FIRST})
    repo.commit("CHRONO-002: x\n\nChrono-Learning: of two\n", files={"src/second.py": SECOND})
    repo.commit("x\n\nChrono-Learning: of none\n")
    return repo


def sections(repo: Repo) -> dict[str, list[str]]:
    """The entries of the log by the heading that they stand under."""
    found: dict[str, list[str]] = {}
    heading = ""
    for line in repo.at(LOG).read_text().split("\n"):
        if line.startswith("### "):
            heading = line[4:14]
        elif "<!-- chrono:" in line:
            found.setdefault(heading, []).append(line.partition("<!--")[0].strip(" -"))
    return found


def test_all_guides(two: Repo) -> None:
    found = run(two)
    assert [(one.path, one.ticks, one.entries) for one in found] == [
        (GUIDE, 2, 0),
        (OTHER, 1, 0),
        (LOG, 0, 3),
    ]
    assert sections(two) == {"CHRONO-001": ["of one"], "CHRONO-002": ["of two"], "General": ["of none"]}


@pytest.mark.parametrize("name", ["CHRONO-001", "chrono-001", GUIDE])
def test_one_guide(two: Repo, name: str) -> None:
    """What its neighbours taught is theirs, and what is nobody's does not become its own."""
    assert run(two, name) == (Synced(GUIDE, ticks=2), Synced(LOG, entries=1))
    assert sections(two) == {"CHRONO-001": ["of one"]}
    assert "[x]" not in two.at(OTHER).read_text()
    assert run(two, name) == ()
    assert run(two)[-1] == Synced(LOG, entries=2)
    assert sections(two) == {"CHRONO-001": ["of one"], "CHRONO-002": ["of two"], "General": ["of none"]}


def test_a_list_that_is_no_guide_by_its_place(two: Repo) -> None:
    two.commit("notes", files={"notes/own.md": "# Own\n\n- [ ] Create `src/first.py`\n"})
    two.write("src/first.py", FIRST + "\n# more\n")
    found = run(two, "notes/own.md")
    assert {one.path for one in found} <= {"notes/own.md"}
    assert not two.at(LOG).exists()


def test_a_guide_that_there_is_none_of(worked: Repo) -> None:
    before = everything(worked.path)
    with pytest.raises(GuideError):
        run(worked, "CHRONO-999")
    with pytest.raises(ChronoError):
        run(worked, "../outside.md")
    assert everything(worked.path) == before


@pytest.mark.parametrize(
    ("config", "paths"),
    [
        ("[hooks]\ntick = false\n", {LOG}),
        ("[hooks]\nlearnings = false\n", {GUIDE}),
        ("[hooks]\nfold = false\n", {GUIDE, LOG}),
        ('[log]\npath = "docs/new/LOG.md"\n', {GUIDE, "docs/new/LOG.md"}),
    ],
)
def test_settings(worked: Repo, config: str, paths: set[str]) -> None:
    worked.write(".chrono/config.toml", config)
    before = everything(worked.path)
    assert {one.path for one in run(worked)} == paths
    assert changed(worked, before) == paths


# -- what is not written --------------------------------------------------------------------


@pytest.mark.parametrize("write", [True, False])
def test_links_are_not_followed(worked: Repo, tmp_path: Path, write: bool) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text("# Log\n")
    worked.at(LOG).symlink_to(outside)
    found = run(worked, write=write)
    assert [(one.path, one.ticks, one.entries) for one in found] == [(GUIDE, 1, 0), (LOG, 0, 1)]
    assert (found[0].problem, "link" in found[1].problem) == ("", True)
    assert (outside.read_text(), worked.at(LOG).is_symlink()) == ("# Log\n", True)
    assert worked.at(GUIDE).read_text() == (TICKED if write else TEXT)


def test_a_guide_that_is_a_link(worked: Repo, tmp_path: Path) -> None:
    outside = tmp_path / "outside.md"
    outside.write_text(TEXT)
    worked.at(GUIDE).unlink()
    worked.at(GUIDE).symlink_to(outside)
    # git stores the link, so that what it leads to is no guide of this repository.
    assert run(worked) == (Synced(LOG, entries=1),)
    assert run(worked, GUIDE) == ()
    assert worked.at(GUIDE).is_symlink()
    assert outside.read_text() == TEXT


@pytest.mark.parametrize(
    ("content", "part"),
    [
        ("# Log\n".encode("utf-16"), "UTF-16"),
        (b"a\0b", "UTF-16 or not text"),
        (b"<<<<<<< a\n=======\n>>>>>>> b\n", "merge"),
    ],
)
def test_a_log_that_cannot_be_written(worked: Repo, content: bytes, part: str) -> None:
    worked.write(LOG, content)
    found = run(worked)
    assert [(one.path, one.ticks, one.entries) for one in found] == [(GUIDE, 1, 0), (LOG, 0, 1)]
    assert part in found[1].problem
    assert worked.at(LOG).read_bytes() == content
    assert worked.at(GUIDE).read_text() == TICKED
    assert run(worked) == found[1:]


def test_a_guide_that_cannot_be_ticked(repo: Repo) -> None:
    content = TEXT.encode("utf-16")
    repo.commit("guide", files={GUIDE: content})
    repo.commit(LEARNT, files={"src/first.py": FIRST})
    found = run(repo)
    assert [(one.path, bool(one.problem)) for one in found] == [(GUIDE, True), (LOG, False)]
    assert repo.at(GUIDE).read_bytes() == content


@pytest.mark.parametrize("path", [".git/hooks/post-checkout", "docs/.git/x", "a\\u0000b", "a\\nb"])
def test_a_log_in_a_git_directory_or_with_an_odd_name(worked: Repo, path: str) -> None:
    worked.write(".chrono/config.toml", f'[log]\npath = "{path}"\n')
    before = everything(worked.path)
    with pytest.raises(ChronoError, match=r"`log\.path` must be"):
        run(worked)
    assert everything(worked.path) == before


def test_no_work_tree(worked: Repo, tmp_path: Path) -> None:
    worked.clone(tmp_path / "bare", "--bare")
    with pytest.raises(RepositoryError, match="no work tree"):
        sync(str(tmp_path / "bare"))


def test_what_a_shallow_clone_lacks_cannot_be_told(worked: Repo, tmp_path: Path) -> None:
    worked.commit("last")
    clone = worked.clone(tmp_path / "clone", "--depth=1")
    with pytest.raises(RepositoryError, match="shallow"):
        run(clone, write=False)
    run(clone)
    clone.write(".chrono/config.toml", "[hooks]\nlearnings = false\n")
    run(clone, write=False)


def test_a_broken_configuration(worked: Repo) -> None:
    worked.write(".chrono/config.toml", "[hooks]\nfold = 3\n")
    before = everything(worked.path)
    with pytest.raises(ChronoError):
        run(worked)
    assert everything(worked.path) == before
