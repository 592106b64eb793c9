"""Folds edits of files into the commit that HEAD is: DESIGN section 5.

Objects first, then the work tree, the index, and the ref last, by one compare-and-swap: who
is killed on the way has lost nothing, and finds some edits waiting to be committed at worst.
Hooks run it under `python -SE`: it imports nothing that is slow to load.
"""

from __future__ import annotations

import fcntl
import os
import time

from chrono_git.errors import ChronoError, RepositoryError
from chrono_git.repo.objects import ObjectReader
from chrono_git.repo.replacing import Opened
from chrono_git.repo.staged import Staged, read_staged, write_staged
from chrono_git.repo.writing import ObjectWriter, Trees, is_folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from chrono_git.repo.stream import Git

_FILE = b"100644"
_REGULAR = b"100"
_NO_FILTER = (b"unspecified", b"unset")
_ATTEMPTS = 3
_PATIENCE = 20  # times 25 ms, while somebody else holds the index
_BUSY = "another run is folding"
NOTE = "chrono-git: progress folded in"  # in the reflog, by which people find what to undo


class Edit:
    """A change to one file: `make` gives the commit's new content from its old one (None: no such file),
    `alike` makes the same change to another version of it, from the commit's old content and that version."""

    __slots__ = ("alike", "make", "path")

    def __init__(
        self,
        path: str,
        make: Callable[[bytes | None], bytes],
        alike: Callable[[bytes | None, bytes], bytes],
    ) -> None:
        self.path = path
        self.make = make
        self.alike = alike


class Outcome:
    """What came of it: the new commit's id, or None and why the edits were `left` for later.

    `skipped` are paths that could not be edited, and why.
    """

    __slots__ = ("commit", "left", "skipped")

    def __init__(self, commit: str | None, left: str, skipped: Sequence[tuple[str, str]] = ()) -> None:
        self.commit = commit
        self.left = left
        self.skipped = tuple(skipped)


def why_not(raw: bytes) -> str:
    """Why a commit, given as git stores it, is not to be replaced by another; "" where it may be."""
    head = raw.partition(b"\n\n")[0]
    if head.count(b"\nparent ") > 1:
        return "the commit is a merge"
    return "the commit is signed" if b"\ngpgsig" in head else ""


def fold(
    git: Git, top: str, workshop: str, commit: str, edits: Sequence[Edit], *, object_format: str, note: str
) -> Outcome:
    """Makes the edits in the commit `commit` (a full id, which HEAD must be), the index and the work tree.

    `top` is the root of the work tree, `workshop` a directory for temporary files in the git
    directory, `note` the reflog's line. Files that are staged or edited otherwise keep what
    was done to them, and get the same edits. Raises ChronoError where git or the disk refuse.
    """
    lock = _lock(workshop)
    try:
        # The kernel lets go of it, however this process ends.
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        with ObjectReader(git) as reader:
            return _Fold(git, top, workshop, reader, object_format).run(commit, edits, note)
    except BlockingIOError:
        return Outcome(None, _BUSY)
    finally:
        os.close(lock)


def _lock(workshop: str) -> int:
    try:
        os.makedirs(workshop, exist_ok=True)
        return os.open(f"{workshop}/fold.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
    except OSError as error:
        reason = f"{workshop} cannot be written: {error.strerror}"
        raise RepositoryError(reason, hint="make room for it, or give the rights") from error


class _File:
    """One file with the edit worked out: blob ids of the index's and contents of the work tree's version."""

    __slots__ = ("blob", "edit", "index", "index_new", "original", "staged")

    def __init__(self, edit: Edit, original: bytes | None, staged: Staged | None) -> None:
        self.edit = edit
        self.original = original
        self.staged = staged
        self.index: bytes | None = None
        self.index_new: bytes | None = None
        self.blob = b""

    @property
    def is_on_disk(self) -> bool:
        """Whether the work tree is to have it; if staged for deletion, what lies there is the user's own."""
        return self.original is None if self.staged is None else not self.staged.skipped


class _Fold:
    """The steps of one fold."""

    def __init__(self, git: Git, top: str, workshop: str, reader: ObjectReader, object_format: str) -> None:
        self.git = git
        self.top = top
        self.workshop = workshop
        self.reader = reader
        self.writer = ObjectWriter(git, object_format)
        self.skipped: dict[str, str] = {}

    def run(self, commit: str, edits: Sequence[Edit], note: str) -> Outcome:
        raw = self._content(commit.encode())
        if why := why_not(raw):
            return Outcome(None, why)
        _, _, rest = raw.partition(b"\n")
        trees = Trees(self.reader, raw[5 : 5 + len(commit)], len(commit) // 2)
        staged = read_staged(self.git, [edit.path for edit in edits])
        if staged is None:
            return Outcome(None, "there are merge conflicts in the index")
        changes: dict[bytes, tuple[bytes, bytes]] = {}
        files = [one for edit in edits if (one := self._file(edit, trees, staged, changes))]
        if not changes:
            return self._outcome(None)
        new = self.writer.add(b"commit", b"tree %b\n%b" % (trees.replaced(changes, self.writer), rest))
        self._wait_for_index()
        self.writer.write()
        on_disk = [one for one in files if one.is_on_disk]
        for one in on_disk:
            # What stands in the way of one file must show before any is written.
            with Opened(self.top, one.edit.path) as file:
                self._for_disk(one, file.content)
        clean = [one.edit.path for one in on_disk if self._write_worktree(one)]
        write_staged(self.git, [(one.edit.path, one.staged, one.blob) for one in files if one.blob], clean)
        try:
            self.git.run("update-ref", "-m", note, "HEAD", new.decode(), commit)
        except RepositoryError as error:
            return self._outcome(None, self._why_unmoved(commit, error))
        return self._outcome(new.decode())

    def _why_unmoved(self, commit: str, error: RepositoryError) -> str:
        # Git's words for it are many; where HEAD is now is certain.
        head = self.git.try_run("rev-parse", "--verify", "--quiet", "HEAD^{commit}")[1].strip()
        moved = head != commit.encode()
        return "HEAD moved meanwhile" if moved else f"the branch could not be moved: {error.message}"

    def _outcome(self, commit: str | None, left: str = "") -> Outcome:
        return Outcome(commit, left, tuple(self.skipped.items()))

    def _file(
        self, edit: Edit, trees: Trees, staged: dict[str, Staged], changes: dict[bytes, tuple[bytes, bytes]]
    ) -> _File | None:
        """One edit worked out for commit and index; None where there is nothing to do or no way to do it."""
        path = edit.path.encode("utf-8", "surrogateescape")
        entry, there = trees.find(path), staged.get(edit.path)
        if why := self._why_not(edit, entry, there, trees):
            self.skipped[edit.path] = why
            return None
        original = None if entry is None else self._content(entry[1])
        try:
            changed = edit.make(original)
        except ChronoError as error:
            self.skipped[edit.path] = told(error)
            return None
        if changed == original:
            return None
        changes[path] = (_FILE if entry is None else entry[0], self.writer.add(b"blob", changed))
        one = _File(edit, original, there)
        if entry is None:
            one.index_new = changed
        elif there is None or not there.mode.startswith(_REGULAR):
            pass
        elif there.oid == entry[1]:
            one.index, one.index_new = original, changed
        else:
            one.index = self._content(there.oid)
            made = self._alike(edit, original, one.index)
            one.index_new = None if made == one.index else made
        if one.index_new is not None:
            one.blob = self.writer.add(b"blob", one.index_new)
        return one

    def _why_not(
        self, edit: Edit, entry: tuple[bytes, bytes] | None, staged: Staged | None, trees: Trees
    ) -> str:
        """Why the commit's file, its `entry` there, is not to be changed or made; "" where it may be."""
        if entry is not None:
            regular = entry[0].startswith(_REGULAR)
            return "" if regular else "it is a link or no file: replace it by a regular file"
        if staged is not None:
            return "it is staged, and not committed yet"
        raw = folder = edit.path.encode("utf-8", "surrogateescape")
        while folder := folder.rpartition(b"/")[0]:
            above = trees.find(folder)
            if above is not None and not is_folder(above[0]):
                return f"{folder.decode('utf-8', 'replace')} is no folder"
        if os.path.lexists(os.path.join(os.fsencode(self.top), raw)) and not self._is_ours(edit):
            return "it exists, but git does not track it: add it"
        # It knows no literal pathspecs; with `./` there are no others.
        if self.git.try_run("--no-literal-pathspecs", "check-ignore", "-q", "--", f"./{edit.path}")[0] == 0:
            return "git ignores it"
        # What a filter makes of it cannot be told for sure, and some encrypt: gitattributes(5).
        value = self.git.run("check-attr", "-z", "filter", "--", edit.path).split(b"\0")[-2]
        if value not in _NO_FILTER:
            return "a filter is between git and the file: add it once by hand"
        return ""

    def _is_ours(self, edit: Edit) -> bool:
        """Whether a file that git does not track is what a run that was cut short had begun to make."""
        try:
            with Opened(self.top, edit.path) as file:
                return file.content is not None and edit.alike(None, file.content) == edit.make(None)
        except ChronoError:
            return False

    def _content(self, oid: bytes) -> bytes:
        found = self.reader.read(oid)
        if found is None or not isinstance(found[1], bytes):
            raise RepositoryError(f"the object {oid.decode()} is not in this clone", hint="fetch it first")
        return found[1]

    def _wait_for_index(self) -> None:
        """Gives a `git status` in an editor the time to finish; RepositoryError where it takes longer."""
        for one in range(_PATIENCE):
            if not self._is_locked():
                return
            time.sleep(0.025 if one else 0.005)
        raise RepositoryError("the index is locked by another git", hint="the next commit takes it up")

    def _is_locked(self) -> bool:
        index = os.environ.get("GIT_INDEX_FILE") or f"{os.path.dirname(self.workshop)}/index"
        return os.path.lexists(os.path.abspath(index) + ".lock")

    def _write_worktree(self, one: _File) -> bool:
        """Edits the file on the disk; says whether it is now what the index has."""
        for _ in range(_ATTEMPTS):
            with Opened(self.top, one.edit.path) as file:
                new, clean = self._for_disk(one, file.content)
                if new is None or new == file.content or file.replace(new, self.workshop):
                    return clean
        raise ChronoError("it is changed all the time", hint="commit again", path=one.edit.path)

    def _for_disk(self, one: _File, content: bytes | None) -> tuple[bytes | None, bool]:
        """What is to be on the disk (None: nothing to do), and whether that is what the index will have."""
        if one.original is None:
            return self._checked_out(one), True
        if content is None:
            return None, False
        if one.index is None or one.staged is None:
            return self._alike(one.edit, one.original, content), False
        if content == one.index:
            return one.index_new, True
        made = self._alike(one.edit, one.original, content)
        if made == (one.index if one.index_new is None else one.index_new):
            return made, True
        cleaned = self.git.run("hash-object", f"--path={one.edit.path}", "--stdin", input=content).strip()
        if cleaned == one.staged.oid and one.blob:
            return self._checked_out(one), True
        return made, False

    def _checked_out(self, one: _File) -> bytes:
        """The index's new content with the line ends and filters of the work tree: gitattributes(5)."""
        return self.git.run("cat-file", "--filters", f"--path={one.edit.path}", one.blob)

    def _alike(self, edit: Edit, original: bytes | None, other: bytes) -> bytes:
        """Another version with the same edit; one where it cannot be made stays as it is."""
        try:
            return edit.alike(original, other)
        except ChronoError as error:
            self.skipped[edit.path] = told(error)
            return other


def told(error: ChronoError) -> str:
    """Why a file was not written, in one line, and what to do; its path is said beside it."""
    place = f"line {error.line}: " if error.line else ""
    return f"{place}{error.message}" + (f" ({error.hint})" if error.hint else "")
