"""paths: do the files and folders that an item names exist, and did they change since it was written?"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from chrono_git.facts import Facts, Located, Window
from chrono_git.facts.closeness import anywhere_in
from chrono_git.facts.emptiness import is_empty
from chrono_git.facts.locate import change_of, is_new, locate, located
from chrono_git.intent import Intent
from chrono_git.intent.paths import PathMention, extension_of
from chrono_git.intent.verbs import verb_at
from chrono_git.model import Evidence, Item, Result

RULE = "paths"
# The log is judged by its entries: see rules/documents.
_SHELLS = frozenset({"sh", "bash", "zsh", "fish"})
_GENERATED = re.compile(
    r"(?:^|/)(?:dist|build|out|target|coverage|htmlcov|node_modules|\.next|\.venv|venv|__pycache__|\.env(?:\.local)?|tmp"
    r"|logs?|[^/]+\.log)/",
    re.I,
)
LOG = re.compile(r"(?:^|/)IMPLEMENTATION[_-]LOG\.md$", re.I)


def look(item: Item, facts: Facts) -> Iterator[Evidence]:
    """Judge each path that the item is to make or change, by the item's verb."""
    intent = facts.intent(item)
    if intent.verb == "manual":
        return
    if intent.verb == "executable" and not intent.paths:
        yield from _scripts_beside(item, facts)
    for mention in intent.paths:
        if mention.outside:
            yield Evidence(
                RULE,
                "unknown",
                f"{mention.path} is outside of the repository",
                remedy="attest it with a Chrono-Step trailer",
            )
            continue
        if LOG.search(mention.path):
            continue
        place = locate(mention, intent, facts)
        if place is not None:
            seen = _judge(item, intent, mention, place, facts)
            # A namesake elsewhere, or what was there once, may be the work, or another item's.
            guessed = place.how == "similar" or (place.how == "departed" and not _has_moved(place, facts))
            yield replace(seen, sure=False) if guessed else seen


def _judge(item: Item, intent: Intent, mention: PathMention, place: Located, facts: Facts) -> Evidence:
    window = facts.window(item)
    verb = verb_at(item.text, mention.path) or intent.verb
    # What only a note names is touched by the work, not the thing to be removed.
    if verb == "delete" and mention.path in item.text and not _is_within(item, mention):
        return _deleted(place, window, facts)
    if verb == "move":
        return _moved(item, mention, place, facts)
    if place.how == "departed":
        return _departed(place, facts, verb)
    namesakes = () if "/" in mention.path else facts.tails.get(mention.path, ())
    if not place.found and len(namesakes) > 1:
        said = f"{len(namesakes)} files are called {mention.path}"
        return Evidence(RULE, "unknown", said, path=namesakes[0], remedy=f"name the folder of {mention.path}")
    if not place.found and _GENERATED.search(place.written + "/"):
        return Evidence(RULE, "unknown", f"{place.written} is not kept in git as a rule", path=place.written)
    if not place.found:
        return Evidence(
            RULE,
            "fail",
            f"{place.written} does not exist",
            path=place.written,
            remedy=f"create {place.written}",
        )
    if verb == "executable":
        return _executable(place, facts)
    shared = facts.shared.get(mention.path, 0) > 1
    # Of several steps that name a file the first makes it, and the others change it.
    later = item.kind == "step" and facts.makers.get(mention.path, item.id) != item.id
    if verb in ("create", "test") and _is_object(item, mention) and not later:
        return _created(place, window, facts, item.text.lstrip("`*").startswith(mention.path))
    return _changed(place, item, facts, shared)


def _said(place: Located) -> str:
    path = place.paths[0]
    more = f" and {len(place.paths) - 1} more" if len(place.paths) > 1 else ""
    return path + more if place.how != "pattern" else f"{place.written} ({path}{more})"


def _created(place: Located, window: Window, facts: Facts, bare: bool) -> Evidence:
    path = place.paths[0]
    if is_empty(path, facts):
        return Evidence(RULE, "fail", f"{path} is empty", path=path, remedy=f"put something into {path}")
    new = next((one for one in place.paths if is_new(one, window)), None)
    # A bare path says nothing of making it: what came with the list may be what is to be changed.
    if new is not None and bare and change_of(new, window) is None:
        return Evidence(RULE, "unknown", f"{new} came with the commit that wrote the item", path=new)
    if new is not None:
        return Evidence(RULE, "pass", f"{_said(place)} exists", path=new, commit=facts.last_commit.get(new))
    changed = next((one for one in place.paths if change_of(one, window)), None)
    if not bare or changed is not None:
        said = "was there before" if window.committed and not window.first else "exists"
        said += " and changed since" if changed else ""
        return Evidence(RULE, "pass", f"{_said(place)} {said}", path=changed or path)
    return Evidence(
        RULE,
        "unknown",
        f"{_said(place)} was there before the item was written",
        path=path,
        remedy=f"a commit that changes {path} would show work on it",
    )


def _changed(place: Located, item: Item, facts: Facts, shared: bool) -> Evidence:
    window = facts.window(item)
    changed = [path for path in place.paths if change_of(path, window)]
    if changed:
        path = changed[0]
        also = ", as other items name it too" if shared else ""
        word = "is new" if is_new(path, window) else "changed"
        return Evidence(
            RULE,
            "pass",
            f"{path} {word} since the item was written{also}",
            path=path,
            commit=facts.last_commit.get(path),
            decides=not shared,
        )
    path = place.paths[0]
    if _speaks_already(place, item, facts):
        return Evidence(
            RULE,
            "unknown",
            f"{path} speaks of it, but in the very commit that wrote the item",
            path=path,
            remedy=f"a commit that changes {path}",
        )
    why = facts.blind(item)
    if why:
        return Evidence(RULE, "unknown", f"{path} is untouched since: {why}", path=path)
    return _untouched(path)


def _speaks_already(place: Located, item: Item, facts: Facts) -> bool:
    """Whether what the base commit itself brought may be the item's work, done before it was written down."""
    window, terms = facts.window(item), facts.intent(item).terms
    born = [one for name, one in window.fresh_born.items() if name in place.paths]
    if not born or not terms:
        return any(path in window.born for path in place.paths)
    match = anywhere_in(terms, born)
    return match is not None and match.strong


def _untouched(path: str) -> Evidence:
    return Evidence(
        RULE,
        "fail",
        f"{path} is untouched since the item was written",
        path=path,
        remedy=f"a commit that changes {path}",
    )


def _departed(place: Located, facts: Facts, verb: str = "create") -> Evidence:
    gone = facts.departed[place.written]
    where = f"moved to {gone.moved_to}" if gone.moved_to else "removed"
    said = f"{place.written} was there and was later {where}"
    # What was removed was there once: that shows that it was made, not that it was changed.
    made = gone.moved_to or verb in ("create", "implement", "test", "move", "configure")
    result: Result = "pass" if made else "unknown"
    return Evidence(RULE, result, said, path=place.written, commit=gone.commit)


def _has_moved(place: Located, facts: Facts) -> bool:
    return bool(facts.departed[place.written].moved_to)


def _deleted(place: Located, window: Window, facts: Facts) -> Evidence:
    gone, change = facts.departed.get(place.written), window.since.get(place.written)
    if not place.found and (gone or (change and change.status == "D")):
        commit = gone.commit if gone else facts.last_commit.get(place.written)
        return Evidence(RULE, "pass", f"{place.written} is gone", path=place.written, commit=commit)
    if place.found and place.how != "similar":
        path = place.paths[0]
        return Evidence(RULE, "fail", f"{path} is still there", path=path, remedy=f"remove {path}")
    return Evidence(
        RULE, "unknown", f"{place.written} was not there when the item was written", path=place.written
    )


def _moved(item: Item, mention: PathMention, place: Located, facts: Facts) -> Evidence:
    window, intent = facts.window(item), facts.intent(item)
    named = {at for m in intent.paths + intent.context if (at := item.text.find(m.path)) >= 0}
    if len(named) > 1 and item.text.find(mention.path) == min(named):
        return _deleted(place, window, facts)
    if place.how == "departed":
        return _departed(place, facts)
    if place.found and place.how != "similar":
        fresh = next((one for one in place.paths if is_new(one, window) or change_of(one, window)), None)
        if fresh is None and window.committed and not window.first:
            return _untouched(place.paths[0])
        return Evidence(RULE, "pass", f"{_said(place)} exists", path=fresh or place.paths[0])
    return Evidence(
        RULE, "fail", f"{place.written} does not exist", path=place.written, remedy=f"create {place.written}"
    )


def _scripts_beside(item: Item, facts: Facts) -> Iterator[Evidence]:
    """`Make scripts executable` means those that the items of its section, else of its guide, name."""
    for ids in (facts.siblings.get(item.id, ()), tuple(facts.intents)):
        places = [place for one in ids for place in located(facts.intents[one], facts)]
        scripts = [path for place in places for path in place.paths if _is_script(path, facts)]
        if scripts:
            yield _executable(Located("", "exact", tuple(dict.fromkeys(scripts))), facts)
            return
        missing = [
            place.written for place in places if not place.found and extension_of(place.written) in _SHELLS
        ]
        if missing:
            yield Evidence(
                RULE, "fail", f"{missing[0]} does not exist", path=missing[0], remedy=f"create {missing[0]}"
            )
            return


def _is_script(path: str, facts: Facts) -> bool:
    text = facts.texts.get(path)
    return extension_of(path) in _SHELLS or bool(text and text.lines and text.lines[0].startswith("#!"))


def _executable(place: Located, facts: Facts) -> Evidence:
    files = [path for path in place.paths if path in facts.tree]
    files += [n for p in place.paths if p.endswith("/") for n in facts.tree if n.startswith(p)]
    plain = [path for path in files if facts.tree[path].mode == "100644"]
    if plain:
        return Evidence(
            RULE,
            "fail",
            f"{plain[0]} is not executable",
            path=plain[0],
            remedy=f"git update-index --chmod=+x {plain[0]}",
        )
    return Evidence(
        RULE,
        "pass",
        f"{_said(place)} {'is' if len(place.paths) == 1 else 'are'} executable (mode 755)",
        path=place.paths[0],
    )


def _is_within(item: Item, mention: PathMention) -> bool:
    """`Remove X from FILE`: the file is where the thing is, not the thing."""
    before = item.text[: item.text.find(mention.path)].rstrip(" `\"'")
    return before.lower().endswith((" from", " in", " of", "from", "里的", "中的"))


def _is_object(item: Item, mention: PathMention) -> bool:
    """Whether the item makes the path itself (`Create x.py`), not something in it (`Create F in x.py`)."""
    at = item.text.find(mention.path)
    if at < 0:
        return True
    before = item.text[:at].rstrip(" `\"'*(").lower()
    return not before.endswith((" in", " to", " into", " within", " inside", " of", "在"))
