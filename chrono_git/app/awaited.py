"""What is waited for: paths, words and names that a commit must touch to move an item."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from chrono_git.facts.index import component_of, is_in_tests, plain_name
from chrono_git.facts.locate import COMMON, FAMILIES
from chrono_git.intent import Intent
from chrono_git.intent.paths import extension_of, is_glob

# The documents of `rules.documents`, in its order.
DOCUMENTS = ("readme", "changelog", "architecture", "api", "ci")
IN_PROSE, IN_FILES, IN_TESTS, IN_NAMED = range(4)
Terms = tuple[int, int, tuple[str, ...], tuple[str, ...]]
# Extensions that stand for each other, each with one for all.
KIN = {one: min(family) for family in FAMILIES for one in family}
_WORD = re.compile(r"[^\W_]+")
_LITERAL = re.compile(r"\*|\?|\{[^{}/]*\}|\.\.\.")


@dataclass(slots=True)
class Awaited:
    """What is waited for, of all items together.

    `changed` are names of files (see `name_of`) of which any change counts, `placed` those of
    which only coming and going does; `tails` and `placed_tails` are ends of paths or of folders,
    `parts` and `placed_parts` what a path must hold, `paths` whole ones (or folders, with their
    slash), `gone` those that must not go. `texts` are what a new line must hold, `packages` the
    same for manifests, `documents` some of DOCUMENTS. `terms` are a number, where it is looked
    for, the terms of which that many must be in one file, and for IN_NAMED what its path must
    hold. `modes` says that files which can be executed count, `anything` that all do; `ripe`
    where a new word anywhere may do: IN_PROSE, IN_FILES.
    """

    changed: set[str] = field(default_factory=set)
    placed: set[str] = field(default_factory=set)
    tails: set[str] = field(default_factory=set)
    placed_tails: set[str] = field(default_factory=set)
    parts: set[str] = field(default_factory=set)
    placed_parts: set[str] = field(default_factory=set)
    paths: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    packages: set[str] = field(default_factory=set)
    terms: set[Terms] = field(default_factory=set)
    documents: set[str] = field(default_factory=set)
    ripe: set[int] = field(default_factory=set)
    modes: bool = False
    anything: bool = False

    def mention(
        self,
        path: str,
        *,
        sure: bool = True,
        seen: Collection[str] = (),
        missing: bool = False,
        idle: bool = False,
    ) -> None:
        """Whatever `facts.locate` could find for a path that an item names, however it is spelt.

        `seen` are the paths that were found for the item, `missing` says that none was for this
        one, and `idle` that it is no matter what is in the file.
        """
        if is_glob(path):
            (self.placed_parts if idle else self.parts).add(fixed_part(path))
            return
        name, tail = path.rstrip("/"), tail_of(path)
        if not tail:
            self.parts.add("")
            return
        # What stands at the root goes before whatever else the name could mean.
        exact = next((one for one in (tail, f"{tail}/") if one in seen and not missing), None)
        if exact is not None and not _is_alien(name) and ".." not in name.split("/"):
            (self.gone if idle else self.paths).add(exact)
            return
        (self.placed_tails if idle else self.tails).add(tail)
        base = tail.rpartition("/")[2]
        if not sure or not extension_of(name) or ("/" in name and COMMON.match(base)):
            return
        found = missing or idle or any(f"/{one}".endswith(f"/{tail}") for one in seen)
        names = self.placed if found else self.changed
        names.add(name_of(base, plain_name(base)))
        if is_in_tests(name):
            names.add(name_of(base, component_of(name)))

    def mentions(self, intent: Intent, seen: Collection[str] = (), idle: Collection[str] = ()) -> None:
        """All paths that an item is to make or change; of the `idle` ones it is no matter what is in them."""
        for one in intent.paths:
            if not one.outside:
                self.mention(one.path, sure=one.sure, seen=seen, idle=one.path in idle)

    def commands(self, intent: Intent) -> None:
        """What an item's commands and drawn trees would leave behind."""
        for effect in intent.effects:
            if effect.kind != "dependency":
                self.mention(effect.path)
        for path in intent.structure:
            root, _, below = path.partition("/")
            # A root that is but the repository's name is left out where there is no such folder.
            for one in filter(None, (path, below)):
                self.mention(one)
            self.tails.add(root)

    def dependencies(self, packages: Iterable[str]) -> None:
        """What a manifest must hold: of a name in parts the last one, as it may stand alone."""
        for package in packages:
            words = _WORD.findall(package.rpartition(":")[2].lower())
            self.packages.add(max(words, key=len, default=""))


def fixed_part(pattern: str) -> str:
    """The longest part of a glob that every path has which it means, as it stands."""
    return max(_LITERAL.split(pattern.strip("/")), key=len)


def tail_of(path: str) -> str:
    """How every path or folder ends that a mention means as it is spelt; "" where that may be any."""
    name = path.rstrip("/")
    steps = [step for step in posixpath.normpath(name).split("/") if step not in ("", ".", "..")]
    # A path of somebody's machine shares only its end with the repository.
    return "/".join(steps[-2:] if _is_alien(name) else steps)


def _is_alien(name: str) -> bool:
    return name.startswith("/") or name[1:2] == ":"


def name_of(base: str, plain: str) -> str:
    """What files that `facts.locate` takes for similar have in common: a name and a kind of extension."""
    extension = extension_of(base)
    return f"{plain}.{KIN.get(extension, extension)}"


def may_mean(mention: str, path: str) -> bool:
    """Whether a mention may have been found at that very path, as it is spelt."""
    if is_glob(mention):
        return fixed_part(mention) in path
    return f"/{path.rstrip('/')}".endswith(f"/{tail_of(mention)}")
