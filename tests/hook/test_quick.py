"""The quick look at a push never sees less than the whole judgement."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from chrono_git.app.extension import extension_of
from chrono_git.app.push import Gate
from chrono_git.hook.gate import _remember
from chrono_git.hook.glance import Unsure, Words, remember
from chrono_git.hook.quick import Quick
from chrono_git.render.pushed import clean
from chrono_git.repo.location import Location, locate
from chrono_git.repo.stream import Git
from chrono_git.repo.updates import Elsewhere, Update
from chrono_git.scan import scan
from tests.app.push_kit import done, stub, with_remote
from tests.app.test_sieve import ALL
from tests.gitkit import Repo
from tests.hook.statements import MESSAGES, STATEMENTS

PIECES = (
    "def a():\n    raise NotImplementedError\n",
    "@abstractmethod\ndef a():\n    raise NotImplementedError\n",
    "from abc import ABC, abstractmethod\n\n\nclass A(ABC):\n    @abstractmethod\n    def a(self):\n"
    "        raise NotImplementedError\n",
    "# chrono-git: allow(stub) later\ndef b():\n    raise NotImplementedError\n",
    'def c():\n    print("DEBUG")\n',
    "def c():\n    breakpoint()\n    return 1\n",
    "def d():\n    # TODO: implement\n    pass\n",
    'def e():\n    raise ValueError("the name is missing")\n',
    "def f():\n    return 1\n",
    "x = 1\n" * 6,
    "\n",
)
OTHERS = (
    "#!/usr/bin/env python3\n",
    "#!/bin/sh\n",
    "function f() { throw new Error('not implemented') }\n",
    "function f() { debugger }\n",
    "fn f() { todo!() }\n",
    "var x = 'ot implemented'\n",
    "<?php function f() { var_dump(1); }\n",
)
NAMES = (
    "a.py", "b.py", "lib/c.py", "tests/test_d.py", "e.js", "f.rs", "g.php", "h.md", "i.json", "tool",
    "Makefile", "ot implemented.py", "umlaut \u00fc.py", "tab\t.py", "J.PY", "k.unknown", ".profile",
)  # fmt: skip


def contents(chance: random.Random) -> bytes:
    pool = PIECES if chance.random() < 0.7 else (*PIECES, *OTHERS)
    text = "".join(chance.choice(pool) for _ in range(chance.randrange(0, 5)))
    how = chance.random()
    if how < 0.05:
        return text.encode("utf-16")
    if how < 0.1:
        return text.replace("\n", "\r\n").encode()
    return text.encode() if how < 0.95 else text.encode() + b"\0\xff"


def change(repo: Repo, chance: random.Random) -> None:
    """One change of one file."""
    path = repo.at(chance.choice(NAMES))
    kind = chance.random()
    there = path.is_file() and not path.is_symlink()
    path.parent.mkdir(parents=True, exist_ok=True)
    if there and kind < 0.4:
        lines = path.read_bytes().splitlines(keepends=True)
        at = chance.randrange(len(lines) + 1)
        if kind < 0.2:
            del lines[at : at + chance.randrange(1, 4)]
        else:
            lines.insert(
                at, chance.choice((b"y = 2\n", b"    raise NotImplementedError\n", b"    breakpoint()\n"))
            )
        path.write_bytes(b"".join(lines))
    elif there and kind < 0.5:
        other = repo.at(chance.choice(NAMES))
        other.parent.mkdir(parents=True, exist_ok=True)
        other.unlink(missing_ok=True)
        path.rename(other)
    else:
        path.unlink(missing_ok=True)
        if kind < 0.55:
            path.symlink_to("a.py")
        elif kind < 0.95:
            path.write_bytes(contents(chance))
            path.chmod(chance.choice((0o644, 0o755)))


def quick_line(location: Location, updates: list[Update]) -> str | None:
    """What the quick look says; None where it is unsure."""
    try:
        return Quick(Git(location.top), location.common_dir, updates, Elsewhere("origin")).look()
    except Unsure:
        return None


@pytest.mark.parametrize("seed", range(6))
def test_it_is_unsure_or_the_gate_says_the_same(repo: Repo, seed: int) -> None:
    chance = random.Random(seed)
    with_remote(repo)
    repo.commit("one", files={"a.py": done("a"), "b.py": stub("b")})
    repo.git("push", "-q", "origin", "main")
    location = locate(str(repo.path))
    _remember(location.common_dir, ())
    sure = 0
    for _ in range(15):
        old = repo.head()
        for _ in range(chance.randrange(1, 3)):
            for _ in range(chance.randrange(1, 4)):
                change(repo, chance)
            repo.commit(chance.choice(("x", "x\n\nChrono-Learning: y", "T001: x")))
        known = chance.random() < 0.7
        updates = [Update("refs/heads/main", repo.head(), old if known else "")]
        said = quick_line(location, updates)
        if said is not None:
            sure += 1
            gate = Gate(location, updates, Elsewhere("origin"))
            gate.prepare()
            gate.run()
            report = gate.report()
            assert (report.blocked, report.failed) == ((), ())
            assert said.partition(",")[0] == clean(report.commits, report.files, 1).partition(",")[0]
        repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
    assert 1 < sure < 15


def sides(repo: Repo, write: Callable[[Repo], object]) -> str | None:
    with_remote(repo)
    repo.commit("one", files={"a.py": done("a")})
    repo.git("push", "-q", "origin", "main")
    old = repo.head()
    write(repo)
    location = locate(str(repo.path))
    _remember(location.common_dir, ())
    return quick_line(location, [Update("refs/heads/main", repo.head(), old)])


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"b.py": stub("b")}, "x"),
        ({"b.py": stub("b").encode("utf-16")}, "x"),
        ({"b": "#!/usr/bin/env python3\n" + stub("b")}, "x"),
        ({"b.py": done("b")}, "x\n\nChrono-Step: 1"),
        ({"b.py": done("b")}, "x\n\nchrono-step : 1\n\nMore: x"),
        ({".chrono/rules/a.yml": "id: x\n"}, "x"),
        ({".chrono/config.toml": "[push]\n"}, "x"),
        ({"b.py": "# chrono-git: allow(stub) no\n"}, "x"),
        ({"B.PY": stub("b")}, "x"),
    ],
)
def test_where_it_is_unsure(repo: Repo, files: dict[str, str | bytes], message: str) -> None:
    assert sides(repo, lambda repo: str(repo.commit(message, files=files))) is None


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({"b.py": done("b")}, "x\n\nChrono-Learning: y\nChrono-Guide: Z"),
        ({"notes.md": stub("b")}, "x"),
        ({"LICENSE": "not implemented\n"}, "x"),
        ({"b": "#!/bin/sh\ntrue\n"}, "x"),
    ],
)
def test_where_it_is_sure(repo: Repo, files: dict[str, str | bytes], message: str) -> None:
    assert sides(repo, lambda repo: str(repo.commit(message, files=files))) is not None


def test_what_was_finished_needs_no_closer_look(repo: Repo) -> None:
    def write(repo: Repo) -> None:
        repo.commit("stub", files={"b.py": done("a", "b", "c") + stub("d")})
        repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
        repo.commit("finished", files={"b.py": done("a", "b", "c", "d")})

    assert sides(repo, write) == "checked 1 commit, 1 file of 1 ref: clean"


ABSTRACT = "class A:\n    @abc.abstractmethod\n    def a(self):\n        raise NotImplementedError\n"
FAR = '# chrono-git: allow(stub) later\ndef a():\n    """1\n\n\n\n\n    """\n    raise NotImplementedError\n'


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (ABSTRACT, ABSTRACT.replace("    @abc.abstractmethod\n", "")),
        (FAR, FAR.partition("\n")[2]),
    ],
)
def test_a_stub_that_was_none_before(repo: Repo, before: str, after: str) -> None:
    def write(repo: Repo) -> None:
        repo.commit("before", files={"b.py": before})
        repo.git("update-ref", "refs/remotes/origin/main", "HEAD")
        repo.commit("after", files={"b.py": after})

    assert sides(repo, write) is None
    updates = [Update("refs/heads/main", repo.head(), "")]
    gate = Gate(locate(str(repo.path)), updates, Elsewhere("origin"))
    gate.prepare()
    gate.run()
    assert [one.finding.path for one in gate.report().blocked] == ["b.py"]


@pytest.mark.parametrize(
    ("said", "sure"),
    [
        ('raise RuntimeError("no such name")', True),
        ('raise RuntimeError(\n        "no such name"\n    )', True),
        ('raise RuntimeError("not implemented")', False),
        (
            'raise RuntimeError(\n        "a",\n        1,\n        2,\n        "not implemented",\n    )',
            False,
        ),
        ('raise RuntimeError(\n        "a",\n\n        "b",\n    )', False),
        ('x = "the name is missing"', True),
    ],
)
def test_what_a_message_says(repo: Repo, said: str, sure: bool) -> None:
    text = f"def b(name):\n    {said}\n    return 1\n\n\ndef c():\n    return 2\n"
    assert (sides(repo, lambda repo: repo.commit(files={"b.py": text})) is not None) == sure


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> Words:
    place: Path = tmp_path_factory.mktemp("git")
    remember(str(place))
    return Words(str(place))


def passes(words: Words, path: str, text: bytes) -> bool:
    """Whether the glance sees nothing in the lines of a new file."""
    try:
        if words.strings.in_(text):
            words.look_closer(extension_of(path), text)
    except Unsure:
        return False
    return True


@pytest.mark.parametrize("name", STATEMENTS)
def test_wherever_a_statement_ends(words: Words, name: str) -> None:
    path, text = STATEMENTS[name]
    contents = {message: text.replace("MESSAGE", message).encode() for message in MESSAGES}
    found = {message for message, content in contents.items() if scan(path, content).suspects}
    assert "not implemented" in found
    assert [message for message in found if passes(words, path, contents[message])] == []


def test_no_case_of_the_scanner_is_lost(words: Words) -> None:
    known = [case for case in ALL if extension_of(case.path) in words.extensions and not case.prints]
    lost = [case.title for case in known if case.expected and passes(words, case.path, case.source.encode())]
    assert len(known) > 100
    assert lost == []
