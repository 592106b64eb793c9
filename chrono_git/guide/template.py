"""A template with its own id and title filled in: text → text, every other placeholder left as it is."""

from __future__ import annotations

import re

_HEADING = re.compile(r"^#[ \t]+(?P<text>.*)$", re.MULTILINE)
_OWN = re.compile(r"\b(?P<prefix>[A-Z][A-Z0-9]*)-(?:\d+|XX+)\b")
_TITLE = r"\[(?:(?:Feature|Guide|Ticket|Document|Spec(?:ification)?|Test) )?Title\]"
_NAMED = re.compile(r"^\*\*(?:Ticket|Title|Feature)\b", re.MULTILINE)


def fill(template: str, identity: str, title: str, *, titled: bool = False) -> str:
    """The text for `identity` (`CHRONO-012`) and its title; line ends are kept.

    The template's own id is `CHRONO-XXX`, or the one in its first heading; it and `[Title]`
    are replaced everywhere, and other ids of its prefix get the new one (`CHRONO-YYY`). With
    `titled`, a text that has no place for the title gets a line for it below its first heading.
    """
    heading = _HEADING.search(template)
    own = _OWN.search(heading["text"]) if heading else None
    own = own or re.search(r"\b(?P<prefix>[A-Z][A-Z0-9]*)-XX+\b", template)
    old = own["prefix"] if own else "CHRONO"
    names = {f"{old}-XXX", *([own[0]] if own else [])}
    pattern = re.compile(
        rf"(?P<title>{_TITLE})"
        rf"|(?<![\w-])(?P<own>{'|'.join(map(re.escape, sorted(names)))})(?![\w])"
        rf"|(?<![A-Za-z0-9])(?P<small>{re.escape(old.lower())}-xxx)(?![A-Za-z0-9])"
        rf"|(?<![\w-])(?P<other>{re.escape(old)}(?=-(?:YY+|ZZ+|NN+|AAA+)\b))",
    )
    has_place = bool(re.search(_TITLE, template)) or bool(_NAMED.search(template))
    prefix = identity.rpartition("-")[0]
    chosen = {"title": title, "own": identity, "small": identity.lower(), "other": prefix}
    filled = pattern.sub(lambda found: chosen[found.lastgroup or ""], template)
    if titled and not has_place:
        return _with_title(filled, f"**Ticket**: {identity}: {title}")
    return filled


def _with_title(text: str, line: str) -> str:
    end = "\r\n" if "\r\n" in text else "\n"
    heading = _HEADING.search(text)
    if heading is None:
        return f"{line}{end}{end}{text}"
    at = heading.end() - (1 if heading[0].endswith("\r") else 0)
    return f"{text[:at]}{end}{end}{line}{text[at:]}"
