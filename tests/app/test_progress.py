"""What moved between two commits: items, boxes, learnings, and what the log is told of the guides."""

from __future__ import annotations

import pytest

from chrono_git.app.heads import heads, known_heads
from chrono_git.app.progress import Moved, Progress, due, progress
from chrono_git.errors import ConfigError
from chrono_git.journal import GuideHead
from chrono_git.repo.location import locate
from chrono_git.repo.stream import Git
from tests.app.kit import FIRST, GUIDE, SECOND, TEXT, checklist, judge
from tests.gitkit import Repo

OTHER = "docs/implementation/CHRONO-002-guide.md"
STUB = "def first() -> int:\n    raise NotImplementedError\n"
FIRST_DONE = ("Create `src/first.py`", "src/first.py")
SECOND_DONE = ("Create `src/second.py`", "src/second.py")


def moved(repo: Repo, since: str | None, *, seen: str | None = None) -> Progress:
    return progress(locate(str(repo.path)), repo.head(), since, seen)


@pytest.fixture
def start(repo: Repo) -> str:
    """The commit with the guide, of which nothing is done."""
    return repo.commit("guide", files={GUIDE: TEXT})


def test_one_item_became_done(repo: Repo, start: str) -> None:
    commit = repo.commit("first", files={"src/first.py": FIRST})
    found = moved(repo, start)
    assert found.commit == commit
    assert found.moved == (Moved("CHRONO-001", 1, 3, (FIRST_DONE,), ()),)
    assert found.ticks == {GUIDE: (7,)}
    assert (found.entries, found.reading.default) == ((), "CHRONO-001")


def test_nothing_moved(repo: Repo, start: str) -> None:
    repo.commit("other", files={"README": "text\n"})
    found = moved(repo, start)
    assert (found.moved, found.ticks, found.entries) == ((), {}, ())


def test_only_what_came_since(repo: Repo, start: str) -> None:
    first = repo.commit("first", files={"src/first.py": FIRST})
    repo.commit("second", files={"src/second.py": SECOND})
    assert moved(repo, first).moved == (Moved("CHRONO-001", 2, 3, (SECOND_DONE,), ()),)
    assert moved(repo, first).ticks == {GUIDE: (8,)}
    assert moved(repo, start).moved == (Moved("CHRONO-001", 2, 3, (FIRST_DONE, SECOND_DONE), ()),)
    assert moved(repo, start).ticks == {GUIDE: (7, 8)}
    assert moved(repo, None).ticks == {GUIDE: (7, 8)}


def test_people_are_told_against_what_they_saw(repo: Repo, start: str) -> None:
    first = repo.commit("first", files={"src/first.py": FIRST})
    repo.commit("second", files={"src/second.py": SECOND})
    found = moved(repo, start, seen=first)
    assert found.moved == (Moved("CHRONO-001", 2, 3, (SECOND_DONE,), ()),)
    assert found.ticks == {GUIDE: (7, 8)}


def test_one_is_done_no_longer(repo: Repo, start: str) -> None:
    first = repo.commit("first", files={"src/first.py": FIRST})
    repo.commit("emptied", files={"src/first.py": STUB})
    [one] = moved(repo, first).moved
    assert (one.done, one.counted, one.gained) == (0, 3, ())
    assert [text for text, _ in one.lost] == ["Create `src/first.py`"]
    assert moved(repo, first).ticks == {}


def test_one_for_another(repo: Repo, start: str) -> None:
    first = repo.commit("first", files={"src/first.py": FIRST})
    repo.commit("second", files={"src/second.py": SECOND, "src/first.py": STUB})
    [one] = moved(repo, first).moved
    assert (one.done, one.gained, len(one.lost)) == (1, (SECOND_DONE,), 1)


def test_only_empty_boxes_of_what_is_done_are_due(repo: Repo) -> None:
    text = checklist("CHRONO-001", ["1.1 Create `src/first.py`", "1.2 Create `src/second.py`"])
    text += "- [x] 1.3 Create `src/third.py`\n- [~] 1.4 Create `src/fourth.py`\n- [x] 1.5 Decide\n"
    start = repo.commit("guide", files={GUIDE: text})
    files = {f"src/{name}.py": FIRST for name in ("first", "third", "fourth")}
    repo.commit("some", files=files)
    found = moved(repo, start)
    assert [text.split("\n")[line - 1] for line in found.ticks[GUIDE]] == ["- [ ] 1.1 Create `src/first.py`"]


def test_a_claim_ticks_what_nothing_shows(repo: Repo, start: str) -> None:
    repo.commit("decided\n\nChrono-Step: 1.3\n")
    found = moved(repo, start)
    assert found.moved == (Moved("CHRONO-001", 1, 3, (("Decide on a name", ""),), ()),)
    assert found.ticks == {GUIDE: (9,)}


def test_what_is_skipped_does_not_count(repo: Repo, start: str) -> None:
    repo.commit("skip\n\nChrono-Skip: 1.3 (no need)\n", files={"src/first.py": FIRST})
    [one] = moved(repo, start).moved
    assert (one.done, one.counted) == (1, 2)


def test_a_guide_that_comes_with_its_work(repo: Repo) -> None:
    since = repo.commit("start", files={"README": ""})
    repo.commit("all", files={GUIDE: TEXT, "src/first.py": FIRST})
    found = moved(repo, since)
    assert found.moved == moved(repo, None).moved
    assert found.ticks == moved(repo, None).ticks == {GUIDE: (7,)}


def test_a_guide_that_moved_or_was_edited(repo: Repo, start: str) -> None:
    first = repo.commit("first", files={"src/first.py": FIRST})
    repo.write(GUIDE, "intro\n\n" + TEXT.replace("- [ ] 1.1", "- [ ] 1.0 Decide\n- [ ] 1.1"))
    repo.commit("edited", files={"src/second.py": SECOND})
    found = moved(repo, first)
    assert found.ticks == {GUIDE: (11,)}
    assert [one.gained for one in found.moved] == [(SECOND_DONE,)]


def test_parts_say_more_than_their_whole(repo: Repo) -> None:
    parts = "  - [ ] 1.1 Create `src/first.py`\n  - [ ] 1.2 Create `src/second.py`\n"
    text = f"# CHRONO-001: It\n\n- [ ] 1. Make both\n{parts}"
    start = repo.commit("guide", files={GUIDE: text})
    first = repo.commit("first", files={"src/first.py": FIRST})
    assert [one.gained for one in moved(repo, start).moved] == [(FIRST_DONE,)]
    repo.commit("second", files={"src/second.py": SECOND})
    [one] = moved(repo, first).moved
    assert (one.done, one.counted, one.gained) == (3, 3, (SECOND_DONE,))
    assert moved(repo, first).ticks == {GUIDE: (3, 5)}


def test_several_guides(repo: Repo) -> None:
    other = checklist("CHRONO-002", ["1.1 Create `src/second.py`", "1.2 Decide"])
    start = repo.commit("guides", files={GUIDE: TEXT, OTHER: other})
    repo.commit("both", files={"src/first.py": FIRST, "src/second.py": SECOND})
    found = moved(repo, start)
    assert [(one.guide, one.done, one.counted) for one in found.moved] == [
        ("CHRONO-001", 2, 3), ("CHRONO-002", 1, 2),
    ]  # fmt: skip
    assert set(found.ticks) == {GUIDE, OTHER}
    assert (set(found.heads), found.reading.default) == ({"CHRONO-001", "CHRONO-002"}, None)


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("a name", "a näme").encode("latin-1"),
        lambda text: text.rstrip("\n").encode(),
    ],
    ids=["CRLF", "CR", "BOM", "Latin-1", "no end"],
)
def test_lines_are_those_of_the_bytes(repo: Repo, encode: object) -> None:
    assert callable(encode)
    start = repo.commit("guide", files={GUIDE: encode(TEXT)})
    repo.commit("second", files={"src/second.py": SECOND})
    assert moved(repo, start).ticks == {GUIDE: (8,)}


def test_the_work_tree_and_the_index_are_not_looked_at(repo: Repo, start: str) -> None:
    repo.commit("first", files={"src/first.py": FIRST})
    repo.write("src/second.py", SECOND)
    repo.git("add", "-A")
    repo.write(GUIDE, "# other\n")
    repo.at("src/first.py").unlink()
    assert moved(repo, start).moved == (Moved("CHRONO-001", 1, 3, (FIRST_DONE,), ()),)


# -- learnings and settings -----------------------------------------------------------------

LEARNT = "x\n\nChrono-Learning: it\n"


def test_learnings(repo: Repo, start: str) -> None:
    repo.commit(LEARNT)
    found = moved(repo, start)
    assert [(one.guide, one.text) for one in found.entries] == [("CHRONO-001", "it")]
    assert found.moved == (Moved("CHRONO-001", 0, 3, (), (), 1),)


@pytest.mark.parametrize(
    ("config", "branch", "guide"),
    [
        ("", "main", None),
        ("", "warp-in/CHRONO-002-setup", "CHRONO-002"),
        ('[guides]\nactive = "CHRONO-001"\n', "main", "CHRONO-001"),
        ('[guides]\nactive = "CHRONO-001"\n', "CHRONO-002", "CHRONO-002"),
    ],
)
def test_the_guide_of_a_learning_without_one(repo: Repo, config: str, branch: str, guide: str | None) -> None:
    files = {GUIDE: TEXT, OTHER: checklist("CHRONO-002", ["1.1 Decide"]), ".chrono/config.toml": config}
    start = repo.commit("guides", files=files)
    repo.git("checkout", "-q", "-B", branch)
    repo.commit(LEARNT)
    found = moved(repo, start)
    assert [one.guide for one in found.entries] == [guide]
    assert found.reading.default == guide
    assert [one.guide for one in found.moved] == ([guide] if guide else [])


@pytest.mark.parametrize(("setting", "ticked", "learnt"), [("tick", False, True), ("learnings", True, False)])
def test_what_is_switched_off(repo: Repo, start: str, setting: str, ticked: bool, learnt: bool) -> None:
    files = {"src/first.py": FIRST, ".chrono/config.toml": f"[hooks]\n{setting} = false\n"}
    repo.commit(LEARNT, files=files)
    found = moved(repo, start)
    assert (bool(found.ticks), bool(found.entries)) == (ticked, learnt)
    assert [one.gained for one in found.moved] == [(FIRST_DONE,)]


def test_the_configuration_of_the_commit_counts(repo: Repo, start: str) -> None:
    repo.commit(
        "first", files={"src/first.py": FIRST, ".chrono/config.toml": '[log]\npath = "docs/LOG.md"\n'}
    )
    repo.write(".chrono/config.toml", "[hooks]\ntick = false\n")
    found = moved(repo, start)
    assert (found.config.log, found.config.tick) == ("docs/LOG.md", True)


def test_a_configuration_that_cannot_be_read(repo: Repo, start: str) -> None:
    repo.commit("broken", files={".chrono/config.toml": "[hooks]\nfold = 3\n"})
    with pytest.raises(ConfigError):
        moved(repo, start)


# -- what the log is told of guides ---------------------------------------------------------


def test_heads(repo: Repo, start: str) -> None:
    assert heads(judge(repo)) == {
        "CHRONO-001": GuideHead("CHRONO-001", "First things", "2026-01-01", None, "", ())
    }
    repo.commit("first", files={"src/first.py": FIRST, "src/second.py": SECOND})
    [head] = known_heads(Git(str(repo.path)), judge(repo)).values()
    assert (head.deliverables, head.status) == (("src/first.py", "src/second.py"), "In progress")
    repo.commit("rest\n\nChrono-Skip: 1.3\n")
    assert heads(judge(repo))["CHRONO-001"].status == "Complete"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("CHRONO-001: First things", "First things"),
        ("Implementation Guide: CHRONO-001 - First things", "First things"),
        ("Implementation Plan: CHRONO-001", ""),
        ("CHRONO-001 – Guide", "Guide"),
        ("Tasks: First things", "First things"),
        ("Planning CHRONO-001", "Planning CHRONO-001"),
        ("CHRONO-0010 things", "CHRONO-0010 things"),
    ],
)
def test_titles(repo: Repo, title: str, expected: str) -> None:
    text = checklist("X", ["1.1 Decide"]).replace("# X: A guide", f"# {title}")
    repo.commit("guide", files={GUIDE: text})
    [head] = known_heads(Git(str(repo.path)), judge(repo)).values()
    assert head.title == expected


def test_deliverables_are_some_and_each_once(repo: Repo) -> None:
    names = [f"src/file{number}.py" for number in range(12)]
    items = [f"1.{at} Create `{name}`" for at, name in enumerate([names[0], *names], 1)]
    repo.commit("guide", files={GUIDE: checklist("CHRONO-001", items)})
    repo.commit("all", files=dict.fromkeys(names, FIRST))
    [head] = known_heads(Git(str(repo.path)), judge(repo)).values()
    assert head.deliverables == tuple(names[:8])
    assert len(due(judge(repo), {})[GUIDE]) == 13


def test_what_was_done_before_is_ticked_when_somebody_claims_it(repo: Repo, start: str) -> None:
    done = repo.commit("make it", files={"src/first.py": FIRST})
    claimed = repo.commit("say so\n\nChrono-Step: CHRONO-001/1.1", files={"other.txt": "x\n"})
    line = TEXT.split("\n").index("- [ ] 1.1 Create `src/first.py`") + 1
    assert moved(repo, done).ticks == {GUIDE: (line,)}
    repo.commit("something else", files={"other.txt": "y\n"})
    assert moved(repo, claimed).ticks == {}
