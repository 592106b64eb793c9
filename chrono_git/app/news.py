"""What a range of commits or the index adds: findings that are neither old nor only moved."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from chrono_git.model import Finding
from chrono_git.repo.ranges import Lines

# What a finding is known by, wherever it stands: rule, severity, function with its classes, text.
Key = tuple[str, str, str, str]

_MARKER = re.compile(
    r"\b(?:raise|throw|panic|return|fail|die|error|fatalError|preconditionFailure|todo!|unimplemented!|TODO|failwith"
    r"|revert|assert|abort|debugger|breakpoint|dbg!|var_dump|dd|binding|byebug)(?!\w)|\?\?\?"
)


def plain(line: str) -> str:
    """A line however it is indented, quoted and ended."""
    return " ".join(line.replace("'", '"').replace("`", '"').replace(";", " ").split())


def key_of(finding: Finding) -> Key:
    """Rule, severity, function and text; what stands before the marker on its line is no part of it."""
    text = plain(finding.excerpt)
    marker = _MARKER.search(text)
    said = text[marker.start() :].rstrip(" })") if marker else text
    return finding.rule, finding.severity, finding.symbol, said


def news_of(
    new: Iterable[Finding], old: Iterable[Finding], added: Mapping[str, Lines], gone: Collection[str] = ()
) -> list[Finding]:
    """Those of the `new` findings that no `old` one matches and that touch added lines.

    Old ones count once each: by function and text wherever they stood; those of the same
    file, or of one that is `gone`, whatever the class is called by now; and those of the
    same file whose marker was not touched, whatever the function is called by now. `added`
    gives the lines that files gained.
    """
    left = Counter(map(key_of, old_ones := list(old)))
    alike: dict[Key, list[Finding]] = {}
    for one in new:
        alike.setdefault(key_of(one), []).append(one)
    found = []
    for key, several in alike.items():
        touched = [one for one in several if touches(one, added.get(one.path, ()))]
        touched.sort(key=lambda one: (one.path, one.line, one.column))
        # Those that were not touched are the old ones.
        spare = max(0, left[key] - (len(several) - len(touched)))
        found += touched[spare:]
        left[key] = max(0, left[key] - len(several))
    return _without_renamed(found, _spare(old_ones, left), added, gone) if found else []


def _spare(old: Iterable[Finding], left: Counter[Key]) -> list[Finding]:
    """Those of the old findings that match no new one."""
    spare = []
    for one in old:
        if left[key_of(one)]:
            left[key_of(one)] -= 1
            spare.append(one)
    return spare


def _without_renamed(
    news: Iterable[Finding], spare: list[Finding], added: Mapping[str, Lines], gone: Collection[str]
) -> list[Finding]:
    """The news without those of which only the file, the class or the function is called otherwise."""
    found = []
    for one in news:
        rule, severity, symbol, text = key_of(one)
        name = symbol.rpartition(".")[2]
        marker = _meets(one.line, one.end_line, added.get(one.path, ()))
        for before in spare:
            old_rule, old_severity, old_symbol, old_text = key_of(before)
            if (rule, severity, text) != (old_rule, old_severity, old_text):
                continue
            same_name = old_symbol.rpartition(".")[2] == name
            if (before.path == one.path and (same_name or not marker)) or (same_name and before.path in gone):
                spare.remove(before)
                break
        else:
            found.append(one)
    return found


def touches(finding: Finding, lines: Lines) -> bool:
    """Whether any of the lines belongs to the marker or to the function around it."""
    first, last = min(finding.line, finding.span[0]), max(finding.end_line, finding.span[1])
    return _meets(first, last, lines)


def _meets(first: int, last: int, lines: Lines) -> bool:
    return any(start <= last and first <= end for start, end in lines)
