"""Small facts by hand: a repository as a table of files, and what happened to them since the guide."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chrono_git.app.leftovers import scaffolds_of
from chrono_git.facts import Departed, Facts, Fresh, Text, Window
from chrono_git.facts.index import Index
from chrono_git.facts.options import options_in
from chrono_git.intent import intent_of
from chrono_git.intent.terms import words_of
from chrono_git.model import (
    Change,
    Claim,
    CodeBlock,
    Entry,
    Evidence,
    Finding,
    Item,
    Kind,
    Learnt,
    Note,
    NoteLabel,
)
from chrono_git.rules import Rule
from chrono_git.scan import scan

BASE = "b" * 40
NEWER = "c" * 40
EMPTY = "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"


@dataclass(frozen=True)
class File:
    """One file of the snapshot: its text, its mode, and what happened to it.

    `did` is `A`, `M` or "" for what happened after the guide was born; `born` the same for
    the very commit that brought the guide. `fresh` is what it gained: all of it by default.
    """

    text: str = "x\n"
    did: str = ""
    born: str = ""
    mode: str = "100644"
    fresh: str | None = None
    oid: str = "f" * 40


def new(text: str = "x\n", **more: str) -> File:
    return File(text, "A", **more)


def changed(text: str = "x\n", **more: str) -> File:
    return File(text, "M", **more)


def old(text: str = "x\n", **more: str) -> File:
    return File(text, "", **more)


def with_guide(text: str = "x\n", **more: str) -> File:
    return File(text, "", "A", **more)


def item(
    text: str,
    *,
    kind: Kind = "task",
    section: tuple[str, ...] = (),
    details: Iterable[str] = (),
    files: Iterable[str] = (),
    blocks: tuple[CodeBlock, ...] = (),
    overrides: Mapping[str, str] | None = None,
    box: str | None = " ",
    skip: str | None = None,
    name: str = "G/1",
    parent: str | None = None,
) -> Item:
    labelled: list[tuple[NoteLabel, str]] = [("detail", one) for one in details]
    labelled += [("file", one) for one in files]
    return Item(
        id=name,
        kind=kind,
        section=section,
        line=1,
        text=text,
        number=name.rpartition("/")[2],
        box=box,
        notes=tuple(Note(label, note, 2) for label, note in labelled),
        blocks=blocks,
        parent=parent,
        skip=skip,
        overrides=tuple((overrides or {}).items()),
    )


def facts(
    items: Iterable[Item],
    files: Mapping[str, File] | None = None,
    *,
    gone: Mapping[str, str] | None = None,
    deleted: Iterable[str] = (),
    others: Mapping[str, tuple[int, int]] | None = None,
    claims: Mapping[str, tuple[Claim, ...]] | None = None,
    shared: Iterable[str] = (),
    siblings: Mapping[str, tuple[str, ...]] | None = None,
    specifications: Iterable[str] = (),
    guide_path: str = "plan/PLAN.md",
    base: str | None = BASE,
    root: bool = False,
    committed: bool = True,
    before: Mapping[str, str] | None = None,
    learnt: tuple[Learnt, ...] = (),
    late: bool = False,
) -> Facts:
    """Facts of one guide; `root` where the guide came with the first commit of all.

    `before` are the texts that files had at the base; `gone` maps departed paths to where
    they went (or ""), `deleted` are gone since the base.
    """
    files = files or {}
    items = tuple(items)
    tree = {path: Entry(path, one.mode, one.oid) for path, one in files.items()}
    since = {path: _change(path, one.did, one.mode) for path, one in files.items() if one.did}
    since |= {path: _change(path, "D", "100644") for path in deleted}
    born = {path: _change(path, one.born, one.mode) for path, one in files.items() if one.born}
    if not root:
        born[guide_path] = _change(guide_path, "A", "100644")
    window = Window(
        base=base,
        since=since,
        born=born,
        fresh={path: _fresh(path, files[path]) for path in since if path in files},
        fresh_born={path: _fresh(path, files[path]) for path in born if path in files},
        committed=committed,
        first=root,
    )
    return Facts(
        guide_path=guide_path,
        guide_id="G",
        tree=tree,
        folders=_folders(tree),
        tails=_tails(tree),
        index=Index(tree),
        texts={path: Text(path, tuple(one.text.splitlines())) for path, one in files.items()},
        windows={base: window},
        bases={one.id: base for one in items},
        intents={one.id: intent_of(one) for one in items},
        guide_paths=frozenset([guide_path, *specifications]),
        last_commit=dict.fromkeys(since, NEWER),
        departed={path: Departed(NEWER, where) for path, where in (gone or {}).items()},
        claims=claims or {},
        others=others or {},
        shared=dict.fromkeys(shared, 2),
        siblings=siblings or {},
        left=_found({path: one.text for path, one in files.items()}),
        before={(base, path): found for path, found in _found(before or {}).items()},
        scaffolds=scaffolds_of(items),
        options={
            base: tuple(one for path, new in window.fresh.items() for one in options_in(path, new.lines))
        },
        learnt=learnt,
        late=frozenset(one.id for one in items) if late else frozenset(),
    )


def _found(texts: Mapping[str, str]) -> dict[str, tuple[Finding, ...]]:
    scans = {path: scan(path, text.encode(), prints=True) for path, text in texts.items()}
    return {path: tuple(one.finding for one in found.suspects) for path, found in scans.items()}


def see(rule: Rule, one: Item, files: Mapping[str, File] | None = None, **more: object) -> list[Evidence]:
    """What one rule says of one item."""
    return list(rule(one, facts([one], files, **more)))  # type: ignore[arg-type]


def said(evidence: Iterable[Evidence]) -> list[tuple[str, str]]:
    """Results and sentences, for comparing with a table; what does not decide is in brackets."""
    return [(one.result if one.decides else f"({one.result})", one.detail) for one in evidence]


def _change(path: str, status: str, mode: str) -> Change:
    was, now = status != "A", status != "D"
    return Change(
        path,
        status,
        mode if was else "",
        mode if now else "",
        "0" * 40 if was else "",
        "f" * 40 if now else "",
    )


def _fresh(path: str, one: File) -> Fresh:
    gained = one.text if one.fresh is None else one.fresh
    wanted = frozenset(gained.splitlines())
    lines = [(n, line) for n, line in enumerate(one.text.splitlines(), 1) if line in wanted]
    return Fresh(path, tuple(lines), words_of(gained) | words_of(path))


def _folders(tree: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    for path in tree:
        while path := posixpath.dirname(path):
            found.add(path)
    return frozenset(found)


def _tails(tree: Mapping[str, Entry]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for path in [*tree, *sorted(_folders(tree))]:
        base = posixpath.basename(path)
        found[base] = (*found.get(base, ()), path)
    return found
