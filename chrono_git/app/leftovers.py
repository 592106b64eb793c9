"""The stubs and debugging aids that facts need: of files as they are, and as they were at a base."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from chrono_git.app.contents import Contents
from chrono_git.app.scanning import Scanner
from chrono_git.facts import Facts
from chrono_git.facts.locate import located_paths, made_files
from chrono_git.model import CodeBlock, Entry, Finding, Guide, Item
from chrono_git.scan import scan
from chrono_git.scan.language import language_named, language_of
from chrono_git.scan.literals import may_hold

Key = tuple[str, str]  # a path and a blob id, which is "" for what lies in the work tree


class Leftovers:
    """Findings by file and blob, each scanned once for all guides of a report.

    `scanner` makes the scanner, which takes longer than all else where no file has to be scanned.
    """

    def __init__(self, scanner: Callable[[], Scanner], contents: Contents, tree: Mapping[str, Entry]) -> None:
        self._make_scanner = scanner
        self._scanner: Scanner | None = None
        self._contents = contents
        self._tree = tree
        self._known: dict[Key, tuple[Finding, ...]] = {}

    def prepare(self, guides: Iterable[tuple[Guide, Facts]]) -> None:
        """Scan what all the guides ask for at once: scanners that are started for each take their time."""
        keys: dict[Key, None] = {}
        for guide, facts in guides:
            for places in self._wanted(facts, guide):
                keys.update(dict.fromkeys(places.values()))
        self._scan(keys)

    def fill(self, facts: Facts, guide: Guide) -> Facts:
        """The facts with what is left, what was before, and what the guide itself shows as stubs."""
        now, then = self._wanted(facts, guide)
        self._scan([*now.values(), *then.values()])
        return replace(
            facts,
            left={path: found for path, key in now.items() if (found := self._known.get(key, ()))},
            before={place: found for place, key in then.items() if (found := self._known.get(key, ()))},
            scaffolds=scaffolds_of(guide.items),
        )

    def _wanted(self, facts: Facts, guide: Guide) -> tuple[dict[str, Key], dict[tuple[str | None, str], Key]]:
        """The files as they are, and as they were at the base of each item that is about them."""
        wanted = {item.id: _files(item, facts) for item in guide.items}
        now = {path: self._now(path) for paths in wanted.values() for path in paths if path in self._tree}
        then = {
            (facts.bases.get(item.id), path): self._then(path, item, facts)
            for item in guide.items
            for path in wanted[item.id]
        }
        return now, then

    def _now(self, path: str) -> Key:
        return path, self._tree[path].oid

    def _then(self, path: str, item: Item, facts: Facts) -> Key:
        change = facts.window(item).since.get(path)
        if change is not None:
            return path, change.old_oid or "none"
        return self._now(path) if path in self._tree else (path, "none")

    def _scan(self, keys: Iterable[Key]) -> None:
        fresh = [key for key in dict.fromkeys(keys) if key not in self._known and key[1] != "none"]
        self._known |= dict.fromkeys(fresh, ())
        chosen = [key for key in fresh if self._may_hold(key)]
        if not chosen:
            return
        if self._scanner is None:
            self._scanner = self._make_scanner()
        for one in self._scanner.scan(chosen):
            # What was asked for without an id lies in the work tree, and comes back with one.
            key = (one.path, one.oid) if (one.path, one.oid) in self._known else (one.path, "")
            self._known[key] = tuple(suspect.finding for suspect in one.scan.suspects)

    def _may_hold(self, key: Key) -> bool:
        path, oid = key
        language = language_of(path)
        if language is None:
            return False
        text = self._contents.known(path, oid, self._tree)
        return text is None or may_hold(language, text.encode("utf-8", "replace"))


def _files(item: Item, facts: Facts) -> list[str]:
    """The files whose stubs, or whose debug code, are an item's business."""
    intent = facts.intent(item)
    paths = [path for path in located_paths(intent, facts)[:20] if path in facts.tree]
    paths += made_files(intent, facts)[:20]
    if intent.unstub and not paths:
        beside = [facts.intents[name] for name in facts.siblings.get(item.id, ()) if name in facts.intents]
        paths = [path for one in beside for path in located_paths(one, facts)[:20] if path in facts.tree]
    if intent.cleanup and not paths:
        paths = list(facts.window(item).fresh)
    return list(dict.fromkeys(paths))


def scaffolds_of(items: Iterable[Item]) -> dict[str, tuple[str, ...]]:
    """The functions that the code blocks of an item, or of the step that it belongs to, show as stubs."""
    found: dict[str, tuple[str, ...]] = {}
    parents = {item.id: item.parent for item in items}
    for item in items:
        if names := tuple(name for block in item.blocks for name in _stubs_of(block)):
            found[item.id] = names
    for name, parent in parents.items():
        above = parent
        while above is not None and name not in found:
            if above in found:
                found[name] = found[above]
            above = parents.get(above)
    return found


def _stubs_of(block: CodeBlock) -> list[str]:
    language = language_named(block.language)
    if language is None:
        return []
    found = scan(f"block.{language.extensions[0]}", block.text.encode("utf-8", "replace")).suspects
    return [one.finding.symbol.rpartition(".")[2] for one in found if one.finding.rule.startswith("stub")]
