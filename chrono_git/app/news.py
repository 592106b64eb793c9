"""What a range of commits or the index adds: findings that are neither old nor only moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from chrono_git.model import Finding
from chrono_git.repo.ranges import Lines

# What a finding is known by, wherever it stands.
Key = tuple[str, str, str]


def key_of(finding: Finding) -> Key:
    """Rule, function and text, however it is indented and whatever its class is called by now."""
    return finding.rule, finding.symbol.rpartition(".")[2], " ".join(finding.excerpt.split())


def news_of(new: Iterable[Finding], old: Iterable[Finding], added: Mapping[str, Lines]) -> list[Finding]:
    """Those of the `new` findings that no `old` one matches and that touch added lines.

    Old ones count by what they say, once each and wherever they stood; `added` gives the
    lines that files gained.
    """
    known = Counter(key_of(one) for one in old)
    alike: dict[Key, list[Finding]] = {}
    for one in new:
        alike.setdefault(key_of(one), []).append(one)
    grown = {key: several for key, several in alike.items() if len(several) > known[key]}
    found = []
    for key, several in grown.items():
        touched = [one for one in several if touches(one, added.get(one.path, ()))]
        touched.sort(key=lambda one: (one.path, one.line, one.column))
        # Those that were not touched are the old ones.
        spare = max(0, known[key] - (len(several) - len(touched)))
        found += touched[spare:]
    return found


def touches(finding: Finding, lines: Lines) -> bool:
    """Whether any of the lines belongs to the marker or to the function around it."""
    first, last = min(finding.line, finding.span[0]), max(finding.end_line, finding.span[1])
    return any(start <= last and first <= end for start, end in lines)
