"""commit-msg in real repositories: what is refused, what is named, and how the message comes back."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chrono_git.hook import commit_message
from chrono_git.hook.commit_message import may_claim
from chrono_git.repo.stream import Git
from chrono_git.trailers import KEYS, scan
from tests.app.kit import FIRST, GUIDE, SECOND, TEXT
from tests.copies import copied
from tests.gitkit import Repo
from tests.hook.stubs import SLOW, body, commit, install, loaded

HOOK = "commit-msg"
OTHER = GUIDE.replace("001", "002")
CONFIG = ".chrono/config.toml"
REJECTED = ".git/chrono-git/REJECTED_MSG"


@pytest.fixture
def hooked(repo: Repo, tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """One guide, nothing done, and the hook."""
    copied("one-guide", repo, tmp_path_factory, lambda one: one.commit("guide", files={GUIDE: TEXT}))
    install(repo, HOOK)
    return repo


def test_a_claim_that_holds_is_let_through_in_silence(hooked: Repo) -> None:
    hooked.write("src/first.py", FIRST)
    hooked.git("add", "-A")
    done = commit(hooked, "-q", "-m", "work", "-m", "Chrono-Step: 1.1\nChrono-Learning: x")
    assert (done.returncode, done.stderr) == (0, "")
    assert not (hooked.path / REJECTED).exists()


# What is refused, and the words about it.
REFUSED = {
    "Chrono-Step: 9.9": "line 3: `9.9` names no item of CHRONO-001",
    "Chrono-Stpe: 1.1": "line 3: `Chrono-Stpe` is no trailer of chrono-git; did you mean `Chrono-Step`?",
    "Chrno-Step: 1.1": "line 3: `Chrno-Step` is no trailer of chrono-git; did you mean `Chrono-Step`?",
    "Crono-Learning: x": "did you mean `Chrono-Learning`?",
    "Chrono-Learning:": "line 3: Chrono-Learning is empty",
    "Chrono-Guide: CHRONO-0O1": "line 3: no guide `CHRONO-0O1`; nearest: CHRONO-001",
    "Chrono-Step: CHRONO-007/1.1": "line 3: no guide `CHRONO-007`; nearest: CHRONO-001",
    "Chrono-Step:": "line 3: Chrono-Step: it is empty",
    "Chrono-Reopen: 1.9": "line 3: `1.9` names no item of CHRONO-001; nearest: CHRONO-001/1.",
    "Chrono-Step: 1.1\nChrono-Skip: 8 (why)": "line 4: `8` names no item",
}


@pytest.mark.parametrize("trailer", REFUSED)
def test_refused(hooked: Repo, trailer: str) -> None:
    head = hooked.head()
    done = commit(hooked, "-m", "work", "-m", trailer)
    assert done.returncode == 1
    assert REFUSED[trailer] in done.stderr
    assert hooked.head() == head
    assert (hooked.path / REJECTED).read_text() == f"work\n\n{trailer}\n"


def test_the_message_comes_back(hooked: Repo) -> None:
    hooked.write("a", "a")
    hooked.git("add", "a")
    assert commit(hooked, "-m", "much\n\nto say\n\nChrono-Step: 1.7").returncode == 1
    refusal = commit(hooked, "-e", "-m", "much\n\nto say\n\nChrono-Step: 1.8", editor="true").stderr
    assert commit(hooked, "-m", "another").returncode == 0
    command = next(line for line in refusal.split("\n") if "git commit" in line).partition("with: ")[2]
    kept = shlex.split(command)[-1]
    assert Path(kept) == hooked.path / f"{REJECTED}.1"
    assert (hooked.path / REJECTED).read_text() == "much\n\nto say\n\nChrono-Step: 1.7\n"
    folder = hooked.path / "src"
    folder.mkdir()
    env = {**os.environ, **hooked.dates(), "GIT_EDITOR": "sed -i s/1.8/1.3/"}
    shell = [*shlex.split(command), "--allow-empty"]
    subprocess.run(shell, cwd=folder, env=env, check=True, capture_output=True)
    assert body(hooked) == "much\n\nto say\n\nChrono-Step: 1.3\n"


def test_what_is_below_the_scissors_is_no_message(hooked: Repo) -> None:
    hooked.write("note.txt", "Chrono-Stpe: 1\n    Chrono-Step: 99\n")
    hooked.git("add", "-A")
    writes = "sed -i 1s,^,work,"
    assert commit(hooked, "-v", editor=writes).returncode == 0
    hooked.write("note.txt", "")
    hooked.git("add", "-A")
    text = "all\n\nChrono-Step: 77"
    done = commit(hooked, "-v", "-e", "-m", text, editor="true")
    assert done.returncode == 1
    assert "`77`" in done.stderr
    assert "99" not in done.stderr
    kept = (hooked.path / REJECTED).read_text()
    assert kept.startswith(text)
    assert "diff --git" not in kept


SCISSORS = "# ------------------------ >8 ------------------------"


def test_without_an_editor_git_keeps_what_is_below_scissors(hooked: Repo) -> None:
    text = f"work\n\nmore\n{SCISSORS}\n# kept\n\nChrono-Step: 77"
    done = commit(hooked, "-m", text)
    assert done.returncode == 1
    assert "line 7: `77`" in done.stderr
    assert (hooked.path / REJECTED).read_text() == f"{text}\n"


def test_what_git_wrote_for_the_editor_is_not_kept(hooked: Repo) -> None:
    done = commit(hooked, "--allow-empty", editor="sed -i '1s/^/work\\n\\n# mine\\n\\nChrono-Step: 77\\n/'")
    assert done.returncode == 1
    assert (hooked.path / REJECTED).read_text() == "work\n\n# mine\n\nChrono-Step: 77\n"


def test_the_last_ten_are_kept(hooked: Repo) -> None:
    for number in range(12):
        assert commit(hooked, "-m", f"work {number}", "-m", "Chrono-Step: 77").returncode == 1
    kept = sorted((hooked.path / REJECTED).parent.glob("REJECTED_MSG*"))
    assert sorted(one.read_text().partition("\n")[0] for one in kept) == sorted(
        f"work {number}" for number in range(2, 12)
    )


def test_comments_are_no_claims_and_verbatim_ones_are_lines(hooked: Repo) -> None:
    commented = "all\n\n# Chrono-Step: 77\n#Chrono-Stpe: 1"
    for options in ([], ["--cleanup=verbatim"], ["--cleanup=whitespace"], ["-e"]):
        assert commit(hooked, "-m", commented, *options, editor="true").returncode == 0
    for cleanup in ("verbatim", "whitespace", "strip", "scissors"):
        done = commit(hooked, "-m", "all\n\n\n  \nChrono-Step: 77  \n\n", f"--cleanup={cleanup}")
        assert done.returncode == 1


def test_several_guides(hooked: Repo) -> None:
    hooked.commit("two", files={OTHER: TEXT.replace("CHRONO-001", "CHRONO-002")})
    done = commit(hooked, "-m", "work", "-m", "Chrono-Step: 1.3")
    assert done.returncode == 1
    assert "`1.3` is of no guide, and there are 2" in done.stderr
    assert "one of CHRONO-001, CHRONO-002" in done.stderr
    for guided in ("Chrono-Step: CHRONO-002/1.3", "Chrono-Step: 1.3\nChrono-Guide: chrono-002"):
        assert commit(hooked, "-m", "work", "-m", guided).returncode == 0
    assert commit(hooked, "-m", "CHRONO-001: work", "-m", "Chrono-Step: 1.3").returncode == 0
    hooked.checkout("warp-in/CHRONO-002-mac", new=True)
    assert commit(hooked, "-m", "work", "-m", "Chrono-Step: 1.3").returncode == 0
    hooked.checkout("main")
    hooked.write(CONFIG, '[guides]\nactive = "CHRONO-001"\n')
    assert commit(hooked, "-m", "work", "-m", "Chrono-Step: 1.3").returncode == 1
    hooked.git("add", CONFIG)
    assert commit(hooked, "-m", "work", "-m", "Chrono-Step: 1.3").returncode == 0


def test_the_branch_counts_while_it_is_rebased(hooked: Repo) -> None:
    hooked.commit("two", files={OTHER: TEXT.replace("CHRONO-001", "CHRONO-002")})
    hooked.checkout("CHRONO-002", new=True)
    hooked.commit("work\n\nChrono-Step: 1.3\n", "--no-verify", files={"a": "1"})
    env = {"GIT_SEQUENCE_EDITOR": "sed -i s/^pick/reword/", "GIT_EDITOR": "sed -i 1s,work,more,"}
    done = subprocess.run(
        ["git", "rebase", "-i", "HEAD~1"], cwd=hooked.path, env={**os.environ, **env}, capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    assert "no guide" not in done.stderr
    assert body(hooked) == "more\n\nChrono-Step: 1.3\n"


def test_a_claim_that_nothing_shows_is_named(hooked: Repo) -> None:
    done = commit(hooked, "-q", "-m", "work", "-m", "Chrono-Step: 1.1, 1.3")
    assert done.returncode == 0
    assert done.stderr.startswith("chrono-git: CHRONO-001/1.1 is claimed, but: ")
    assert "src/first.py" in done.stderr
    assert done.stderr.count("\n") == 1


def test_claims_are_judged_by_what_is_committed(hooked: Repo) -> None:
    claim = ("-q", "-m", "work", "-m", "Chrono-Step: 1.1")
    hooked.write("src/first.py", "\n")
    hooked.git("add", "-A")
    hooked.commit("empty", "--no-verify")
    hooked.write("src/first.py", FIRST)
    hooked.write("other", "x")
    assert "is claimed, but" in commit(hooked, *claim).stderr  # it is not staged
    assert commit(hooked, *claim, "--", "src/first.py").stderr == ""  # nor is it in .git/index
    hooked.rm("src/first.py")
    assert "is claimed, but" in commit(hooked, *claim).stderr
    claim = ("-q", "-m", "work", "-m", "Chrono-Step: 1.2")
    hooked.write("src/second.py", SECOND)
    hooked.git("add", "-N", "src/second.py")
    assert "is claimed, but" in commit(hooked, *claim).stderr  # only announced
    assert commit(hooked, *claim, "-a").stderr == ""
    hooked.at("src/second.py").unlink()
    assert commit(hooked, *claim, "--amend").stderr == ""  # the work tree does not count


def test_the_first_commit_of_all_and_a_guide_of_its_own(repo: Repo) -> None:
    install(repo, HOOK)
    repo.write(GUIDE, TEXT)
    done = commit(repo, "-m", "work", "-m", "Chrono-Step: 1.1")
    assert "no guide" in done.stderr
    repo.git("add", "-A")
    done = commit(repo, "-m", "work", "-m", "Chrono-Step: 1.1")
    assert done.returncode == 0
    assert "CHRONO-001/1.1 is claimed, but" in done.stderr


LENIENT = ["fixup", "squash", "merge", "revert", "cherry-pick"]


@pytest.mark.parametrize("what", LENIENT)
def test_let_through_and_named(hooked: Repo, what: str) -> None:
    wrong = ("-m", "work", "-m", "Chrono-Step: 77")
    if what in ("fixup", "squash"):
        done = commit(hooked, "-m", f"{what}! guide", *wrong[2:])
    else:
        hooked.checkout("side", new=True)
        hooked.commit("theirs", "--no-verify", files={"a": "1"})
        theirs = hooked.head()
        hooked.checkout("main")
        hooked.commit("ours", "--no-verify", files={"a": "2"})
        with pytest.raises(AssertionError):
            hooked.git(what, theirs)
        hooked.write("a", "3")
        hooked.git("add", "a")
        done = commit(hooked, *wrong)
    assert done.returncode == 0
    assert "let through, as this is a" in done.stderr
    assert "  line 3: `77` names no item of CHRONO-001" in done.stderr


def test_a_merge_runs_the_hook_too(hooked: Repo) -> None:
    hooked.checkout("side", new=True)
    hooked.commit("theirs", "--no-verify", files={"a": "1"})
    hooked.checkout("main")
    hooked.git("merge", "-q", "--no-ff", "-m", "m\n\nChrono-Step: 77", "side", env=hooked.dates())
    assert body(hooked) == "m\n\nChrono-Step: 77\n"


def test_amend_is_refused_like_any_other(hooked: Repo) -> None:
    assert commit(hooked, "--amend", "-m", "work\n\nChrono-Step: 77").returncode == 1
    assert commit(hooked, "-m", "amend! guide\n\nguide\n\nChrono-Step: 77").returncode == 1


def test_nothing_but_a_suggestion_is_an_empty_message(repo: Repo) -> None:
    repo.commit("guide", files={GUIDE: TEXT, CONFIG: "[hooks]\nsuggest_guide = true\n"})
    repo.checkout("CHRONO-001", new=True)
    install(repo, HOOK, "prepare-commit-msg")
    for options in ([], ["-v"], ["--cleanup=scissors"]):
        done = commit(repo, *options, editor="true")
        assert done.returncode == 1
        assert done.stderr == "chrono-git: no commit: there is nothing in the message but its guide.\n"
    assert commit(repo, editor="sed -i '1s/^/all/'").returncode == 0


ODD = {
    "nothing": b"",
    "blank": b"\n \n",
    "latin-1": "größer\n\nChrono-Learning: grün\n".encode("latin-1"),
    "NUL": b"all\n\nChrono-Step: 1.1\0\n",
    "no text": bytes(range(256)) * 10 + b"\nChrono-Stpe: \xff\xfe\n",
    "UTF-16": "all\n\nChrono-Step: 1.1\n".encode("utf-16"),
    "large": b"all\n\n" + b"Chrono-Learning: x\n  y\n" * 220_000,
    "one line": b"Chrono-Step: " + b"1.3, " * 50_000,
    "escapes": b"all\n\nChrono-Step: \x1b[31m9.9\n",
    "fences": b"all\n\n" + b"```\n" * 100_000 + b"Chrono-Step: 1.3\n",
    "carriage returns": b"all\r\n\r\nChrono-Step: 1.3\r\n",
}


@pytest.mark.parametrize("name", ODD)
def test_odd_messages(hooked: Repo, name: str) -> None:
    hooked.write(".git/MSG", ODD[name])
    run = Path(commit_message.__file__).with_name("run.py")
    command = [sys.executable, "-SE", str(run), HOOK, ".git/MSG"]
    done = subprocess.run(command, cwd=hooked.path, capture_output=True, check=False)
    assert done.returncode in (0, 1)
    assert b"bug" not in done.stderr
    assert b"\x1b" not in done.stderr
    assert not (hooked.path / ".git/chrono-git/crash.log").exists()
    assert hooked.at(".git/MSG").read_bytes() == ODD[name]


def test_an_encoding_of_git(hooked: Repo) -> None:
    raw = "größer\n\nChrono-Step: 1.3 (grün)\n".encode("latin-1")
    done = commit(hooked, "-F", "-", text=raw, config=["i18n.commitEncoding=ISO-8859-1"])
    assert done.returncode == 0
    assert raw in hooked.git("cat-file", "commit", "HEAD").encode("utf-8", "surrogateescape") + b"\n"


def test_sha256_in_a_linked_work_tree_below_its_top(tmp_path: Path) -> None:
    main = Repo(tmp_path / "sha 256", "--object-format=sha256")
    main.commit("guide", files={GUIDE: TEXT, "src/x": "x"})
    install(main, HOOK)
    main.git("worktree", "add", "-q", "-b", "linked", str(tmp_path / "linked"))
    linked = Repo(tmp_path / "linked", init=False)
    below = Repo(linked.path / "src", init=False)
    done = commit(below, "-m", "work", "-m", "Chrono-Step: 9.9")
    assert done.returncode == 1
    kept = Path(shlex.split(done.stderr.partition("-F ")[2].partition("\n")[0])[0])
    assert kept == main.path / ".git/worktrees/linked/chrono-git/REJECTED_MSG"
    assert kept.read_text() == "work\n\nChrono-Step: 9.9\n"
    assert commit(below, "-m", "work", "-m", "Chrono-Step: 1.3").returncode == 0


def test_a_broken_configuration_stops_no_commit(hooked: Repo) -> None:
    hooked.write(CONFIG, "[hooks\n")
    hooked.git("add", CONFIG)
    done = commit(hooked, "-m", "work", "-m", "Chrono-Step: 9.9")
    assert done.returncode == 0
    assert f"{CONFIG}:1" in done.stderr
    assert "the message was not checked" in done.stderr


def test_where_the_message_cannot_be_kept(hooked: Repo) -> None:
    hooked.write(".git/chrono-git", "a file")
    done = commit(hooked, "-m", "work", "-m", "Chrono-Step: 9.9")
    assert done.returncode == 1
    assert "the message lies in .git/COMMIT_EDITMSG, but only until the next commit" in done.stderr


def test_the_index_of_git_is_never_another_one(hooked: Repo, tmp_path: Path) -> None:
    """`commit -- path` has an index of its own; the guard in the stubs compares both with what git made."""
    for name in ("a", "b"):
        hooked.write(name, name)
    hooked.git("add", "a")
    done = commit(hooked, "-q", "-m", "work", "-m", "Chrono-Step: 1.1", "--", GUIDE)
    assert done.returncode == 0, done.stderr
    assert commit(hooked, "-m", "work", "-m", "Chrono-Step: 9", "--", GUIDE).returncode == 1
    assert hooked.git("status", "--porcelain") == "A  a\n?? b"
    assert commit(hooked, "-q", "-m", "work", "-m", "Chrono-Step: 1.1", "-a").returncode == 0
    assert hooked.git("status", "--porcelain") == "?? b"


def test_a_foreign_repository_keeps_its_index(
    hooked: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """prek #2505: git's own GIT_INDEX_FILE, left in a child that works elsewhere."""
    foreign = Repo(tmp_path / "foreign")
    foreign.commit("x", files={"f": "1"})
    foreign.write("g", "2")
    ours = hooked.path / ".git/index"
    before = ours.read_bytes()
    monkeypatch.chdir(hooked.path)
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    git = Git(str(foreign.path), foreign=True)
    assert git.run("ls-files", "-z") == b"f\0"
    git.run("add", "-A")
    assert git.run("ls-files", "-z") == b"f\0g\0"
    assert Git(str(hooked.path)).run("ls-files", "-z") == GUIDE.encode() + b"\0"
    assert ours.read_bytes() == before


def test_nothing_is_loaded_where_nothing_is_claimed(hooked: Repo) -> None:
    for text in (
        "work\n",
        "work\n\nChange-Id: I0123456789\nSigned-off-by: A\nCherry-picked: yes\nCo-authored-by: B\n",
        "work on chrono-git\n\nThe Chrono-Step trailer: see docs\n# Chrono-Step: 9\n",
        "check: the crash\n\nchange: nothing\nCreated-by: A\nchrome: no\n",
        "",
    ):
        hooked.write(".git/COMMIT_EDITMSG", text)
        assert not loaded(hooked, HOOK, ".git/COMMIT_EDITMSG") & SLOW


def test_the_keys_are_those_of_the_trailers() -> None:
    assert tuple(key.lower() for key in KEYS) == commit_message._KEYS


WORDS = st.sampled_from(
    [
        *KEYS,
        "Chrono-Stpe",
        "Chrno-Step",
        "chronostep",
        "Crono_Guide",
        "Chrono-Task",
        "Change-Id",
        "Chrono-Learnings",
    ]
)
TEXTS = st.lists(
    st.builds(
        "{}{}{}".format, st.sampled_from(["", "    ", " "]), WORDS, st.sampled_from([": 1", "  :", " x"])
    )
    | st.sampled_from(["", "text", "Squashed commit of the following:", "commit " + "a" * 40, "```"]),
    max_size=9,
).map("\n".join)


@given(TEXTS | st.text(st.sampled_from("chronoCHRON-_stepguid: \n\r"), max_size=60))
@settings(max_examples=400, deadline=None)
def test_the_first_look_misses_nothing(text: str) -> None:
    seen = scan(text)
    if seen.trailers or seen.misspelt:
        assert may_claim(text.encode())
