"""Comments beside commands, and what they make of outputs."""

from __future__ import annotations

import time

import pytest

from chrono_git.intent.expectations import expectation_of, judge

RUSTC = "rustc 1.91.1 (ed61e7d7e 2025-11-07)\n"


@pytest.mark.parametrize(
    "comment", ["Check versions", "", "Clean up test files", "Test connections", "expects x"]
)
def test_most_comments_expect_nothing(comment: str) -> None:
    assert expectation_of(comment) is None


@pytest.mark.parametrize(
    ("comment", "output", "verdict"),
    [
        ("Should show 1.90+", RUSTC, "met"),
        ("Should show 1.91.1+", RUSTC, "met"),
        ("Should show 1.92+", RUSTC, "missed"),
        ("Should show 1.9+", "rustc 1.10.0", "met"),  # numbers, not letters
        ("Should show 1.10+", "rustc 1.9.0", "missed"),
        ("Should show 2025+", RUSTC, "missed"),
        ("Should show 1.90+", "command not found", "missed"),
        ("Should show v20+", "v20.11.0\n", "met"),
        ("Should show version 3.11+", "Python 3.12.1\n", "met"),
        ("Should show Python 3.13 or newer", "Python 3.12.1\n", "missed"),
        ("should be at least 16", "psql (PostgreSQL) 16.10\n", "met"),
        ("Should show 16.10", "psql (PostgreSQL) 16.10 (Homebrew)\n", "met"),
        ("Should show 16.10", "psql (PostgreSQL) 16.1\n", "missed"),
        ("Should show 16.x", "psql (PostgreSQL) 16.1\n", "met"),
        ("Expected: >= 1.2", "1.2.3\n", "met"),
        ('Should return "PONG"', "PONG\n", "met"),
        ('Should return "PONG"', "pong\n", "missed"),
        ('Should show "started"', "redis \x1b[32mstar\x1b[0mted ada\n", "met"),
        ("Should print `a b` and `c`", "c\na   b\n", "met"),
        ("Should print `a b` and `c`", "a b\n", "missed"),
        ("Should print OK", "all OK\n", "met"),
        ("Expected output: 42", "42\n", "met"),
        ("Expected: 42", "41\n", "missed"),
        ("=> done", "done\n", "met"),
        ('Expected: {"status": "ok"}', '{"status":  "ok"}\n', "met"),
        ('Expected: {"status": "ok"}', '{"status": "bad"}\n', "missed"),
        ('Should not show "error"', "fine\n", "met"),
        ('Should not show "error"', "an error\n", "missed"),
        ("Should be empty", "\n", "met"),
        ("Should print nothing", "x\n", "missed"),
        ("No output", "", "met"),
        ("Should run markdownlint without warnings", "x", "unjudged"),
        ("Should output valid JSON without errors", "{}", "unjudged"),
        ("Expected: 100+ feeds per exchange", "7", "unjudged"),
        ("Should not be slow", "", "unjudged"),
    ],
)
def test_the_output_is_judged(comment: str, output: str, verdict: str) -> None:
    expected = expectation_of(comment)
    assert expected is not None
    assert judge(expected, output, status=0) == verdict


@pytest.mark.parametrize(
    ("comment", "good"),
    [
        ("Should fail", False),
        ("should exit with non-zero", False),
        ("Expected to fail", False),
        ("Should pass", True),
    ],
)
def test_the_status_is_judged(comment: str, good: bool) -> None:
    expected = expectation_of(comment)
    assert expected is not None
    verdicts = [judge(expected, "", status=status) for status in (0, 1)]
    assert verdicts == (["met", "missed"] if good else ["missed", "met"])


@pytest.mark.parametrize(
    "piece", ["Should show ", "should not ", '"', "`", "1.", "Should show at least ", " ", "\x1b["]
)
def test_long_comments_and_outputs_take_no_time(piece: str) -> None:
    began = time.monotonic()
    for comment in (piece * 20000, "Should show " + piece * 20000, 'Should show "x"', "Should show 1.2+"):
        expected = expectation_of(comment)
        if expected is not None:
            judge(expected, piece * 100000, status=0)
    assert time.monotonic() - began < 2
