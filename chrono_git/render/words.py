"""What a report says in words: counts, verdicts, the evidence that matters most."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from chrono_git.model import CodeBlock, Evidence, GuideReport, Item, ItemReport, Note, Problem, Report

Mark = Literal["done", "forgotten", "attested", "partial", "open", "unknown", "skipped", "phantom"]

MARK_WORDS: Mapping[Mark, str] = {
    "done": "done",
    "forgotten": "done, never ticked",
    "attested": "done on somebody's word",
    "partial": "partly done",
    "open": "open",
    "unknown": "cannot be seen",
    "skipped": "skipped",
    "phantom": "ticked, but not done",
}

_WHY: Mapping[Mark, str] = {
    "done": "The repository shows it, and somebody says so too.",
    "forgotten": "The repository shows it, but nobody ever said so: {silence}.",
    "attested": "No rule can see it in the repository. It counts because {who}.",
    "partial": "The repository shows a part of it.",
    "open": "The repository does not show it.",
    "unknown": "No rule can see it in the repository, and nobody says that it is done.",
    "skipped": "It is not to be done here and does not count.",
    "phantom": "{who}, but the repository does not show it.",
}

_ORDER: Mapping[Mark, tuple[str, ...]] = {
    "done": ("pass",),
    "forgotten": ("pass",),
    "attested": ("unknown", "pass"),
    "partial": ("fail", "unknown", "pass"),
    "open": ("fail", "unknown", "pass"),
    "unknown": ("unknown", "fail", "pass"),
    "skipped": (),
    "phantom": ("fail", "unknown", "pass"),
}

_CODE_SPAN = re.compile(r"`([^`\n]+)`")


def mark_of(item: ItemReport) -> Mark:
    """Returns the one word under which an item is listed: its agreement where that says more."""
    if item.agreement in ("forgotten", "attested", "phantom"):
        return item.agreement
    return item.status


def short(oid: str) -> str:
    """Returns a commit id as people quote it."""
    return oid[:10]


def label(guide: GuideReport, item: Item) -> str:
    """Returns the item's id without the guide's, as `explain` takes it inside one guide."""
    return item.id.removeprefix(f"{guide.guide.id}/")


def who_says(item: ItemReport) -> str:
    """Returns whose word there is for an item: commits, the tick, or nobody's."""
    voices = [f"commit {short(claim.commit)} says so" for claim in item.claims if claim.kind == "claim"]
    if item.item.ticked:
        voices.append("the box is ticked")
    return " and ".join(voices) or "nobody says so"


def why(item: ItemReport) -> str:
    """Returns the reason for an item's status in a sentence or two."""
    mark = mark_of(item)
    silence = "no commit claims it" if item.item.box is None else "the box is empty and no commit claims it"
    sentence = _WHY[mark].format(who=who_says(item), silence=silence)
    if mark == "skipped" and item.item.skip:
        sentence += f" Reason: {item.item.skip}"
    return sentence[0].upper() + sentence[1:]


def leading(item: ItemReport) -> Evidence | None:
    """Returns the piece of evidence that decided an item's status, where there is one."""
    order = _ORDER[mark_of(item)]
    seen = [one for one in item.evidence if one.result in order]
    return min(seen, key=lambda one: (order.index(one.result), not one.decides), default=None)


def in_half_a_line(item: ItemReport) -> str:
    """Returns the evidence for an item's status as briefly as it can be said."""
    mark = mark_of(item)
    if mark == "skipped":
        return item.item.skip or "skipped"
    if mark == "attested":
        return who_says(item)
    found = leading(item)
    if found is not None:
        return found.detail
    return "no rule can see this" if mark == "unknown" else MARK_WORDS[mark]


def missing(item: ItemReport) -> tuple[Evidence, ...]:
    """Returns what stands against an item; what could not be seen, where nothing does."""
    against = tuple(one for one in item.evidence if one.result == "fail")
    return against or tuple(one for one in item.evidence if one.result == "unknown")


def remedies(item: ItemReport) -> tuple[str, ...]:
    """Returns what would change an item's status, in the order of the evidence, each once."""
    found = [one.remedy for one in item.evidence if one.remedy and one.result != "pass"]
    mark = mark_of(item)
    claim = f"commit with the trailer `{claim_trailer(item.item)}`"
    if item.item.box is not None:
        claim = f"tick the box, or {claim}"
    if mark == "forgotten":
        found.append(f"Say so: {claim}.")
    elif mark == "unknown" and not found:
        found.append(f"Attest it: {claim}.")
    elif mark == "phantom" and item.item.ticked:
        found.append("Until it is done, take the tick out of the box.")
    return tuple(dict.fromkeys(found))


def claim_trailer(item: Item) -> str:
    """Returns the line of a commit message that claims an item, whatever guide is the active one."""
    return f"Chrono-Step: {item.id}"


def counted(totals: Mapping[str, int]) -> int:
    """Returns how many items count: all but the skipped ones."""
    return totals["items"] - totals["skipped"]


def percent(done: int, of: int) -> int:
    """Returns the whole percentage, rounded down so that 100 means all of them; `of` must be positive."""
    return done * 100 // of


def problems_of(report: Report) -> tuple[Problem, ...]:
    """Returns every problem once: the report's, then those of its guides."""
    found = [*report.problems, *(one for guide in report.guides for one in guide.guide.problems)]
    return tuple(dict.fromkeys(found))


def notes_of(item: Item, *labels: str) -> tuple[Note, ...]:
    """Returns the item's notes with one of these labels, in the guide's order."""
    return tuple(note for note in item.notes if note.label in labels)


def blocks_of(item: Item, *roles: str) -> tuple[CodeBlock, ...]:
    """Returns the item's code blocks with one of these roles, in the guide's order."""
    return tuple(block for block in item.blocks if block.role in roles)


def expected_files(item: ItemReport) -> Mapping[str, str | None]:
    """Returns the files that belong to an item, each with what was seen of it, None where nobody looked.

    They are those that the guide heads a block with, that a file note names in
    backticks, and that the evidence is about.
    """
    files: dict[str, str | None] = {block.path: None for block in item.item.blocks if block.path}
    for note in notes_of(item.item, "file"):
        files.update(dict.fromkeys(_paths(note.text)))
    for one in item.evidence:
        if one.path and (files.get(one.path) is None or one.result == "fail"):
            files[one.path] = one.result
    return files


def _paths(text: str) -> Iterable[str]:
    return (span for span in _CODE_SPAN.findall(text) if "/" in span or "." in span)


# What a report without any guide says: where it looked, and what can be done.
NOTHING_FOUND = (
    "No guide was found.",
    "",
    "Looked for .chrono/guides/*.md, docs/implementation/*guide*.md, specs/*/tasks.md,",
    "openspec/changes/**/tasks.md, .kiro/specs/*/tasks.md, and PLAN, TODO, ROADMAP and tasks .md files",
    "with at least one checkbox or step. Any other Markdown file can be named:",
    "  chrono-git report docs/my-list.md",
    "or be found always, with `include` under [guides] in .chrono/config.toml.",
)
