"""Functions that do nothing, beside a comment which admits that they should."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from chrono_git.scan.descent import Way
from chrono_git.scan.language import Language
from chrono_git.scan.nodes import end_of, is_comment, is_function, start_of

if TYPE_CHECKING:
    from ast_grep_py import SgNode

ADMITTED = re.compile(
    r"(?i:(?:todo|fixme|xxx)\b\W{0,4}(?:\([^)\n]*\)\W{0,3})?(?:(?:please|must|need to|needs to|we should|should)\s+)?(?:be\s+)?(?:re-?)?(?:implement(?!s\b|ing\b)|write (?:this|me)|fill (?:this |me )?in|finish|complete (?:this|the|me))"
    r"|\bnot\s+(?:yet\s+)?implemented(?:\s+yet)?\b(?!\s+(?:by|for|in|on|with|when|here)\b)|\btodo auto-generated (?:method|constructor|function) stub|(?:^|[#/*;-])[ \t]{0,9}implement\s+(?:me|this)\b|\bplaceholder\s+(?:implementation|for now|until|code|function|method)|(?:^|[#/*;:,-])[ \t]{0,9}(?:(?:this is|just|only|for now)[ \t,]+)*(?:a |an )?placeholder\b[ \t.*/!-]*$"
    r"|\bin (?:a|the) (?:real|actual|full|production|complete)\s+(?:world\s+)?(?:implementation|app\w*|system|version|code|scenario)|\bstub(?:bed)?\s+(?:implementation|for now|out|until)"
    r"|\byour (?:code|implementation|solution)\s+(?:goes\s+)?here|\bwould be implemented here|\bimplementation\s+(?:goes here|pending|needed|to come))",
    re.M,
)

# Each way to say it has one of these; most lines have none, and the pattern is slow.
_WORDS = (
    *("implement", "placeholder", "stub", "your code", "your solution", "your implementation"),
    *("todo", "fixme", "xxx", " real ", " actual ", " full ", " production ", " complete "),
)


def admitting(text: str) -> Iterator[int]:
    """The places of words that, in a comment, admit that something is missing."""
    low = text.lower()
    if len(low) != len(text):  # some letters become two
        return (found.start() for found in ADMITTED.finditer(text))
    begins = sorted({low.rfind("\n", 0, at) + 1 for word in _WORDS for at in _places(low, word)})
    return _in_lines(text, begins)


def _places(text: str, word: str) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        yield at
        # One place tells of its line.
        end = text.find("\n", at)
        at = text.find(word, end) if end >= 0 else -1


def _in_lines(text: str, begins: Iterable[int]) -> Iterator[int]:
    for begin in begins:
        end = text.find("\n", begin)
        yield from (found.start() for found in ADMITTED.finditer(text, begin, end if end >= 0 else len(text)))


def admitted_at(way: Way, language: Language) -> int | None:
    """Where on the way to a comment the function is whose body it stands in, None where there is none."""
    if not is_comment(way[-1]) and not any(is_comment(node) for node in way):
        return None
    comment = next(place for place, node in enumerate(way) if is_comment(node))
    for place in range(comment - 1, -1, -1):
        node = way[place]
        if is_function(node, language):
            # Some grammars have the comments above the first statement, or below the last, beside the body.
            return place
        if node.kind() not in language.tree.empty:
            return None
    return None


def does_nothing(function: SgNode, language: Language) -> bool:
    """Whether the body of a function has nothing but comments, and what does nothing."""
    body = function.field("body") or _last_body(function, language)
    if body is None:
        # Ruby's grammar has no body where nothing but comments stands before the `end`.
        return function.children()[-1].kind() == "end"
    return _does_nothing(body, language)


def _last_body(node: SgNode, language: Language) -> SgNode | None:
    return next((child for child in reversed(node.children()) if child.kind() in language.tree.empty), None)


def _does_nothing(body: SgNode, language: Language) -> bool:
    nothing, filler = language.tree.nothing, language.tree.filler
    for child in body.children():
        if not child.is_named() or is_comment(child):
            continue
        if (
            child.kind() in language.tree.empty
            and start_of(child) >= start_of(body)
            and end_of(child) <= end_of(body)
        ):
            if not _does_nothing(child, language):
                return False
            continue
        said = child.text().strip()
        if not (nothing and nothing.fullmatch(said)) and not (filler and filler.fullmatch(said)):
            return False
    return True
