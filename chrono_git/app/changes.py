"""Scans what a change adds: a range of commits, or the index against the last commit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from chrono_git.app.excuses import find_kin, searching
from chrono_git.app.extension import extension_of
from chrono_git.app.found import Found, notes_of, split_allowed, suspects_of
from chrono_git.app.hunks import UNKNOWN, Hunks, look_through
from chrono_git.app.news import Key, key_of, news_of, touches
from chrono_git.app.scanning import Scanned, Scanner
from chrono_git.app.scope import Scope
from chrono_git.app.states import CommitState
from chrono_git.errors import RepositoryError
from chrono_git.model import Change, Finding, Problem
from chrono_git.repo.changes import diff_index, diff_trees, empty_tree
from chrono_git.repo.listing import blob_sizes
from chrono_git.repo.ranges import Lines, added_lines
from chrono_git.repo.stream import Git
from chrono_git.scan.result import Excuse, Suspect

_LONG_ENOUGH = 150  # characters that tell one line of code from others
_FILE = "100"  # how the modes of regular files begin


@dataclass
class _Seen:
    """The files that were scanned, and their findings: those that stand, and those that are allowed."""

    files: list[Scanned]
    kept: list[Finding]
    allowed: list[Finding]

    @property
    def paths(self) -> set[str]:
        """The paths of the files."""
        return {one.path for one in self.files}

    def __add__(self, more: _Seen) -> _Seen:
        return _Seen(self.files + more.files, self.kept + more.kept, self.allowed + more.allowed)


class ChangeScan:
    """Scans what lies between two commits; `old` is None for no commit at all, `new` for the index."""

    def __init__(self, scanner: Scanner, scope: Scope, git: Git, old: str | None, new: str | None) -> None:
        self._scanner = scanner
        self._scope = scope
        self._git = git
        self._old = old
        self._new = new

    def run(self) -> Found:
        """The findings that the change adds, and what there is in the files that it touches."""
        changes = list(
            diff_index(self._git, self._old)
            if self._new is None
            else diff_trees(self._git, self._old, self._new)
        )
        new, old = dict(self._new_sides(changes)), dict(self._old_sides(changes))
        notes = [Problem(one.path, None, _CONFLICT) for one in changes if one.status == "U"]
        hunks = self._hunks(new, old)
        worth = {path for path in new if self._is_read_whole(path) or (path in hunks and hunks[path].worth)}
        seen = self._scan(new, worth, hurry=True)
        touched = self._touched(seen, hunks)
        news: list[Finding] = []
        spared = 0
        mute: list[str] = []
        if touched:
            # What was removed somewhere may be what was added here: those files count as a whole, too.
            keys = {key_of(one) for one in touched}
            givers = {path for path, one in hunks.items() if self._gives(one, keys)}
            seen = seen + self._scan(new, givers - seen.paths)
            alike = {one.path for one in (*seen.kept, *seen.allowed) if key_of(one) in keys}
            before = self._scan(old, alike | givers)
            added = self._added(seen, hunks)
            gone = old.keys() - new.keys()
            news = news_of(seen.kept, before.kept, added, gone)
            spared = len(news_of(seen.allowed, [*before.kept, *before.allowed], added, gone))
            news = self._unprinted(news, old)
            news, mute = self._unexcused(news, suspects_of(seen.files))
        odd = sum(one.known for one in seen.files if not extension_of(one.path))
        return Found(
            news=tuple(news),
            everything=tuple(seen.kept),
            allowed=spared,
            count=sum(1 for path in new if extension_of(path)) + odd,
            notes=(*notes, *notes_of(seen.files, mute)),
        )

    def _gives(self, hunks: Hunks, keys: Collection[Key]) -> bool:
        """Whether a line that was removed may read like one of the findings."""
        if hunks.gone is None:
            return not self._scanner.is_late()
        return any(text[:_LONG_ENOUGH] in line for *_, text in keys for line in hunks.gone)

    def _scan(self, side: Mapping[str, str], paths: Collection[str], *, hurry: bool = False) -> _Seen:
        """Scans those of the paths that this side of the change has."""
        there = ((path, side[path]) for path in sorted(paths) if path in side)
        files = list(self._scanner.scan(there, hurry=hurry))
        findings = [one.finding for one in suspects_of(files)]
        own, prints = self._scanner.own_rules, self._scanner.prints
        return _Seen(files, *split_allowed(findings, files, own=own, prints=prints))

    def _hunks(self, new: Mapping[str, str], old: Mapping[str, str]) -> dict[str, Hunks]:
        """What the patches say of the files that may have something to find."""
        try:
            sizes = blob_sizes(self._git, {*new.values(), *old.values()})
        except RepositoryError:
            if not self._git.partial:
                raise
            sizes = {}  # git ends at the first that is not here
        # Neither a blob that is not here nor a huge one is given to git: the scan will tell of them.
        odd = {
            path
            for path in {*new, *old}
            for side in (new, old)
            if path in side and not 0 <= sizes.get(side[path], -1) <= self._scanner.limit
        }
        paths = sorted({*new, *old} - odd)
        found = look_through(self._scanner, self._base(), self._new, paths)
        return {path: one or UNKNOWN for path, one in found.items()} | dict.fromkeys(odd, UNKNOWN)

    def _base(self) -> str:
        return self._old or empty_tree(self._git)

    def _is_read_whole(self, path: str) -> bool:
        return not extension_of(path) or self._scanner.asks_for(path)

    def _touched(self, seen: _Seen, hunks: Mapping[str, Hunks]) -> list[Finding]:
        added = self._added(seen, hunks)
        return [one for one in (*seen.kept, *seen.allowed) if touches(one, added[one.path])]

    def _added(self, seen: _Seen, hunks: Mapping[str, Hunks]) -> Mapping[str, Lines]:
        """The lines that each file gained in which something was found."""
        paths = {one.path for one in (*seen.kept, *seen.allowed)}
        rest = sorted(path for path in paths if path not in hunks)
        lines = added_lines(self._git, self._base(), self._new, rest)
        return lines | {path: hunks[path].lines for path in paths if path in hunks}

    def _unprinted(self, news: list[Finding], old: Mapping[str, str]) -> list[Finding]:
        """The news but for prints where something was printed before."""
        paths = {one.path for one in news if one.rule == "debug-print"}
        before = self._scanner.scan(((path, old[path]) for path in paths if path in old), paths)
        printed = {one.path for one in before if one.scan.prints}
        return [one for one in news if one.rule != "debug-print" or one.path not in printed]

    def _new_sides(self, changes: Iterable[Change]) -> Iterator[tuple[str, str]]:
        for one in changes:
            is_file = one.new_mode.startswith(_FILE) and one.new_oid and one.status != "U"
            if is_file and self._is_source(one) and self._scope.holds(one.path):
                yield one.path, one.new_oid

    def _old_sides(self, changes: Iterable[Change]) -> Iterator[tuple[str, str]]:
        """Those of all changed files, whatever the scope: what was moved may come from anywhere."""
        for one in changes:
            if one.old_mode.startswith(_FILE) and one.old_oid and self._is_source(one):
                yield one.path, one.old_oid

    def _is_source(self, change: Change) -> bool:
        return self._scanner.words.may_be_known(change.path)

    def _unexcused(self, news: list[Finding], suspects: list[Suspect]) -> tuple[list[Finding], list[str]]:
        """The news that nothing in the new state excuses; also the files that could not be asked."""
        excuses = {one.finding: one.excuse for one in suspects if one.excuse is not None}
        wanted: dict[Excuse, list[str]] = {}
        for one in news:
            if one in excuses:
                wanted.setdefault(excuses[one], []).append(one.path)
        if not wanted:
            return news, []
        search = searching(self._scanner, CommitState(self._git, self._new))
        kinship, mute = find_kin(self._scanner, wanted, search)
        return [one for one in news if one not in excuses or not kinship[excuses[one]].paths], mute


_CONFLICT = "not looked at: a merge conflict in the index, which has no content yet"
