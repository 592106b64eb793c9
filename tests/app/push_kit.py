"""Pushes for the library: what the gate says of refs of a repository whose other side is a bare one."""

from __future__ import annotations

from pathlib import Path

from chrono_git.app.push import Gate
from chrono_git.render.push import PushReport
from chrono_git.repo.location import locate
from chrono_git.repo.updates import Elsewhere, Update, pushed
from tests.gitkit import Repo

STUB = "def {name}():\n    raise NotImplementedError\n"
DONE = "def {name}():\n    return 1\n"


def stub(*names: str) -> str:
    """A Python file of functions that are not implemented."""
    return "\n\n".join(STUB.format(name=name) for name in names)


def done(*names: str) -> str:
    """A Python file of functions that are."""
    return "\n\n".join(DONE.format(name=name) for name in names)


def with_remote(repo: Repo, *options: str, name: str = "origin") -> Path:
    """Makes an empty bare repository beside it, its remote."""
    far = repo.path.parent / f"{name}.git"
    Repo(far, "--bare", *options)
    repo.git("remote", "add", name, f"file://{far}")
    return far


def lines(repo: Repo, *refspecs: str, remote: str = "origin") -> bytes:
    """What git writes for a hook: `<source>:<ref of the other side>`, an empty source deletes.

    The old ids are those of the other side, as `git ls-remote` tells.
    """
    told = repo.git("ls-remote", remote)
    there = {name: oid for oid, name in (line.split("\t") for line in told.splitlines())}
    zero = "0" * len(repo.git("hash-object", "--stdin", input=""))
    found = []
    for one in refspecs:
        source, _, ref = one.partition(":")
        ref = ref if ref.startswith("refs/") else f"refs/heads/{ref}"
        new = repo.git("rev-parse", "--verify", source) if source else zero
        found.append(f"{source or '(delete)'} {new} {ref} {there.get(ref, zero)}\n")
    return "".join(found).encode()


def judge(repo: Repo, *refspecs: str, remote: str = "origin", url: str = "") -> PushReport:
    """The gate's report of a push."""
    updates = pushed(lines(repo, *refspecs, remote=remote or url))
    return decided(repo, updates, Elsewhere(remote or url, url))


def decided(repo: Repo, updates: list[Update], elsewhere: Elsewhere) -> PushReport:
    """The gate's report of these updates."""
    gate = Gate(locate(str(repo.path)), updates, elsewhere)
    gate.prepare()
    gate.run()
    assert not gate.bugs, gate.bugs
    return gate.report()


def seen(report: PushReport) -> list[tuple[str, int]]:
    """Where the findings are."""
    return [(one.finding.path, one.finding.line) for one in report.blocked]
