"""options: is each option that the code gained since the item was written named in the documents?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from chrono_git.facts import Facts, Text
from chrono_git.facts.options import Option
from chrono_git.guide import detect
from chrono_git.intent.paths import PROSE, extension_of
from chrono_git.model import Evidence, Item

RULE = "options"
_ABOUT = re.compile(
    r"\b(?:config(?:uration)?|environment|env|command[- ]line|cli)\s+"
    r"(?:options?|settings?|variables?|vars?|keys?|parameters?|flags?)\b",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(r"\bdocument(?:s|ed|ing|ation)?\b|\bdescribed?\b|\breadme\b|\bdocs\b", re.IGNORECASE)
_SAMPLE = re.compile(r"(?:^|/)\.?env\.(?:example|sample|template|dist)$|(?:^|/)\.env\.[\w.]*example$")
# What tells of the past tells nobody how to set something.
_PAST = re.compile(r"(?:^|/)(?:implementation[_-]log|changelog|changes|history|news)\.\w+$", re.IGNORECASE)
_MOST = 8
_MOST_DOCUMENTS = 300


def asks(item: Item) -> bool:
    """Whether an item wants options documented."""
    text = item.text[:1000]
    return item.kind != "prerequisite" and bool(_ABOUT.search(text) and _DOCUMENT.search(text))


def documents(paths: Iterable[str], guide_paths: frozenset[str]) -> list[str]:
    """The files where an option may be named, the uppermost first: documents and samples, no guides."""
    found = [
        path
        for path in paths
        if (extension_of(path) in PROSE or _SAMPLE.search(path))
        and path not in guide_paths
        and not _PAST.search(path)
        and detect(path) is None
    ]
    return sorted(found, key=lambda path: (path.count("/"), path))[:_MOST_DOCUMENTS]


def look(item: Item, facts: Facts) -> Iterator[Evidence]:
    """For an item that wants options documented: each one that came since is named somewhere, or is not."""
    if not asks(item):
        return
    gained = facts.options.get(facts.bases.get(item.id), ())
    if facts.blind(item) or not gained:
        said = facts.blind(item) or "no new environment variable or command-line option was found"
        yield Evidence(RULE, "unknown", said)
        return
    places = documents(facts.tree, facts.guide_paths | {facts.guide_path})
    texts = [facts.texts[path] for path in places if path in facts.texts]
    named = {option.name: _named(option.name, texts) for option in gained}
    missing = [option for option in gained if named[option.name] is None]
    for option in missing[:_MOST]:
        yield _unnamed(option)
    if len(missing) > _MOST:
        yield Evidence(RULE, "fail", f"and {len(missing) - _MOST} more options")
    found = [(name, place) for name, place in named.items() if place is not None]
    if found:
        name, (path, line) = found[0]
        more = f", and {len(found) - 1} more" if len(found) > 1 else ""
        detail = f"{name} is named in {path}:{line}{more}"
        commit = facts.last_commit.get(path)
        yield Evidence(RULE, "pass", detail, path=path, line=line, commit=commit, sure=False)


def _named(name: str, texts: Iterable[Text]) -> tuple[str, int] | None:
    """The first place where a document has the name as a word."""
    word = re.compile(rf"(?<![\w-]){re.escape(name)}(?![\w-])")
    for text in texts:
        for number, line in enumerate(text.lines, 1):
            if name in line and word.search(line):
                return text.path, number
    return None


def _unnamed(option: Option) -> Evidence:
    return Evidence(
        RULE,
        "fail",
        f"{option.name} ({option.path}:{option.line}) is named in no document",
        path=option.path,
        line=option.line,
        remedy=f"say in the README or the docs what {option.name} does",
    )
