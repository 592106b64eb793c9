"""Tell what a template left to fill in from what somebody wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from chrono_git.guide.draft import Draft

REASON = "placeholder of the template"
_CODE = re.compile(r"(`+).+?\1")
_CLEAR = re.compile(
    r"""^\W*[A-Z]{2,}-(?:XX+|YY+|ZZ+|NN+)\b
      | (?<![\w/.\]])\[[A-Z][a-z]+(?:\ [A-Z]?[a-z]+)*\ (?:[A-Z]|\d)\](?![\w(\[/.])  # [Tool 1]
      | ^\W*\[[A-Z][A-Za-z]*(?:\ [A-Za-z]+)+\]\W*$  # [Initial Setup]""",
    re.VERBOSE,
)
_WEAK = re.compile(
    r"""(?<![\w/.\]])\[(?:[Cc]omponent|[Ss]ervice|[Tt]ool|[Tt]echnology|[Ee]ntity\d?|[Ff]eature|[Ee]ndpoint
      |[Tt]itle|[Mm]odule|[Nn]ame|[Dd]escription|[Ff]unctionality|[Dd]ependency|[Ss]cenario|[Ff]ile)\](?![\w(\[/.])
      | (?<![\w/.\]])\[[a-z]+(?:\ [a-z]+)*\ [A-Z]\](?![\w(\[/.])  # [edge case X]
      | ^\W*\[[A-Z][a-z]+\]\W*$  # [Integration]""",
    re.VERBOSE,
)
# What a line of prose says for certain: `[Tool 1]`, and `**Objective**: [What this step accomplishes]`.
_SAID = re.compile(
    r"""(?<![\w/.\]!])\[[A-Z][a-z]+(?:\ [A-Z]?[a-z]+)*\ (?:[A-Z]|\d)\](?![\w(\[/.])
      | [:：*]\ {1,3}\[[A-Z][a-z]*(?:\ [^\s\[\]]{1,40}){2,30}\]\W*$""",
    re.VERBOSE,
)
_BRACKETED = re.compile(r"(?<![\w/.\]!\\])\[(?P<inside>[A-Za-z][^\[\]\n]{1,120})\](?![\w(\[/.])")
_OTHERS = re.compile(
    r"\b(?:[A-Z]{2,}-(?:XX+|YY+|ZZ+|NN+)|[a-z]{2,}-(?:xxx+|yyy+|zzz+))\b|\bX(?:\.X)+\b|\bENV_VAR\b"
)
_IN_PATHS = re.compile(
    r"\[(?:component|service|tool|technology|entity|feature|endpoint|title|module|name|language|file)\]", re.I
)
_TAG_IN_CAPITALS = re.compile(r"[A-Z][A-Z0-9#-]{0,7}")
_WORD_TAGS = frozenset({"optional", "new", "deferred", "skipped", "draft", "done", "manual", "parallel"})
_DEFINED = re.compile(r"^ {0,3}\[([^\[\]\n]{1,120})\]:[ \t]*(?!\[)\S", re.MULTILINE)
_MOST = 200


_BRACKETS = re.compile(r"\[[^\[\]\n]{1,200}\](?![(\[])")
_NOTHING = re.compile(r"\W*(?:tbd|tba|todo|n/a|none|to be (?:done|written|filled in))?\W*", re.IGNORECASE)


def is_blank(text: str) -> bool:
    """Whether a line of prose says nothing yet: `[Learning 1]: [What you discovered]`, `TBD`."""
    return len(text) < 1000 and bool(_NOTHING.fullmatch(_BRACKETS.sub("", text)))


def complaint(text: str) -> str:
    """Return what is told of a placeholder that is left."""
    return f"placeholder left: {text[:60]!r}; fill it in or delete the line"


def mark(drafts: Iterable[Draft]) -> list[tuple[int, str]]:
    """Skip the items whose text is still the template's; return (line, message) pairs.

    A lone `[Service]` may be a tag, so that it counts only beside a clear placeholder.
    """
    texts = [(draft, _CODE.sub("", draft.text[:1000])) for draft in drafts]
    clear = [draft for draft, text in texts if _CLEAR.search(text)]
    found = {*clear, *(draft for draft, text in texts if clear and _WEAK.search(text))}
    problems = []
    for draft, _ in texts:
        if draft in found:
            draft.skip = draft.skip or REASON
            problems.append((draft.line, complaint(draft.text)))
    return problems


def is_placeholder(text: str) -> bool:
    """Whether a line of prose is still the template's."""
    return bool(_CLEAR.search(_CODE.sub("", text[:1000])))


def in_lines(lines: Sequence[str], code: Mapping[int, bool], said: Iterable[int]) -> list[tuple[int, str]]:
    """The placeholders that stand elsewhere than in items, as (line, message) pairs.

    `code` has the lines of code blocks, and whether a shell is to read them; `said` are the lines
    of which it was said before. What may be a word in brackets counts only in a guide that
    has a clear placeholder. Links and tags are none.
    """
    known = set(said)
    prose = {at: line[:1000] for at, line in enumerate(lines, 1) if at not in code}
    defined = {name.casefold() for name in _DEFINED.findall("\n".join(prose.values()))}
    sure = [at for at, line in prose.items() if _is_left(line, defined)]
    if not sure and not known:
        return []
    found = {*sure, *(at for at, line in prose.items() if _may_be_left(line, defined))}
    shell = (at for at, is_shell in code.items() if is_shell and at <= len(lines))
    found |= {at for at in shell if _is_left_in_code(lines[at - 1][:1000])}
    return [
        (at, f"placeholder left: {lines[at - 1].strip()[:60]!r}; fill it in or delete the line")
        for at in sorted(found - known)[:_MOST]
    ]


def _is_left(line: str, defined: set[str]) -> bool:
    said = _SAID.search(_CODE.sub("", line))
    return said is not None and said[0].strip(":：* ").strip("[]").casefold() not in defined


def _may_be_left(line: str, defined: set[str]) -> bool:
    if _OTHERS.search(line):
        return True
    for found in _BRACKETED.finditer(_CODE.sub("", line)):
        inside = found["inside"]
        is_tag = _TAG_IN_CAPITALS.fullmatch(inside) or inside.casefold() in _WORD_TAGS
        if not is_tag and inside.casefold() not in defined:
            return True
    return False


def _is_left_in_code(line: str) -> bool:
    return bool(_IN_PATHS.search(line) or _OTHERS.search(line))
