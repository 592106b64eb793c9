"""Folding while the user edits the very files that are folded, and whatever bytes these hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.hook.foldkit import (
    GUIDE,
    LOG,
    FoldRepo,
    assert_clean,
    assert_folded,
    assert_sound,
    code,
    entries,
    guide_text,
    learning,
    script,
    with_tick,
)

OLD_LOG = "# Log\n\nWritten by hand.\n\n- by hand, too\n"
B_LINE = "- [ ] Create `src/b.py`"
A_LINE = "- [ ] Create `src/a.py`"

# What a user does to the text of a guide; none touches the line of the item that is ticked.
EDITS: Mapping[str, Callable[[str], str]] = {
    "at the end": lambda text: text + "\nMy own words.\n",
    "without a last newline": lambda text: text + "\nMy own words.",
    "at the beginning": lambda text: "My own words.\n\n" + text,
    "many lines before": lambda text: "One more line.\n" * 300 + text,
    "beside it": lambda text: text.replace(A_LINE, f"My own words.\n{A_LINE}\n  And more."),
    "another box ticked": lambda text: text.replace(B_LINE, B_LINE.replace("[ ]", "[x]")),
    "another item gone": lambda text: text.replace(B_LINE + "\n", ""),
    "phases moved": lambda text: (
        text.replace("### Phase 2: Part B\n\n" + B_LINE + "\n\n", "") + "\n" + B_LINE + "\n"
    ),
    "line ends": lambda text: text.replace("\n", "\r\n"),
}


@pytest.fixture
def logged(fold_repo: FoldRepo) -> FoldRepo:
    """The repository with a log that was written by hand."""
    fold_repo.write(LOG, OLD_LOG)
    fold_repo.git("add", LOG)
    fold_repo.record("a log", hooks=False)
    return fold_repo


def stage(repo: FoldRepo, name: str, content: str | bytes, work: str | bytes | None = None) -> None:
    """Puts a content into the index, and another into the work tree."""
    repo.write(name, content)
    repo.git("add", name)
    if work is not None:
        repo.write(name, work)


def work_on_a(repo: FoldRepo, words: str = "") -> None:
    """Commits the work of the first item and nothing that is staged beside it."""
    repo.write("src/a.py", code("a"))
    repo.git("add", "src/a.py")
    repo.record(f"work a{learning(words) if words else ''}", "--", "src/a.py")


# Unstaged and staged edits


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_unstaged_edits_of_the_guide_stay(fold_repo: FoldRepo, edit: Callable[[str], str]) -> None:
    mine = edit(guide_text()).encode()
    fold_repo.write(GUIDE, mine)
    fold_repo.work("a")
    assert_folded(fold_repo, "a")
    assert fold_repo.work_bytes(GUIDE) == with_tick(mine, "a")
    assert fold_repo.raw(GUIDE, "") == fold_repo.raw(GUIDE)
    assert fold_repo.git("status", "--porcelain") == f" M {GUIDE}"
    assert_sound(fold_repo)


@pytest.mark.parametrize("edit", ["at the end", "many lines before", "beside it", "line ends"])
def test_staged_edits_of_the_guide_stay_staged(fold_repo: FoldRepo, edit: str) -> None:
    mine = EDITS[edit](guide_text()).encode()
    stage(fold_repo, GUIDE, mine)
    work_on_a(fold_repo)
    assert_folded(fold_repo, "a")
    assert fold_repo.raw(GUIDE, "") == with_tick(mine, "a")
    assert fold_repo.work_bytes(GUIDE) == with_tick(mine, "a")
    assert fold_repo.git("status", "--porcelain") == f"M  {GUIDE}"
    assert fold_repo.git("diff-files", "--name-only") == ""
    assert_sound(fold_repo)


def test_three_versions_of_the_guide_stay_three(fold_repo: FoldRepo) -> None:
    staged, work = guide_text() + "\nStaged.\n", "Work.\n\n" + guide_text() + "\nStaged.\nUnstaged.\n"
    stage(fold_repo, GUIDE, staged, work)
    before = fold_repo.lines_changed(), fold_repo.lines_changed("--cached")
    work_on_a(fold_repo)
    assert_folded(fold_repo, "a")
    assert fold_repo.raw(GUIDE, "") == with_tick(staged.encode(), "a")
    assert fold_repo.work_bytes(GUIDE) == with_tick(work.encode(), "a")
    assert (fold_repo.lines_changed(), fold_repo.lines_changed("--cached")) == before
    assert fold_repo.git("status", "--porcelain") == f"MM {GUIDE}"
    assert_sound(fold_repo)


def test_a_partially_staged_guide_is_committed_in_part(fold_repo: FoldRepo) -> None:
    """As after `git add -p`: the commit is of the index, and the rest stays in the work tree."""
    stage(fold_repo, GUIDE, guide_text() + "\nStaged.\n", "Work.\n\n" + guide_text() + "\nStaged.\n")
    before = fold_repo.lines_changed()
    fold_repo.work("a")
    assert_folded(fold_repo, "a")
    assert fold_repo.raw(GUIDE) == with_tick((guide_text() + "\nStaged.\n").encode(), "a")
    assert fold_repo.raw(GUIDE, "") == fold_repo.raw(GUIDE)
    assert fold_repo.lines_changed() == before == ["+Work.", "+"]
    assert_sound(fold_repo)


def test_the_user_ticked_the_same_box_and_did_not_commit_it(fold_repo: FoldRepo) -> None:
    fold_repo.write(GUIDE, guide_text("a"))
    fold_repo.work("a")
    assert_folded(fold_repo, "a")
    assert fold_repo.work_bytes(GUIDE) == guide_text("a").encode()
    assert_clean(fold_repo)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "- [ ] Create `src/a.py`, and test it",
        "- [~] Create `src/a.py`",
        "- [X] Create `src/a.py`",
        "Done with it.",
    ],
    ids=["gone", "reworded", "skipped", "ticked", "prose"],
)
def test_the_user_is_changing_the_very_line(fold_repo: FoldRepo, line: str) -> None:
    mine = guide_text().replace(A_LINE, line)
    fold_repo.write(GUIDE, mine)
    fold_repo.work("a")
    assert_folded(fold_repo, "a")
    assert fold_repo.work_bytes(GUIDE).decode() in (
        mine,
        mine.replace("- [ ] Create `src/a.py`", "- [x] Create `src/a.py`"),
    )
    assert_sound(fold_repo)


def test_a_line_that_stands_twice_in_the_work_tree(fold_repo: FoldRepo) -> None:
    mine = guide_text() + "\n## Later\n\n" + A_LINE + "\n"
    fold_repo.write(GUIDE, mine)
    before = fold_repo.lines_changed()
    fold_repo.work("a")
    assert_folded(fold_repo, "a")
    assert fold_repo.work_bytes(GUIDE).decode().count("[x]") <= 1
    assert fold_repo.work_bytes(GUIDE).decode().replace("[x]", "[ ]") == mine
    if "[x]" in fold_repo.work_bytes(GUIDE).decode():
        assert fold_repo.lines_changed() == before
    assert_sound(fold_repo)


def test_a_guide_that_the_user_deleted_stays_deleted(fold_repo: FoldRepo) -> None:
    fold_repo.at(GUIDE).unlink()
    fold_repo.work("a")
    assert_folded(fold_repo, "a")
    assert not fold_repo.at(GUIDE).exists()
    assert fold_repo.git("status", "--porcelain") == f" D {GUIDE}"
    assert_sound(fold_repo)


def test_a_guide_whose_removal_is_staged_stays_out_of_the_index(fold_repo: FoldRepo) -> None:
    fold_repo.git("rm", "-q", "--cached", GUIDE)
    work_on_a(fold_repo)
    assert_folded(fold_repo, "a")
    assert not fold_repo.has(GUIDE, "")
    assert fold_repo.git("status", "--porcelain") == f"D  {GUIDE}\n?? docs/"
    assert_sound(fold_repo)


def test_a_guide_whose_move_is_staged(fold_repo: FoldRepo) -> None:
    moved = "docs/implementation/CHRONO-003-moved-guide.md"
    fold_repo.git("mv", GUIDE, moved)
    work_on_a(fold_repo)
    assert_folded(fold_repo, "a")
    assert fold_repo.raw(moved, "") in (guide_text().encode(), guide_text("a").encode())
    assert not fold_repo.at(GUIDE).exists()
    assert not fold_repo.has(GUIDE, "")
    assert_sound(fold_repo)


def test_a_directory_in_the_guides_place(fold_repo: FoldRepo) -> None:
    fold_repo.at(GUIDE).unlink()
    fold_repo.write(f"{GUIDE}/notes.txt", "mine\n")
    fold_repo.work("a")
    assert fold_repo.work_bytes(f"{GUIDE}/notes.txt") == b"mine\n"
    assert fold_repo.boxes() in ("", "a")
    assert_sound(fold_repo)


# The log


LOG_EDITS: Mapping[str, Callable[[str], str]] = {
    "at the end": lambda text: text + "\nMy own words.\n",
    "without a last newline": lambda text: text + "\nMy own words.",
    "at the beginning": lambda text: "My own words.\n\n" + text,
    "in the middle": lambda text: text.replace("by hand.", "by my hand."),
    "everything else": lambda _: "Quite another text\n",
    "nothing left": lambda _: "",
}


def keeps(found: bytes, mine: bytes) -> bool:
    """Whether every line that the user wrote is still there, in order, and only lines were added."""
    rest = iter(re.split(rb"(?<=\n)", found))
    ends = (b"\n", b"\r\n", b"")
    # What had no end of line gets one where something follows.
    return all(
        any(line == one or (not one.endswith(b"\n") and line in (one + end for end in ends)) for line in rest)
        for one in re.split(rb"(?<=\n)", mine)
        if one
    )


@pytest.mark.parametrize("edit", LOG_EDITS.values(), ids=LOG_EDITS)
def test_unstaged_edits_of_the_log_stay(logged: FoldRepo, edit: Callable[[str], str]) -> None:
    mine = edit(OLD_LOG).encode()
    logged.write(LOG, mine)
    logged.work("b", words="Between the lines")
    assert_folded(logged, "b", ["Between the lines"])
    found = logged.work_bytes(LOG)
    assert keeps(found, mine)
    assert found.count(b"Between the lines") == 1
    assert keeps(logged.raw(LOG), OLD_LOG.encode())
    assert logged.raw(LOG, "") == logged.raw(LOG)
    assert logged.git("status", "--porcelain") == f" M {LOG}"
    assert_sound(logged)


@pytest.mark.parametrize("edit", ["without a last newline", "everything else"])
def test_staged_edits_of_the_log_stay_staged(logged: FoldRepo, edit: str) -> None:
    mine = LOG_EDITS[edit](OLD_LOG).encode()
    stage(logged, LOG, mine)
    work_on_a(logged, "Between the lines")
    assert_folded(logged, "a", ["Between the lines"])
    assert keeps(logged.raw(LOG, ""), mine)
    assert logged.raw(LOG, "").count(b"Between the lines") == 1
    assert logged.work_bytes(LOG) == logged.raw(LOG, "")
    assert logged.git("status", "--porcelain") == f"M  {LOG}"
    assert_sound(logged)


def test_what_was_changed_in_the_log_is_still_all_that_is_changed(logged: FoldRepo) -> None:
    stage(logged, LOG, "Staged.\n\n" + OLD_LOG, "Unstaged.\n\nStaged.\n\n" + OLD_LOG)
    before = logged.lines_changed(), logged.lines_changed("--cached")
    work_on_a(logged, "Between the lines")
    assert_folded(logged, "a", ["Between the lines"])
    assert (logged.lines_changed(), logged.lines_changed("--cached")) == before
    assert_sound(logged)


def test_a_log_that_is_not_tracked_yet(fold_repo: FoldRepo) -> None:
    """Nothing is written beside what the user has there; it is taken up when the user has added it."""
    fold_repo.write(LOG, OLD_LOG)
    said = fold_repo.work("a", words="Taken up")
    assert f"{LOG} was not written" in said
    assert_folded(fold_repo, "a")
    assert fold_repo.work_bytes(LOG) == OLD_LOG.encode()
    assert not fold_repo.has(LOG, "")
    assert_sound(fold_repo)
    fold_repo.git("add", LOG)
    fold_repo.record("the log")
    assert_folded(fold_repo, words=["Taken up"])
    assert keeps(fold_repo.raw(LOG), OLD_LOG.encode())
    assert_clean(fold_repo)


def test_a_log_that_is_staged_and_in_no_commit_yet(fold_repo: FoldRepo) -> None:
    stage(fold_repo, LOG, OLD_LOG)
    work_on_a(fold_repo, "Taken up")
    assert_folded(fold_repo, "a")
    assert fold_repo.raw(LOG, "") == fold_repo.work_bytes(LOG) == OLD_LOG.encode()
    assert_sound(fold_repo)
    fold_repo.record("the log")
    assert_folded(fold_repo, words=["Taken up"])
    assert keeps(fold_repo.raw(LOG), OLD_LOG.encode())
    assert_clean(fold_repo)


@pytest.mark.parametrize("how", ["unstaged", "staged"])
def test_a_log_that_the_user_deleted(logged: FoldRepo, how: str) -> None:
    logged.at(LOG).unlink()
    if how == "staged":
        logged.git("rm", "-q", "--cached", LOG)
    work_on_a(logged, "Into the commit")
    assert_folded(logged, "a", ["Into the commit"])
    assert not logged.at(LOG).exists()
    assert logged.has(LOG, "") == (how == "unstaged")
    assert_sound(logged)


def test_a_log_that_git_ignores(fold_repo: FoldRepo) -> None:
    fold_repo.write(".gitignore", f"{LOG}\n")
    fold_repo.git("add", "-A")
    fold_repo.record("not the log", hooks=False)
    fold_repo.work("a", words="Nowhere")
    assert_folded(fold_repo, "a")
    assert_clean(fold_repo)
    fold_repo.write(LOG, OLD_LOG)
    fold_repo.work("b", words="Nowhere else")
    assert_folded(fold_repo, "b")
    assert fold_repo.work_bytes(LOG) == OLD_LOG.encode()
    assert_clean(fold_repo)


def test_what_is_written_by_hand_stays_above_and_below(logged: FoldRepo) -> None:
    logged.work("a", words="First")
    logged.write(LOG, b"Above.\n\n" + logged.work_bytes(LOG) + b"\nBelow, without an end")
    logged.record("by hand", "-a")
    before = logged.raw(LOG)
    logged.work("b", words="Second")
    assert_folded(logged, "b", ["Second"])
    assert keeps(logged.raw(LOG), before)
    assert len(entries(logged.words())) == 2
    assert_clean(logged)


def test_an_entry_that_was_reworded_by_hand_is_not_written_again(logged: FoldRepo) -> None:
    logged.work("a", words="Said badly")
    logged.write(LOG, logged.work_bytes(LOG).replace(b"Said badly", b"Said well"))
    logged.record("reworded", "-a")
    logged.work("b")
    assert b"Said badly" not in logged.words()
    assert logged.words().count(b"Said well") == 1
    assert_clean(logged)


# Bytes of every kind

BYTES: Mapping[str, Callable[[bytes], bytes]] = {
    "crlf": lambda raw: raw.replace(b"\n", b"\r\n"),
    "bom": lambda raw: b"\xef\xbb\xbf" + raw,
    "bom and crlf": lambda raw: b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n"),
    "no final newline": lambda raw: raw.rstrip(b"\n"),
    "latin-1": lambda raw: raw.replace(b"Making", b"M\xe4rz") + b"\nGr\xfc\xdfe\n",
    "blanks and tabs": lambda raw: raw.replace(b"\n", b" \t \n"),
    "form feeds and lone CRs": lambda raw: raw + b"\nx\x0cy\x0bz\xc2\x85\xe2\x80\xa8 w\r v\n",
}


@pytest.mark.parametrize(
    ("kind", "edited"),
    [
        *((kind, False) for kind in BYTES),
        ("bom and crlf", True),
        ("no final newline", True),
        ("latin-1", True),
    ],
)
def test_every_other_byte_of_the_guide_stays(fold_repo: FoldRepo, kind: str, edited: bool) -> None:
    change = BYTES[kind]
    raw = change(guide_text().encode())
    fold_repo.write(GUIDE, raw)
    fold_repo.write(LOG, change(OLD_LOG.encode()))
    fold_repo.git("add", "-A")
    fold_repo.record("bytes", hooks=False)
    mine = raw.replace(b"# Implementation Guide: CHRONO-003", b"# Implementation Guide: CHRONO-003 of mine")
    if edited:
        fold_repo.write(GUIDE, mine)
    fold_repo.work("b", words="Bytes")
    assert_folded(fold_repo, "b", ["Bytes"])
    assert fold_repo.raw(GUIDE) == with_tick(raw, "b")
    assert fold_repo.work_bytes(GUIDE) == with_tick(mine if edited else raw, "b")
    assert keeps(fold_repo.raw(LOG), change(OLD_LOG.encode()))
    if edited:
        assert fold_repo.git("status", "--porcelain") == f" M {GUIDE}"
        assert_sound(fold_repo)
    else:
        assert_clean(fold_repo)


def test_the_log_keeps_its_line_ends(fold_repo: FoldRepo) -> None:
    fold_repo.write(LOG, OLD_LOG.replace("\n", "\r\n"))
    fold_repo.git("add", "-A")
    fold_repo.record("bytes", hooks=False)
    fold_repo.work("a", words="Line ends")
    log = fold_repo.raw(LOG)
    assert log.count(b"\n") == log.count(b"\r\n")
    assert_clean(fold_repo)


# Where git writes other bytes into the work tree than it keeps

CONVERSIONS = {
    "autocrlf": ({"core.autocrlf": "true"}, ""),
    "autocrlf=input": ({"core.autocrlf": "input"}, ""),
    "eol=crlf": ({}, "*.md text eol=crlf\n"),
    "text=auto and core.eol": ({"core.eol": "crlf"}, "* text=auto\n"),
    "ident": ({}, "*.md ident\n"),
    "UTF-16": ({}, f"{GUIDE} text working-tree-encoding=UTF-16LE-BOM\n"),
}


def commit_converted(repo: FoldRepo, settings: Mapping[str, str], attributes: str) -> None:
    """Commits guide and log as they are, and has git write them anew with the conversions."""
    repo.write(GUIDE, guide_text() + "\n$Id$\nversion @V@\n")
    repo.write(LOG, OLD_LOG)
    repo.git("add", "-A")
    repo.record("before any conversion", hooks=False)
    for name, value in settings.items():
        repo.git("config", name, value)
    repo.write(".gitattributes", f"{LOG} merge=union\n{attributes}")
    repo.git("-c", "core.safecrlf=false", "add", ".gitattributes")
    repo.record("attributes", "--allow-empty", hooks=False)
    for name in repo.git("ls-files").splitlines():
        repo.at(name).unlink()
    repo.git("checkout-index", "-q", "-a", "-f", "-u")
    assert_clean(repo)


@pytest.mark.parametrize(("settings", "attributes"), CONVERSIONS.values(), ids=CONVERSIONS)
def test_conversions_of_the_work_tree(
    fold_repo: FoldRepo, settings: Mapping[str, str], attributes: str
) -> None:
    commit_converted(fold_repo, settings, attributes)
    committed, work = fold_repo.raw(GUIDE), fold_repo.work_bytes(GUIDE)
    fold_repo.work("a", words="Converted")
    assert fold_repo.boxes() == "a"
    assert fold_repo.raw(GUIDE) == with_tick(committed, "a")
    assert b"\r" not in fold_repo.raw(GUIDE) + fold_repo.raw(LOG)
    if b"\0" not in work and b"$Id: " not in work:
        assert fold_repo.work_bytes(GUIDE) == with_tick(work, "a")
    log = fold_repo.work_bytes(LOG)
    assert log.count(b"Converted") == 1
    if b"\r\n" in work:
        assert log.count(b"\n") == log.count(b"\r\n")
    assert_clean(fold_repo)


@pytest.mark.parametrize("edited", [False, True], ids=["clean", "edited"])
def test_a_filter_that_fills_in_words(fold_repo: FoldRepo, tmp_path: Path, edited: bool) -> None:
    settings = {
        "filter.words.clean": "sed 's/version 7/version @V@/'",
        "filter.words.smudge": "sed 's/version @V@/version 7/'",
        "filter.words.required": "true",
    }
    commit_converted(fold_repo, settings, "*.md filter=words\n")
    work = fold_repo.work_bytes(GUIDE)
    assert b"version 7" in work
    if edited:
        work += b"\nMy own words.\n"
        fold_repo.write(GUIDE, work)
    fold_repo.work("a")
    assert_folded(fold_repo, "a")
    assert b"version @V@" in fold_repo.raw(GUIDE)
    assert fold_repo.work_bytes(GUIDE) == with_tick(work, "a")
    if edited:
        assert fold_repo.git("status", "--porcelain") == f" M {GUIDE}"
        assert_sound(fold_repo)
    else:
        assert_clean(fold_repo)


@pytest.mark.parametrize("edited", [False, True], ids=["clean", "edited"])
def test_a_filter_that_hides_every_word(fold_repo: FoldRepo, tmp_path: Path, edited: bool) -> None:
    """The work tree's guide has no line in common with the commit's: nothing of it may be lost."""
    turn = script(tmp_path / "turn", "tr 'a-zA-Z' 'n-za-mN-ZA-M'")
    settings = {"filter.turn.clean": turn, "filter.turn.smudge": turn}
    commit_converted(fold_repo, settings, "docs/**/*.md filter=turn\n")
    work = fold_repo.work_bytes(GUIDE)
    assert b"CHRONO" not in work
    if edited:
        work += b"\nZl bja jbeqf.\n"
        fold_repo.write(GUIDE, work)
    fold_repo.work("a")
    assert fold_repo.boxes() in ("", "a")
    if edited:
        assert fold_repo.work_bytes(GUIDE).replace(b"[x]", b"[ ]").replace(b"[k]", b"[ ]") == work
        assert fold_repo.git("status", "--porcelain") == f" M {GUIDE}"
        assert_sound(fold_repo)
    else:
        assert_clean(fold_repo)


def test_an_edited_guide_with_converted_line_ends(fold_repo: FoldRepo) -> None:
    commit_converted(fold_repo, {"core.autocrlf": "true", "core.safecrlf": "false"}, "")
    mine = fold_repo.work_bytes(GUIDE) + b"\r\nMine, as an editor writes it.\nAnd as another does.\n"
    fold_repo.write(GUIDE, mine)
    fold_repo.work("a")
    assert_folded(fold_repo, "a")
    assert fold_repo.work_bytes(GUIDE) == with_tick(mine, "a")
    assert fold_repo.git("status", "--porcelain") == f" M {GUIDE}"
    assert_sound(fold_repo)


def test_an_edit_goes_on_to_the_next_commit(fold_repo: FoldRepo) -> None:
    """What is left after a fold is what the user commits next, and that is folded in its turn."""
    fold_repo.write(GUIDE, guide_text() + "\nMine.\n")
    fold_repo.work("a")
    fold_repo.git("add", GUIDE)
    fold_repo.work("b")
    assert_folded(fold_repo, "b")
    assert_clean(fold_repo)
    assert fold_repo.raw(GUIDE) == guide_text("ab").encode() + b"\nMine.\n"
