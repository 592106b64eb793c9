"""Many guides at once: what is finished is folded, what is not is shown."""

from __future__ import annotations

from dataclasses import replace

from chrono_git.model import GuideReport, Item, ItemReport, Report
from chrono_git.render.text import report_text
from tests.render.sample import GUIDE


def report(count: int) -> Report:
    finished = ItemReport(Item("A/1", "task", ("1. Ready",), 1, "Ready item"), "done", "done", "forgotten")
    open_ = ItemReport(Item("A/2", "task", ("2. Going on",), 2, "Open item"), "open", "open", "agrees")
    guides = (GuideReport(replace(GUIDE, id=f"A-{n}"), None, (finished, open_)) for n in range(count))
    return Report(None, "main", tuple(guides))


def test_finished_sections_of_many_guides_are_folded() -> None:
    text = report_text(report(6), width=100, color=False, unicode=True)
    assert text.count("Open item") == 6
    assert "Ready item" not in text
    assert "1 of 2 sections are finished: chrono-git report A-3" in text


def test_few_guides_are_shown_whole() -> None:
    text = report_text(report(5), width=100, color=False, unicode=True)
    assert text.count("Ready item") == 5
    assert "sections are finished" not in text
