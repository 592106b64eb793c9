"""Checks a state of the repository, or what a change adds, for stubs and debugging aids."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chrono_git.app.changes import ChangeScan
from chrono_git.app.found import Found, notes_of, split_allowed, suspects_of
from chrono_git.app.record import Shelf
from chrono_git.app.scanning import UNSEEN, Scanner
from chrono_git.app.scans import version
from chrono_git.app.scope import Scope, named_paths
from chrono_git.app.settings import BASELINE, Settings, read_settings
from chrono_git.app.states import CommitState, State, WorkTreeState
from chrono_git.app.tree_scan import TreeScan
from chrono_git.app.words import load_words
from chrono_git.cache import Cache, NullCache, open_cache
from chrono_git.errors import ChronoError, RepositoryError
from chrono_git.model import CheckMode, CheckReport, Finding
from chrono_git.repo.disk import status_beneath
from chrono_git.repo.listing import list_untracked
from chrono_git.repo.location import Location, locate
from chrono_git.repo.ranges import range_ends
from chrono_git.repo.snapshot import resolve
from chrono_git.repo.stream import Git

if TYPE_CHECKING:
    from chrono_git.app.ownrules import OwnRules


@dataclass(frozen=True, slots=True)
class Aim:
    """What is checked: the commit (None for the work tree and the index), and for a change the commit
    that it is compared with (None for none at all)."""

    mode: CheckMode
    commit: str | None = None
    base: str | None = None

    @property
    def is_change(self) -> bool:
        """Whether only what is new is asked for."""
        return self.mode in ("index", "range")


def check(
    folder: str,
    *,
    at: str | None = None,
    staged: bool = False,
    span: str | None = None,
    paths: Sequence[str] = (),
    branch: str | None = None,
    use_cache: bool = True,
    use_baseline: bool = True,
) -> CheckReport:
    """Look for stubs and debugging aids in the repository that `folder`, a directory, lies in.

    Without more, the work tree is checked: tracked files, and untracked ones that are not
    ignored. `at` is a revision to check instead; `staged` checks what the index adds to the
    last commit, `span` what a range (`A..B`) adds that is still there at its end, and stubs of
    any age that contradict what its commits claim; `branch` is the one whose name may tell which
    guide is meant, None for the one that is checked out. `paths`
    limit it to files and folders, relative to `folder`. Nothing is written but the cache.
    Raises ChronoError where it cannot be judged.
    """
    location = locate(folder)
    aim = _aim(location, at, staged=staged, span=span)
    git, on_disk = location.git(), aim.mode == "worktree"
    settings = read_settings(git, location.root if on_disk else None, aim.commit)
    folders = named_paths(git, location, folder, paths, aim.commit, on_disk=on_disk)
    cache = open_cache(location.common_dir if use_cache else None)
    one = Check(location, aim, cache, branch=branch)
    try:
        scope = Scope(folders, settings.config.check_exclude)
        report = one.run(scope, settings, use_cache=use_cache, use_baseline=use_baseline)
        if span is not None:
            from chrono_git.app.claimed import with_contradicted

            report = with_contradicted(
                report, location, aim.base, settings=settings, scope=scope, cache=cache,
                branch=one.branch or "",
            )  # fmt: skip
    finally:
        if isinstance(cache, Cache):
            cache.close()
    return report


def _aim(location: Location, at: str | None, *, staged: bool, span: str | None) -> Aim:
    if (at is not None) + staged + (span is not None) > 1:
        raise ChronoError(
            "only one of a revision, the index and a range can be checked", hint="ask for one after the other"
        )
    git = location.git()
    if at is not None:
        return Aim("commit", resolve(git, at))
    if span is not None:
        base, last = range_ends(git, span)
        return Aim("range", last, base)
    if staged:
        return Aim("index", None, location.head)
    if location.root is None:
        raise RepositoryError("there is no work tree here", hint="name a commit, such as --at HEAD")
    return Aim("worktree")


class Check:
    """The steps of one check.

    `branch` is the one whose name may tell which guide is meant; `prints` asks for print-like calls
    too. Files that are not begun by the `deadline` (of `time.monotonic`) are not looked at, with a note.
    """

    def __init__(
        self,
        location: Location,
        aim: Aim,
        cache: Cache | NullCache,
        *,
        branch: str | None = None,
        prints: bool = True,
        deadline: float | None = None,
    ) -> None:
        self.location = location
        self.branch = location.branch if branch is None else branch
        self.prints = prints and aim.is_change
        self.deadline = deadline
        self.git: Git = location.git()
        self.aim = aim
        self.cache = cache
        self.untracked: Collection[str] | None = None

    def run(
        self, scope: Scope, settings: Settings, *, use_cache: bool = True, use_baseline: bool = True
    ) -> CheckReport:
        """Checks what is in scope, by the settings of the same state."""
        scanner = self._scanner(settings, use_cache=use_cache)
        if self.aim.is_change:
            found = ChangeScan(scanner, scope, self.git, self.aim.base, self.aim.commit).run()
        else:
            found = self._whole(scanner, scope, settings)
        scanner.keep(self.cache)
        return self._judged(found, settings, use_baseline=use_baseline)

    def _scanner(self, settings: Settings, *, use_cache: bool) -> Scanner:
        stamp = version()
        words = load_words(self.cache, stamp)
        if isinstance(self.cache, Cache):
            self.cache.close()  # no connection may be open in two processes
        return Scanner(
            self.location,
            words,
            stamp,
            limit=settings.config.file_bytes,
            use_cache=use_cache,
            prints=self.prints,
            own=_own_rules(settings),
            deadline=self.deadline,
        )

    def _whole(self, scanner: Scanner, scope: Scope, settings: Settings) -> Found:
        state: State
        if self.aim.commit is None:
            state = WorkTreeState(self.git, self.location)
        else:
            tree = self.git.run("rev-parse", "--verify", f"{self.aim.commit}^{{tree}}").decode().strip()
            state = CommitState(self.git, tree)
        config = settings.config
        place = self.location.git_dir if self.aim.commit is None else "commit"
        sparse = _sparse(self.location) if self.aim.commit is None else ""
        limit = str(config.file_bytes)
        parts = (scanner.version, settings.digest, limit, sparse, *config.check_exclude)
        seen = TreeScan(scanner, scope, Shelf(self.cache, place, *parts), state).run()
        files = list(seen.files.values())
        findings = [
            one.finding
            for one in suspects_of(files)
            if one.excuse is None or not seen.kinship[one.excuse].paths
        ]
        kept, allowed = split_allowed(findings, files, own=scanner.own_rules, prints=False)
        found = tuple(kept)
        self.untracked = None if scope.folders else state.beyond_git()
        return Found(found, found, len(allowed), seen.count, notes_of(files, seen.mute))

    def _judged(self, found: Found, settings: Settings, *, use_baseline: bool) -> CheckReport:
        """The report: without what the baseline knows, and with the items that findings belong to."""
        left, baselined = found.news, 0
        if use_baseline and settings.baseline is not None and found.news:
            from chrono_git.scan.baseline import subtract

            news = set(found.news)
            kept, _ = subtract(
                found.everything, settings.baseline, _Existing(self.location, self.aim, self.git),
                is_new=news.__contains__, path=BASELINE,
            )  # fmt: skip
            left = tuple(one for one in kept if one in news)
            baselined = len(found.news) - len(left)
        owned = self._owned(left, settings) if left else ()
        return CheckReport(
            mode=self.aim.mode,
            revision=self.aim.commit,
            findings=tuple(sorted(owned, key=lambda one: (one.path, one.line, one.column, one.rule))),
            # What could not be looked at was not checked.
            files=max(0, found.count - sum(note.message.startswith(UNSEEN) for note in found.notes)),
            notes=tuple(sorted(found.notes, key=lambda note: (note.path, note.message))),
            baselined=baselined,
            allowed=found.allowed,
        )

    def _owned(self, findings: tuple[Finding, ...], settings: Settings) -> tuple[Finding, ...]:
        from chrono_git.app.discover import guide_paths
        from chrono_git.repo.chosen import Chosen
        from chrono_git.repo.history import MARKDOWN

        on_disk = self.aim.mode == "worktree"
        untracked = self.untracked
        if untracked is None:
            untracked = list_untracked(self.git) if on_disk else ()
        limit = settings.config.file_bytes
        chosen = Chosen(
            self.git, MARKDOWN, self.aim.commit, on_disk=on_disk, untracked=untracked, limit=limit
        )
        with chosen as snapshot:
            if not guide_paths(snapshot, settings.config):
                return findings
            from chrono_git.app.owners import claims_at, find_owners, with_items, without_unclaimed

            owners = find_owners(findings, snapshot, settings.config)
        found = with_items(findings, owners)
        if settings.config.check_policy != "claimed":
            return found
        tip = self.aim.commit or self.location.head
        claims = claims_at(
            self.git, tip, owners, branch=self.branch, config=settings.config, store=self.cache
        )
        return without_unclaimed(found, owners, claims)


def _sparse(location: Location) -> str:
    """Tells one sparse checkout from others, which git does not: git-sparse-checkout(1)."""
    if location.root is None:
        return ""
    names = ("info/sparse-checkout", "config", "config.worktree")
    seen = (status_beneath(location.git_dir, name) for name in names)
    return " ".join("" if one is None else f"{one.st_size} {one.st_mtime_ns}" for one in seen)


def _own_rules(settings: Settings) -> OwnRules | None:
    if not settings.rules:
        return None
    from chrono_git.app.ownrules import read_rules

    return read_rules(settings.rules, settings.digest)


class _Existing:
    """The paths of what is checked, as far as they are asked for."""

    def __init__(self, location: Location, aim: Aim, git: Git) -> None:
        self._root = location.root if aim.mode == "worktree" else None
        self._state = CommitState(git, aim.commit)
        self._files: dict[str, str] | None = None

    def __contains__(self, path: object) -> bool:
        if self._root is not None:
            return isinstance(path, str) and status_beneath(self._root, path) is not None
        if self._files is None:
            self._files = self._state.files(())
        return path in self._files
