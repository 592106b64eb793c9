"""Which commands of a guide verify which items, and whether somebody agreed to them. Nothing is run here."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from chrono_git.app.agreement import agreement, kept_scripts, problem_of
from chrono_git.app.explain import find_item
from chrono_git.app.next_items import next_items
from chrono_git.app.report import build_report
from chrono_git.app.verified import blocks_to_run
from chrono_git.errors import ChronoError, GuideError
from chrono_git.intent.programs import missing_scripts, named_in, scripts_of
from chrono_git.intent.script import shell_of
from chrono_git.model import CodeBlock, Entry, GuideReport, ItemReport, Report
from chrono_git.render.verify import ShownBlock, ShownItem
from chrono_git.repo.location import Location, locate
from chrono_git.repo.running import find_shell
from chrono_git.repo.snapshot import open_snapshot
from chrono_git.repo.trusted import Trusted, open_trusted

Pair = tuple[GuideReport, ItemReport]


@dataclass(frozen=True, slots=True)
class Check:
    """One item with what would be run for it; `digest` is what somebody agrees to, the bytes of the
    `sealed` files among it."""

    guide: GuideReport
    one: ItemReport
    blocks: tuple[CodeBlock, ...]
    shown: ShownItem
    digest: str
    sealed: tuple[str, ...] = ()

    @property
    def can_run(self) -> bool:
        """Whether there is nothing against it but that somebody has to agree."""
        return not self.shown.problem and not self.shown.missing


@dataclass(frozen=True, slots=True)
class Session:
    """What was asked for, in the work tree of `location`."""

    location: Location
    report: Report
    checks: tuple[Check, ...]
    trusted: Trusted


def prepare(
    start: str,
    step: str | None,
    environment: Mapping[str, str],
    *,
    guide: str | None = None,
    everything: bool = False,
    use_cache: bool = True,
) -> Session:
    """What `verify` would run for a step, for the next one that has something, or for `everything`.

    Nothing is run. Raises ChronoError where there is nothing to run.
    """
    location = locate(start)
    if location.root is None:
        raise ChronoError("there is no work tree here", hint="verify runs in a work tree")
    report = build_report(start, () if guide is None else (guide,), use_cache=use_cache)
    trusted = open_trusted(environment, location.root, location.git_dir, location.common_dir)
    pairs = _chosen(report, step, everything=everything)
    with open_snapshot(location.git()) as snapshot:
        files = snapshot.entries()
        checks = tuple(_check(location, trusted, files, *pair) for pair in pairs)
    return Session(location, report, checks, trusted)


def _chosen(report: Report, step: str | None, *, everything: bool) -> Sequence[Pair]:
    having = [
        (guide, one)
        for guide in report.guides
        for one in guide.items
        if blocks_to_run(one.item) and one.item.kind != "prerequisite"
    ]
    if step is not None:
        guide, named = find_item(report, step)
        found = [pair for pair in having if pair[1] is named] or [
            pair for pair in having if pair[0] is guide and _is_below(pair[1], named, guide)
        ]
        if not found:
            raise GuideError(
                f"{named.item.id} has no Verification and no Run tests block",
                hint=_having(having),
                path=guide.guide.path,
                line=named.item.line,
            )
        return found
    if everything:
        found = [pair for pair in having if pair[1].status != "skipped"]
    else:
        order = [id(one) for _, one in next_items(report, sum(len(one.items) for one in report.guides))]
        left = [pair for pair in having if pair[1].status not in ("done", "skipped")]
        found = sorted(left, key=lambda pair: (id(pair[1]) not in order, _place(order, id(pair[1]))))[:1]
    if not found:
        what = "has" if everything else "is open and has"
        raise GuideError(f"no item {what} a Verification or Run tests block", hint=_having(having))
    return found


def _place(order: Sequence[int], one: int) -> int:
    return order.index(one) if one in order else 0


def _is_below(one: ItemReport, above: ItemReport, guide: GuideReport) -> bool:
    parents = {other.item.id: other.item.parent for other in guide.items}
    at = one.item.parent
    while at is not None and at != above.item.id:
        at = parents.get(at)
    return at is not None


def _having(pairs: Sequence[Pair]) -> str:
    if not pairs:
        return "write one into the guide: **Verification**: and a ```bash block below it"
    return "these have one: " + ", ".join(one.item.id for _, one in pairs[:8]) + " …" * (len(pairs) > 8)


def _check(
    location: Location, trusted: Trusted, files: Mapping[str, Entry], guide: GuideReport, one: ItemReport
) -> Check:
    blocks = blocks_to_run(one.item)
    named = [path for block in blocks for path in scripts_of(block.text)]
    there = [path for path in named if os.path.lexists(f"{location.top}/{path}")]
    missing = [path for block in blocks for path in missing_scripts(block.text, there)]
    scripts = tuple(path for path in kept_scripts(blocks, files) if path not in missing)
    shown = ShownItem(
        one.item.id,
        one.item.text,
        guide.guide.path,
        one.item.line,
        tuple(_shown(block) for block in blocks),
        scripts,
        tuple(dict.fromkeys(missing)),
    )
    agreed, problem, sealed = "", problem_of(blocks), scripts
    try:
        # Any program may run a file that it is given: `bash -o pipefail x`, `timeout 9 python3 x`.
        given = (path for block in blocks for path in named_in(block.text, files) if path in files)
        sealed = tuple(dict.fromkeys((*scripts, *given)))
        agreed = agreement(location, guide.guide.id, one.item, sealed)
    except ChronoError as error:
        problem = f"{error}; {error.hint}"
    shown = replace(shown, problem=problem, trusted=not problem and trusted.holds(agreed))
    return Check(guide, one, blocks, shown, agreed, sealed)


def _shown(block: CodeBlock) -> ShownBlock:
    name = shell_of(block.language) or block.language
    found = find_shell(name) if shell_of(block.language) else None
    return ShownBlock(os.path.basename(found or name), block.text, block.line)  # noqa: PTH119
