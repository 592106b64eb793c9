"""What a comment beside a command says of its output: `# Should show 1.90+`, `# Should return "PONG"`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["version", "text", "absent", "nothing", "success", "failure", "prose"]
Judged = Literal["met", "missed", "unjudged"]

_LONGEST, _MOST = 500, 8
# Colours come between the letters of a word.
_CONTROLS = re.compile(r"\x1b\[[0-9;?]{0,40}[ -/]{0,4}[@-~]")
_SAYS = re.compile(
    r"(?P<lead>(?:this |it |that |the output |output )?should(?P<not> not|n't)? (?:now )?"
    r"(?P<verb>show|return|print|output|display|report|say|contain|include|be|give|list|read|match)\b"
    r"|expect(?:ed)?(?: output| result| version| value)?\s*[:=]"
    r"|(?:output|returns?|prints?|shows?)\s*:|[=-]>|→)"
    r"\s*[:=]?\s*(?P<rest>.*)",
    re.IGNORECASE,
)
_FAILS = re.compile(
    r"(?:this |it |that )?"
    r"(?:should (?:now )?(?:fail|error(?: out)?|be rejected|exit (?:with )?(?:a )?non-?zero)\b"
    r"|expected to fail\b|must fail\b)",
    re.IGNORECASE,
)
_SUCCEEDS = re.compile(
    r"(?:this |it |that |all |tests )*should (?:now )?(?:all )?"
    r"(?:pass|succeed|work|exit (?:with )?(?:code |status )?0|complete|compile|build)\b",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"(?:empty|nothing|no output|blank)\b|(?:should (?:have|give|show) )?no output\b", re.IGNORECASE
)
_VERSION = re.compile(
    r"(?:(?:at least|minimum|min|>=|≥)\s*)?(?:[A-Za-z][\w.@/-]{0,30}\s+){0,2}?"
    r"(?P<atleast>at least\s+|>=\s*|≥\s*)?v?(?P<version>\d{1,9}(?:\.\d{1,9}){0,4})(?P<plus>\+|\.x)?"
    r"(?P<more>\s+or\s+(?:higher|newer|later|above|greater))?\W*",
    re.IGNORECASE,
)
_LEAST = re.compile(r"(?:at least|minimum|min\b|>=|≥)", re.IGNORECASE)
_QUOTED = re.compile(r"\"([^\"]+)\"|“([^”]+)”|`([^`]+)`|(?<!\w)'([^']+)'(?!\w)")
_NUMBERS = re.compile(r"(?<![\d.])\d{1,9}(?:\.\d{1,9}){0,4}(?![\d])")
_WORD = re.compile(r"[^\s,;]+")


@dataclass(frozen=True, slots=True)
class Expectation:
    """What is expected: of kind `version` at least `values[0]` (`exact`: that very one), of `text` all of the
    `values`, of `absent` none of them. `prose` is for people to judge. `said` is the comment."""

    kind: Kind
    said: str
    values: tuple[str, ...] = ()
    exact: bool = False


def expectation_of(comment: str) -> Expectation | None:
    """What a comment (without its `#`) expects; None where it expects nothing."""
    said = comment.strip()[:_LONGEST]
    if _FAILS.match(said):
        return Expectation("failure", said)
    found = _SAYS.match(said)
    if _NOTHING.fullmatch(said.rstrip(".")):
        return Expectation("nothing", said)
    if found is None:
        if _SUCCEEDS.match(said):
            return Expectation("success", said)
        return (
            Expectation("prose", said) if re.match(r"(?:it |this )?should\b", said, re.IGNORECASE) else None
        )
    rest = found["rest"].strip()
    if found["not"]:
        quoted = _quoted(rest)
        return Expectation("absent" if quoted else "prose", said, quoted)
    return _of(rest, said)


def _of(rest: str, said: str) -> Expectation:
    quoted = _quoted(rest)
    if rest.startswith(("{", "[")):
        return Expectation("text", said, (rest,))
    if quoted:
        return Expectation("text", said, quoted)
    if _NOTHING.fullmatch(rest.rstrip(".")):
        return Expectation("nothing", said)
    version = _VERSION.fullmatch(rest)
    if version:
        least = version["plus"] == "+" or version["more"] or version["atleast"] or _LEAST.match(rest)
        return Expectation("version", said, (version["version"],), exact=not least)
    bare = rest.rstrip(".,;:!")
    if _WORD.fullmatch(bare):
        return Expectation("text", said, (bare,))
    return Expectation("prose", said)


def _quoted(text: str) -> tuple[str, ...]:
    return tuple(next(filter(None, found)) for found in _QUOTED.findall(text)[:_MOST])


def uncoloured(output: str) -> str:
    """Output without the control sequences for colours and the cursor (ECMA-48, CSI)."""
    return _CONTROLS.sub("", output)


def judge(expected: Expectation, output: str, *, status: int) -> Judged:
    """Whether a command's output (both streams) and exit status are what was expected."""
    shown = uncoloured(output)
    holds: bool | None = None
    if expected.kind == "version":
        holds = _has_version(expected, shown)
    elif expected.kind == "text":
        holds = all(value in shown or _squeezed(value) in _squeezed(shown) for value in expected.values)
    elif expected.kind == "absent":
        holds = not any(value in shown for value in expected.values)
    elif expected.kind == "nothing":
        holds = not shown.strip()
    elif expected.kind in ("success", "failure"):
        holds = (status == 0) == (expected.kind == "success")
    return "unjudged" if holds is None else "met" if holds else "missed"


def _has_version(expected: Expectation, shown: str) -> bool:
    """Whether the first version in the output is enough; of an exact one, whether any number begins so."""
    wanted = _numbers(expected.values[0])
    found = [_numbers(one) for one in _NUMBERS.findall(shown)]
    if expected.exact:
        return any(one[: len(wanted)] == wanted for one in found)
    # Dates and build numbers come behind the version: `rustc 1.90.0 (1159e78c4 2025-09-14)`.
    dotted = [one for one in found if len(one) > 1]
    told = (dotted or found)[:1]
    return any(one >= wanted for one in told)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def _squeezed(text: str) -> str:
    return " ".join(text.split())
