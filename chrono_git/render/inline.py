"""Somebody's words → pieces of one line of Markdown for release notes, which are published.

Beyond what `markdown.one_line` makes harmless, nobody is notified (`@ada` stands in a code span,
no e-mail address of a person is shown), and no code span or link is left open that would take in
what is written behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from chrono_git import markdown

# A link is whole where its address has no blanks, quotes or more than one pair of brackets: any
# other might go on in what is written behind it.
_ADDRESS = r"\((?:[^\s()<>\\]|\([^\s()<>\\]*\))*\)"
_OPEN_LINK = re.compile(rf"(?<!\\)((?:\\\\)*)\](?=\()(?!{_ADDRESS})")
_OPEN_TICK = re.compile(r"(?<!\\)((?:\\\\)*)`")
# What a forge takes for a mention: not inside a word (an address), nor where a link leads.
# The lookbehind tries a run of backslashes only once.
_MENTION = re.compile(
    rf"(?<!\\)\](?!\(@){_ADDRESS}|\bhttps?://[A-Za-z0-9][^\s<>]*"
    r"|(?<![\w\\])(\\*)(@[A-Za-z0-9](?:[\w/@-]|\.(?=\w))*)",
    re.ASCII,
)
_MARKUP = re.compile(r"[\\`*_\[~]|<(?!!)|&(?=[#\w]{1,40};)")
_NUMBER_BEFORE = re.compile(r"\A\d+\+")
_NOT_IN_URL = re.compile(r"[^A-Za-z0-9\-._~:/?#@!$&'*+,;=%\[\]]")
NO_TEXT = "(no text)"


def inline(text: str) -> str:
    """Returns Markdown source as one line that can stand before and after text of ours."""
    flat = markdown.one_line(text)
    if "@" not in flat and "`" not in flat and "](" not in flat:
        return flat
    line = ""
    for piece, code in markdown.pieces(flat):
        for part in [piece] if code else _outside(piece):
            # Two code spans side by side would be read as one.
            line += " " + part if line.endswith("`") and part.startswith("`") else part
    return line


def title(text: str) -> str:
    """Returns Markdown source as one line that can be all of a heading, or its end."""
    return markdown.title_line(inline(text))


def bold(text: str) -> str:
    """Returns Markdown source as one bold line; nothing where there is no text."""
    flat = inline(text)
    return f"**{flat}**" if flat and not _is_escaping(flat) else flat


def code(text: str) -> str:
    """Returns text, such as a path, as a code span that says just this."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    space = " " if text.startswith("`") or text.endswith("`") else ""
    return markdown.one_line(f"{fence}{space}{text}{space}{fence}") if text.strip() else ""


def link(label: str, url: str | None) -> str:
    """Returns a link with this Markdown as its text; only the text where there is no page."""
    return f"[{label}]({_NOT_IN_URL.sub(_percent, url)})" if url else label


def name(called: str, email: str = "") -> str:
    """Returns what to call a person, as text: of addresses only what stands before the @."""
    shown = " ".join(_without_address(word) for word in called.split())
    if not any(letter.isalnum() for letter in shown):
        # 1234+ada@users.noreply.github.com: what GitHub gives to people who keep theirs to themselves.
        shown = _NUMBER_BEFORE.sub("", _without_address(email)).replace("@", "").strip() or "somebody"
    return markdown.one_line(_MARKUP.sub(r"\\\g<0>", shown))


def item(kind: str, number: str, text: str) -> str:
    """Returns what is to be done: steps are bold and have their number, which ends the item's id."""
    if kind != "step":
        return inline(text) or NO_TEXT
    number = number.rpartition("/")[2]
    return bold(f"Step {number}: {text}" if number[:1].isdigit() else text) or NO_TEXT


def _outside(piece: str) -> Iterator[str]:
    closed = _OPEN_LINK.sub(r"\1\\]", _OPEN_TICK.sub(r"\1\\`", piece))
    at = 0
    for found in _MENTION.finditer(closed):
        if found[2]:
            slashes = found[1]
            yield closed[at : found.start()] + slashes[len(slashes) % 2 :]
            yield f"`{found[2]}`"
            at = found.end()
    yield closed[at:]


def _is_escaping(text: str) -> bool:
    return (len(text) - len(text.rstrip("\\"))) % 2 == 1


def _without_address(word: str) -> str:
    before, at, after = word.partition("@")
    if not at or not after:
        return word
    if any(letter.isalnum() for letter in before):
        return before
    return word.replace("@", "")


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace"))
