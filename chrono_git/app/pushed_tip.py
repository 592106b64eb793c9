"""Judges the tip of one pushed ref: what is new in its tree, and what contradicts its commits' claims."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from chrono_git.app.check import Aim, Check
from chrono_git.app.claimed import ClaimedScan, Leftover, Messages, claims_something, telling, wanting
from chrono_git.app.owners import claims_at, find_owners, only_claimed
from chrono_git.app.scanning import LATE
from chrono_git.app.scope import Scope
from chrono_git.app.settings import Settings
from chrono_git.cache import Cache, NullCache
from chrono_git.config.known import PushPolicy
from chrono_git.model import CheckReport, Finding, Problem
from chrono_git.repo.chosen import Chosen
from chrono_git.repo.history import MARKDOWN
from chrono_git.repo.location import Location


@dataclass(frozen=True, slots=True)
class Tip:
    """A commit that refs of the other side are to be: these are `names`.

    `branches` are those whose name may tell which guide is meant, the first that does so counts.
    """

    commit: str
    policy: PushPolicy
    names: tuple[str, ...]
    branches: tuple[str, ...]
    settings: Settings


@dataclass
class Judged:
    """What was found at a tip; `late` are the files that were not looked at for want of time."""

    findings: tuple[Finding, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
    files: int = 0
    notes: tuple[Problem, ...] = ()
    late: list[str] = field(default_factory=list)


class TipScan:
    """Judges one tip by its own settings; files that are not begun by the `deadline` are only named."""

    def __init__(
        self, location: Location, tip: Tip, cache: Cache | NullCache, *, deadline: float | None
    ) -> None:
        self._location = location
        self._tip = tip
        self._cache = cache
        self._deadline = deadline

    def run(self, edge: Sequence[str], messages: Messages) -> Judged:
        """Judges the tip; `edge` are the commits of the other side that its own ones follow on.

        What any of these has is not new. `messages` are those of its own commits, oldest first.
        """
        if self._tip.policy == "all":
            report = self._check(Aim("commit", self._tip.commit))
            return self._judged(report, _blocking(report), [])
        report, found = self._introduced(edge)
        if found and self._tip.policy == "claimed":
            found = self._claimed(found)
        scan = ClaimedScan(
            self._location, self._tip.commit, self._tip.settings, self._cache,
            branches=self._tip.branches, deadline=self._deadline,
        )  # fmt: skip
        leftovers = scan.run(messages) if claims_something(messages) else []
        judged = self._judged(report, found, leftovers)
        judged.notes += scan.notes
        judged.late += [path for path in scan.late if path not in judged.late]
        return judged

    def _introduced(self, edge: Sequence[str]) -> tuple[CheckReport, tuple[Finding, ...]]:
        """What is in the tip's tree and in that of none of the commits of the edge."""
        first, *others = edge or (None,)
        report = self._check(Aim("range", self._tip.commit, first))
        found = _blocking(report)
        for base in others:
            if found:
                again = self._check(Aim("range", self._tip.commit, base))
                late = set(_late(again))
                new = set(_blocking(again))
                found = tuple(one for one in found if one in new or one.path in late)
        return report, found

    def _check(self, aim: Aim) -> CheckReport:
        check = Check(
            self._location,
            aim,
            self._cache,
            branch=self._tip.branches[0],
            prints=False,
            deadline=self._deadline,
        )
        settings = self._tip.settings
        return check.run(Scope((), settings.config.check_exclude), settings)

    def _claimed(self, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """Those of the findings that belong to an item that somebody claims."""
        tip, config = self._tip, self._tip.settings.config
        git = self._location.git()
        with Chosen(git, MARKDOWN, tip.commit, limit=config.file_bytes) as snapshot:
            owners = find_owners(findings, snapshot, config)
        branch = telling(tip.branches, [guide.id for guide in owners.guides])
        claims = claims_at(git, tip.commit, owners, branch=branch, config=config, store=self._cache)
        wanted = wanting(owners)
        return tuple(one for one in only_claimed(findings, owners, claims) if one.item not in wanted)

    def _judged(
        self, report: CheckReport, findings: Iterable[Finding], leftovers: Iterable[Leftover]
    ) -> Judged:
        notes = tuple(note for note in report.notes if LATE not in note.message)
        return Judged(tuple(findings), tuple(leftovers), report.files, notes, list(_late(report)))


def _late(report: CheckReport) -> list[str]:
    return [note.path for note in report.notes if LATE in note.message]


def _blocking(report: CheckReport) -> tuple[Finding, ...]:
    return tuple(one for one in report.findings if one.severity == "block")
