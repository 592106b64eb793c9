"""prepare-commit-msg in real repositories: trailers of a squash, and the guide of the branch."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.kit import GUIDE, TEXT
from tests.copies import copied
from tests.gitkit import Repo
from tests.hook.stubs import SLOW, body, commit, install, loaded, trailers

HOOK = "prepare-commit-msg"
CONFIG = ".chrono/config.toml"
WANTED = "[hooks]\nsuggest_guide = true\n"
# What is said twice stands where it was said last.
CARRIED = [
    "Chrono-Step: 1.1",
    "Chrono-Learning: the first one is learnt at some length",
    "Chrono-Step: 1.3",
    "Chrono-Step: 1.2",
    "Chrono-Learning: the third",
]
MESSAGES = (
    "one\n\nChrono-Step: 1.1\nChrono-Learning: the first one\n  is learnt\n\tat some length\n",
    "two\n\nbecause\n\nChrono-Step: 1.2\nSigned-off-by: Ada <ada@example.org>\n",
    "three\n\nChrono-Step: 1.3\n\nChrono-Step: 1.2\n\nChrono-Learning: the third\n",
)


def side_of(repo: Repo) -> Repo:
    """A repository on main, with three commits on `side` that carry trailers."""
    repo.commit("guide", files={GUIDE: TEXT})
    repo.checkout("side", new=True)
    for number, message in enumerate(MESSAGES):
        repo.commit(message, files={f"file{number}": "x"})
    repo.checkout("main")
    return repo


@pytest.fixture
def squashed(repo: Repo, tmp_path_factory: pytest.TempPathFactory) -> Repo:
    """Such a repository after `git merge --squash`; it is made once, and copied."""
    make = lambda one: side_of(one).git("merge", "-q", "--squash", "side")  # noqa: E731
    copied("squashed", repo, tmp_path_factory, make)
    install(repo, HOOK)
    return repo


WAYS = {
    "-m": (["-m", "all of it"], ""),
    "-m -m": (["-m", "all of it", "-m", "and more"], ""),
    "-F": (["-F", "-"], ""),
    "--no-edit": (["--no-edit"], ""),
    "editor": ([], "true"),
    "editor writes": ([], "sed -i '1s/.*/all of it/'"),
    "editor with a text": (["-e", "-m", "all of it"], "true"),
    "no editor by name": (["-e", "-m", "all of it"], ":"),
    "template": (["-t", ".git/template"], "sed -i '1s/.*/all of it/'"),
    "verbose": (["-v"], "true"),
    "verbose with a text": (["-v", "-e", "-m", "all of it"], "true"),
    "scissors": (["--cleanup=scissors", "-e", "-m", "all of it"], "true"),
    "whitespace": (["--cleanup=whitespace", "-m", "all of it"], ""),
    "verbatim": (["--cleanup=verbatim", "-m", "all of it"], ""),
    "strip": (["--cleanup=strip", "-m", "all of it"], ""),
    "a path only": (["-m", "all of it", "--", "file1"], ""),
    "everything": (["-a", "-m", "all of it"], ""),
    "another's message": (["-C", "main"], ""),
    "amend": (["--amend", "--no-edit"], ""),
}


@pytest.mark.parametrize("way", WAYS)
def test_all_trailers_of_a_squash_are_there_once(squashed: Repo, way: str) -> None:
    options, editor = WAYS[way]
    squashed.write(".git/template", "template\n")
    done = commit(squashed, *options, editor=editor, text="all of it\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert trailers(squashed) == CARRIED
    assert body(squashed).count("\n  is learnt\n\tat some length\n") == 1
    assert not (squashed.path / ".git/SQUASH_MSG").exists()


SETTINGS = {
    "semicolon": "core.commentChar=;",
    "automatic": "core.commentChar=auto",
    "verbose": "commit.verbose=true",
    "scissors": "commit.cleanup=scissors",
    "dollar": "core.commentChar=$",
}


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("message", ["all of it", "#12 all of it\n\n; of it"])
def test_settings_of_git(squashed: Repo, name: str, message: str) -> None:
    kept = message if name in ("automatic", "dollar") or message[0] != "#" else "all\n\n- of it"
    done = commit(squashed, "-e", "-m", kept, editor="true", config=[SETTINGS[name]])
    assert done.returncode == 0, done.stderr
    assert body(squashed).startswith(kept + "\n\n")
    assert trailers(squashed) == CARRIED


def test_a_comment_of_several_bytes(squashed: Repo) -> None:
    version = squashed.git("version").split()[2].split(".")
    if (int(version[0]), int(version[1])) < (2, 45):
        pytest.skip("this git knows single characters only")
    done = commit(squashed, "-e", "-m", "all", editor="true", config=["core.commentString=※ "])
    assert done.returncode == 0
    assert trailers(squashed) == CARRIED


def test_signed_off(squashed: Repo) -> None:
    assert commit(squashed, "-s", "-m", "all").returncode == 0
    assert trailers(squashed) == ["Signed-off-by: Ada Author <ada@example.org>", *CARRIED]


def test_what_the_person_takes_out_stays_out(squashed: Repo) -> None:
    assert commit(squashed, "-e", "-m", "all", editor="sed -i /Step/d").returncode == 0
    assert [one[:15] for one in trailers(squashed)] == ["Chrono-Learning"] * 2


def test_an_empty_message_is_still_refused(squashed: Repo) -> None:
    assert "empty commit message" in commit(squashed, "-m", "").stderr
    assert commit(squashed, "-e", "-m", "", editor="true").returncode == 1


def test_crlf_and_other_encodings_stay(squashed: Repo) -> None:
    raw = "Größe\r\n\r\nund so\r\n".encode("latin-1")
    options = ("-F", "-", "--cleanup=verbatim")
    assert commit(squashed, *options, text=raw, config=["i18n.commitEncoding=ISO-8859-1"]).returncode == 0
    stored = squashed.git("cat-file", "commit", "HEAD").encode("utf-8", "surrogateescape")
    assert raw + b"\r\nChrono-Step: 1.1\r\n" in stored
    assert b"\r\n  is learnt\r\n\tat some length\r\nChrono-Step: 1.3\r\n" in stored


def test_a_squash_that_conflicts(repo: Repo) -> None:
    side_of(repo)
    install(repo, HOOK)
    repo.commit("here", files={"file1": "y"})
    with pytest.raises(AssertionError):
        repo.git("merge", "-q", "--squash", "side")
    repo.write("file1", "z")
    repo.git("add", "file1")
    assert commit(repo, "--no-edit").returncode == 0
    assert trailers(repo) == CARRIED


def test_sha256_and_a_linked_work_tree(tmp_path: Path) -> None:
    main = side_of(Repo(tmp_path / "sha", "--object-format=sha256"))
    install(main, HOOK)
    main.git("worktree", "add", "-q", "-b", "linked", str(tmp_path / "linked"))
    linked = Repo(tmp_path / "linked", init=False)
    linked.git("merge", "-q", "--squash", "side")
    assert commit(linked, "-m", "all").returncode == 0
    assert trailers(linked) == CARRIED


def test_a_squash_of_a_squash(squashed: Repo) -> None:
    squashed.branch("before")
    assert commit(squashed, "--no-edit").returncode == 0
    squashed.branch("again")
    squashed.git("reset", "-q", "--hard", "before")
    squashed.git("merge", "-q", "--squash", "again")
    assert commit(squashed, "-m", "all").returncode == 0
    assert sorted(trailers(squashed)) == sorted(CARRIED)


@pytest.mark.parametrize("command", ["squash", "fixup"])
def test_a_rebase_carries_nothing_over(repo: Repo, command: str) -> None:
    side_of(repo)
    install(repo, HOOK)
    repo.checkout("side")
    env = {"GIT_SEQUENCE_EDITOR": f"sed -i '2,$s/^pick/{command}/'", **repo.dates()}
    repo.git("rebase", "-q", "-i", "main", env=env)
    wanted = (
        "".join(f"{message}\n" for message in MESSAGES).rstrip("\n") if command == "squash" else MESSAGES[0]
    )
    assert [line for line in body(repo).split("\n") if line] == [line for line in wanted.split("\n") if line]


def test_guides_of_several_commits(repo: Repo) -> None:
    other = TEXT.replace("CHRONO-001", "CHRONO-002")
    repo.commit("guides", files={GUIDE: TEXT, GUIDE.replace("001", "002"): other})
    repo.checkout("side", new=True)
    repo.commit("CHRONO-001: a\n\nChrono-Step: 1.1\n")
    repo.commit("b\n\nChrono-Guide: CHRONO-002\nChrono-Step: 1.1\n", files={"b": "b"})
    repo.checkout("main")
    install(repo, HOOK, "commit-msg")
    repo.git("merge", "-q", "--squash", "side")
    done = commit(repo, "-m", "all")
    assert done.returncode == 0, done.stderr
    assert trailers(repo) == ["Chrono-Step: CHRONO-001 1.1", "Chrono-Step: CHRONO-002 1.1"]


def test_where_the_guides_cannot_be_read(squashed: Repo) -> None:
    squashed.write(CONFIG, "[hooks\n")
    squashed.git("add", CONFIG)
    assert commit(squashed, "-m", "all").returncode == 0
    assert trailers(squashed) == CARRIED


def test_a_message_that_cannot_be_written_stops_nothing(squashed: Repo) -> None:
    hook = squashed.path / ".git/hooks" / HOOK
    hook.write_text(hook.read_text().replace('"$@"', "/nowhere/MSG message"))
    done = commit(squashed, "-m", "all")
    assert done.returncode == 0
    assert body(squashed) == "all\n"


# Branch, options, editor, and whether the guide is suggested.
SUGGESTED = {
    "editor": ("warp-in/CHRONO-001-mac", [], "sed -i '1s/^/all/'", True),
    "template": ("CHRONO-001", ["-t", ".git/template"], "sed -i '1s/^/all/'", True),
    "a claim": ("CHRONO-001", ["-m", "all", "-m", "Chrono-Step: 1.1"], "", True),
    "a learning": ("CHRONO-001", ["-m", "all", "-m", "Chrono-Learning: x"], "", True),
    "no claim": ("CHRONO-001", ["-m", "all"], "", False),
    "named": ("CHRONO-001", ["-m", "CHRONO-001: all", "-m", "Chrono-Step: 1.1"], "", False),
    "another named": ("CHRONO-001", ["-m", "all", "-m", "Chrono-Step: 1\nChrono-Guide: Z"], "", False),
    "with its claim": ("CHRONO-001", ["-m", "all", "-m", "Chrono-Step: CHRONO-001/1.1"], "", False),
    "no such guide": ("CHRONO-009", [], "sed -i '1s/^/all/'", False),
    "no guide": ("topic", [], "sed -i '1s/^/all/'", False),
    "fixup": ("CHRONO-001", ["--fixup", "HEAD"], "", False),
    "squash": ("CHRONO-001", ["--squash", "HEAD"], "true", False),
    "amend": ("CHRONO-001", ["--amend"], "true", False),
    "another's message": ("CHRONO-001", ["-c", "HEAD"], "true", False),
    "verbose": ("CHRONO-001", ["-v"], "sed -i '1s/^/all/'", True),
}


@pytest.mark.parametrize("name", SUGGESTED)
def test_the_guide_of_the_branch(repo: Repo, name: str) -> None:
    branch, options, editor, suggested = SUGGESTED[name]
    repo.commit("guide", files={GUIDE: TEXT, CONFIG: WANTED})
    repo.checkout(branch, new=True)
    repo.write(".git/template", "\nof it\n")
    install(repo, HOOK)
    done = commit(repo, *options, editor=editor)
    assert (done.returncode, done.stderr) == (0, "")
    assert ("Chrono-Guide: CHRONO-001" in trailers(repo)) == suggested
    assert body(repo).count("Chrono-Guide: CHRONO-001") == suggested


def test_the_suggestion_is_wanted_only_where_the_index_says_so(repo: Repo) -> None:
    repo.commit("guide", files={GUIDE: TEXT})
    repo.checkout("CHRONO-001", new=True)
    install(repo, HOOK)
    repo.write(CONFIG, WANTED)
    assert commit(repo, editor="sed -i '1s/^/all/'").returncode == 0
    assert body(repo) == "all\n"
    repo.git("add", CONFIG)
    assert commit(repo, editor="sed -i '1s/^/all/'").returncode == 0
    assert body(repo) == "all\n\nChrono-Guide: CHRONO-001\n"


def test_a_merge_gets_no_suggestion(repo: Repo) -> None:
    side_of(repo)
    repo.commit("wanted", files={CONFIG: WANTED})
    repo.checkout("CHRONO-001", new=True)
    install(repo, HOOK)
    repo.git("merge", "-q", "--no-ff", "--edit", "side", env=repo.dates())
    assert body(repo).startswith("Merge branch")
    assert "Chrono-Guide" not in body(repo)


def test_nothing_is_loaded_where_there_is_nothing_to_do(repo: Repo) -> None:
    repo.commit("guide", files={GUIDE: TEXT, CONFIG: "[hooks]\nfold = false\n"})
    repo.write(".git/COMMIT_EDITMSG", "all\n\nChrono-Step: 1.1\n")
    for source in ([], ["message"], ["template"], ["squash"], ["merge"], ["commit", "HEAD"]):
        assert not loaded(repo, HOOK, ".git/COMMIT_EDITMSG", *source) & SLOW
    repo.write(CONFIG, WANTED)
    for source in (["squash"], ["merge"], ["commit", "HEAD"]):
        assert not loaded(repo, HOOK, ".git/COMMIT_EDITMSG", *source) & SLOW
    repo.write(".git/SQUASH_MSG", "Squashed commit of the following:\n\ncommit 1\n\n    text\n")
    assert not loaded(repo, HOOK, ".git/COMMIT_EDITMSG", "squash") & SLOW
