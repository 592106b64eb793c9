"""Makes the repositories that the bench measures on, by `git fast-import`, the same every time."""

from __future__ import annotations

import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

VERSION = "2"  # of what is made here: a repository of another version is made again
_NOW = 1767225600  # 2026-01-01T00:00:00Z, so that ids do not depend on the day
_VOCABULARY = """
add remove parser index price oracle batch cache retry the a of for with when after error handle
update config docs test flaky release merge fix crash leak thread token limit query schema stream
async lock report guide step history commit branch review note
"""
_WORDS = _VOCABULARY.split()
_TASKS = """# Tasks: the synthetic feature

## Phase 1: Setup

- [x] T001 Create `src/d000/f0000.py` with the parser
- [ ] T002 [P] Create `src/d001/f0041.py`
- [ ] T003 Update `src/d002/f0082.py` so that it retries
- [ ] T004 Run the tests
- [ ] T005 Create `src/missing/module.py`

## Phase 2: Tests

- [ ] T006 Write tests for `src/d003/f0123.py` in `tests/test_parser.py`
- [ ] T007 Delete `src/old/module.py`
"""


def trailers_repo(folder: Path, commits: int = 60_000) -> Path:
    """Messages of many sizes, one in twelve with `Chrono-*` trailers, one in ten a merge."""
    return _made(folder / f"trailers-{commits}", lambda sink: _history(sink, commits, files=400))


def report_repo(folder: Path, commits: int) -> Path:
    """The same tree and guide whatever the number of commits that led to it; with a work tree."""
    return _made(
        folder / f"report-{commits}", lambda sink: _history(sink, commits, files=2_000), checkout=True
    )


def wide_repo(folder: Path, files: int = 100_000) -> Path:
    """Many files, few commits; with a work tree."""
    return _made(folder / f"wide-{files}", lambda sink: _history(sink, 50, files=files), checkout=True)


def mixed_repo(folder: Path, files: int = 100_000) -> Path:
    """Sources of many languages in one commit, with a work tree."""
    from _bench.sources import source

    def write(sink: IO[bytes]) -> None:
        changes = b"".join(_inline(*source(number)) for number in range(files))
        _commit(sink, random.Random(1), 1, commits=1, changes=changes)

    return _made(folder / f"mixed-{files}", write, checkout=True)


def guides_repo(folder: Path, count: int) -> Path:
    """So many guides of ten items, each waiting for the one before, and files for half of the items."""

    def write(sink: IO[bytes]) -> None:
        texts = {}
        for number in range(1, count + 1):
            needs = f"\n**Requires**: NOVA-{number - 1:03d}\n" if number > 1 else ""
            items = "".join(
                f"- [ ] 1.{item} Create `src/p{number:03d}/part{item}.py`\n" for item in range(1, 11)
            )
            head = f"# Implementation Guide: NOVA-{number:03d}\n{needs}\n## Implementation Checklist\n"
            name = f"docs/implementation/NOVA-{number:03d}-guide.md"
            texts[name] = f"{head}\n### Phase 1: Making\n\n{items}"
            for item in range(1, 6):
                texts[f"src/p{number:03d}/part{item}.py"] = f"def part{item}():\n    return {number}\n"
        guides = [_inline(name, text) for name, text in texts.items() if name.endswith(".md")]
        sources = [_inline(name, text) for name, text in texts.items() if name.endswith(".py")]
        _commit(sink, random.Random(1), 1, commits=2, changes=b"".join(guides))
        _commit(sink, random.Random(1), 2, commits=2, changes=b"".join(sources))

    return _made(folder / f"guides-{count}", write, checkout=True)


def _made(path: Path, write: Callable[[IO[bytes]], None], *, checkout: bool = False) -> Path:
    stamp = path / ".git" / "bench-version"
    if stamp.is_file() and stamp.read_text() == VERSION:
        return path
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    subprocess.run(["git", "init", "-q", "-b", "main"], cwd=path, check=True)
    with subprocess.Popen(
        ["git", "fast-import", "--quiet", "--done"], cwd=path, stdin=subprocess.PIPE
    ) as importer:
        assert importer.stdin is not None
        write(importer.stdin)
        importer.stdin.write(b"done\n")
        importer.stdin.close()
        if importer.wait():
            raise SystemExit(f"git fast-import failed for {path}")
    if checkout:
        subprocess.run(["git", "reset", "-q", "--hard", "main"], cwd=path, check=True)
    stamp.write_text(VERSION)
    return path


def _history(sink: IO[bytes], commits: int, files: int) -> None:
    chance = random.Random(1)
    _commit(sink, chance, 1, commits=commits, changes=b"".join(_tree(files)))
    last_merge = 1
    for number in range(2, commits):
        change = _file(chance.randrange(files), f"# change {number}\n")
        merge = None
        # The second parent is one of the last few commits, as it is of short-lived branches.
        if chance.random() < 0.1 and number - last_merge > 12:
            merge, last_merge = number - chance.randrange(2, 10), number
        _commit(sink, chance, number, commits=commits, changes=change, merge=merge)
    # So that the tree at the end is the same however many commits there are.
    tree = b"deleteall\n" + b"".join(_tree(files))
    _commit(sink, chance, commits, commits=commits, changes=tree)


def _tree(files: int) -> Iterator[bytes]:
    for number in range(files):
        yield _file(number, f"def function_{number}() -> int:\n    return {number}\n")
    yield _inline("specs/001-synthetic/tasks.md", _TASKS)
    yield _inline("README.md", "# Synthetic\n\nMade by scripts/bench.\n")


def _file(number: int, content: str) -> bytes:
    return _inline(f"src/d{number // 41:03}/f{number:04}.py", content)


def _inline(path: str, content: str) -> bytes:
    data = content.encode()
    return b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode(), len(data), data)


def _commit(
    sink: IO[bytes],
    chance: random.Random,
    number: int,
    *,
    commits: int,
    changes: bytes,
    merge: int | None = None,
) -> None:
    message = _message(chance, number).encode()
    who = b"Ada Author <ada@example.org> %d +0000" % (_NOW - (commits - number) * 600)
    sink.write(b"commit refs/heads/main\nmark :%d\nauthor %s\ncommitter %s\n" % (number, who, who))
    sink.write(b"data %d\n%s\n" % (len(message), message))
    if merge is not None:
        sink.write(b"merge :%d\n" % merge)
    sink.write(changes + b"\n")


def _message(chance: random.Random, number: int) -> str:
    def line(low: int, high: int) -> str:
        return " ".join(chance.choices(_WORDS, k=chance.randint(low, high)))

    paragraphs = [line(4, 9)]
    kind = chance.random()
    for _ in range(0 if kind < 0.35 else chance.randint(1, 3) if kind < 0.9 else chance.randint(4, 25)):
        paragraphs.append("\n".join(line(8, 12) for _ in range(chance.randint(1, 4))))
    if chance.random() < 0.02:
        paragraphs.append("This makes chrono-git happy, and reads like prose.")
    trailers = []
    if number % 12 == 0:
        trailers.append(f"Chrono-Step: {chance.randint(1, 9)}.{chance.randint(1, 9)}")
    if number % 60 == 0:
        trailers.append(f"Chrono-Learning: {line(5, 12)}")
    if chance.random() < 0.3:
        trailers.append("Co-authored-by: Bob Builder <bob@example.org>")
    if trailers:
        paragraphs.append("\n".join(trailers))
    if number % 400 == 0:
        paragraphs += [
            f"* {line(4, 8)}",
            f"Chrono-Step: {number % 7}",
            "---------",
            "Co-authored-by: B <b@c.d>",
        ]
    return "\n\n".join(paragraphs) + "\n"
