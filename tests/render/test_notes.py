"""Release notes as Markdown and as JSON, read back by a Markdown parser and by the schema."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from time import perf_counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from markdown_it import MarkdownIt
from markdown_it.token import Token

from chrono_git.notes.forge import Forge
from chrono_git.notes.release import GuideNotes, Notes, Release, Taught
from chrono_git.render import inline, noted
from chrono_git.render.notes import notes_markdown, release_markdown
from chrono_git.render.notes_json import notes_json
from tests.render import any_notes
from tests.render.notes_sample import ALL, EVIL, FORGE, NOTES, QUIET, SECOND
from tests.render.test_document import objects

SCHEMA = json.loads(files("chrono_git").joinpath("schemas/notes-1.json").read_text())
VALIDATOR = Draft202012Validator(SCHEMA)
PARSER = MarkdownIt("commonmark").enable("strikethrough")
OURS = {"heading", "paragraph", "bullet_list", "list_item", "inline"}
UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def parsed(text: str) -> list[Token]:
    return PARSER.parse(text)


def inner(tokens: list[Token]) -> list[Token]:
    return [child for one in tokens for child in one.children or ()]


def kind(token: Token) -> str:
    return token.type.removesuffix("_open").removesuffix("_close")


def items(release: Release) -> int:
    guides = sum(len(one.finished) + len(one.regressed) + len(one.learnings) for one in release.guides)
    return guides + len(release.learnings) + len(release.withdrawn)


def headings(release: Release) -> int:
    parts = (release.learnings, release.withdrawn, release.contributors)
    inside = [
        part for guide in release.guides for part in (*_phases(guide), guide.regressed, guide.learnings)
    ]
    return 1 + len(release.guides) + sum(map(bool, [*parts, *inside]))


def _phases(guide: GuideNotes) -> list[str]:
    found = noted.by_phase(guide.finished, [one.phase for one in guide.finished])
    return [phase.strip() for phase, _ in found]


def taught_of(release: Release) -> list[Taught]:
    of_guides = [one for guide in release.guides for one in guide.learnings]
    return [*of_guides, *release.learnings, *release.withdrawn]


def plain(text: str) -> str:
    """What a reader sees of one line of Markdown."""
    return "".join(child.content for child in inner(parsed(text)))


@given(any_notes.NOTES)
@settings(max_examples=40, deadline=None)
def test_nothing_breaks_out_of_its_place(notes: Notes) -> None:
    text = notes_markdown(notes)
    assert not UNSAFE.search(text)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    tokens = parsed(text)
    assert {kind(one) for one in tokens} <= OURS
    shown = [one.type for one in tokens]
    assert shown.count("list_item_open") == sum(map(items, notes.releases))
    assert shown.count("heading_open") == sum(map(headings, notes.releases))
    inside = inner(tokens)
    assert not [one for one in inside if "html" in one.type]
    if notes.forge:
        forge = notes.forge
        found = [one.attrs["href"] for one in inside if one.type == "link_open"]
        wanted = [one.commit for release in notes.releases for one in taught_of(release)]
        for one in set(wanted):  # no text took in the link that is written behind it
            assert found.count(forge.commit(one)) >= wanted.count(one)


@given(any_notes.TEXT)
def test_no_name_is_markup_or_a_mention(text: str) -> None:
    shown = inline.name(text, text)
    assert "@" not in re.sub(r"@(?=\s|$)", "", shown)
    assert {one.type for one in inner(parsed(f"by {shown} (1)"))} <= {"text", "html_entity", "text_special"}


@given(any_notes.TEXT, any_notes.TEXT)
def test_a_line_of_markdown_ends_where_it_ends(text: str, behind: str) -> None:
    line = f"- {inline.inline(text)} ({inline.link('1234567', 'https://x.example/c')}, {inline.name(behind)})"
    hrefs = [one.attrs["href"] for one in inner(parsed(line)) if one.type == "link_open"]
    assert "https://x.example/c" in hrefs
    texts = [one.content for one in inner(parsed(line)) if one.type == "text"]
    assert not any(re.search(r"(?:^|[\s(*])@ada", re.sub(r"https?://\S+", "", one)) for one in texts)


@given(any_notes.TEXT)
def test_code_says_just_this(path: str) -> None:
    shown = inline.code(path)
    tokens = inner(parsed(f"a {shown} b"))
    if path.strip():
        assert [one.type for one in tokens] == ["text", "code_inline", "text"]
    else:
        assert shown == ""


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("see #12 and GH-3", "see #12 and GH-3"),
        ("@types/node is old", "`@types/node` is old"),
        ("ask (@ada), or \\@bob.", "ask (`@ada`), or `@bob`."),
        ("`a`@ada`b`", "`a` `@ada` `b`"),
        ("`@ada` is code already", "`@ada` is code already"),
        ("ada@example.org, pkg@1.2", "ada@example.org, pkg@1.2"),
        ("https://medium.example/@ada/1", "https://medium.example/@ada/1"),
        ("[her](https://x.example/@ada)", "[her](https://x.example/@ada)"),
        ("an open ` tick", "an open \\` tick"),
        ("[a](b (c) d", "[a\\](b (c) d"),
        ("](u)@ada", "](u)`@ada`"),
        ("@ada@forge.example says", "`@ada@forge.example` says"),
        ("<https://x.example>@ada", "<https://x.example>`@ada`"),
        ("https://x.example/a,@ada @bob", "https://x.example/a,@ada `@bob`"),
        ("[a](https://x.example/b_(c))", "[a](https://x.example/b_(c))"),
        ("<b>bold</b>", "\\<b>bold\\</b>"),
        ("# no\nheading", "\\# no heading"),
        ("\x1b[31m", "\\x1b[31m"),
    ],
)
def test_inline(text: str, shown: str) -> None:
    assert inline.inline(text) == shown
    assert inline.inline(inline.inline(text)) == shown


@pytest.mark.parametrize(
    ("name", "email", "shown"),
    [
        ("Ada Lovelace", "ada@x.example", "Ada Lovelace"),
        ("", "ada@x.example", "ada"),
        ("", "1234+ada@users.noreply.github.com", "ada"),
        ("", "a+b@x.example", "a+b"),
        ("ada@x.example", "ada@x.example", "ada"),
        ("Ada (ada@x.example)", "", "Ada (ada"),
        ("@ada", "", "ada"),
        ("Ada @ Home", "", "Ada @ Home"),
        ("_x_", "", "\\_x\\_"),
        ("[a](b)", "", "\\[a](b)"),
        ("dependabot[bot]", "", "dependabot\\[bot]"),
        ("<b>&amp;", "", "\\<b>\\&amp;"),
        ("AT&T", "", "AT&T"),
        ("- x", "", "\\- x"),
        ("1. x", "", "1\\. x"),
        ("", "", "somebody"),
        ("@", "@", "somebody"),
        ("a\x1b[2J\nb", "", "a\\x1b\\[2J b"),
        ("石川", "", "石川"),
    ],
)
def test_name(name: str, email: str, shown: str) -> None:
    assert inline.name(name, email) == shown


@pytest.mark.parametrize(
    ("kind", "number", "text", "shown"),
    [
        ("task", "G/1.1", "Do *it*", "Do *it*"),
        ("step", "G/2", "Do it", "**Step 2: Do it**"),
        ("step", "G/setup.2", "Do it", "**Do it**"),
        ("step", "G/x", "", "(no text)"),
        ("prerequisite", "G/p", " ", "(no text)"),
        ("step", "G/x", "ends \\", "ends \\"),
    ],
)
def test_item(kind: str, number: str, text: str, shown: str) -> None:
    assert inline.item(kind, number, text) == shown


@pytest.mark.parametrize(
    ("author", "name", "email"),
    [
        ("Ada <a@x>", "Ada", "a@x"),
        ("<a@x>", "", "a@x"),
        ("Ada", "Ada", ""),
        ("A <b> C <a@x>", "A <b> C", "a@x"),
        ("", "", ""),
    ],
)
def test_person(author: str, name: str, email: str) -> None:
    assert noted.person(author) == {"name": name, "email": email}


@pytest.mark.parametrize(
    ("time", "zone", "day"),
    [
        (0, "+0000", "1970-01-01"),
        (-1, "+0000", "1969-12-31"),
        (84_600, "+0100", "1970-01-02"),
        (0, "-0100", "1969-12-31"),
        (0, "nonsense", "1970-01-01"),
        (10**18, "+0000", ""),
        (-(10**30), "+0000", ""),
    ],
)
def test_day(time: int, zone: str, day: str) -> None:
    assert noted.day(time, zone) == day


@pytest.mark.parametrize(
    ("kind", "subject", "number"),
    [
        ("github", "feat: x (#12)", 12),
        ("github", "x (#12) y", None),
        ("bitbucket", "x (pull request #7)", 7),
        ("gitlab", "x (!3)", 3),
        ("gitlab", "x (#3)", None),
        ("sourcehut", "x (#3)", None),
        ("gitea", "x (#99999999999)", None),
        ("gitea", "(" * 100_000, None),
    ],
)
def test_request_of_a_subject(kind: Any, subject: str, number: int | None) -> None:
    assert noted.pull_of(subject, Forge(kind, "https://x.example")) == number
    assert noted.pull_of(subject, None) is None


def test_phases_are_told_apart_by_as_little_as_can_be() -> None:
    phases = [("A", "Tests"), ("B", "Tests"), ("A", "Code"), (), ("A", "Tests")]
    assert noted.by_phase("abcde", phases) == [
        ("", ["d"]),
        ("A › Tests", ["a", "e"]),
        ("B › Tests", ["b"]),
        ("Code", ["c"]),
    ]


def test_a_section_is_the_one_that_stands_in_the_notes() -> None:
    text = notes_markdown(NOTES)
    sections = [release_markdown(one, FORGE) for one in NOTES.releases]
    assert text == "\n".join(sections)
    for section, release in zip(sections, NOTES.releases, strict=True):
        assert section.startswith(f"## {release.name} (20")
        assert section == release_markdown(release, FORGE)
    deeper = release_markdown(SECOND, FORGE, level=3)
    assert re.sub("^#", "", deeper, flags=re.MULTILINE) == sections[0]
    assert max(len(found[0]) for found in re.finditer("^#+", release_markdown(SECOND, None, 6), re.M)) == 6


def test_a_release_with_nothing_to_tell_says_so() -> None:
    assert "Nothing was finished, and no learning was written down; 1 commit by 1 person" in release_markdown(
        QUIET, None
    )
    assert notes_markdown(Notes(())) == "There is no release, and no commit to tell of.\n"


def test_no_address_is_shown() -> None:
    assert "@" not in notes_markdown(NOTES).replace("`@types/node`", "")


def test_json_says_what_the_model_says() -> None:
    for notes in ALL.values():
        said = notes_json(notes)
        document = json.loads(said)
        VALIDATOR.validate(document)
        assert not UNSAFE.search(said)
        assert [one["commits"] for one in document["releases"]] == [one.commits for one in notes.releases]
    document = json.loads(notes_json(NOTES))
    first = document["releases"][0]
    assert first["totals"] == {"done": 6, "regressed": 1, "learnings": 5, "withdrawn": 1, "people": 4}
    assert first["contributors"][1] == {
        "name": "Bob", "email": "bob@example.org", "commits": 4, "co_authored": 3,
    }  # fmt: skip
    learnt = first["guides"][0]["learnings"][0]
    assert learnt["co_authors"] == [{"name": "Bob", "email": "bob@example.org"}]
    assert (learnt["pull"], learnt["pull_url"]) == (12, "https://github.com/acme/prices/pull/12")
    assert learnt["commit_url"] == f"https://github.com/acme/prices/commit/{learnt['commit']}"
    assert json.loads(notes_json(EVIL))["releases"][0]["date"] is None


@given(any_notes.NOTES)
@settings(max_examples=25, deadline=None)
def test_any_notes_are_a_valid_document(notes: Notes) -> None:
    said = notes_json(notes)
    said.encode()
    assert not UNSAFE.search(said)
    VALIDATOR.validate(json.loads(said))


def test_schema_allows_nothing_that_it_does_not_describe() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    for one in objects(SCHEMA):
        assert one["additionalProperties"] is False
        assert sorted(one["required"]) == sorted(one["properties"])


LONG = 60_000
BOMBS = (
    "`", "``a", "@", "@a", "\\", "\\@", "](", "](a", "[", "](a(", "<", "<a", "&", "&a", "~~a ", "*a", "#",
    "( ", "a@a", "/@a", "://@a", "http://a", "1", "\\`",
)  # fmt: skip


@pytest.mark.parametrize("bomb", BOMBS)
def test_no_text_takes_long(bomb: str) -> None:
    text = bomb * (LONG // len(bomb))
    begin = perf_counter()
    inline.inline(text)
    inline.title(text)
    inline.bold(text)
    inline.code(text)
    inline.name(text, text)
    noted.person(text)
    assert perf_counter() - begin < 2


@given(st.lists(st.sampled_from("abc"), max_size=4))
def test_listed(words: list[str]) -> None:
    said = noted.listed(words)
    assert re.split(", | and ", said) == words or (not words and said == "")
    assert (" and " in said) == (len(words) > 1)
