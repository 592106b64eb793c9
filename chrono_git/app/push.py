"""Judges a push: every ref by the tree of the commit that it is to be, against what the other side has."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from chrono_git.app.claimed import Messages
from chrono_git.app.ownrules import read_rules
from chrono_git.app.pushed_tip import Judged, Tip, TipScan
from chrono_git.app.settings import BASELINE, Settings, read_settings
from chrono_git.cache import Cache, NullCache, open_cache
from chrono_git.config import Config
from chrono_git.errors import ChronoError, ConfigError
from chrono_git.model import Claim, Finding, Problem
from chrono_git.render.push import Blocked, PushReport
from chrono_git.repo.arrivals import Arrivals, ids_of, read_arrivals
from chrono_git.repo.location import Location
from chrono_git.repo.messages import interesting
from chrono_git.repo.updates import Elsewhere, Strictness, Update, policy_of
from chrono_git.scan.baseline import count

# What is left of the time is for what cannot be cut short: the files that were begun, and their old sides.
_SOON = 0.8


@dataclass
class _SoFar:
    """What is known; it holds whenever the gate is stopped."""

    judged: int = 0
    deleted: int = 0
    off: int = 0
    no_commit: int = 0
    commits: int = 0
    files: int = 0
    blocked: dict[Finding, Blocked] = field(default_factory=dict)
    notes: dict[Problem, None] = field(default_factory=dict)
    mistakes: dict[str, None] = field(default_factory=dict)
    unreached: dict[str, None] = field(default_factory=dict)
    failed: dict[str, None] = field(default_factory=dict)


class Gate:
    """The judgement of one push: first `prepare`, then `run`; `report` may be asked for whenever these stop.

    `seconds` is the time that there is for it since it was `started` (of `time.monotonic`), as the
    commits' own configuration says. `bugs` are
    faults of ours that kept a ref from being judged.
    """

    def __init__(
        self,
        location: Location,
        updates: Sequence[Update],
        elsewhere: Elsewhere,
        started: float | None = None,
    ) -> None:
        self.seconds = Config().push_seconds
        self.bugs: list[Exception] = []
        self._started = time.monotonic() if started is None else started
        self._location = location
        self._git = location.git()
        self._updates = updates
        self._elsewhere = elsewhere
        self._tips: list[Tip] = []
        self._so_far = _SoFar()
        self._waiting = dict.fromkeys(one.name for one in updates if one.new)

    def prepare(self) -> None:
        """Finds out which commits are to be judged, and how. Raises ChronoError where git cannot tell."""
        new = [one for one in self._updates if one.new]
        self._so_far.deleted = len(self._updates) - len(new)
        commits = ids_of(self._git, [f"{one.new}^{{commit}}" for one in new])
        known: dict[str, Settings | ChronoError] = {}
        found: dict[tuple[str, str], Tip] = {}
        for one, oid in zip(new, commits, strict=True):
            if not oid:
                self._so_far.no_commit += 1
                continue
            settings = known[oid] = known.get(oid) or self._settings(oid)
            if isinstance(settings, ChronoError):
                self._so_far.failed.setdefault(f"{one.name}: {settings}")
                continue
            config = settings.config
            policy = policy_of(one.branch, config.push_branches) or config.push_policy
            if policy == "off":
                self._so_far.off += 1
                continue
            tip = found.get((oid, policy)) or Tip(oid, policy, (), (), settings)
            # A tag of our commit has another id than it.
            branches = Update(one.name, oid, "", one.source).branches(
                self._location.head, self._location.branch
            )
            found[oid, policy] = replace(
                tip, names=(*tip.names, one.name), branches=(*tip.branches, *branches)
            )
        self._tips = list(found.values())
        self._waiting = dict.fromkeys(name for tip in self._tips for name in tip.names)
        self.seconds = min((tip.settings.config.push_seconds for tip in self._tips), default=self.seconds)

    def _settings(self, commit: str) -> Settings | ChronoError:
        """The settings of a commit; what is wrong in them is told, and the defaults hold in its place."""
        mistakes: list[ConfigError] = []
        try:
            settings = read_settings(self._git, None, commit, mistakes)
        except ChronoError as error:
            return error

        def usable(read: Callable[[], object]) -> bool:
            try:
                read()
            except ConfigError as error:
                mistakes.append(error)
                return False
            return True

        baseline = settings.baseline
        if baseline is not None and not usable(lambda: count(baseline, BASELINE)):
            settings = replace(settings, baseline=None)
        if not usable(lambda: read_rules(settings.rules, settings.digest)):
            settings = replace(settings, rules=())
        for mistake in mistakes:
            said = f"{mistake} (in the pushed commit {commit[:10]}: judged as if it were not there)"
            self._so_far.mistakes.setdefault(said)
        return settings

    def run(self) -> None:
        """Judges all tips, one after the other; none that cannot be judged keeps another from it."""
        groups: dict[Strictness | None, list[Tip]] = {}
        for tip in self._tips:
            groups.setdefault(_strictness(tip), []).append(tip)
        arrived = [(tips, *self._arrivals(tips, strictness)) for strictness, tips in groups.items()]
        self._so_far.commits = len({oid for _, arrivals, _ in arrived for oid in arrivals})
        cache = open_cache(self._location.common_dir)
        try:
            for tips, arrivals, messages in arrived:
                order = {oid: place for place, oid in enumerate(arrivals)}
                judged: dict[tuple[str, str], list[str]] = {}
                for tip in sorted(tips, key=lambda tip: order.get(tip.commit, -1)):
                    # By the same rules, what an earlier tip has was judged there.
                    before = judged.setdefault((tip.policy, repr(tip.settings)), [])
                    self._try(tip, arrivals, before, messages, cache)
                    before.append(tip.commit)
        finally:
            if isinstance(cache, Cache):
                cache.close()

    def _arrivals(self, tips: Sequence[Tip], strictness: Strictness | None) -> tuple[Arrivals, Messages]:
        """The commits of these tips that the other side does not have, and what their messages say."""
        old = [one for one in self._updates if one.old]
        found = ids_of(self._git, [f"{one.old}^{{commit}}" for one in old])
        options = self._elsewhere.options(self._git, is_known=any(found), strictness=strictness)
        known = [
            oid
            for one, oid in zip(old, found, strict=True)
            if oid and (strictness is None or strictness.holds(one.branch))
        ]
        commits = list(dict.fromkeys(tip.commit for tip in tips))
        arrivals = read_arrivals(self._git, commits, known, options)
        not_options = ("--not", *options, "--not")
        messages = list(interesting(self._git, commits, known, options=not_options))
        messages.reverse()
        return arrivals, messages

    def _try(
        self,
        tip: Tip,
        arrivals: Arrivals,
        before: Sequence[str],
        messages: Messages,
        cache: Cache | NullCache,
    ) -> None:
        try:
            self._judge(tip, arrivals, before, messages, cache)
        except ChronoError as error:
            self._so_far.failed.setdefault(f"{', '.join(tip.names)}: {error}")
        except Exception as error:
            self.bugs.append(error)
            said = f"{type(error).__name__}: {error}"
            self._so_far.failed.setdefault(f"{', '.join(tip.names)}: a bug in chrono-git: {said}")
        for name in tip.names:
            self._waiting.pop(name, None)

    def _judge(
        self,
        tip: Tip,
        arrivals: Arrivals,
        before: Sequence[str],
        messages: Messages,
        cache: Cache | NullCache,
    ) -> None:
        deadline = self._started + self.seconds * _SOON
        if time.monotonic() > deadline:
            self._so_far.unreached |= dict.fromkeys(tip.names)
            return
        own = arrivals.own(self._git, tip.commit, before)
        if own.commits or tip.policy == "all":
            mine = [(oid, message) for oid, message in messages if oid in own.commits]
            found = TipScan(self._location, tip, cache, deadline=deadline).run(own.edge, mine)
            self._take(tip, found)
        self._so_far.judged += len(tip.names)

    def _take(self, tip: Tip, found: Judged) -> None:
        self._so_far.files += found.files
        self._so_far.notes |= dict.fromkeys(found.notes)
        branch = tip.names[0]
        self._so_far.unreached |= dict.fromkeys(f"{path} of {branch}" for path in found.late)
        for one in found.findings:
            self._block(tip, one, None)
        for left in found.leftovers:
            self._block(tip, left.finding, left.claim)

    def _block(self, tip: Tip, finding: Finding, claim: Claim | None) -> None:
        key = replace(finding, item=None)
        known = self._so_far.blocked.get(key)
        refs = tuple(dict.fromkeys((*(known.refs if known else ()), *tip.names)))
        if known is not None and claim is None:
            finding, claim = known.finding, known.claim
        self._so_far.blocked[key] = Blocked(finding, refs, claim)

    def report(self) -> PushReport:
        """What is known by now."""
        now = self._so_far
        blocked = sorted(now.blocked.values(), key=lambda one: (one.finding.path, one.finding.line))
        return PushReport(
            judged=now.judged,
            deleted=now.deleted,
            off=now.off,
            no_commit=now.no_commit,
            commits=now.commits,
            files=now.files,
            blocked=tuple(blocked),
            notes=tuple(now.notes),
            mistakes=tuple(now.mistakes),
            unreached=tuple(dict.fromkeys((*now.unreached, *self._waiting))),
            failed=tuple(now.failed),
            seconds=self.seconds,
        )


def _strictness(tip: Tip) -> Strictness | None:
    """How strictly what counts as old for a tip was judged; None where all branches are judged alike."""
    config = tip.settings.config
    return Strictness(config.push_policy, config.push_branches, tip.policy) if config.push_branches else None
