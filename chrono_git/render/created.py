"""What `new` made or would make, as text and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from chrono_git.render.escape import json_safe, one_line
from chrono_git.render.layout import cells, pad

# (kind, path, template or None, state)
Row = tuple[str, str, str | None, str]


def created_text(
    identity: str, title: str, rows: Sequence[Row], left: Sequence[int], *, written: bool
) -> str:
    """Returns a line for each document, and how many placeholders (their lines are `left`) the guide has."""
    lines = [f"{one_line(identity)}  {one_line(title)}", ""]
    widest = max(cells(one_line(path)) for _, path, _, _ in rows)
    for kind, path, template, state in rows:
        source = "the built-in template" if template is None else one_line(template)
        what = {"made": "made" if written else "to be made", "there": "there"}[state]
        origin = f", from {source}" if state == "made" else ""
        lines.append(f"{pad(kind, 13)}  {pad(one_line(path), widest)}  {what}{origin}")
    if left:
        count = "1 placeholder is" if len(left) == 1 else f"{len(left)} placeholders are"
        lines += ["", f"{count} left to fill in, first in line {left[0]}: the report tells them as problems."]
    return "\n".join(lines) + "\n"


def created_json(
    identity: str, title: str, rows: Sequence[Row], left: Sequence[tuple[int, str]], *, written: bool
) -> str:
    """Returns one document, as `schemas/new-1.json` describes it; `left` are lines with what stands there."""
    document = {
        "schema": "chrono-git/new/1",
        "id": identity,
        "title": title,
        "written": written,
        "documents": [
            {"kind": kind, "path": path, "template": template, "state": state}
            for kind, path, template, state in rows
        ],
        "placeholders": [{"line": line, "message": message} for line, message in left],
    }
    return json_safe(json.dumps(document, ensure_ascii=False, indent=2)) + "\n"
