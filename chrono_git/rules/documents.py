"""documents: did the README, the docs, the CI or the log change as the item asks, where it names no path?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from chrono_git.facts import Facts, Text, Window
from chrono_git.facts.locate import change_of
from chrono_git.model import Evidence, Item

RULE = "documents"
LOG = re.compile(r"(?:^|/)IMPLEMENTATION[_-]LOG\.md$", re.I)
ASKED: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = (
    (re.compile(r"\breadme\b(?!\.)", re.I), re.compile(r"(?:^|/)readme(?:\.\w+)?$", re.I)),
    (
        re.compile(r"\bchangelog\b(?!\.)", re.I),
        re.compile(r"(?:^|/)(?:changelog|changes|history)(?:\.\w+)?$", re.I),
    ),
    (
        re.compile(r"\barchitecture (?:docs?|documentation|documents?)\b", re.I),
        re.compile(r"architect.*\.(?:md|rst|adoc)$", re.I),
    ),
    (
        re.compile(r"\bapi (?:docs?|documentation)\b", re.I),
        re.compile(r"(?:^|/)docs?/.*api.*\.(?:md|rst|adoc|ya?ml|json)$", re.I),
    ),
    (
        re.compile(
            r"\b(?:ci|github actions?) (?:workflows?|pipeline|configuration)\b|\bworkflows? files?\b", re.I
        ),
        re.compile(
            r"(?:^|/)\.github/workflows/|\.gitlab-ci\.yml$|\.circleci/|azure-pipelines\.yml$|Jenkinsfile$"
        ),
    ),
)


def look(item: Item, facts: Facts) -> Iterator[Evidence]:
    """Judge "Update README" and its like by what changed since the item was written."""
    intent = facts.intent(item)
    named = [mention.path for mention in intent.paths]
    if any(LOG.search(path) for path in named) or re.search(r"\bimplementation log\b", item.text, re.I):
        yield from _log(item, facts)
        return
    if intent.verb not in ("modify", "document", "implement", "configure", "create") or any(
        m.sure for m in intent.paths
    ):
        return
    for words, paths in ASKED:
        if words.search(item.text):
            yield from _changed(item, paths, facts)


def _changed(item: Item, paths: re.Pattern[str], facts: Facts) -> Iterator[Evidence]:
    window = facts.window(item)
    touched = [path for path in window.since if paths.search(path) and path in facts.tree]
    if touched:
        path = min(touched, key=lambda one: (one.count("/"), one))
        yield Evidence(
            RULE,
            "pass",
            f"{path} changed since the item was written",
            path=path,
            commit=facts.last_commit.get(path),
            decides=len(facts.intent(item).terms) < 3,
        )
        return
    known = [path for path in facts.tree if paths.search(path)]
    if (
        known
        and not facts.blind(item)
        and not any(change_of(path, window) or path in window.born for path in known)
    ):
        path = min(known, key=lambda one: (one.count("/"), one))
        yield Evidence(
            RULE,
            "fail",
            f"{path} is untouched since the item was written",
            path=path,
            remedy=f"a commit that changes {path}",
        )


def _log(item: Item, facts: Facts) -> Iterator[Evidence]:
    logs = [path for path in facts.tree if LOG.search(path)]
    if not logs:
        yield Evidence(
            RULE,
            "fail",
            "there is no IMPLEMENTATION_LOG.md",
            remedy="write an entry in IMPLEMENTATION_LOG.md",
        )
        return
    text = facts.texts.get(logs[0])
    if text is None:
        yield Evidence(RULE, "unknown", f"{logs[0]} could not be read", path=logs[0])
        return
    yield _judged(text, _entry(text, facts.guide_id), facts.window(item), facts)


def _judged(text: Text, entry: range, window: Window, facts: Facts) -> Evidence:
    if not entry:
        said = f"{text.path} has no entry for {facts.guide_id}"
        remedy = f"add an entry headed {facts.guide_id}"
        return Evidence(RULE, "fail", said, path=text.path, remedy=remedy)
    said = f"{text.path}:{entry[0]} has an entry for {facts.guide_id}"
    if _is_news(entry, text.path, window):
        commit = facts.last_commit.get(text.path)
        return Evidence(RULE, "pass", said, path=text.path, line=entry[0], commit=commit)
    remedy = f"bring the entry for {facts.guide_id} up to date"
    said += " from before the item was written"
    return Evidence(RULE, "fail", said, path=text.path, line=entry[0], remedy=remedy)


def _is_news(entry: range, path: str, window: Window) -> bool:
    """Whether a line of the entry came with or after the item, or nobody can know."""
    if window.first or not window.committed:
        return True
    fresh = (side[path] for side in (window.fresh, window.fresh_born) if path in side)
    return any(number in entry for one in fresh for number, _ in one.lines)


def _entry(text: Text, guide_id: str) -> range:
    """The lines of the guide's entry, from what is headed by its id to the next heading, or none."""
    wanted = re.compile(rf"^\s*(?:#+|[-*+]|\*\*).*(?<![\w-]){re.escape(guide_id)}(?![\w-])")
    first = next((number for number, line in enumerate(text.lines, 1) if wanted.search(line)), None)
    if first is None:
        return range(0)
    heading = re.compile(r"^#{1,3}\s")
    rest = enumerate(text.lines[first:], first + 1)
    return range(first, next((number for number, line in rest if heading.match(line)), len(text.lines) + 1))
