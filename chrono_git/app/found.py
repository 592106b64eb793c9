"""From scanned files to findings: less what is excused or allowed."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from chrono_git.app.scanning import Scanned
from chrono_git.model import Finding, Problem
from chrono_git.scan.result import Allowance, Excuse, Suspect

_PRINTS = frozenset({"debug", "debug-print"})


@dataclass(frozen=True, slots=True)
class Found:
    """What a check came to: `news` are the findings to tell of, `everything` all those of the files that
    were looked at. Of the news, `allowed` more were taken away by allowances; `count` is how many
    files were looked at."""

    news: tuple[Finding, ...]
    everything: tuple[Finding, ...]
    allowed: int
    count: int
    notes: tuple[Problem, ...]


def suspects_of(files: Iterable[Scanned]) -> list[Suspect]:
    """All suspects of the files."""
    return [suspect for one in files for suspect in one.scan.suspects]


def excuses_of(files: Iterable[Scanned]) -> dict[Excuse, list[str]]:
    """All excuses that suspects in the files have, with the paths of those."""
    found: dict[Excuse, list[str]] = {}
    for suspect in suspects_of(files):
        if suspect.excuse is not None:
            found.setdefault(suspect.excuse, []).append(suspect.finding.path)
    return found


def notes_of(files: Iterable[Scanned], mute: Iterable[str]) -> tuple[Problem, ...]:
    """What was skipped or not read as it should have been; `mute` files could not be asked for excuses."""
    notes = [Problem(one.path, None, said) for one in files for said in (one.trouble, one.scan.note) if said]
    asked = [Problem(path, None, "not searched for classes that others derive from") for path in mute]
    return tuple(dict.fromkeys((*notes, *asked)))


def split_allowed(
    findings: Collection[Finding], files: Iterable[Scanned], *, own: Collection[str], prints: bool
) -> tuple[list[Finding], list[Finding]]:
    """The findings that nothing allows with those about allowances, and the allowed ones.

    `own` are the ids of the users' rules, `prints` says whether print-like calls were looked for.
    """
    from chrono_git.scan.allow import apply

    allowances: dict[str, tuple[Allowance, ...]] = {
        one.path: found for one in files if (found := one.scan.allowances)
    }
    kept, _ = apply(tuple(findings), allowances, whole_file=True, own=own)
    stay = set(kept)
    allowed = [one for one in findings if one not in stay]
    if prints:
        return list(kept), allowed
    # What nobody looked for may well be there.
    spared = {
        (path, one.line) for path, many in allowances.items() for one in many if _PRINTS & set(one.rules)
    }
    return [one for one in kept if one.rule != "allow-unused" or (one.path, one.line) not in spared], allowed
