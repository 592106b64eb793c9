from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono_git.errors import ConfigError
from chrono_git.model import Finding
from chrono_git.scan.baseline import PATH, count, subtract, write


def finding(
    symbol: str = "f", content: str = "todo!()", path: str = "src/a.rs", line: int = 1, rule: str = "stub"
) -> Finding:
    return Finding(
        rule, "block", path, line, 5, line, (line, line), symbol, content, "it is a stub", "write it"
    )


def kept(findings: list[Finding], old: list[Finding], existing: set[str] | None = None) -> list[Finding]:
    paths = {one.path for one in findings} if existing is None else existing
    return list(subtract(findings, write(old), paths)[0])


def test_what_is_written() -> None:
    findings = [
        finding("g", "  raise  NotImplementedError", "src/b.py", 9),
        finding(line=7),
        finding(line=3),
        finding(path="src/é\udcff\u202e.rs", rule="debug-call"),
        finding(rule="allow-reason"),
        finding("h", rule="no-secrets"),
    ]
    text = write(findings)
    assert text.decode().splitlines() == [
        '{"path": "src/a.rs", "rule": "no-secrets", "symbol": "h", "content": "todo!()"}',
        '{"path": "src/a.rs", "rule": "stub", "symbol": "f", "content": "todo!()", "count": 2}',
        '{"path": "src/b.py", "rule": "stub", "symbol": "g", "content": "raise NotImplementedError"}',
        '{"path": "src/é\\udcff\\u202e.rs", "rule": "debug-call", "symbol": "f", "content": "todo!()"}',
    ]
    assert text.endswith(b"}\n")
    assert write(reversed(findings)) == text
    assert count(text) == 5
    assert subtract(findings, text, ()) == ((findings[4],), 5)


def test_nothing_is_an_empty_file() -> None:
    assert write([]) == b""
    assert subtract([finding()], b"", ()) == ((finding(),), 0)
    assert subtract([finding()], b"\n\r\n", ()) == ((finding(),), 0)


@pytest.mark.parametrize(
    "changed",
    [
        replace(finding(), line=99, end_line=99, span=(98, 99), column=30),
        replace(finding(), message="said otherwise", remedy="", severity="warn"),
        replace(finding(), excerpt="\ttodo!()  "),
    ],
)
def test_what_does_not_matter(changed: Finding) -> None:
    assert kept([changed], [finding()]) == []


@pytest.mark.parametrize(
    "new",
    [
        finding("g", line=2),
        finding(content="todo!(later)", line=2),
        finding(rule="debug-call", line=2),
        finding(path="src/b.rs"),
        finding(line=2),
        finding("Other.f", line=2),
    ],
)
def test_a_new_one_beside_an_old_one_is_found(new: Finding) -> None:
    assert kept([new, finding()], [finding()]) == [new]
    assert kept([finding(), new], [finding()]) == [new]


def test_one_of_several_alike_is_new() -> None:
    several = [finding(line=line) for line in (30, 10, 20)]
    assert kept(several, several[:2]) == [several[0]]
    shown, number = subtract(several, write(several[:2]), {"src/a.rs"}, is_new=lambda one: one.line == 10)
    assert (shown, number) == ((several[1],), 2)


def test_a_class_that_was_renamed() -> None:
    old, new = finding("Cart.total"), finding("Basket.total")
    assert kept([new], [old]) == []
    assert kept([new, old], [old]) == [new]
    assert kept([finding("Basket.sum")], [old]) == [finding("Basket.sum")]


def test_a_file_that_was_renamed() -> None:
    old = [finding("f"), finding("g"), finding("g", line=5)]
    moved = [replace(one, path="lib/core/a.rs", line=one.line + 40) for one in old]
    new = finding("h", path="lib/core/a.rs")
    assert kept([*moved, new], old, {"lib/core/a.rs"}) == [new]
    assert kept([*moved, new], old, {"lib/core/a.rs", "src/a.rs"}) == [*moved, new]


def test_of_two_files_the_one_of_the_same_name_was_renamed() -> None:
    same, other = finding(path="lib/a.rs"), finding(path="b.rs")
    for findings in ([same, other], [other, same]):
        assert kept(findings, [finding()]) == [other]


def test_both_sides_of_a_merge_may_have_kept_an_entry() -> None:
    twice = write([finding()]) * 2 + write([finding(), finding(line=2)])
    assert count(twice) == 2
    three = [finding(line=line) for line in (1, 2, 3)]
    assert subtract(three, twice, {"src/a.rs"}) == ((three[2],), 2)


@pytest.mark.parametrize(
    "change", [lambda text: text.replace(b"\n", b"\r\n"), lambda text: b"\xef\xbb\xbf" + text]
)
def test_what_editors_do_to_files(change: object) -> None:
    assert callable(change)
    assert count(change(write([finding(), finding("g")]))) == 2


@pytest.mark.parametrize(
    ("line", "part"),
    [
        (b"<<<<<<< HEAD", "a merge conflict that was not resolved"),
        (b"=======", "a merge conflict that was not resolved"),
        (b"||||||| 1234567", "a merge conflict that was not resolved"),
        (b">>>>>>> other", "a merge conflict that was not resolved"),
        (b'{"path": "a"', "not valid JSON"),
        (b'{"path": "\xff"}', "not valid JSON"),
        (b"[" * 100_000, "brackets are nested too deeply"),
        (b"3", "expected an object in braces"),
        (b'{"path": "a", "rule": "stub", "symbol": ""}', "`content` is missing"),
        (b'{"path": "a", "rule": 3, "symbol": "", "content": ""}', "`rule` must be a string"),
        (b'{"path": "a", "rule": "", "symbol": "", "content": "", "line": 3}', "unknown key `line`"),
        (b'{"path": "a", "rule": "", "symbol": "", "content": "", "count": 0}', "`count` must be"),
        (b'{"path": "a", "rule": "", "symbol": "", "content": "", "count": true}', "`count` must be"),
    ],
)
def test_a_line_that_is_no_entry(line: bytes, part: str) -> None:
    with pytest.raises(ConfigError, match=part) as caught:
        subtract([], write([finding()]) + line + b"\n", ())
    assert (caught.value.path, caught.value.line) == (PATH, 2)
    assert "--write-baseline" in caught.value.hint


FINDINGS = st.lists(
    st.builds(
        finding,
        st.sampled_from(["", "f", "g", "A.f", "B.f"]),
        st.sampled_from(["todo!()", "todo!( )", "raise X"]),
        st.sampled_from(["a.rs", "src/a.rs", "b.py"]),
        st.integers(1, 50),
        st.sampled_from(["stub", "debug-call", "allow-unused"]),
    ),
    max_size=12,
    unique_by=lambda one: (one.path, one.line),
)
PATHS = st.sets(st.sampled_from(["a.rs", "src/a.rs", "b.py"]))


@given(FINDINGS)
def test_what_was_written_is_taken_away_whole(findings: list[Finding]) -> None:
    about = [one for one in findings if one.rule == "allow-unused"]
    assert kept(findings, findings) == about


@given(FINDINGS, FINDINGS, PATHS, st.randoms(use_true_random=False))
def test_order_changes_nothing(
    findings: list[Finding], old: list[Finding], existing: set[str], random: object
) -> None:
    text = write(old)
    shuffled = list(findings)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    first, number = subtract(findings, text, existing)
    again, same = subtract(shuffled, text, existing)
    assert (set(first), number) == (set(again), same)
    lines = text.splitlines(keepends=True)
    random.shuffle(lines)  # type: ignore[attr-defined]
    assert subtract(findings, b"".join(lines), existing) == (first, number)


@given(FINDINGS, FINDINGS, PATHS, st.integers(1, 1000), st.sampled_from(["  ", "\t", "        "]))
def test_moved_and_indented_lines_change_nothing(
    findings: list[Finding], old: list[Finding], existing: set[str], by: int, indent: str
) -> None:
    moved = [
        replace(one, line=one.line + by, end_line=one.end_line + by, column=9, excerpt=indent + one.excerpt)
        for one in findings
    ]
    text = write(old)
    left, number = subtract(findings, text, existing)
    after, same = subtract(moved, text, existing)
    assert number == same
    assert [findings.index(one) for one in left] == [moved.index(one) for one in after]


@given(FINDINGS, st.sampled_from(["new.rs", "deep/er/a.rs"]))
def test_a_renamed_file_changes_nothing(old: list[Finding], name: str) -> None:
    moved = [replace(one, path=name) if one.path == "a.rs" else one for one in old if one.rule == "stub"]
    assert kept(moved, old) == []


@given(FINDINGS, FINDINGS)
def test_nothing_is_counted_twice(findings: list[Finding], old: list[Finding]) -> None:
    text = write(old)
    left, number = subtract(findings, text, ())
    assert len(left) + number == len(findings)
    assert number <= count(text)


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_text_comes_back(symbol: str, content: str) -> None:
    one = finding(symbol, content, path=content + "\udcff")
    assert subtract([one], write([one]), ()) == ((), 1)
    assert write([one]).count(b"\n") == 1


@given(st.lists(st.sampled_from([finding(), finding("g"), finding("h", path="b")]), max_size=6))
def test_it_is_json_lines(findings: list[Finding]) -> None:
    for line in write(findings).decode().splitlines():
        assert list(json.loads(line))[:4] == ["path", "rule", "symbol", "content"]
