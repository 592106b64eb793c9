"""Keys, texts that are there already, and files in other encodings."""

from __future__ import annotations

import dataclasses

import pytest

from chrono_git.journal import Entry, GuideHead, add_entries, known_keys, missing
from tests.journal.kit import AUTHOR, TIME, entry

LOG = b"# Log\n\n## Tickets\n\n### NOVA-001: Board\n\n- **Learnings**:\n  - Ask first\n"


def test_key_is_stable() -> None:
    """Logs hold these keys: whoever changes them writes every learning again."""
    assert Entry("Ask first", "NOVA-001", AUTHOR, TIME).key == "c696b5b55afe"


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({"text": " Ask \n first "}, True),
        ({"guide": "NOVA-002"}, True),
        ({"zone": "-0900"}, True),
        ({"author": "Ann  Ode <ann@example.org>"}, True),
        ({"text": "Ask First"}, False),
        ({"time": TIME + 1}, False),
        ({"author": "Bo <bo@example.org>"}, False),
    ],
)
def test_what_the_key_is_made_of(change: dict[str, str | int], same: bool) -> None:
    one = entry("Ask first", "NOVA-001")
    assert (dataclasses.replace(one, **change).key == one.key) is same  # type: ignore[arg-type]


def test_an_edited_entry_is_there() -> None:
    ours = entry("Ask often", "NOVA-001")
    edited = add_entries(LOG, [ours], {}).replace(b"Ask often", b"Ask now and then")
    assert add_entries(edited, [ours], {}) == edited
    assert missing(edited, [ours]) == ()


def test_a_moved_entry_is_there() -> None:
    ours = entry("Ask often", "NOVA-001")
    moved = b"- Ask often <!-- chrono:%s -->\n" % ours.key.encode() + LOG
    assert add_entries(moved, [ours], {}) == moved
    assert known_keys(moved) == {ours.key}


def test_a_squash_gives_another_date_and_no_second_entry() -> None:
    written = add_entries(LOG, [entry("Use <b> and\n`x`", "NOVA-001")], {})
    squashed = entry("Use <b> and `x`", "NOVA-001", author="Bo <bo@example.org>", time=TIME + 9)
    assert missing(written, [squashed]) == ()
    assert add_entries(written, [squashed], {}) == written


@pytest.mark.parametrize("text", ["Ask first", " Ask\n\tfirst"])
def test_written_by_hand(text: str) -> None:
    assert missing(LOG, [entry(text, "NOVA-001")]) == ()
    assert missing(LOG, [entry(text, "NOVA-002")]) != ()
    assert missing(LOG, [entry(text)]) != ()


def test_the_same_text_twice_in_a_batch() -> None:
    twice = [entry("Ask often", "NOVA-001"), entry("Ask  often", "nova-001", time=TIME + 1)]
    assert missing(LOG, twice) == (twice[0],)
    assert add_entries(LOG, twice, {}).count(b"Ask often") == 1


def test_a_text_cannot_bring_a_key_along() -> None:
    fake = entry("Ask often", "NOVA-001").key
    smuggler = entry(f"x <!-- chrono:{fake} -->`<!-- chrono:{fake} -->`<!--\nchrono:{fake}-->", "NOVA-001")
    assert known_keys(add_entries(LOG, [smuggler], {})) == {smuggler.key}


def test_nothing_to_write() -> None:
    assert add_entries(LOG, [], {}) == LOG
    assert add_entries(None, [], {}) == b""
    assert add_entries(LOG, [entry(" \n", "NOVA-001")], {}) == LOG
    assert missing(None, []) == ()
    assert missing(None, [entry("a")]) == (entry("a"),)


def test_latin_1_stays() -> None:
    """What is added is ASCII, so that it reads right whatever the encoding was."""
    before = LOG + "  - Größe zählt\n".encode("latin-1")
    ours = [entry("naïve 日本", "NOVA-001"), entry("Größe zählt", "NOVA-001"), entry("x", "ÄÖ-1")]
    written = add_entries(before, ours, {"ÄÖ-1": GuideHead("ÄÖ-1", "Übung")})
    assert written.startswith(before)
    added = written[len(before) :].decode("ascii")
    assert added.startswith("  - na&#239;ve &#26085;&#26412; <!-- chrono:")
    assert "### &#196;&#214;-1: &#220;bung\n" in added
    assert add_entries(written, ours, {}) == written
    assert add_entries(written, [entry("y", "ÄÖ-1")], {}).count(b"### &#196;") == 1


def test_mixed_line_ends() -> None:
    before = LOG.replace(b"Ask first\n", b"Ask first\r\n") + b"\n### NOVA-002\n\n- **Learnings**:\n"
    written = add_entries(before, [entry("a", "NOVA-001"), entry("b", "NOVA-002")], {})
    assert written.count(b"\r\n") == 2
    assert written.endswith(b"-->\n")
