"""What the words of an error message tell: that something has not been implemented, or why it never will be."""

from __future__ import annotations

import re

_STUB = re.compile(
    r"(?i:\bnot\s+(?:yet\s+|been\s+|fully\s+)*implemented\b(?!\s+(?:by|for|in|on|with|when)\b)|\bnot[-_ ]?implemented[-_ ]?(?:yet|error|exception)?\W*$|\bunimplemented\b|\bimplementation\s+(?:is\s+)?(?:missing|pending|needed|goes here)\b"
    r"|^\W*(?:please\s+|you\s+(?:need|have)\s+to\s+|must\s+)?(?:re-?)?implement(?:\s+(?:me|this|the|a|an|your|it|\W)|\W|$)|\bplease\s+implement\b|\bneeds?\s+to\s+(?:be\s+)?implement(?:ed)?\b|\bto\s+be\s+implemented\b|\bimplement\s+(?:me|this)\b"
    r"|\b(?:remove|delete|replace)\s+this\s+(?:line|statement|code|exception|throw|call)\b|\bwrite\s+your\s+own\b|\byour\s+(?:code|implementation|solution)\s+(?:goes\s+)?here\b"
    r"|^\W*(?:fixme|tbd|wip|stub(?:bed)?|coming soon)\W*$)|(?<![\w-])TODO\b|^\W*[Tt]odo\b|^\W*\w+(?:[.:#]\w+)*(?:\(\))?\W+is missing\W*$"
)
_DELIBERATE = re.compile(
    r"(?i:\bdoes(?:\s+not|n['’]t)\s+(?:yet\s+)?implement|\bnot\s+support|\bunsupported\b|\bdo\s+not\s+implement|\bsubclass(?:es)?\b|\bsub-class|\boverrid(?:e|den)\b|\babstract\b|\bderived\s+class|\bconcrete\b|\bmust\s+be\s+implemented\s+(?:by|in)\b|\bmust\s+implement\b|\bshould\s+(?:be\s+)?implement)"
)


def says_stub(message: str) -> bool:
    """Whether a message says that something has yet to be implemented."""
    return bool(_STUB.search(message)) and not _DELIBERATE.search(message)
