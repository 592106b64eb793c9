"""A template with its own id and title filled in."""

from __future__ import annotations

import time
from importlib.resources import files

import pytest

from chrono_git.guide import parse
from chrono_git.guide.template import fill

BUILT_IN = files("chrono_git").joinpath("templates/guide.md").read_text("utf-8")

FILLED = {
    "# Guide: CHRONO-XXX\n": "# Guide: AB-7\n",
    "# CHRONO-XXX: [Feature Title]\n": "# AB-7: Feed\n",
    "# [Title] (CHRONO-XXX)\r\n\r\n`docs/CHRONO-XXX-*.md`\r\n": "# Feed (AB-7)\r\n\r\n`docs/AB-7-*.md`\r\n",
    # A template that was made of a guide has that one's id.
    "# Guide: CHRONO-003\nCHRONO-003-x CHRONO-0031 CHRONO-004 XCHRONO-003\n": (
        "# Guide: AB-7\nAB-7-x CHRONO-0031 CHRONO-004 XCHRONO-003\n"
    ),
    "# CHRONO-XXX\nCHRONO-YYY CHRONO-ZZZ setup-chrono-xxx.sh OTHER-XXX\n": (
        "# AB-7\nAB-YYY AB-ZZZ setup-ab-7.sh OTHER-XXX\n"
    ),
    "No heading, NOVA-XXX and nova-xxx\n": "No heading, AB-7 and ab-7\n",
    "# Plan\n\n[Component A] and [title] and [x]\n": "# Plan\n\n[Component A] and [title] and [x]\n",
    "": "",
}


@pytest.mark.parametrize("template", FILLED)
def test_fill(template: str) -> None:
    assert fill(template, "AB-7", "Feed") == FILLED[template]


@pytest.mark.parametrize(
    ("template", "expected"),
    [
        (
            "# Guide: CHRONO-XXX\r\n\r\nText\r\n",
            "# Guide: AB-7\r\n\r\n**Ticket**: AB-7: Feed\r\n\r\nText\r\n",
        ),
        ("# Guide: CHRONO-XXX", "# Guide: AB-7\n\n**Ticket**: AB-7: Feed"),
        ("Text\n", "**Ticket**: AB-7: Feed\n\nText\n"),
        ("# CHRONO-XXX: [Title]\n", "# AB-7: Feed\n"),
        ("# CHRONO-XXX\n\n**Ticket**: there\n", "# AB-7\n\n**Ticket**: there\n"),
    ],
)
def test_a_guide_has_its_title(template: str, expected: str) -> None:
    assert fill(template, "AB-7", "Feed", titled=True) == expected


def test_a_title_is_taken_as_it_is() -> None:
    title = r"\1 \g<own> CHRONO-XXX [Title] & <b>"
    assert fill("# CHRONO-XXX: [Title]\n", "AB-7", title) == f"# AB-7: {title}\n"


def test_the_built_in_template() -> None:
    text = fill(BUILT_IN, "AB-007", "Feed of prices", titled=True)
    guide = parse(text, ".chrono/guides/AB-007-feed-of-prices.md")
    assert (guide.id, guide.title) == ("AB-007", "Feed of prices")
    assert {one.kind for one in guide.items} == {"prerequisite", "task", "step"}
    assert {one.skip for one in guide.items} == {"placeholder of the template"}
    told = {one.line for one in guide.problems if one.message.startswith("placeholder left")}
    lines = text.split("\n")
    bracketed = {at for at, line in enumerate(lines, 1) if "[" in line.replace("- [ ] ", "")}
    assert bracketed <= told
    assert not [one for one in guide.problems if one.line not in told]
    assert "CHRONO" not in text
    for part in (
        "Prerequisites", "Implementation Checklist", "Step-by-Step Implementation", "Debugging Guide",
        "Performance Optimization", "Post-Implementation", "Knowledge Transfer",
    ):  # fmt: skip
        assert any(line.lstrip("# ") == part for line in lines if line.startswith("#"))


@pytest.mark.parametrize("template", ["[" * 200_000, "CHRONO-XX" * 30_000, "# " * 100_000, "A-" * 100_000])
def test_hostile_templates(template: str) -> None:
    begun = time.process_time()
    fill(template, "AB-7", "Feed", titled=True)
    assert time.process_time() - begun < 1
