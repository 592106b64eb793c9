"""Small edits, and what is committed, staged and on the disk, for tests of the fold."""

from __future__ import annotations

from chrono_git.repo.fold import Edit, Outcome, fold
from chrono_git.repo.stream import Git
from tests.gitkit import Repo

GUIDE, LOG = "docs/guide.md", "LOG.md"
TEXT = "# Guide\n\n- [ ] one\n- [ ] two\n"
TICKED = TEXT.replace("[ ]", "[x]")
ENTRY = b"- learnt\n"


def ticks(path: str = GUIDE) -> Edit:
    """Ticks all boxes of a file, whatever else there is in it."""
    return Edit(path, lambda text: ticked(text or b""), lambda _, other: ticked(other))


def ticked(text: bytes) -> bytes:
    return text.replace(b"[ ]", b"[x]")


def entry(path: str = LOG) -> Edit:
    """Adds an entry at the end of a file, once, and makes the file if there is none."""

    def add(text: bytes | None) -> bytes:
        return text if text and ENTRY in text else (text or b"# log\n") + ENTRY

    return Edit(path, add, lambda _, other: add(other))


def run(repo: Repo, *edits: Edit, commit: str | None = None) -> Outcome:
    """Folds into a commit, HEAD's if none is given."""
    git_dir = repo.git("rev-parse", "--absolute-git-dir")
    return fold(
        Git(str(repo.path)),
        str(repo.path),
        f"{git_dir}/chrono-git",
        commit or repo.head(),
        edits or (ticks(),),
        object_format=repo.git("rev-parse", "--show-object-format"),
        note="chrono-git: folded",
    )


def folded(repo: Repo, *edits: Edit) -> Outcome:
    """The same where it must succeed."""
    outcome = run(repo, *edits)
    assert (outcome.commit, outcome.left, outcome.skipped) == (repo.head(), "", ())
    return outcome


def status(repo: Repo) -> str:
    return repo.git("status", "--porcelain", "--untracked-files=all")


def committed(repo: Repo, path: str = GUIDE) -> str:
    return repo.git("cat-file", "blob", f"HEAD:{path}") + "\n"


def staged(repo: Repo, path: str = GUIDE) -> str:
    return repo.git("cat-file", "blob", f":{path}") + "\n"


def state(repo: Repo) -> tuple[object, ...]:
    """All that belongs to the user: HEAD, the index and the work tree."""
    files = {
        str(path): path.read_bytes() if path.is_file() else b""
        for path in sorted(repo.path.rglob("*"))
        if ".git" not in path.relative_to(repo.path).parts
    }
    return (
        repo.git("rev-parse", "HEAD"),
        repo.git("ls-files", "-s", "-v", "--debug"),
        files,
        repo.git("reflog"),
    )


def with_guide(repo: Repo) -> Repo:
    """A repository with a guide and another file, committed."""
    repo.commit("before", files={"other": "other\n"})
    repo.commit("guide", files={GUIDE: TEXT})
    return repo
