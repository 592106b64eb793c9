"""wording: do the lines that files gained since the item was written speak of what the item asks for?"""

from __future__ import annotations

from collections.abc import Iterator

from chrono_git.facts import Facts, Fresh, Window
from chrono_git.facts.closeness import Match, anywhere_in, together_in
from chrono_git.facts.locate import located
from chrono_git.intent.paths import PROSE, extension_of
from chrono_git.model import Evidence, Item

RULE = "wording"
# The shares of an item's own words that one file must have gained; docs/accuracy.md has the figures.
_ANYWHERE = 0.6
_IN_NAMED_FILE = 0.6
_SILENT = frozenset({"manual", "delete", "move", "executable", "depend"})


def look(item: Item, facts: Facts) -> Iterator[Evidence]:
    """Compare the item's distinctive words with what its files, or any files, gained since its base."""
    intent = facts.intent(item)
    if intent.verb in _SILENT or not intent.terms:
        return
    window = facts.window(item)
    paths = [path for place in located(intent, facts) for path in place.paths]
    if paths:
        match = anywhere_in(intent.terms, _below(paths, window))
        if match is not None and match.share >= _IN_NAMED_FILE:
            yield _found(match, facts)
    elif intent.verb != "test" and not any(mention.sure for mention in intent.paths):
        yield from _anywhere(item, window, facts)


def _below(paths: list[str], window: Window) -> list[Fresh]:
    folders = tuple(path for path in paths if path.endswith("/"))
    return [
        one for name, one in window.fresh.items() if name in paths or (folders and name.startswith(folders))
    ]


def _anywhere(item: Item, window: Window, facts: Facts) -> Iterator[Evidence]:
    intent = facts.intent(item)
    fresh = list(window.fresh.values())
    if intent.verb != "document":
        fresh = [one for one in fresh if extension_of(one.path) not in PROSE] or fresh
    match = together_in(intent.terms, fresh)
    if match is not None and match.share >= _ANYWHERE and (len(match.hits) > 1 or match.total == 1):
        yield _found(match, facts)
    elif any(path not in facts.guide_paths for path in window.since):
        if match is not None and match.share >= 0.5:
            yield Evidence(RULE, "unknown", str(match), path=match.path, line=match.line, decides=False)
    else:
        yield _untouched(intent.terms, window)


def _untouched(terms: tuple[str, ...], window: Window) -> Evidence:
    born = together_in(terms, window.fresh_born.values())
    if born is not None and born.share >= _ANYWHERE:
        return Evidence(
            RULE,
            "unknown",
            f"{born}, but in the very commit that wrote the item",
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
        RULE, "pass", str(match), path=match.path, line=match.line, commit=facts.last_commit.get(match.path)
    )
