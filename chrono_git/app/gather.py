"""Gathers the facts of guides: what they ask for, and what the repository shows of it."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from chrono_git.app.bases import Bases
from chrono_git.app.contents import Contents
from chrono_git.app.leftovers import Leftovers
from chrono_git.facts import Departed, Facts, Verification, Window
from chrono_git.facts.index import Index
from chrono_git.facts.locate import located, made_files
from chrono_git.facts.options import Option, options_in
from chrono_git.facts.testing import is_test_path
from chrono_git.guide import detect
from chrono_git.intent import Intent, intent_of
from chrono_git.intent.commands import last_folder
from chrono_git.intent.dependencies import MANIFESTS
from chrono_git.intent.paths import SOURCE, extension_of
from chrono_git.intent.structure import structure_root
from chrono_git.intent.terms import terms_of
from chrono_git.model import Change, Claim, Commit, Entry, Guide, Item
from chrono_git.rules import options
from chrono_git.rules.documents import LOG

_SPECIFICATION = re.compile(
    r"(?:^|/)(?:specs?|openspec|\.kiro|\.specify|\.chrono)/.*\.(?:md|mdx|ya?ml|json)$"
)
# Beyond this many files a difference says nothing about one item, and reading it would take minutes.
_MOST_FILES = 5000


@dataclass(frozen=True, slots=True)
class Tree:
    """The snapshot's paths, indexed: by their last component and their spelling, and all folders."""

    entries: Mapping[str, Entry]
    folders: frozenset[str]
    tails: Mapping[str, tuple[str, ...]]
    index: Index


@dataclass(frozen=True, slots=True)
class Past:
    """What the history since the oldest base says: who touched a path last, and what went away, and when."""

    last_commit: Mapping[str, str]
    departed: Mapping[str, Departed]
    times: Mapping[str, int]

    def departed_since(self, time: int | None) -> Mapping[str, Departed]:
        """What went away at that time or later: what was gone before a guide began is nothing of its work."""
        if time is None:
            return {}
        return {path: gone for path, gone in self.departed.items() if self.times[gone.commit] >= time}


def index_tree(entries: Mapping[str, Entry]) -> Tree:
    """Index a snapshot's entries."""
    folders: set[str] = set()
    tails: dict[str, list[str]] = {}
    for path in entries:
        tails.setdefault(posixpath.basename(path), []).append(path)
        folder = posixpath.dirname(path)
        while folder and folder not in folders:
            folders.add(folder)
            tails.setdefault(posixpath.basename(folder), []).append(folder)
            folder = posixpath.dirname(folder)
    named = {name: tuple(paths) for name, paths in tails.items()}
    return Tree(entries, frozenset(folders), named, Index(entries))


def read_past(commits: Iterable[Commit], tree: Tree) -> Past:
    """Fold a history, newest first, into who touched what last and where departed paths went."""
    last: dict[str, str] = {}
    departed: dict[str, Departed] = {}
    times: dict[str, int] = {}
    for commit in commits:
        added = {change.new_oid: change.path for change in commit.changes if change.status == "A"}
        names = {posixpath.basename(path): path for path in added.values()}
        for change in commit.changes:
            last.setdefault(change.path, commit.oid)
            if change.status == "D" and change.path not in tree.entries and change.path not in departed:
                moved = added.get(change.old_oid) or names.get(posixpath.basename(change.path), "")
                departed[change.path] = Departed(commit.oid, moved)
                times[commit.oid] = commit.time
    return Past(last, departed, times)


@dataclass(frozen=True, slots=True)
class Gathering:
    """What the guides of one report share: the tree, the past, contents, and the difference to a base."""

    tree: Tree
    past: Past
    contents: Contents
    since: Mapping[str | None, Mapping[str, Change]]
    born: Mapping[str | None, Mapping[str, Change]]
    leftovers: Leftovers
    shallow: bool = False
    verified: Callable[[Guide], Mapping[str, Verification]] = lambda _: {}


def gather(
    guide: Guide,
    bases: Bases,
    gathering: Gathering,
    claims: Mapping[str, tuple[Claim, ...]],
) -> Facts:
    """The facts of one guide, but for what is left in its files, and how far other guides are."""
    tree = gathering.tree
    folders = _folders(guide)
    intents = {item.id: intent_of(item, folders) for item in guide.items}
    windows = {base: _window(base, guide, gathering) for base in set(bases.items.values()) | {bases.guide}}
    facts = Facts(
        guide_path=guide.path,
        guide_id=guide.id,
        tree=tree.entries,
        folders=tree.folders,
        tails=tree.tails,
        index=tree.index,
        texts={},
        windows=windows,
        bases=bases.items,
        intents=intents,
        guide_paths=frozenset(
            p for w in windows.values() for p in (*w.since, *w.born) if is_specification(p, guide)
        ),
        last_commit=gathering.past.last_commit,
        departed=gathering.past.departed_since(bases.time),
        claims=claims,
        shared=shared_paths(guide.items, intents),
        siblings=_siblings(guide),
        makers=_makers(guide, intents),
        late=bases.late,
        topic=terms_of(f"{guide.id} {guide.title}"),
        options=_options(guide, bases, windows, gathering),
        learnt=guide.learnt,
        shallow=gathering.shallow,
        verified=gathering.verified(guide),
    )
    return replace(facts, texts=gathering.contents.read(_wanted(facts)))


def is_specification(path: str, guide: Guide) -> bool:
    """Whether a path says what is to be done rather than being it: guides, and what lies beside them."""
    if path == guide.path or _specifies(path):
        return True
    if not path.endswith(".md"):
        return False
    folder = posixpath.dirname(guide.path)
    return bool(folder) and path.startswith(folder + "/")


@lru_cache(maxsize=65536)
def _specifies(path: str) -> bool:
    return detect(path) is not None or _SPECIFICATION.search(path) is not None


def _is_guide(path: str, guide: Guide) -> bool:
    return path == guide.path or detect(path) is not None


def _window(base: str | None, guide: Guide, gathering: Gathering) -> Window:
    since, born = gathering.since[base], gathering.born.get(base, {})
    contents = gathering.contents
    fresh = {path: change for path, change in since.items() if not _is_guide(path, guide)}
    early = {path: change for path, change in born.items() if not _is_guide(path, guide)}
    return Window(
        base=base,
        since=since,
        born=born,
        fresh=contents.fresh(fresh) if len(fresh) <= _MOST_FILES else {},
        fresh_born=contents.fresh(early) if len(early) <= _MOST_FILES else {},
        committed=base is not None,
        first=base is not None and base not in gathering.born,
    )


def _options(
    guide: Guide, bases: Bases, windows: Mapping[str | None, Window], gathering: Gathering
) -> Mapping[str | None, tuple[Option, ...]]:
    """What the code lets people set since the bases of the items that ask for it, and did not before."""
    wanted = {bases.items.get(item.id) for item in guide.items if options.asks(item)}
    return {base: tuple(_gained(windows[base], gathering)) for base in wanted}


def _gained(window: Window, gathering: Gathering) -> Iterable[Option]:
    files = [path for path in window.fresh if extension_of(path) in SOURCE and not is_test_path(path)]
    before: set[str] = set()
    for path in files:
        oid = window.since[path].old_oid
        old = gathering.contents.known(path, oid, gathering.tree.entries) if oid else None
        before.update(one.name for one in options_in(path, enumerate((old or "").split("\n"))))
    found: dict[str, Option] = {}
    for path in sorted(files):
        for one in options_in(path, window.fresh[path].lines):
            if one.name not in before:
                found.setdefault(one.name, one)
    return found.values()


def _folders(guide: Guide) -> tuple[str, ...]:
    """Where the guide's set-up leads to, or its structure trees begin: its paths may be relative to that."""
    blocks = [*guide.setup, *(block for item in guide.items for block in item.blocks)]
    found = [last_folder(block.text) for block in guide.setup]
    found += [structure_root(block.text) for block in blocks if block.role == "structure"]
    return tuple(dict.fromkeys(folder for folder in found if folder))


def shared_paths(items: Iterable[Item], intents: Mapping[str, Intent]) -> Mapping[str, int]:
    """How many items name a path. A step and a task that do so are the same work, seen twice."""
    counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for item in items:
        counts[item.kind == "step"].update({mention.path for mention in intents[item.id].paths})
    return {path: max(one[path] for one in counts.values()) for path in counts[True] | counts[False]}


def _makers(guide: Guide, intents: Mapping[str, Intent]) -> Mapping[str, str]:
    steps = (item.id for item in guide.items if item.kind == "step")
    found: dict[str, str] = {}
    for step in steps:
        for mention in intents[step].paths:
            found.setdefault(mention.path, step)
    return found


def _siblings(guide: Guide) -> Mapping[str, tuple[str, ...]]:
    sections: dict[tuple[str, ...], list[str]] = {}
    for item in guide.items:
        sections.setdefault(item.section, []).append(item.id)
    return {item.id: tuple(sections[item.section]) for item in guide.items}


def _wanted(facts: Facts) -> Sequence[str]:
    """The files whose whole text some rule will want: those that items name, and manifests."""
    wanted: dict[str, None] = {}
    for intent in facts.intents.values():
        for place in located(intent, facts):
            wanted.update(dict.fromkeys(path for path in place.paths[:20] if path in facts.tree))
        wanted.update(dict.fromkeys(made_files(intent, facts)[:20]))
    wanted.update(dict.fromkeys(path for path in facts.tree if LOG.search(path)))
    if any(facts.options.values()):
        own = facts.guide_paths | {facts.guide_path}
        wanted.update(dict.fromkeys(options.documents(facts.tree, own)))
    if any(intent.packages or intent.effects for intent in facts.intents.values()):
        wanted.update(dict.fromkeys(path for path in facts.tree if MANIFESTS.search(path)))
    return list(wanted)
