"""The streams: whole, in order and without leaks, whatever the sizes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_git import GitRepo

from chrono_git.errors import RepositoryError
from chrono_git.repo.stream import Git, ObjectReader, TooLarge
from tests.gitkit import Repo

MIB = 1 << 20
ROOT = Path(__file__).parents[2]


def descriptors() -> int:
    return len(list(Path("/dev/fd").iterdir()))


def has_children() -> bool:
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)
    except ChildProcessError:
        return False
    return True


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    before = descriptors()
    yield
    assert descriptors() == before
    assert not has_children()


@pytest.fixture
def git(repo: Repo) -> Git:
    return Git(str(repo.path))


def test_run_returns_bytes(repo: Repo, git: Git) -> None:
    oid = repo.commit("first")
    assert git.run("rev-parse", "HEAD") == f"{oid}\n".encode()


def test_try_run_tells_status_output_and_complaint(git: Git) -> None:
    status, output, errors = git.try_run("rev-parse", "--git-dir", "--verify", "nothing")
    assert (status, output) == (128, b".git\n")
    assert errors.startswith(b"fatal: ")


def test_isolated_repository_of_the_plugin(git_repo: GitRepo, api_repo: Repo) -> None:
    (Path(git_repo.workspace) / "a.txt").write_text("a\n")
    git_repo.run("git add a.txt")
    oid = api_repo.commit("first")
    assert git_repo.api.head.commit.hexsha == oid
    assert git_repo.api.head.commit.author.email == "ada@example.org"
    git_repo.api.close()


def test_large_input_and_output_pass_each_other(repo: Repo, git: Git) -> None:
    line = b"HEAD:no such thing, and a long name so that both pipes fill up\n"
    repo.commit("first")
    output = git.run("cat-file", "--batch-check", input=line * 50_000)
    assert output.count(b" missing\n") == 50_000


def test_git_that_does_not_read_its_input_is_no_error(git: Git) -> None:
    assert git.run("version", input=b"x" * (4 * MIB)).startswith(b"git version")


def test_flood_of_complaints_blocks_nobody(repo: Repo, git: Git) -> None:
    repo.git("config", "alias.noise", "!seq 1 400000 >&2; echo out; echo 'fatal: the end' >&2; exit 3")
    assert git.try_run("noise")[:2] == (3, b"out\n")
    with pytest.raises(RepositoryError, match="git noise: the end"):
        git.run("noise")


def test_helper_in_the_background_is_not_waited_for(repo: Repo, git: Git) -> None:
    repo.git("config", "alias.helper", "!sleep 5 >/dev/null & echo out")
    started = time.monotonic()
    assert git.run("helper") == b"out\n"
    assert time.monotonic() - started < 3


@pytest.mark.parametrize(
    ("data", "separator", "expected"),
    [
        (b"", b"\0", []),
        (b"a\0b\0", b"\0", [b"a", b"b"]),
        (b"a\0\0b", b"\0", [b"a", b"", b"b"]),
        (b"a\n\0b\0c", b"\n\0", [b"a", b"b\0c"]),
        (b"x" * (3 * MIB) + b"\0y", b"\0", [b"x" * (3 * MIB), b"y"]),
    ],
)
def test_lines_are_cut_at_the_separator(
    repo: Repo, git: Git, data: bytes, separator: bytes, expected: list[bytes]
) -> None:
    oid = repo.git("hash-object", "-w", "--stdin", input=data)
    assert list(git.lines("cat-file", "blob", oid, separator=separator)) == expected


def test_failure_comes_after_the_output(repo: Repo, git: Git) -> None:
    repo.git("config", "alias.half", "!echo one; exit 7")
    lines = git.lines("half", separator=b"\n")
    assert next(lines) == b"one"
    with pytest.raises(RepositoryError, match="git half: ended with status 7"):
        next(lines)


def test_one_git_feeds_another(repo: Repo, git: Git) -> None:
    repo.commit("first")
    repo.commit("second")
    output = b"".join(git.piped(["rev-list", "HEAD"], ["cat-file", "--batch", "--buffer"]))
    assert output.count(b" commit ") == 2


def test_failure_of_the_first_of_two_is_told(git: Git) -> None:
    with pytest.raises(RepositoryError, match="nothing"):
        list(git.piped(["rev-list", "nothing"], ["cat-file", "--batch"]))


def test_process_ends_when_nobody_reads_on(repo: Repo, git: Git) -> None:
    repo.git("config", "alias.endless", "!exec yes")
    chunks = git.chunks("endless")
    next(chunks)
    assert has_children()
    chunks.close()  # type: ignore[attr-defined]


def test_stream_that_is_never_read_leaves_nothing(git: Git) -> None:
    git.chunks("version")


def test_control_characters_are_not_passed_on(git: Git) -> None:
    with pytest.raises(RepositoryError) as caught:
        git.run("no\x1b[31msuch\u202ecommand")
    assert str(caught.value).isprintable()
    assert "\\x1b" in str(caught.value)


@pytest.mark.parametrize("argument", ["a\0b", b"a\0b"])
def test_nul_is_refused(git: Git, argument: str | bytes) -> None:
    with pytest.raises(RepositoryError, match="NUL"):
        git.run("rev-parse", argument)


def test_too_many_arguments_are_refused(git: Git) -> None:
    with pytest.raises(RepositoryError, match="could not be started"):
        git.run("rev-parse", *["x" * 100_000] * 100)


def test_missing_git_is_told(git: Git, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RepositoryError, match="git was not found"):
        git.run("version")


def test_no_repository_has_a_hint(tmp_path: Path) -> None:
    with pytest.raises(RepositoryError, match="not a git repository") as caught:
        Git(str(tmp_path)).run("rev-parse", "HEAD")
    assert caught.value.hint


def test_hook_index_is_kept_and_found_from_elsewhere(
    repo: Repo, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    repo.commit("first", files={"a": "1"})
    monkeypatch.chdir(repo.path)
    monkeypatch.setenv("GIT_INDEX_FILE", "other.index")
    repo.git("add", "a")
    (repo.path / "sub").mkdir()
    assert Git("sub").run("ls-files", "--full-name", ":/") == b""
    assert Git(".").run("ls-files") == b"a\n"
    other = Repo(tmp_path / "other", init=False)
    other.path.mkdir()
    subprocess.run(["git", "init", "-q", str(other.path)], check=True)
    assert Git(str(other.path), foreign=True).run("ls-files") == b""


def test_foreign_repository_is_not_the_hooks(
    repo: Repo, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Repo(tmp_path / "other")
    ours, theirs = repo.commit("ours"), other.commit("theirs")
    monkeypatch.setenv("GIT_DIR", str(repo.path / ".git"))
    assert Git(str(other.path)).run("rev-parse", "HEAD").decode().strip() == ours
    assert Git(str(other.path), foreign=True).run("rev-parse", "HEAD").decode().strip() == theirs


def test_settings_of_the_person_do_not_change_the_form(repo: Repo, git: Git) -> None:
    repo.commit("ü", files={"a": "1"})
    for name, value in (
        ("color.ui", "always"), ("log.showSignature", "true"), ("i18n.logOutputEncoding", "latin1"),
    ):  # fmt: skip
        repo.git("config", name, value)
    assert git.run("log", "-1", "--format=%s") == "ü\n".encode()


def test_works_with_closed_standard_streams(repo: Repo) -> None:
    oid = repo.commit("first")
    code = (
        "import os\n"
        "for number in (0, 1, 2): os.close(number)\n"
        "from chrono_git.repo.stream import Git\n"
        f"said = Git({str(repo.path)!r}).run('cat-file', '--batch-check', input=b'HEAD')\n"
        "open('said', 'wb').write(said)\n"
    )
    subprocess.run(
        [sys.executable, "-c", code], cwd=repo.path, env={**os.environ, "PYTHONPATH": str(ROOT)}, check=True
    )
    assert repo.at("said").read_text().startswith(oid)


def test_interrupt_ends_git_too(repo: Repo, tmp_path: Path) -> None:
    # The shell's parent is git itself; whether git takes its shell along in time is git's affair.
    repo.git("config", "alias.wait", f"!echo $PPID > {tmp_path}/pid; exec sleep 3")
    code = f"from chrono_git.repo.stream import Git; Git({str(repo.path)!r}).run('wait')"
    process = subprocess.Popen(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE
    )
    pid_file = tmp_path / "pid"
    while not (pid_file.exists() and pid_file.read_text().strip()):
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    assert b"KeyboardInterrupt" in process.communicate()[1]
    assert not _alive(int(pid_file.read_text()))


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # One that ended may wait for a lazy init to collect it: ps(1) calls it Z.
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return not state.stdout.strip().startswith("Z")


def test_lost_exit_status_is_no_success(repo: Repo) -> None:
    code = (
        "import signal; signal.signal(signal.SIGCHLD, signal.SIG_IGN)\n"
        "from chrono_git.repo.stream import Git\n"
        f"print(Git({str(repo.path)!r}).run('version'))\n"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=False
    )
    assert done.returncode == 1
    assert b"RepositoryError: git's exit status was lost" in done.stderr
    assert done.stdout == b""


def test_loads_nothing_slow() -> None:
    code = "import sys, chrono_git.repo.stream; print(*sys.modules)"
    command = [sys.executable, "-SE", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {code}"]
    loaded = set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())
    slow = {"re", "json", "typing", "dataclasses", "subprocess", "git", "pathlib", "enum", "contextlib"}
    assert loaded & slow == set()
    assert "chrono_git.model" not in loaded


class TestObjectReader:
    def test_answers_by_id_and_by_name(self, repo: Repo, git: Git) -> None:
        oid = repo.commit("first", files={"a b": "text\n", "empty": "", "dir/c": b"\0\n\xff"})
        with ObjectReader(git) as reader:
            assert reader.read(b"HEAD:a b") == (b"blob", b"text\n")
            assert reader.read(b"HEAD:empty") == (b"blob", b"")
            assert reader.read(b"HEAD:dir/c") == (b"blob", b"\0\n\xff")
            assert reader.read(b"HEAD:nothing") is None
            assert reader.read(b"HEAD:no missing") is None
            assert reader.read(oid.encode()[::-1]) is None
            found = reader.read(oid.encode())
            assert found is not None
            assert found[0] == b"commit"
            assert has_children()

    @pytest.mark.parametrize("name", [b"", b"HEAD:a\nb", b"a\0"])
    def test_refuses_names_that_git_would_misread(self, repo: Repo, git: Git, name: bytes) -> None:
        repo.commit("first")
        with ObjectReader(git) as reader, pytest.raises(RepositoryError, match="not a name"):
            reader.read(name)

    def test_many_large_and_small_in_order(self, repo: Repo, git: Git) -> None:
        sizes = [0, 5 * MIB, 1, 2 * MIB, 300]
        oids = [repo.git("hash-object", "-w", "--stdin", input=b"x" * size).encode() for size in sizes]
        with ObjectReader(git) as reader:
            for _ in range(2):
                answers = list(reader.read_many(oids))
                assert [len(content) for _, _, content in answers if isinstance(content, bytes)] == sizes

    def test_more_than_the_pipes_hold(self, repo: Repo, git: Git) -> None:
        oid = repo.git("hash-object", "-w", "--stdin", input=b"x" * 100).encode()
        names = (oid if number % 10 else b"%040d" % number for number in range(30_000))
        with ObjectReader(git) as reader:
            kinds = [kind for _, kind, _ in reader.read_many(names)]
        assert kinds.count(b"missing") == 3_000
        assert kinds[:4] == [b"missing", b"blob", b"blob", b"blob"]

    @pytest.mark.parametrize("size", [101, 3 * MIB, 70 * MIB])
    def test_beyond_the_limit_is_not_loaded(self, repo: Repo, git: Git, size: int) -> None:
        repo.git("config", "core.compression", "0")
        large = repo.git("hash-object", "-w", "--stdin", input=bytes(size)).encode()
        small = repo.git("hash-object", "-w", "--stdin", input=b"small").encode()
        with ObjectReader(git, limit=100) as reader:
            for names in ([small, large, small, large, small], [large], [small]):
                for name, (_, kind, content) in zip(names, reader.read_many(names), strict=True):
                    assert kind == b"blob"
                    if name == small:
                        assert content == b"small"
                    else:
                        assert isinstance(content, TooLarge)
                        assert (content.size, content.limit) == (size, 100)

    def test_reading_within_reading_and_giving_up(self, repo: Repo, git: Git) -> None:
        oids = [repo.git("hash-object", "-w", "--stdin", input=str(n)).encode() for n in range(5)]
        with ObjectReader(git) as reader:
            for number, (_, _, content) in enumerate(reader.read_many(oids)):
                assert content == str(number).encode()
                assert reader.read(oids[0]) == (b"blob", b"0")
                if number == 2:
                    break
            assert reader.read(oids[4]) == (b"blob", b"4")

    def test_dead_git_is_told_and_replaced(self, repo: Repo, git: Git) -> None:
        repo.commit("first")
        with ObjectReader(git) as reader:
            assert reader.read(b"HEAD") is not None
            child = reader._child
            assert child is not None
            for pid in child._statuses:
                os.kill(pid, signal.SIGKILL)
            with pytest.raises(RepositoryError, match="signal 9"):
                reader.read(b"HEAD")
            assert reader.read(b"HEAD") is not None

    def test_replaced_objects_are_not_believed(self, repo: Repo, git: Git) -> None:
        repo.commit("first", files={"a": "true\n"})
        other = repo.git("hash-object", "-w", "--stdin", input="false\n")
        repo.git("replace", repo.git("rev-parse", "HEAD:a"), other)
        assert repo.git("cat-file", "blob", "HEAD:a") == "false"
        with ObjectReader(git) as reader:
            assert reader.read(b"HEAD:a") == (b"blob", b"true\n")
