from __future__ import annotations

import re
from pathlib import Path

import pytest

from chrono_git.scan.catalog import RULES, Rule, is_about_allowance, names, names_rule
from chrono_git.scan.language import languages

PAGE = (Path(__file__).parents[2] / "docs/check.md").read_text()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_every_rule_is_told_in_full(rule: Rule) -> None:
    assert f"\n| `{rule.id}` | {rule.severity} | " in PAGE
    assert re.fullmatch(r"[a-z]+(-[a-z]+)?", rule.id)
    assert rule.title[0].isupper()
    assert not rule.title.endswith(".")
    assert rule.description.endswith(".")
    allowances = re.findall(r"chrono-git: allow\(([^)]*)\) \S", rule.help)
    assert set(", ".join(allowances).split(", ")) - {""} <= set(names())


def test_no_rule_is_there_twice() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_the_languages_know_no_other_rules() -> None:
    known = {rule.id for rule in RULES}
    assert {marker.rule for language in languages() for marker in language.markers} <= known


def test_every_rule_but_those_about_allowances_can_be_allowed() -> None:
    for rule in RULES:
        allowed = any(names_rule(name, rule.id) for name in names())
        assert allowed is not is_about_allowance(rule.id)
