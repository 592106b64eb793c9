"""Ticks what a commit finishes by one new file each, without judging anew: the quick way to a fold.

What may be ticked so, `chrono_git.app.ready` has said before. It runs under `python -SE`.
"""

from __future__ import annotations

from chrono_git.hook.glance import Unsure, Words
from chrono_git.hook.lean import Place, tell
from chrono_git.hook.patch import changes
from chrono_git.hook.watch import is_named, may_tell, touched
from chrono_git.render.progress import progress_line
from chrono_git.repo.fold import NOTE, Edit, fold
from chrono_git.repo.remembered import keep
from chrono_git.repo.settled import settle
from chrono_git.repo.stream import Git

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_FILES = ("100644", "100755")


def ticks_at_once(place: Place, plan: dict[str, Any], output: bytes) -> bool:
    """Ticks and tells what HEAD made, if that is all there is to it; False where it has to be judged.

    `output` is what `commit_glance` asked git of HEAD, whose parent the plan was made for.
    """
    oid = output[: output.find(b" ")].decode()
    made = _made(plan, output, place.common_dir)
    if not made:
        return False
    edits = [Edit(path, *_ticking(lines)) for path, lines in _by_guide(plan, made).items()]
    outcome = fold(
        Git("."), place.top, place.state_dir, oid, edits,
        object_format="sha256" if len(oid) == 64 else "sha1", note=NOTE,
    )  # fmt: skip
    if outcome.commit is None or outcome.skipped:
        return False
    _remember(place.state_dir, plan, made, outcome.commit)
    return True


def _made(plan: dict[str, Any], output: bytes, common_dir: str) -> list[str]:
    """The paths of the files that items wait for, if the commit made some and touched nothing else."""
    message, _, rest = output.partition(b"\0")[2].partition(b"\0")
    raw, _, patches = rest.lstrip(b"\n\0").partition(b"\0\0")
    changed = changes(raw)
    ready = plan["ready"]
    made = [path for mode, status, path in changed if status == "A" and mode in _FILES and path in ready]
    if not made or may_tell(plan, message):
        return []
    others = [(status, path) for _, status, path in changed if path not in made]
    if any(is_named(plan["ready_names"], path, placed=status != "M") for status, path in others):
        return []
    # Many files are worth a look at all of them together.
    if touched(plan, changed, patches) or not all(_is_written(path, changed, patches) for path in made):
        return []
    try:
        return [] if Words(common_dir).strings.in_(patches) else made
    except Unsure:
        return []


def _is_written(path: str, changed: list[tuple[str, str, str]], patches: bytes) -> bool:
    """Whether there is something in a new file."""
    sections = (b"\n" + patches).split(b"\ndiff --git ")[1:]
    at = [one for *_, one in changed].index(path)
    _, _, text = sections[at].partition(b"\n@@ ") if at < len(sections) else (b"", b"", b"")
    return any(line[:1] == b"+" and line[1:].strip() for line in text.split(b"\n")[1:])


def _by_guide(plan: dict[str, Any], made: list[str]) -> dict[str, list[tuple[int, bytes]]]:
    found: dict[str, list[tuple[int, bytes]]] = {}
    for path in made:
        guide, _, line, text, _ = plan["ready"][path]
        found.setdefault(guide, []).append((line, text))
    return found


def _ticking(lines: list[tuple[int, bytes]]) -> tuple[Any, Any]:
    """How the boxes on these lines are ticked in a commit's version of a guide, and in another one."""

    def make(text: bytes | None) -> bytes:
        rows = (text or b"").split(b"\n")
        if b"\r" in (text or b"").replace(b"\r\n", b""):
            return text or b""
        for number, words in lines:
            row = rows[number - 1] if number <= len(rows) else b""
            box = row.find(b"[ ]")
            if box < 0 or row.find(words) < box:
                return text or b""
            rows[number - 1] = row[:box] + b"[x]" + row[box + 3 :]
        return b"\n".join(rows)

    def alike(original: bytes | None, other: bytes) -> bytes:
        if other == original:
            return make(other)
        from chrono_git.guide.follow import tick_alike

        return tick_alike(original or b"", [number for number, _ in lines], other)

    return make, alike


def _remember(state_dir: str, plan: dict[str, Any], made: list[str], commit: str) -> None:
    """Tells what moved, and makes the plan one for the new commit."""
    gained: dict[str, list[str]] = {}
    for path in made:
        _, guide, _, _, shown = plan["ready"].pop(path)
        gained.setdefault(guide, []).append(shown)
    for guide, items in gained.items():
        done, counted = plan["counts"][guide]
        plan["counts"][guide] = (done + len(items), counted)
        tell(progress_line(guide, done + len(items), counted, gained=items))
        if done + len(items) >= counted - 1:
            # The last one may be what others wait for.
            plan["ready"] = {path: one for path, one in plan["ready"].items() if one[1] != guide}
    plan["done"] |= frozenset(made)
    plan["commit"] = commit
    settle(state_dir, commit)
    keep(f"{state_dir}/plan", plan)
