"""A guide → everything that it asks for before and while one works by it, in the order of its lines."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Sequence

from chrono_git.guide.needed import Listed
from chrono_git.guide.placeholders import is_placeholder
from chrono_git.model import Guide
from chrono_git.needs import checks, prose, setup
from chrono_git.needs.need import File, Need, Other, Refused, Tool, Word

_DOCUMENT = re.compile(
    r"`?(?P<name>(?:[\w.-]{1,80}/){0,6}(?:[\w-][\w.-]{0,80}\.(?:md|ya?ml|json|txt|toml)|(?<=/)))`?(?=\s|$)",
    re.ASCII,
)
_TOOLS = re.compile(
    r"\b(?:tools?|software|services|installations?|system requirements|toolchain)\b|工具|ツール",
    re.IGNORECASE,
)


def needs_of(guide: Guide, listed: Sequence[Listed] = ()) -> tuple[Need, ...]:
    """All needs of a guide; `listed` are its prerequisites without boxes (`guide.needed`).

    Placeholders of the template and what the guide skips ask for nothing. A tool that is asked
    for again without a version is left out.
    """
    found = [*_prerequisites(guide, listed), *_blocks(guide)]
    named = {name for need in found if isinstance(need.ask, Other) for name in need.ask.guides}
    found += [Need(Other((name,)), f"requires {name}", 1) for name in guide.requires if name not in named]
    order = {"prerequisite": 0, "setup": 1, "verification": 2, "knowledge": 3}
    return tuple(_distinct(sorted(found, key=lambda need: (order[need.place], need.line))))


def ports_of(guide: Guide) -> dict[str, int]:
    """The ports that the guide's set-up gives to services on this machine, by their keys."""
    return {key: port for block in guide.setup for key, port in setup.configured_ports(block.text)}


def _prerequisites(guide: Guide, listed: Sequence[Listed]) -> Iterator[Need]:
    lines = [
        (item.text, item.line, item.section[-1] if item.section else "", item.id, item.optional)
        for item in guide.items
        if item.kind == "prerequisite" and not item.skip
    ]
    lines += [(one.text, one.line, one.heading, "", False) for one in listed]
    for text, line, heading, item, optional in lines:
        names = tuple(name for name in guide.requires if re.search(rf"\b{re.escape(name)}\b", text))
        document = _document(text, guide)
        tools_only = bool(_TOOLS.search(heading))
        asks = (
            (Other(names),)
            if names
            else (document,)
            if document
            else prose.needs_of(text, tools_only=tools_only)
        )
        # Of the documents that spec-kit lists, only those that it calls required must be there.
        spare = optional or prose.is_optional(text) or (document is not None and "required" not in text)
        yield from (Need(ask, text[: prose.LONGEST], line, "prerequisite", item, spare) for ask in asks)
    for text in guide.knowledge:
        if not is_placeholder(text):
            yield Need(Word("only a person can tell"), text[: prose.LONGEST], 0, "knowledge")


def _document(text: str, guide: Guide) -> File | None:
    """The document beside the guide that a line of spec-kit's prerequisites names: `plan.md (required)`."""
    found = _DOCUMENT.match(text) if guide.dialect in ("spec-kit", "openspec", "kiro") else None
    if found is None or ".." in found["name"].split("/"):
        return None
    folder = posixpath.dirname(guide.path)
    path = posixpath.join(folder, found["name"].removeprefix("./")).rstrip("/")
    return File(path, "folder" if found["name"].endswith("/") else "file")


def _blocks(guide: Guide) -> Iterator[Need]:
    for block in guide.setup:
        yield from setup.needs_of(block.text, block.language, block.line)
        yield from checks.needs_of(block.text, block.line, "")
    for item in guide.items:
        for block in item.blocks:
            if block.role == "verification" and not item.skip:
                yield from checks.needs_of(block.text, block.line, item.id)


def _distinct(needs: Sequence[Need]) -> Iterator[Need]:
    seen: set[object] = set()
    for need in needs:
        if need.place == "knowledge" or isinstance(need.ask, Word | Refused):
            yield need
            continue
        if need.ask in seen or _bare(need) in seen:
            continue
        seen.add(need.ask)
        if isinstance(need.ask, Tool):
            seen |= {(program.names[0], program.subcommand) for program in need.ask.either}
        yield need


def _bare(need: Need) -> object:
    """What stands for a lone tool of any version; nothing that could have been seen, for other needs."""
    if not isinstance(need.ask, Tool) or len(need.ask.either) > 1 or need.ask.either[0].wanted:
        return object()
    return need.ask.either[0].names[0], need.ask.either[0].subcommand
