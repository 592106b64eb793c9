"""What `doctor` found, as text and as a JSON document (`chrono_git/schemas/doctor-1.json`)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal, get_args

from chrono_git.render.escape import json_safe, one_line
from chrono_git.render.layout import NARROWEST, Look, cells, pad, prose, wrap

State = Literal["fine", "missing", "person", "unjudged"]

_WORDS: Mapping[State, str] = {
    "fine": "fine",
    "missing": "missing",
    "person": "for a person to say",
    "unjudged": "cannot be judged",
}
_MARKS: Mapping[State, tuple[str, str, str]] = {
    "fine": ("✓", "x", "green"),
    "missing": ("✗", "!", "alarm"),
    "person": ("?", "?", "magenta"),
    "unjudged": ("!", "!", "yellow"),
}
_SPARE = ("–", "-", "dim")  # missing, and one can do without
_PLACES = {
    "prerequisite": "Prerequisites",
    "setup": "Set-up",
    "verification": "Verification",
    "knowledge": "Knowledge",
}
_TWO_COLUMNS = 72


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    `kind` says what it is (`tool`, `service`, `hooks`, …), `what` names it, `found` is what is
    there and `remedy` what to do. What is `optional` may be missing. `text` are the guide's
    own words, of its line `line`, in its `place`; `item` is the id of the item that they belong to.
    """

    state: State
    kind: str
    what: str
    found: str
    remedy: str = ""
    optional: bool = False
    place: str | None = None
    text: str | None = None
    line: int | None = None
    item: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """One guide with what was found of all that it asks for."""

    id: str
    title: str
    path: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """How chrono-git itself is, and what the guides ask for; `complete` guides were left out."""

    health: tuple[Finding, ...]
    guides: tuple[Checked, ...]
    complete: int = 0

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, those of chrono-git's own health first."""
        return (*self.health, *(one for guide in self.guides for one in guide.findings))

    @property
    def totals(self) -> Mapping[State, int]:
        """How many findings there are of each state; what may be missing and is, is not among them."""
        counted: dict[State, int] = dict.fromkeys(get_args(State), 0)
        for one in self.findings:
            if not (one.optional and one.state == "missing"):
                counted[one.state] += 1
        return counted

    @property
    def status(self) -> int:
        """The exit status: 1 where something is missing, else 2 where something cannot be judged, else 0."""
        return 1 if self.totals["missing"] else 2 if self.totals["unjudged"] else 0


def doctor_json(diagnosis: Diagnosis) -> str:
    """Returns the diagnosis as a `chrono-git/doctor/1` document."""
    document = {
        "schema": "chrono-git/doctor/1",
        "status": diagnosis.status,
        "totals": dict(diagnosis.totals),
        "complete_guides": diagnosis.complete,
        "health": [asdict(one) for one in diagnosis.health],
        "guides": [asdict(one) for one in diagnosis.guides],
    }
    return json_safe(json.dumps(document, ensure_ascii=False, indent=1) + "\n")


def doctor_text(diagnosis: Diagnosis, *, width: int = 100, color: bool = False, unicode: bool = True) -> str:
    """Returns the diagnosis for people, at most `width` cells wide: what is wanted, and there, and to do."""
    look = Look(max(width, NARROWEST), color, unicode)
    column = min(max((cells(_what(one)) for one in diagnosis.findings), default=0), look.width * 45 // 100)
    blocks = [[look.paint("chrono-git itself", "bold"), *_findings(look, diagnosis.health, column)]]
    brief = sum(bool(guide.findings) for guide in diagnosis.guides) > _MANY_GUIDES
    shown = [
        guide for guide in diagnosis.guides if any(map(_is_bad, guide.findings) if brief else guide.findings)
    ]
    blocks += [list(_guide(look, guide, column, brief)) for guide in shown]
    blocks.append(list(_closing(look, diagnosis, len(diagnosis.guides) - len(shown), brief)))
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


# With more guides than this, only what is missing and what cannot be judged is shown.
_MANY_GUIDES = 5


def _is_bad(one: Finding) -> bool:
    return one.state in ("missing", "unjudged") and not one.optional


def _guide(look: Look, guide: Checked, column: int, brief: bool) -> Iterator[str]:
    head = look.fit(one_line(guide.id), look.width)
    title = one_line(prose(guide.title))
    room = look.width - cells(head) - 2
    named = title and title != guide.id and room > 10
    yield look.paint(head, "bold", "cyan") + (
        "  " + look.paint(look.fit(title, room), "bold") if named else ""
    )
    yield look.paint(look.fit_path(one_line(guide.path), look.width), "dim")
    for place, heading in _PLACES.items():
        findings = [one for one in guide.findings if one.place == place and (_is_bad(one) or not brief)]
        if findings:
            yield "  " + look.paint(heading, "bold")
            yield from _findings(look, findings, column)


def _findings(look: Look, findings: Sequence[Finding], column: int) -> Iterator[str]:
    for one in findings:
        spare = one.optional and one.state == "missing"
        pretty, plain, style = _SPARE if spare else _MARKS[one.state]
        mark = look.paint(look.sign(pretty, plain), style)
        said = one_line(one.found) + (f" (line {one.line})" if one.line else "")
        fit = look.fit_path if one.kind == "file" else look.fit
        what = fit(_what(one), column if look.width >= _TWO_COLUMNS else look.width - 4)
        if look.width < _TWO_COLUMNS:
            yield f"  {mark} {look.code(what)}"
            yield from ("      " + look.paint(line, "dim") for line in wrap(said, look.width - 6))
        else:
            start = 4 + column + 2
            lines = list(wrap(said, look.width - start)) or [""]
            yield f"  {mark} {look.code(pad(what, column))}  {look.paint(lines[0], 'dim')}".rstrip()
            yield from (" " * start + look.paint(line, "dim") for line in lines[1:])
        if one.remedy and one.state != "fine":
            arrow = look.sign("→", "->")
            for number, line in enumerate(wrap(one_line(one.remedy), look.width - 7 - len(arrow))):
                yield "      " + ("" if number else arrow).ljust(len(arrow)) + " " + look.code(line)


def _what(one: Finding) -> str:
    return one_line(prose(one.what)) + (" (optional)" if one.optional and one.place else "")


def _closing(look: Look, diagnosis: Diagnosis, silent: int, brief: bool) -> Iterator[str]:
    totals = diagnosis.totals
    parts = [f"{totals[state]} {said}" for state, said in _WORDS.items() if totals[state]]
    style = "green" if diagnosis.status == 0 else "yellow" if diagnosis.status == 2 else "alarm"
    yield from (look.paint(line, style) for line in wrap(f" {look.dot} ".join(parts), look.width))
    if silent:
        said = "lack nothing" if brief else "ask for nothing"
        yield look.paint(f"{_many(silent)} that {said if silent > 1 else said.replace(' ', 's ', 1)}", "dim")
    if brief:
        yield look.paint("the rest: chrono-git doctor GUIDE", "dim")
    if diagnosis.complete:
        left = f"{_many(diagnosis.complete)} left out, as nothing of them is open: name them to see theirs"
        yield from (look.paint(line, "dim") for line in wrap(left, look.width))


def _many(count: int) -> str:
    return "1 guide" if count == 1 else f"{count} guides"
