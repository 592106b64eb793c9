"""Users' own rules in check, as whole processes on real repositories."""

from __future__ import annotations

import pytest

from tests.cli.test_check import DONE, findings
from tests.cli.test_commands import chrono
from tests.gitkit import Repo

RULE = """\
id: no-eval
language: python
severity: error
rule: {pattern: eval($A)}
message: $A is run
"""


@pytest.fixture
def ruled(repo: Repo) -> Repo:
    """A repository with a rule, and a file that it is about."""
    repo.commit("rules", files={".chrono/rules/ours.yml": RULE, "src/cart.py": "x = eval(y)\n"})
    return repo


def test_a_rule_of_ones_own_blocks(ruled: Repo) -> None:
    assert findings(ruled, status=1) == [("no-eval", "src/cart.py", 1)]
    assert findings(ruled, "--at", "HEAD", status=1) == [("no-eval", "src/cart.py", 1)]
    ruled.write("src/cart.py", f"{DONE}z = eval(y)\n")
    ruled.git("add", "-A")
    assert findings(ruled, "--staged", status=1) == [("no-eval", "src/cart.py", 3)]


def test_it_is_allowed_and_put_into_the_baseline_like_ours(ruled: Repo) -> None:
    ruled.write("src/cart.py", "x = eval(y)  # chrono-git: allow(no-eval) y is ours\n")
    done = chrono(ruled, "check")
    assert (done.returncode, done.stdout.split(", ")[2]) == (0, "1 allowed")
    ruled.write("src/cart.py", "x = eval(y)\n")
    assert chrono(ruled, "check", "--write-baseline").returncode == 0
    assert findings(ruled, status=0) == []


def test_a_rule_that_was_changed_is_asked_again(ruled: Repo) -> None:
    assert findings(ruled, status=1) == [("no-eval", "src/cart.py", 1)]
    ruled.write(".chrono/rules/ours.yml", RULE.replace("error", "off"))
    assert findings(ruled, status=0) == []


def test_a_mistake_in_a_rule(ruled: Repo) -> None:
    ruled.write(".chrono/rules/ours.yml", f"{RULE}---\n{RULE.replace('no-eval', 'stub')}")
    done = chrono(ruled, "check")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("chrono-git: error: .chrono/rules/ours.yml:7: the id `stub` is taken")
