"""What the words of an error message tell: that something has not been implemented, or why it never will be."""

from __future__ import annotations

import re
from collections.abc import Sequence

_STUB = re.compile(
    r"(?i:\bnot\s+(?:yet\s+|been\s+|fully\s+)*implemented\b(?!\s+(?:by|for(?!\s+now)|in|on|with|when)\b)|\bnot[-_ ]?implemented[-_ ]?(?:yet|error|exception)?\W*$|\bunimplemented\b|\bimplementation\s+(?:is\s+)?(?:missing|pending|needed|goes here)\b"
    r"|^\W*(?:please\s+|you\s+(?:need|have)\s+to\s+|must\s+)?(?:re-?)?implement(?:\s+(?:me|this|the|a|an|your|it|\W)|\s+\w+|\W|$)|\bplease\s+implement\b|^\W*please\b.{0,300}\bimplement\b|\bneeds?\s+to\s+(?:be\s+)?implement(?:ed)?\b|\bto\s+be\s+(?:implemented|done|written)\b|\bwill\s+be\s+(?:implemented|added|written|done)\b|\bnot\s+yet\s+(?:available|done|written|finished)\b|^\W*phase\s+\d+\W*$|\bimplement\s+(?:me|this)\b"
    r"|\b(?:remove|delete|replace)\s+this\s+(?:line|statement|code|exception|throw|call)\b|\bwrite\s+your\s+own\b|\byour\s+(?:code|implementation|solution)\s+(?:goes\s+)?here\b"
    r"|^\W*(?:fixme|tbd|wip|nyi|stub(?:bed)?|coming soon)\W*$)|(?<![\w-])TODO\b|^\W*[Tt]odo\b|(?i:^\W*not\s+supported\s+yet\W*$)|^\W*\w+(?:[.:#]\w+)*(?:\(\))?\W+is missing\W*$"
)
_DELIBERATE = re.compile(
    r"(?i:\bdoes(?:\s+not|n['’]t)\s+(?:yet\s+)?implement|(?:\bnot|n['’]t)\s+support(?!ed\s+yet\W*$)|\bunsupported\b|\bno\s+longer\s+supported\b|\bonly\s+(?:available|supported|implemented)\b|\bdo\s+not\s+implement|\bsub-?class(?:es)?\b|\boverrid(?:e|den)\b|\babstract\b|\bderived\s+class|\bconcrete\b|\bmust\s+be\s+implemented\s+(?:by|in)\b|\bmust\s+implement\b|\bshould\s+(?:be\s+)?implement|\binit\([\w:]+\))"
)
# Nobody writes these to a user of the program.
_TO_DEVELOPER = re.compile(
    r"(?i:\b(?:remove|delete|replace)\s+this\s+(?:line|statement|exception|throw|call)\b|\bwrite\s+your\s+own\s+implementation\b"
    r"|\b(?:please|need\s+to)\s+implement\s+(?:the|this)\b.{0,80}\b(?:function|method|class|constructor|property|operator|procedure|module)\b(?!.{0,80}\b(?:on|in|for) your\b))"
)
# A quick look at a whole file: no message can say it where none of these stands.
HINT = re.compile(
    r"(?i:implement|todo|this\s+(?:line|statement|code|exception|throw|call)|your|fixme|tbd|wip|nyi|stub|soon|missing|supported\s+yet)"
)


def says_stub(message: str) -> bool:
    """Whether a message says that something has yet to be implemented."""
    return bool(_STUB.search(message)) and not says_deliberate(message)


def addresses_developer(message: str) -> bool:
    """Whether a message can only be meant for the person who has yet to write the code."""
    return bool(_TO_DEVELOPER.search(message)) and not says_deliberate(message)


def says_deliberate(message: str) -> bool:
    """Whether a message says that it is meant to stay so: not supported, or for subclasses to do."""
    return bool(_DELIBERATE.search(message))


def fits(words: Sequence[str], message: str, *, says_nothing: bool) -> bool:
    """Whether the strings in a marker are what its `message` asks for; see `Marker`.

    `says_nothing` tells whether the marker has no argument at all.
    """
    if any(says_deliberate(one) for one in words):
        return False
    if message == "stub":
        return any(says_stub(one) for one in words)
    if message == "literal":
        return bool(words) or says_nothing
    if message == "plain":
        return any(says_stub(one) for one in words) if words else says_nothing
    return True


def may_say_stub(text: str) -> bool:
    """Whether any message in a whole text could say so."""
    return bool(HINT.search(text))
