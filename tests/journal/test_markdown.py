"""markdown-it, which reads as CommonMark says, sees what we see and what we meant."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from chrono_git.journal import add_entries
from chrono_git.journal.document import read
from tests.journal.kit import entry
from tests.journal.test_properties import pieces, texts

PARSER = MarkdownIt("commonmark")
LOG = b"## Tickets\n\n### NOVA-001\n\n- **Learnings**:\n  - Ask first\n- **Time**: long\n"


@given(texts)
@example("a\n\n- b")
@example("`a <!-- b` <i>")
@example("[a]: b")
@example("\\`<b>`")
@example("&lt;b> &#60;!--")
def test_a_text_stays_in_its_item(text: str) -> None:
    """The list has one item more, with one paragraph, and no HTML in it but the key."""
    ours = entry(text, "NOVA-001")
    written = add_entries(LOG, [ours], {})
    if written == LOG:
        return
    tokens = PARSER.parse(written.decode())
    plain = PARSER.parse(LOG.decode())
    opened = next(
        n for n, token in enumerate(tokens) if token.map == [6, 7] and token.type == "list_item_open"
    )
    kinds = [token.type for token in tokens]
    item = ["list_item_open", "paragraph_open", "inline", "paragraph_close", "list_item_close"]
    assert kinds[opened : opened + 5] == item
    assert kinds[:opened] + kinds[opened + 5 :] == [token.type for token in plain]
    html = [token.content for token in tokens[opened + 2].children or () if token.type == "html_inline"]
    assert html == [f"<!-- chrono:{ours.key} -->"]


known = pieces.filter(lambda piece: piece not in ("title: a", "\x0c", "\x85 \xa0", "| a |"))


@given(st.lists(known, max_size=14))
@example(["- a", "b", "---", "c", "==="])
@example(["> a", "  b", "==="])
def test_headings_and_items_stand_where_commonmark_says(lines: list[str]) -> None:
    text = "\n".join(lines) + "\n"
    tokens = PARSER.parse(text)
    theirs = {
        (token.map[0], token.type, token.tag if token.type == "heading_open" else "")
        for token in tokens
        if token.map
        and (token.type == "list_item_open" or (token.type == "heading_open" and not token.level))
    }
    document = read(text.encode(), "LOG.md")
    ours = {(n, "list_item_open", "") for n, line in enumerate(document.lines) if line.kind == "item"}
    ours |= {(each.at, "heading_open", f"h{each.level}") for each in document.sections}
    assert ours == theirs
