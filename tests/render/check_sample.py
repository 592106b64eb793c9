"""A report of `check` with a finding of every kind, as data for the renderers' tests."""

from __future__ import annotations

from chrono_git.model import CheckReport, Finding, Problem

IMPLEMENT = "implement it, or say why it stays: `chrono-git: allow(stub) <reason>`"
REMOVE = "remove it, or say why it stays: `chrono-git: allow(debug) <reason>`"
STUB = "stands in for an implementation"
DUMPS = "stops or dumps for debugging"
EVALUATE = "workers/src/lib/parsing/expressions/evaluate.ts"
REVISION = "3f2a91c0d4b5e6f7a8b9c0d1e2f3a4b5c6d7e8f9"

FINDINGS = (
    Finding(
        "stub", "block", "src/cart.py", 12, 9, 12, (10, 12), "Cart.total",
        "raise NotImplementedError", STUB, IMPLEMENT, "CHRONO-042/2.1",
    ),
    Finding(
        "stub", "block", "src/cart.py", 19, 9, 21, (15, 21), "Cart.empty",
        'raise NotImplementedError("write this, %d, {0} and [this](https://example.org)")', STUB, IMPLEMENT,
    ),
    Finding(
        "allow-reason", "warn", "src/cart.py", 30, 1, 30, (30, 30), "",
        "chrono-git: allow(stub)", "the allowance gives no reason", "write the reason after the parenthesis",
    ),
    Finding(
        "debug-call", "block", "src/ca\u202ef価 \udce9/100%,a:b.js", 3, 14, 3, (1, 9), "update.<anonymous>",
        "debugger; // \x1b[31mred\x1b[0m 価格更新時データベース書込", DUMPS, REMOVE,
    ),
    Finding(
        "no-eval", "warn", EVALUATE, 1204, 101, 1204, (1180, 1300), "ExpressionEvaluator.evaluateInSandbox",
        "return eval(source)", "`eval` runs whatever the `{user}` wrote", "parse it",
    ),
    Finding(
        "stub-admitted", "warn", EVALUATE, 1400, 5, 1400, (1399, 1401), "later",
        "// TODO: implement", "does nothing, and a comment says that it should", IMPLEMENT,
    ),
)  # fmt: skip
NOTES = (
    Problem("src/large.js", None, "not looked at: larger than 8 MiB"),
    Problem("src/odd {file}.c", 7, "the parser failed: read as text"),
)
REPORT = CheckReport("commit", REVISION, FINDINGS, 1234, NOTES, 56, 7)
CLEAN = CheckReport("worktree", None, (), 1)
NOTHING = CheckReport("index", None, (), 0)
