"""The output of `git log --raw -z` → commits with their changes, as it streams in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chrono_git.model import Change, Commit

# --root: a root commit shows its files whatever log.showRoot says. No renames: their
# detection is by far the most expensive part, and chrono-git follows moves itself.
OPTIONS = ("log", "--no-decorate", "-z", "--raw", "--no-abbrev", "--no-renames", "--root")
FORMAT = "--format=%H %ct %P%x00%s"
FORMAT_WITHOUT_SUBJECT = "--format=%H %ct %P%x00"


def parse(tokens: Iterable[bytes], boundary: frozenset[str] = frozenset()) -> Iterator[Commit]:
    """Yields the commits of a log, in its order; `tokens` is its output cut at every NUL.

    Commits in `boundary`, whose parents a shallow clone does not have, come without
    changes, since their diff against nothing would say that they added everything.
    Format: git-diff(1), "RAW OUTPUT FORMAT" and "DIFF FORMAT FOR MERGES".
    """
    stream = iter(tokens)
    header = next(stream, None)
    while header:
        oid, time, *parents = header.decode().split(" ")
        subject = next(stream, b"").decode("utf-8", "replace")
        changes: list[Change] = []
        header = next(stream, None)
        # A line break, and in some forms another NUL, stands between a commit and its changes.
        if header is not None and header[:1] in (b"", b"\n"):
            header = header[1:] or next(stream, None)
        while header is not None and header.startswith(b":"):
            changes.append(_change(header.decode(), next(stream, b"").decode("utf-8", "surrogateescape")))
            header = next(stream, None)
        shown = () if oid in boundary else tuple(changes)
        yield Commit(oid, tuple(parent for parent in parents if parent), int(time), subject, shown)


def only(tokens: Iterable[bytes], endings: tuple[bytes, ...]) -> Iterator[bytes]:
    """Of a log cut at every NUL, what was changed in files with such an ending.

    The form is that of the log, for `parse`. `endings` are in small letters. To leave the
    choice to git takes longer: with a pathspec it compares trees for one more purpose.
    """
    stream = iter(tokens)
    header = next(stream, None)
    while header:
        subject = next(stream, b"")
        kept: list[bytes] = []
        entry = next(stream, None)
        if entry is not None and entry[:1] in (b"", b"\n"):
            entry = entry[1:] or next(stream, None)
        while entry is not None and entry[:1] == b":":
            path = next(stream, b"")
            if path.lower().endswith(endings):
                kept += (entry, path)
            entry = next(stream, None)
        if kept:
            yield b"\0".join((header, subject, *kept, b""))
        header = entry


def _change(entry: str, path: str) -> Change:
    fields = entry.lstrip(":").split(" ")
    # A merge has a mode, an id and a letter for each parent; the first parent's are taken.
    parents = len(fields) // 2 - 1
    letters = set(fields[-1])
    status = letters.pop() if len(letters) == 1 else "M"
    old_oid, new_oid = fields[parents + 1], fields[-2]
    return Change(
        path,
        status,
        fields[0],
        fields[parents],
        "" if not old_oid.strip("0") else old_oid,
        "" if not new_oid.strip("0") else new_oid,
    )
