"""Which issue of a guide's own debugging section is about a failing item, and which one a number means."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence

from chrono_git.app.discover import find_guides
from chrono_git.config import PATH, Config, parse_config
from chrono_git.errors import GuideError
from chrono_git.intent.terms import stem, terms_of
from chrono_git.model import Guide, ItemReport, Trouble
from chrono_git.repo.location import locate
from chrono_git.repo.snapshot import open_snapshot

_SPAN = re.compile(r"`([^`\n]{3,200})`")
_CODE = re.compile(r"[ /]")
# Whole words, unlike those of `intent.terms`: what shares but the hub of GitHub is about something else.
_WORD = re.compile(r"\w+(?:[.-]\w+)*")
_COMPOUND = re.compile(r"[.-]")
# What rules and issues say of anything.
_NOISE = """
    issue problem error fail failed failing failure broken wrong can cannot won doesn don didn isn shouldn
    couldn t not does do no show work running run start command found exist missing changed untouched since
    was written gained line guide nothing commit item name declared declares manifest defined stub trace
    repository person tell after before still never only with
"""
_SAID_OF_ALL = frozenset(map(stem, _NOISE.split()))
# So much of a title must be spoken of: with two thirds, all that tells of a specification would be about
# `Specification lacks endpoints`.
_MOST_OF = 0.7


def trouble_of(guide: Guide, item: ItemReport) -> Trouble | None:
    """The issue that a failing item speaks of; None where it does not fail, or none fits better than others.

    Either the item, or what was seen of it, has a command or message that the issue's title or
    symptoms quote, or it has nearly all of the title's own words and two of the issue's at least.
    """
    against = [one for one in item.evidence if one.result == "fail"]
    if not guide.troubles or not (against or item.status in ("open", "partial")):
        return None
    said = [item.item.text, *(note.text for note in item.item.notes if note.label == "objective")]
    said += [text for one in against for text in (one.detail, one.path or "")]
    text = " ".join(" ".join(said).split()).casefold()
    words = _words(" ".join(said))
    ranked = sorted((_score(one, text, words) for one in guide.troubles), reverse=True)
    best = ranked[0]
    if best == _NONE or ranked[1:2] == [best]:
        return None
    return next(one for one in guide.troubles if _score(one, text, words) == best)


Score = tuple[int, float, int]
_NONE: Score = (0, 0.0, 0)


def _score(one: Trouble, text: str, words: frozenset[str]) -> Score:
    """How many quotations, which share of the title, how many words an item has; nothing if too little."""
    quoted = sum(_is_quoted(span, text) for span in _SPAN.findall(f"{one.title}\n{one.symptoms}"))
    title, symptoms = _words(one.title), _words(one.symptoms)
    share = len(title & words) / len(title) if title else 0.0
    # `try-it-out` and `package.json` are several words in one.
    shared = sum(1 + bool(_COMPOUND.search(word)) for word in (title | symptoms) & words)
    if quoted or (share > _MOST_OF and shared > 1):
        return quoted, share, shared
    return _NONE


def _words(text: str) -> frozenset[str]:
    """The words of a text that tell it from others, stemmed."""
    return frozenset(stem(word) for word in _WORD.findall(text) if terms_of(word)) - _SAID_OF_ALL


def _is_quoted(span: str, text: str) -> bool:
    """Whether a text has a code span that tells something: a command or a path, no lone word."""
    wanted = " ".join(span.split()).casefold()
    if not _CODE.search(wanted) or wanted not in text:
        return False
    at = text.index(wanted)
    around = text[at - 1 : at] + text[at + len(wanted) : at + len(wanted) + 1]
    return not any(sign.isalnum() for sign in around)


def read_guides(start: str, names: Sequence[str] = (), *, at: str | None = None) -> tuple[Guide, ...]:
    """The guides that `names` (ids or Markdown files) ask for, all without any, as they are read.

    `at` is a revision, None the work tree. Nothing is judged. Raises ChronoError.
    """
    location = locate(start)
    folder = os.path.relpath(os.path.realpath(start), location.root) if location.root else ""
    with open_snapshot(location.git(), at) as snapshot:
        content = snapshot.read(PATH)
        config = parse_config(content, PATH) if isinstance(content, bytes) else Config()
        return find_guides(snapshot, config, names, folder="" if folder == "." else folder)[0]


def find_trouble(guides: Iterable[Guide], number: int) -> tuple[Guide, Trouble]:
    """The issue of that number, and its guide.

    Raises GuideError where no guide has it, with the numbers that there are, or several have it.
    """
    known = [(guide, one) for guide in guides for one in guide.troubles]
    found = [(guide, one) for guide, one in known if one.number == number]
    if len(found) == 1:
        return found[0]
    if found:
        ids = ", ".join(guide.id for guide, _ in found)
        raise GuideError(f"{len(found)} guides have an issue {number}: {ids}", hint="name the guide as well")
    if not known:
        raise GuideError(
            f"no issue {number}: no guide here has a debugging section with issues",
            hint="it is read from `#### Issue 1: …` below `## Debugging Guide` or `## Troubleshooting`",
        )
    listed = ", ".join(f"{guide.id} {one.number}" for guide, one in known[:12])
    raise GuideError(f"no issue {number}", hint=f"there are: {listed}" + (" …" if len(known) > 12 else ""))
