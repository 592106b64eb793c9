"""Which learnings a log holds already: by their keys, or by their text under a guide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from chrono_git.blocks import Line
from chrono_git.journal.document import Document, read, refuse_binary
from chrono_git.journal.entry import KEY_DIGITS, Entry, normal
from chrono_git.journal.names import label
from chrono_git.journal.outline import Sought, marker_lines, next_heading, sections_named, sought
from chrono_git.markdown import one_line

LOG = "IMPLEMENTATION_LOG.md"
KEY = re.compile(rf"<!--[ \t]*chrono:([0-9a-f]{{{KEY_DIGITS},64}})[ \t]*-->")

_KEY_BYTES = re.compile(KEY.pattern.encode())


def known_keys(text: bytes) -> frozenset[str]:
    """Return the keys of the entries that a log holds. ChronoError for UTF-16 and binary data."""
    refuse_binary(text, LOG)
    return frozenset(found[1].decode() for found in _KEY_BYTES.finditer(text))


def has_repeats(text: bytes) -> bool:
    """Return whether an entry may stand there more than once: its key, or its words with another key."""
    count = count_entries(text)
    if count > len({found[1] for found in _KEY_BYTES.finditer(text)}):
        return True
    said = {line[: found.start()].strip() for line in text.splitlines() if (found := _KEY_BYTES.search(line))}
    return count > len(said)


def count_entries(text: bytes) -> int:
    """Return how many keys of entries there are, each as often as it stands there."""
    return sum(1 for _ in _KEY_BYTES.finditer(text))


def missing(text: bytes | None, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries that a log does not hold, each once, in order.

    An entry is there when its key is, or when its very text is an item under its guide:
    written by hand, or come by a squash, which gives its learnings another author date. Where
    the guide is only assumed, an entry of ours with that text is enough, wherever it stands.
    ChronoError for UTF-16 and binary data.
    """
    left = without_key(text or b"", entries)
    return tuple(without_text(read(text or b"", LOG), left)) if left else ()


def without_key(text: bytes, entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries that say something and whose key is not there, each once."""
    known = set(known_keys(text))
    left = []
    for entry in entries:
        key = entry.key
        if key not in known and normal(entry.text):
            known.add(key)
            left.append(entry)
    return left


def without_text(document: Document, entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries whose text is no item under their guide yet, each text once to a guide."""
    held: dict[str, set[str]] = {}
    ours = _texts_with_keys(document)
    left = []
    for entry in entries:
        guide = sought(document, entry.guide)
        name = guide.id.casefold()
        if name not in held:
            held[name] = _texts(document, guide)
        texts = written_forms(document, entry)
        if not texts & held[name] and not (entry.assumed and texts & ours):
            held[name] |= texts
            ours |= texts
            left.append(entry)
    return left


def written_forms(document: Document, entry: Entry) -> set[str]:
    """Return the text of an entry as its author wrote it and as we write it, blanks normalised."""
    return {normal(entry.text), normal(document.write(one_line(entry.text)))}


def item_end(lines: Sequence[Line], item: int) -> int:
    """Return the last line of a list item's own first paragraph."""
    last = item
    while last + 1 < len(lines) and lines[last + 1].kind == "text" and lines[last + 1].parent == item:
        last += 1
    return last


def item_text(lines: Sequence[Line], item: int) -> str:
    """Return the first paragraph of a list item, unwrapped and without keys."""
    parts = [line.content for line in lines[item : item_end(lines, item) + 1]]
    return normal(KEY.sub("", " ".join(parts)))


def _texts_with_keys(document: Document) -> set[str]:
    """The texts of all entries of ours."""
    lines = document.lines
    items = (n for n, line in enumerate(lines) if line.kind == "item")
    return {item_text(lines, n) for n in items if KEY.search(lines[item_end(lines, n)].content)}


def _texts(document: Document, guide: Sought) -> set[str]:
    """The texts of all list items under a guide: in its sections, and below its markers."""
    spans = [document.sections[n] for n, _ in sections_named(document, guide)]
    stretches = [(section.body, section.end) for section in spans]
    for marker in marker_lines(document, guide):
        stretches.append((marker, next_heading(document, marker)))
    texts: set[str] = set()
    done = 0
    for start, end in sorted(stretches):
        for n in range(max(start, done), end):
            if document.lines[n].kind == "item":
                text = item_text(document.lines, n)
                texts.add(text)
                if found := label(text):
                    texts.add(text[found.end() :].strip())
        done = max(done, end)
    return texts
