"""Entries out of a log: repeated ones, as a union merge leaves them, and those that nobody says any more."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterable, Iterator, Mapping

from chrono_git.journal.document import Document, read, refuse_conflict
from chrono_git.journal.entry import Entry
from chrono_git.journal.held import KEY, LOG, item_end, item_text, known_keys, written_forms


def repair(text: bytes, entries: Iterable[Entry] = (), path: str = LOG) -> bytes:
    """Return the log with each entry once: later copies of a key go, every other byte stays.

    So do later entries of ours that say the same at the same place: another author date gives
    the same words another key, as a squash or somebody with the same insight does. A copy goes
    only where it is an item of its own, without anything below it, that says the same as the
    copy that stays. One that was edited by hand therefore stays beside the original, unless the
    original is among `entries`: then it is known to be ours, and goes. ChronoError for UTF-16,
    binary data and an unfinished merge.
    """
    document = read(text, path)
    refuse_conflict(document, path)
    return _without(document, _repeated(document, entries), text)


def withdraw(text: bytes, entries: Iterable[Entry], path: str = LOG) -> bytes:
    """Return the log without these entries: what their commits say was amended since.

    Only an item goes that says just what we wrote, without anything below it: one that was
    edited by hand stays. ChronoError as for `repair`.
    """
    document, found = _as_written(text, entries, path)
    return _without(document, [span for _, span in found], text) if document else text


def withdrawable(text: bytes, entries: Iterable[Entry], path: str = LOG) -> tuple[Entry, ...]:
    """Return those of the entries that `withdraw` would take away. ChronoError as for `repair`."""
    gone = {entry.key: entry for entry, _ in _as_written(text, entries, path)[1]}
    return tuple(gone.values())


def _as_written(
    text: bytes, entries: Iterable[Entry], path: str
) -> tuple[Document | None, list[tuple[Entry, tuple[int, int]]]]:
    """The log, and those of the entries that stand there as we wrote them, with their (first, last) lines."""
    wanted = {entry.key: entry for entry in entries}
    if not wanted or not wanted.keys() & known_keys(text):
        return None, []
    document = read(text, path)
    refuse_conflict(document, path)
    found = []
    for n, line in enumerate(document.lines):
        entry = wanted.get(_key(document, n)) if line.kind == "item" else None
        if entry is None or not _is_alone(document, n):
            continue
        if item_text(document.lines, n) in written_forms(document, entry):
            found.append((entry, (n, item_end(document.lines, n))))
    return document, found


def _without(document: Document, items: Iterable[tuple[int, int]], text: bytes) -> bytes:
    gone = {n for item, end in items for n in range(item, end + 1)}
    if not gone:
        return text
    kept = [line.text + line.end for n, line in enumerate(document.lines) if n not in gone]
    if kept and not document.lines[-1].end and len(document.lines) - 1 in gone:
        kept[-1] = kept[-1].rstrip("\r\n")  # the file had no line end at its end
    return document.bom + "".join(kept).encode(document.encoding)


def _repeated(document: Document, entries: Iterable[Entry]) -> list[tuple[int, int]]:
    """The (first, last) lines of the entries that have to go."""
    copies: dict[str, list[tuple[int, str]]] = {}
    for n, line in enumerate(document.lines):
        if line.kind == "item" and (key := _key(document, n)):
            copies.setdefault(key, []).append((n, item_text(document.lines, n)))
    repeated = {key: found for key, found in copies.items() if len(found) > 1}
    ours = {entry.key: written_forms(document, entry) for entry in entries} if repeated else {}
    gone: set[int] = set()
    for key, found in repeated.items():
        texts = {text for _, text in found}
        if len(texts) > 1 and len(texts - ours.get(key, set())):
            texts -= ours.get(key, set())
        alike: dict[str, list[int]] = {}
        for n, text in found:
            alike.setdefault(text, []).append(n)
        for text, items in alike.items():
            stays = _stays(document, items) if text in texts else -1
            gone.update(n for n in items if n != stays and _is_alone(document, n))
    left = {n: text for found in copies.values() for n, text in found if n not in gone}
    gone.update(_reworded(document, left))
    return [(n, item_end(document.lines, n)) for n in sorted(gone)]


def _reworded(document: Document, entries: Mapping[int, str]) -> Iterator[int]:
    """The lines of entries that say what another one says at the same place; keys told them apart."""
    alike: dict[tuple[int, int, str], list[int]] = {}
    starts = [section.at for section in document.sections]
    for n, text in sorted(entries.items()):
        # A comment by itself may say whose learnings stand below it.
        place = (bisect(starts, n), bisect(document.comments, n), text)
        alike.setdefault(place, []).append(n)
    for found in alike.values():
        stays = _stays(document, found)
        for n in found:
            if n != stays and _is_alone(document, n):
                yield n


def _stays(document: Document, items: list[int]) -> int:
    """Of copies with one text the first that holds more than itself, else the first."""
    holding = (n for n in items if not _is_alone(document, n))
    return next(holding, items[0])


def _is_alone(document: Document, item: int) -> bool:
    """Whether an item holds nothing below its own words."""
    return document.blocks.last[item] == item_end(document.lines, item)


def _key(document: Document, item: int) -> str:
    """The key that ends an item's text, where it has one only."""
    last = document.lines[item_end(document.lines, item)].content.rstrip(" \t")
    found = list(KEY.finditer(last))
    return found[0][1] if len(found) == 1 and found[0].end() == len(last) else ""
