"""Tell what a template left to fill in from what somebody wrote."""

from __future__ import annotations

import re
from collections.abc import Iterable

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
      |[Tt]itle|[Mm]odule|[Nn]ame|[Dd]escription|[Ff]unctionality|[Dd]ependency|[Ss]cenario|[Ff]ile)\](?![\w(\[/.])""",
    re.VERBOSE,
)


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
            problems.append(
                (draft.line, f"placeholder left: {draft.text[:60]!r}; fill it in or delete the line")
            )
    return problems


def is_placeholder(text: str) -> bool:
    """Whether a line of prose is still the template's."""
    return bool(_CLEAR.search(_CODE.sub("", text[:1000])))
