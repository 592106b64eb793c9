"""The patches of a change as `git diff` writes them: how to ask for them, and where each file's begins.

Hooks run it under `python -SE`: it imports nothing that is slow to load.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# git knows the empty tree without having it, one for each object format (gitglossary(7)).
EMPTY_TREES = {
    40: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    64: "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}
# Raw records, an empty one, then the patches: git-diff(1), "RAW OUTPUT FORMAT". Nothing is left out
# for what it is: a file that attributes call binary has its patch, too.
DIFF = (
    "diff", "--patch-with-raw", "-z", "--no-abbrev", "--no-ext-diff", "--no-textconv", "--no-renames",
    "--text", "--no-color", "--no-relative", "--ignore-submodules", "--inter-hunk-context=0",
    "--no-function-context",
)  # fmt: skip
# git's own number of lines around a change: what belongs to an added line is seldom farther away.
CONTEXT = 3
# In a patch, what a file holds never begins a line: a sign is always before it.
_BEGINS = b"\ndiff --git "


def sections(chunks: Iterable[bytes]) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Each file's raw record (without the colon), its path and its patch, in git's order, as they come.

    git quotes odd names in patches, so that none of their lines can look like another file's.
    """
    parts = _parts(iter(chunks))
    records = next(parts).split(b"\0")
    for meta, path in zip(records[::2], records[1::2], strict=False):
        # A file that becomes a link is deleted, and added in a second section; a conflict has none.
        many = {b"T": 2, b"U": 0}.get(meta[-1:], 1)
        yield meta[1:], path, b"\n".join(next(parts, b"") for _ in range(many))


def _parts(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The raw records, then one patch after the other."""
    start = b""
    for chunk in chunks:
        start += chunk
        if b"\0\0" in start:
            break
    raw, _, rest = start.partition(b"\0\0")
    yield raw
    held = [b"\n" + rest]
    for chunk in chunks:
        # Where a patch begins may be cut in two.
        seam = held[-1][1 - len(_BEGINS) :]
        held.append(chunk)
        if _BEGINS in seam + chunk:
            _, *whole, last = b"".join(held).split(_BEGINS)
            yield from (_BEGINS[1:] + one for one in whole)
            held = [_BEGINS + last]
    yield from (_BEGINS[1:] + one for one in b"".join(held).split(_BEGINS)[1:])


def new_side(patch: bytes) -> bytes:
    """The lines of a patch that were added or are around what was changed, an empty one between hunks."""
    found = []
    in_head = True
    for line in patch.split(b"\n"):
        sign = line[:1]
        if sign == b"@":
            in_head = False
            found.append(b"")
        elif sign == b"d":
            in_head = True
        elif not in_head and sign in (b"+", b" ", b""):
            found.append(line[1:])
    return b"\n".join(found)
