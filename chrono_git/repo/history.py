"""The history of a repository, read in one stream: commits, the versions of files, what messages claim."""

from __future__ import annotations

import marshal
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from hashlib import sha256
from heapq import merge
from pathlib import Path

from chrono_git.errors import RepositoryError
from chrono_git.model import Claim, Commit
from chrono_git.repo.increments import Store, increments
from chrono_git.repo.lineage import Version, alike, lineages
from chrono_git.repo.messages import holding, interesting, text, trailer_lines
from chrono_git.repo.rawlog import FORMAT, FORMAT_WITHOUT_SUBJECT, OPTIONS, only, parse
from chrono_git.repo.stream import Git, ObjectReader
from chrono_git.trailers import Message, Standing, parse_message, standing_claims

__all__ = ["Version", "brought_in", "commit_messages", "shallow_boundary", "standing", "versions", "walk"]

# Raise it when what is kept under it changes its form or meaning.
_CACHE_VERSION = "3"
MARKDOWN = (".md", ".markdown", ".mdx")
_LARGEST_COMPARED = 1 << 20
# The words that a weak claim is made of (chrono_git.trailers.values says which of them are
# one); each begins with a letter that is searched for quickly.
_WORDS = tuple(re.compile(word) for word in (rb"T\d{3}", rb"tep(?:s|S)?\s+\d", rb"TEPS?\s+\d", rb"/\d"))


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
    space = f"versions {_CACHE_VERSION} {_digest(sorted(edge))}"
    keys = {f"{tip} {path}": path for path in paths}
    kept = store.get_many(space, keys) if store is not None else {}
    found = {keys[key]: _unpacked(value) for key, value in kept.items()}
    missing = [path for path in paths if path not in found]
    if missing:
        endings = sorted({*MARKDOWN, *((Path(path).suffix or Path(path).name).lower() for path in missing)})
        commits = _changes_to(git, store, f"changes {space} {_digest(endings)}", tip, endings)
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


def commit_messages(
    git: Git,
    tip: str,
    *,
    words: Sequence[str] = (),
    store: Store | None = None,
    boundary: frozenset[str] | None = None,
) -> list[tuple[str, str]]:
    """(commit id, message) of the history of `tip` (a full id) that may claim something, oldest first.

    Whole messages where there is a `Chrono-*` line, a revert or one of the `words`, in any
    case; of others the subject alone, if it may name an item. In the order that
    `interesting` says.
    """
    edge = shallow_boundary(git) if boundary is None else boundary
    hits = holding(words)

    def also(block: bytes, end: int, mark: bytes) -> Iterable[int]:
        return merge(_subject_hits(block, end, mark), hits(block, end, mark))

    def read(new: str, old: str | None) -> bytes:
        found = interesting(git, [new], [] if old is None else [old], also=also if words else _subject_hits)
        return b"".join(_kept(oid, message, words) for oid, message in found)

    space = f"messages {_CACHE_VERSION} {_digest(sorted(edge))}" + (f" {_digest(words)}" if words else "")
    fields = b"".join(increments(git, store, space, tip, read)).decode("utf-8", "replace").split("\0")
    pairs = list(zip(fields[0:-1:2], fields[1::2], strict=True))
    pairs.reverse()
    return pairs


def _subject_hits(block: bytes, end: int, mark: bytes) -> Iterator[int]:
    for word in _WORDS:
        passed = -1
        for match in word.finditer(block, 0, end):
            if match.start() < passed:
                continue
            # The subject is the line after the one that begins with the mark.
            line = block.rfind(b"\n", 0, match.start())
            if block.startswith(mark, block.rfind(b"\n", 0, line)):
                yield match.start()
            else:
                passed = block.find(mark, match.start())
                passed = end if passed < 0 else passed


def _kept(oid: str, message: bytes, words: Collection[str]) -> bytes:
    said = text(message)
    low = said.lower()
    # A trailer's name goes on with a letter, unlike the subject `CHRONO-003: …`.
    trailers = any(line[7:8].isalpha() for line in trailer_lines(message))
    if not trailers and "reverts " not in low and not any(word.lower() in low for word in words):
        said = said.lstrip().partition("\n")[0]
        subject = said.encode("utf-8", "replace")
        if not any(word.search(subject) for word in _WORDS):
            return b""
    return f"{oid}\0{said}\0".encode("utf-8", "replace")


def standing(
    git: Git,
    tip: str,
    guides: Collection[str] = (),
    default: str | None = None,
    *,
    store: Store | None = None,
    boundary: frozenset[str] | None = None,
) -> dict[tuple[str | None, str], Standing]:
    """What the messages of the history of `tip` (a full id) leave standing, by (guide, item).

    `guides` are the ids of all known guides and `default` the guide of claims that have
    none; see `standing_claims`. Weak claims of subjects are among them.
    """
    edge = shallow_boundary(git) if boundary is None else boundary
    space = f"standing {_CACHE_VERSION} {sys.hexversion:x} {marshal.version}"
    key = f"{tip} {_digest([*sorted(edge), '', *sorted(guides), '', default or ''])}"
    kept = store.get(space, key) if store is not None else None
    if kept is not None:
        return _thawed(kept)
    parsed: list[tuple[str, Message]] = [
        (oid, parse_message(text, guides))
        for oid, text in commit_messages(git, tip, store=store, boundary=edge)
    ]
    result = standing_claims(parsed, default, lambda merge, mainline: brought_in(git, merge, mainline))
    if store is not None:
        store.put_many(space, {key: _frozen(result)})
    return result


def brought_in(git: Git, merge: str, mainline: str) -> list[str]:
    """The commits that a merge brought to its mainline; none if either is unknown here."""
    status, output, _ = git.try_run("rev-list", "--end-of-options", merge, f"^{mainline}")
    return [] if status else output.decode().split()


_FIELDS = ("commit", "kind", "item", "trailer", "guide", "reason", "weak")


def _frozen(result: dict[tuple[str | None, str], Standing]) -> bytes:
    def plain(claim: Claim | None) -> tuple[object, ...] | None:
        return None if claim is None else tuple(getattr(claim, name) for name in _FIELDS)

    return marshal.dumps(
        [
            (*key, [plain(claim) for claim in one.claims], plain(one.skip), plain(one.reopened))
            for key, one in result.items()
        ]
    )


def _thawed(value: bytes) -> dict[tuple[str | None, str], Standing]:
    return {
        (guide, item): Standing(
            tuple(Claim(*claim) for claim in claims),
            None if skip is None else Claim(*skip),
            None if reopened is None else Claim(*reopened),
        )
        for guide, item, claims, skip, reopened in marshal.loads(value)
    }


def _digest(words: Iterable[str]) -> str:
    return sha256("\n".join(words).encode("utf-8", "surrogateescape")).hexdigest()[:16]
