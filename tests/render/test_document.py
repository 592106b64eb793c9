from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from chrono_git.model import Evidence, GuideReport, Item, ItemReport, Report
from chrono_git.render.document import explain_json, next_json, report_json
from chrono_git.render.troubles import issue_json
from tests.render.golden import NEXT
from tests.render.sample import EMPTY, FIRST, GUIDE, ITEMS, REPORT, TROUBLE

NAMES = ("report", "next", "explain", "issue")


def validator(name: str) -> Draft202012Validator:
    schema = json.loads(files("chrono_git").joinpath(f"schemas/{name}-1.json").read_text())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


VALIDATORS = {name: validator(name) for name in NAMES}
DOCUMENTS = {
    "report": report_json(REPORT),
    "next": next_json(REPORT, NEXT),
    "explain": explain_json(REPORT, FIRST, ITEMS[4]),
    "issue": issue_json(GUIDE, TROUBLE),
}


def objects(schema: Any) -> list[dict[str, Any]]:
    inner = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    found = [schema] if isinstance(schema, dict) and schema.get("type") == "object" else []
    return found + [one for value in inner for one in objects(value)]


@pytest.mark.parametrize("name", NAMES)
def test_document_is_valid_and_names_its_schema(name: str) -> None:
    document = json.loads(DOCUMENTS[name])
    VALIDATORS[name].validate(document)
    assert document["schema"] == f"chrono-git/{name}/1"


@pytest.mark.parametrize("name", NAMES)
def test_schema_allows_nothing_that_it_does_not_describe(name: str) -> None:
    for one in objects(VALIDATORS[name].schema):
        assert one["additionalProperties"] is False
        assert sorted(one["required"]) == sorted(one["properties"])


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: item.item.id)
def test_every_kind_of_item_can_be_explained_and_be_next(item: ItemReport) -> None:
    VALIDATORS["explain"].validate(json.loads(explain_json(REPORT, FIRST, item)))
    VALIDATORS["next"].validate(json.loads(next_json(REPORT, [(FIRST, item)])))


@pytest.mark.parametrize("report", [Report(None, None, ()), Report("a" * 64, None, (EMPTY,))])
def test_little_is_valid_too(report: Report) -> None:
    VALIDATORS["report"].validate(json.loads(report_json(report)))
    VALIDATORS["next"].validate(json.loads(next_json(report, ())))


def test_report_says_what_the_model_says() -> None:
    document = json.loads(DOCUMENTS["report"])
    first = document["guides"][0]
    assert [item["id"] for item in first["items"]] == [one.item.id for one in ITEMS]
    assert first["totals"] == dict(FIRST.totals)
    assert [problem["message"] for problem in document["problems"]] == [
        REPORT.problems[0].message,
        GUIDE.problems[0].message,
    ]
    phantom = first["items"][4]
    assert (phantom["ticked"], phantom["status"], phantom["agreement"]) == (True, "partial", "phantom")
    assert phantom["evidence"][1] == {
        "rule": "stub",
        "result": "fail",
        "detail": "`PriceBatcher.flush` is a stub: it throws `Not implemented`",
        "path": "workers/src/lib/batcher.ts",
        "line": 18,
        "commit": None,
    }


def test_an_issue_is_part_of_what_explains_a_failing_item() -> None:
    assert json.loads(DOCUMENTS["explain"])["issue"] is None
    read = json.loads(explain_json(REPORT, FIRST, ITEMS[4], TROUBLE))
    VALIDATORS["explain"].validate(read)
    assert read["issue"] == json.loads(DOCUMENTS["issue"])["issue"]
    assert [one["line"] for one in read["issue"]["commands"]] == [306]
    assert [one["language"] for one in read["issue"]["blocks"]] == ["json"]


def test_every_item_stands_on_its_own_line() -> None:
    lines = DOCUMENTS["report"].splitlines()
    assert sum(line.startswith('{"id": "CHRONO-042/') for line in lines) == len(ITEMS)


@given(st.text(st.characters(), max_size=40))
def test_any_text_gives_a_harmless_document(text: str) -> None:
    item = Item("G/1", "task", (text,), 1, text)
    seen = ItemReport(item, "open", "open", "agrees", (Evidence("path", "fail", text, path=text),))
    report = Report(None, None, (GuideReport(GUIDE, None, (seen,)),))
    document = report_json(report)
    assert document == report_json(report)
    document.encode("utf-8")
    assert not set(document) & {"\x1b", "\x7f", "\x9b", "\u202e", "\u2066", "\u2028"}
    read = json.loads(document)["guides"][0]["items"][0]
    if text.isprintable() or all(ord(sign) < 0xD800 for sign in text):
        assert read["text"] == text


def test_bytes_that_are_no_text_are_visible() -> None:
    item = ItemReport(
        Item("G/1", "task", (), 1, "x"), "open", "open", None, (Evidence("r", "fail", "d", "caf\udce9"),)
    )
    read = json.loads(explain_json(REPORT, FIRST, item))
    assert read["item"]["evidence"][0]["path"] == "caf\\xe9"
