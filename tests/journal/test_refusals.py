"""Where no place is certain: the error names the heading looked for and the marker, and the marker helps."""

from __future__ import annotations

import pytest

from chrono_git.errors import ChronoError
from chrono_git.journal import add_entries, known_keys, missing, repair
from tests.journal.kit import entry

TWO_SECTIONS = "## Tickets\n\n### NOVA-001: a\n\n- **Status**: b\n\n### NOVA-001: c\n"
TWO_LEARNINGS = "## Tickets\n\n### NOVA-001: a\n\n- **Learnings**:\n  - b\n- **Learnings**: c\n"
TWO_HEADINGS = "## Tickets\n\n### NOVA-001: a\n\n#### Learnings\n\n- b\n\n#### Lessons learned\n\n- c\n"
TWO_TICKETS = "## Tickets\n\nWords.\n\n## Tickets\n"
FENCED = "# Log\n\n```markdown\n## Tickets\n\n### NOVA-001: a\n```\n"
COMMENTED = "# Log\n\n<!--\n### NOVA-001: a\n-->\n"
OPEN_FENCE = "## Tickets\n\n### NOVA-001: a\n\n```sh\necho\n"
OPEN_COMMENT = "## Tickets\n\n<!-- to be written\n"
FENCE_IN_ITEM = (
    "## Tickets\n\n### NOVA-001: a\n\n- **Learnings**:\n  - Run this:\n    ```sh\n# badly indented\n    ```\n"
)
TWO_MARKERS = "<!-- chrono: learnings NOVA-001 -->\n\n<!--chrono:  learnings nova-001-->\n"


@pytest.mark.parametrize(
    ("text", "why", "line"),
    [
        (TWO_SECTIONS, "2 sections are called so (lines 3, 7)", 7),
        (TWO_LEARNINGS, "its section has 2 places for learnings (lines 5, 7)", 7),
        (TWO_HEADINGS, "its section has 2 places for learnings (lines 5, 9)", 9),
        (TWO_TICKETS, "2 headings are called Tickets (lines 1, 5)", 5),
        (FENCED, "stands in a code fence or comment only", 4),
        (COMMENTED, "stands in a code fence or comment only", 4),
        (OPEN_FENCE, "a code fence or comment that does not end", 6),
        (OPEN_COMMENT, "a code fence or comment that does not end", 3),
        (FENCE_IN_ITEM, "a code fence or comment that does not end", 7),
        (TWO_MARKERS, "2 markers say where (lines 1, 3)", 3),
    ],
)
def test_uncertain(text: str, why: str, line: int) -> None:
    with pytest.raises(ChronoError) as raised:
        add_entries(text.encode(), [entry("Ask first", "NOVA-001")], {}, "docs/LOG.md")
    error = raised.value
    assert why in error.message
    assert "`### NOVA-001: …` under `## Tickets`" in error.message
    assert "`<!-- chrono: learnings NOVA-001 -->`" in error.hint
    assert (error.path, error.line) == ("docs/LOG.md", line)


@pytest.mark.parametrize(
    "text",
    [TWO_SECTIONS, TWO_LEARNINGS, TWO_HEADINGS, TWO_TICKETS, FENCED, COMMENTED, OPEN_FENCE, FENCE_IN_ITEM],
)
def test_the_marker_settles_it(text: str) -> None:
    marked = b"<!-- chrono: learnings NOVA-001 -->\n\n" + text.encode()
    ours = entry("Ask first", "NOVA-001")
    written = add_entries(marked, [ours], {})
    assert written.startswith(b"<!-- chrono: learnings NOVA-001 -->\n- Ask first <!-- chrono:")
    assert written.endswith(b"\n" + text.encode())
    later = entry("Ask twice", "NOVA-001")
    assert add_entries(written, [later], {}).split(b"\n")[2].startswith(b"- Ask twice")


def test_nothing_is_refused_where_nothing_is_to_be_written() -> None:
    assert add_entries(TWO_LEARNINGS.encode(), [entry("b", "NOVA-001"), entry("c", "NOVA-001")], {})
    assert missing(TWO_LEARNINGS.encode(), [entry("b", "NOVA-001"), entry("d", "NOVA-001")])[0].text == "d"


@pytest.mark.parametrize("data", ["## Tickets\n".encode("utf-16"), "x".encode("utf-16-le"), b"a\0b"])
def test_other_encodings(data: bytes) -> None:
    ours = entry("Ask first", "NOVA-001")
    for call in (lambda: add_entries(data, [ours], {}), lambda: missing(data, [ours]), lambda: repair(data)):
        with pytest.raises(ChronoError, match="UTF-16") as raised:
            call()
        assert "## Tickets" in raised.value.message
        assert "chrono: learnings" in raised.value.hint
    with pytest.raises(ChronoError):
        known_keys(data)


def test_unfinished_merge() -> None:
    text = b"# Log\n<<<<<<< ours\n- a\n=======\n- b\n>>>>>>> theirs\n"
    with pytest.raises(ChronoError, match="unfinished merge") as raised:
        add_entries(text, [entry("a")], {})
    assert raised.value.line == 2
    with pytest.raises(ChronoError, match="unfinished merge"):
        repair(text)
    shown = b"# Log\n\n```\n<<<<<<< ours\n>>>>>>> theirs\n```\n"
    assert add_entries(shown, [entry("a")], {}).startswith(shown)


@pytest.mark.parametrize(
    "below", ["  ### NOVA-002\n", "\n      code\n", "\t- tabbed\n"], ids=["heading", "code", "list"]
)
def test_nothing_below_becomes_part_of_the_list(below: str) -> None:
    """An indented line behind a new list would belong to its last item."""
    text = "# Log\n\n<!-- chrono: learnings -->\n" + below
    with pytest.raises(ChronoError, match="would become part") as raised:
        add_entries(text.encode(), [entry("a")], {})
    assert raised.value.line == 4 + below.startswith("\n")
