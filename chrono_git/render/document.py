"""Reports as JSON documents; `chrono_git/schemas/` describes them.

The same report gives the same bytes. Each item stands on a line of its own, so that
two reports can be compared with `diff`. Bytes of paths that are no UTF-8 are written
as `\\xff` (see `escape.json_safe`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from chrono_git.model import CodeBlock, Evidence, GuideReport, ItemReport, Report, Trouble
from chrono_git.render import words
from chrono_git.render.escape import json_safe
from chrono_git.render.troubles import trouble_object

Object = dict[str, object]


def report_json(report: Report) -> str:
    """Returns the report as a `chrono-git/report/1` document."""
    guides = (_guide_with_items(guide) for guide in report.guides)
    problems = [
        {"path": one.path, "line": one.line, "message": one.message} for one in words.problems_of(report)
    ]
    return json_safe(
        f'{{"schema": "chrono-git/report/1",\n"repository": {_dump(_repository(report))},\n'
        f'"guides": {_rows(guides)},\n"problems": {_rows(map(_dump, problems))}}}\n'
    )


def next_json(report: Report, chosen: Sequence[tuple[GuideReport, ItemReport]]) -> str:
    """Returns the chosen items, with all that is needed to do them, as a `chrono-git/next/1` document."""
    left = sum(item.status in ("open", "partial") for guide in report.guides for item in guide.items)
    rows = (_dump(_task(guide, item)) for guide, item in chosen)
    return json_safe(
        f'{{"schema": "chrono-git/next/1",\n"repository": {_dump(_repository(report))},\n'
        f'"remaining": {left},\n"items": {_rows(rows)}}}\n'
    )


def explain_json(report: Report, guide: GuideReport, item: ItemReport, issue: Trouble | None = None) -> str:
    """Returns all that is known of one item as a `chrono-git/explain/1` document.

    `issue` is what the guide's debugging section says of it.
    """
    return json_safe(
        f'{{"schema": "chrono-git/explain/1",\n"repository": {_dump(_repository(report))},\n'
        f'"guide": {_dump(_guide(guide))},\n"item": {_dump(_explained(guide, item))},\n'
        f'"issue": {_dump(trouble_object(issue) if issue else None)}}}\n'
    )


def _guide_with_items(guide: GuideReport) -> str:
    head = _dump({**_guide(guide), "totals": dict(guide.totals)})
    return f'{head[:-1]}, "items": {_rows(_dump(_item(one)) for one in guide.items)}}}'


def _repository(report: Report) -> Object:
    return {"revision": report.revision, "branch": report.branch}


def _guide(guide: GuideReport) -> Object:
    read = guide.guide
    return {
        "id": read.id, "title": read.title, "path": read.path, "dialect": read.dialect, "base": guide.base,
        "requires": read.requires, "blocks": read.blocks, "waits_for": guide.waits_for,
    }  # fmt: skip


def _item(one: ItemReport) -> Object:
    item = one.item
    return {
        "id": item.id,
        "kind": item.kind,
        "section": item.section,
        "line": item.line,
        "text": item.text,
        "optional": item.optional,
        "ticked": item.ticked,
        "claims": [{"commit": claim.commit, "trailer": claim.trailer} for claim in one.claims],
        "observed": one.observed,
        "status": one.status,
        "agreement": one.agreement,
        "evidence": [_evidence(found) for found in one.evidence],
    }


def _evidence(found: Evidence) -> Object:
    return {
        "rule": found.rule,
        "result": found.result,
        "detail": found.detail,
        "path": found.path,
        "line": found.line,
        "commit": found.commit,
    }


def _explained(guide: GuideReport, one: ItemReport) -> Object:
    item = one.item
    return {
        **_item(one),
        "number": item.number,
        "tags": item.tags,
        "parent": item.parent,
        "children": _children(guide, one),
        "skip": item.skip,
        "evidence": [
            {**_evidence(found), "remedy": found.remedy, "decides": found.decides} for found in one.evidence
        ],
        "claims": [
            {
                "commit": claim.commit, "trailer": claim.trailer, "kind": claim.kind, "weak": claim.weak,
                "reason": claim.reason,
            }
            for claim in one.claims
        ],
        "overrides": [{"key": key, "value": value} for key, value in item.overrides],
        "why": words.why(one),
        "remedies": words.remedies(one),
    }  # fmt: skip


def _task(guide: GuideReport, one: ItemReport) -> Object:
    item = one.item

    def notes(*labels: str) -> list[str]:
        return [note.text for note in words.notes_of(item, *labels)]

    def blocks(*roles: str) -> list[Object]:
        return [_block(block) for block in words.blocks_of(item, *roles)]

    return {
        "guide": _guide(guide),
        "id": item.id,
        "kind": item.kind,
        "section": item.section,
        "line": item.line,
        "text": item.text,
        "optional": item.optional,
        "parent": item.parent,
        "children": _children(guide, one),
        "status": one.status,
        "agreement": one.agreement,
        "missing": [{**_evidence(found), "remedy": found.remedy} for found in words.missing(one)],
        "objective": notes("objective", "why"),
        "references": notes("reference"),
        "considerations": notes("consideration"),
        "pitfalls": notes("pitfall"),
        "integration": notes("integration"),
        "errors": notes("error"),
        "notes": notes("action", "expected", "file", "note", "detail"),
        "commands": blocks("commands"),
        "implement": blocks("implement", "structure", "other"),
        "files": [{"path": path, "result": seen} for path, seen in words.expected_files(one).items()],
        "verification": blocks("verification", "tests", "expected"),
        "claim": words.claim_trailer(item),
    }


def _children(guide: GuideReport, one: ItemReport) -> list[Object]:
    return [
        {"id": other.item.id, "text": other.item.text, "status": other.status}
        for other in guide.items
        if other.item.parent == one.item.id
    ]


def _block(block: CodeBlock) -> Object:
    return {
        "language": block.language, "text": block.text, "line": block.line, "role": block.role,
        "path": block.path,
    }  # fmt: skip


def _dump(value: object) -> str:
    # Without `indent` json uses its C encoder, which is five times as fast.
    return json.dumps(value, ensure_ascii=False)


def _rows(rows: Iterable[str]) -> str:
    listed = ",\n".join(rows)
    return f"[\n{listed}\n]" if listed else "[]"
