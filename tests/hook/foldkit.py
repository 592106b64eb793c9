"""Real repositories with the hooks in them, and what must hold after each of them has run."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from tests.gitkit import Repo
from tests.warm import starter

ROOT = Path(__file__).resolve().parents[2]
GUIDE = "docs/implementation/CHRONO-003-guide.md"
LOG = "IMPLEMENTATION_LOG.md"
CONFIG = ".chrono/config.toml"
LETTERS = "abcdef"
EVENTS = ("post-commit", "post-rewrite", "post-merge", "post-checkout")
NO_HOOKS = ("-c", "core.hooksPath=/dev/null")

_ENTRY = re.compile(rb"<!-- chrono:([0-9a-f]+) -->\r?$", re.MULTILINE)


def guide_text(ticked: str = "", letters: str = LETTERS) -> str:
    """A guide with one item a letter, far enough apart for patches, and one ("n") that nobody can see."""
    text = "# Implementation Guide: CHRONO-003\n\n## Implementation Checklist\n"
    for number, letter in enumerate(letters, 1):
        box = "x" if letter in ticked else " "
        text += f"\n### Phase {number}: Part {letter.upper()}\n\n- [{box}] Create `src/{letter}.py`\n"
    box = "x" if "n" in ticked else " "
    return text + f"\n### Phase {len(letters) + 1}: Words\n\n- [{box}] Decide on the name\n"


def code(letter: str) -> str:
    """What makes the item of a letter done."""
    return f'"""Part {letter.upper()}."""\n\n\ndef {letter}() -> int:\n    return {ord(letter)}\n'


def learning(text: str, *more: str) -> str:
    """The end of a message with learnings in it."""
    return "\n\n" + "".join(f"Chrono-Learning: {one}\n" for one in (text, *more))


def ticked(text: str | bytes) -> str:
    """The letters of the ticked items, in the order of the guide."""
    raw = text.encode("utf-8", "surrogateescape") if isinstance(text, str) else text
    found = re.findall(rb"- \[x\] (?:Create `src/(.)\.py`|Decide on the (n)ame)", raw)
    return b"".join(letter or name for letter, name in found).decode()


def with_tick(raw: bytes, letters: str) -> bytes:
    """The guide's bytes with the boxes of the letters ticked, and not one byte else."""
    for letter in letters:
        words = b"Decide on the name" if letter == "n" else b"Create `src/%c.py`" % ord(letter)
        assert raw.count(b"- [ ] " + words) == 1
        raw = raw.replace(b"- [ ] " + words, b"- [x] " + words)
    return raw


class Change(NamedTuple):
    """One commit, taken apart: its headers but the tree, and its message."""

    headers: bytes
    message: bytes
    tree: str


class FoldRepo(Repo):
    """A repository of tests/gitkit.py with the hooks installed."""

    def run(
        self,
        *arguments: str,
        input: str | bytes | None = None,
        env: Mapping[str, str] | None = None,
        status: int | None = 0,
        cwd: str | Path = ".",
    ) -> str:
        """Runs git an hour later than before; returns what it and its hooks said on standard error."""
        data = input.encode() if isinstance(input, str) else input
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.path / cwd,
            input=data,
            capture_output=True,
            check=False,
            env={**os.environ, **self.dates(), **(env or {})},
        )
        said = done.stderr.decode("utf-8", "surrogateescape")
        assert status is None or done.returncode == status, f"git {arguments!r}: {done.stdout!r} {said}"
        assert "a bug in chrono-git" not in said, said
        return said

    def record(
        self, message: str, *options: str, env: Mapping[str, str] | None = None, hooks: bool = True
    ) -> str:
        """Commits with the message as it is; returns what was said."""
        off = () if hooks else NO_HOOKS
        return self.run(
            *off, "commit", "-q", "--cleanup=verbatim", "-F", "-", *options, input=message, env=env
        )

    def work(self, letter: str, *more: str, hooks: bool = True, words: str = "") -> str:
        """Does the work of an item and commits just that, with a learning where `words` are given."""
        for one in (letter, *more):
            self.write(f"src/{one}.py", code(one))
            self.git("add", f"src/{one}.py")
        return self.record(f"work {letter}{learning(words) if words else ''}", hooks=hooks)

    def hook(self, event: str = "post-commit", *arguments: str, env: Mapping[str, str] | None = None) -> int:
        """Starts an installed hook the way git does; returns its exit status (negative: killed)."""
        script = self.path / self.git("rev-parse", "--git-path", f"hooks/{event}")
        inside = {"GIT_INDEX_FILE": ".git/index", "GIT_PREFIX": "", **(env or {})}
        done = subprocess.run(
            [script, *arguments],
            cwd=self.path,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            env={**os.environ, **inside},
        )
        assert b"a bug in chrono-git" not in done.stderr, done.stderr.decode(errors="replace")
        return done.returncode

    def raw(self, name: str, revision: str = "HEAD") -> bytes:
        """The bytes of a file in a commit, or in the index ("")."""
        command = ["git", "cat-file", "blob", f"{revision}:{name}"]
        done = subprocess.run(command, cwd=self.path, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def has(self, name: str, revision: str = "HEAD") -> bool:
        """Whether a commit, or the index (""), has the file."""
        done = subprocess.run(
            ["git", "cat-file", "-e", f"{revision}:{name}"], cwd=self.path, stderr=-3, check=False
        )
        return done.returncode == 0

    def work_bytes(self, name: str) -> bytes:
        """The bytes of a file of the work tree."""
        return self.at(name).read_bytes()

    def boxes(self, revision: str = "HEAD", name: str = GUIDE) -> str:
        """The ticked items of a commit's guide."""
        return ticked(self.raw(name, revision))

    def words(self, revision: str = "HEAD") -> bytes:
        """The log of a commit, nothing where it has none."""
        return self.raw(LOG, revision) if self.has(LOG, revision) else b""

    def change(self, revision: str = "HEAD") -> Change:
        """A commit, taken apart."""
        command = ["git", "cat-file", "commit", revision]
        raw = subprocess.run(command, cwd=self.path, capture_output=True, check=True).stdout
        headers, _, message = raw.partition(b"\n\n")
        first, _, others = headers.partition(b"\n")
        return Change(others, message, first.decode().removeprefix("tree "))

    def reflog(self, name: str = "HEAD") -> list[str]:
        """The words of a reflog, newest first."""
        return self.git("reflog", "show", "--format=%gs", name).splitlines()

    def entries_of_index(self) -> dict[str, str]:
        """Everything that the index knows of every other file than those that are folded."""
        text = self.git("ls-files", "--stage", "--debug", "-t")
        found = re.findall(r"^(\S \d+ [0-9a-f]+ \d\t(.*)\n(?:  .*\n?)*)", text, re.MULTILINE)
        return {name: words.rstrip("\n") for words, name in found if name not in (GUIDE, LOG)}

    def lines_changed(self, *options: str) -> list[str]:
        """The lines that `git diff` with these options adds and takes away."""
        text = self.git("diff", "-U0", "--no-color", "--no-ext-diff", *options)
        return [line for line in text.splitlines() if re.match(r"[+-](?!\+\+ |-- )", line)]


def entries(log: bytes) -> list[bytes]:
    """The keys of all entries of a log."""
    return _ENTRY.findall(log)


def install(
    repo: Repo,
    events: Sequence[str] = EVENTS,
    *,
    before: str = "",
    after: str = "",
    cold: bool = False,
) -> None:
    """Installs our hooks where git looks for them, with lines of others around ours."""
    start = shlex.join(starter(cold=cold))
    for event in events:
        put_hook(
            repo,
            event,
            f'{before}\n{start} {event} "$@"\n{after}' if before or after else f'exec {start} {event} "$@"',
        )


def install_driver(repo: Repo) -> None:
    """Installs the hook after a commit so that `FOLD_AT` trips it: see driver.py."""
    put_hook(repo, "post-commit", f'exec {shlex.join(starter("tests/hook/driver.py"))} post-commit "$@"')


def put_hook(repo: Repo, event: str, script: str) -> Path:
    """Writes a hook in sh."""
    path = repo.path / repo.git("rev-parse", "--git-path", f"hooks/{event}")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def script(path: Path, *lines: str) -> str:
    """Writes a program in sh and returns how git is to call it."""
    path.write_text("#!/bin/sh\nset -eu\n" + "\n".join(lines) + "\n")
    path.chmod(0o755)
    return f"'{path}'"


def make(path: Path, files: Mapping[str, str | bytes] | None = None, *options: str) -> FoldRepo:
    """A new repository with the hooks and one commit, made without them."""
    repo = FoldRepo(path, "--template=", *options)
    install(repo)
    everything = {
        GUIDE: guide_text(),
        "README.md": "# Read me\n",
        ".gitattributes": f"{LOG} merge=union\n",
        **(files or {}),
    }
    for name, content in everything.items():
        repo.write(name, content)
    repo.git("add", "-A")
    repo.record("the guide", hooks=False)
    return repo


def copy(source: Path, target: Path) -> FoldRepo:
    """A copy of a repository whose index knows the copied files."""
    starter()  # its hooks need what runs them
    shutil.copytree(source, target, symlinks=True)
    repo = FoldRepo(target, init=False)
    repo.commits = 10
    repo.git("status", "--porcelain")
    return repo


def assert_sound(repo: FoldRepo) -> None:
    """Nothing is broken or left lying about, and nothing was stashed."""
    repo.git("fsck", "--strict", "--no-dangling")
    assert repo.git("stash", "list") == ""
    git_dir = repo.path / repo.git("rev-parse", "--absolute-git-dir")
    # Our own is held by the kernel, and its file stays.
    assert [path.name for path in git_dir.rglob("*.lock") if path.parent.name != "chrono-git"] == []
    for revision in ("HEAD", ""):
        keys = entries(repo.words(revision))
        assert len(keys) == len(set(keys))


def assert_clean(repo: FoldRepo) -> None:
    """The work tree is that of the index and of the commit, and the index knows it without a look."""
    assert repo.git("diff-files", "--name-only") == ""
    assert repo.git("diff-index", "--cached", "--name-only", "HEAD") == ""
    assert repo.git("status", "--porcelain") == ""
    assert repo.git("write-tree") == repo.git("rev-parse", "HEAD^{tree}")
    assert_sound(repo)


def assert_folded(
    repo: FoldRepo, letters: str = "", words: Sequence[str] = (), *, old: str = "HEAD@{1}"
) -> None:
    """HEAD was folded: only guide and log differ from git's own commit, by these ticks and entries."""
    assert repo.reflog()[0].startswith("chrono-git:")
    assert repo.change()[:2] == repo.change(old)[:2]
    changed = set(repo.git("diff", "--name-only", old, "HEAD").splitlines())
    assert changed == ({GUIDE} if letters else set()) | ({LOG} if words else set())
    assert repo.git("diff", "--summary", "--diff-filter=TX", old, "HEAD") == ""
    if letters:
        assert repo.raw(GUIDE) == with_tick(repo.raw(GUIDE, old), letters)
    assert len(entries(repo.words())) - len(entries(repo.words(old))) == len(words)
    for one in words:
        assert repo.words().count(one.encode()) == 1


def assert_untouched(repo: FoldRepo) -> None:
    """The last thing that happened to HEAD was not ours."""
    assert not repo.reflog()[0].startswith("chrono-git:")


def folds(repo: FoldRepo) -> int:
    """How often HEAD was folded, ever."""
    return sum(words.startswith("chrono-git:") for words in repo.reflog())
