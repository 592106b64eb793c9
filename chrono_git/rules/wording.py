"""wording: do the lines that files gained since the item was written speak of what the item asks for?"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import lru_cache

from chrono_git.facts import Facts, Fresh, Window
from chrono_git.facts.closeness import Match, anywhere_in, together_in
from chrono_git.facts.locate import located_paths
from chrono_git.intent.paths import PROSE, extension_of
from chrono_git.intent.terms import LATIN_ENDS, words_of
from chrono_git.model import Evidence, Item

RULE = "wording"
ABOUT_PROSE = re.compile(
    r"\b(?:docs?|documents?|documentation|document|guides?|readme|changelog|manual|tutorial|specs?|specifications?)\b"
    r"|文档|ドキュメント|指南",
    re.I,
)
# What is named after another guide does not tell of this one.
_OTHER_ID = re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Z0-9]+-\d+(?![0-9])")
ITSELF = re.compile(r"\bthis (?:file|guide|document|plan|list)\b", re.I)
_MANY = 1000
# A word that more of the files have tells nothing of any.
_TELLING = 0.4
SILENT = frozenset({"manual", "delete", "move", "executable", "depend"})


def look(item: Item, facts: Facts) -> Iterator[Evidence]:
    """Compare the item's distinctive words with what its files, or any files, gained since its base."""
    intent = facts.intent(item)
    if intent.verb in SILENT or intent.cleanup or not intent.terms:
        return
    # The title of a step is no sentence; its files and blocks tell more.
    if item.kind == "step" or ITSELF.search(item.text):
        return
    window = facts.window(item)
    paths = located_paths(intent, facts)
    if paths:
        match = anywhere_in(intent.terms, _below(paths, window))
        if match is not None and match.enough:
            yield _found(match.spelled(item.text), facts)
    elif intent.verb != "test" and not any(mention.sure for mention in intent.paths):
        yield from _anywhere(item, window, facts)


def _below(paths: list[str], window: Window) -> list[Fresh]:
    folders = tuple(path for path in paths if path.endswith("/"))
    return [
        one for name, one in window.fresh.items() if name in paths or (folders and name.startswith(folders))
    ]


def _anywhere(item: Item, window: Window, facts: Facts) -> Iterator[Evidence]:
    intent = facts.intent(item)
    about_prose = bool(ABOUT_PROSE.search(item.text))
    files = _told_by(window, facts, about_prose)
    match = together_in(intent.terms, files)
    if match is not None and match.enough and _tells(match, item, window, facts, about_prose):
        yield _found(match.spelled(item.text), facts)
    elif files or any(path not in facts.guide_paths for path in window.since):
        if match is not None and (match.enough or match.share >= 0.5):
            said = f"too little to tell: {match.spelled(item.text)}"
            yield Evidence(RULE, "unknown", said, path=match.path, line=match.line, decides=False)
        elif not window.fresh and len(window.since) > _MANY:
            yield Evidence(RULE, "unknown", f"{len(window.since)} files changed since: too many to tell")
    elif facts.blind(item):
        yield Evidence(RULE, "unknown", f"nothing but guides changed since: {facts.blind(item)}")
    else:
        yield _untouched(item, window, facts)


def _tells(match: Match, item: Item, window: Window, facts: Facts, about_prose: bool) -> bool:
    """Whether a match is about the item rather than made of words that everything has."""
    # Prose has words for everything: it must have nearly all of the item's, or be what the item names.
    if about_prose and not match.strong and not _is_named(match):
        return False
    terms = facts.intent(item).terms
    known = _vocabulary(window, facts, about_prose)
    # The word that tells this item from others is often the one that nothing has. Words of other
    # scripts are in comments at best, so that nothing follows from their absence.
    latin = [term for term in terms if term[0] < LATIN_ENDS]
    if 4 * sum(term not in known for term in latin) > len(latin):
        return False
    topic = _topic(window, facts, about_prose)
    if match.share < 1 and topic and not topic & window.fresh[match.path].words:
        return False
    names = [symbol.name for symbol in facts.intent(item).symbols if symbol.sure]
    lines = window.fresh[match.path].lines
    return _is_told(match) and (not names or any(name in line for name in names for _, line in lines))


@lru_cache(maxsize=512)
def _vocabulary(window: Window, facts: Facts, about_prose: bool) -> frozenset[str]:
    """All words that the files gained that can tell."""
    return frozenset().union(*(one.words for one in _told_by(window, facts, about_prose)))


@lru_cache(maxsize=512)
def _topic(window: Window, facts: Facts, about_prose: bool) -> frozenset[str]:
    """The words of the guide's own name that tell some files from others: its work is where they are."""
    files = _told_by(window, facts, about_prose)
    counts = {word: sum(word in one.words for one in files) for word in facts.topic}
    return frozenset(word for word, count in counts.items() if 0 < count <= _TELLING * len(files))


def _is_named(match: Match) -> bool:
    return bool(words_of(posixpath.basename(match.path)).intersection(match.hits))


def _is_told(match: Match) -> bool:
    """One word alone tells nothing, unless a file is called by it."""
    return len(match.hits) > 1 or bool(words_of(match.path).intersection(match.hits))


@lru_cache(maxsize=512)
def _told_by(window: Window, facts: Facts, about_prose: bool) -> tuple[Fresh, ...]:
    """The files that can tell: prose for what is about documents, else the rest; never the plan itself."""
    fresh = [
        one for one in window.fresh.values() if not _OTHER_ID.search(one.path) or facts.guide_id in one.path
    ]
    if about_prose:
        beside = posixpath.dirname(facts.guide_path) + "/"
        prose = (one for one in fresh if extension_of(one.path) in PROSE)
        return tuple(one for one in prose if not one.path.startswith(beside))
    others = [one for one in fresh if one.path not in facts.guide_paths]
    return tuple(one for one in others if extension_of(one.path) not in PROSE) or tuple(others)


def _untouched(item: Item, window: Window, facts: Facts) -> Evidence:
    files = (one for path, one in window.fresh_born.items() if path not in facts.guide_paths)
    born = together_in(facts.intent(item).terms, files)
    if born is not None and born.strong:
        return Evidence(
            RULE,
            "unknown",
            f"{born.spelled(item.text)}, but in the very commit that wrote the item",
            path=born.path,
            line=born.line,
        )
    return Evidence(
        RULE,
        "fail",
        "nothing but guides changed since the item was written",
        remedy="a commit that does what the item says",
    )


def _found(match: Match, facts: Facts) -> Evidence:
    return Evidence(
        RULE,
        "pass",
        str(match),
        path=match.path,
        line=match.line,
        commit=facts.last_commit.get(match.path),
        sure=False,
    )
