"""What holds for every changelog and every section: nothing lost, nothing twice, no hand edit undone."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable

from hypothesis import assume, example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from chrono_git.errors import ChronoError
from chrono_git.notes.changelog import Section, prepend

pieces = st.sampled_from(
    [
        "# Changelog",
        "## [Unreleased]",
        "## Unreleased",
        "## v1.2.0",
        "## [1.2.0] - 2026-11-01",
        "# 1.1.0 (2026-10-01)",
        "### [1.0.0](https://example.org)",
        "  ## 0.9",
        "## The big one",
        "## 2.0 The big one",
        "### Learnings",
        "### Learnings",
        "#### deeper ##",
        "1.1.0",
        "---",
        "===",
        '<a name="1.1.0"></a>',
        "- Ask first",
        "- Ask first",
        "* Measure twice",
        "  - inner",
        "  - inner, new",
        "1. third",
        "- Group",
        "-",
        "  words",
        "      far",
        "words",
        "> quote",
        "***",
        "```",
        "  ```",
        "~~~ sh",
        "<!--",
        "-->",
        "<details>",
        "</details>",
        "<pre>",
        "<!-- generated -->",
        "[a]: https://example.org",
        "title: a",
        "",
        "",
        "  ",
        "\x0c",
        "\x85 \xa0",
    ]
)
MARKS = [
    "<!-- chrono-notes: Unreleased up to c1 edited -->",
    "<!-- chrono-notes: v1.2.0 up to c1 0123456789abcdef -->",
    "  <!-- chrono-notes: v1.1.0 up to c1 edited -->",
]
ends = st.sampled_from(["\n", "\n", "\r\n", "\r"])
bodies = st.lists(pieces, max_size=8)


@st.composite
def documents(draw: st.DrawFn, *, marked: bool = False) -> bytes:
    lines = draw(st.lists(pieces | st.sampled_from(MARKS) if marked else pieces, max_size=20))
    text = "".join(line + draw(ends) for line in lines)
    bom = draw(st.sampled_from([b"", b"", b"\xef\xbb\xbf"]))
    return bom + text.encode() + draw(st.sampled_from([b"", b"end", b"## [1.0.1]"]))


@st.composite
def sections(draw: st.DrawFn, tip: str = "c2") -> Section:
    name = draw(st.sampled_from(["Unreleased", "v1.2.0", "1.1.0", "v1.0..main"]))
    text = "\n".join([f"## {name} (2026-11-25)", "", *draw(bodies)])
    newer = draw(st.sampled_from([(), ("v1.1.0",)]))
    return Section(name, tip, text, name in ("v1.2.0", "1.1.0"), newer)


def gone(tip: str) -> None:
    return None


def more(lines: list[str]) -> Callable[[str], str]:
    def told(tip: str) -> str:
        return "\n".join(["## more", "", *lines])

    return told


def in_order(part: list[bytes], whole: list[bytes]) -> bool:
    rest = iter(whole)
    return all(any(each == other for other in rest) for each in part)


def lines_of(text: bytes) -> list[bytes]:
    return re.split(rb"\r\n|\n|\r", text.removeprefix(b"\xef\xbb\xbf"))


@given(documents(), sections())
@example(b"", Section("v1.2.0", "c2", "## v1.2.0", True))
@example(b"## [Unreleased]\n- a\n## 1.1.0", Section("Unreleased", "c2", "## Unreleased\n- a\n- b", False))
@example(b"a\n\n[a]: b", Section("v1.2.0", "c2", "## v1.2.0\n\n[c]: d\n***", True))
def test_nothing_is_lost_and_nothing_comes_twice(text: bytes, section: Section) -> None:
    try:
        changed = prepend(text, section, gone)
    except ChronoError:
        return
    assert in_order([bytes([each]) for each in text], [bytes([each]) for each in changed.data])
    assert in_order(lines_of(text)[:-1], lines_of(changed.data))
    again = prepend(changed.data, section, gone)
    assert again.data == changed.data
    assert again.outcome in ("kept", "unchanged")
    assert changed.outcome == "kept" or changed.data.count(b"chrono-notes:") >= 1


@given(documents(marked=True), sections(), bodies)
def test_what_people_wrote_around_a_marker_stays(text: bytes, section: Section, new: list[str]) -> None:
    """No hash fits here, so that all of it counts as edited."""
    try:
        changed = prepend(text, section, more(new))
    except ChronoError:
        return
    kept = [line for line in lines_of(text)[:-1] if b"chrono-notes" not in line]
    if section.released and b"notes: Unreleased" in text:
        # The heading of an Unreleased section that becomes a release is ours to write.
        at = changed.line - 1
        heads = {line for n, line in enumerate(lines_of(text)) if at <= n <= at + 3}
        kept = [line for line in kept if line not in heads]
    assert in_order(kept, lines_of(changed.data))
    again = prepend(changed.data, section, more(new))
    assert again.data == changed.data


@st.composite
def edited(draw: st.DrawFn) -> tuple[bytes, list[bytes], Section, Section]:
    """A changelog with a section of ours, one line of that changed by hand, and what is written next."""
    first = draw(sections("c1"))
    around = draw(documents().filter(lambda text: not text.startswith(b"\xef")))
    with contextlib.suppress(ChronoError):
        changed = prepend(around, first, gone)
        if changed.outcome == "written":
            lines = changed.data.split(b"\n")
            at = changed.line - 1
            count = 4 + len([line for line in first.text.split("\n")[2:] if line])
            hand = draw(st.sampled_from([b"by hand", b"- by hand", b"", b"### By hand", b"- Ask first"]))
            action = draw(st.sampled_from(["replace", "insert", "delete"]))
            place = min(draw(st.integers(at + (action == "insert"), at + count)), len(lines) - 1)
            later = draw(sections("c3"))
            # Without its heading, a section belongs to the one above.
            assume(place > at or (action == "replace" and hand.startswith(b"#")))
            lines[place : place + (action != "insert")] = [] if action == "delete" else [hand]
            return changed.data, lines, first, later
    assume(False)
    raise AssertionError


@given(edited(), bodies)
def test_hand_edits_survive(case: tuple[bytes, list[bytes], Section, Section], new: list[str]) -> None:
    written, lines, first, later = case
    text = b"\n".join(lines)
    # What the section would be without the edit is ours: it may be replaced as a whole.
    assume(text != written and not _as_before(text, first))
    try:
        changed = prepend(text, later, more(new))
    except ChronoError:
        return
    mine = f"{first.name} (2026-11-25)".encode()
    kept = [line for line in lines_of(text) if b"chrono-notes" not in line and not line.endswith(mine)]
    assert in_order(kept[:-1], lines_of(changed.data))
    assert prepend(changed.data, later, more(new)).data == changed.data


def _as_before(text: bytes, section: Section) -> bool:
    """Whether a section is still taken for ours as a whole, or as gone."""
    probe = Section(section.name, "c4", f"## {section.name}\n\nsounding", section.released)
    try:
        return b"sounding" in prepend(text, probe, more([])).data
    except ChronoError:
        return False


@given(st.lists(pieces, max_size=20), sections(), bodies)
def test_crlf_stays(lines: list[str], section: Section, new: list[str]) -> None:
    assume("\x85 \xa0" not in lines)
    text = "".join(line + "\r\n" for line in lines).encode()
    with contextlib.suppress(ChronoError):
        for each in (section, Section("v1.2.0", "c3", "## v1.2.0\n- a", True)):
            text = prepend(text, each, more(new)).data
            assert not lines or not re.search(rb"\r(?!\n)|(?<!\r)\n", text)


@given(st.binary(max_size=200) | documents(marked=True), sections())
def test_nothing_else_is_raised(text: bytes, section: Section) -> None:
    with contextlib.suppress(ChronoError):
        prepend(text, section, gone)


PARSER = MarkdownIt("commonmark")
known = pieces.filter(lambda piece: piece not in ("title: a", "\x0c", "\x85 \xa0"))


@given(st.lists(known, max_size=16), st.lists(known, max_size=6))
def test_commonmark_sees_all_headings_that_were_there(lines: list[str], body: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    section = Section("v7.0.0", "c2", "\n".join(["## v7.0.0", "", *body]), True)
    try:
        changed = prepend(text.encode(), section, gone)
    except ChronoError:
        return
    assert in_order(_headings(text), _headings(changed.data.decode()))
    assert b"v7.0.0" in _headings(changed.data.decode())


def _headings(text: str) -> list[bytes]:
    tokens = PARSER.parse(text)
    return [
        tokens[n + 1].content.encode()
        for n, token in enumerate(tokens)
        if token.type == "heading_open" and not token.level
    ]
