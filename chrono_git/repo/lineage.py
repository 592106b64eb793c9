"""Changes of a history → the versions of a file, followed back through its moves to its birth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

from chrono_git.model import Change, Commit

_MOST_COMPARED = 20


@dataclass(frozen=True, slots=True)
class Version:
    """A file as one commit left it: `time` is the committer's, `path` what it was called then."""

    commit: str
    time: int
    path: str
    oid: str


def alike(old: bytes, new: bytes) -> bool:
    """Whether two texts have half of their lines in common, however they are ordered and ticked.

    A list that is archived is often ticked in the same commit.
    """
    before, after = _lines(old), _lines(new)
    common = (before & after).total()
    return common > 0 and 2 * common >= max(before.total(), after.total())


def _lines(text: bytes) -> Counter[bytes]:
    plain = text.replace(b"[x]", b"[ ]").replace(b"[X]", b"[ ]")
    return Counter(line for line in map(bytes.strip, plain.splitlines()) if line)


def lineages(
    commits: Iterable[Commit], paths: Collection[str], similar: Callable[[str, str], bool]
) -> dict[str, tuple[Version, ...]]:
    """The versions of each path, oldest first, back to the commit that brought it into being.

    `commits` are newest first, children before parents, with the changes of all files that
    could have been moved. A file that is added where another one is deleted with the same
    content, or with the same name in a folder of a like name, or with `similar` content
    (two blob ids → bool), was that file before. A copy is none, as its original stays. A
    file that was deleted and comes back is born anew unless its content is similar.
    """
    tracks = {path: _Track(path) for path in paths}
    wanted: dict[str, list[_Track]] = {path: [track] for path, track in tracks.items()}
    for commit in commits:
        moved: list[tuple[_Track, str]] = []
        for change in commit.changes:
            for track in wanted.get(change.path, ()):
                source = track.take(commit, change, similar)
                if source is not None:
                    moved.append((track, source))
        # Only from the next, older commit on does the file have its former name.
        for track, source in moved:
            wanted[track.path].remove(track)
            track.path = source
            wanted.setdefault(source, []).append(track)
    return {path: tuple(reversed(track.versions)) for path, track in tracks.items()}


@dataclass(slots=True)
class _Track:
    """One file on its way back through the history. `added` is its first content, once seen to be added."""

    path: str
    versions: list[Version] = field(default_factory=list)
    added: str | None = None
    closed: bool = False

    def take(self, commit: Commit, change: Change, similar: Callable[[str, str], bool]) -> str | None:
        """Notes what an older commit did to the file; returns its former path where it was moved."""
        if self.closed:
            return None
        if change.status == "D":
            # Deleted on another branch only, unless what we know of it begins with an adding.
            if self.added is not None:
                self.closed = not (change.old_oid == self.added or similar(change.old_oid, self.added))
                self.added = None
            return None
        # After an adding there may be older changes of the same path: it was added on two
        # branches, or taken over from one to the other. They are its history too.
        self.added = None
        self.versions.append(Version(commit.oid, commit.time, change.path, change.new_oid))
        if change.status != "A":
            return None
        source = _source(change, commit.changes, similar)
        if source is None:
            self.added = change.new_oid
        return source


def _source(added: Change, changes: Sequence[Change], similar: Callable[[str, str], bool]) -> str | None:
    """What the file was called before, if the commit that added it deleted it elsewhere."""
    deleted = sorted(
        (change for change in changes if change.status == "D"),
        key=lambda change: (-_nearness(change.path, added.path), change.path),
    )
    for change in deleted:
        if change.old_oid == added.new_oid:
            return change.path
    for change in deleted[:_MOST_COMPARED]:
        if _nearness(change.path, added.path) == 3 or similar(change.old_oid, added.new_oid):
            return change.path
    return None


def _nearness(old: str, new: str) -> int:
    """3: same name in folders of like names (`x`, `2026-01-02-x`); 2: same name; 1: same ending; else 0."""
    *folders, name = old.split("/")
    *new_folders, new_name = new.split("/")
    if name != new_name:
        return int(name.rpartition(".")[2] == new_name.rpartition(".")[2])
    folder, new_folder = (folders or [""])[-1], (new_folders or [""])[-1]
    if not folder or not new_folder:
        return 2
    same = folder == new_folder or new_folder.endswith(f"-{folder}") or folder.endswith(f"-{new_folder}")
    return 3 if same else 2
