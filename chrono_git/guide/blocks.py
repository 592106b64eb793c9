"""Block rules for markdown-it: CommonMark, except where it would hide a checkbox from its author.

People indent sub-tasks too far, forget to close a fence and put lists right after HTML.
CommonMark then sees code or markup; everybody else sees a checkbox.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, heading, html_block
from markdown_it.rules_block.html_block import HTML_SEQUENCES
from markdown_it.token import Token

MAX_NESTING = 100
_BOX_AHEAD = re.compile(r"(?:[-*+]|\d{1,9}[.)])[ \t]+\[[ xX~/-]\]\*?[ \t]+\S")
_ITEM_AHEAD = re.compile(rf"{_BOX_AHEAD.pattern}|#{{2,6}}[ \t]+Step[ \t]+\d")
_HEADING_AHEAD = re.compile(r"#{2,6}[ \t]+\S")
_FENCE = re.compile(r"(`{3,}|~{3,})(.*)")
_MARKDOWN = frozenset({"markdown", "md", "mdx", "mdc"})
_NESTING_LANGUAGES = _MARKDOWN | {""}


def tokens(text: str) -> tuple[list[Token], list[tuple[int, str]]]:
    """Parse text with LF line ends; return block tokens, and (line, what is wrong) pairs."""
    wrong: list[tuple[int, str]] = []
    return _parser().parse(text, {"wrong": wrong}), wrong


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable("table")
    # Without the rule "code", deeply indented lists, fences and quotes are what they look like.
    parser.disable(["code", "reference", "lheading", "inline", "text_join"])
    every = ["paragraph", "reference", "blockquote", "list"]
    ruler = parser.block.ruler
    ruler.at("fence", _fence, {"alt": every})
    ruler.at("html_block", _html, {"alt": every[:3]})
    ruler.at("heading", _heading, {"alt": every[:3]})
    ruler.at("paragraph", _paragraph, {"alt": []})
    ruler.before("table", "front_matter", _front_matter, {"alt": []})
    ruler.after("list", "indented", _indented, {"alt": []})
    return parser


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _deep(state: StateBlock, line: int) -> bool:
    return state.sCount[line] - state.blkIndent >= 4


def _front_matter(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """YAML between two `---` at the very top: neither a rule nor a heading."""
    if start or silent or state.level or end < 3 or _line(state, 0).rstrip() != "---" or state.sCount[0]:
        return False
    if not re.match(r"[\w-]+[ \t]*:", _line(state, 1)):
        return False
    for line in range(2, end):
        text = _line(state, line)
        if _BOX_AHEAD.match(text):
            return False
        if text.rstrip() in ("---", "...") and state.sCount[line] == 0:
            state.line = line + 1
            state.push("front_matter", "", 0).map = [0, line + 1]
            return True
    return False


def _heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    return not _deep(state, start) and heading(state, start, end, silent)


def _indented(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Indented code, tried after lists and fences, so that those win."""
    if silent or not _deep(state, start):
        return False
    enders = state.md.block.ruler.getRules("paragraph")
    last = line = start + 1
    while line < end:
        if state.isEmpty(line):
            line += 1
            continue
        if not _deep(state, line) or any(rule(state, line, end, True) for rule in enders):
            break
        line += 1
        last = line
    state.line = last
    token = state.push("code_block", "code", 0)
    token.content = state.getLines(start, last, state.blkIndent + 4, False) + "\n"
    token.map = [start, last]
    return True


def _paragraph(state: StateBlock, start: int, _end: int, _silent: bool) -> bool:
    """A paragraph, or a setext heading where a single line is underlined.

    Differs from CommonMark: an indented list interrupts it, a numbered checkbox does so
    with any number, and an underline below several lines is a thematic break, which is
    what the authors of `**Key**: value` lines above a `---` mean.
    """
    enders = state.md.block.ruler.getRules("paragraph")
    line, end, before = start + 1, state.lineMax, state.parentType
    state.parentType = "paragraph"
    underline = ""
    while line < end and not state.isEmpty(line):
        if state.sCount[line] >= state.blkIndent and line == start + 1:
            underline = _underline(_line(state, line))
            if underline:
                break
        if state.sCount[line] >= 0 and (
            _BOX_AHEAD.match(_line(state, line)) or any(rule(state, line, end, True) for rule in enders)
        ):
            break
        line += 1
    state.parentType = before
    _push_text(state, start, line, underline)
    return True


def _underline(text: str) -> str:
    bare = text.strip()
    return {"=": "h1", "-": "h2"}[bare[0]] if bare and bare.strip(bare[0]) == "" and bare[0] in "=-" else ""


def _push_text(state: StateBlock, start: int, line: int, underline: str) -> None:
    kind, tag = ("heading", underline) if underline else ("paragraph", "p")
    content = state.getLines(start, line, state.blkIndent, False).strip()
    state.line = line + 1 if underline else line
    state.push(f"{kind}_open", tag, 1).map = [start, state.line]
    inline = state.push("inline", "", 0)
    inline.content, inline.map, inline.children = content, [start, line], []
    state.push(f"{kind}_close", tag, -1)


def _html(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """HTML; a list or fence right below a tag is a list or fence, and an unclosed comment ends at once."""
    if _deep(state, start) or not html_block(state, start, start + 1, silent):
        return False
    if silent:
        return True
    closing = next(close for opening, close, _ in HTML_SEQUENCES if opening.search(_line(state, start)))
    by_blank_line = closing.search("")
    if by_blank_line:
        stop = next((n for n in range(start + 1, end) if state.isEmpty(n) or _ends_html(state, n)), end)
    else:
        stop = _html_end(state, start, end, closing)
    state.line = stop
    token = state.tokens[-1]
    token.map = [start, stop]
    token.content = state.getLines(start, stop, state.blkIndent, True)
    return True


def _ends_html(state: StateBlock, line: int) -> bool:
    return _outside(state, line) or _resumes(state, line)


def _html_end(state: StateBlock, start: int, end: int, closing: re.Pattern[str]) -> int:
    """Return the line behind a comment or a `<pre>`; the next one, and a complaint, if it is never closed."""
    if start <= _last(state, closing.pattern, lambda text: bool(closing.search(text))):
        for line in range(start, end):
            if line > start and _outside(state, line):
                break
            if closing.search(_line(state, line)):
                return line + 1
    state.env["wrong"].append((start + 1, "this HTML is never closed; it is taken to end on its first line"))
    return start + 1


def _resumes(state: StateBlock, line: int) -> bool:
    """Whether a line is so plainly a checkbox, a fence or a section heading that text goes on there."""
    text = _line(state, line)
    if _HEADING_AHEAD.match(text):
        return state.sCount[line] < 4 and state.isEmpty(line - 1)
    return bool(_BOX_AHEAD.match(text) or _mark(text))


def _mark(text: str) -> tuple[str, str] | None:
    """Split a fence line into its marker and its info string."""
    found = _FENCE.match(text)
    if not found or (found[1][0] == "`" and "`" in found[2]):
        return None
    return found[1], found[2].strip()


def _fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    mark = _mark(_line(state, start))
    if mark is None or silent:
        return mark is not None
    marker, info = mark
    close = _closing(state, start, end, marker, info)
    stop = close
    if close is None:
        stop = _bounds(state, start, end)
        if stop == end or _resumes(state, stop):
            why = "this code fence is never closed"
            state.env["wrong"].append((start + 1, f"{why}; it is taken to end on line {stop}"))
    assert stop is not None
    state.line = stop + (close is not None)
    token = state.push("fence", "code", 0)
    token.info, token.markup = info, marker
    token.content = state.getLines(start + 1, stop, state.sCount[start], True)
    token.map = [start, state.line]
    return True


def _bounds(state: StateBlock, start: int, end: int) -> int:
    """Return where an unclosed fence ends: with its list item, or where the guide plainly goes on."""
    for line in range(start + 1, end):
        if _outside(state, line) or (_resumes(state, line) and not _mark(_line(state, line))):
            return line
    return end


def _closing(state: StateBlock, start: int, end: int, marker: str, info: str) -> int | None:
    """Return the line that closes a fence, None where there is none to be trusted.

    A fence that holds Markdown may hold fences (CommonMark closes at the first bare
    one, the author did not mean to). Any other that runs over a step or a checkbox into
    the next fence with a language was never closed.
    """
    if start >= _last(
        state, marker[0], lambda text: text[:1] == marker[0] and _mark(text) == (text.rstrip(), "")
    ):
        return None
    language = info.split(maxsplit=1)[0].lower() if info else ""
    nested = _closing_nested(state, start, end, marker) if language in _NESTING_LANGUAGES else None
    return nested or _closing_first(state, start, end, marker, trusting=language in _MARKDOWN)


def _closing_first(state: StateBlock, start: int, end: int, marker: str, *, trusting: bool) -> int | None:
    resumed = False
    for line in range(start + 1, end):
        mark = _mark(_line(state, line))
        resumed = resumed or bool(_ITEM_AHEAD.match(_line(state, line)))
        if resumed and _outside(state, line):
            return None
        if mark and mark[0].startswith(marker):
            if not mark[1]:
                return line
            if resumed and not trusting:
                return None
    return None


def _closing_nested(state: StateBlock, start: int, end: int, marker: str) -> int | None:
    stack = [len(marker)]
    for line in range(start + 1, end):
        if _outside(state, line):
            return None
        mark = _mark(_line(state, line))
        if not mark or mark[0][0] != marker[0]:
            continue
        if mark[1]:
            stack.append(len(mark[0]))
        elif len(mark[0]) >= stack[-1]:
            stack.pop()
            if not stack:
                return line
    return None


def _outside(state: StateBlock, line: int) -> bool:
    """Whether a line is indented less than the list item that the block stands in."""
    return state.sCount[line] < state.blkIndent and not state.isEmpty(line)


def _last(state: StateBlock, key: str, wanted: Callable[[str], bool]) -> int:
    """Return the last line that is wanted, so that 100,000 openings without a closing cost one scan."""
    known: dict[str, int] = state.env.setdefault("last", {})
    if key not in known:
        backwards = reversed(range(len(state.bMarks) - 1))
        known[key] = next((n for n in backwards if wanted(_line(state, n))), -1)
    return known[key]
