from __future__ import annotations

from dataclasses import replace

import pytest

from chrono_git.model import Finding
from chrono_git.scan.allow import apply, parse
from chrono_git.scan.language import Comments, Language
from chrono_git.scan.lexer import code_only, comments_of
from chrono_git.scan.result import Allowance

HASH = Comments(line=("#",), strings=(('"', '"', "\\"),))
SLASH = Comments(line=("//",), block=(("/*", "*/"),), strings=(('"', '"', "\\"),))
DASH = Comments(line=("--",), block=(("{-", "-}"),), nested=True)
MARKUP = Comments(block=(("<!--", "-->"),))


def read(text: str, comments: Comments = HASH) -> tuple[Allowance, ...]:
    language = Language("any", (), comments=comments)
    return parse(text, comments_of(text, language), code_only(text, comments))


def finding(line: int, rule: str = "stub", span: tuple[int, int] | None = None, end: int = 0) -> Finding:
    return Finding(
        rule,
        "block",
        "a",
        line,
        5,
        end or line,
        span or (line, line),
        "f",
        "todo!()",
        "it is a stub",
        "write it",
    )


def left(text: str, *findings: Finding, comments: Comments = HASH, whole_file: bool = True) -> list[str]:
    kept, _ = apply(findings, {"a": read(text, comments)}, whole_file=whole_file)
    return [f"{one.rule}:{one.line}" for one in kept]


@pytest.mark.parametrize(
    ("comments", "text"),
    [
        (HASH, "x # chrono-git: allow(stub) the reason"),
        (HASH, "x #chrono-git:allow( stub )   the reason  "),
        (HASH, "x # chrono-git: allow(stub): the reason"),
        (HASH, "x # chrono-git: allow(stub) - the reason"),
        (HASH, 'x "#" # noqa: F401; chrono-git: allow(stub) the reason'),
        (SLASH, "x // chrono-git: allow(stub) the reason"),
        (SLASH, "x /* chrono-git: allow(stub) the reason */"),
        (SLASH, "x /** chrono-git: allow(stub) the reason **/"),
        (DASH, "x {- chrono-git: allow(stub) the reason -}"),
        (DASH, "x -- chrono-git: allow(stub) the reason"),
        (MARKUP, "x <!-- chrono-git: allow(stub) the reason -->"),
    ],
)
def test_every_style_of_comment(comments: Comments, text: str) -> None:
    assert read(text, comments) == (Allowance(1, 1, 1, ("stub",), "the reason"),)


@pytest.mark.parametrize(
    ("text", "rules", "reason"),
    [
        ("# chrono-git: allow(stub, debug-call,stub) why", ("stub", "debug-call"), "why"),
        ("# chrono-git: allow(stub)", ("stub",), ""),
        ("# chrono-git: allow(stub) --", ("stub",), ""),
        ("# chrono-git: allow() why", (), "why"),
        ("# chrono-git: allow", (), ""),
        ("# chrono-git: allow(*) why", ("*",), "why"),
        ("# chrono-git: allow(stub) (see #12)", ("stub",), "see #12)"),
        ("# chrono-git: allow(stub) weil es so sein muß", ("stub",), "weil es so sein muß"),
        ("# chrono-git: allow(stub) 理由", ("stub",), "理由"),
    ],
)
def test_names_and_reasons(text: str, rules: tuple[str, ...], reason: str) -> None:
    assert [(one.rules, one.reason) for one in read(text)] == [(rules, reason)]


@pytest.mark.parametrize(
    "text",
    [
        'x = "# chrono-git: allow(stub) no"',
        "# write `chrono-git: allow(stub) why` to allow it",
        "# chrono-git: allowed(stub)",
        "# my-chrono-git: allow(stub) x",
        "x = chrono-git: allow(stub)",
        "",
    ],
)
def test_what_is_no_allowance(text: str) -> None:
    assert read(text) == ()


def test_two_in_one_comment_have_their_own_lines() -> None:
    text = "/*\n * chrono-git: allow(stub) one\n * chrono-git: allow(debug) two\n */\n\nf()\n"
    assert read(text, SLASH) == (Allowance(2, 2, 6, ("stub",), "one"), Allowance(3, 3, 6, ("debug",), "two"))


PYTHON = """\
# chrono-git: allow(stub) above the decorators

@one
@two(
    "x",
)
# another comment
def first(
    a,
):
    raise NotImplementedError

@one
def second(
    a,
):  # chrono-git: allow(stub) where the signature ends
    raise NotImplementedError

def third():
    # chrono-git: allow(stub) above the marker
    raise NotImplementedError

def fourth():
    raise NotImplementedError  # chrono-git: allow(stub) on it
def fifth():
    raise NotImplementedError
"""
FIRST, SECOND = finding(11, span=(8, 11)), finding(17, span=(14, 17))
THIRD, FOURTH, FIFTH = finding(21, span=(19, 21)), finding(24, span=(23, 24)), finding(26, span=(25, 26))


def test_on_or_above_the_line_or_the_function() -> None:
    assert left(PYTHON, FIRST, SECOND, THIRD, FOURTH, FIFTH) == ["stub:26"]


def test_a_span_may_begin_with_the_decorators() -> None:
    assert left(PYTHON, replace(FIRST, span=(3, 11)), replace(SECOND, span=(13, 17)), THIRD, FOURTH) == []


def test_the_line_below_is_not_covered() -> None:
    text = "\ndbg(1)  # chrono-git: allow(debug) one only\ndbg(2)\ndbg(3)\n"
    several = [finding(line, "debug-call") for line in (2, 3, 4)]
    assert left(text, *several) == ["debug-call:3", "debug-call:4"]


def test_neighbours_in_the_same_brackets_are_not_covered() -> None:
    text = "call(\n    dbg(1),\n    dbg(2),  # chrono-git: allow(debug) one only\n    dbg(3),\n)\n"
    several = [finding(line, "debug-call") for line in (2, 3, 4)]
    assert left(text, *several) == ["debug-call:2", "debug-call:4"]
    above = text.replace("    dbg(2),  #", "    #")
    assert left(above, *several[:1], finding(4, "debug-call"), finding(5, "debug-call")) == [
        "debug-call:2",
        "debug-call:5",
    ]


def test_a_marker_of_several_lines() -> None:
    text = "panic(\n  x,\n)  # chrono-git: allow(stub) why\n"
    assert left(text, finding(1, end=3)) == []


def test_brackets_that_never_close_do_not_reach_on_for_ever() -> None:
    text = "f((\n" + "x\n" * 100 + "dbg  # chrono-git: allow(debug) here\n"
    assert left(text, finding(102, "debug-call"), finding(1, "debug-call", span=(1, 1))) == ["debug-call:1"]


@pytest.mark.parametrize(
    ("names", "rule", "covered"),
    [
        ("stub", "stub", True),
        ("stub", "stub-admitted", True),
        ("stub-admitted", "stub", False),
        ("debug", "debug-print", True),
        ("debug", "debug-call", True),
        ("debug-call", "debug-print", False),
        ("debug, stub", "stub", True),
        ("no-secrets", "no-secrets", True),
        ("no", "no-secrets", False),
        ("*", "stub", False),
        ("all", "stub", False),
        ("Stub", "stub", False),
    ],
)
def test_names(names: str, rule: str, covered: bool) -> None:
    text = f"x # chrono-git: allow({names}) why\n"
    kept, allowed = apply([finding(1, rule)], {"a": read(text)}, own=["no-secrets"])
    assert (allowed == 1) is covered
    assert (rule in {one.rule for one in kept}) is not covered


def told(text: str, *findings: Finding) -> list[tuple[str, int, str, str]]:
    kept, _ = apply(findings, {"a": read(text)})
    return [(one.rule, one.line, one.message, one.remedy) for one in kept if one.rule.startswith("allow")]


def test_an_allowance_without_a_reason_still_allows() -> None:
    text = "\nx # chrono-git: allow(stub)\n"
    assert left(text, finding(2)) == ["allow-reason:2"]
    [(_, _, message, remedy)] = told(text, finding(2))
    assert (message, remedy) == ("the allowance gives no reason", "write the reason after the parenthesis")


def test_an_allowance_that_allows_nothing_is_told_only_where_all_was_looked_at() -> None:
    text = "x # chrono-git: allow(stub) why\n"
    assert left(text) == ["allow-unused:1"]
    assert left(text, finding(1, "debug-call")) == ["debug-call:1", "allow-unused:1"]
    assert left(text, whole_file=False) == []


@pytest.mark.parametrize(
    ("names", "remedy"),
    [
        ("stubs", "did you mean `stub`?"),
        ("debugcall", "did you mean `debug-call` or `debug`?"),
        ("STUB", "did you mean `stub`?"),
        ("zzz", "name one of `stub`, `stub-admitted`, `debug-call`, `debug-print`, `debug`"),
        ("*", "name one of `stub`, `stub-admitted`, `debug-call`, `debug-print`, `debug`"),
        ("allow-reason", "name one of `stub`, `stub-admitted`, `debug-call`, `debug-print`, `debug`"),
    ],
)
def test_an_unknown_name_is_told_once_with_the_nearest(names: str, remedy: str) -> None:
    text = f"x # chrono-git: allow({names}) why\n"
    assert told(text, finding(1)) == [("allow-unknown", 1, f"there is no rule `{names}`", remedy)]


def test_an_unknown_name_beside_a_good_one() -> None:
    text = "x # chrono-git: allow(stub, stup) why\n"
    assert left(text, finding(1)) == ["allow-unknown:1"]


def test_no_name_at_all() -> None:
    assert [(one[0], one[2]) for one in told("x # chrono-git: allow why\n")] == [
        ("allow-unknown", "the allowance names no rule")
    ]


def test_findings_about_allowances_are_complete() -> None:
    kept, allowed = apply([], {"src/a.py": read("\n# chrono-git: allow(stub, nonsense)\nx = 1\n")})
    assert allowed == 0
    assert {one.rule for one in kept} == {"allow-reason", "allow-unknown", "allow-unused"}
    for one in kept:
        assert (one.severity, one.path, one.line, one.span) == ("warn", "src/a.py", 2, (2, 2))
        assert one.excerpt == "chrono-git: allow(stub, nonsense)"


def test_an_allowance_in_another_file_covers_nothing() -> None:
    elsewhere = {"b": read("x # chrono-git: allow(stub) why\n")}
    kept, allowed = apply([finding(1)], elsewhere, whole_file=False)
    assert (len(kept), allowed) == (1, 0)
