"""stubs: which stubs of the item's files were there when it was written, which are gone, which are left?"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from chrono_git.facts import Facts
from chrono_git.facts.locate import located_paths
from chrono_git.facts.testing import is_test_path
from chrono_git.intent import Intent
from chrono_git.intent.leftovers import asks_for_stubs
from chrono_git.model import Evidence, Finding, Item

RULE = "stubs"
_SILENT = frozenset({"manual", "delete", "move", "executable", "document", "depend"})
_MOST = 8


def look(item: Item, facts: Facts) -> Iterator[Evidence]:
    """Compare the stubs of the item's own files (where others share them: of its own functions) with its base."""
    intent = facts.intent(item)
    if not intent.unstub and (intent.verb in _SILENT or wants_stubs(item, facts.scaffolds)):
        return
    paths = [path for path in _scope(item, intent, facts) if not is_test_path(path)]
    left = [one for path in paths for one in _stubs(facts.left.get(path, ()), item, path, facts)]
    base = facts.bases.get(item.id)
    before = [one for path in paths for one in _stubs(facts.before.get((base, path), ()), item, path, facts)]
    for one in left[:_MOST]:
        yield _still(one)
    if len(left) > _MOST:
        yield Evidence(RULE, "fail", f"and {len(left) - _MOST} more stubs in these files")
    if gone := _gone(before, left):
        yield _replaced(gone, decides=not left and (intent.unstub or _are_own(gone, item, facts)))
    elif intent.unstub and not left:
        yield from _written(item, paths, facts)


def wants_stubs(item: Item, scaffolds: Mapping[str, Sequence[str]]) -> bool:
    """Whether the item is to make a stub: it says so, or a code block of its own shows one (`scaffolds`)."""
    return asks_for_stubs(item.text) or (bool(item.blocks) and bool(scaffolds.get(item.id)))


def _scope(item: Item, intent: Intent, facts: Facts) -> list[str]:
    paths = located_paths(intent, facts)
    if not paths and intent.unstub:
        # "Replace the stubs": those of the files that the items beside it name.
        beside = [facts.intents[name] for name in facts.siblings.get(item.id, ()) if name in facts.intents]
        paths = [path for one in beside for path in located_paths(one, facts)]
    return list(dict.fromkeys(paths))


def _names(item: Item, facts: Facts) -> frozenset[str]:
    intent = facts.intent(item)
    found = [symbol.name for symbol in intent.symbols] + [name for name, _ in intent.provides]
    return frozenset(name.rpartition(".")[2] for name in (*found, *facts.scaffolds.get(item.id, ())))


def _stubs(findings: Sequence[Finding], item: Item, path: str, facts: Facts) -> Iterator[Finding]:
    """The stubs that are the item's business: where its file is named by others too, those of its functions."""
    intent = facts.intent(item)
    named = [mention for mention in intent.paths if path.endswith(mention.path.rsplit("/", 1)[-1])]
    shared = any(facts.shared.get(mention.path, 0) > 1 for mention in named) and not intent.unstub
    names = _names(item, facts) if shared else frozenset()
    for one in findings:
        if one.rule.startswith("stub") and (not shared or one.symbol.rpartition(".")[2] in names):
            yield one


def _still(one: Finding) -> Evidence:
    where = f"{one.path}:{one.line}"
    return Evidence(
        RULE,
        "fail",
        f"{where} is still a stub: {one.excerpt[:60]}",
        path=one.path,
        line=one.line,
        remedy=f"implement what {where} stands in for",
    )


def _gone(before: Sequence[Finding], left: Sequence[Finding]) -> list[Finding]:
    """Those of before that are not left, one for one; a stub is known by its file and function."""
    counts = Counter((one.path, one.symbol) for one in left)
    found = []
    for one in before:
        if counts[one.path, one.symbol]:
            counts[one.path, one.symbol] -= 1
        else:
            found.append(one)
    return found


def _are_own(gone: Sequence[Finding], item: Item, facts: Facts) -> bool:
    names = _names(item, facts)
    return any(one.symbol.rpartition(".")[2] in names for one in gone)


def _replaced(gone: Sequence[Finding], *, decides: bool) -> Evidence:
    said = ", ".join(dict.fromkeys(one.symbol or f"line {one.line}" for one in gone[:_MOST]))
    more = f" and {len(gone) - _MOST} more" if len(gone) > _MOST else ""
    what = "1 stub was" if len(gone) == 1 else f"{len(gone)} stubs were"
    detail = f"{what} replaced in {gone[0].path}: {said}{more}"
    return Evidence(RULE, "pass", detail, path=gone[0].path, decides=decides)


def _written(item: Item, paths: Sequence[str], facts: Facts) -> Iterator[Evidence]:
    """No stub then and none now: were the functions of the step's own code block written all the same?"""
    wanted = facts.scaffolds.get(item.id, ())
    for path in paths:
        text = facts.texts.get(path)
        known = [name for name in wanted if text and any(_defines(line, name) for line in text.lines)]
        if known:
            said = f"{path} has {', '.join(known[:_MOST])}, and no stub"
            yield Evidence(RULE, "pass", said, path=path)


def _defines(line: str, name: str) -> bool:
    return name in line and bool(re.search(rf"(?<![\w.]){re.escape(name)}\s*(?:<[^>]*>)?\s*[(:=]", line))
