"""What a guide says of itself."""

from __future__ import annotations

import pytest

from chrono_git.guide import parse


@pytest.mark.parametrize(
    ("text", "path", "identifier", "title"),
    [
        ("# Implementation Guide: NOVA-002", "docs/x.md", "NOVA-002", "Implementation Guide: NOVA-002"),
        ("# NOVA-011 Implementation Guide\n\n**Relays for all**", "x.md", "NOVA-011", "Relays for all"),
        ("# NOVA-010 Guide\n\n**Ticket**: NOVA-010: Docs\n**Time**: 1 h", "x.md", "NOVA-010", "Docs"),
        ("# Moving house", "docs/NOVA-004-move-guide.md", "NOVA-004", "Moving house"),
        ("# UTF-8 everywhere", "docs/PLAN.md", "docs-plan", "UTF-8 everywhere"),
        ("# Tasks: Relay", "specs/012-relay/tasks.md", "012-relay", "Relay"),
        ("# Tasks", "openspec/changes/archive/2025-03-04-add-relay/tasks.md", "add-relay", "add relay"),
        ("# Implementation Plan", ".kiro/specs/my-relay/tasks.md", "my-relay", "my relay"),
        ("- [ ] a", "docs/My Plan.md", "docs-my-plan", "docs my plan"),
        ("", "", "guide", "guide"),
    ],
)
def test_id_and_title(text: str, path: str, identifier: str, title: str) -> None:
    guide = parse(text, path)
    assert (guide.id, guide.title) == (identifier, title)


def test_requires_names_guides_of_the_same_family_only() -> None:
    text = "# NOVA-009 Guide\n\n**Prerequisites**: NOVA-007, NOVA-008 merged, SHA-256, NOVA-009\n"
    assert parse(text, "x.md").requires == ("NOVA-007", "NOVA-008")


@pytest.mark.parametrize(
    ("data", "text", "problem"),
    [
        (b"\xef\xbb\xbf- [ ] \xc3\xa9", "é", None),
        ("- [ ] é".encode("utf-16"), "é", None),
        (b"- [ ] \xe9", "é", "Latin-1"),
        (b"\xff\xfe-\x00 \x00[\x00 \x00]\x00 \x00a\x00b", "a\ufffd", "UTF-16"),
    ],
)
def test_encodings(data: bytes, text: str, problem: str | None) -> None:
    guide = parse(data, "a.md")
    assert [item.text for item in guide.items] == [text]
    assert [problem or "" in one.message for one in guide.problems] == ([problem] if problem else [])


def test_the_digest_is_passed_on() -> None:
    assert parse("", "a.md", digest="abc").digest == "abc"
