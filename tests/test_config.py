from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chrono_git.config import Config, parse_config, set_value
from chrono_git.errors import ConfigError

GOOD = b"""\
# what is ours
schema = "chrono-git/config/1"
[guides]
include = ["docs/**/*.md", "TODO.md"]   # globs
exclude = []
active = "CHRONO-003"
[dialects]
"docs/b/*.md" = "kiro"
"docs/a/*.md" = "plain"
[report]
fail_under = 80
[items."CHRONO-003/2"]
path = ["src/a.py", "src/b.py"]
test = "tests/test_a.py"
verb = "create"
skip = "done elsewhere"
[limits]
file_bytes = 1024
[check]
exclude = ["src/legacy/**", "*.gen.go"]
policy = "claimed"
[hooks]
fold = false
tick = false
learnings = false
suggest_guide = true
[log]
path = "docs/LOG.md"
[push]
policy = "claimed"
seconds = 2.5
[push.branches]
main = "all"
"wip/*" = "off"
"""

BAD = b"""\
[guids]
include = "docs/*.md"
[guides]
include = [
  "a",
  3,
]
activ = "X"
[report]
fail_under = true
[items."CHRONO-003/2"]
pth = "x"
verb = "crate"
symbol = []
[items]
foo = 3
[dialects]
"docs/**" = "kirro"
[limits]
file_bytes = -1
[check]
exclude = "src"
policy = "claim"
excludes = []
[hooks]
fold = "no"
[log]
path = "../LOG.md"
[push]
policy = "some"
seconds = 0
"""

# line, a part of what is said of it
MISTAKES = [
    (1, "unknown key `guids`; did you mean `guides`?"),
    (4, "`guides.include` must be a list of strings, not a list with the number 3"),
    (8, "unknown key `guides.activ`; did you mean `active`?"),
    (10, "`report.fail_under` must be a number from 0 to 100, not true"),
    (12, '`items."CHRONO-003/2".pth`; did you mean `path`?'),
    (13, '`items."CHRONO-003/2".verb` must be one of configure, create,'),
    (14, '`items."CHRONO-003/2".symbol` must be a string or a list of strings, not a list'),
    (16, "`items.foo` must be a table, not the number 3"),
    (18, '`dialects."docs/**"` must be one of chrono, spec-kit, openspec, kiro, plain, not the string'),
    (20, "`limits.file_bytes` must be a whole number of bytes above 0, not the number -1"),
    (22, "`check.exclude` must be a list of strings, not the string 'src'"),
    (23, "`check.policy` must be one of always, claimed, not the string 'claim'"),
    (24, "unknown key `check.excludes`; did you mean `exclude`?"),
    (26, "`hooks.fold` must be true or false, not the string 'no'"),
    (28, "`log.path` must be the path of a file in the repository, relative to its top, not the string"),
    (30, "`push.policy` must be one of new, claimed, all, off, not the string 'some'"),
    (31, "`push.seconds` must be a number of seconds from 1 to 3600, not the number 0"),
]


def failure(text: bytes) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        parse_config(text)
    return caught.value


def test_every_key() -> None:
    assert parse_config(GOOD) == Config(
        include=("docs/**/*.md", "TODO.md"),
        exclude=(),
        active="CHRONO-003",
        dialects=(("docs/b/*.md", "kiro"), ("docs/a/*.md", "plain")),
        fail_under=80,
        items={
            "CHRONO-003/2": (
                ("path", "src/a.py,src/b.py"),
                ("test", "tests/test_a.py"),
                ("verb", "create"),
                ("skip", "done elsewhere"),
            )
        },
        file_bytes=1024,
        check_exclude=("src/legacy/**", "*.gen.go"),
        check_policy="claimed",
        fold=False,
        tick=False,
        learnings=False,
        suggest_guide=True,
        log="docs/LOG.md",
        push_policy="claimed",
        push_branches=(("main", "all"), ("wip/*", "off")),
        push_seconds=2.5,
    )


@pytest.mark.parametrize(
    "path",
    ["", " ", "/LOG.md", "../LOG.md", "docs/../LOG.md", "LOG\n.md", "LOG.md\t", "a\0b", "\x7f", "\x85.md",
     ".git/config", ".git", "docs/.GIT/hooks/post-commit", ".Git/x"],
)  # fmt: skip
def test_paths_of_the_log_that_are_none(path: str) -> None:
    # But for DEL, JSON's strings are TOML's.
    quoted = json.dumps(path).replace("\x7f", r"\u007f")
    told = failure(f"[log]\npath = {quoted}\n".encode())
    assert (told.line, "must be the path of a file in the repository" in told.message) == (2, True)


@pytest.mark.parametrize("path", ["docs/ä b.md", ".github/LOG.md", "a.git/LOG", ".gitlog", "..."])
def test_paths_of_the_log(path: str) -> None:
    assert parse_config(f'[log]\npath = "{path}"\n'.encode()) == Config(log=path)


@pytest.mark.parametrize("text", [b"", b"\n \n", b"# only a comment\n", b"\xef\xbb\xbf# with a BOM\r\n"])
def test_nothing_said_means_the_defaults(text: bytes) -> None:
    assert parse_config(text) == Config()


def test_every_mistake_is_told_at_once_with_its_line() -> None:
    told = str(failure(BAD)).splitlines()
    assert [line.split(": ")[0] for line in told] == [f".chrono/config.toml:{line}" for line, _ in MISTAKES]
    for line, (_, part) in zip(told, MISTAKES, strict=True):
        assert part in line


@pytest.mark.parametrize(
    ("text", "line", "part"),
    [
        (b"[guides]\nactive = \n", 2, "not valid TOML: Invalid value"),
        (b"[guides\n", 1, "not valid TOML"),
        (b'a = """\n\n', 3, "Unterminated"),
        (b"[guides]\n[guides]\n", 2, "not valid TOML"),
        (b'[guides]\n# caf\xe9\nactive = "X"\n', 2, "expected UTF-8 text"),
        (b"\n[[guides]]\nactive = 'X'\n", 2, "`guides` must be a table, not a list"),
        (b"guides = 2026-01-01\n", 1, "`guides` must be a table, not a date or time"),
        (b"[report]\nfail_under = nan\n", 2, "a number from 0 to 100"),
        (b"guides = {active = ''}\n", 1, "a string with something in it"),
        (b'schema = "chrono-git/config/2"\n', 1, '`schema` must be "chrono-git/config/1"'),
        (b"[guides]\r\n\r\nzzz = 1\r\n", 3, "known here: include, exclude, active"),
        (b'guides.include = [\n "a",\n]\nguides.zzz = """\n[x]\n"""\n[report]\nx = 1\n', 4, "`guides.zzz`"),
    ],
)
def test_mistake(text: bytes, line: int, part: str) -> None:
    error = failure(text)
    assert (error.path, error.line) == (".chrono/config.toml", line)
    assert part in str(error)
    assert error.hint


def test_no_configuration_costs_no_import() -> None:
    code = "import sys; from chrono_git.config import parse_config; parse_config(b''); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not {"tomllib", "tomlkit", "difflib", "click"} & set(loaded.split())


@pytest.mark.parametrize(
    ("before", "key", "value", "after"),
    [
        ("", ("guides", "active"), "X", '[guides]\nactive = "X"\n'),
        (
            "# a\n[guides] # b\nactive = 'Y' # c\n\n# d\n",
            ("guides", "active"),
            "X",
            '# a\n[guides] # b\nactive = "X" # c\n\n# d\n',
        ),
        (
            "[report]\r\nfail_under = 1\r\n",
            ("guides", "include"),
            ["a"],
            '[report]\r\nfail_under = 1\r\n\r\n[guides]\r\ninclude = ["a"]\r\n',
        ),
        (
            "guides.active = 'Y'\n",
            ("guides", "include"),
            ["a"],
            "guides.active = 'Y'\nguides.include = [\"a\"]\n",
        ),
    ],
)
def test_set_value(before: str, key: tuple[str, ...], value: Any, after: str) -> None:
    assert set_value(before, key, value) == after


@pytest.mark.parametrize("text", ["guides = 3\n", "[[guides]]\nactive = 'x'\n", "guides = [\n"])
def test_what_cannot_be_edited_is_said(text: str) -> None:
    with pytest.raises(ConfigError):
        set_value(text, ("guides", "active"), "X")


COMMENTS = st.from_regex(r"# [a-z =\[\]\"é]{0,12}", fullmatch=True)
STATEMENTS = st.sampled_from(
    [
        "[guides]\ninclude = [\n  'a', # first\n]\nactive = 'A'",
        "[dialects]\n'docs/*.md' = \"kiro\"",
        "[report]\nfail_under =  80",
        "[items.'A/1']\npath = 'x'\nskip = '''\n[no header]\n'''",
        "[items.'A/2']\n  verb = 'create'",
        "[limits]\nfile_bytes = 1_000",
    ]
)
EDITS = st.sampled_from(
    [
        (("guides", "active"), "CHRONO-003"),
        (("guides", "include"), ["docs/*.md", "é"]),
        (("report", "fail_under"), 12.5),
        (("items", "A/1", "path"), "y"),
        (("items", "B/9", "skip"), "no"),
        (("limits", "file_bytes"), 5),
    ]
)


@given(
    st.lists(st.tuples(COMMENTS, STATEMENTS), max_size=6, unique_by=lambda one: one[1]), EDITS, st.booleans()
)
def test_an_edit_changes_one_value_and_loses_no_comment(
    parts: list[tuple[str, str]], edit: tuple[tuple[str, ...], Any], crlf: bool
) -> None:
    text = "".join(f"{comment}\n{statement}\n\n" for comment, statement in parts)
    text = text.replace("\n", "\r\n") if crlf else text
    key, value = edit
    after = set_value(text, key, value)
    expected, read = tomllib.loads(text), tomllib.loads(after)
    table = expected
    for part in key[:-1]:
        table = table.setdefault(part, {})
    table[key[-1]] = value
    assert read == expected
    assert [line for line in after.splitlines() if line.startswith("#")] == [comment for comment, _ in parts]
    assert "\n" not in after.replace("\r\n", "") or "\r\n" not in text
    assert set_value(after, key, value) == after


@pytest.mark.parametrize("value", ["inf", "-inf", "nan", "1e300", "0.999", "3600.1", "-5", "true"])
def test_seconds_that_no_timer_takes(value: str) -> None:
    with pytest.raises(ConfigError, match=r"seconds from 1 to 3600"):
        parse_config(f"[push]\nseconds = {value}\n".encode())
    assert parse_config(b"[push]\nseconds = 3600\n").push_seconds == 3600
