"""What the gate says of a push that it does not let through, or could not judge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from chrono_git.model import Claim, Finding, Problem
from chrono_git.render.escape import one_line
from chrono_git.render.pushed import checked, clean, counted, others

_MOST = 50  # findings; who has more will not read them all
_FEW = 5


@dataclass(frozen=True, slots=True)
class Blocked:
    """A finding that blocks, and the names of the refs whose tips have it.

    `claim` is the claim of a pushed commit that it contradicts, if it does.
    """

    finding: Finding
    refs: tuple[str, ...]
    claim: Claim | None = None


@dataclass(frozen=True, slots=True)
class PushReport:
    """What the gate saw of a push.

    `judged` refs were looked at or have no commit that is new, `deleted`, `off` (by policy) and
    `no_commit` are how many were not, and why. `commits` and `files` are how many were looked
    at. `notes` say of files what could not be read, `mistakes` what is wrong with the settings
    in the commits, `unreached` are the refs and files for which there was no time, `failed`
    the refs that could not be judged, and why.
    """

    judged: int = 0
    deleted: int = 0
    off: int = 0
    no_commit: int = 0
    commits: int = 0
    files: int = 0
    blocked: tuple[Blocked, ...] = ()
    notes: tuple[Problem, ...] = ()
    mistakes: tuple[str, ...] = ()
    unreached: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    seconds: float = 0

    @property
    def is_whole(self) -> bool:
        """Whether everything that was to be looked at was."""
        return not (self.unreached or self.failed)


def push_text(report: PushReport, event: str) -> list[str]:
    """Returns the lines to tell, harmless for a terminal; `event` is the hook's name."""
    more = others(report.deleted, report.off, report.no_commit)
    counts = (report.commits, report.files, report.judged)
    said = [*map(one_line, report.mistakes), *_notes(report.notes), *_lacks(report)]
    if report.blocked:
        said.append(f"{checked(*counts)}{f' ({more})' if more else ''}")
        said.append(_verdict(report.blocked))
    elif report.is_whole:
        said.append(clean(*counts, more))
    else:
        looked_at = f"{counted(report.files, 'file')} of {counted(report.judged, 'ref')}"
        said.append(f"checked {looked_at}: nothing was found there, and the push goes through")
    lines = [*_findings(report.blocked), *(f"chrono-git: {event}: {one}" for one in said)]
    if report.blocked:
        lines.append(
            "hint: commits are judged, not the work tree: commit what puts it right, then push again."
        )
    return lines


def _notes(notes: Sequence[Problem]) -> Iterator[str]:
    for one in notes[:_FEW]:
        yield one_line(f"{one.path}: {one.message}")
    if len(notes) > _FEW:
        yield f"and {len(notes) - _FEW} more files with such notes; see `chrono-git check --range`"


def _lacks(report: PushReport) -> Iterator[str]:
    for one in report.failed:
        yield one_line(f"NOT CHECKED: {one}")
    if report.unreached:
        said = ", ".join(map(one_line, report.unreached[:_FEW]))
        more = f" and {len(report.unreached) - _FEW} more" if len(report.unreached) > _FEW else ""
        yield f"NOT CHECKED, as the {report.seconds:g} s for it were over: {said}{more}"


def _findings(blocked: Sequence[Blocked]) -> Iterator[str]:
    for place, one in enumerate(blocked[:_MOST]):
        finding = one.finding
        where = f"{one_line(finding.path)}:{finding.line}"
        of = f" ({one_line(finding.item)})" if finding.item else ""
        about = f"{one_line(finding.symbol)}: " if finding.symbol else ""
        yield f"{where}: {one_line(finding.rule)}: {about}{one_line(finding.excerpt)}{of}"
        if one.claim is not None:
            yield f"    commit {one.claim.commit[:10]} says `{one_line(one.claim.trailer)}`"
        following = blocked[place + 1] if place + 1 < min(len(blocked), _MOST) else None
        # What to do is said once for neighbours that want the same.
        if following is None or _advice(following.finding) != _advice(finding):
            yield f"    {_advice(finding)}"
    if len(blocked) > _MOST:
        yield f"and {len(blocked) - _MOST} more"


def _advice(finding: Finding) -> str:
    return one_line("; ".join(part for part in (finding.message, finding.remedy) if part))


def _verdict(blocked: Sequence[Blocked]) -> str:
    refs = list(dict.fromkeys(ref for one in blocked for ref in one.refs))
    more = f" and {len(refs) - _FEW} more" if len(refs) > _FEW else ""
    verb = "blocks" if len(blocked) == 1 else "block"
    where = ", ".join(map(one_line, refs[:_FEW]))
    return f"{counted(len(blocked), 'finding')} {verb} the push of {where}{more}"
