"""The learnings for people and as JSON: what `log show` lists, and what `log check` and `log write` miss.

`chrono_git/schemas/log-1.json` and `log-check-1.json` describe the documents.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from chrono_git.notes.release import Taught
from chrono_git.render import noted
from chrono_git.render.escape import json_safe, one_line
from chrono_git.render.layout import NARROWEST, Look, cells, wrap

_GENERAL = "General"
_NOTHING = "No learning was found."
_HOW = "Write one into the message of a commit: `Chrono-Learning: what was learnt, in a sentence`"
_LONGEST = 2000  # characters of one learning on a terminal; the JSON has it whole


def log_text(taught: Sequence[Taught], *, width: int = 100, color: bool = False, unicode: bool = True) -> str:
    """Returns the learnings by guide, the latest last, so that it stands above the prompt.

    No line is wider than `width` cells (36 at least). Guides come in the order of their latest
    learning, those of no guide first.
    """
    look = Look(max(width, NARROWEST), color, unicode)
    if not taught:
        hint = [look.code(line, "dim") for line in wrap(_HOW, look.width)]
        return "\n".join([_NOTHING, *hint]) + "\n"
    groups = _by_guide(taught)
    blocks = ["\n".join(_group(look, guide, ones)) for guide, ones in groups]
    return "\n\n".join([*blocks, "\n".join(_closing(look, taught))]) + "\n"


def log_json(taught: Sequence[Taught]) -> str:
    """Returns the learnings as a `chrono-git/log/1` document, in the order that they are given in."""
    return json_safe(f'{{"schema": "chrono-git/log/1",\n"learnings": {_rows(taught)}}}\n')


def log_check_text(
    missing: Sequence[Taught],
    repeats: int,
    checked: int,
    path: str,
    problem: str = "",
    *,
    withdrawn: Sequence[Taught] = (),
    written: bool = False,
    width: int = 100,
    color: bool = False,
    unicode: bool = True,
) -> str:
    """Returns what the log at `path` lacks of `checked` learnings, and how much was checked.

    `repeats` are entries that are there once more, `withdrawn` those whose commits were reverted,
    `problem` is why the log cannot be written. With `written` it is told what was put right just
    now, unless there is a problem.
    """
    look = Look(max(width, NARROWEST), color, unicode)
    lines = [line for one in missing for line in _learning(look, one, "")]
    if lines:
        lines.append("")
    written = written and not problem
    bad = not written and (missing or repeats or withdrawn or problem)
    counts = (len(missing), repeats, len(withdrawn))
    told = wrap(_verdict(counts, checked, one_line(path), written=written), look.width)
    lines += [look.paint(line, "alarm" if bad else "bold") for line in told]
    if problem:
        lines += [look.code(line) for line in wrap(f"not written: {one_line(problem)}", look.width)]
    elif bad:
        lines += [look.code(line, "dim") for line in wrap("`chrono-git log write` puts it right", look.width)]
    return "\n".join(lines) + "\n"


def log_check_json(
    missing: Sequence[Taught],
    repeats: int,
    checked: int,
    path: str,
    problem: str = "",
    *,
    withdrawn: Sequence[Taught] = (),
    written: bool = False,
) -> str:
    """Returns what `log_check_text` tells as a `chrono-git/log-check/1` document."""
    head = json.dumps(
        {
            "schema": "chrono-git/log-check/1",
            "path": path,
            "written": written and not problem,
            "checked": checked,
            "repeats": repeats,
            "problem": problem or None,
        },
        ensure_ascii=False,
    )
    rows = f'"missing": {_rows(missing)},\n"withdrawn": {_rows(withdrawn)}'
    return json_safe(f"{head[:-1]},\n{rows}}}\n")


def _by_guide(taught: Sequence[Taught]) -> list[tuple[str | None, list[Taught]]]:
    groups: dict[str | None, list[Taught]] = {}
    for one in sorted(taught, key=lambda one: one.time):
        groups.setdefault(one.guide, []).append(one)
    return sorted(groups.items(), key=lambda group: (group[0] is not None, group[1][-1].time))


def _group(look: Look, guide: str | None, taught: Sequence[Taught]) -> Iterator[str]:
    title = _GENERAL if guide is None else one_line(guide)
    yield look.paint(look.fit(title, look.width), "bold", "cyan")
    for one in taught:
        yield from _learning(look, one, "  ")


def _learning(look: Look, one: Taught, indent: str) -> Iterator[str]:
    bullet = f"{indent}{look.sign('•', '*')} "
    text = one_line(one.text[:_LONGEST]) or "(no text)"
    if len(one.text) > _LONGEST:
        text += look.ellipsis
    for number, line in enumerate(wrap(text, look.width - len(bullet))):
        yield (" " * len(bullet) if number else bullet) + look.code(line)
    room = look.width - len(bullet)
    yield from (" " * len(bullet) + line for line in _facts(look, one, room))


def _facts(look: Look, one: Taught, room: int) -> Iterator[str]:
    """Yields where a learning comes from, in dim lines of at most `room` cells."""
    parts = [
        noted.short(one.commit),
        noted.day(one.time, one.zone),
        noted.people(_name(one.author), list(map(_name, one.co_authors))),
        noted.steps(one.steps),
        one.kind or "",
    ]
    shown = [(look.fit(one_line(part[:_LONGEST]), room), "dim") for part in parts if part.strip()]
    if one.logged is False:
        shown.append(("not in the log", "yellow"))
    line, used = "", 0
    for plain, style in shown:
        if used and used + 3 + cells(plain) > room:
            yield line
            line, used = "", 0
        line += (look.paint(f" {look.dot} ", "dim") if used else "") + look.paint(plain, style)
        used += cells(plain) + (3 if used else 0)
    yield line


def _closing(look: Look, taught: Sequence[Taught]) -> Iterator[str]:
    guides = len({one.guide for one in taught if one.guide is not None})
    said = noted.many(len(taught), "learning")
    said += f" of {noted.many(guides, 'guide')}" if guides else ""
    absent = sum(one.logged is False for one in taught)
    said += f", {absent} not in the log" if absent else ""
    yield from (look.paint(line, "dim") for line in wrap(said, look.width))


def _name(author: str) -> str:
    one = noted.person(author)
    return one["name"] or one["email"].partition("@")[0] or "somebody"


def _verdict(counts: tuple[int, int, int], checked: int, path: str, *, written: bool) -> str:
    missing, repeats, withdrawn = counts
    if not checked and not any(counts):
        return f"{path}: nothing was checked, for no commit has a learning"
    told = []
    if missing:
        told.append(f"{noted.many(missing, 'entry', 'entries')} {'written' if written else 'missing'}")
    for count, kind in ((repeats, "repeated"), (withdrawn, "reverted")):
        if count:
            what = noted.many(count, f"{kind} entry", f"{kind} entries")
            told.append(f"{what} {'taken away' if written else 'too many'}")
    found = ", ".join(told) or ("it is there" if checked == 1 else "all are there")
    return f"{path}: checked {noted.many(checked, 'learning') or 'no learning'}: {found}"


def _rows(taught: Sequence[Taught]) -> str:
    listed = ",\n".join(json.dumps(noted.learning(one), ensure_ascii=False) for one in taught)
    return f"[\n{listed}\n]" if listed else "[]"
