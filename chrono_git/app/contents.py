"""Reads the contents that facts need, each blob once: whole texts, and what files gained since a base."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache

from chrono_git.facts import Fresh, Text
from chrono_git.intent.paths import DATA, NAMES, PROSE, SOURCE, extension_of
from chrono_git.intent.terms import words_of
from chrono_git.model import Change, Entry, Unreadable

# What tools write is no witness of what people did.
_GENERATED = re.compile(
    r"(?:^|/)(?:node_modules|vendor|third_party|dist|\.git|__pycache__|target/debug|reports?|coverage|__snapshots__)/"
    r"|(?:\.min\.(?:js|css)|\.lock|-lock\.json|-lock\.yaml|\.snap|\.svg|\.pbxproj|\.map|go\.sum|bun\.lockb)$"
    r"|[-.][0-9a-zA-Z_]*\d[0-9a-zA-Z_]{5,}\.(?:js|css)$|\.(?:Designer|g|generated)\.\w+$|(?:^|/)\.\w+/settings[\w.]*\.json$"
)
# Beyond this a line is data or minified: nobody wrote it.
_LONGEST_LINE = 1000
_LARGEST = 512 * 1024
_BUDGET = 64 * 1024 * 1024

ReadPaths = Callable[[Iterable[str]], Iterator[tuple[str, bytes | Unreadable]]]
ReadBlobs = Callable[[Iterable[str]], Iterator[tuple[str, bytes | Unreadable]]]


@lru_cache(maxsize=65536)
def is_searched(path: str) -> bool:
    """Whether a file is worth reading for what people wrote: text, and not generated."""
    if _GENERATED.search(path):
        return False
    name = path.rsplit("/", 1)[-1]
    return extension_of(path) in SOURCE | DATA | PROSE or name in NAMES or "." not in name.strip(".")


class Contents:
    """Texts of one snapshot and of the blobs before it.

    `read_paths` and `read_blobs` read the snapshot's files and old blobs in bulk. Of all
    files together no more than 64 MB are read; `skipped` names what was left out, and why,
    `lost` the files whose older version is not there to compare with.
    """

    def __init__(self, read_paths: ReadPaths, read_blobs: ReadBlobs) -> None:
        self.skipped: dict[str, str] = {}
        self.lost: set[str] = set()
        self._read_paths = read_paths
        self._read_blobs = read_blobs
        self._now: dict[str, Text | Unreadable] = {}
        self._before: dict[str, frozenset[str] | None] = {"": frozenset()}
        self._fresh: dict[tuple[str, str], Fresh] = {}
        self._spent = 0

    def read(self, paths: Iterable[str]) -> dict[str, Text]:
        """The texts of those of the snapshot's files that could be read."""
        wanted = list(dict.fromkeys(paths))
        self._load(wanted)
        return {path: text for path in wanted if isinstance(text := self._now.get(path), Text)}

    def fresh(self, changes: Mapping[str, Change]) -> dict[str, Fresh]:
        """What the changed files gained: the lines that their old version does not have."""
        wanted = {
            p: c for p, c in changes.items() if c.status != "D" and c.new_mode != "160000" and is_searched(p)
        }
        self._load(path for path in wanted if (path, wanted[path].old_oid) not in self._fresh)
        self._load_old(change.old_oid for change in wanted.values() if change.old_oid)
        found: dict[str, Fresh] = {}
        for path, change in wanted.items():
            key = (path, change.old_oid)
            if key not in self._fresh:
                text = self._now.get(path)
                before = self._before.get(change.old_oid)
                if not isinstance(text, Text) or before is None:
                    self.lost.update([path] if before is None else ())
                    continue
                self._fresh[key] = self._gained(text, before)
            found[path] = self._fresh[key]
        return found

    def known(self, path: str, oid: str, tree: Mapping[str, Entry]) -> str | None:
        """The words of a file, or of an old blob in no order, where they were read; None where not."""
        now = self._now.get(path)
        if isinstance(now, Text) and path in tree and tree[path].oid == oid:
            return "\n".join(now.lines)
        before = self._before.get(oid) if oid else None
        return None if before is None else "\n".join(before)

    def _gained(self, text: Text, before: frozenset[str]) -> Fresh:
        new = ((number, line) for number, line in enumerate(text.lines, 1) if line not in before)
        lines = tuple((number, line) for number, line in new if len(line) <= _LONGEST_LINE)
        return Fresh(text.path, lines, words_of("\n".join(line for _, line in lines)) | words_of(text.path))

    def _load(self, paths: Iterable[str]) -> None:
        missing = [path for path in paths if path not in self._now]
        for path, content in self._read_paths(missing) if missing else ():
            self._now[path] = self._as_text(path, content)

    def _as_text(self, path: str, content: bytes | Unreadable) -> Text | Unreadable:
        if isinstance(content, Unreadable):
            self.skipped[path] = content.reason
            return content
        if b"\0" in content[:8000]:
            return Unreadable("not a text file")
        if len(content) > _LARGEST or self._spent > _BUDGET:
            reason = f"{len(content)} bytes are too many to search"
            self.skipped[path] = reason
            return Unreadable(reason)
        self._spent += len(content)
        return Text(path, tuple(_cut(content)))

    def _load_old(self, oids: Iterable[str]) -> None:
        missing = [oid for oid in dict.fromkeys(oids) if oid not in self._before]
        for oid, content in self._read_blobs(missing) if missing else ():
            self._before[oid] = None if isinstance(content, Unreadable) else frozenset(_cut(content))


def _cut(content: bytes) -> list[str]:
    """The lines as editors count them: `splitlines` also cuts at form feeds and other odd characters."""
    text = content.decode("utf-8-sig", "replace")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.removesuffix("\n").split("\n") if text else []
