"""The work tree as a snapshot: tracked files as they are now, and untracked ones that are not ignored."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterable, Mapping

from chrono_git.errors import RepositoryError
from chrono_git.model import Entry, Unreadable
from chrono_git.repo.disk import read_beneath, status_beneath
from chrono_git.repo.raw import parse_raw
from chrono_git.repo.stored import SUBMODULE, SYMLINK, Entries, Stored
from chrono_git.repo.stream import Git


class WorkTree(Stored):
    """The files below `git.directory`, which must be the top of the work tree.

    What git holds to be unmodified has the index's blob id, and is read as that blob, so
    that equal ids mean equal bytes whatever the filters (gitattributes(5)); so is what a
    sparse checkout leaves out. The rest has no id until `ids` hashes it, and is read from
    the disk. A submodule has the id that the index records for it.
    """

    revision: str | None = None

    def __init__(self, git: Git, *, limit: int | None) -> None:
        super().__init__(git, limit=limit)
        self._indexed: dict[str, str] = {}
        self._loose: dict[str, None] = {}
        self._hashed: dict[str, str] = {}
        self._trusts_mode: bool | None = None

    def _list(self) -> Entries:
        # Measured on 100,000 files: these two side by side take 0.8 of one `git status`.
        raw = self._git.lines("diff-files", "--raw", "-z", "--no-abbrev", "--ignore-submodules=dirty")
        listing = self._git.run("ls-files", "-t", "-s", "-o", "--exclude-standard", "-z")
        records = listing.decode("utf-8", "surrogateescape").split("\0")[:-1]
        # `? <path>`, or `<tag> <mode> <id> <stage> TAB <path>`: git-ls-files(1), "OUTPUT".
        self._indexed = {
            path: meta[2:-2]
            for meta, _, path in (record.partition("\t") for record in records if record[0] != "?")
        }
        files = dict(self._indexed)
        for change in parse_raw(raw):
            if change.status == "A":
                # Only announced (`git add -N`): the index has nothing of it.
                self._indexed.pop(change.path, None)
            if change.new_mode == "000000":
                files.pop(change.path, None)
            elif change.new_mode != SUBMODULE:
                files[change.path] = f"{change.new_mode} "
            self._loose[change.path] = None
        # git lists untracked files first.
        for record in records:
            if record[0] != "?":
                break
            path = record[2:].removesuffix("/")
            files[path] = f"{SUBMODULE} " if record[-1] == "/" else ""
            self._loose[path] = None
        return Entries(files, self._looked_at)

    def _looked_at(self, path: str) -> str:
        found = status_beneath(self._git.directory, path)
        if found is not None and stat.S_ISLNK(found.st_mode):
            return f"{SYMLINK} "
        executable = found is not None and found.st_mode & stat.S_IXUSR and self._mode_is_trusted()
        return "100755 " if executable else "100644 "

    def _mode_is_trusted(self) -> bool:
        # Some file systems call every file executable: git-config(1), core.fileMode.
        if self._trusts_mode is None:
            said = self._git.run("config", "--type=bool", "--default=true", "--get", "core.fileMode")
            self._trusts_mode = said.strip() == b"true"
        return self._trusts_mode

    def _unstored(self, entry: Entry) -> bytes | Unreadable | None:
        return read_beneath(self._git.directory, entry.path, self._limit)

    def _missing(self, entry: Entry) -> bytes | Unreadable:
        content = read_beneath(self._git.directory, entry.path, self._limit)
        return super()._missing(entry) if content is None else content

    def loose(self) -> Mapping[str, Entry | None]:
        """The paths that may differ from the index, with what the index has of them.

        Those are modified, deleted, unmerged and untracked ones, and such as were only
        touched: their times changed, and nobody compared the content.
        """
        self.entries()
        indexed = Entries(self._indexed)
        return {path: indexed.get(path) for path in self._loose}

    def ids(self, paths: Iterable[str]) -> Mapping[str, str]:
        """The blob ids of those paths that exist, as `git add` would make them (filters and all)."""
        entries = self.entries()
        wanted = [path for path in paths if path in entries]
        self._hash([path for path in wanted if path not in self._hashed and not entries[path].oid])
        return {path: oid for path in wanted if (oid := entries[path].oid or self._hashed.get(path, ""))}

    def _hash(self, paths: list[str]) -> None:
        files = []
        for path in paths:
            found = status_beneath(self._git.directory, path)
            if found is not None and stat.S_ISREG(found.st_mode):
                files.append(path)
            elif found is not None and stat.S_ISLNK(found.st_mode):
                # git hash-object would follow it.
                target = read_beneath(self._git.directory, path, None)
                if isinstance(target, bytes):
                    self._hashed[path] = self._blob_id(target)
        if not files:
            return
        asked = b"".join(_quoted(path) + b"\n" for path in files)
        status, output, _ = self._git.try_run("hash-object", "--stdin-paths", input=asked)
        if status == 0:
            self._hashed |= zip(files, output.decode("ascii").split(), strict=True)
        elif len(files) > 1:
            # One that cannot be read ends git: the others are asked for again, one by one.
            for path in files:
                self._hash([path])

    def _blob_id(self, content: bytes) -> str:
        algorithm = self._git.run("rev-parse", "--show-object-format").decode("ascii").strip()
        if algorithm not in ("sha1", "sha256"):
            raise RepositoryError(f"an unknown object format: {algorithm}", hint="use a newer chrono-git")
        return hashlib.new(algorithm, b"blob %d\0%b" % (len(content), content)).hexdigest()


def _quoted(path: str) -> bytes:
    # `hash-object --stdin-paths` takes off a carriage return and C quotes; git-config(1), core.quotePath.
    raw = path.encode("utf-8", "surrogateescape")
    if not raw.startswith(b'"') and b"\n" not in raw and not raw.endswith(b"\r"):
        return raw
    for letter, escape in ((b"\\", b"\\\\"), (b'"', b'\\"'), (b"\n", b"\\n"), (b"\r", b"\\r")):
        raw = raw.replace(letter, escape)
    return b'"%b"' % raw
