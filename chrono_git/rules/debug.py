"""debug: is the debug code that came since the guide was written gone again?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from chrono_git.facts import Facts, Window
from chrono_git.facts.locate import located_paths
from chrono_git.facts.testing import is_test_path
from chrono_git.model import Evidence, Finding, Item

RULE = "debug"
_MOST = 8


def look(item: Item, facts: Facts) -> Iterator[Evidence]:
    """For an item that wants debug code gone: what was added since the base and is still there."""
    intent = facts.intent(item)
    if not intent.cleanup:
        return
    base, window = facts.bases.get(item.id), facts.window(item)
    named = tuple(located_paths(intent, facts))
    files = [path for path in named if path in facts.tree] or _changed(window, named)
    left = [one for path in files for one in _added(path, base, facts)]
    for one in left[:_MOST]:
        yield _still(one)
    if len(left) > _MOST:
        yield Evidence(RULE, "fail", f"and {len(left) - _MOST} more debugging aids")
    if left:
        return
    if files:
        many = "1 file" if len(files) == 1 else f"{len(files)} files"
        said = f"no debug code came with the {many} that changed, or it is gone"
        yield Evidence(RULE, "pass", said, sure=False)
    else:
        yield Evidence(RULE, "unknown", "no source file changed since, so that there is nothing to clean up")


def _changed(window: Window, folders: tuple[str, ...]) -> list[str]:
    """The source files that changed since the base, below the folders where the item names some."""
    return [
        path for path in window.fresh if not is_test_path(path) and (not folders or path.startswith(folders))
    ]


def _added(path: str, base: str | None, facts: Facts) -> Iterator[Finding]:
    """The debugging aids of a file beyond those that it had at the base."""
    counts = Counter(_key(one) for one in facts.before.get((base, path), ()))
    for one in facts.left.get(path, ()):
        if not one.rule.startswith("debug"):
            continue
        if counts[_key(one)]:
            counts[_key(one)] -= 1
        else:
            yield one


def _key(one: Finding) -> tuple[str, str]:
    return one.rule, " ".join(one.excerpt.split())


def _still(one: Finding) -> Evidence:
    detail = f"{one.path}:{one.line} {one.message}: {one.excerpt[:60]}"
    return Evidence(RULE, "fail", detail, path=one.path, line=one.line, remedy=one.remedy)
