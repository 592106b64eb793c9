"""To which item of which guide a finding belongs, and whether it may stay while nobody claims that item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from chrono_git.app.claims import claims_of
from chrono_git.app.discover import find_guides, guide_paths
from chrono_git.config import Config
from chrono_git.intent import Intent, intent_of
from chrono_git.intent.commands import last_folder
from chrono_git.model import Claim, Finding, Guide, Item
from chrono_git.repo.increments import Store
from chrono_git.repo.said import standing
from chrono_git.repo.snapshot import Snapshot
from chrono_git.repo.stream import Git
from chrono_git.trailers import default_guide

_SHORTEST = 4  # letters of a name that tells by itself which item is meant


@dataclass(frozen=True, slots=True)
class Owners:
    """The guides of a snapshot that speak of some findings, and each item's intent."""

    guides: tuple[Guide, ...]
    intents: Mapping[str, Intent]
    alone: bool

    def of(self, finding: Finding) -> Item | None:
        """The item that asks for what is missing there: the closest, and of those the first open one."""
        closest = self.closest(finding)
        return next((item for item in closest if not item.ticked), closest[0] if closest else None)

    def closest(self, finding: Finding) -> list[Item]:
        """All items that mean the place as surely as any other does, in their order."""
        found = [
            (score, item)
            for guide in self.guides
            for item in guide.items
            if item.skip is None and (score := _closeness(item, self.intents[item.id], finding))
        ]
        best = max((score for score, _ in found), default=0)
        return [item for score, item in found if score == best]

    def places(self, item: Item) -> list[str]:
        """The files and folders that the item names, relative to the top or to some folder."""
        return _places(self.intents[item.id])

    def line(self, item: Item) -> Iterator[Item]:
        """The item, the one that it is a part of, and so on."""
        items = self._items()
        one: Item | None = item
        while one is not None:
            yield one
            one = items.get(one.parent) if one.parent else None

    def _items(self) -> Mapping[str, Item]:
        return {item.id: item for guide in self.guides for item in guide.items}


def find_owners(findings: Sequence[Finding], snapshot: Snapshot, config: Config) -> Owners:
    """Reads those guides of the snapshot that name a file or a function of the findings."""
    paths = guide_paths(snapshot, config) if findings else ()
    words = {word.encode("utf-8", "surrogateescape") for one in findings for word in _words(one)}
    texts = snapshot.read_many(paths)
    speaking = [
        path for path, text in texts if isinstance(text, bytes) and any(word in text for word in words)
    ]
    guides = find_guides(snapshot, config, [_as_name(path) for path in speaking])[0] if speaking else ()
    return owners_of(guides, alone=len(paths) == 1)


def owners_of(guides: tuple[Guide, ...], *, alone: bool) -> Owners:
    """The guides with their items' intents; `alone` says that the repository has no other guide."""
    intents = {item.id: intent_of(item, _folders(guide)) for guide in guides for item in guide.items}
    return Owners(guides, intents, alone)


def _as_name(path: str) -> str:
    return path if "/" in path else f"./{path}"


def _words(finding: Finding) -> Iterator[str]:
    yield finding.path.rsplit("/", 1)[-1]
    name = finding.symbol.rpartition(".")[2]
    if len(name) >= _SHORTEST:
        yield name


def _folders(guide: Guide) -> tuple[str, ...]:
    found = (last_folder(block.text) for block in guide.setup)
    return tuple(dict.fromkeys(folder for folder in found if folder))


def _closeness(item: Item, intent: Intent, finding: Finding) -> int:
    """How surely an item means a place: 0 not at all, 5 its file and its function.

    Who names a file and other functions in it means less of it than who names the file alone.
    """
    name = finding.symbol.rpartition(".")[2]
    named = {symbol.name.rpartition(".")[2] for symbol in intent.symbols} | {
        one for one, _ in intent.provides
    }
    said = bool(name) and name in named
    places = _places(intent)
    if any(finding.path == path or finding.path.endswith("/" + path) for path in places):
        return 5 if said else 3 if named else 4
    if any(finding.path.startswith(f"{path.rstrip('/')}/") for path in places):
        return 5 if said else 1
    return 2 if said and len(name) >= _SHORTEST and not places and item.kind != "prerequisite" else 0


def _places(intent: Intent) -> list[str]:
    paths = [mention.path.removeprefix("./") for mention in intent.paths if not mention.outside]
    return [*paths, *(f"{folder}/{path}" for folder in intent.folders for path in paths)]


def with_items(findings: Sequence[Finding], owners: Owners) -> tuple[Finding, ...]:
    """The findings with the id of the item that each belongs to."""
    return tuple(
        replace(one, item=item.id) if (item := owners.of(one)) is not None else one for one in findings
    )


def without_unclaimed(
    findings: Sequence[Finding], owners: Owners, claims: Mapping[str, tuple[Claim, ...]]
) -> tuple[Finding, ...]:
    """The findings but for stubs of items that nobody claims yet: policy "claimed"."""
    return tuple(
        one
        for one in findings
        if one.item is None or not one.rule.startswith("stub") or _is_claimed(one, owners, claims)
    )


def only_claimed(
    findings: Sequence[Finding], owners: Owners, claims: Mapping[str, tuple[Claim, ...]]
) -> tuple[Finding, ...]:
    """Those of the findings that belong to an item that somebody claims."""
    return tuple(one for one in findings if one.item is not None and _is_claimed(one, owners, claims))


def _is_claimed(finding: Finding, owners: Owners, claims: Mapping[str, tuple[Claim, ...]]) -> bool:
    own = next((one for guide in owners.guides for one in guide.items if one.id == finding.item), None)
    return own is not None and any(
        item.ticked or any(claim.strong for claim in claims.get(item.id, ())) for item in owners.line(own)
    )


def claims_at(
    git: Git, tip: str | None, owners: Owners, *, branch: str | None, config: Config, store: Store
) -> Mapping[str, tuple[Claim, ...]]:
    """What the history up to the commit `tip` claims of the owners' items; None is no history at all."""
    if tip is None or not owners.guides:
        return {}
    ids = [guide.id for guide in owners.guides]
    default = default_guide(branch, config.active, ids if owners.alone else ())
    words = standing(git, tip, ids, default, store=store)
    return claims_of(owners.guides, words, alone=owners.alone)[0]
