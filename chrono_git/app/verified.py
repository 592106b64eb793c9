"""What is known of verifications that were run before: whether they still hold for one state of the files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from chrono_git.facts import CODE, Verification
from chrono_git.model import CodeBlock, Guide, Item
from chrono_git.repo.snapshot import Snapshot
from chrono_git.repo.verified import Record, load_records

ROLES = ("verification", "tests")
# A guide is ticked and a log is written by the very commit that a verification is for.
_PROSE = (".md", ".mdx", ".markdown")


def blocks_to_run(item: Item) -> tuple[CodeBlock, ...]:
    """The blocks that verify an item, in the guide's order."""
    return tuple(block for block in item.blocks if block.role in ROLES)


def is_prose(path: str) -> bool:
    """Whether a file is Markdown, which no verification is about unless it names it."""
    return path.lower().endswith(_PROSE)


def digest_of(item: Item) -> str:
    """Tells an item with its checks from all others: the SHA-256 of its words, and of the blocks' very bytes.

    An id may come to mean another item, whose work nobody verified.
    """
    blocks = (part for block in blocks_to_run(item) for part in (block.language, block.text))
    return digest((item.text, *blocks))


def digest(parts: Iterable[str | bytes]) -> str:
    """The SHA-256 of a sequence of parts, in which no part can pass for two."""
    found = hashlib.sha256()
    for part in parts:
        raw = part if isinstance(part, bytes) else part.encode("utf-8", "surrogateescape")
        found.update(b"%d:" % len(raw) + raw)
    return found.hexdigest()


class States:
    """The states of files and folders of one snapshot."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._everything: str | None = None

    def of(self, paths: Iterable[str]) -> dict[str, str]:
        """The state of each path, "" of one that is not there."""
        return {path: self._of(path) for path in paths}

    def _of(self, path: str) -> str:
        entries = self._snapshot.entries()
        if path in entries:
            return self._digest((path,))
        below = f"{path.rstrip('/')}/"
        inside = [one for one in entries if one.startswith(below)]
        return self._digest(inside) if inside else ""

    @property
    def everything(self) -> str:
        """The state of all files that are no Markdown."""
        if self._everything is None:
            self._everything = self._digest(self.code())
        return self._everything

    def code(self) -> list[str]:
        """All files that are no Markdown."""
        return [path for path in self._snapshot.entries() if not is_prose(path)]

    def files(self, paths: Iterable[str]) -> dict[str, tuple[str, str]]:
        """The mode and the blob id of each of these files."""
        entries = self._snapshot.entries()
        wanted = sorted(path for path in paths if path in entries)
        ids = self._snapshot.ids(wanted)
        return {path: (entries[path].mode, ids.get(path, "")) for path in wanted}

    def _digest(self, paths: Iterable[str]) -> str:
        return digest(part for path, state in self.files(paths).items() for part in (path, *state))


class Verified:
    """The records of a repository as they apply to one snapshot."""

    def __init__(self, common_dir: str, snapshot: Snapshot) -> None:
        self._records = load_records(common_dir)
        self._states = States(snapshot)

    def of(self, guide: Guide) -> Mapping[str, Verification]:
        """What is known of each of a guide's items whose commands were run and are the same still."""
        found: dict[str, Verification] = {}
        for item in guide.items if self._records else ():
            record = self._records.get(item.id)
            if record is not None and record.digest == digest_of(item):
                found[item.id] = self._judged(record)
        return found

    def _judged(self, record: Record) -> Verification:
        states = self._states.of(path for path, _ in record.paths)
        changed = next((path for path, state in record.paths if states[path] != state), "")
        if not changed and record.everything and record.everything != self._states.everything:
            changed = CODE
        return Verification(record.passed, record.when, record.said, record.tail, changed)
