"""The steps from one snapshot to the proven state of its guides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from chrono_git import trace
from chrono_git.app.bases import Bases, find_bases
from chrono_git.app.claims import claims_of
from chrono_git.app.contents import Contents, ReadBlobs
from chrono_git.app.discover import find_guides, guide_paths
from chrono_git.app.gather import Gathering, gather, index_tree, read_past
from chrono_git.app.leftovers import Leftovers
from chrono_git.app.scanning import Scanner
from chrono_git.app.scans import version
from chrono_git.app.verified import Verified
from chrono_git.app.words import load_words
from chrono_git.config import PATH, Config, parse_config
from chrono_git.errors import RepositoryError
from chrono_git.evaluate import evaluate
from chrono_git.facts import Facts
from chrono_git.facts.closeness import forget
from chrono_git.guide.graph import Requires, in_order, requirements
from chrono_git.guide.graph import problems as dependency_problems
from chrono_git.guide.text import decode
from chrono_git.model import Change, Claim, Commit, Guide, GuideReport, Problem, Report, Unreadable
from chrono_git.repo.changes import diff_snapshot
from chrono_git.repo.differences import differences, first_parents
from chrono_git.repo.history import Version, shallow_boundary, versions, walk
from chrono_git.repo.increments import Store
from chrono_git.repo.location import Location
from chrono_git.repo.objects import TooLarge
from chrono_git.repo.said import standing
from chrono_git.repo.snapshot import CommitTree, Snapshot
from chrono_git.repo.stream import Git, ObjectReader
from chrono_git.trailers import default_guide

# A longer history than this since the oldest base is not read for who did what; verdicts do not need it.
_MOST_COMMITS = 20_000


class Builder:
    """The steps of one report, over one snapshot."""

    def __init__(
        self, git: Git, location: Location, snapshot: Snapshot, store: Store, *, on_branch: bool = False
    ) -> None:
        """`on_branch` says that the snapshot's commit is on the branch that HEAD names."""
        self.git = git
        self.on_branch = on_branch or snapshot.revision is None
        self.location = location
        self.snapshot = snapshot
        self.store = store
        self.head = snapshot.revision or location.head
        self.boundary = shallow_boundary(git) if location.shallow else frozenset[str]()
        self.problems: list[Problem] = []
        self.blind = False  # of a history whose trees a partial clone does not have

    def build(self, names: Sequence[str], folder: str) -> Report:
        """Judge the guides that `names` ask for (see `find_guides`), all without any."""
        config = self._config()
        guides, problems = find_guides(self.snapshot, config, names, folder=folder)
        asked = {guide.path for guide in guides}
        alone = len({*asked, *guide_paths(self.snapshot, config)}) == 1
        # Whose a claim is, and what waits for what, depends on all guides that there are.
        known = guides if alone or not names else self._with_others(guides, config)
        needs = requirements(known)
        everyone = tuple(one for one in known if one.id in _needed(guides, needs))
        self.problems += problems
        bases = self._bases(everyone)
        since, born = self._differences(bases)
        commits = list(self._commits(bases, born))
        claims = self._claims(everyone, tuple(guide.id for guide in known), config, alone=alone)
        with ObjectReader(self.git, limit=config.file_bytes) as reader:
            contents = Contents(self.snapshot.read_many, _blobs(reader))
            tree = index_tree(self.snapshot.entries())
            leftovers = Leftovers(lambda: self._scanner(config), contents, tree.entries)
            gathering = Gathering(
                tree,
                read_past(commits, tree),
                contents,
                since,
                born,
                leftovers,
                self.location.shallow or self.blind,
                Verified(self.location.common_dir, self.snapshot).of,
            )
            reports = _judge(everyone, bases, gathering, claims, needs)
        forget()
        self.problems += [one for one in dependency_problems(known) if one.path in asked]
        return self._report(tuple(one for one in reports if one.guide.path in asked), contents, config)

    def _config(self) -> Config:
        content = self.snapshot.read(PATH)
        return parse_config(content, PATH) if isinstance(content, bytes) else Config()

    def _scanner(self, config: Config) -> Scanner:
        stamp = version()
        words = load_words(self.store, stamp)
        return Scanner(self.location, words, stamp, limit=config.file_bytes, use_cache=False, prints=True)

    def _with_others(self, guides: tuple[Guide, ...], config: Config) -> tuple[Guide, ...]:
        known = {guide.path for guide in guides}
        return (*guides, *(one for one in find_guides(self.snapshot, config)[0] if one.path not in known))

    def _bases(self, guides: Sequence[Guide]) -> dict[str, Bases]:
        if self.head is None:
            return {guide.path: find_bases(guide, "", ()) for guide in guides}
        lineages = self._lineages(guides, self.head)
        with ObjectReader(self.git) as reader:
            wanted = {version.oid.encode() for lineage in lineages.values() for version in lineage}
            texts = {oid: _known(content) for oid, _, content in reader.read_many(wanted)}
        if lost := sum(text is None for text in texts.values()):
            self._tell(f"{lost} older versions of guides are not in this clone: their items may be younger")
        found: dict[str, Bases] = {}
        for path, content in self.snapshot.read_many(guide.path for guide in guides):
            guide = next(one for one in guides if one.path == path)
            past = [(one.commit, one.time, texts[one.oid.encode()]) for one in lineages.get(path, ())]
            found[path] = find_bases(guide, _known(content) or "", past)
        return found

    def _lineages(self, guides: Sequence[Guide], head: str) -> Mapping[str, tuple[Version, ...]]:
        """The versions of the guides; in a clone without the trees of its history, the last one alone."""
        paths = [guide.path for guide in guides]
        try:
            return versions(self.git, head, paths, store=self.store, boundary=self.boundary)
        except RepositoryError:
            if not self.location.partial:
                raise
        self.blind = True
        self._tell("this clone has no trees of its history: what came before HEAD counts as always there")
        time = int(self.git.run("rev-list", "--max-count=1", "--timestamp", head).split()[0])
        with CommitTree(self.git, head) as tree:
            known = tree.entries()
            return {path: (Version(head, time, path, known[path].oid),) for path in paths if path in known}

    def _tell(self, message: str) -> None:
        self.problems.append(Problem("", None, message))

    def _differences(
        self, bases: Mapping[str, Bases]
    ) -> tuple[dict[str | None, Mapping[str, Change]], dict[str | None, Mapping[str, Change]]]:
        """From each base to the snapshot, and what each base itself changed."""
        now = {change.path: change for change in self._uncommitted()}
        since: dict[str | None, Mapping[str, Change]] = {None: now}
        commits = sorted(
            {base for one in bases.values() for base in (one.guide, *one.items.values()) if base}
        )
        if self.head is None or not commits:
            return since, {}
        parents = first_parents(self.git, commits)
        own = [(base, parent) for base, parent in parents.items() if parent is not None and not self.blind]
        found = differences(self.git, [(self.head, base) for base in commits] + own)
        since |= {base: _overlaid(one, now) for base, one in zip(commits, found, strict=False)}
        return since, {base: one for (base, _), one in zip(own, found[len(commits) :], strict=True)}

    def _uncommitted(self) -> Iterable[Change]:
        if self.snapshot.revision is not None:
            return ()
        return diff_snapshot(self.git, self.head, self.snapshot)

    def _commits(
        self, bases: Mapping[str, Bases], born: Mapping[str | None, Mapping[str, Change]]
    ) -> Iterator[Commit]:
        """The commits since the oldest base, newest first, and that base itself."""
        known = [one for one in bases.values() if one.guide is not None and one.time is not None]
        if self.head is None or not known or self.blind:
            return
        first = min(known, key=lambda one: one.time or 0)
        for count, commit in enumerate(walk(self.git, self.head, first.guide, boundary=self.boundary)):
            if count >= _MOST_COMMITS:
                return
            yield commit
        yield Commit(first.guide or "", (), first.time or 0, "", tuple(born.get(first.guide, {}).values()))

    def _claims(
        self, guides: Sequence[Guide], ids: tuple[str, ...], config: Config, *, alone: bool
    ) -> Mapping[str, tuple[Claim, ...]]:
        if self.head is None:
            return {}
        branch = self.location.branch if self.on_branch else None
        default = default_guide(branch, config.active, ids if alone else ())
        words = standing(self.git, self.head, ids, default, store=self.store, boundary=self.boundary)
        found, problems = claims_of(guides, words, alone=alone)
        self.problems += problems
        return found

    def _report(self, reports: tuple[GuideReport, ...], contents: Contents, config: Config) -> Report:
        if contents.lost:
            self._tell(
                f"{len(contents.lost)} files: what they gained cannot be told, as this clone has not the old"
            )
        if self.location.shallow:
            self._tell("this clone is shallow: what came before its history counts as always there")
        problems = [problem for one in reports for problem in one.guide.problems] + self.problems
        problems += [
            Problem(path, None, f"not searched: {why}") for path, why in sorted(contents.skipped.items())[:20]
        ]
        return Report(
            self.snapshot.revision, self.location.branch, reports, tuple(problems), config.fail_under
        )


def _known(content: bytes | TooLarge | Unreadable | None) -> str | None:
    return decode(content)[0] if isinstance(content, bytes) else None


def _blobs(reader: ObjectReader) -> ReadBlobs:
    def read(oids: Iterable[str]) -> Iterator[tuple[str, bytes | Unreadable]]:
        for oid, _, content in reader.read_many(oid.encode() for oid in oids):
            yield (
                oid.decode(),
                content if isinstance(content, bytes) else Unreadable("not in this clone, or too large"),
            )

    return read


def _overlaid(changes: Mapping[str, Change], now: Mapping[str, Change]) -> dict[str, Change]:
    """The difference from a base to HEAD, with what is not committed yet on top."""
    merged = dict(changes)
    for path, local in now.items():
        before = changes.get(path)
        old_oid, old_mode = (before.old_oid, before.old_mode) if before else (local.old_oid, local.old_mode)
        existed = bool(old_oid)
        if local.status == "D":
            merged.pop(path, None)
            if existed:
                merged[path] = replace(local, status="D", old_oid=old_oid, old_mode=old_mode)
        else:
            merged[path] = replace(local, status="M" if existed else "A", old_oid=old_oid, old_mode=old_mode)
    return merged


def _needed(guides: Sequence[Guide], needs: Requires) -> set[str]:
    """The ids of guides and of all that they wait for, near or far."""
    found = {guide.id for guide in guides}
    waiting = list(found)
    while waiting:
        more = [name for name in needs[waiting.pop()] if name not in found]
        found.update(more)
        waiting += more
    return found


def _judge(
    guides: Sequence[Guide],
    bases: Mapping[str, Bases],
    gathering: Gathering,
    claims: Mapping[str, tuple[Claim, ...]],
    needs: Requires,
) -> list[GuideReport]:
    """Judge each guide after those that it requires; a cycle is judged without what it waits for."""
    others: dict[str, tuple[int, int]] = {}
    gathered: dict[str, Facts] = {}
    for guide in guides:
        since = trace.clock()
        gathered[guide.path] = gather(guide, bases[guide.path], gathering, claims)
        if trace.on():
            trace.say(f"facts for {guide.id}: {len(gathered[guide.path].texts)} files read whole", since)
    gathering.leftovers.prepare((guide, gathered[guide.path]) for guide in guides)
    done: dict[str, GuideReport] = {}
    for guide in in_order(guides, needs):
        known = replace(gathered[guide.path], others=dict(others))
        facts = gathering.leftovers.fill(known, guide)
        base = bases[guide.path]
        report = evaluate(guide, facts, base=base.guide, base_time=base.time)
        done[guide.path] = report
        others[guide.id] = (report.totals["open"] + report.totals["partial"], report.totals["items"])
    to_do = {name for name, (left, _) in others.items() if left}
    return [
        replace(done[guide.path], waits_for=tuple(name for name in needs[guide.id] if name in to_do))
        for guide in guides
    ]
