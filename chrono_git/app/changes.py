"""Scans what a change adds: a range of commits, or the index against the last commit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from chrono_git.app.excuses import find_witnesses, searching
from chrono_git.app.found import Found, notes_of, split_allowed, suspects_of
from chrono_git.app.news import news_of
from chrono_git.app.scanning import Scanner
from chrono_git.app.scope import Scope
from chrono_git.app.states import CommitState
from chrono_git.model import Change, Finding, Problem
from chrono_git.repo.changes import diff_index, diff_trees, empty_tree
from chrono_git.repo.ranges import Lines, added_lines
from chrono_git.repo.stream import Git
from chrono_git.scan.result import Suspect

_FILE = "100"  # how the modes of regular files begin


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
        notes = [Problem(one.path, None, _CONFLICT) for one in changes if one.status == "U"]
        files = list(self._scanner.scan(self._new_sides(changes)))
        suspects = suspects_of(files)
        prints = self._scanner.prints
        kept, allowed = split_allowed(
            [one.finding for one in suspects], files, own=self._scanner.own_rules, prints=prints
        )
        news: list[Finding] = []
        spared = 0
        mute: list[str] = []
        if kept or allowed:
            before = list(self._scanner.scan(self._old_sides(changes)))
            old = [one.finding for one in suspects_of(before)]
            old_kept, _ = split_allowed(old, before, own=self._scanner.own_rules, prints=prints)
            added = self._added
            news = news_of(kept, old_kept, added)
            spared = len(news_of(allowed, old, added))
            news = self._unprinted(news, changes)
            news, mute = self._unexcused(news, suspects)
        return Found(
            news=tuple(news),
            everything=tuple(kept),
            allowed=spared,
            count=sum(one.known for one in files),
            notes=(*notes, *notes_of(files, mute)),
        )

    def _unprinted(self, news: list[Finding], changes: Iterable[Change]) -> list[Finding]:
        """The news but for prints where something was printed before."""
        paths = {one.path for one in news if one.rule == "debug-print"}
        old = [(path, oid) for path, oid in self._old_sides(changes) if path in paths]
        printed = {one.path for one in self._scanner.scan(old, paths) if one.scan.prints}
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

    def _added(self, paths: Sequence[str]) -> dict[str, Lines]:
        return added_lines(self._git, self._old or empty_tree(self._git), self._new, paths)

    def _unexcused(self, news: list[Finding], suspects: list[Suspect]) -> tuple[list[Finding], list[str]]:
        """The news that nothing in the new state excuses; also the files that could not be asked."""
        excuses = {one.finding: one.excuse for one in suspects if one.excuse is not None}
        wanted = {excuses[one] for one in news if one in excuses}
        if not wanted:
            return news, []
        search = searching(self._scanner, CommitState(self._git, self._new))
        witnesses, mute = find_witnesses(self._scanner, wanted, search)
        left = [one for one in news if one not in excuses or not witnesses[excuses[one]]]
        return left, mute


_CONFLICT = "not looked at: a merge conflict in the index, which has no content yet"
