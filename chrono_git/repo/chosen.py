"""A snapshot of the files of some extensions only: to list 100,000 takes longer than to check them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chrono_git.model import Entry, Unreadable
from chrono_git.repo.disk import read_beneath
from chrono_git.repo.stored import Entries, Stored
from chrono_git.repo.stream import Git

_LIST_INDEX = ("ls-files", "-s", "-z")


class Chosen(Stored):
    """The files whose names end in one of the `endings`: of the commit `revision`, else of the index.

    With `on_disk`, those paths of the index are read in the work tree, and so are the
    `untracked` ones.
    """

    def __init__(
        self,
        git: Git,
        endings: Sequence[str],
        revision: str | None,
        *,
        on_disk: bool = False,
        untracked: Iterable[str] = (),
        limit: int | None,
    ) -> None:
        super().__init__(git, limit=limit)
        self.revision = revision
        self._endings = tuple(endings)
        self._on_disk = on_disk
        self._untracked = tuple(untracked)

    def _list(self) -> Entries:
        if self.revision is not None:
            # `<mode> SP <type> SP <id> TAB <path>`; ls-tree takes no patterns.
            raw = self._git.run("ls-tree", "-r", "-z", "--full-tree", self.revision)
        else:
            # `<mode> SP <id> SP <stage> TAB <path>`.
            patterns = (f":(icase)*{ending}" for ending in self._endings)
            raw = self._git.run("--no-literal-pathspecs", *_LIST_INDEX, "--", *patterns)
        files = {}
        for record in raw.decode("utf-8", "surrogateescape").split("\0")[:-1]:
            if record.lower().endswith(self._endings):
                meta, _, path = record.partition("\t")
                files[path] = meta if self.revision else f"{meta[:6]} " if self._on_disk else meta[:-2]
        for path in self._untracked:
            if path.lower().endswith(self._endings):
                files[path] = "100644 "
        return Entries(files)

    def _unstored(self, entry: Entry) -> bytes | Unreadable | None:
        return read_beneath(self._git.directory, entry.path, self._limit) if self._on_disk else None
