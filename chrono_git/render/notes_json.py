"""Release notes as a JSON document, which `chrono_git/schemas/notes-1.json` describes.

The same notes give the same bytes. Each item and each learning stands on a line of its own.
Bytes that are no UTF-8 are written as `\\xff` (see `escape.json_safe`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence

from chrono_git.notes.release import Notes
from chrono_git.render import noted
from chrono_git.render.escape import json_safe

_ROWS = frozenset(
    ("releases", "guides", "finished", "regressed", "learnings", "withdrawn", "contributors", "problems")
)


def notes_json(notes: Notes) -> str:
    """Returns the notes as a `chrono-git/notes/1` document."""
    return json_safe(_written(noted.document(notes))) + "\n"


def _written(one: noted.Object) -> str:
    if _ROWS.isdisjoint(one):
        return json.dumps(one, ensure_ascii=False)
    fields = (
        f'"{key}": {_rows(value) if key in _ROWS and isinstance(value, list) else _plain(value)}'
        for key, value in one.items()
    )
    return f"{{{', '.join(fields)}}}"


def _plain(value: object) -> str:
    # Without `indent` json uses its C encoder, which is five times as fast.
    return json.dumps(value, ensure_ascii=False)


def _rows(rows: Sequence[noted.Object]) -> str:
    listed = ",\n".join(map(_written, rows))
    return f"[\n{listed}\n]" if listed else "[]"
