"""Whether an item wants something gone: debug code, or the stubs that stood in for an implementation."""

from __future__ import annotations

import re

_GONE = (
    r"(?:clean(?:ed|ing)?(?:[- ]?up)?|remov(?:e|ed|ing)|delet(?:e|ed|ing)|strip(?:ped)?|drop(?:ped)?"
    r"|eliminate[d]?|get rid of)"
)
_OF_THE_PRODUCT = (
    r"\s+(?:mode|menu|flag|option|endpoint|page|panel|builds?|levels?|symbols?|info|support"
    r"|view|screen|route)"
)
_DEBUG = (
    rf"(?:debug(?:ging|ger)?\b(?!{_OF_THE_PRODUCT})|console\.\w+|breakpoints?|dbg!|var_dump"
    r"|print(?:ln|f)?(?:\(\))?[ -]+(?:statements?|calls?|debugging)|stray prints)"
)
_CLEANUP = re.compile(
    rf"\b{_GONE}\b[^.;:]{{0,60}}?\b{_DEBUG}|\bno (?:more |leftover |remaining |stray )?{_DEBUG}"
    rf"|\b{_DEBUG}[^.;:]{{0,40}}\b{_GONE}\b",
    re.I,
)
_STUBS = r"(?:stubs?|stubbed|placeholders?|skeletons?|NotImplemented\w*|unimplemented!?|todo!)"
_FILLED = r"(?:replac(?:e|ed|ing)|fill(?:ed|ing)? (?:in|out)|finish(?:ed)?|complet(?:e|ed)|flesh(?:ed)? out)"
_REPLACING = re.compile(
    rf"\b(?:{_FILLED}|{_GONE})\b[^.;]{{0,60}}?\b{_STUBS}"
    rf"|\bimplement\b[^.;]{{0,30}}\b(?:the |all |every |these |those |remaining )(?:\w+ )?{_STUBS}"
    rf"|\bno (?:more |leftover |remaining )?{_STUBS}\b"
    rf"|\b{_STUBS}[^.;:]{{0,40}}\b(?:replaced|removed|implemented|gone|filled in)\b",
    re.I,
)


_WANTED = re.compile(r"stub|placeholder|skeleton|scaffold|NotImplemented|not implemented|red phase|tdd", re.I)


def asks_for_stubs(text: str) -> bool:
    """Whether an item is to make stubs ("Create stub functions")."""
    return bool(_WANTED.search(text))


def asks_for_cleanup(text: str) -> bool:
    """Whether an item wants debug code gone ("Clean up debug code", "no console.log left")."""
    return bool(_CLEANUP.search(text))


def asks_for_replacing(text: str) -> bool:
    """Whether an item wants stubs replaced ("Replace the stubs in `src/cart.ts`")."""
    return bool(_REPLACING.search(text))
