"""One piece of work that a guide lists as a checkbox and describes as a step is one item."""

from __future__ import annotations

from collections import defaultdict

from chrono_git.guide.draft import Draft
from chrono_git.guide.words import plain
from chrono_git.model import Note


def merge_steps(drafts: list[Draft]) -> list[Draft]:
    """Give a box `**Step 1.3**: …` what the heading `### Step 1.3: …` holds; return what remains.

    Only where both are the only ones of that number, so that nothing is guessed.
    """
    boxes: defaultdict[str | None, list[Draft]] = defaultdict(list)
    headings: defaultdict[str | None, list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.named:
            (headings if draft.kind == "step" else boxes)[draft.number].append(draft)
    into: dict[Draft, Draft] = {}
    for number, steps in headings.items():
        if len(steps) == 1 and len(boxes[number]) == 1:
            into[steps[0]] = boxes[number][0]
    for step, task in into.items():
        _pour(step, task)
    for draft in drafts:
        parent = draft.parent
        draft.parent = into.get(parent, parent) if parent else None
        if draft.parent is draft:
            draft.parent = None
    return [draft for draft in drafts if draft not in into]


def _pour(step: Draft, task: Draft) -> None:
    if task.parent is step:
        task.parent = step.parent
    if plain(step.text).lower() != plain(task.text).lower():
        task.notes.append(Note("detail", step.text, step.line))
    task.notes += step.notes
    task.blocks += step.blocks
    task.overrides += step.overrides
    task.skip = task.skip or step.skip
