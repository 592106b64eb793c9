"""The messages worth reading are found in any repository, whatever they are made of."""

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

import chrono_git
from chrono_git.errors import RepositoryError
from chrono_git.repo import messages
from chrono_git.repo.messages import interesting, text, trailer_lines
from chrono_git.repo.stream import Git
from tests.gitkit import Repo


@pytest.fixture(params=["one log", "two logs", "a wrong middle", "a middle at the end"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """All ways of reading, whatever the length of the history."""

    def middle(git: Git) -> str | None:
        oids = git.run("rev-list", "--all").decode().split()
        foreign = git.run("commit-tree", "-m", "x\n\nChrono-Step: 666", EMPTY[len(oids[0])]).decode().strip()
        return {"one log": None, "two logs": oids[len(oids) // 2], "a wrong middle": foreign}.get(
            str(request.param), oids[-1]
        )

    monkeypatch.setattr(messages, "_middle", middle)
    return str(request.param)


# The empty tree, by the length of ids; git knows it without its being there.
EMPTY = {
    40: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    64: "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}


def found(repo: Repo, *new: str, old: Iterable[str] = (), options: Iterable[str] = ()) -> list[str]:
    """The subjects of what is found, newest first."""
    seen = interesting(Git(str(repo.path)), new or ["HEAD"], list(old), options=list(options))
    return [text(said).lstrip().split("\n")[0] for _, said in seen]


FOUND = {
    "trailer\n\nChrono-Step: 2\n": True,
    "capitals\n\nCHRONO-LEARNING: x\n": True,
    "small, in the middle\n\nchrono-skip: 3 (x)\n\nmore\n": True,
    "misspelt\n\nChrono-Stpe: 2\n": True,
    "Chrono-Step: 2": True,
    "squash\n\nSquashed commit of the following:\n\n    Chrono-Step: 2\n": True,
    "revert\n\nThis reverts commit abcdef1.\n": True,
    "pull\n\nReverts me/it#12\n": True,
    "prose\n\nthis is chrono-git, see Chrono-Step: 2\n": False,
    "plain": False,
    "": False,
}


@pytest.mark.usefixtures("way")
def test_what_is_of_interest(repo: Repo) -> None:
    for message in FOUND:
        repo.commit(message)
    expected = [message.split("\n")[0] for message, wanted in FOUND.items() if wanted]
    assert found(repo) == expected[::-1]


@pytest.mark.usefixtures("way")
def test_every_size_of_message_is_read_whole_and_in_order(repo: Repo) -> None:
    # Sizes around those of the pieces that git writes and that are read.
    sizes = [0, 1, 100, 4_000, 65_400, 262_000, 600_000, 5_000_000, 10]
    script = []
    for number in range(400):
        size = sizes[number % 9] if number < 18 or number % 9 < 4 else number
        tail = "\n\nChrono-Step: 2\n" if number % 3 else ""
        text = f"{number}\n\n{'x' * size}{tail}"
        script.append(
            f"commit refs/heads/main\ncommitter A <a@b.c> {1_767_225_600 + number} +0000\n"
            f"data {len(text)}\n{text}\n"
        )
    repo.git("fast-import", "--quiet", input="".join(script))
    assert found(repo, "main") == [str(number) for number in range(399, -1, -1) if number % 3]
    for _, said in interesting(Git(str(repo.path)), ["main"]):
        assert trailer_lines(said) == [b"Chrono-Step: 2"]
        assert said.endswith(b"\n\nChrono-Step: 2\n")


def test_a_long_history_is_read_in_two_halves(repo: Repo) -> None:
    commits = 45_000
    script = "".join(
        f"commit refs/heads/main\ncommitter A <a@b.c> {1_700_000_000 + number} +0000\n"
        + ("data 14\nChrono-Step: 2\n" if number % 1000 == 0 else "data 2\nx\n")
        for number in range(commits)
    )
    repo.git("fast-import", "--quiet", input=script)
    middle = messages._middle(Git(str(repo.path)))
    assert middle is not None
    assert commits / 4 < int(repo.git("rev-list", "--count", middle)) < commits * 3 / 4
    expected = repo.git("log", "--format=%H", "--grep=Chrono-Step", "main").split()
    assert [oid for oid, _ in interesting(Git(str(repo.path)), ["main"])] == expected
    assert len(expected) == commits / 1000


@pytest.mark.usefixtures("way")
def test_sha256_merges_and_all_branches(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "repo", "--object-format=sha256")
    repo.commit("base")
    repo.branch("side")
    main = repo.commit("main\n\nChrono-Step: 1")
    repo.checkout("side")
    side = repo.commit("side\n\nChrono-Step: 2")
    repo.checkout("main")
    merge = repo.merge("side", "merge\n\nChrono-Step: 3")
    seen = interesting(Git(str(repo.path)), ["HEAD"])
    assert [oid for oid, _ in seen] == [merge, side, main]
    assert len(merge) == 64


def test_only_what_is_new(repo: Repo) -> None:
    base = repo.commit("base\n\nChrono-Step: 1")
    repo.branch("old")
    repo.git("update-ref", "refs/remotes/origin/main", base)
    repo.commit("new\n\nChrono-Step: 2")
    assert found(repo, "HEAD", old=["old"]) == ["new"]
    assert found(repo, "main", options=["--not", "--remotes=origin", "--not"]) == ["new"]
    assert found(repo, "HEAD", old=["HEAD"]) == []


def test_no_commit_of_a_range_comes_after_its_parent_even_if_clocks_were_wrong(repo: Repo) -> None:
    repo.commit("base", when=2_000_000_000)
    repo.branch("side")
    repo.commit("1\n\nChrono-Step: 1", when=1_900_000_000)
    repo.commit("2\n\nChrono-Step: 1", when=1_000_000_000)
    repo.checkout("side")
    repo.commit("3\n\nChrono-Step: 1", when=1_500_000_000)
    repo.checkout("main")
    repo.merge("side", when=1_400_000_000)
    order = found(repo, "HEAD", old=["HEAD~3"])
    assert order.index("2") < order.index("1")


@pytest.mark.usefixtures("way")
def test_shallow_and_partial_clones(repo: Repo, tmp_path: Path) -> None:
    for number in range(3):
        repo.commit(f"{number}\n\nChrono-Step: {number}", files={"f": str(number)})
    repo.git("config", "uploadpack.allowFilter", "true")
    assert found(repo.clone(tmp_path / "shallow", "--depth=2")) == ["2", "1"]
    assert found(repo.clone(tmp_path / "partial", "--filter=tree:0", "--no-checkout")) == ["2", "1", "0"]


@pytest.mark.usefixtures("way")
@pytest.mark.parametrize("revision", ["nothing", "--all"])
def test_what_is_no_commit_is_an_error(repo: Repo, revision: str) -> None:
    repo.commit("base")
    with pytest.raises(RepositoryError):
        found(repo, revision)


def test_a_repository_without_a_commit(repo: Repo) -> None:
    with pytest.raises(RepositoryError):
        found(repo)


def test_the_caller_may_look_for_more(repo: Repo) -> None:
    repo.commit("T012 done")
    repo.commit("nothing")

    def also(block: bytes, end: int, mark: bytes) -> Iterable[int]:
        assert block.startswith(mark)
        at = block.find(b"T0", 0, end)
        return [at] if at >= 0 else []

    seen = interesting(Git(str(repo.path)), ["HEAD"], also=also)
    assert [text(said) for _, said in seen] == ["T012 done"]


ENCODED = {
    "é and 日本".encode(): ("", "é and 日本"),
    "é".encode("latin-1"): ("ISO-8859-1", "é"),
    "日本".encode("shift_jis"): ("SHIFT_JIS", "日本"),
    b"caf\xe9": ("", "café"),
    b"caf\xe9 ": ("no-such-encoding", "café "),
    b"broken \xc3": ("UTF-8", "broken Ã"),
}


@pytest.mark.parametrize("raw", ENCODED)
def test_the_encoding_of_a_message(repo: Repo, raw: bytes) -> None:
    encoding, expected = ENCODED[raw]
    header = f"tree {EMPTY[40]}\nauthor A <a> 0 +0000\ncommitter A <a> 0 +0000\n".encode()
    if encoding:
        header += f"encoding {encoding}\n".encode()
    commit = header + b"\n" + raw + b"\n\nChrono-Step: 2\n"
    oid = repo.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", input=commit)
    [(name, said)] = interesting(Git(str(repo.path)), [oid])
    assert (name, text(said)) == (oid, f"{expected}\n\nChrono-Step: 2\n")


def test_a_nul_in_a_message_ends_it_as_in_git(repo: Repo) -> None:
    tree = repo.git("mktree", input="")
    oid = repo.git(
        "hash-object", "-t", "commit", "-w", "--stdin", "--literally",
        input=f"tree {tree}\nauthor A <a> 0 +0000\ncommitter A <a> 0 +0000\n\ns\n\nChrono-Step: 2\n\0x\n",
    )  # fmt: skip
    [(name, said)] = interesting(Git(str(repo.path)), [oid])
    assert (name, text(said)) == (oid, "s\n\nChrono-Step: 2\n")


def test_it_is_lean(repo: Repo) -> None:
    repo.commit("s\n\nChrono-Step: 2")
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); before = set(sys.modules)\n"
        "from chrono_git.repo.messages import interesting, text\n"
        "from chrono_git.repo.stream import Git\n"
        "print([text(said) for _, said in interesting(Git(sys.argv[2]), ['HEAD'])])\n"
        "slow = {'re', 'json', 'typing', 'dataclasses', 'subprocess', 'pathlib', 'threading'}\n"
        "print(sorted(slow & (set(sys.modules) - before)))\n"
    )
    root = Path(chrono_git.__file__).parents[1]
    run = subprocess.run(
        [sys.executable, "-SE", "-c", program, str(root), str(repo.path)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout == "['s\\n\\nChrono-Step: 2']\n[]\n"
