"""Which files the result of a verification depends on: where that cannot be told, all that are no prose."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from chrono_git.app.verified import is_prose
from chrono_git.intent.programs import asks_machine, named_in, needs_everything, scripts_of
from chrono_git.model import CodeBlock, Entry, ItemReport
from chrono_git.repo.stored import SYMLINK
from chrono_git.rules.verified import RULE

_MOST = 200
_SHELL = (".sh", ".bash", ".zsh", "")


@dataclass(frozen=True, slots=True)
class Dependencies:
    """The files and folders (`paths`) that a result depends on, and whether on all else too."""

    paths: tuple[str, ...]
    everything: bool

    def covers(self, path: str) -> bool:
        """Whether a file is one of them, or lies in one."""
        return any(path == one or path.startswith(f"{one}/") for one in self.paths)


def depends_on(
    one: ItemReport,
    guide: str,
    blocks: Sequence[CodeBlock],
    scripts: Mapping[str, bytes],
    entries: Mapping[str, Entry],
) -> Dependencies:
    """What the blocks of an item depend on; `guide` is the path of its guide, `scripts` the contents of the
    files that they run, `entries` the files of the snapshot.

    That is what the commands and their scripts name, and what the item's evidence is about. A
    command that builds or tests, one that names nothing, and a script in a language other than
    the shell's may depend on any file; who only asks tools for their versions, on none.
    """
    files = frozenset(entries)
    texts = [block.text for block in blocks]
    if not scripts and all(map(asks_machine, texts)):
        return Dependencies((), everything=False)
    there = files | _folders(files)
    named: dict[str, None] = dict.fromkeys(path for path in scripts if path in there)
    everything = False
    for path, text in [("", text) for text in texts] + [(path, _text(raw)) for path, raw in scripts.items()]:
        found = [name for name in named_in(text, there) if name != path][:_MOST]
        named.update(dict.fromkeys(found))
        plain = any("/" in name or "." in name for name in found)
        nested = bool(path) and bool(scripts_of(text))
        foreign = posixpath.splitext(path)[1] not in _SHELL
        everything |= not asks_machine(text) and (not plain or nested or foreign or needs_everything(text))
    seen = (found.path for found in one.evidence if found.rule != RULE and found.path)
    named.update(dict.fromkeys(path for path in seen if path in files and not is_prose(path)))
    named.pop(guide, None)
    # What a link leads to is another file.
    everything |= any(entries[path].mode == SYMLINK for path in named if path in entries)
    return Dependencies(tuple(named), everything)


def _text(raw: bytes) -> str:
    return raw[: 256 << 10].decode("utf-8", "replace")


def _folders(files: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for path in files:
        folder = posixpath.dirname(path)
        while folder and folder not in found:
            found.add(folder)
            folder = posixpath.dirname(folder)
    return found
