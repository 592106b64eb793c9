"""dependencies: are the packages that an item wants declared in a manifest?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from chrono_git.facts import Facts
from chrono_git.intent.dependencies import MANIFESTS, asks_for_packages, declares
from chrono_git.model import Evidence, Item

RULE = "dependencies"


def look(item: Item, facts: Facts) -> Iterator[Evidence]:
    """Look up each package in all manifests of the repository."""
    intent = facts.intent(item)
    commanded = [effect.path for effect in intent.effects if effect.kind == "dependency"]
    # A test or a text about a dependency does not install it.
    named = intent.packages if intent.verb not in ("test", "document", "delete") else ()
    packages = dict.fromkeys([*named, *commanded])
    if not packages:
        return
    manifests = {path: "\n".join(text.lines) for path, text in facts.texts.items() if MANIFESTS.search(path)}
    for package in packages:
        # `Install X` may mean the machine: only what is called a dependency must be declared.
        sure = package in commanded or asks_for_packages(item.text) or "`" + package + "`" not in item.text
        yield _one(package, manifests, facts, sure)


def _one(package: str, manifests: Mapping[str, str], facts: Facts, sure: bool) -> Evidence:
    for path, text in manifests.items():
        line = declares(text, package)
        if line is not None:
            return Evidence(
                RULE,
                "pass",
                f"{package} is declared in {path}:{line}",
                path=path,
                line=line,
                commit=facts.last_commit.get(path),
            )
    if not manifests:
        return Evidence(RULE, "unknown", f"no manifest that could declare {package} was found")
    return Evidence(
        RULE,
        "fail" if sure else "unknown",
        f"no manifest declares {package}",
        remedy=f"declare {package} in a manifest",
    )
