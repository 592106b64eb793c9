"""Measures the gate: the hook alone, a push of fifty commits, and whole pushes beside other tools' no-ops."""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from _bench.measure import Command, Outcome, compare
from _bench.repos import report_repo
from _bench.rivals import rivals

_COMMITS = 50
_SMALL = 1_000  # commits of the repository for small pushes


def push(options: argparse.Namespace, root: Path, clones: list[tuple[str, Path]]) -> Iterator[Outcome]:
    """All comparisons; `clones` are repositories with a history."""
    small = _small(options.repos, options.repos / "push" / "ours")
    yield _alone(options, root, small)
    for name, clone in [("synthetic", small), *clones]:
        yield from _fifty(options, root, name, clone)
    yield from _whole(options, root)


# The hook alone.


def _alone(options: argparse.Namespace, root: Path, repo: Path) -> Outcome:
    old = _git(repo, "rev-parse", "HEAD~1")
    own = _hook(options.repos, root, repo, old)
    floor = Command("`python -c pass`", (sys.executable, "-c", "pass"), repo)
    return compare("pre-push hook", "one clean commit", own, [floor], bar=2.5, rounds=options.rounds * 3)


def _fifty(options: argparse.Namespace, root: Path, name: str, repo: Path) -> Iterator[Outcome]:
    repo = _unpushed(options.repos / "push" / f"fifty-{name}", repo)
    old = _git(repo, "rev-list", "--first-parent", f"--skip={_COMMITS}", "-1", "HEAD")
    if not old:
        print(f"{name} has fewer than {_COMMITS} commits: left out", file=sys.stderr)
        return
    own = _hook(options.repos, root, repo, old)
    commits, files = (
        _git(repo, "rev-list", "--count", f"{old}..HEAD"),
        len(_git(repo, "diff", "--name-only", old, "HEAD").splitlines()),
    )
    floor = Command("`git diff -U0`", ("git", "diff", "-U0", old, "HEAD"), repo)
    where = f"{name}, {commits} commits, {files:,} files, {_said(own)}"
    yield compare("push of 50 commits", where, own, [floor], bar=1.5, rounds=options.rounds)


def _unpushed(place: Path, repo: Path) -> Path:
    """A clone that knows of no remote: what another side has already would not be looked at."""
    shutil.rmtree(place, ignore_errors=True)
    subprocess.run(["git", "clone", "-q", "--shared", str(repo), str(place)], check=True)
    _git(place, "remote", "remove", "origin")
    return place


def _hook(folder: Path, root: Path, repo: Path, old: str) -> Command:
    """The hook as git would run it for a push of HEAD over `old`; its stub is one `sh`."""
    new = _git(repo, "rev-parse", "HEAD")
    lines = folder / "push" / f"lines-{new[:12]}-{old[:12]}"
    lines.parent.mkdir(parents=True, exist_ok=True)
    lines.write_text(f"refs/heads/main {new} refs/heads/main {old}\n")
    script = f'exec "{sys.executable}" -SE "{_run(root)}" pre-push origin url <"$0"'
    own = Command("pre-push", ("sh", "-c", script, str(lines)), repo, statuses=(0, 1))
    own.run()  # from here on the quick look knows what to look for
    return own


def _said(own: Command) -> str:
    """What came of it: whether a quick look was enough shows in the time."""
    done = subprocess.run(own.arguments, cwd=own.directory, capture_output=True, check=False)
    return "clean" if not done.returncode else f"{done.stderr.decode().count(': stub: ')} stubs"


# Whole pushes.


def _whole(options: argparse.Namespace, root: Path) -> Iterator[Outcome]:
    """`git push` of one commit with each tool's hook, in turn; each tool has a repository of its own."""
    folder = options.repos / "push"
    places = {"none": _small(options.repos, folder / "none"), "ours": _small(options.repos, folder / "ours")}
    _stub(places["ours"], root)
    for name, set_up in rivals(options.repos).items():
        places[name] = _small(options.repos, folder / name)
        set_up(places[name], "pre-push")
    times: dict[str, list[float]] = {name: [] for name in places}
    for number in range(options.rounds + 1):
        for name, place in places.items():
            _git(place, "update-ref", "-d", "refs/remotes/origin/main")
            _git(place, "push", "-q", "--no-verify", "--force", "origin", "HEAD~1:refs/heads/main")
            taken = Command(
                f"push with {name}", ("git", "push", "origin", "HEAD:refs/heads/main"), place
            ).run()
            if number:  # the first time, things are made ready
                times[name].append(taken)
    none, own = times.pop("none"), times.pop("ours")
    yield _outcome("whole push", "`git push` without a hook", none, own, None)
    for name, taken in times.items():
        yield _outcome("whole push", f"with {name}", taken, own, 0.3 if name == "pre-commit" else None)
        added = [one - bare for one, bare in zip(taken, none, strict=True)]
        mine = [one - bare for one, bare in zip(own, none, strict=True)]
        yield _outcome("added to a push", f"by {name}", added, mine, None)


def _outcome(what: str, floor: str, theirs: list[float], own: list[float], bar: float | None) -> Outcome:
    ratios = [one / other for one, other in zip(own, theirs, strict=True)]
    middle = statistics.median
    return Outcome(what, "one clean commit", floor, middle(theirs), middle(own), middle(ratios), bar)


def _small(repos: Path, place: Path) -> Path:
    """A clone of the small repository, with a bare one as its remote that lacks its last commit."""
    far = place.with_suffix(".git")
    if not (far / "HEAD").is_file():
        shutil.rmtree(place, ignore_errors=True)
        source = report_repo(repos, _SMALL)
        subprocess.run(["git", "clone", "-q", "--bare", str(source), str(far)], check=True)
        subprocess.run(["git", "clone", "-q", str(far), str(place)], check=True)
        (place / "src" / "d000" / "new.py").write_text("def new() -> int:\n    return 1\n")
        _git(place, "add", "-A")
        who = ("-c", "user.name=Ada Author", "-c", "user.email=ada@example.org")
        _git(place, *who, "commit", "-q", "-m", "a clean commit")
    return place


def _stub(repo: Path, root: Path) -> None:
    hook = repo / ".git" / "hooks" / "pre-push"
    hook.write_text(f'#!/bin/sh\nexec "{sys.executable}" -SE "{_run(root)}" pre-push "$@"\n')
    hook.chmod(0o755)


def _run(root: Path) -> Path:
    return root / "chrono_git" / "hook" / "run.py"


def _git(repo: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=repo, stdout=subprocess.PIPE, check=True)
    return done.stdout.decode("utf-8", "replace").strip()
