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
from chrono_git.repo.history import standing
from chrono_git.repo.increments import Store
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
        found = [
            (score, not item.ticked, item)
            for guide in self.guides
            for item in guide.items
            if item.skip is None and (score := _closeness(item, self.intents[item.id], finding))
        ]
        best = max((one[:2] for one in found), default=None)
        return next((item for score, unticked, item in found if (score, unticked) == best), None)


def find_owners(findings: Sequence[Finding], snapshot: Snapshot, config: Config) -> Owners:
    """Reads those guides of the snapshot that name a file or a function of the findings."""
    paths = guide_paths(snapshot, config) if findings else ()
    words = {word.encode("utf-8", "surrogateescape") for one in findings for word in _words(one)}
    texts = snapshot.read_many(paths)
    speaking = [
        path for path, text in texts if isinstance(text, bytes) and any(word in text for word in words)
    ]
    guides = find_guides(snapshot, config, [_as_name(path) for path in speaking])[0] if speaking else ()
    intents = {item.id: intent_of(item, _folders(guide)) for guide in guides for item in guide.items}
    return Owners(guides, intents, len(paths) == 1)


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
    """How surely an item means a place: 0 not at all, 4 its file and its function."""
    name = finding.symbol.rpartition(".")[2]
    named = {symbol.name.rpartition(".")[2] for symbol in intent.symbols} | {
        one for one, _ in intent.provides
    }
    said = bool(name) and name in named
    paths = [mention.path.removeprefix("./") for mention in intent.paths if not mention.outside]
    places = [*paths, *(f"{folder}/{path}" for folder in intent.folders for path in paths)]
    if any(finding.path == path or finding.path.endswith("/" + path) for path in places):
        return 4 if said else 3
    if any(path.endswith("/") and finding.path.startswith(path) for path in places):
        return 4 if said else 1
    return 2 if said and len(name) >= _SHORTEST and not paths and item.kind != "prerequisite" else 0


def with_items(findings: Sequence[Finding], owners: Owners) -> tuple[Finding, ...]:
    """The findings with the id of the item that each belongs to."""
    return tuple(
        replace(one, item=item.id) if (item := owners.of(one)) is not None else one for one in findings
    )


def without_unclaimed(
    findings: Sequence[Finding], owners: Owners, claims: Mapping[str, tuple[Claim, ...]]
) -> tuple[Finding, ...]:
    """The findings but for stubs of items that nobody claims yet: policy "claimed"."""
    items = {item.id: item for guide in owners.guides for item in guide.items}
    return tuple(
        one
        for one in findings
        if one.item is None
        or not one.rule.startswith("stub")
        or _is_claimed(items.get(one.item), items, claims)
    )


def _is_claimed(
    item: Item | None, items: Mapping[str, Item], claims: Mapping[str, tuple[Claim, ...]]
) -> bool:
    while item is not None:
        if item.ticked or any(claim.kind == "claim" and not claim.weak for claim in claims.get(item.id, ())):
            return True
        item = items.get(item.parent) if item.parent else None
    return False


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
