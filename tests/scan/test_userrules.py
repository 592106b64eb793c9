from __future__ import annotations

import subprocess
import sys
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono_git.errors import ConfigError
from chrono_git.scan.astgrep import NAMES, RuleError, find_all, root_of
from chrono_git.scan.globs import matches, mistake
from chrono_git.scan.userrules import UserRule, applies, parse_rules, run

GOOD = b"""\
# ours
id: no-eval
language: Python
severity: error
message: "`$CALL` runs $$$ARGS; ${NOT} $_"
note: parse it instead
rule:
  any:
    - pattern: eval($$$ARGS)
    - pattern: exec($$$ARGS)
files: ["src/**/*.py"]
ignores: ["**/generated/**"]
url: https://example.org/no-eval
---
id: no-flag
language: python
severity: warning
rule: { pattern: "flag($NAME)" }
constraints:
  NAME: { regex: "^'old_" }
transform:
  SHORT: { substring: { source: $NAME, startChar: 1, endChar: -1 } }
message: the flag $SHORT is gone
---
id: later
language: python
severity: off
rule: { kind: module }
---
"""


def rules(text: bytes, path: str = ".chrono/rules/ours.yml") -> tuple[UserRule, ...]:
    return parse_rules([(path, text)])


def failure(text: bytes) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        rules(text)
    return caught.value


def test_what_is_read() -> None:
    first, second = rules(GOOD)
    assert first == UserRule(
        id="no-eval",
        language="python",
        severity="block",
        config={"rule": {"any": [{"pattern": "eval($$$ARGS)"}, {"pattern": "exec($$$ARGS)"}]}},
        message="`$CALL` runs $$$ARGS; ${NOT} $_",
        note="parse it instead",
        files=("src/**/*.py",),
        ignores=("**/generated/**",),
    )
    assert (first.path, first.line, second.line) == (".chrono/rules/ours.yml", 2, 15)
    assert (second.id, second.severity, sorted(second.config)) == (
        "no-flag",
        "warn",
        ["constraints", "rule", "transform"],
    )


@pytest.mark.parametrize("text", [b"", b"# nothing\n", b"---\n---\n", b"\xef\xbb\xbf"])
def test_a_file_without_rules(text: bytes) -> None:
    assert rules(text) == ()


SOURCE = """\
class Cart:
    def total(self):
        é = "𝒳"; x = eval(self.a, b); return flag('old_one')

flag('new')
exec()
"""


def test_what_is_found() -> None:
    found = run(rules(GOOD), "src/a.py", SOURCE)
    assert [(one.rule, one.severity, one.line, one.column, one.symbol, one.span) for one in found] == [
        ("no-eval", "block", 3, 22, "Cart.total", (2, 3)),
        ("no-flag", "warn", 3, 46, "Cart.total", (2, 3)),
        ("no-eval", "block", 6, 1, "", (6, 6)),
    ]
    assert [one.message for one in found] == [
        "`$CALL` runs self.a, b; ${NOT} $_",
        "the flag old_one is gone",
        "`$CALL` runs ; ${NOT} $_",
    ]
    assert found[0].remedy == "parse it instead"
    assert found[1].remedy == "correct it, or say why it stays: `chrono-git: allow(no-flag) <reason>`"
    assert found[0].excerpt == "é = \"𝒳\"; x = eval(self.a, b); return flag('old_one')"
    assert {one.path for one in found} == {"src/a.py"}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("src/a.py", True),
        ("src/deep/er/a.PY", False),
        ("src/deep/er/a.py", True),
        ("lib/a.py", False),
        ("src/generated/a.py", False),
        ("src/a.rs", False),
        ("py", False),
    ],
)
def test_where_a_rule_applies(path: str, found: bool) -> None:
    first = rules(GOOD)[0]
    assert applies(first, path) is found
    assert bool(run([first], path, "eval(1)")) is found


def test_a_rule_of_a_language_that_has_no_rules_of_ours() -> None:
    [found] = run(
        rules(b"id: no-important\nlanguage: css\nrule: {regex: '^!important$', kind: important}\n"),
        "a.css",
        "p {\n  color: red !important;\n}\n",
    )
    assert (found.line, found.column, found.symbol, found.span) == (2, 14, "", (2, 2))
    assert (found.severity, found.message) == ("warn", "matches the rule `no-important`")


HEAD = b"id: x\nlanguage: python\n"


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        (b"language: python\nrule: {kind: module}\n", 1, "`id` is missing"),
        (b"id: x\nrule: {kind: module}\n", 1, "`language` is missing"),
        (HEAD, 1, "`rule` is missing"),
        (b"\n\nid: stub\nlanguage: python\nrule: {kind: module}\n", 3, "taken by a rule of chrono-git's own"),
        (b"id: allow-x\nlanguage: python\nrule: {kind: module}\n", 1, "does not begin with `allow-`"),
        (b"id: 'a b'\nlanguage: python\nrule: {kind: module}\n", 1, "`id` must be a name of letters"),
        (b"id: 3\nlanguage: python\nrule: {kind: module}\n", 1, "`id` must be a name of letters"),
        (
            b"id: x\nlanguage: pyton\nrule: {kind: module}\n",
            2,
            "unknown language `pyton`; did you mean `python`?",
        ),
        (b"id: x\nlanguage: []\nrule: {kind: module}\n", 2, "`language` must be a string"),
        (HEAD + b"rule: {kind: nokind}\n", 3, "Kind `nokind` is invalid"),
        (HEAD + b"rule: {patern: x}\n", 3, "unknown field `patern`"),
        (HEAD + b"rule: {regex: '('}\n", 3, "unclosed group"),
        (HEAD + b"rule: {not: {kind: module}, matches: zz}\n", 3, "Rule `zz` is not defined"),
        (HEAD + b"rule: {}\n", 3, "one positive matcher"),
        (HEAD + b"rule: x\n", 3, "`rule` must be a table"),
        (HEAD + b"rule: {pattern: [1]}\n", 3, "ast-grep does not take the rule"),
        (HEAD + b"rule: {kind: module}\nseverity: fatal\n", 4, "one of error, warning, info, hint, off"),
        (HEAD + b"rule: {kind: module}\nmesage: x\n", 4, "unknown key `mesage`; did you mean `message`?"),
        (HEAD + b"rule: {kind: module}\nrewriters: []\n", 4, "unknown key `rewriters`"),
        (HEAD + b"rule: {kind: module}\nfiles: a.py\n", 4, "`files` must be a list of strings"),
        (HEAD + b"rule: {kind: module}\nfiles: [/a.py]\n", 4, "globs are relative to the top"),
        (HEAD + b"rule: {kind: module}\nid: y\n", 4, "`id` is there twice, first on line 1"),
        (
            HEAD + b"rule: {kind: module}\n---\n" + HEAD + b"rule: {kind: module}\n",
            5,
            "is taken by the rule at",
        ),
        (b"- id: x\n", 1, "a rule must be a table"),
        (b"id: x\nlanguage: [python\n", 3, "not valid YAML: expected ',' or ']'"),
        (b"id: x\n\tlanguage: python\n", 2, "not valid YAML"),
        (b"id: !!python/object:os.system x\n", 1, "not valid YAML"),
        (b"id: x\nmessage: caf\xe9\n", 2, "expected UTF-8 text"),
        (b"id: x\nmessage: !!timestamp 2026-99-99\n", None, "not valid YAML"),
    ],
)
def test_mistake(text: bytes, line: int | None, part: str) -> None:
    error = failure(text)
    assert part in str(error)
    assert (error.path, error.line) == (".chrono/rules/ours.yml", line)
    assert error.hint


def test_plain_words_are_those_of_ast_grep() -> None:
    [rule] = rules(
        HEAD + b"rule: {regex: no, any: [{pattern: on}, {pattern: 2026-01-01}], not: {nthChild: 2}}\n"
    )
    assert rule.config["rule"] == {
        "regex": "no",
        "any": [{"pattern": "on"}, {"pattern": "2026-01-01"}],
        "not": {"nthChild": 2},
    }


def test_every_mistake_is_told_at_once() -> None:
    first = b"id: x\nlanguage: klingon\nrule: 3\n---\nid: good\nlanguage: go\nrule: {kind: identifier}\n"
    second = HEAD + b"rule: {kind: nokind}\n"
    with pytest.raises(ConfigError) as caught:
        parse_rules([("b.yml", first), ("a.yml", second)])
    assert [line.split(": ")[0] for line in str(caught.value).splitlines()] == [
        "a.yml:3",
        "b.yml:2",
        "b.yml:3",
    ]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (b"id: x\nrule: " + b"[" * 5000, "nested too deeply"),
        (b"id: &a [*a]\n", "too large or too deep"),
        (HEAD + b"rule: &a {not: *a}\n", "too large or too deep"),
        (
            b"a: &a [x,x,x,x,x,x,x,x,x]\n"
            + b"".join(b"%c: &%c [%s]\n" % (i, i, b",".join([b"*%c" % (i - 1)] * 9)) for i in b"bcdefghij"),
            "too large or too deep",
        ),
        (b"a: &a {x: 1}\nid:\n  <<: [*a, *a]\n", "too large or too deep"),
        (HEAD + b"rule: {pattern: '" + b"(" * 50_000 + b"'}\n", "too large or too deep"),
        (HEAD + b"rule: " + b"{not: " * 100 + b"{kind: module}" + b"}" * 100, "too large or too deep"),
        (b"#" * 300_000, "larger than 256 KiB"),
    ],
)
def test_a_hostile_file_is_refused(text: bytes, part: str) -> None:
    assert part in str(failure(text))


@pytest.mark.parametrize("name", sorted(set(NAMES.values())))
def test_every_language_is_one_of_the_parser(name: str) -> None:
    assert find_all({"rule": {"regex": "."}}, root_of("", name)) == []


def test_a_panic_of_the_parser_becomes_an_error() -> None:
    with pytest.raises(RuleError, match="LanguageNotSupported"):
        root_of("", "klingon")
    with pytest.raises(RuleError, match="surrogates"):
        root_of("\ud800", "python")


def test_no_rules_cost_no_import() -> None:
    code = (
        "import sys; from chrono_git.scan.userrules import parse_rules, run; parse_rules([]); "
        "run((), 'a.py', 'x'); print(*sys.modules)"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not {"yaml", "ast_grep_py", "difflib"} & set(loaded.split())


@pytest.mark.parametrize(
    ("glob", "path", "fits"),
    [
        ("src/**", "src/a/b.py", True),
        ("src/**", "src", False),
        ("**/*.py", "a.py", True),
        ("**/*.py", "x/y/a.py", True),
        ("src/**/*.py", "src/a.py", True),
        ("src/**/*.py", "src/b/c/a.py", True),
        ("src/**/*.py", "srcx/a.py", False),
        ("*.py", "x/a.py", True),
        ("src/*.{ts,tsx}", "src/a.tsx", True),
        ("src/*.{ts,tsx}", "src/a.js", False),
        ("{a,b}/{c,d}.py", "b/c.py", True),
        ("./src/a.py", "src/a.py", True),
        ("**/test/**", "test/b", True),
        ("**/test/**", "a/test/b", True),
        ("**/test/**", "atest/b", False),
        ("a/**/b/**/c", "a/b/c", True),
        ("a/**/b/**/c", "a/x/b/y/z/c", True),
        ("a?b", "a/b", False),
        ("[ab].py", "a.py", True),
        ("a.py", "x/a.py", False),
        ("src/a{.py", "src/a{.py", True),
    ],
)
def test_globs(glob: str, path: str, fits: bool) -> None:
    assert mistake(glob) == ""
    assert matches(path, [glob]) is fits


def test_globs_with_too_many_choices() -> None:
    assert "more than 64 choices" in mistake("{a,b}" * 30)


@given(st.text("ab/*?[]{},!.\n", max_size=30), st.text("ab/.", max_size=30))
def test_any_glob_can_be_asked(glob: str, path: str) -> None:
    assert matches(path, [glob]) in (True, False)


@given(st.binary(max_size=60) | st.text("id: x\n-{}[]&*!<>|'\"#,rule\t", max_size=60).map(str.encode))
def test_any_bytes_give_rules_or_an_error(data: bytes) -> None:
    with suppress(ConfigError):
        parse_rules([("a.yml", data)])
