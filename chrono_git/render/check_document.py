"""The findings of a check as a JSON document, which `chrono_git/schemas/check-1.json` describes.

The same findings give the same bytes, each on a line of its own. Bytes of paths that are
no UTF-8 are written as `\\xff` (see `escape.json_safe`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from chrono_git.model import CheckReport, Finding
from chrono_git.render import checked
from chrono_git.render.escape import json_safe


def check_json(report: CheckReport) -> str:
    """Returns the report as a `chrono-git/check/1` document."""
    notes = ({"path": one.path, "line": one.line, "message": one.message} for one in report.notes)
    return json_safe(
        f'{{"schema": "chrono-git/check/1",\n"mode": {_dump(report.mode)},\n'
        f'"repository": {_dump({"revision": report.revision})},\n'
        f'"totals": {_dump(checked.totals(report))},\n'
        f'"findings": {_rows(map(_finding, report.findings))},\n"notes": {_rows(notes)}}}\n'
    )


def _finding(one: Finding) -> dict[str, object]:
    return {
        "rule": one.rule,
        "severity": one.severity,
        "path": one.path,
        "line": one.line,
        "column": one.column,
        "end_line": one.end_line,
        "span": {"first": one.span[0], "last": one.span[1]},
        "symbol": one.symbol,
        "excerpt": one.excerpt,
        "message": one.message,
        "remedy": one.remedy,
        "item": one.item,
    }


def _dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _rows(rows: Iterable[Mapping[str, object]]) -> str:
    listed = ",\n".join(map(_dump, rows))
    return f"[\n{listed}\n]" if listed else "[]"
