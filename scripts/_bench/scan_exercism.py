"""Recall on the stubs of Exercism's exercises, and false alarms on the finished solutions."""

from __future__ import annotations

import json
import posixpath
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from _bench.scan_git import blobs, files_at, name_of
from _bench.scan_markers import Marker, knows, markers
from _bench.scan_report import code, percent, table

HALVES = ("tuned", "held out")
_CONFIG = re.compile(r"exercises/(?:practice|concept)/([^/]+)/\.meta/config\.json")
_HELD_OUT_TRACKS = {"kotlin", "swift", "scala", "dart", "fsharp"}


class Hit(NamedTuple):
    """What the scanner says of a place in a file; `span` is the function around it."""

    rule: str
    severity: str
    first: int
    last: int
    span: tuple[int, int]
    excerpt: str


# Of a repository and files of it, as (path, blob id); the path may be another than the real one.
Scanner = Callable[[Path, list[tuple[str, str]]], Mapping[tuple[str, str], list[Hit]]]


@dataclass(frozen=True)
class Solution:
    """One file of an exercise, as given to who solves it or as finished by its author."""

    track: str
    slug: str
    path: str
    oid: str
    data: bytes
    finished: bool

    @property
    def half(self) -> str:
        """Rules were tuned on one half; the other is there to check them."""
        even = int(sha256(self.slug.encode()).hexdigest(), 16) % 2 == 0
        return HALVES[0 if even and self.track not in _HELD_OUT_TRACKS else 1]

    @property
    def neutral(self) -> str:
        """A path that tells nothing: `.meta/example.py` would pass as an example."""
        return "src/main" + posixpath.splitext(self.path)[1]


@dataclass
class Row:
    """The counts of one track."""

    files: int = 0
    files_found: int = 0
    markers: int = 0
    markers_found: int = 0
    finished: int = 0
    alarms: int = 0

    def add(self, other: Row) -> None:
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


@dataclass
class Outcome:
    """What was counted, by half and track, and what was missed or found wrongly."""

    rows: dict[str, dict[str, Row]] = field(
        default_factory=lambda: {half: defaultdict(Row) for half in HALVES}
    )
    misses: list[tuple[Solution, Marker]] = field(default_factory=list)
    alarms: list[tuple[Solution, Hit]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def measure(repos: Iterable[Path], scanner: Scanner) -> Outcome:
    """Scan the exercises of all these tracks."""
    outcome = Outcome()
    for repo in sorted(repos, key=_track):
        solutions = [one for one in _solutions(repo, outcome.notes) if knows(one.path)]
        scanned = scanner(repo, [(one.neutral, one.oid) for one in solutions])
        finished = {(one.slug, one.oid) for one in solutions if one.finished}
        for solution in solutions:
            hits = scanned.get((solution.neutral, solution.oid), [])
            row = outcome.rows[solution.half][solution.track]
            if solution.finished:
                row.finished += 1
                alarms = [hit for hit in hits if hit.severity == "block"]
                row.alarms += len(alarms)
                outcome.alarms += [(solution, hit) for hit in alarms]
            elif (solution.slug, solution.oid) not in finished:
                _count(row, outcome, solution, [hit for hit in hits if hit.rule == "stub"])
    return outcome


def _count(row: Row, outcome: Outcome, solution: Solution, hits: list[Hit]) -> None:
    explicit = markers(solution.path, solution.data)
    row.files += bool(explicit)
    row.files_found += bool(explicit and hits)
    for marker in explicit:
        row.markers += 1
        if any(hit.first <= marker.last and marker.first <= hit.last for hit in hits):
            row.markers_found += 1
        else:
            outcome.misses.append((solution, marker))


def _track(repo: Path) -> str:
    return re.sub(r"^exercism[^a-z0-9]", "", name_of(repo))


def _solutions(repo: Path, notes: list[str]) -> Iterator[Solution]:
    track = _track(repo)
    ids = {file.path: file.oid for file in files_at(repo)}
    configs = [path for path in ids if _CONFIG.fullmatch(path)]
    wanted: list[tuple[str, str, bool]] = []
    for path, data in zip(configs, blobs(repo, [ids[path] for path in configs]), strict=True):
        slug = path.split("/")[2]
        try:
            named = json.loads(data or b"")["files"]
            groups = [
                (list(named.get(key, ())), key != "solution") for key in ("solution", "example", "exemplar")
            ]
        except (ValueError, KeyError, TypeError, AttributeError):
            notes.append(f"{track}: {path} cannot be read, left out")
            continue
        folder = path.removesuffix("/.meta/config.json")
        for names, finished in groups:
            for name in names:
                file = posixpath.normpath(f"{folder}/{name}")
                if file in ids:
                    wanted.append((slug, file, finished))
                else:
                    notes.append(f"{track}: {file} is named but not there")
    wanted = list(dict.fromkeys(wanted))
    contents = blobs(repo, [ids[file] for _, file, _ in wanted])
    for (slug, file, finished), data in zip(wanted, contents, strict=True):
        if data is None:
            notes.append(f"{track}: {file} is not in this clone")
        else:
            yield Solution(track, slug, file, ids[file], data, finished)


HEADER = (
    "track", "stub files", "found", "%", "marker lines", "found", "%", "finished files", "false alarms",
)  # fmt: skip


def markdown(outcome: Outcome, listed: str) -> str:
    """The tables; `listed` is "tuned", "all" or ""."""
    parts, everything = [], Row()
    for half in HALVES:
        tracks, total = outcome.rows[half], Row()
        for row in tracks.values():
            total.add(row)
        everything.add(total)
        lines = [_cells(track, tracks[track]) for track in sorted(tracks)]
        parts.append(f"### Exercism, {half}\n\n{table(HEADER, [*lines, _cells('**total**', total)])}")
    parts.append(f"### Exercism, both halves\n\n{table(HEADER, [_cells('**total**', everything)])}")
    parts += [f"note: {note}" for note in outcome.notes]
    if listed:
        misses = [
            f"- {_place(one, marker.first)} {code(marker.excerpt)}"
            for one, marker in outcome.misses
            if listed in ("all", one.half)
        ]
        alarms = [
            f"- {_place(one, hit.first)} {hit.rule} {code(hit.excerpt)}"
            for one, hit in outcome.alarms
            if listed in ("all", one.half)
        ]
        parts.append("### Missed\n\n" + ("\n".join(misses) or "None."))
        parts.append("### False alarms\n\n" + ("\n".join(alarms) or "None."))
    return "\n\n".join(parts)


def _cells(name: str, row: Row) -> tuple[object, ...]:
    by_file, by_line = percent(row.files_found, row.files), percent(row.markers_found, row.markers)
    return (
        name, row.files, row.files_found, by_file, row.markers, row.markers_found, by_line,
        row.finished, row.alarms,
    )  # fmt: skip


def _place(solution: Solution, line: int) -> str:
    return code(f"{solution.track}:{solution.path}:{line}")


def data(outcome: Outcome, listed: str) -> dict[str, Any]:
    """For JSON."""
    return {
        "halves": {
            half: {track: vars(row) for track, row in sorted(tracks.items())}
            for half, tracks in outcome.rows.items()
        },
        "missed": [
            {"track": one.track, "path": one.path, "line": marker.first, "excerpt": marker.excerpt}
            for one, marker in outcome.misses
            if listed in ("all", one.half)
        ],
        "false_alarms": [
            {
                "track": one.track,
                "path": one.path,
                "line": hit.first,
                "rule": hit.rule,
                "excerpt": hit.excerpt,
            }
            for one, hit in outcome.alarms
            if listed in ("all", one.half)
        ],
        "notes": outcome.notes,
    }
