"""The history of a repository, read in one stream: commits, and the versions of files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from chrono_git.errors import RepositoryError
from chrono_git.model import Commit
from chrono_git.repo.increments import Store, increments
from chrono_git.repo.lineage import Version, alike, lineages
from chrono_git.repo.rawlog import FORMAT, FORMAT_WITHOUT_SUBJECT, OPTIONS, only, parse
from chrono_git.repo.stream import Git, ObjectReader

__all__ = ["Version", "shallow_boundary", "versions", "walk"]

# Raise it when what is kept under it changes its form or meaning.
_CACHE_VERSION = "3"
MARKDOWN = (".md", ".markdown", ".mdx")
_LARGEST_COMPARED = 1 << 20


def shallow_boundary(git: Git) -> frozenset[str]:
    """The commits of a shallow clone whose parents it does not have; empty for a whole clone.

    Source: git-clone(1) `--depth` and gitformat, "shallow": one id a line.
    """
    whole, path = git.run("rev-parse", "--is-shallow-repository", "--git-path", "shallow").split(b"\n")[:2]
    if whole != b"true":
        return frozenset()
    place = Path(git.directory, path.decode("utf-8", "surrogateescape"))
    try:
        return frozenset(place.read_text("ascii").split())
    except (OSError, ValueError) as problem:
        raise RepositoryError(
            f"this clone is shallow, but {place} cannot be read: {problem}",
            hint="try `git fetch --unshallow`",
        ) from None


def walk(
    git: Git,
    new: str,
    old: str | None = None,
    *,
    paths: Sequence[str] = (),
    first_parent: bool = False,
    reverse: bool = False,
    boundary: frozenset[str] | None = None,
) -> Iterator[Commit]:
    """Yields the commits of `new` that are not in `old`, with their changes, newest first or in `reverse`.

    `paths` are literal files or folders: only commits that changed them, on every branch
    that was merged, and only those changes. Merges come without changes, with
    `first_parent` with those against it. So do the commits at the edge of a shallow
    clone (`boundary`; asked of git if None). Raises RepositoryError for an unknown
    revision, and while it runs for a missing object.
    """
    edge = shallow_boundary(git) if boundary is None else boundary
    options = [*OPTIONS, FORMAT, "--date-order"]
    if first_parent:
        options += ["--first-parent", "--diff-merges=first-parent"]
    if reverse:
        options.append("--reverse")
    if paths:
        options.append("--full-history")
    revisions = [new] if old is None else [new, f"^{old}"]
    commits = parse(git.lines(*options, "--end-of-options", *revisions, "--", *paths), edge)
    # With --full-history git lists the merges that brought the changes, too.
    return (one for one in commits if one.changes or one.oid in edge) if paths else commits


def versions(
    git: Git,
    tip: str,
    paths: Collection[str],
    *,
    store: Store | None = None,
    boundary: frozenset[str] | None = None,
) -> dict[str, tuple[Version, ...]]:
    """The versions of each of these files of the commit `tip` (a full id), oldest first.

    Moves are followed (see `lineages`), over Markdown files and those with the endings
    of `paths`. The first version is the file's birth; where its commit is in the shallow
    boundary, the file was there already. Empty for a path that `tip` does not have or whose
    history cannot be seen. One `git log` serves all paths; with a `store` only what is
    newer than the last one's tip is read, and nothing if there is nothing newer.
    """
    edge = shallow_boundary(git) if boundary is None else boundary
    space = f"versions {_CACHE_VERSION} {digest_of(sorted(edge))}"
    keys = {f"{tip} {path}": path for path in paths}
    kept = store.get_many(space, keys) if store is not None else {}
    found = {keys[key]: _unpacked(value) for key, value in kept.items()}
    missing = [path for path in paths if path not in found]
    if missing:
        endings = sorted({*MARKDOWN, *((Path(path).suffix or Path(path).name).lower() for path in missing)})
        commits = _changes_to(git, store, f"changes {space} {digest_of(endings)}", tip, endings)
        with ObjectReader(git, limit=_LARGEST_COMPARED) as objects:
            fresh = lineages(commits, missing, _comparer(objects))
        found.update(fresh)
        if store is not None:
            store.put_many(space, {f"{tip} {path}": _packed(fresh[path]) for path in fresh})
    return {path: found[path] for path in paths}


def _changes_to(
    git: Git, store: Store | None, space: str, tip: str, endings: Iterable[str]
) -> Iterator[Commit]:
    """Commits that changed such files, newest first; merges with what none of their parents had."""
    wanted = tuple(ending.encode("utf-8", "surrogateescape") for ending in endings)

    def read(new: str, old: str | None) -> bytes:
        # -c: a merge shows only what differs from all parents, so that a file that was
        # first added in a merge has a birth.
        revisions = [new] if old is None else [new, f"^{old}"]
        tokens = git.lines(
            *OPTIONS, FORMAT_WITHOUT_SUBJECT, "--date-order", "-c", "--end-of-options", *revisions, "--"
        )
        return b"".join(only(tokens, wanted))

    for piece in increments(git, store, space, tip, read):
        yield from parse(piece.split(b"\0"))


def _comparer(objects: ObjectReader) -> Callable[[str, str], bool]:
    def similar(old: str, new: str) -> bool:
        texts = [objects.read(oid.encode()) for oid in (old, new)]
        old_text, new_text = (None if text is None else text[1] for text in texts)
        # What is missing or too large cannot be compared: then it is not the same.
        return isinstance(old_text, bytes) and isinstance(new_text, bytes) and alike(old_text, new_text)

    return similar


def _packed(found: Iterable[Version]) -> bytes:
    return "\0".join(f"{one.commit} {one.time} {one.oid} {one.path}" for one in found).encode(
        "utf-8", "surrogateescape"
    )


def _unpacked(value: bytes) -> tuple[Version, ...]:
    lines = value.decode("utf-8", "surrogateescape").split("\0") if value else []
    fields = (line.split(" ", 3) for line in lines)
    return tuple(Version(commit, int(time), path, oid) for commit, time, oid, path in fields)


def digest_of(words: Iterable[str]) -> str:
    """A short digest of some words, for keys."""
    return sha256("\n".join(words).encode("utf-8", "surrogateescape")).hexdigest()[:16]
