"""Items that nothing but one new file is missing for: a hook can tick these without judging anew.

The rules come to "done" for such an item as soon as its file is there, has something in it
and holds none of the scanner's words; tests/hook/test_ready.py holds the two against each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from chrono_git.app.awaited import KIN, Awaited
from chrono_git.facts.index import plain_name
from chrono_git.intent import Intent, intent_of
from chrono_git.intent.paths import is_glob
from chrono_git.intent.verbs import verb_at
from chrono_git.model import GuideReport, ItemReport, Report
from chrono_git.render.progress import shown_item
from chrono_git.rules.documents import LOG
from chrono_git.rules.paths import RULE


def ready_items(report: Report) -> dict[str, ItemReport]:
    """The items that are done once one file is made, by its path."""
    found: dict[str, ItemReport] = {}
    for guide in report.guides:
        found |= dict(_of_guide(guide))
    # What is spelt alike may be taken for one another.
    names = Counter(_name(path) for path in found)
    return {path: one for path, one in found.items() if names[_name(path)] == 1}


def _of_guide(guide: GuideReport) -> Iterator[tuple[str, ItemReport]]:
    totals = guide.totals
    wholes = {one.item.parent for one in guide.items}
    # Other guides may wait for the last of them.
    if totals["items"] - totals["skipped"] - totals["done"] < 2:
        return
    for one in guide.items:
        if one.item.id not in wholes and (path := _missing(one)):
            yield path, one


def _missing(one: ItemReport) -> str:
    """The path of the file that is missing for the item and is all that is; "" where it waits for more."""
    item = one.item
    if item.kind != "task" or item.box != " " or item.parent or item.blocks or item.overrides or one.claims:
        return ""
    if len(one.evidence) != 1 or one.status != "open":
        return ""
    [seen] = one.evidence
    path = seen.path or ""
    if seen.rule != RULE or seen.detail != f"{path} does not exist" or LOG.search(path) or is_glob(path):
        return ""
    return path if _asks_for_it_alone(intent_of(item), path, item.text) else ""


def _asks_for_it_alone(intent: Intent, path: str, text: str) -> bool:
    [*mentions] = intent.paths
    if [mention.path for mention in mentions] != [path] or not mentions[0].sure or mentions[0].outside:
        return False
    more = (
        intent.context,
        intent.symbols,
        intent.effects,
        intent.provides,
        intent.packages,
        intent.structure,
    )
    verb = verb_at(text, path) or intent.verb
    made = text[: text.find(path)].rstrip(" `\"'*(").lower()
    within = made.endswith((" in", " to", " into", " within", " inside", " of"))
    plain = not any(more) and not intent.cleanup and not intent.unstub and not within
    return plain and verb == "create" and intent.verb == "create"


def _name(path: str) -> str:
    return plain_name(path.rpartition("/")[2])


def ready_values(report: Report, ready: dict[str, ItemReport]) -> dict[str, Any]:
    """What a hook needs to tick them, as plain values: see `hook.ready`."""
    awaited = Awaited()
    for path in ready:
        awaited.mention(path, missing=True)
    guides = {one.item.id: guide for guide in report.guides for one in guide.items}
    files = {
        path: (
            guides[one.item.id].guide.path,
            guides[one.item.id].guide.id,
            one.item.line,
            one.item.text.encode("utf-8", "surrogateescape"),
            shown_item(one.item.text, path),
        )
        for path, one in ready.items()
    }
    counts = {
        guide.guide.id: (guide.totals["done"], guide.totals["items"] - guide.totals["skipped"])
        for guide in report.guides
    }
    return {
        "ready": files,
        "ready_names": {
            "tails": frozenset(awaited.tails),
            "placed_tails": frozenset(awaited.placed_tails),
            "changed": frozenset(awaited.changed),
            "placed": frozenset(awaited.placed),
            "kin": KIN,
        },
        "counts": counts,
    }
