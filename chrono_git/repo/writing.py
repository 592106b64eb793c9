"""Makes git objects: any number of them reach the repository through one `git unpack-objects`.

Hooks run it under `python -SE`: it imports nothing that is slow to load.
"""

from __future__ import annotations

import hashlib
import zlib

from chrono_git.errors import MissingObjectError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from chrono_git.repo.objects import ObjectReader
    from chrono_git.repo.stream import Git

# gitformat-pack(5), "pack-*.pack files have the following format".
_KINDS = {b"commit": 1, b"tree": 2, b"blob": 3}
_TREE = b"40000"


class ObjectWriter:
    """Gathers objects and writes them all at once; `object_format` is that of the repository."""

    def __init__(self, git: Git, object_format: str) -> None:
        self._git = git
        self._format = object_format
        self._made: dict[bytes, tuple[bytes, bytes]] = {}

    def add(self, kind: bytes, content: bytes) -> bytes:
        """Takes an object (`blob`, `tree` or `commit`) in; returns the id that it will have, in hex."""
        oid = self._digest(b"%b %d\0" % (kind, len(content)) + content).hex().encode()
        self._made[oid] = (kind, content)
        return oid

    def made(self, oid: bytes) -> bytes | None:
        """The content of an object that was taken in."""
        found = self._made.get(oid)
        return found and found[1]

    def write(self) -> None:
        """Writes all that was taken in; raises RepositoryError where git cannot."""
        if self._made:
            self._git.run("unpack-objects", "-q", input=self._pack())

    def _pack(self) -> bytes:
        parts = [b"PACK", (2).to_bytes(4, "big"), len(self._made).to_bytes(4, "big")]
        for kind, content in self._made.values():
            parts.append(_head(_KINDS[kind], len(content)))
            parts.append(zlib.compress(content))
        pack = b"".join(parts)
        return pack + self._digest(pack)

    def _digest(self, data: bytes) -> bytes:
        return hashlib.new(self._format, data, usedforsecurity=False).digest()


def _head(kind: int, size: int) -> bytes:
    """Type and size of a packed object: four bits of the size first, then seven in each byte."""
    byte = kind << 4 | size & 15
    size >>= 4
    head = bytearray()
    while size:
        head.append(byte | 0x80)
        byte = size & 0x7F
        size >>= 7
    head.append(byte)
    return bytes(head)


def is_folder(mode: bytes) -> bool:
    """Whether it is the mode of a tree; some tools wrote `040000`: git-fsck(1), zeroPaddedFilemode."""
    return mode.lstrip(b"0") == _TREE


class Trees:
    """The trees of one commit, read as they are needed and made anew where a file changes."""

    def __init__(self, reader: ObjectReader, root: bytes, id_length: int) -> None:
        self._reader = reader
        self._root = root
        self._id_length = id_length
        self._read: dict[bytes, dict[bytes, tuple[bytes, bytes]]] = {}

    def find(self, path: bytes) -> tuple[bytes, bytes] | None:
        """Mode and id of what is at a path; None where nothing is."""
        oid = self._root
        mode = _TREE
        for name in path.split(b"/"):
            entry = self._entries(oid).get(name) if is_folder(mode) else None
            if entry is None:
                return None
            mode, oid = entry
        return mode, oid

    def replaced(self, blobs: Mapping[bytes, tuple[bytes, bytes]], writer: ObjectWriter) -> bytes:
        """The id of a tree with other (mode, id) at some paths; all else is as it was."""
        return self._replaced(self._root, blobs, writer)

    def _replaced(
        self, oid: bytes | None, blobs: Mapping[bytes, tuple[bytes, bytes]], writer: ObjectWriter
    ) -> bytes:
        entries = {} if oid is None else dict(self._entries(oid))
        below: dict[bytes, dict[bytes, tuple[bytes, bytes]]] = {}
        for path, entry in blobs.items():
            name, _, rest = path.partition(b"/")
            if rest:
                below.setdefault(name, {})[rest] = entry
            else:
                entries[name] = entry
        for name, inner in below.items():
            mode, old = entries.get(name, (_TREE, b""))
            entries[name] = _TREE, self._replaced(old if is_folder(mode) and old else None, inner, writer)
        return writer.add(b"tree", _tree(entries))

    def _entries(self, oid: bytes) -> dict[bytes, tuple[bytes, bytes]]:
        """The entries of a tree: `<mode> SP <name> NUL <id>` each (git-mktree(1), gitglossary(7))."""
        found = self._read.get(oid)
        if found is None:
            answer = self._reader.read(oid)
            if answer is None or not isinstance(answer[1], bytes):
                name = oid.decode()
                raise MissingObjectError(
                    f"the tree {name} is not in this clone", hint="fetch it with git first"
                )
            raw = answer[1]
            found = self._read[oid] = {}
            at = 0
            while at < len(raw):
                space = raw.index(b" ", at)
                end = raw.index(b"\0", space) + 1
                found[raw[space + 1 : end - 1]] = (
                    raw[at:space],
                    raw[end : end + self._id_length].hex().encode(),
                )
                at = end + self._id_length
        return found


def _tree(entries: Mapping[bytes, tuple[bytes, bytes]]) -> bytes:
    def place(item: tuple[bytes, tuple[bytes, bytes]]) -> bytes:
        # A folder stands where its name with a slash would.
        name, (mode, _) = item
        return name + b"/" if is_folder(mode) else name

    return b"".join(
        b"%b %b\0%b" % (mode, name, bytes.fromhex(oid.decode()))
        for name, (mode, oid) in sorted(entries.items(), key=place)
    )
