"""Scans a whole state of the repository: everything the first time, then what differs from what is known."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from chrono_git.app.excuses import Kinship, Search, find_kin, kin_within, known_files, merged, searching
from chrono_git.app.extension import extension_of
from chrono_git.app.found import excuses_of
from chrono_git.app.record import Record, Shelf
from chrono_git.app.scanning import Scanned, Scanner
from chrono_git.app.scope import Scope
from chrono_git.app.states import State, Step, Steps
from chrono_git.repo.candidates import Incomplete
from chrono_git.scan.result import Excuse

# So many differences are better searched by git than read one by one.
_MANY = 5_000
# So many make it worth while to write a new record.
_WORTH_RECORDING = 200
# Fewer files than these are read sooner than git has searched.
_FEW = 400


@dataclass
class Seen:
    """What a scan saw: the files with something in them, how many were looked at, what witnesses excuses.

    `odd` are files of a known language whose name does not tell, `mute` those that could
    not be asked for excuses; `nearby` are excuses that not all files were asked for,
    `missing` paths that turned out to be links, or deleted.
    """

    files: dict[str, Scanned] = field(default_factory=dict)
    named: int = 0
    odd: set[str] = field(default_factory=set)
    kinship: Kinship = field(default_factory=dict)
    mute: list[str] = field(default_factory=list)
    nearby: set[Excuse] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)

    @property
    def count(self) -> int:
        """How many files were looked at."""
        return self.named - len(self.missing) + len(self.odd)

    def add(self, one: Scanned) -> None:
        """Takes in one scanned file."""
        if one.raw or one.trouble:
            self.files[one.path] = one
        if not extension_of(one.path):
            self.odd.update([one.path] if one.known else ())
        elif not (one.known or one.trouble):
            self.missing.add(one.path)

    def searched(self) -> Kinship:
        """What is known of those excuses that all files were asked for."""
        return {excuse: kin for excuse, kin in self.kinship.items() if excuse not in self.nearby}

    def excuses(self) -> dict[Excuse, list[str]]:
        """All excuses that suspects have, with the paths of those."""
        return excuses_of(self.files.values())


class TreeScan:
    """Scans what is in scope of a state; `shelf` is where the last one of its kind is remembered."""

    def __init__(self, scanner: Scanner, scope: Scope, shelf: Shelf, state: State) -> None:
        self._scanner = scanner
        self._words = scanner.words
        self._scope = scope
        self._shelf = shelf
        self._state = state
        self._everywhere: Mapping[str, str] | None = None

    def run(self) -> Seen:
        """Everything that is in scope."""
        known = None if self._scope.folders else self._shelf.load()
        seen = None if known is None else self._since(known)
        return self._everything() if seen is None else seen

    # Everything.

    def _everything(self) -> Seen:
        folders = self._scope.folders
        search = None if folders else self._candidates(())
        tree = self._state.tree()
        holds = self._scope.holds
        files = {path: oid for path, oid in self._listed(folders).items() if holds(path)}
        if search is None and len(files) > _FEW:
            search = self._candidates([folder for folder in folders if folder not in files])
        seen = Seen(named=sum(map(bool, map(extension_of, files))))
        compare: list[Steps] = []
        found: set[str] = set()
        for one in self._scanner.scan(self._items(files, search, found, compare, tree), found, hurry=True):
            seen.add(one)
        steps = compare[0]() if compare else None
        there = set(self._state.beyond_git())
        gone = (path for path, one in (steps or {}).items() if one.oid is None and extension_of(path))
        seen.missing.update(path for path in gone if path in files and path not in there)
        seen.kinship, seen.mute = find_kin(self._scanner, seen.excuses(), self._search())
        if not folders and tree is not None and steps is not None:
            self._save(seen, tree, steps)
        return seen

    def _search(self) -> Search:
        return searching(self._scanner, self._state, lambda: self._listed(()))

    def _listed(self, folders: Sequence[str]) -> Mapping[str, str]:
        """The files that may be of a known language."""
        if folders:
            return known_files(self._scanner, self._state, folders)
        if self._everywhere is None:
            self._everywhere = known_files(self._scanner, self._state, ())
        return self._everywhere

    def _candidates(self, folders: Collection[str]) -> Iterator[str] | None:
        if self._scanner.location.partial:
            return None  # git would end at the first blob that is not here
        extensions = sorted(self._words.extensions)
        return self._state.holding(self._words.for_git, extensions, words=False, folders=tuple(folders))

    def _items(
        self,
        files: Mapping[str, str],
        search: Iterator[str] | None,
        found: set[str],
        compare: list[Steps],
        tree: str | None,
    ) -> Iterator[tuple[str, str]]:
        """The files to scan: those that git's search cannot judge, then those that it finds.

        The latter are put into `found`. At the end, the comparison with the tree is begun, and
        put into `compare`.
        """
        beyond = set(self._state.beyond_git()).union(self._scope.folders)
        direct = set()
        for path, oid in files.items():
            if search is None or not extension_of(path) or path in beyond or self._scanner.asks_for(path):
                direct.add(path)
                yield path, oid
        try:
            for path in search or ():
                if path in files and path not in direct:
                    found.add(path)
                    yield path, files[path]
        except Incomplete:
            # Which file git could not read, reading them all will tell.
            yield from ((path, oid) for path, oid in files.items() if path not in direct | found)
        if tree is not None:
            # Only now: what was written before the search was over must not count as known.
            compare.append(self._state.begin_steps(tree))

    # What differs.

    def _since(self, known: Record) -> Seen | None:
        """What there is now, given what was known of a tree; None where that is of no help."""
        compare = self._state.begin_steps(known.tree)
        untracked = self._state.untracked()
        tracked = compare()
        if tracked is None:
            return None
        steps = self._ours(tracked, untracked)
        look = {path: oid for path, oid in known.unknown.items() if path not in steps}
        look |= {path: one.oid for path, one in steps.items() if one.oid is not None}
        if len(look) > _MANY:
            return None
        seen = Seen(named=known.count + self._growth(steps), odd=set(known.odd - look.keys() - steps.keys()))
        for path, (oid, raw) in known.files.items():
            if path not in steps and path not in look:
                seen.add(Scanned(path, oid, raw, known=True))
        for one in self._scanner.scan(sorted(look.items()), hurry=True):
            seen.add(one)
        is_new = self._excused(seen, known, look, steps)
        tree = self._state.tree() if self._is_stale(known, steps, look) else None
        fresh = None if tree is None else self._state.begin_steps(tree)()
        if tree is not None and fresh is not None:
            self._save(seen, tree, fresh)
        elif is_new:
            changed = look.keys() | steps.keys()
            kinship = kin_within(merged(known.kinship, seen.searched()), changed)
            self._shelf.save(replace(known, kinship=kinship))
        return seen

    def _is_stale(self, known: Record, steps: Mapping[str, Step], look: Mapping[str, str]) -> bool:
        """Whether a new record would save much of the work that this scan was."""
        if len(look.keys() - steps.keys()) > _WORTH_RECORDING:
            return True
        return sum(one.was for one in steps.values()) > _WORTH_RECORDING and known.tree != self._state.tree()

    def _excused(self, seen: Seen, known: Record, look: Mapping[str, str], steps: Mapping[str, Step]) -> bool:
        """Finds who witnesses the excuses; says whether the whole tree had to be searched."""
        wanted = seen.excuses()
        there = kin_within(known.kinship, look.keys() | steps.keys())
        asked = {one: paths for one, paths in wanted.items() if one in there and not there[one].paths}
        heirs = {one: there[one].heirs for one in asked}
        nearby, mute = find_kin(self._scanner, asked, lambda _, family: _of_family(look, family), heirs)
        # An heir in a file that changed may have heirs of its own anywhere.
        missing = {
            one: paths
            for one, paths in wanted.items()
            if one not in there or (one in nearby and nearby[one].links and not nearby[one].paths)
        }
        found, mute_too = find_kin(self._scanner, missing, self._search())
        seen.kinship = merged({one: there[one] for one in wanted if one in there}, nearby, found)
        seen.mute = [*mute, *mute_too]
        seen.nearby = {one for one in wanted if one not in there and one not in found}
        return bool(missing)

    def _ours(self, steps: Mapping[str, Step], untracked: Collection[str]) -> dict[str, Step]:
        """The steps in scope, with the untracked files as additions, or as what replaces a tracked one."""
        found = {path: one for path, one in steps.items() if self._is_ours(path)}
        for path in filter(self._is_ours, untracked):
            found[path] = Step(path in found and found[path].was, "")
        return found

    def _is_ours(self, path: str) -> bool:
        return self._words.may_be_known(path) and self._scope.holds(path)

    def _growth(self, steps: Mapping[str, Step]) -> int:
        """By how many files of known extensions there are more than in the tree."""
        named = (one for path, one in steps.items() if extension_of(path))
        return sum((one.oid is not None) - one.was for one in named)

    def _save(self, seen: Seen, tree: str, steps: Mapping[str, Step]) -> None:
        """Remembers what was seen by a tree that the state differs from by `steps`."""
        if seen.mute or self._state.has_moved():
            return
        ours = self._ours(steps, self._state.beyond_git())
        files = {path: one for path, one in seen.files.items() if path not in ours}
        links = sum(path in seen.missing for path, one in ours.items() if one.oid is not None)
        self._shelf.save(
            Record(
                tree=tree,
                count=seen.count - len(seen.odd) - self._growth(ours) + links,
                odd=frozenset(seen.odd - ours.keys()),
                files={path: (one.oid, one.raw) for path, one in files.items() if not one.trouble},
                unknown=dict.fromkeys((path for path, one in ours.items() if one.was), "")
                | {path: one.asked for path, one in files.items() if one.trouble},
                kinship=kin_within(seen.searched(), ours.keys()),
            )
        )


def _of_family(files: Mapping[str, str], family: Collection[str]) -> list[tuple[str, str]]:
    return [(path, oid) for path, oid in files.items() if extension_of(path) in family]
