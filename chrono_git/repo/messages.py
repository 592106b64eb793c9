"""Reads the messages of many commits and yields those that hold something of interest.

Hooks run it under `python -SE`: it imports nothing that is slow to load.
"""

from __future__ import annotations

import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from chrono_git.repo.stream import Git

    Found = tuple[str, bytes]

# In small letters, as the messages are searched: the trailers' prefix, and the word of
# git-revert(1) ("This reverts commit") and of the hosting sites ("Reverts owner/name#12").
_TRAILER, _REVERT = b"chrono-", b"reverts "
# How a trailer stands in a message, and in that of a `git merge --squash`.
_BEFORE = (b"\n", b"\n    ")


# Python knows them, nobody writes messages in them, and their time grows with the square of the text.
_NO_ENCODINGS = ("punycode", "idna", "unicode_escape", "raw_unicode_escape")
_SMALL = 1 << 16  # bytes
_PAUSE = 0.002  # seconds, in which git writes some 200 KiB
_LARGE = 1 << 22  # bytes of one object from which it is no longer searched anew with every chunk


def interesting(
    git: Git,
    new: Sequence[str],
    old: Sequence[str] = (),
    *,
    options: Sequence[str] = (),
    also: Callable[[bytes, int], Iterable[int]] | None = None,
) -> Iterator[Found]:
    """Yields (id, commit object as it is stored) for the commits of `new` that are not in `old`.

    Only those that hold a `Chrono-*` line or speak of a revert; further ones where `also`,
    given many objects at once and where the last of them ends, yields ascending offsets
    at which it saw something. Newest first: by
    commit date, and with `old` no commit comes after one of its parents. Without `old`
    that holds where the clocks were right: git would have to read everything before it
    could write anything. `options` are git-rev-list(1)'s, such as `--remotes=origin`.
    Raises RepositoryError for an unknown revision and in a damaged repository.
    """
    # No message can hold what is only made up now, so that it tells where an object begins.
    mark = b"\n" + os.urandom(12).hex().encode()
    walk = ["rev-list", *(("--date-order",) if old else ()), *options]
    if also is None and not old and not _spare_core():
        walk += ["-F", "-i", *(f"--grep={text.decode()}" for text in (_TRAILER, _REVERT))]
    walk += ["--end-of-options", *new, *(f"^{name}" for name in old)]
    read = ("cat-file", "--buffer", f"--batch={mark[1:].decode()}%(objectname) %(objectsize)")
    for block, end in _blocks(git.piped(walk, read), mark):
        yield from _records(block, end, mark, also)


def _spare_core() -> bool:
    """Whether another process could run beside this one, as far as can be seen.

    Where it could, reading every object twice, in parallel, takes less time than git's own
    search for the messages worth reading (0.95 and 1.05 of a `git log`); where not, 1.7.
    """
    cores = os.cpu_count() or 1
    try:
        with open("/proc/loadavg", encoding="ascii") as source:  # noqa: PTH123 - pathlib is slow to load
            return int(source.read().split()[3].partition("/")[0]) < cores
    except (OSError, ValueError, IndexError):
        return cores > 1


def _gathered(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same in larger pieces: to wake up for each 4 KiB that git writes takes its time from git."""
    small = 0
    for chunk in chunks:
        yield chunk
        small = small + 1 if len(chunk) < _SMALL else 0
        if small > 4:
            time.sleep(_PAUSE)


def _blocks(chunks: Iterable[bytes], mark: bytes) -> Iterator[tuple[bytes, int]]:
    """The stream in pieces, each with the end of its last whole object; the mark stands before an object."""
    rest = b"\n"
    pieces: list[bytes] = []
    for piece in _gathered(chunks):
        chunk = piece
        if len(rest) > _LARGE:
            # Only what is new is searched, as a message may be larger than many chunks.
            seam = (pieces[-1] if pieces else rest)[1 - len(mark) :]
            pieces.append(chunk)
            if mark not in seam + chunk:
                continue
            chunk = b"".join(pieces)
            pieces = []
        block = rest + chunk
        end = block.rfind(mark)
        if end > 0:
            yield block, end
        rest = block[max(end, 0) :]
    block = b"".join((rest, *pieces))
    yield block, len(block)


def _records(
    block: bytes, end: int, mark: bytes, also: Callable[[bytes, int], Iterable[int]] | None
) -> Iterator[Found]:
    """The objects in which something is found, each once, in the order of the stream."""
    small = block.lower()
    starts = set()
    for hits in (_trailers(small, end), _offsets(small, _REVERT, end), also(block, end) if also else ()):
        passed = -1
        for at in hits:
            if at >= passed:
                starts.add(block.rfind(mark, 0, at))
                passed = block.find(mark, at)
                if passed < 0:
                    break
    for start in sorted(starts):
        header = block.find(b"\n", start + 1)
        name, _, size = block[start + len(mark) : header].partition(b" ")
        # Between the objects git may have put a line about one that it does not have.
        if start >= 0 and size.isdigit():
            yield name.decode(), block[header + 1 : header + 1 + int(size)]


def _trailers(small: bytes, end: int) -> Iterator[int]:
    return (at for at in _offsets(small, _TRAILER, end) if small.endswith(_BEFORE, max(at - 5, 0), at))


def _offsets(text: bytes, needle: bytes, end: int) -> Iterator[int]:
    at = text.find(needle, 0, end)
    while at >= 0:
        yield at
        at = text.find(needle, at + len(needle), end)


def message(commit: bytes) -> str:
    """The message of a commit object as text, up to the first NUL, as git shows it.

    Its encoding is that of the object's `encoding` header (i18n.commitEncoding), else
    UTF-8; bytes that are neither are taken for Latin-1.
    """
    header, _, body = commit.partition(b"\n\n")
    body = body.partition(b"\0")[0]
    at = header.find(b"\nencoding ")
    if at >= 0:
        encoding = header[at + 10 :].partition(b"\n")[0].decode("ascii", "replace").strip()
        try:
            if encoding.lower().replace("-", "_") not in _NO_ENCODINGS:
                return body.decode(encoding, "replace")
        except (LookupError, ValueError):
            pass
    try:
        return body.decode()
    except UnicodeDecodeError:
        return body.decode("latin-1")


def trailer_lines(commit: bytes) -> list[bytes]:
    """The lines of a commit object that begin with `Chrono-`, without what is folded under them.

    It is for those who have no time for more: code fences are not looked for, and only
    chrono_git.trailers knows what the lines mean.
    """
    return [commit[at:].partition(b"\n")[0].strip() for at in _trailers(commit.lower(), len(commit))]
