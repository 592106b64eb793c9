"""Release notes through templates: the default look, what a template may do, and what stops it."""

from __future__ import annotations

import subprocess
import sys
from time import perf_counter

import pytest
from hypothesis import given, settings

from chrono_git.errors import ChronoError
from chrono_git.notes.release import Notes
from chrono_git.render import sandbox
from chrono_git.render.notes import notes_markdown
from chrono_git.render.template import default_template, render_template
from tests.render import any_notes
from tests.render.notes_sample import ALL, EVIL, NOTES

PATH = ".chrono/notes.md.jinja"


def rendered(source: str, notes: Notes = NOTES) -> str:
    return render_template(source, notes, PATH)


def refused(source: str) -> ChronoError:
    with pytest.raises(ChronoError) as caught:
        rendered(source)
    assert caught.value.hint
    assert caught.value.path == PATH
    return caught.value


@pytest.mark.parametrize("kind", ALL)
def test_default_template_is_what_is_printed_without_one(kind: str) -> None:
    assert rendered(default_template(), ALL[kind]) == notes_markdown(ALL[kind])


@given(any_notes.NOTES)
@settings(max_examples=25, deadline=None)
def test_default_template_is_equal_for_any_notes(notes: Notes) -> None:
    assert rendered(default_template(), notes) == notes_markdown(notes)


def test_default_template_can_be_read() -> None:
    lines = default_template().splitlines()
    assert max(map(len, lines)) <= 110
    assert len(lines) < 130


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{{ releases[0].name }}\n", "v0.2.0\n"),
        ("{{ schema }} {{ forge.kind }} {{ problems[0].line }}", "chrono-git/notes/1 github 7"),
        ("{% for r in releases %}{{ r.name }} {{ r.time | date }};{% endfor %}",
         "v0.2.0 2026-11-25;v0.1.1 2026-11-05;v0.1.0 2026-10-26;"),
        ("{{ releases | map(attribute='commits') | sum }}", "21"),
        ("{{ releases | map(attribute='name') | join(', ') }}", "v0.2.0, v0.1.1, v0.1.0"),
        ("{{ releases | map(attribute='name') | list | listed }}", "v0.2.0, v0.1.1 and v0.1.0"),
        ("{{ releases[0].tip | short }} {{ 'v1' | short }}", "e2ac0ea v1"),
        ("{{ releases[0].contributors[3] | name }}", "nobody"),
        ("{{ releases[0].guides[0].learnings[1] | people }}", "Bob with Ada Lovelace and 石川"),
        ("{{ '@ada <b>' | md }} {{ 'a #' | title }}", "`@ada` \\<b> a \\#"),
        ("{{ 84600 | date('+0100') }}", "1970-01-02"),
        ("{{ '<b>' | e }}", "&lt;b&gt;"),
        ("{{ none }}|{{ 1.5 }}|{{ true }}", "|1.5|True"),
        ("{{ 'a\nb\nc' | indent(2) }}", "a\n  b\n  c"),
        ("{{ 'abab' | replace('a', 'x') }}", "xbxb"),
        ("{{ 'ab'.upper() ~ 1 ~ none }}", "AB1"),
        ("{{ 7 % 4 }} {{ 3 * 4 + 1 }} {{ '-' * 5 }}", "3 13 -----"),
        ("{% macro m(x) %}<{{ x }}>{{ caller() }}{% endmacro %}{% call m(1) %}y{% endcall %}", "<1>y"),
        ("{% set n = namespace(x=0) %}{% for i in [3] %}{% set n.x = 4 + i %}{% endfor %}{{ n.x }}", "7"),
        ("{% block a %}x{% endblock +%}\r\n", "x\n"),
        ("{{ releases[0].items }}", None),
        ("\x1b[2J{{ '\x1b[2J\u202e\udcff' }}\tx\n", "\\x1b[2J\\x1b[2J\\u202e\\xff\tx\n"),
        ("", ""),
    ],
)  # fmt: skip
def test_what_a_template_can_say(source: str, said: str | None) -> None:
    if said is None:
        refused(source)
    else:
        assert rendered(source) == said


def test_what_is_printed_raw_moves_no_terminal() -> None:
    said = rendered("{{ releases[0].learnings[0].text }}", EVIL)
    assert "\x1b" not in said
    assert "\u202e" not in said
    assert "<script>" in said  # a template may write what it likes; `md` and `e` make it harmless


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        ("a\n{% for x in %}", 2, "Expected an expression"),
        ("a\n\n{{ x | center }}", 3, "No filter named 'center'"),
        ("{% if x %}", 1, "Unexpected end of template"),
        ("a\n{{ nothing }}", 2, "'nothing' is undefined"),
        ("a\n{{ releases[0].nme }}", 2, "has no attribute 'nme'"),
        ("{% macro m(x) %}\n{{ x.y }}\n{% endmacro %}\n{{ m(1) }}", 2, "no attribute 'y'"),
        ("a\n{% include 'x' %}", 2, "stands alone"),
        ("{% import 'x' as y %}", 1, "stands alone"),
        ("{% from 'x' import y %}", 1, "stands alone"),
        ("\n{% extends 'x' %}", 2, "stands alone"),
        ("{{ ''.__class__ }}", 1, "unsafe"),
        ("{{ releases.__class__.__mro__ }}", 1, "unsafe"),
        ("{{ releases.append(1) }}", 1, "unsafe"),
        ("{{ releases[0].update({}) }}", 1, "unsafe"),
        ("{{ releases[0]['__class__'] }}", 1, "unsafe"),
        ("{{ 'x'.format(1) }}", 1, "unsafe"),
        ("{{ 'x'['format'](1) }}", 1, "unsafe"),
        ("{{ ['x'] | map(attribute='format') | first }}", 1, "unsafe"),
        ("{{ ''.ljust(10) }}", 1, "unsafe"),
        ("{{ (5).to_bytes(1000000000, 'big') }}", 1, "unsafe"),
        ("{{ self.__init__ }}", 1, "unsafe"),
        ("{{ releases | attr('x') }}", 1, "No filter named 'attr'"),
        ("{{ releases }}", 1, "a list cannot be printed"),
        ("{{ releases[0] }}", 1, "an object cannot be printed"),
        ("{{ releases ~ 'x' }}", 1, "cannot be printed"),
        ("{{ [releases] | join }}", 1, "cannot be printed"),
        ("{{ 1 + 'x' }}", 1, "unsupported operand"),
        ("{{ 1 / 0 }}", 1, "division by zero"),
        ("{{ range('x') }}", 1, "cannot be interpreted"),
        ("{{ 'x' | date }}", 1, "cannot be used"),
        ("{{ 'x' | state }}", 1, "cannot be used"),
        ("{{ 'x' | name }}", 1, "cannot be used"),
        ("{{ " + "(" * 3000 + ")" * 3000 + " }}", None, "cannot be used"),
    ],
)
def test_what_is_refused_names_the_place(source: str, line: int | None, said: str) -> None:
    error = refused(source)
    assert said in str(error)
    assert error.line == line


def again(start: str, made: str) -> str:
    begin = f"{{% set n = namespace(x={start}) %}}"
    return begin + f"{{% for a in range(99) %}}{{% set n.x = {made} %}}{{% endfor %}}"


RUNAWAYS = {
    "rounds": "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
    "rounds of a list": "{% set x = range(999) | list %}{% for a in x %}{% for b in x %}{% for c in x %}"
    "{% endfor %}{% endfor %}{% endfor %}",
    "ranges": "{% for a in range(99999) %}{{ range(99999) | list | length }}{% endfor %}",
    "a huge range": "{% for a in range(99999999999) %}{% endfor %}",
    "a range beyond numbers": "{{ range(99999999999999999999999) }}",
    "recursion": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "a tree of macros": "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}"
    "{{ m(60) }}",
    "a block": "{% block a %}{{ self.a() }}{{ self.a() }}{% endblock %}",
    "plain text": "{% for a in range(99999) %}" + "x" * 1000 + "{% endfor %}",
    "captured text": "{% set y %}{% for a in range(99999) %}" + "x" * 1000 + "{% endfor %}{% endset %}",
    "printed text": "{% set x = 'x' * 100000 %}{% for a in range(99999) %}{{ x }}{% endfor %}",
    "a constant": "{% set y %}{% for a in range(99999) %}{{ '" + "x" * 1000 + "' }}{% endfor %}{% endset %}",
    "doubling": again("'xx'", "n.x ~ n.x"),
    "adding": again("'xx'", "n.x + n.x"),
    "adding lists": again("[1]", "n.x + n.x"),
    "joining": again("'xx'", "[n.x, n.x] | join"),
    "replacing": again("'xx'", "n.x | replace('x', 'xx')"),
    "capturing": "{% set n = namespace(x='xx') %}{% for a in range(99) %}"
    "{% set y %}{{ n.x }}{{ n.x }}{% endset %}{% set n.x = y %}{% endfor %}",
    "summing": again("[1]", "[n.x, n.x] | sum(start=[])"),
    "a product": "{{ 'x' * 10000000000 }}",
    "a product turned round": "{{ 10000000000 * 'x' }}",
    "a product of a list": "{{ ([1] * 10000000000) | length }}",
    "a power": "{{ 9 ** 999999999 }}",
    "squaring": again("9", "n.x * n.x"),
    "a format": "{{ '%1000000000d' % 1 }}",
    "a format method": "{{ '{:1000000000}'.format(1) }}",
    "an indent": "{{ 'a\nb' | indent(10000000000) }}",
    "a centre": "{{ 'x' | center(10000000000) }}",
    "a batch": "{{ [1] | batch(10000000000, 'x') | list }}",
}  # fmt: skip


@pytest.mark.parametrize("kind", RUNAWAYS)
def test_what_runs_away_is_stopped(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "ROUNDS", 20_000)  # takes less time than all that are let in
    begin = perf_counter()
    refused(RUNAWAYS[kind])
    assert perf_counter() - begin < 2


def test_jinja_is_loaded_for_a_template_only() -> None:
    code = (
        "import sys; from chrono_git.render import template, notes, notes_json, log; "
        "template.default_template(); sys.exit(any(name.startswith('jinja2') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_without_jinja_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "chrono_git.render.sandbox", raising=False)
    monkeypatch.delattr("chrono_git.render.sandbox", raising=False)
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(ChronoError, match="not installed") as caught:
        rendered("x")
    assert "pip install 'chrono-git[notes]'" in caught.value.hint
