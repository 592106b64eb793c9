"""What `sync` wrote or would write, as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from chrono_git.render.escape import json_safe, one_line

Row = tuple[str, int, int, int, int, str]


def synced_text(rows: Sequence[Row], *, written: bool) -> str:
    """Returns a line for each file: `rows` are (path, boxes, entries, repeated, reverted ones, problem)."""
    return "".join(_line(row, written=written) + "\n" for row in rows)


def _line(row: Row, *, written: bool) -> str:
    path, ticks, entries, repeats, withdrawn, problem = row
    parts = []
    if ticks:
        parts.append("1 box" if ticks == 1 else f"{ticks} boxes")
    if entries:
        parts.append("1 entry" if entries == 1 else f"{entries} entries")
    lacking = " and ".join(parts)
    told = [f"{lacking} {'written' if written and not problem else 'missing'}"] if parts else []
    for count, kind in ((repeats, "repeated"), (withdrawn, "reverted")):
        if count:
            what = f"1 {kind} entry" if count == 1 else f"{count} {kind} entries"
            told.append(f"{what} {'taken away' if written and not problem else 'too many'}")
    left = f", and not written: {one_line(problem)}" if problem else ""
    return f"{one_line(path)}: {', '.join(told)}{left}"


def synced_json(rows: Sequence[Row], *, written: bool) -> str:
    """Returns one document, as `schemas/sync-1.json` describes it."""
    files = [
        {
            "path": path,
            "ticks": ticks,
            "entries": entries,
            "repeats": repeats,
            "withdrawn": withdrawn,
            "problem": problem or None,
        }
        for path, ticks, entries, repeats, withdrawn, problem in rows
    ]
    document = {"schema": "chrono-git/sync/1", "written": written, "files": files}
    return json_safe(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"
