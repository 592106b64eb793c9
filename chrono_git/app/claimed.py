"""Stubs that are left in the files of steps that the commits of a push claim to have done."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from chrono_git.app.check import Aim, Check
from chrono_git.app.claims import claims_of, complaint, meant
from chrono_git.app.discover import find_guides, guide_paths
from chrono_git.app.leftovers import scaffolds_of
from chrono_git.app.owners import Owners, owners_of
from chrono_git.app.scope import Scope
from chrono_git.app.settings import Settings
from chrono_git.app.states import CommitState
from chrono_git.cache import Cache, NullCache
from chrono_git.model import CheckReport, Claim, Finding, Problem
from chrono_git.repo.chosen import Chosen
from chrono_git.repo.history import MARKDOWN
from chrono_git.repo.location import Location
from chrono_git.repo.messages import interesting, text, trailer_lines
from chrono_git.rules.stubs import wants_stubs
from chrono_git.trailers import Standing, branch_guide, default_guide, parse_message, standing_claims
from chrono_git.trailers.message import PROBLEM_PATH

Messages = Sequence[tuple[str, bytes]]
_SHOWN = 3
_MOST_PATHS = 500  # beyond, git is asked for everything


@dataclass(frozen=True, slots=True)
class Leftover:
    """A stub, and the claim that it contradicts; the finding's item is the one that was claimed."""

    finding: Finding
    claim: Claim


class ClaimedScan:
    """Looks through the files of claimed steps as they are at `tip`, a commit, by its own `settings`."""

    def __init__(
        self,
        location: Location,
        tip: str,
        settings: Settings,
        cache: Cache | NullCache,
        *,
        branches: Sequence[str],
        deadline: float | None = None,
    ) -> None:
        self._location = location
        self._git = location.git()
        self._tip = tip
        self._settings = settings
        self._cache = cache
        self._branches = branches
        self._deadline = deadline
        self.late: tuple[str, ...] = ()
        self.notes: tuple[Problem, ...] = ()

    def run(self, messages: Messages) -> list[Leftover]:
        """What is left; `messages` are (commit, message), none of them before one of its parents.

        Old stubs count as well, but none that an allowance or the baseline takes away.
        """
        owners = self._owners()
        claimed = self._claimed(messages, owners)
        paths = self._paths(owners, claimed) if claimed else ()
        if not paths:
            return []
        check = Check(
            self._location,
            Aim("commit", self._tip),
            self._cache,
            deadline=self._deadline,
        )
        folders = paths if len(paths) <= _MOST_PATHS else ()
        report = check.run(Scope(folders, self._settings.config.check_exclude), self._settings)
        self.late = tuple(note.path for note in report.notes if note.path in paths)
        mine = [one for one in report.findings if one.path in paths and _is_stub(one)]
        return list(_contradicted(mine, owners, claimed))

    def _owners(self) -> Owners:
        config = self._settings.config
        with Chosen(self._git, MARKDOWN, self._tip, limit=config.file_bytes) as snapshot:
            paths = guide_paths(snapshot, config)
            guides = find_guides(snapshot, config)[0] if paths else ()
        return owners_of(guides, alone=len(paths) == 1)

    def _claimed(self, messages: Messages, owners: Owners) -> dict[str, Claim]:
        """The last claim of each item that the messages leave standing."""
        ids = [guide.id for guide in owners.guides]
        default = default_guide(
            telling(self._branches, ids), self._settings.config.active, ids if owners.alone else ()
        )
        parsed = [(oid, parse_message(text(message), ids)) for oid, message in messages]
        words = standing_claims(parsed, default)
        claims, _ = claims_of(owners.guides, words, alone=owners.alone)
        self.notes = _unjudged(owners, words)
        strong = ((item, [one for one in several if one.strong]) for item, several in claims.items())
        return {item: several[-1] for item, several in strong if several}

    def _paths(self, owners: Owners, claimed: Collection[str]) -> tuple[str, ...]:
        """The files of the tip that the claimed items name, or items that are parts of these."""
        wanted = [
            place
            for guide in owners.guides
            for item in guide.items
            if any(above.id in claimed for above in owners.line(item))
            for place in owners.places(item)
        ]
        files = frozenset(wanted)
        names = {place.rpartition("/")[2] for place in wanted}
        ends = tuple(f"/{place}" for place in wanted)
        folders = tuple(f"{place.rstrip('/')}/" for place in wanted)
        if not wanted:
            return ()
        return tuple(
            path
            for path in CommitState(self._git, self._tip).files(())
            if (path.rpartition("/")[2] in names and (path in files or path.endswith(ends)))
            or path.startswith(folders)
        )


def telling(branches: Sequence[str], guides: Collection[str]) -> str:
    """The first branch that names one of the guides by its id; where none does, the first of all."""
    return next((one for one in branches if branch_guide(one, guides)), next(iter(branches), ""))


def _unjudged(owners: Owners, words: Mapping[tuple[str | None, str], Standing]) -> tuple[Problem, ...]:
    """One note for all claims of which nobody can tell what is claimed."""
    guides = {guide.id: guide for guide in owners.guides}
    only = owners.guides[0] if owners.alone and owners.guides else None
    said = []
    for (name, item), standing in words.items():
        guide = guides.get(name) if name else only
        if guide is None:
            why = f"there is no guide {name}" if name else "neither the message nor a branch names its guide"
        elif meant(guide, item) is None:
            why = complaint(guide, item)
        else:
            continue
        said += [
            f"`{one.trailer}` of commit {one.commit[:10]}: {why}" for one in standing.claims if one.strong
        ]
    if not said:
        return ()
    count = "1 claim" if len(said) == 1 else f"{len(said)} claims"
    more = f" and {len(said) - _SHOWN} more" if len(said) > _SHOWN else ""
    return (Problem(PROBLEM_PATH, None, f"{count} could not be judged: {'; '.join(said[:_SHOWN])}{more}"),)


def wanting(owners: Owners) -> frozenset[str]:
    """The ids of the items that are about making stubs, which no stub contradicts."""
    return frozenset(
        item.id
        for guide in owners.guides
        for scaffolds in (scaffolds_of(guide.items),)
        for item in guide.items
        if not owners.intents[item.id].unstub and wants_stubs(item, scaffolds)
    )


def claims_something(messages: Messages) -> bool:
    """Whether there is any use in a scan for their sake."""
    return any(
        line.lower().startswith(b"chrono-step") for _, message in messages for line in trailer_lines(message)
    )


def with_contradicted(
    report: CheckReport,
    location: Location,
    base: str | None,
    *,
    settings: Settings,
    scope: Scope,
    cache: Cache | NullCache,
    branch: str,
) -> CheckReport:
    """The report of a range since `base` with those stubs in scope that contradict what its commits claim.

    Claims that cannot be judged are noted; `branch` is the one whose name may tell their guide.
    """
    tip = report.revision
    messages = list(interesting(location.git(), [tip], [base] if base else [])) if tip else []
    messages.reverse()
    if tip is None or not claims_something(messages):
        return report
    scan = ClaimedScan(location, tip, settings, cache, branches=[branch])
    left = {
        replace(one.finding, item=None): one for one in scan.run(messages) if scope.holds(one.finding.path)
    }
    kept = [one for one in report.findings if replace(one, item=None) not in left]
    told = [_telling(one) for one in left.values()]
    order = sorted([*kept, *told], key=lambda one: (one.path, one.line, one.column, one.rule))
    return replace(report, findings=tuple(order), notes=(*report.notes, *scan.notes))


def _telling(left: Leftover) -> Finding:
    claim = f"commit {left.claim.commit[:10]} says `{left.claim.trailer}`"
    return replace(left.finding, message=f"{left.finding.message}, though {claim}")


def _is_stub(finding: Finding) -> bool:
    return finding.severity == "block" and finding.rule.startswith("stub")


def _contradicted(
    findings: Sequence[Finding], owners: Owners, claimed: Mapping[str, Claim]
) -> Iterator[Leftover]:
    wanted = wanting(owners)
    for one in findings:
        for item in owners.closest(one):
            if item.id in wanted:
                continue
            above = next((part for part in owners.line(item) if part.id in claimed), None)
            if above is not None:
                yield Leftover(replace(one, item=item.id), claimed[above.id])
                break
