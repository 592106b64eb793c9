"""The learnings as text and as JSON, and what a log lacks."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib.resources import files
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from wcwidth import wcswidth

from chrono_git.notes.release import Taught
from chrono_git.render.log import log_check_json, log_check_text, log_json, log_text
from tests.render.any_notes import TAUGHT as ANY
from tests.render.notes_sample import EVIL, MISSING, TAUGHT
from tests.render.test_document import objects

LOG = "IMPLEMENTATION_LOG.md"
HOW = "`chrono-git log write` puts it right"
UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
SCHEMAS = {
    name: json.loads(files("chrono_git").joinpath(f"schemas/{name}-1.json").read_text())
    for name in ("log", "log-check")
}


def valid(name: str, said: str) -> Any:
    document = json.loads(said)
    Draft202012Validator(SCHEMAS[name]).validate(document)
    assert document["schema"] == f"chrono-git/{name}/1"
    assert not UNSAFE.search(said)
    return document


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_allows_nothing_that_it_does_not_describe(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    for one in objects(SCHEMAS[name]):
        assert one["additionalProperties"] is False
        assert sorted(one["required"]) == sorted(one["properties"])


@pytest.mark.parametrize("width", [20, *range(36, 100, 7), 200])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    taught = (*TAUGHT, *EVIL.releases[0].learnings)
    for text in (log_text(taught, width=width), log_check_text(taught, 3, 9, LOG, "no place", width=width)):
        assert max(map(wcswidth, text.splitlines())) <= max(width, 36)


def test_learnings_are_told_by_guide_the_latest_last() -> None:
    text = log_text(tuple(reversed(TAUGHT)), width=120)
    assert text == log_text(TAUGHT, width=120)
    heads = [line for line in text.splitlines() if line and not line.startswith(" ")]
    assert heads == ["General", "CHRONO-042", "CHRONO-051", "6 learnings of 2 guides, 1 not in the log"]
    assert "54cda26 · 2026-11-11 · Bob with Ada Lovelace and 石川 · steps 2.1 and T012 · fix · not in" in text
    assert "example.org" not in text


def test_nothing_is_said_to_be_nothing() -> None:
    assert log_text(()).startswith("No learning was found.\nWrite one")
    assert valid("log", log_json(()))["learnings"] == []


@pytest.mark.parametrize(
    ("counts", "problem", "written", "said"),
    [
        ((0, 0, 0), "", False, f"{LOG}: nothing was checked, for no commit has a learning"),
        ((0, 0, 1), "", False, f"{LOG}: checked 1 learning: it is there"),
        ((0, 0, 7), "", True, f"{LOG}: checked 7 learnings: all are there"),
        ((1, 0, 7), "", False, f"{LOG}: checked 7 learnings: 1 entry missing\n{HOW}"),
        ((2, 1, 7), "", True, f"{LOG}: checked 7 learnings: 2 entries written, 1 repeated entry taken away"),
        ((0, 2, 7), "", False, f"{LOG}: checked 7 learnings: 2 repeated entries too many\n{HOW}"),
        ((1, 0, 7), "no \x1b heading", True,
         f"{LOG}: checked 7 learnings: 1 entry missing\nnot written: no \\x1b heading"),
        ((0, 0, 0), "it is a link", False,
         f"{LOG}: nothing was checked, for no commit has a learning\nnot written: it is a link"),
    ],
)  # fmt: skip
def test_check(counts: tuple[int, int, int], problem: str, written: bool, said: str) -> None:
    missing, repeats, checked = counts
    lacking = TAUGHT[:missing]
    text = log_check_text(lacking, repeats, checked, LOG, problem, written=written)
    assert text.endswith(said + "\n")
    assert text.count("•") == missing
    document = valid("log-check", log_check_json(lacking, repeats, checked, LOG, problem, written=written))
    assert document["written"] == (written and not problem)
    assert [one["key"] for one in document["missing"]] == [one.key for one in lacking]
    assert (document["repeats"], document["checked"], document["problem"]) == (
        repeats, checked, problem or None,
    )  # fmt: skip


def test_what_was_reverted() -> None:
    gone = TAUGHT[:2]
    text = log_check_text((), 1, 7, LOG, withdrawn=gone)
    said = "1 repeated entry too many, 2 reverted entries too many"
    assert text == f"{LOG}: checked 7 learnings: {said}\n{HOW}\n"
    text = log_check_text((), 0, 7, LOG, withdrawn=gone[:1], written=True)
    assert text == f"{LOG}: checked 7 learnings: 1 reverted entry taken away\n"
    document = valid("log-check", log_check_json((), 0, 7, LOG, withdrawn=gone))
    assert [one["key"] for one in document["withdrawn"]] == [one.key for one in gone]


def test_json_keeps_the_order_and_says_everything() -> None:
    document = valid("log", log_json(TAUGHT))
    assert [one["text"] for one in document["learnings"]] == [one.text for one in TAUGHT]
    assert document["learnings"][1] == {
        "key": "000000000006",
        "text": TAUGHT[1].text,
        "guide": "CHRONO-042",
        "commit": TAUGHT[1].commit,
        "author": {"name": "Bob", "email": "bob@example.org"},
        "co_authors": [
            {"name": "Ada Lovelace", "email": "ada@example.org"},
            {"name": "石川", "email": "12345+cyd@users.noreply.github.com"},
        ],
        "time": TAUGHT[1].time,
        "zone": "+0100",
        "date": "2026-11-11",
        "steps": ["2.1", "T012"],
        "kind": "fix",
        "subject": "fix: split batches by size",
        "logged": False,
    }


@given(st.lists(ANY, max_size=4), st.integers(20, 90))
@settings(max_examples=40, deadline=None)
def test_any_learnings_are_harmless(taught: list[Taught], width: int) -> None:
    for text in (log_text(taught, width=width), log_check_text(taught, 0, 9, LOG, width=width)):
        assert not UNSAFE.search(text)
        text.encode()
    valid("log", log_json(taught))
    valid("log-check", log_check_json(taught, 0, 9, LOG))


@pytest.mark.parametrize("text", ["x", "価", "`", "`a ", "\x1b", "x "])
def test_a_very_long_learning_is_cut_in_time(text: str) -> None:
    taught = replace(TAUGHT[0], text=text * 500_000, author=text * 500_000, steps=(text * 500_000,))
    begin = perf_counter()
    said = log_text([taught], width=60)
    assert perf_counter() - begin < 2
    assert len(said) < 15_000
    assert "…" in said


def test_a_long_list_takes_no_time() -> None:
    begin = perf_counter()
    log_text(MISSING[0] * 1000)
    assert perf_counter() - begin < 2
